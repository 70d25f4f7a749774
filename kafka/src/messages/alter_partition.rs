//! AlterPartition (key 56): a leader tells the controller which replicas are in sync.
//!
//! KIP-497, KIP-704 (v1), KIP-841 (v2), KIP-903 (v3).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// AlterPartition (key 56): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3", flexible = "0+")]
pub struct AlterPartitionRequest<'a> {
    /// The broker id.
    pub broker_id: i32,
    /// The broker epoch.
    #[kafka(default = -1)]
    pub broker_epoch: i64,
    /// The topics.
    pub topics: Vec<RequestTopicData<'a>>,
}

/// A part of [`AlterPartitionRequest`]: request topic data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestTopicData<'a> {
    /// The topic name.
    #[kafka(versions = "0-1", ignorable)]
    pub topic_name: &'a str,
    /// The topic id.
    #[kafka(versions = "2+", ignorable)]
    pub topic_id: Uuid,
    /// The partitions.
    pub partitions: Vec<RequestPartitionData>,
}

/// A part of [`AlterPartitionRequest`]: request partition data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestPartitionData {
    /// The partition index.
    pub partition_index: i32,
    /// The leader epoch.
    pub leader_epoch: i32,
    /// The new isr.
    #[kafka(versions = "0-2")]
    pub new_isr: Vec<i32>,
    /// The new isr with epochs.
    #[kafka(versions = "3+")]
    pub new_isr_with_epochs: Vec<BrokerState>,
    /// The leader recovery state.
    #[kafka(versions = "1+")]
    pub leader_recovery_state: i8,
    /// The partition epoch.
    pub partition_epoch: i32,
}

/// A part of [`AlterPartitionRequest`]: broker state.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct BrokerState {
    /// The broker id.
    pub broker_id: i32,
    /// The broker epoch.
    #[kafka(default = -1)]
    pub broker_epoch: i64,
}

/// AlterPartition (key 56): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3", flexible = "0+")]
pub struct AlterPartitionResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The topics.
    pub topics: Vec<ResponseTopicData<'a>>,
}

/// A part of [`AlterPartitionResponse`]: response topic data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponseTopicData<'a> {
    /// The topic name.
    #[kafka(versions = "0-1", ignorable)]
    pub topic_name: &'a str,
    /// The topic id.
    #[kafka(versions = "2+", ignorable)]
    pub topic_id: Uuid,
    /// The partitions.
    pub partitions: Vec<ResponsePartitionData>,
}

/// A part of [`AlterPartitionResponse`]: response partition data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponsePartitionData {
    /// The partition index.
    pub partition_index: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The leader id.
    pub leader_id: i32,
    /// The leader epoch.
    pub leader_epoch: i32,
    /// The isr.
    pub isr: Vec<i32>,
    /// The leader recovery state.
    #[kafka(versions = "1+", ignorable)]
    pub leader_recovery_state: i8,
    /// The partition epoch.
    pub partition_epoch: i32,
}
