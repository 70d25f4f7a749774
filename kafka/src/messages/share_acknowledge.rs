//! ShareAcknowledge (key 79): records of a share group are accepted, released or rejected.
//!
//! KIP-932, KIP-1222 (v2).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// ShareAcknowledge (key 79): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "1-2", flexible = "1+")]
pub struct ShareAcknowledgeRequest<'a> {
    /// The group id.
    pub group_id: Option<&'a str>,
    /// The member id.
    pub member_id: Option<&'a str>,
    /// The share session epoch.
    pub share_session_epoch: i32,
    /// The is renew ack.
    #[kafka(versions = "2+")]
    pub is_renew_ack: bool,
    /// The topics.
    pub topics: Vec<AcknowledgeTopic>,
}

/// A part of [`ShareAcknowledgeRequest`]: acknowledge topic.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AcknowledgeTopic {
    /// The topic id.
    pub topic_id: Uuid,
    /// The partitions.
    pub partitions: Vec<AcknowledgePartition>,
}

/// A part of [`ShareAcknowledgeRequest`]: acknowledge partition.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AcknowledgePartition {
    /// The partition index.
    pub partition_index: i32,
    /// The acknowledgement batches.
    pub acknowledgement_batches: Vec<AcknowledgementBatch>,
}

/// A part of [`ShareAcknowledgeRequest`]: acknowledgement batch.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AcknowledgementBatch {
    /// The first offset.
    pub first_offset: i64,
    /// The last offset.
    pub last_offset: i64,
    /// The acknowledge types.
    pub acknowledge_types: Vec<i8>,
}

/// ShareAcknowledge (key 79): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "1-2", flexible = "1+")]
pub struct ShareAcknowledgeResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
    /// The acquisition lock timeout ms.
    #[kafka(versions = "2+", ignorable)]
    pub acquisition_lock_timeout_ms: i32,
    /// The responses.
    pub responses: Vec<ShareAcknowledgeTopicResponse<'a>>,
    /// The node endpoints.
    pub node_endpoints: Vec<NodeEndpoint<'a>>,
}

/// A part of [`ShareAcknowledgeResponse`]: share acknowledge topic response.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ShareAcknowledgeTopicResponse<'a> {
    /// The topic id.
    pub topic_id: Uuid,
    /// The partitions.
    pub partitions: Vec<PartitionData<'a>>,
}

/// A part of [`ShareAcknowledgeResponse`]: partition data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct PartitionData<'a> {
    /// The partition index.
    pub partition_index: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
    /// The current leader.
    pub current_leader: LeaderIdAndEpoch,
}

/// A part of [`ShareAcknowledgeResponse`]: leader id and epoch.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct LeaderIdAndEpoch {
    /// The leader id.
    pub leader_id: i32,
    /// The leader epoch.
    pub leader_epoch: i32,
}

/// A part of [`ShareAcknowledgeResponse`]: node endpoint.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct NodeEndpoint<'a> {
    /// The node id.
    pub node_id: i32,
    /// The host.
    pub host: &'a str,
    /// The port.
    pub port: i32,
    /// The rack.
    pub rack: Option<&'a str>,
}
