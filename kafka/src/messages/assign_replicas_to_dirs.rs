//! AssignReplicasToDirs (key 73): a broker tells the controller which disk a replica is on.
//!
//! KIP-858.

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of AssignReplicasToDirs (key 73).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct AssignReplicasToDirsRequest {
    /// The broker's node id.
    pub broker_id: i32,
    /// The epoch that the controller gave the broker at its registration.
    #[kafka(default = -1)]
    pub broker_epoch: i64,
    /// What is said of each directory.
    pub directories: Vec<RequestDirectoryData>,
}

/// One of [`AssignReplicasToDirsRequest::directories`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestDirectoryData {
    /// Its id.
    pub id: Uuid,
    /// What is said of each topic.
    pub topics: Vec<RequestTopicData>,
}

/// One of [`RequestDirectoryData::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestTopicData {
    /// The topic's id (KIP-516); all zeros if it is named instead.
    pub topic_id: Uuid,
    /// What is said of each partition.
    pub partitions: Vec<RequestPartitionData>,
}

/// One of [`RequestTopicData::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestPartitionData {
    /// The partition's number.
    pub partition_index: i32,
}

/// The response of AssignReplicasToDirs (key 73).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct AssignReplicasToDirsResponse {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What is said of each directory.
    pub directories: Vec<ResponseDirectoryData>,
}

/// One of [`AssignReplicasToDirsResponse::directories`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponseDirectoryData {
    /// Its id.
    pub id: Uuid,
    /// What is said of each topic.
    pub topics: Vec<ResponseTopicData>,
}

/// One of [`ResponseDirectoryData::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponseTopicData {
    /// The topic's id (KIP-516); all zeros if it is named instead.
    pub topic_id: Uuid,
    /// What is said of each partition.
    pub partitions: Vec<ResponsePartitionData>,
}

/// One of [`ResponseTopicData::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponsePartitionData {
    /// The partition's number.
    pub partition_index: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
}
