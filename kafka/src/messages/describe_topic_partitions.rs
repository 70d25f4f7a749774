//! DescribeTopicPartitions (key 75): topics' partitions, page by page.
//!
//! KIP-966.

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// DescribeTopicPartitions (key 75): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct DescribeTopicPartitionsRequest<'a> {
    /// The topics.
    pub topics: Vec<TopicRequest<'a>>,
    /// The response partition limit.
    #[kafka(default = 2000)]
    pub response_partition_limit: i32,
    /// The cursor.
    pub cursor: Option<RequestCursor<'a>>,
}

/// A part of [`DescribeTopicPartitionsRequest`]: topic request.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopicRequest<'a> {
    /// The name.
    pub name: &'a str,
}

/// A part of [`DescribeTopicPartitionsRequest`]: request cursor.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestCursor<'a> {
    /// The topic name.
    pub topic_name: &'a str,
    /// The partition index.
    pub partition_index: i32,
}

/// DescribeTopicPartitions (key 75): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct DescribeTopicPartitionsResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The topics.
    pub topics: Vec<DescribeTopicPartitionsResponseTopic<'a>>,
    /// The next cursor.
    pub next_cursor: Option<ResponseCursor<'a>>,
}

/// A part of [`DescribeTopicPartitionsResponse`]: describe topic partitions response topic.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeTopicPartitionsResponseTopic<'a> {
    /// The error code.
    pub error_code: ErrorCode,
    /// The name.
    pub name: Option<&'a str>,
    /// The topic id.
    pub topic_id: Uuid,
    /// The is internal.
    pub is_internal: bool,
    /// The partitions.
    pub partitions: Vec<DescribeTopicPartitionsResponsePartition>,
    /// The topic authorized operations.
    #[kafka(default = i32::MIN)]
    pub topic_authorized_operations: i32,
}

/// A part of [`DescribeTopicPartitionsResponse`]: describe topic partitions response partition.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeTopicPartitionsResponsePartition {
    /// The error code.
    pub error_code: ErrorCode,
    /// The partition index.
    pub partition_index: i32,
    /// The leader id.
    pub leader_id: i32,
    /// The leader epoch.
    #[kafka(default = -1)]
    pub leader_epoch: i32,
    /// The replica nodes.
    pub replica_nodes: Vec<i32>,
    /// The isr nodes.
    pub isr_nodes: Vec<i32>,
    /// The eligible leader replicas.
    pub eligible_leader_replicas: Option<Vec<i32>>,
    /// The last known elr.
    pub last_known_elr: Option<Vec<i32>>,
    /// The offline replicas.
    pub offline_replicas: Vec<i32>,
}

/// A part of [`DescribeTopicPartitionsResponse`]: response cursor.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponseCursor<'a> {
    /// The topic name.
    pub topic_name: &'a str,
    /// The partition index.
    pub partition_index: i32,
}
