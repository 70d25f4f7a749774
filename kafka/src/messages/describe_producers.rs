//! DescribeProducers (key 61): the producers active on partitions.
//!
//! KIP-664.

use crate::{ErrorCode, Message};

/// DescribeProducers (key 61): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct DescribeProducersRequest<'a> {
    /// The topics.
    pub topics: Vec<TopicRequest<'a>>,
}

/// A part of [`DescribeProducersRequest`]: topic request.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopicRequest<'a> {
    /// The name.
    pub name: &'a str,
    /// The partition indexes.
    pub partition_indexes: Vec<i32>,
}

/// DescribeProducers (key 61): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct DescribeProducersResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The topics.
    pub topics: Vec<TopicResponse<'a>>,
}

/// A part of [`DescribeProducersResponse`]: topic response.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopicResponse<'a> {
    /// The name.
    pub name: &'a str,
    /// The partitions.
    pub partitions: Vec<PartitionResponse<'a>>,
}

/// A part of [`DescribeProducersResponse`]: partition response.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct PartitionResponse<'a> {
    /// The partition index.
    pub partition_index: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
    /// The active producers.
    pub active_producers: Vec<ProducerState>,
}

/// A part of [`DescribeProducersResponse`]: producer state.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ProducerState {
    /// The producer id.
    pub producer_id: i64,
    /// The producer epoch.
    pub producer_epoch: i32,
    /// The last sequence.
    #[kafka(default = -1)]
    pub last_sequence: i32,
    /// The last timestamp.
    #[kafka(default = -1)]
    pub last_timestamp: i64,
    /// The coordinator epoch.
    pub coordinator_epoch: i32,
    /// The current txn start offset.
    #[kafka(default = -1)]
    pub current_txn_start_offset: i64,
}
