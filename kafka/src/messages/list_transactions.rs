//! ListTransactions (key 66): the transactions of a coordinator.
//!
//! KIP-664, KIP-994 (v1), KIP-1152 (v2).

use crate::{ErrorCode, Message};

/// The request of ListTransactions (key 66).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "0+")]
pub struct ListTransactionsRequest<'a> {
    /// The states to list; empty for all.
    pub state_filters: Vec<&'a str>,
    /// The producer ids to list; empty for all.
    pub producer_id_filters: Vec<i64>,
    /// How long a transaction must have been open to be listed, in milliseconds; negative for any.
    #[kafka(versions = "1+", default = -1)]
    pub duration_filter: i64,
    /// A regular expression for the names to list; null or empty for all (KIP-1152).
    #[kafka(versions = "2+")]
    pub transactional_id_pattern: Option<&'a str>,
}

/// The response of ListTransactions (key 66).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "0+")]
pub struct ListTransactionsResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// The states asked for that do not exist.
    pub unknown_state_filters: Vec<&'a str>,
    /// What is said of each transaction.
    pub transaction_states: Vec<TransactionState<'a>>,
}

/// One of [`ListTransactionsResponse::transaction_states`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TransactionState<'a> {
    /// The transaction's name, chosen by its producer.
    pub transactional_id: &'a str,
    /// The producer's id; -1 if it has none.
    pub producer_id: i64,
    /// The transaction's state, such as `Ongoing`.
    pub transaction_state: &'a str,
}
