//! ListOffsets (key 2): the offset that a timestamp, or a word such as "earliest" or "latest", stands for.
//!
//! KIP-79 (v1), KIP-98 (v2), KIP-320 (v4), KIP-734 (latest by timestamp, v7), KIP-405 and KIP-1005 (tiers, v8 and
//! v9), KIP-1075 (v10), KIP-1023 (v11).

use crate::{ErrorCode, Message};

/// The request of ListOffsets (key 2).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-11", flexible = "6+")]
pub struct ListOffsetsRequest<'a> {
    /// The follower's node id; -1 for a client.
    pub replica_id: i32,
    /// 0 to read everything, 1 to read only what is committed (KIP-98).
    #[kafka(versions = "2+")]
    pub isolation_level: i8,
    /// What is said of each topic.
    pub topics: Vec<ListOffsetsTopic<'a>>,
    /// How long the broker may take, in milliseconds.
    #[kafka(versions = "10+", ignorable)]
    pub timeout_ms: i32,
}

/// One of [`ListOffsetsRequest::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ListOffsetsTopic<'a> {
    /// Its name.
    pub name: &'a str,
    /// What is said of each partition.
    pub partitions: Vec<ListOffsetsPartition>,
}

/// One of [`ListOffsetsTopic::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ListOffsetsPartition {
    /// The partition's number.
    pub partition_index: i32,
    /// The leader epoch that the client knows, by which a stale one is noticed (KIP-320); -1 to skip the check.
    #[kafka(versions = "4+", default = -1, ignorable)]
    pub current_leader_epoch: i32,
    /// The time asked about, or -1 latest, -2 earliest, -3 largest timestamp, -4 earliest local, -5 last tiered.
    pub timestamp: i64,
    /// How many offsets to tell at most.
    #[kafka(versions = "0", default = 1)]
    pub max_num_offsets: i32,
}

/// The response of ListOffsets (key 2).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-11", flexible = "6+")]
pub struct ListOffsetsResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    #[kafka(versions = "2+", ignorable)]
    pub throttle_time_ms: i32,
    /// What is said of each topic.
    pub topics: Vec<ListOffsetsTopicResponse<'a>>,
}

/// One of [`ListOffsetsResponse::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ListOffsetsTopicResponse<'a> {
    /// Its name.
    pub name: &'a str,
    /// What is said of each partition.
    pub partitions: Vec<ListOffsetsPartitionResponse>,
}

/// One of [`ListOffsetsTopicResponse::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ListOffsetsPartitionResponse {
    /// The partition's number.
    pub partition_index: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// The offsets, the latest first.
    #[kafka(versions = "0")]
    pub old_style_offsets: Vec<i64>,
    /// The timestamp of the record found; -1 if the question was not about a time.
    #[kafka(versions = "1+", default = -1)]
    pub timestamp: i64,
    /// The offset found; -1 if there is none.
    #[kafka(versions = "1+", default = -1)]
    pub offset: i64,
    /// The leader's epoch; -1 if unknown.
    #[kafka(versions = "4+", default = -1)]
    pub leader_epoch: i32,
}
