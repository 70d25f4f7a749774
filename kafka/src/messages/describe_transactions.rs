//! DescribeTransactions (key 65): the state of transactions.
//!
//! KIP-664.

use crate::{ErrorCode, Message};

/// DescribeTransactions (key 65): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct DescribeTransactionsRequest<'a> {
    /// The transactional ids.
    pub transactional_ids: Vec<&'a str>,
}

/// DescribeTransactions (key 65): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct DescribeTransactionsResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The transaction states.
    pub transaction_states: Vec<TransactionState<'a>>,
}

/// A part of [`DescribeTransactionsResponse`]: transaction state.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TransactionState<'a> {
    /// The error code.
    pub error_code: ErrorCode,
    /// The transactional id.
    pub transactional_id: &'a str,
    /// The transaction state.
    pub transaction_state: &'a str,
    /// The transaction timeout ms.
    pub transaction_timeout_ms: i32,
    /// The transaction start time ms.
    pub transaction_start_time_ms: i64,
    /// The producer id.
    pub producer_id: i64,
    /// The producer epoch.
    pub producer_epoch: i16,
    /// The topics.
    pub topics: Vec<TopicData<'a>>,
}

/// A part of [`DescribeTransactionsResponse`]: topic data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopicData<'a> {
    /// The topic.
    pub topic: &'a str,
    /// The partitions.
    pub partitions: Vec<i32>,
}
