//! ConsumerGroupHeartbeat (key 68): the one request of the new group protocol: a member joins, lives, is assigned, leaves.
//!
//! KIP-848, regular expressions (v1).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// ConsumerGroupHeartbeat (key 68): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct ConsumerGroupHeartbeatRequest<'a> {
    /// The group id.
    pub group_id: &'a str,
    /// The member id.
    pub member_id: &'a str,
    /// The member epoch.
    pub member_epoch: i32,
    /// The instance id.
    pub instance_id: Option<&'a str>,
    /// The rack id.
    pub rack_id: Option<&'a str>,
    /// The rebalance timeout ms.
    #[kafka(default = -1)]
    pub rebalance_timeout_ms: i32,
    /// The subscribed topic names.
    pub subscribed_topic_names: Option<Vec<&'a str>>,
    /// The subscribed topic regex.
    #[kafka(versions = "1+")]
    pub subscribed_topic_regex: Option<&'a str>,
    /// The server assignor.
    pub server_assignor: Option<&'a str>,
    /// The topic partitions.
    pub topic_partitions: Option<Vec<RequestTopicPartitions>>,
}

/// A part of [`ConsumerGroupHeartbeatRequest`]: request topic partitions.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestTopicPartitions {
    /// The topic id.
    pub topic_id: Uuid,
    /// The partitions.
    pub partitions: Vec<i32>,
}

/// ConsumerGroupHeartbeat (key 68): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct ConsumerGroupHeartbeatResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
    /// The member id.
    pub member_id: Option<&'a str>,
    /// The member epoch.
    pub member_epoch: i32,
    /// The heartbeat interval ms.
    pub heartbeat_interval_ms: i32,
    /// The assignment.
    pub assignment: Option<Assignment>,
}

/// A part of [`ConsumerGroupHeartbeatResponse`]: assignment.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Assignment {
    /// The topic partitions.
    pub topic_partitions: Vec<ResponseTopicPartitions>,
}

/// A part of [`ConsumerGroupHeartbeatResponse`]: response topic partitions.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponseTopicPartitions {
    /// The topic id.
    pub topic_id: Uuid,
    /// The partitions.
    pub partitions: Vec<i32>,
}
