//! JoinGroup (key 11): a member enters a classic consumer group and waits for the others.
//!
//! KIP-62 (v1), KIP-394 (member id first, v4), KIP-345 (static members, v5), KIP-559 (v7), KIP-800 (reasons, v8), KIP-814 (v9).

use crate::{ErrorCode, Message};

/// JoinGroup (key 11): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-9", flexible = "6+")]
pub struct JoinGroupRequest<'a> {
    /// The group id.
    pub group_id: &'a str,
    /// The session timeout ms.
    pub session_timeout_ms: i32,
    /// The rebalance timeout ms.
    #[kafka(versions = "1+", default = -1, ignorable)]
    pub rebalance_timeout_ms: i32,
    /// The member id.
    pub member_id: &'a str,
    /// The group instance id.
    #[kafka(versions = "5+")]
    pub group_instance_id: Option<&'a str>,
    /// The protocol type.
    pub protocol_type: &'a str,
    /// The protocols.
    pub protocols: Vec<JoinGroupRequestProtocol<'a>>,
    /// The reason.
    #[kafka(versions = "8+", ignorable)]
    pub reason: Option<&'a str>,
}

/// A part of [`JoinGroupRequest`]: join group request protocol.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct JoinGroupRequestProtocol<'a> {
    /// The name.
    pub name: &'a str,
    /// The metadata.
    pub metadata: &'a [u8],
}

/// JoinGroup (key 11): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-9", flexible = "6+")]
pub struct JoinGroupResponse<'a> {
    /// The throttle time ms.
    #[kafka(versions = "2+", ignorable)]
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The generation id.
    #[kafka(default = -1)]
    pub generation_id: i32,
    /// The protocol type.
    #[kafka(versions = "7+", ignorable)]
    pub protocol_type: Option<&'a str>,
    /// The protocol name.
    #[kafka(nullable = "7+", default = Some(""))]
    pub protocol_name: Option<&'a str>,
    /// The leader.
    pub leader: &'a str,
    /// The skip assignment.
    #[kafka(versions = "9+")]
    pub skip_assignment: bool,
    /// The member id.
    pub member_id: &'a str,
    /// The members.
    pub members: Vec<JoinGroupResponseMember<'a>>,
}

/// A part of [`JoinGroupResponse`]: join group response member.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct JoinGroupResponseMember<'a> {
    /// The member id.
    pub member_id: &'a str,
    /// The group instance id.
    #[kafka(versions = "5+", ignorable)]
    pub group_instance_id: Option<&'a str>,
    /// The metadata.
    pub metadata: &'a [u8],
}
