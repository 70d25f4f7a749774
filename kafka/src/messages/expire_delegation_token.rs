//! ExpireDelegationToken (key 40): a delegation token ends at a given time, or now.
//!
//! KIP-48.

use crate::{ErrorCode, Message};

/// The request of ExpireDelegationToken (key 40).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "2+")]
pub struct ExpireDelegationTokenRequest<'a> {
    /// The token's secret.
    pub hmac: &'a [u8],
    /// How long the token lives from now on, in milliseconds; negative to end it at once.
    pub expiry_time_period_ms: i64,
}

/// The response of ExpireDelegationToken (key 40).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "2+")]
pub struct ExpireDelegationTokenResponse {
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// When the token ends, in milliseconds since 1970.
    pub expiry_timestamp_ms: i64,
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
}
