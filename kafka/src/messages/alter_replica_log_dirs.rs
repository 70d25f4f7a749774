//! AlterReplicaLogDirs (key 34): replicas move to other disks of their broker.
//!
//! KIP-113.

use crate::{ErrorCode, Message};

/// The request of AlterReplicaLogDirs (key 34).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "2+")]
pub struct AlterReplicaLogDirsRequest<'a> {
    /// The directories that replicas move to.
    pub dirs: Vec<AlterReplicaLogDir<'a>>,
}

/// One of [`AlterReplicaLogDirsRequest::dirs`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AlterReplicaLogDir<'a> {
    /// The directory's path.
    pub path: &'a str,
    /// What is said of each topic.
    pub topics: Vec<AlterReplicaLogDirTopic<'a>>,
}

/// One of [`AlterReplicaLogDir::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AlterReplicaLogDirTopic<'a> {
    /// Its name.
    pub name: &'a str,
    /// The partitions' numbers.
    pub partitions: Vec<i32>,
}

/// The response of AlterReplicaLogDirs (key 34).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "2+")]
pub struct AlterReplicaLogDirsResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What became of each.
    pub results: Vec<AlterReplicaLogDirTopicResult<'a>>,
}

/// One of [`AlterReplicaLogDirsResponse::results`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AlterReplicaLogDirTopicResult<'a> {
    /// The topic's name.
    pub topic_name: &'a str,
    /// What is said of each partition.
    pub partitions: Vec<AlterReplicaLogDirPartitionResult>,
}

/// One of [`AlterReplicaLogDirTopicResult::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AlterReplicaLogDirPartitionResult {
    /// The partition's number.
    pub partition_index: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
}
