//! Heartbeat (key 12): a member of a classic consumer group shows that it lives.
//!
//! KIP-345 (static members, v3).

use crate::{ErrorCode, Message};

/// Heartbeat (key 12): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-4", flexible = "4+")]
pub struct HeartbeatRequest<'a> {
    /// The group id.
    pub group_id: &'a str,
    /// The generation id.
    pub generation_id: i32,
    /// The member id.
    pub member_id: &'a str,
    /// The group instance id.
    #[kafka(versions = "3+")]
    pub group_instance_id: Option<&'a str>,
}

/// Heartbeat (key 12): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-4", flexible = "4+")]
pub struct HeartbeatResponse {
    /// The throttle time ms.
    #[kafka(versions = "1+", ignorable)]
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
}
