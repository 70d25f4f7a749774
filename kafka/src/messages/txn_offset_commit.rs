//! TxnOffsetCommit (key 28): offsets are kept as part of a transaction.
//!
//! KIP-98, KIP-447 (v3), KIP-890 (v4 and v5), KIP-1319 (topic ids, v6).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of TxnOffsetCommit (key 28).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-6", flexible = "3+")]
pub struct TxnOffsetCommitRequest<'a> {
    /// The transaction's name, chosen by its producer.
    pub transactional_id: &'a str,
    /// The group's name.
    pub group_id: &'a str,
    /// The producer's id; -1 if it has none.
    pub producer_id: i64,
    /// The producer's epoch; -1 if it has none.
    pub producer_epoch: i16,
    /// The group's generation, or the member's epoch in the new protocol; -1 outside of a group.
    #[kafka(versions = "3+", default = -1)]
    pub generation_id_or_member_epoch: i32,
    /// The member's id, as given by the coordinator or chosen by the member itself (KIP-848).
    #[kafka(versions = "3+")]
    pub member_id: &'a str,
    /// The name of a static member (KIP-345); null for a dynamic one.
    #[kafka(versions = "3+")]
    pub group_instance_id: Option<&'a str>,
    /// What is said of each topic.
    pub topics: Vec<TxnOffsetCommitRequestTopic<'a>>,
}

/// One of [`TxnOffsetCommitRequest::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TxnOffsetCommitRequestTopic<'a> {
    /// Its name.
    #[kafka(versions = "0-5", ignorable)]
    pub name: &'a str,
    /// The topic's id (KIP-516); all zeros if it is named instead.
    #[kafka(versions = "6+", ignorable)]
    pub topic_id: Uuid,
    /// What is said of each partition.
    pub partitions: Vec<TxnOffsetCommitRequestPartition<'a>>,
}

/// One of [`TxnOffsetCommitRequestTopic::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TxnOffsetCommitRequestPartition<'a> {
    /// The partition's number.
    pub partition_index: i32,
    /// The next offset to be read; -1 if none was committed.
    pub committed_offset: i64,
    /// The leader epoch of the last record read; -1 if unknown.
    #[kafka(versions = "2+", default = -1, ignorable)]
    pub committed_leader_epoch: i32,
    /// Whatever the client keeps beside the offset.
    pub committed_metadata: Option<&'a str>,
}

/// The response of TxnOffsetCommit (key 28).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-6", flexible = "3+")]
pub struct TxnOffsetCommitResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What is said of each topic.
    pub topics: Vec<TxnOffsetCommitResponseTopic<'a>>,
}

/// One of [`TxnOffsetCommitResponse::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TxnOffsetCommitResponseTopic<'a> {
    /// Its name.
    #[kafka(versions = "0-5", ignorable)]
    pub name: &'a str,
    /// The topic's id (KIP-516); all zeros if it is named instead.
    #[kafka(versions = "6+", ignorable)]
    pub topic_id: Uuid,
    /// What is said of each partition.
    pub partitions: Vec<TxnOffsetCommitResponsePartition>,
}

/// One of [`TxnOffsetCommitResponseTopic::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TxnOffsetCommitResponsePartition {
    /// The partition's number.
    pub partition_index: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
}
