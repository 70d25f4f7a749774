//! LeaveGroup (key 13): members leave a classic consumer group.
//!
//! KIP-345 (several members, v3), KIP-800 (reasons, v5).

use crate::{ErrorCode, Message};

/// LeaveGroup (key 13): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-5", flexible = "4+")]
pub struct LeaveGroupRequest<'a> {
    /// The group id.
    pub group_id: &'a str,
    /// The member id.
    #[kafka(versions = "0-2")]
    pub member_id: &'a str,
    /// The members.
    #[kafka(versions = "3+")]
    pub members: Vec<MemberIdentity<'a>>,
}

/// A part of [`LeaveGroupRequest`]: member identity.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct MemberIdentity<'a> {
    /// The member id.
    pub member_id: &'a str,
    /// The group instance id.
    pub group_instance_id: Option<&'a str>,
    /// The reason.
    #[kafka(versions = "5+", ignorable)]
    pub reason: Option<&'a str>,
}

/// LeaveGroup (key 13): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-5", flexible = "4+")]
pub struct LeaveGroupResponse<'a> {
    /// The throttle time ms.
    #[kafka(versions = "1+", ignorable)]
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The members.
    #[kafka(versions = "3+")]
    pub members: Vec<MemberResponse<'a>>,
}

/// A part of [`LeaveGroupResponse`]: member response.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct MemberResponse<'a> {
    /// The member id.
    pub member_id: &'a str,
    /// The group instance id.
    pub group_instance_id: Option<&'a str>,
    /// The error code.
    pub error_code: ErrorCode,
}
