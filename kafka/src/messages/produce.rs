//! Produce (key 0): record batches go in, an offset or an error for each partition comes out.
//!
//! KIP-98 (transactions, v3), KIP-467 (errors by record, v8), KIP-951 (new leaders, v10), KIP-890 (v11, v12),
//! KIP-516 (topic ids, v13). Versions 0 to 2 are of message sets; Kafka 4 no longer takes them.

use bytes::Bytes;
use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of Produce (key 0).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-13", flexible = "9+")]
pub struct ProduceRequest<'a> {
    /// The transaction's name; null for a producer without transactions.
    #[kafka(versions = "3+")]
    pub transactional_id: Option<&'a str>,
    /// Who must have the records before the answer: 0 nobody, and there is no answer; 1 the leader; -1 all in sync.
    pub acks: i16,
    /// How long to wait for the replicas that `acks` asks for, in milliseconds.
    pub timeout_ms: i32,
    /// What is produced, by topic.
    pub topic_data: Vec<TopicProduceData<'a>>,
}

/// One of [`ProduceRequest::topic_data`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopicProduceData<'a> {
    /// The topic's name, before version 13.
    #[kafka(versions = "0-12", ignorable)]
    pub name: &'a str,
    /// The topic's id, from version 13 on (KIP-516).
    #[kafka(versions = "13+", ignorable)]
    pub topic_id: Uuid,
    /// The batches, by partition.
    pub partition_data: Vec<PartitionProduceData>,
}

/// One of [`TopicProduceData::partition_data`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct PartitionProduceData {
    /// The partition's number.
    pub index: i32,
    /// One record batch, or a message set before version 3, sharing the frame's memory.
    pub records: Option<Bytes>,
}

/// The response of Produce (key 0).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-13", flexible = "9+")]
pub struct ProduceResponse<'a> {
    /// What became of the batches, by topic.
    pub responses: Vec<TopicProduceResponse<'a>>,
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    #[kafka(versions = "1+", ignorable)]
    pub throttle_time_ms: i32,
    /// Where the new leaders named above are reached (KIP-951).
    #[kafka(tag = 0, versions = "10+")]
    pub node_endpoints: Vec<NodeEndpoint<'a>>,
}

/// One of [`ProduceResponse::responses`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopicProduceResponse<'a> {
    /// The topic's name, before version 13.
    #[kafka(versions = "0-12", ignorable)]
    pub name: &'a str,
    /// The topic's id, from version 13 on (KIP-516).
    #[kafka(versions = "13+", ignorable)]
    pub topic_id: Uuid,
    /// What became of each partition.
    pub partition_responses: Vec<PartitionProduceResponse<'a>>,
}

/// One of [`TopicProduceResponse::partition_responses`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct PartitionProduceResponse<'a> {
    /// The partition's number.
    pub index: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// The offset of the batch's first record; -1 if nothing was stored.
    pub base_offset: i64,
    /// When the broker stored the batch, if the topic keeps that time; otherwise -1.
    #[kafka(versions = "2+", default = -1, ignorable)]
    pub log_append_time_ms: i64,
    /// The first offset that the partition still has; -1 if unknown.
    #[kafka(versions = "5+", default = -1, ignorable)]
    pub log_start_offset: i64,
    /// The records to blame, when the batch was refused for some of them (KIP-467).
    #[kafka(versions = "8+", ignorable)]
    pub record_errors: Vec<BatchIndexAndErrorMessage<'a>>,
    /// What is wrong with the batch as a whole; null if nothing more is to be said.
    #[kafka(versions = "8+", ignorable)]
    pub error_message: Option<&'a str>,
    /// Who leads the partition now, when the request went to somebody else (KIP-951).
    #[kafka(tag = 0, versions = "10+")]
    pub current_leader: LeaderIdAndEpoch,
}

/// One of [`PartitionProduceResponse::record_errors`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct BatchIndexAndErrorMessage<'a> {
    /// The record's index within the batch.
    pub batch_index: i32,
    /// What is wrong with the record; null if nothing more is to be said.
    pub batch_index_error_message: Option<&'a str>,
}

/// What stands in [`PartitionProduceResponse::current_leader`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct LeaderIdAndEpoch {
    /// The leader's node id; -1 if unknown.
    #[kafka(default = -1)]
    pub leader_id: i32,
    /// The leader's epoch; -1 if unknown.
    #[kafka(default = -1)]
    pub leader_epoch: i32,
}

/// One of [`ProduceResponse::node_endpoints`].
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
