//! DescribeLogDirs (key 35): what is on which disk of a broker.
//!
//! KIP-113, KIP-827 (sizes of volumes, v4), KIP-1066 (v5).

use crate::{ErrorCode, Message};

/// DescribeLogDirs (key 35): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-5", flexible = "2+")]
pub struct DescribeLogDirsRequest<'a> {
    /// The topics.
    pub topics: Option<Vec<DescribableLogDirTopic<'a>>>,
}

/// A part of [`DescribeLogDirsRequest`]: describable log dir topic.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribableLogDirTopic<'a> {
    /// The topic.
    pub topic: &'a str,
    /// The partitions.
    pub partitions: Vec<i32>,
}

/// DescribeLogDirs (key 35): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-5", flexible = "2+")]
pub struct DescribeLogDirsResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    #[kafka(versions = "3+", ignorable)]
    pub error_code: ErrorCode,
    /// The results.
    pub results: Vec<DescribeLogDirsResult<'a>>,
}

/// A part of [`DescribeLogDirsResponse`]: describe log dirs result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeLogDirsResult<'a> {
    /// The error code.
    pub error_code: ErrorCode,
    /// The log dir.
    pub log_dir: &'a str,
    /// The topics.
    pub topics: Vec<DescribeLogDirsTopic<'a>>,
    /// The total bytes.
    #[kafka(versions = "4+", default = -1, ignorable)]
    pub total_bytes: i64,
    /// The usable bytes.
    #[kafka(versions = "4+", default = -1, ignorable)]
    pub usable_bytes: i64,
    /// The is cordoned.
    #[kafka(versions = "5+", ignorable)]
    pub is_cordoned: bool,
}

/// A part of [`DescribeLogDirsResponse`]: describe log dirs topic.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeLogDirsTopic<'a> {
    /// The name.
    pub name: &'a str,
    /// The partitions.
    pub partitions: Vec<DescribeLogDirsPartition>,
}

/// A part of [`DescribeLogDirsResponse`]: describe log dirs partition.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeLogDirsPartition {
    /// The partition index.
    pub partition_index: i32,
    /// The partition size.
    pub partition_size: i64,
    /// The offset lag.
    pub offset_lag: i64,
    /// The is future key.
    pub is_future_key: bool,
}
