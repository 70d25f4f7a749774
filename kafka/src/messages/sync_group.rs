//! SyncGroup (key 14): the leader of a classic consumer group hands out the assignment, and everyone gets theirs.
//!
//! KIP-345 (static members, v3), KIP-559 (v5).

use crate::{ErrorCode, Message};

/// SyncGroup (key 14): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-5", flexible = "4+")]
pub struct SyncGroupRequest<'a> {
    /// The group id.
    pub group_id: &'a str,
    /// The generation id.
    pub generation_id: i32,
    /// The member id.
    pub member_id: &'a str,
    /// The group instance id.
    #[kafka(versions = "3+")]
    pub group_instance_id: Option<&'a str>,
    /// The protocol type.
    #[kafka(versions = "5+", ignorable)]
    pub protocol_type: Option<&'a str>,
    /// The protocol name.
    #[kafka(versions = "5+", ignorable)]
    pub protocol_name: Option<&'a str>,
    /// The assignments.
    pub assignments: Vec<SyncGroupRequestAssignment<'a>>,
}

/// A part of [`SyncGroupRequest`]: sync group request assignment.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct SyncGroupRequestAssignment<'a> {
    /// The member id.
    pub member_id: &'a str,
    /// The assignment.
    pub assignment: &'a [u8],
}

/// SyncGroup (key 14): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-5", flexible = "4+")]
pub struct SyncGroupResponse<'a> {
    /// The throttle time ms.
    #[kafka(versions = "1+", ignorable)]
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The protocol type.
    #[kafka(versions = "5+", ignorable)]
    pub protocol_type: Option<&'a str>,
    /// The protocol name.
    #[kafka(versions = "5+", ignorable)]
    pub protocol_name: Option<&'a str>,
    /// The assignment.
    pub assignment: &'a [u8],
}
