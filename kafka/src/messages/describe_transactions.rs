//! DescribeTransactions (key 65): the state of transactions.
//!
//! KIP-664.

use crate::{ErrorCode, Message};

/// The request of DescribeTransactions (key 65).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct DescribeTransactionsRequest<'a> {
    /// The transactions' names.
    pub transactional_ids: Vec<&'a str>,
}

/// The response of DescribeTransactions (key 65).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct DescribeTransactionsResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What is said of each transaction.
    pub transaction_states: Vec<TransactionState<'a>>,
}

/// One of [`DescribeTransactionsResponse::transaction_states`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TransactionState<'a> {
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// The transaction's name, chosen by its producer.
    pub transactional_id: &'a str,
    /// The transaction's state, such as `Ongoing`.
    pub transaction_state: &'a str,
    /// How long a transaction may stay open, in milliseconds.
    pub transaction_timeout_ms: i32,
    /// When the transaction began, in milliseconds since 1970; -1 if it has not.
    pub transaction_start_time_ms: i64,
    /// The producer's id; -1 if it has none.
    pub producer_id: i64,
    /// The producer's epoch; -1 if it has none.
    pub producer_epoch: i16,
    /// What is said of each topic.
    pub topics: Vec<TopicData<'a>>,
}

/// One of [`TransactionState::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopicData<'a> {
    /// The topic's name.
    pub topic: &'a str,
    /// The partitions' numbers.
    pub partitions: Vec<i32>,
}
