//! DescribeLogDirs (key 35): what is on which disk of a broker.
//!
//! KIP-113, KIP-827 (sizes of volumes, v4), KIP-1066 (v5).

use crate::{ErrorCode, Message};

/// The request of DescribeLogDirs (key 35).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-5", flexible = "2+")]
pub struct DescribeLogDirsRequest<'a> {
    /// What is said of each topic.
    pub topics: Option<Vec<DescribableLogDirTopic<'a>>>,
}

/// One of [`DescribeLogDirsRequest::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribableLogDirTopic<'a> {
    /// The topic's name.
    pub topic: &'a str,
    /// The partitions' numbers.
    pub partitions: Vec<i32>,
}

/// The response of DescribeLogDirs (key 35).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-5", flexible = "2+")]
pub struct DescribeLogDirsResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    #[kafka(versions = "3+", ignorable)]
    pub error_code: ErrorCode,
    /// What became of each.
    pub results: Vec<DescribeLogDirsResult<'a>>,
}

/// One of [`DescribeLogDirsResponse::results`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeLogDirsResult<'a> {
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// The directory's path.
    pub log_dir: &'a str,
    /// What is said of each topic.
    pub topics: Vec<DescribeLogDirsTopic<'a>>,
    /// The size of the volume in bytes; -1 if unknown.
    #[kafka(versions = "4+", default = -1, ignorable)]
    pub total_bytes: i64,
    /// How many bytes of the volume are free; -1 if unknown.
    #[kafka(versions = "4+", default = -1, ignorable)]
    pub usable_bytes: i64,
    /// Whether the directory takes no new partitions (KIP-1066).
    #[kafka(versions = "5+", ignorable)]
    pub is_cordoned: bool,
}

/// One of [`DescribeLogDirsResult::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeLogDirsTopic<'a> {
    /// Its name.
    pub name: &'a str,
    /// What is said of each partition.
    pub partitions: Vec<DescribeLogDirsPartition>,
}

/// One of [`DescribeLogDirsTopic::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeLogDirsPartition {
    /// The partition's number.
    pub partition_index: i32,
    /// How many bytes the replica has on disk.
    pub partition_size: i64,
    /// How far the replica is behind.
    pub offset_lag: i64,
    /// Whether the replica is to take the place of the current one.
    pub is_future_key: bool,
}
