//! ListTransactions (key 66): the transactions of a coordinator.
//!
//! KIP-664, KIP-994 (v1), KIP-1152 (v2).

use crate::{ErrorCode, Message};

/// ListTransactions (key 66): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "0+")]
pub struct ListTransactionsRequest<'a> {
    /// The state filters.
    pub state_filters: Vec<&'a str>,
    /// The producer id filters.
    pub producer_id_filters: Vec<i64>,
    /// The duration filter.
    #[kafka(versions = "1+", default = -1)]
    pub duration_filter: i64,
    /// The transactional id pattern.
    #[kafka(versions = "2+")]
    pub transactional_id_pattern: Option<&'a str>,
}

/// ListTransactions (key 66): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "0+")]
pub struct ListTransactionsResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The unknown state filters.
    pub unknown_state_filters: Vec<&'a str>,
    /// The transaction states.
    pub transaction_states: Vec<TransactionState<'a>>,
}

/// A part of [`ListTransactionsResponse`]: transaction state.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TransactionState<'a> {
    /// The transactional id.
    pub transactional_id: &'a str,
    /// The producer id.
    pub producer_id: i64,
    /// The transaction state.
    pub transaction_state: &'a str,
}
