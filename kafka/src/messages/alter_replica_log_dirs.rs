//! AlterReplicaLogDirs (key 34): replicas move to other disks of their broker.
//!
//! KIP-113.

use crate::{ErrorCode, Message};

/// AlterReplicaLogDirs (key 34): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "2+")]
pub struct AlterReplicaLogDirsRequest<'a> {
    /// The dirs.
    pub dirs: Vec<AlterReplicaLogDir<'a>>,
}

/// A part of [`AlterReplicaLogDirsRequest`]: alter replica log dir.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AlterReplicaLogDir<'a> {
    /// The path.
    pub path: &'a str,
    /// The topics.
    pub topics: Vec<AlterReplicaLogDirTopic<'a>>,
}

/// A part of [`AlterReplicaLogDirsRequest`]: alter replica log dir topic.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AlterReplicaLogDirTopic<'a> {
    /// The name.
    pub name: &'a str,
    /// The partitions.
    pub partitions: Vec<i32>,
}

/// AlterReplicaLogDirs (key 34): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "2+")]
pub struct AlterReplicaLogDirsResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The results.
    pub results: Vec<AlterReplicaLogDirTopicResult<'a>>,
}

/// A part of [`AlterReplicaLogDirsResponse`]: alter replica log dir topic result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AlterReplicaLogDirTopicResult<'a> {
    /// The topic name.
    pub topic_name: &'a str,
    /// The partitions.
    pub partitions: Vec<AlterReplicaLogDirPartitionResult>,
}

/// A part of [`AlterReplicaLogDirsResponse`]: alter replica log dir partition result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AlterReplicaLogDirPartitionResult {
    /// The partition index.
    pub partition_index: i32,
    /// The error code.
    pub error_code: ErrorCode,
}
