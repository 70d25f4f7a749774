//! AssignReplicasToDirs (key 73): a broker tells the controller which disk a replica is on.
//!
//! KIP-858.

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// AssignReplicasToDirs (key 73): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct AssignReplicasToDirsRequest {
    /// The broker id.
    pub broker_id: i32,
    /// The broker epoch.
    #[kafka(default = -1)]
    pub broker_epoch: i64,
    /// The directories.
    pub directories: Vec<RequestDirectoryData>,
}

/// A part of [`AssignReplicasToDirsRequest`]: request directory data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestDirectoryData {
    /// The id.
    pub id: Uuid,
    /// The topics.
    pub topics: Vec<RequestTopicData>,
}

/// A part of [`AssignReplicasToDirsRequest`]: request topic data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestTopicData {
    /// The topic id.
    pub topic_id: Uuid,
    /// The partitions.
    pub partitions: Vec<RequestPartitionData>,
}

/// A part of [`AssignReplicasToDirsRequest`]: request partition data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestPartitionData {
    /// The partition index.
    pub partition_index: i32,
}

/// AssignReplicasToDirs (key 73): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct AssignReplicasToDirsResponse {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The directories.
    pub directories: Vec<ResponseDirectoryData>,
}

/// A part of [`AssignReplicasToDirsResponse`]: response directory data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponseDirectoryData {
    /// The id.
    pub id: Uuid,
    /// The topics.
    pub topics: Vec<ResponseTopicData>,
}

/// A part of [`AssignReplicasToDirsResponse`]: response topic data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponseTopicData {
    /// The topic id.
    pub topic_id: Uuid,
    /// The partitions.
    pub partitions: Vec<ResponsePartitionData>,
}

/// A part of [`AssignReplicasToDirsResponse`]: response partition data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponsePartitionData {
    /// The partition index.
    pub partition_index: i32,
    /// The error code.
    pub error_code: ErrorCode,
}
