//! ConsumerGroupHeartbeat (key 68): the one request of the new group protocol: a member joins, lives, is assigned,
//! leaves.
//!
//! KIP-848, KIP-1082 (v1).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of ConsumerGroupHeartbeat (key 68).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct ConsumerGroupHeartbeatRequest<'a> {
    /// The group's name.
    pub group_id: &'a str,
    /// The member's id, as given by the coordinator or chosen by the member itself (KIP-848).
    pub member_id: &'a str,
    /// The member's epoch (KIP-848).
    pub member_epoch: i32,
    /// The name of a static member; null for a dynamic one, or when it has not changed.
    pub instance_id: Option<&'a str>,
    /// The rack that the sender is in; empty or null if it has none.
    pub rack_id: Option<&'a str>,
    /// How long members have to come back when the group rebalances, in milliseconds.
    #[kafka(default = -1)]
    pub rebalance_timeout_ms: i32,
    /// The topics subscribed to; in a heartbeat, null when they have not changed.
    pub subscribed_topic_names: Option<Vec<&'a str>>,
    /// A regular expression for topics subscribed to; null when there is none, or it has not changed.
    #[kafka(versions = "1+")]
    pub subscribed_topic_regex: Option<&'a str>,
    /// The broker's assignor to use; null for its choice, or when it has not changed.
    pub server_assignor: Option<&'a str>,
    /// The topics with their partitions.
    pub topic_partitions: Option<Vec<RequestTopicPartitions>>,
}

/// One of [`ConsumerGroupHeartbeatRequest::topic_partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestTopicPartitions {
    /// The topic's id (KIP-516); all zeros if it is named instead.
    pub topic_id: Uuid,
    /// The partitions' numbers.
    pub partitions: Vec<i32>,
}

/// The response of ConsumerGroupHeartbeat (key 68).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct ConsumerGroupHeartbeatResponse<'a> {
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

/// What stands in [`ConsumerGroupHeartbeatResponse::assignment`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Assignment {
    /// The topics with their partitions.
    pub topic_partitions: Vec<ResponseTopicPartitions>,
}

/// One of [`Assignment::topic_partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponseTopicPartitions {
    /// The topic's id (KIP-516); all zeros if it is named instead.
    pub topic_id: Uuid,
    /// The partitions' numbers.
    pub partitions: Vec<i32>,
}
