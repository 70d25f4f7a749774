//! AddPartitionsToTxn (key 24): partitions become part of a transaction.
//!
//! KIP-98, KIP-890 (batches from brokers, v4 and v5).

use crate::{ErrorCode, Message};

/// The request of AddPartitionsToTxn (key 24).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-5", flexible = "3+")]
pub struct AddPartitionsToTxnRequest<'a> {
    /// The transactions.
    #[kafka(versions = "4+")]
    pub transactions: Vec<AddPartitionsToTxnTransaction<'a>>,
    /// The transaction's name.
    #[kafka(versions = "0-3")]
    pub v3_and_below_transactional_id: &'a str,
    /// The producer's id.
    #[kafka(versions = "0-3")]
    pub v3_and_below_producer_id: i64,
    /// The producer's epoch.
    #[kafka(versions = "0-3")]
    pub v3_and_below_producer_epoch: i16,
    /// What joins the transaction.
    #[kafka(versions = "0-3")]
    pub v3_and_below_topics: Vec<AddPartitionsToTxnTopic<'a>>,
}

/// One of [`AddPartitionsToTxnRequest::transactions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AddPartitionsToTxnTransaction<'a> {
    /// The transaction's name, chosen by its producer.
    pub transactional_id: &'a str,
    /// The producer's id; -1 if it has none.
    pub producer_id: i64,
    /// The producer's epoch; -1 if it has none.
    pub producer_epoch: i16,
    /// Whether to check only that the partitions belong to the transaction already.
    pub verify_only: bool,
    /// What is said of each topic.
    pub topics: Vec<AddPartitionsToTxnTopic<'a>>,
}

/// One of [`AddPartitionsToTxnRequest::v3_and_below_topics`] and [`AddPartitionsToTxnTransaction::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AddPartitionsToTxnTopic<'a> {
    /// Its name.
    pub name: &'a str,
    /// The partitions' numbers.
    pub partitions: Vec<i32>,
}

/// The response of AddPartitionsToTxn (key 24).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-5", flexible = "3+")]
pub struct AddPartitionsToTxnResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    #[kafka(versions = "4+", ignorable)]
    pub error_code: ErrorCode,
    /// What became of each transaction.
    #[kafka(versions = "4+")]
    pub results_by_transaction: Vec<AddPartitionsToTxnResult<'a>>,
    /// What became of each topic.
    #[kafka(versions = "0-3")]
    pub results_by_topic_v3_and_below: Vec<AddPartitionsToTxnTopicResult<'a>>,
}

/// One of [`AddPartitionsToTxnResponse::results_by_transaction`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AddPartitionsToTxnResult<'a> {
    /// The transaction's name, chosen by its producer.
    pub transactional_id: &'a str,
    /// What became of each topic.
    pub topic_results: Vec<AddPartitionsToTxnTopicResult<'a>>,
}

/// One of [`AddPartitionsToTxnResponse::results_by_topic_v3_and_below`] and [`AddPartitionsToTxnResult::topic_results`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AddPartitionsToTxnTopicResult<'a> {
    /// Its name.
    pub name: &'a str,
    /// What became of each partition.
    pub results_by_partition: Vec<AddPartitionsToTxnPartitionResult>,
}

/// One of [`AddPartitionsToTxnTopicResult::results_by_partition`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AddPartitionsToTxnPartitionResult {
    /// The partition's number.
    pub partition_index: i32,
    /// What went wrong with the partition, or [`ErrorCode::None`].
    pub partition_error_code: ErrorCode,
}
