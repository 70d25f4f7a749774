//! Heartbeat (key 12): a member of a classic consumer group shows that it lives.
//!
//! KIP-345 (static members, v3).

use crate::{ErrorCode, Message};

/// The request of Heartbeat (key 12).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-4", flexible = "4+")]
pub struct HeartbeatRequest<'a> {
    /// The group's name.
    pub group_id: &'a str,
    /// The group's generation, which every rebalance raises; -1 outside of one.
    pub generation_id: i32,
    /// The member's id, as given by the coordinator or chosen by the member itself (KIP-848).
    pub member_id: &'a str,
    /// The name of a static member (KIP-345); null for a dynamic one.
    #[kafka(versions = "3+")]
    pub group_instance_id: Option<&'a str>,
}

/// The response of Heartbeat (key 12).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-4", flexible = "4+")]
pub struct HeartbeatResponse {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    #[kafka(versions = "1+", ignorable)]
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
}
