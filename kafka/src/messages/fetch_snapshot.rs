//! FetchSnapshot (key 59): a piece of a snapshot of the metadata log.
//!
//! KIP-630, KIP-853 (v1).

use bytes::Bytes;
use uuid::Uuid;

use crate::{ErrorCode, Message};

/// FetchSnapshot (key 59): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct FetchSnapshotRequest<'a> {
    /// The cluster id.
    #[kafka(tag = 0)]
    pub cluster_id: Option<&'a str>,
    /// The replica id.
    #[kafka(default = -1)]
    pub replica_id: i32,
    /// The max bytes.
    #[kafka(default = i32::MAX)]
    pub max_bytes: i32,
    /// The topics.
    pub topics: Vec<RequestTopicSnapshot<'a>>,
}

/// A part of [`FetchSnapshotRequest`]: request topic snapshot.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestTopicSnapshot<'a> {
    /// The name.
    pub name: &'a str,
    /// The partitions.
    pub partitions: Vec<RequestPartitionSnapshot>,
}

/// A part of [`FetchSnapshotRequest`]: request partition snapshot.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestPartitionSnapshot {
    /// The partition.
    pub partition: i32,
    /// The current leader epoch.
    pub current_leader_epoch: i32,
    /// The snapshot id.
    pub snapshot_id: RequestSnapshotId,
    /// The position.
    pub position: i64,
    /// The replica directory id.
    #[kafka(tag = 0, versions = "1+", ignorable)]
    pub replica_directory_id: Uuid,
}

/// A part of [`FetchSnapshotRequest`]: request snapshot id.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestSnapshotId {
    /// The end offset.
    pub end_offset: i64,
    /// The epoch.
    pub epoch: i32,
}

/// FetchSnapshot (key 59): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct FetchSnapshotResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The topics.
    pub topics: Vec<ResponseTopicSnapshot<'a>>,
    /// The node endpoints.
    #[kafka(tag = 0, versions = "1+")]
    pub node_endpoints: Vec<NodeEndpoint<'a>>,
}

/// A part of [`FetchSnapshotResponse`]: response topic snapshot.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponseTopicSnapshot<'a> {
    /// The name.
    pub name: &'a str,
    /// The partitions.
    pub partitions: Vec<ResponsePartitionSnapshot>,
}

/// A part of [`FetchSnapshotResponse`]: response partition snapshot.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponsePartitionSnapshot {
    /// The index.
    pub index: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The snapshot id.
    pub snapshot_id: ResponseSnapshotId,
    /// The current leader.
    #[kafka(tag = 0)]
    pub current_leader: LeaderIdAndEpoch,
    /// The size.
    pub size: i64,
    /// The position.
    pub position: i64,
    /// The unaligned records.
    pub unaligned_records: Bytes,
}

/// A part of [`FetchSnapshotResponse`]: response snapshot id.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponseSnapshotId {
    /// The end offset.
    pub end_offset: i64,
    /// The epoch.
    pub epoch: i32,
}

/// A part of [`FetchSnapshotResponse`]: leader id and epoch.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct LeaderIdAndEpoch {
    /// The leader id.
    pub leader_id: i32,
    /// The leader epoch.
    pub leader_epoch: i32,
}

/// A part of [`FetchSnapshotResponse`]: node endpoint.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct NodeEndpoint<'a> {
    /// The node id.
    pub node_id: i32,
    /// The host.
    pub host: &'a str,
    /// The port.
    pub port: u16,
}
