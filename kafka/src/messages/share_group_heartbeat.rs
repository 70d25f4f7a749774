//! ShareGroupHeartbeat (key 76): a member of a share group joins, lives, is assigned, leaves.
//!
//! KIP-932.

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of ShareGroupHeartbeat (key 76).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "1", flexible = "1+")]
pub struct ShareGroupHeartbeatRequest<'a> {
    /// The group's name.
    pub group_id: &'a str,
    /// The member's id, as given by the coordinator or chosen by the member itself (KIP-848).
    pub member_id: &'a str,
    /// The member's epoch (KIP-848).
    pub member_epoch: i32,
    /// The rack that the sender is in; empty or null if it has none.
    pub rack_id: Option<&'a str>,
    /// The topics subscribed to; in a heartbeat, null when they have not changed.
    pub subscribed_topic_names: Option<Vec<&'a str>>,
}

/// The response of ShareGroupHeartbeat (key 76).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "1", flexible = "1+")]
pub struct ShareGroupHeartbeatResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
    /// The member's id, as given by the coordinator or chosen by the member itself (KIP-848).
    pub member_id: Option<&'a str>,
    /// The member's epoch (KIP-848).
    pub member_epoch: i32,
    /// How often the member is to send heartbeats, in milliseconds.
    pub heartbeat_interval_ms: i32,
    /// What the member is to work on.
    pub assignment: Option<Assignment>,
}

/// What stands in [`ShareGroupHeartbeatResponse::assignment`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Assignment {
    /// The topics with their partitions.
    pub topic_partitions: Vec<TopicPartitions>,
}

/// One of [`Assignment::topic_partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopicPartitions {
    /// The topic's id (KIP-516); all zeros if it is named instead.
    pub topic_id: Uuid,
    /// The partitions' numbers.
    pub partitions: Vec<i32>,
}
