//! Fetch (key 1): record batches come out, from an offset on in each partition, waiting for some to come.
//!
//! KIP-227 (sessions, v7), KIP-320 (leader epochs, v9), KIP-392 (read replicas, v11), KIP-516 (topic ids, v13), KIP-903 (v15), KIP-951 (new leaders, v16), KIP-853 (v17), KIP-1166 (v18). Versions 0 to 3 are of message sets; Kafka 4 no longer takes them.

use bytes::Bytes;
use uuid::Uuid;

use crate::{ErrorCode, Message};

/// Fetch (key 1): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-18", flexible = "12+")]
pub struct FetchRequest<'a> {
    /// The cluster id.
    #[kafka(tag = 0, versions = "12+", ignorable)]
    pub cluster_id: Option<&'a str>,
    /// The replica id.
    #[kafka(versions = "0-14", default = -1)]
    pub replica_id: i32,
    /// The replica state.
    #[kafka(tag = 1, versions = "15+")]
    pub replica_state: ReplicaState,
    /// The max wait ms.
    pub max_wait_ms: i32,
    /// The min bytes.
    pub min_bytes: i32,
    /// The max bytes.
    #[kafka(versions = "3+", default = i32::MAX, ignorable)]
    pub max_bytes: i32,
    /// The isolation level.
    #[kafka(versions = "4+", ignorable)]
    pub isolation_level: i8,
    /// The session id.
    #[kafka(versions = "7+", ignorable)]
    pub session_id: i32,
    /// The session epoch.
    #[kafka(versions = "7+", default = -1, ignorable)]
    pub session_epoch: i32,
    /// The topics.
    pub topics: Vec<FetchTopic<'a>>,
    /// The forgotten topics data.
    #[kafka(versions = "7+")]
    pub forgotten_topics_data: Vec<ForgottenTopic<'a>>,
    /// The rack id.
    #[kafka(versions = "11+", ignorable)]
    pub rack_id: &'a str,
}

/// A part of [`FetchRequest`]: replica state.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ReplicaState {
    /// The replica id.
    #[kafka(default = -1)]
    pub replica_id: i32,
    /// The replica epoch.
    #[kafka(default = -1)]
    pub replica_epoch: i64,
}

/// A part of [`FetchRequest`]: fetch topic.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct FetchTopic<'a> {
    /// The topic.
    #[kafka(versions = "0-12", ignorable)]
    pub topic: &'a str,
    /// The topic id.
    #[kafka(versions = "13+", ignorable)]
    pub topic_id: Uuid,
    /// The partitions.
    pub partitions: Vec<FetchPartition>,
}

/// A part of [`FetchRequest`]: fetch partition.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct FetchPartition {
    /// The partition.
    pub partition: i32,
    /// The current leader epoch.
    #[kafka(versions = "9+", default = -1, ignorable)]
    pub current_leader_epoch: i32,
    /// The fetch offset.
    pub fetch_offset: i64,
    /// The last fetched epoch.
    #[kafka(versions = "12+", default = -1)]
    pub last_fetched_epoch: i32,
    /// The log start offset.
    #[kafka(versions = "5+", default = -1, ignorable)]
    pub log_start_offset: i64,
    /// The partition max bytes.
    pub partition_max_bytes: i32,
    /// The replica directory id.
    #[kafka(tag = 0, versions = "17+", ignorable)]
    pub replica_directory_id: Uuid,
    /// The high watermark.
    #[kafka(tag = 1, versions = "18+", default = i64::MAX, ignorable)]
    pub high_watermark: i64,
}

/// A part of [`FetchRequest`]: forgotten topic.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ForgottenTopic<'a> {
    /// The topic.
    #[kafka(versions = "7-12", ignorable)]
    pub topic: &'a str,
    /// The topic id.
    #[kafka(versions = "13+", ignorable)]
    pub topic_id: Uuid,
    /// The partitions.
    pub partitions: Vec<i32>,
}

/// Fetch (key 1): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-18", flexible = "12+")]
pub struct FetchResponse<'a> {
    /// The throttle time ms.
    #[kafka(versions = "1+", ignorable)]
    pub throttle_time_ms: i32,
    /// The error code.
    #[kafka(versions = "7+", ignorable)]
    pub error_code: ErrorCode,
    /// The session id.
    #[kafka(versions = "7+")]
    pub session_id: i32,
    /// The responses.
    pub responses: Vec<FetchableTopicResponse<'a>>,
    /// The node endpoints.
    #[kafka(tag = 0, versions = "16+")]
    pub node_endpoints: Vec<NodeEndpoint<'a>>,
}

/// A part of [`FetchResponse`]: fetchable topic response.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct FetchableTopicResponse<'a> {
    /// The topic.
    #[kafka(versions = "0-12", ignorable)]
    pub topic: &'a str,
    /// The topic id.
    #[kafka(versions = "13+", ignorable)]
    pub topic_id: Uuid,
    /// The partitions.
    pub partitions: Vec<PartitionData>,
}

/// A part of [`FetchResponse`]: partition data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct PartitionData {
    /// The partition index.
    pub partition_index: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The high watermark.
    pub high_watermark: i64,
    /// The last stable offset.
    #[kafka(versions = "4+", default = -1, ignorable)]
    pub last_stable_offset: i64,
    /// The log start offset.
    #[kafka(versions = "5+", default = -1, ignorable)]
    pub log_start_offset: i64,
    /// The diverging epoch.
    #[kafka(tag = 0, versions = "12+")]
    pub diverging_epoch: EpochEndOffset,
    /// The current leader.
    #[kafka(tag = 1, versions = "12+")]
    pub current_leader: LeaderIdAndEpoch,
    /// The snapshot id.
    #[kafka(tag = 2, versions = "12+")]
    pub snapshot_id: SnapshotId,
    /// The aborted transactions.
    #[kafka(versions = "4+", ignorable)]
    pub aborted_transactions: Option<Vec<AbortedTransaction>>,
    /// The preferred read replica.
    #[kafka(versions = "11+", default = -1)]
    pub preferred_read_replica: i32,
    /// The records.
    pub records: Option<Bytes>,
}

/// A part of [`FetchResponse`]: epoch end offset.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct EpochEndOffset {
    /// The epoch.
    #[kafka(default = -1)]
    pub epoch: i32,
    /// The end offset.
    #[kafka(default = -1)]
    pub end_offset: i64,
}

/// A part of [`FetchResponse`]: leader id and epoch.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct LeaderIdAndEpoch {
    /// The leader id.
    #[kafka(default = -1)]
    pub leader_id: i32,
    /// The leader epoch.
    #[kafka(default = -1)]
    pub leader_epoch: i32,
}

/// A part of [`FetchResponse`]: snapshot id.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct SnapshotId {
    /// The end offset.
    #[kafka(default = -1)]
    pub end_offset: i64,
    /// The epoch.
    #[kafka(default = -1)]
    pub epoch: i32,
}

/// A part of [`FetchResponse`]: aborted transaction.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AbortedTransaction {
    /// The producer id.
    pub producer_id: i64,
    /// The first offset.
    pub first_offset: i64,
}

/// A part of [`FetchResponse`]: node endpoint.
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
