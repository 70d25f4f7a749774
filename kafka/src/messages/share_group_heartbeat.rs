//! ShareGroupHeartbeat (key 76): a member of a share group joins, lives, is assigned, leaves.
//!
//! KIP-932.

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// ShareGroupHeartbeat (key 76): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "1", flexible = "1+")]
pub struct ShareGroupHeartbeatRequest<'a> {
    /// The group id.
    pub group_id: &'a str,
    /// The member id.
    pub member_id: &'a str,
    /// The member epoch.
    pub member_epoch: i32,
    /// The rack id.
    pub rack_id: Option<&'a str>,
    /// The subscribed topic names.
    pub subscribed_topic_names: Option<Vec<&'a str>>,
}

/// ShareGroupHeartbeat (key 76): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "1", flexible = "1+")]
pub struct ShareGroupHeartbeatResponse<'a> {
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

/// A part of [`ShareGroupHeartbeatResponse`]: assignment.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Assignment {
    /// The topic partitions.
    pub topic_partitions: Vec<TopicPartitions>,
}

/// A part of [`ShareGroupHeartbeatResponse`]: topic partitions.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopicPartitions {
    /// The topic id.
    pub topic_id: Uuid,
    /// The partitions.
    pub partitions: Vec<i32>,
}
