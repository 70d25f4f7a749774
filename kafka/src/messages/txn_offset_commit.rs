//! TxnOffsetCommit (key 28): offsets are kept as part of a transaction.
//!
//! KIP-98, KIP-447 (v3), KIP-890 (v4 and v5), topic ids (v6).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// TxnOffsetCommit (key 28): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-6", flexible = "3+")]
pub struct TxnOffsetCommitRequest<'a> {
    /// The transactional id.
    pub transactional_id: &'a str,
    /// The group id.
    pub group_id: &'a str,
    /// The producer id.
    pub producer_id: i64,
    /// The producer epoch.
    pub producer_epoch: i16,
    /// The generation id or member epoch.
    #[kafka(versions = "3+", default = -1)]
    pub generation_id_or_member_epoch: i32,
    /// The member id.
    #[kafka(versions = "3+")]
    pub member_id: &'a str,
    /// The group instance id.
    #[kafka(versions = "3+")]
    pub group_instance_id: Option<&'a str>,
    /// The topics.
    pub topics: Vec<TxnOffsetCommitRequestTopic<'a>>,
}

/// A part of [`TxnOffsetCommitRequest`]: txn offset commit request topic.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TxnOffsetCommitRequestTopic<'a> {
    /// The name.
    #[kafka(versions = "0-5", ignorable)]
    pub name: &'a str,
    /// The topic id.
    #[kafka(versions = "6+", ignorable)]
    pub topic_id: Uuid,
    /// The partitions.
    pub partitions: Vec<TxnOffsetCommitRequestPartition<'a>>,
}

/// A part of [`TxnOffsetCommitRequest`]: txn offset commit request partition.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TxnOffsetCommitRequestPartition<'a> {
    /// The partition index.
    pub partition_index: i32,
    /// The committed offset.
    pub committed_offset: i64,
    /// The committed leader epoch.
    #[kafka(versions = "2+", default = -1, ignorable)]
    pub committed_leader_epoch: i32,
    /// The committed metadata.
    pub committed_metadata: Option<&'a str>,
}

/// TxnOffsetCommit (key 28): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-6", flexible = "3+")]
pub struct TxnOffsetCommitResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The topics.
    pub topics: Vec<TxnOffsetCommitResponseTopic<'a>>,
}

/// A part of [`TxnOffsetCommitResponse`]: txn offset commit response topic.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TxnOffsetCommitResponseTopic<'a> {
    /// The name.
    #[kafka(versions = "0-5", ignorable)]
    pub name: &'a str,
    /// The topic id.
    #[kafka(versions = "6+", ignorable)]
    pub topic_id: Uuid,
    /// The partitions.
    pub partitions: Vec<TxnOffsetCommitResponsePartition>,
}

/// A part of [`TxnOffsetCommitResponse`]: txn offset commit response partition.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TxnOffsetCommitResponsePartition {
    /// The partition index.
    pub partition_index: i32,
    /// The error code.
    pub error_code: ErrorCode,
}
