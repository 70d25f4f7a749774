//! DescribeProducers (key 61): the producers active on partitions.
//!
//! KIP-664.

use crate::{ErrorCode, Message};

/// The request of DescribeProducers (key 61).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct DescribeProducersRequest<'a> {
    /// What is said of each topic.
    pub topics: Vec<TopicRequest<'a>>,
}

/// One of [`DescribeProducersRequest::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopicRequest<'a> {
    /// Its name.
    pub name: &'a str,
    /// The partitions' numbers.
    pub partition_indexes: Vec<i32>,
}

/// The response of DescribeProducers (key 61).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct DescribeProducersResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What is said of each topic.
    pub topics: Vec<TopicResponse<'a>>,
}

/// One of [`DescribeProducersResponse::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopicResponse<'a> {
    /// Its name.
    pub name: &'a str,
    /// What is said of each partition.
    pub partitions: Vec<PartitionResponse<'a>>,
}

/// One of [`TopicResponse::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct PartitionResponse<'a> {
    /// The partition's number.
    pub partition_index: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
    /// The producers.
    pub active_producers: Vec<ProducerState>,
}

/// One of [`PartitionResponse::active_producers`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ProducerState {
    /// The producer's id; -1 if it has none.
    pub producer_id: i64,
    /// The producer's epoch; -1 if it has none.
    pub producer_epoch: i32,
    /// The sequence number of the producer's last record.
    #[kafka(default = -1)]
    pub last_sequence: i32,
    /// The timestamp of the producer's last record.
    #[kafka(default = -1)]
    pub last_timestamp: i64,
    /// The epoch of the transaction coordinator that sends the marker.
    pub coordinator_epoch: i32,
    /// Where the producer's open transaction begins; -1 if none is open.
    #[kafka(default = -1)]
    pub current_txn_start_offset: i64,
}
