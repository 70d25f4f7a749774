//! AlterPartition (key 56): a leader tells the controller which replicas are in sync.
//!
//! KIP-497, KIP-704 (v1), KIP-841 (v2), KIP-903 (v3).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of AlterPartition (key 56).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3", flexible = "0+")]
pub struct AlterPartitionRequest<'a> {
    /// The broker's node id.
    pub broker_id: i32,
    /// The epoch that the controller gave the broker at its registration.
    #[kafka(default = -1)]
    pub broker_epoch: i64,
    /// What is said of each topic.
    pub topics: Vec<RequestTopicData<'a>>,
}

/// One of [`AlterPartitionRequest::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestTopicData<'a> {
    /// The topic's name.
    #[kafka(versions = "0-1", ignorable)]
    pub topic_name: &'a str,
    /// The topic's id (KIP-516); all zeros if it is named instead.
    #[kafka(versions = "2+", ignorable)]
    pub topic_id: Uuid,
    /// What is said of each partition.
    pub partitions: Vec<RequestPartitionData>,
}

/// One of [`RequestTopicData::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestPartitionData {
    /// The partition's number.
    pub partition_index: i32,
    /// The leader's epoch; -1 if unknown.
    pub leader_epoch: i32,
    /// The node ids of the replicas in sync.
    #[kafka(versions = "0-2")]
    pub new_isr: Vec<i32>,
    /// The replicas in sync, with the epochs of their brokers (KIP-903).
    #[kafka(versions = "3+")]
    pub new_isr_with_epochs: Vec<BrokerState>,
    /// Whether the leader was elected uncleanly and has yet to recover, by number.
    #[kafka(versions = "1+")]
    pub leader_recovery_state: i8,
    /// The partition's epoch, which every change of its replicas raises.
    pub partition_epoch: i32,
}

/// One of [`RequestPartitionData::new_isr_with_epochs`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct BrokerState {
    /// The broker's node id.
    pub broker_id: i32,
    /// The epoch that the controller gave the broker at its registration.
    #[kafka(default = -1)]
    pub broker_epoch: i64,
}

/// The response of AlterPartition (key 56).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3", flexible = "0+")]
pub struct AlterPartitionResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What is said of each topic.
    pub topics: Vec<ResponseTopicData<'a>>,
}

/// One of [`AlterPartitionResponse::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponseTopicData<'a> {
    /// The topic's name.
    #[kafka(versions = "0-1", ignorable)]
    pub topic_name: &'a str,
    /// The topic's id (KIP-516); all zeros if it is named instead.
    #[kafka(versions = "2+", ignorable)]
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
    /// The leader's node id; -1 if there is none.
    pub leader_id: i32,
    /// The leader's epoch; -1 if unknown.
    pub leader_epoch: i32,
    /// The node ids of the replicas in sync.
    pub isr: Vec<i32>,
    /// Whether the leader was elected uncleanly and has yet to recover, by number.
    #[kafka(versions = "1+", ignorable)]
    pub leader_recovery_state: i8,
    /// The partition's epoch, which every change of its replicas raises.
    pub partition_epoch: i32,
}
