//! Fetch (key 1): record batches come out, from an offset on in each partition, waiting for some to come.
//!
//! KIP-227 (sessions, v7), KIP-320 (leader epochs, v9), KIP-392 (read replicas, v11), KIP-516 (topic ids, v13),
//! KIP-903 (v15), KIP-951 (new leaders, v16), KIP-853 (v17), KIP-1166 (v18). Versions 0 to 3 are of message sets;
//! Kafka 4 no longer takes them.

use bytes::Bytes;
use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of Fetch (key 1).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-18", flexible = "12+")]
pub struct FetchRequest<'a> {
    /// The cluster's id, where voters of the metadata quorum fetch.
    #[kafka(tag = 0, versions = "12+", ignorable)]
    pub cluster_id: Option<&'a str>,
    /// The follower's node id; -1 for a consumer.
    #[kafka(versions = "0-14", default = -1)]
    pub replica_id: i32,
    /// The follower, and its broker's epoch (KIP-903).
    #[kafka(tag = 1, versions = "15+")]
    pub replica_state: ReplicaState,
    /// How long to wait for `min_bytes`, in milliseconds.
    pub max_wait_ms: i32,
    /// How many bytes must be there before the answer is sent, if the wait does not end first.
    pub min_bytes: i32,
    /// How many bytes the answer may have, but for a single batch that is larger (KIP-74).
    #[kafka(versions = "3+", default = i32::MAX, ignorable)]
    pub max_bytes: i32,
    /// 0 to read everything, 1 to read only what is committed (KIP-98).
    #[kafka(versions = "4+", ignorable)]
    pub isolation_level: i8,
    /// The fetch session's id (KIP-227); 0 for none.
    #[kafka(versions = "7+", ignorable)]
    pub session_id: i32,
    /// The fetch session's epoch (KIP-227): 0 begins one, -1 is without one or ends it.
    #[kafka(versions = "7+", default = -1, ignorable)]
    pub session_epoch: i32,
    /// What to fetch; with a session, only what has changed.
    pub topics: Vec<FetchTopic<'a>>,
    /// What the session leaves out from now on.
    #[kafka(versions = "7+")]
    pub forgotten_topics_data: Vec<ForgottenTopic<'a>>,
    /// The consumer's rack, so that it may read from a replica near by (KIP-392).
    #[kafka(versions = "11+", ignorable)]
    pub rack_id: &'a str,
}

/// What stands in [`FetchRequest::replica_state`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ReplicaState {
    /// The follower's node id; -1 for a client.
    #[kafka(default = -1)]
    pub replica_id: i32,
    /// The follower's broker epoch; -1 if it has none (KIP-903).
    #[kafka(default = -1)]
    pub replica_epoch: i64,
}

/// One of [`FetchRequest::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct FetchTopic<'a> {
    /// The topic's name, before version 13.
    #[kafka(versions = "0-12", ignorable)]
    pub topic: &'a str,
    /// The topic's id, from version 13 on (KIP-516).
    #[kafka(versions = "13+", ignorable)]
    pub topic_id: Uuid,
    /// What is said of each partition.
    pub partitions: Vec<FetchPartition>,
}

/// One of [`FetchTopic::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct FetchPartition {
    /// The partition's number.
    pub partition: i32,
    /// The leader epoch that the client knows, by which a stale one is noticed (KIP-320); -1 to skip the check.
    #[kafka(versions = "9+", default = -1, ignorable)]
    pub current_leader_epoch: i32,
    /// The offset to begin with.
    pub fetch_offset: i64,
    /// The leader epoch of the last record that the follower has; -1 if it does not say.
    #[kafka(versions = "12+", default = -1)]
    pub last_fetched_epoch: i32,
    /// The first offset that the follower has; -1 for a consumer.
    #[kafka(versions = "5+", default = -1, ignorable)]
    pub log_start_offset: i64,
    /// How many bytes of this partition the answer may have.
    pub partition_max_bytes: i32,
    /// The id of the replica's directory (KIP-853).
    #[kafka(tag = 0, versions = "17+", ignorable)]
    pub replica_directory_id: Uuid,
    /// The high watermark that the follower knows (KIP-1166).
    #[kafka(tag = 1, versions = "18+", default = i64::MAX, ignorable)]
    pub high_watermark: i64,
}

