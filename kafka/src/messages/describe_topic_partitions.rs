//! DescribeTopicPartitions (key 75): topics' partitions, page by page.
//!
//! KIP-966.

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of DescribeTopicPartitions (key 75).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct DescribeTopicPartitionsRequest<'a> {
    /// What is said of each topic.
    pub topics: Vec<TopicRequest<'a>>,
    /// How many partitions the answer may have.
    #[kafka(default = 2000)]
    pub response_partition_limit: i32,
    /// Where to go on; null for the beginning.
    pub cursor: Option<RequestCursor<'a>>,
}

/// One of [`DescribeTopicPartitionsRequest::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopicRequest<'a> {
    /// Its name.
    pub name: &'a str,
}

/// What stands in [`DescribeTopicPartitionsRequest::cursor`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestCursor<'a> {
    /// The topic's name.
    pub topic_name: &'a str,
    /// The partition's number.
    pub partition_index: i32,
}

/// The response of DescribeTopicPartitions (key 75).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct DescribeTopicPartitionsResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What is said of each topic.
    pub topics: Vec<DescribeTopicPartitionsResponseTopic<'a>>,
    /// Where to go on; null at the end.
    pub next_cursor: Option<ResponseCursor<'a>>,
}

/// One of [`DescribeTopicPartitionsResponse::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeTopicPartitionsResponseTopic<'a> {
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// Its name.
    pub name: Option<&'a str>,
    /// The topic's id (KIP-516); all zeros if it is named instead.
    pub topic_id: Uuid,
    /// Whether the topic is the cluster's own.
    pub is_internal: bool,
    /// What is said of each partition.
    pub partitions: Vec<DescribeTopicPartitionsResponsePartition>,
    /// What the client may do to the topic, as a set of bits; the lowest number there is if it was not asked.
    #[kafka(default = i32::MIN)]
    pub topic_authorized_operations: i32,
}

/// One of [`DescribeTopicPartitionsResponseTopic::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeTopicPartitionsResponsePartition {
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// The partition's number.
    pub partition_index: i32,
    /// The leader's node id; -1 if there is none.
    pub leader_id: i32,
    /// The leader's epoch; -1 if unknown.
    #[kafka(default = -1)]
    pub leader_epoch: i32,
    /// The node ids of all replicas, the preferred leader first.
    pub replica_nodes: Vec<i32>,
    /// The node ids of the replicas in sync.
    pub isr_nodes: Vec<i32>,
    /// Replicas that may lead without loss though they are not in sync (KIP-966).
    pub eligible_leader_replicas: Option<Vec<i32>>,
    /// Replicas that were eligible when none was left (KIP-966).
    pub last_known_elr: Option<Vec<i32>>,
    /// The node ids of the replicas that are offline.
    pub offline_replicas: Vec<i32>,
}

/// What stands in [`DescribeTopicPartitionsResponse::next_cursor`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponseCursor<'a> {
    /// The topic's name.
    pub topic_name: &'a str,
    /// The partition's number.
    pub partition_index: i32,
}
