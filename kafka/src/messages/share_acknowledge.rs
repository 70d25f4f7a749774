//! ShareAcknowledge (key 79): records of a share group are accepted, released or rejected.
//!
//! KIP-932, KIP-1222 (v2).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of ShareAcknowledge (key 79).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "1-2", flexible = "1+")]
pub struct ShareAcknowledgeRequest<'a> {
    /// The group's name.
    pub group_id: Option<&'a str>,
    /// The member's id, as given by the coordinator or chosen by the member itself (KIP-848).
    pub member_id: Option<&'a str>,
    /// The share session's epoch: 0 begins one, -1 ends it.
    pub share_session_epoch: i32,
    /// Whether some acknowledgement only renews its lock (KIP-1222).
    #[kafka(versions = "2+")]
    pub is_renew_ack: bool,
    /// What is said of each topic.
    pub topics: Vec<AcknowledgeTopic>,
}

/// One of [`ShareAcknowledgeRequest::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AcknowledgeTopic {
    /// The topic's id (KIP-516); all zeros if it is named instead.
    pub topic_id: Uuid,
    /// What is said of each partition.
    pub partitions: Vec<AcknowledgePartition>,
}

/// One of [`AcknowledgeTopic::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AcknowledgePartition {
    /// The partition's number.
    pub partition_index: i32,
    /// Ranges of records that are acknowledged.
    pub acknowledgement_batches: Vec<AcknowledgementBatch>,
}

/// One of [`AcknowledgePartition::acknowledgement_batches`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AcknowledgementBatch {
    /// The first offset, which belongs to it.
    pub first_offset: i64,
    /// The last offset, which belongs to it.
    pub last_offset: i64,
    /// For each record, or once for all: 0 gap, 1 accept, 2 release, 3 reject, 4 renew.
    pub acknowledge_types: Vec<i8>,
}

/// The response of ShareAcknowledge (key 79).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "1-2", flexible = "1+")]
pub struct ShareAcknowledgeResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
    /// How long records stay locked to the member that got them, in milliseconds.
    #[kafka(versions = "2+", ignorable)]
    pub acquisition_lock_timeout_ms: i32,
    /// What became of each.
    pub responses: Vec<ShareAcknowledgeTopicResponse<'a>>,
    /// Where the new leaders named above are reached (KIP-951).
    pub node_endpoints: Vec<NodeEndpoint<'a>>,
}

/// One of [`ShareAcknowledgeResponse::responses`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ShareAcknowledgeTopicResponse<'a> {
    /// The topic's id (KIP-516); all zeros if it is named instead.
    pub topic_id: Uuid,
    /// What is said of each partition.
    pub partitions: Vec<PartitionData<'a>>,
}

/// One of [`ShareAcknowledgeTopicResponse::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct PartitionData<'a> {
    /// The partition's number.
    pub partition_index: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
    /// Who leads the partition now, when the request went to somebody else (KIP-951).
    pub current_leader: LeaderIdAndEpoch,
}

/// What stands in [`PartitionData::current_leader`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct LeaderIdAndEpoch {
    /// The leader's node id; -1 if unknown.
    pub leader_id: i32,
    /// The leader's epoch; -1 if unknown.
    pub leader_epoch: i32,
}

/// One of [`ShareAcknowledgeResponse::node_endpoints`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct NodeEndpoint<'a> {
    /// The node's id.
    pub node_id: i32,
    /// The name or address to connect to.
    pub host: &'a str,
    /// The port to connect to.
    pub port: i32,
    /// The node's rack; null if it has none.
    pub rack: Option<&'a str>,
}
