//! FetchSnapshot (key 59): a piece of a snapshot of the metadata log.
//!
//! KIP-630, KIP-853 (v1).

use bytes::Bytes;
use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of FetchSnapshot (key 59).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct FetchSnapshotRequest<'a> {
    /// The cluster's id.
    #[kafka(tag = 0)]
    pub cluster_id: Option<&'a str>,
    /// The follower's node id; -1 for a client.
    #[kafka(default = -1)]
    pub replica_id: i32,
    /// How many bytes the answer may have, but for a single batch that is larger (KIP-74).
    #[kafka(default = i32::MAX)]
    pub max_bytes: i32,
    /// What is said of each topic.
    pub topics: Vec<RequestTopicSnapshot<'a>>,
}

/// One of [`FetchSnapshotRequest::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestTopicSnapshot<'a> {
    /// Its name.
    pub name: &'a str,
    /// What is said of each partition.
    pub partitions: Vec<RequestPartitionSnapshot>,
}

/// One of [`RequestTopicSnapshot::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestPartitionSnapshot {
    /// The partition's number.
    pub partition: i32,
    /// The leader epoch that the client knows, by which a stale one is noticed (KIP-320); -1 to skip the check.
    pub current_leader_epoch: i32,
    /// Which snapshot.
    pub snapshot_id: RequestSnapshotId,
    /// The byte within the snapshot.
    pub position: i64,
    /// The id of the replica's directory (KIP-853).
    #[kafka(tag = 0, versions = "1+", ignorable)]
    pub replica_directory_id: Uuid,
}

/// What stands in [`RequestPartitionSnapshot::snapshot_id`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestSnapshotId {
    /// The offset after the last one of the epoch.
    pub end_offset: i64,
    /// The epoch.
    pub epoch: i32,
}

/// The response of FetchSnapshot (key 59).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct FetchSnapshotResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What is said of each topic.
    pub topics: Vec<ResponseTopicSnapshot<'a>>,
    /// Where the new leaders named above are reached (KIP-951).
    #[kafka(tag = 0, versions = "1+")]
    pub node_endpoints: Vec<NodeEndpoint<'a>>,
}

/// One of [`FetchSnapshotResponse::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponseTopicSnapshot<'a> {
    /// Its name.
    pub name: &'a str,
    /// What is said of each partition.
    pub partitions: Vec<ResponsePartitionSnapshot>,
}

/// One of [`ResponseTopicSnapshot::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponsePartitionSnapshot {
    /// The partition's number.
    pub index: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// Which snapshot.
    pub snapshot_id: ResponseSnapshotId,
    /// Who leads the partition now, when the request went to somebody else (KIP-951).
    #[kafka(tag = 0)]
    pub current_leader: LeaderIdAndEpoch,
    /// The snapshot's size in bytes.
    pub size: i64,
    /// The byte within the snapshot.
    pub position: i64,
    /// A piece of the snapshot, cut anywhere.
    pub unaligned_records: Bytes,
}

/// What stands in [`ResponsePartitionSnapshot::snapshot_id`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponseSnapshotId {
    /// The offset after the last one of the epoch.
    pub end_offset: i64,
    /// The epoch.
    pub epoch: i32,
}

/// What stands in [`ResponsePartitionSnapshot::current_leader`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct LeaderIdAndEpoch {
    /// The leader's node id; -1 if unknown.
    pub leader_id: i32,
    /// The leader's epoch; -1 if unknown.
    pub leader_epoch: i32,
}

/// One of [`FetchSnapshotResponse::node_endpoints`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct NodeEndpoint<'a> {
    /// The node's id.
    pub node_id: i32,
    /// The name or address to connect to.
    pub host: &'a str,
    /// The port to connect to.
    pub port: u16,
}
