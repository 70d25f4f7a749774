//! AddPartitionsToTxn (key 24): partitions become part of a transaction.
//!
//! KIP-98, KIP-890 (batches from brokers, v4 and v5).

use crate::{ErrorCode, Message};

/// AddPartitionsToTxn (key 24): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-5", flexible = "3+")]
pub struct AddPartitionsToTxnRequest<'a> {
    /// The transactions.
    #[kafka(versions = "4+")]
    pub transactions: Vec<AddPartitionsToTxnTransaction<'a>>,
    /// The v3 and below transactional id.
    #[kafka(versions = "0-3")]
    pub v3_and_below_transactional_id: &'a str,
    /// The v3 and below producer id.
    #[kafka(versions = "0-3")]
    pub v3_and_below_producer_id: i64,
    /// The v3 and below producer epoch.
    #[kafka(versions = "0-3")]
    pub v3_and_below_producer_epoch: i16,
    /// The v3 and below topics.
    #[kafka(versions = "0-3")]
    pub v3_and_below_topics: Vec<AddPartitionsToTxnTopic<'a>>,
}

/// A part of [`AddPartitionsToTxnRequest`]: add partitions to txn transaction.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AddPartitionsToTxnTransaction<'a> {
    /// The transactional id.
    pub transactional_id: &'a str,
    /// The producer id.
    pub producer_id: i64,
    /// The producer epoch.
    pub producer_epoch: i16,
    /// The verify only.
    pub verify_only: bool,
    /// The topics.
    pub topics: Vec<AddPartitionsToTxnTopic<'a>>,
}

/// A part of [`AddPartitionsToTxnRequest`]: add partitions to txn topic.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AddPartitionsToTxnTopic<'a> {
    /// The name.
    pub name: &'a str,
    /// The partitions.
    pub partitions: Vec<i32>,
}

/// AddPartitionsToTxn (key 24): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-5", flexible = "3+")]
pub struct AddPartitionsToTxnResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    #[kafka(versions = "4+", ignorable)]
    pub error_code: ErrorCode,
    /// The results by transaction.
    #[kafka(versions = "4+")]
    pub results_by_transaction: Vec<AddPartitionsToTxnResult<'a>>,
    /// The results by topic v3 and below.
    #[kafka(versions = "0-3")]
    pub results_by_topic_v3_and_below: Vec<AddPartitionsToTxnTopicResult<'a>>,
}

/// A part of [`AddPartitionsToTxnResponse`]: add partitions to txn result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AddPartitionsToTxnResult<'a> {
    /// The transactional id.
    pub transactional_id: &'a str,
    /// The topic results.
    pub topic_results: Vec<AddPartitionsToTxnTopicResult<'a>>,
}

/// A part of [`AddPartitionsToTxnResponse`]: add partitions to txn topic result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AddPartitionsToTxnTopicResult<'a> {
    /// The name.
    pub name: &'a str,
    /// The results by partition.
    pub results_by_partition: Vec<AddPartitionsToTxnPartitionResult>,
}

/// A part of [`AddPartitionsToTxnResponse`]: add partitions to txn partition result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AddPartitionsToTxnPartitionResult {
    /// The partition index.
    pub partition_index: i32,
    /// The partition error code.
    pub partition_error_code: ErrorCode,
}
