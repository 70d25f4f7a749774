//! LeaveGroup (key 13): members leave a classic consumer group.
//!
//! KIP-345 (several members, v3), KIP-800 (reasons, v5).

use crate::{ErrorCode, Message};

/// The request of LeaveGroup (key 13).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-5", flexible = "4+")]
pub struct LeaveGroupRequest<'a> {
    /// The group's name.
    pub group_id: &'a str,
    /// The id of the one member that leaves, before version 3.
    #[kafka(versions = "0-2")]
    pub member_id: &'a str,
    /// The members that leave.
    #[kafka(versions = "3+")]
    pub members: Vec<MemberIdentity<'a>>,
}

/// One of [`LeaveGroupRequest::members`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct MemberIdentity<'a> {
    /// The member's id, as given by the coordinator or chosen by the member itself (KIP-848).
    pub member_id: &'a str,
    /// The name of a static member (KIP-345); null for a dynamic one.
    pub group_instance_id: Option<&'a str>,
    /// Why, for the broker's log (KIP-800).
    #[kafka(versions = "5+", ignorable)]
    pub reason: Option<&'a str>,
}

/// The response of LeaveGroup (key 13).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-5", flexible = "4+")]
pub struct LeaveGroupResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    #[kafka(versions = "1+", ignorable)]
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What became of each member.
    #[kafka(versions = "3+")]
    pub members: Vec<MemberResponse<'a>>,
}

/// One of [`LeaveGroupResponse::members`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct MemberResponse<'a> {
    /// The member's id, as given by the coordinator or chosen by the member itself (KIP-848).
    pub member_id: &'a str,
    /// The name of a static member (KIP-345); null for a dynamic one.
    pub group_instance_id: Option<&'a str>,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
}