/// One of [`FetchRequest::forgotten_topics_data`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ForgottenTopic<'a> {
    /// The topic's name.
    #[kafka(versions = "7-12", ignorable)]
    pub topic: &'a str,
    /// The topic's id (KIP-516); all zeros if it is named instead.
    #[kafka(versions = "13+", ignorable)]
    pub topic_id: Uuid,
    /// The partitions' numbers.
    pub partitions: Vec<i32>,
}

/// The response of Fetch (key 1).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-18", flexible = "12+")]
pub struct FetchResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    #[kafka(versions = "1+", ignorable)]
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    #[kafka(versions = "7+", ignorable)]
    pub error_code: ErrorCode,
    /// The fetch session's id (KIP-227); 0 for none.
    #[kafka(versions = "7+")]
    pub session_id: i32,
    /// What was fetched, by topic.
    pub responses: Vec<FetchableTopicResponse<'a>>,
    /// Where the new leaders named above are reached (KIP-951).
    #[kafka(tag = 0, versions = "16+")]
    pub node_endpoints: Vec<NodeEndpoint<'a>>,
}

/// One of [`FetchResponse::responses`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct FetchableTopicResponse<'a> {
    /// The topic's name, before version 13.
    #[kafka(versions = "0-12", ignorable)]
    pub topic: &'a str,
    /// The topic's id, from version 13 on (KIP-516).
    #[kafka(versions = "13+", ignorable)]
    pub topic_id: Uuid,
    /// What is said of each partition.
    pub partitions: Vec<PartitionData>,
}

/// One of [`FetchableTopicResponse::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct PartitionData {
    /// The partition's number.
    pub partition_index: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// The offset after the last committed one.
    pub high_watermark: i64,
    /// The offset before which every transaction is decided; -1 if unknown.
    #[kafka(versions = "4+", default = -1, ignorable)]
    pub last_stable_offset: i64,
    /// The first offset that the partition still has; -1 if unknown.
    #[kafka(versions = "5+", default = -1, ignorable)]
    pub log_start_offset: i64,
    /// Where the follower's log parts from the leader's, if it does (KIP-595).
    #[kafka(tag = 0, versions = "12+")]
    pub diverging_epoch: EpochEndOffset,
    /// Who leads the partition now, when the request went to somebody else (KIP-951).
    #[kafka(tag = 1, versions = "12+")]
    pub current_leader: LeaderIdAndEpoch,
    /// The snapshot to fetch first, where the offset is before the log's start (KIP-630).
    #[kafka(tag = 2, versions = "12+")]
    pub snapshot_id: SnapshotId,
    /// The aborted transactions among the records; null when everything is read.
    #[kafka(versions = "4+", ignorable)]
    pub aborted_transactions: Option<Vec<AbortedTransaction>>,
    /// The replica to read from instead; -1 for none (KIP-392).
    #[kafka(versions = "11+", default = -1)]
    pub preferred_read_replica: i32,
    /// Batches as they stand in the log, the last perhaps cut before version 4; null or empty for none.
    pub records: Option<Bytes>,
}

/// What stands in [`PartitionData::diverging_epoch`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct EpochEndOffset {
    /// The largest epoch that both have; -1 if they do not part.
    #[kafka(default = -1)]
    pub epoch: i32,
    /// The offset after the last one of the epoch.
    #[kafka(default = -1)]
    pub end_offset: i64,
}

/// What stands in [`PartitionData::current_leader`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct LeaderIdAndEpoch {
    /// The leader's node id; -1 if unknown.
    #[kafka(default = -1)]
    pub leader_id: i32,
    /// The leader's epoch; -1 if unknown.
    #[kafka(default = -1)]
    pub leader_epoch: i32,
}

/// What stands in [`PartitionData::snapshot_id`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct SnapshotId {
    /// The offset after its last record; -1 for none.
    #[kafka(default = -1)]
    pub end_offset: i64,
    /// The epoch of its last record; -1 for none.
    #[kafka(default = -1)]
    pub epoch: i32,
}

/// One of [`PartitionData::aborted_transactions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AbortedTransaction {
    /// The producer's id; -1 if it has none.
    pub producer_id: i64,
    /// The first offset of the transaction in this partition.
    pub first_offset: i64,
}

/// One of [`FetchResponse::node_endpoints`].
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
