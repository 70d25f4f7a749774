//! Produce (key 0): record batches go in, an offset or an error for each partition comes out.
//!
//! KIP-98 (transactions, v3), KIP-467 (errors by record, v8), KIP-951 (new leaders, v10), KIP-890 (v11, v12), KIP-516 (topic ids, v13). Versions 0 to 2 are of message sets; Kafka 4 no longer takes them.

use bytes::Bytes;
use uuid::Uuid;

use crate::{ErrorCode, Message};

/// Produce (key 0): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-13", flexible = "9+")]
pub struct ProduceRequest<'a> {
    /// The transactional id.
    #[kafka(versions = "3+")]
    pub transactional_id: Option<&'a str>,
    /// The acks.
    pub acks: i16,
    /// The timeout ms.
    pub timeout_ms: i32,
    /// The topic data.
    pub topic_data: Vec<TopicProduceData<'a>>,
}

/// A part of [`ProduceRequest`]: topic produce data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopicProduceData<'a> {
    /// The name.
    #[kafka(versions = "0-12", ignorable)]
    pub name: &'a str,
    /// The topic id.
    #[kafka(versions = "13+", ignorable)]
    pub topic_id: Uuid,
    /// The partition data.
    pub partition_data: Vec<PartitionProduceData>,
}

/// A part of [`ProduceRequest`]: partition produce data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct PartitionProduceData {
    /// The index.
    pub index: i32,
    /// The records.
    pub records: Option<Bytes>,
}

/// Produce (key 0): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-13", flexible = "9+")]
pub struct ProduceResponse<'a> {
    /// The responses.
    pub responses: Vec<TopicProduceResponse<'a>>,
    /// The throttle time ms.
    #[kafka(versions = "1+", ignorable)]
    pub throttle_time_ms: i32,
    /// The node endpoints.
    #[kafka(tag = 0, versions = "10+")]
    pub node_endpoints: Vec<NodeEndpoint<'a>>,
}

/// A part of [`ProduceResponse`]: topic produce response.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopicProduceResponse<'a> {
    /// The name.
    #[kafka(versions = "0-12", ignorable)]
    pub name: &'a str,
    /// The topic id.
    #[kafka(versions = "13+", ignorable)]
    pub topic_id: Uuid,
    /// The partition responses.
    pub partition_responses: Vec<PartitionProduceResponse<'a>>,
}

/// A part of [`ProduceResponse`]: partition produce response.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct PartitionProduceResponse<'a> {
    /// The index.
    pub index: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The base offset.
    pub base_offset: i64,
    /// The log append time ms.
    #[kafka(versions = "2+", default = -1, ignorable)]
    pub log_append_time_ms: i64,
    /// The log start offset.
    #[kafka(versions = "5+", default = -1, ignorable)]
    pub log_start_offset: i64,
    /// The record errors.
    #[kafka(versions = "8+", ignorable)]
    pub record_errors: Vec<BatchIndexAndErrorMessage<'a>>,
    /// The error message.
    #[kafka(versions = "8+", ignorable)]
    pub error_message: Option<&'a str>,
    /// The current leader.
    #[kafka(tag = 0, versions = "10+")]
    pub current_leader: LeaderIdAndEpoch,
}

/// A part of [`ProduceResponse`]: batch index and error message.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct BatchIndexAndErrorMessage<'a> {
    /// The batch index.
    pub batch_index: i32,
    /// The batch index error message.
    pub batch_index_error_message: Option<&'a str>,
}

/// A part of [`ProduceResponse`]: leader id and epoch.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct LeaderIdAndEpoch {
    /// The leader id.
    #[kafka(default = -1)]
    pub leader_id: i32,
    /// The leader epoch.
    #[kafka(default = -1)]
    pub leader_epoch: i32,
}

/// A part of [`ProduceResponse`]: node endpoint.
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
