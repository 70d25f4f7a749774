//! DescribeDelegationToken (key 41): the delegation tokens of given owners.
//!
//! KIP-48, KIP-373 (v3).

use crate::{ErrorCode, Message};

/// The request of DescribeDelegationToken (key 41).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3", flexible = "2+")]
pub struct DescribeDelegationTokenRequest<'a> {
    /// The owners whose tokens are asked for; null for all.
    pub owners: Option<Vec<DescribeDelegationTokenOwner<'a>>>,
}

/// One of [`DescribeDelegationTokenRequest::owners`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeDelegationTokenOwner<'a> {
    /// The principal's type, such as `User`.
    pub principal_type: &'a str,
    /// The principal's name.
    pub principal_name: &'a str,
}

/// The response of DescribeDelegationToken (key 41).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3", flexible = "2+")]
pub struct DescribeDelegationTokenResponse<'a> {
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// The tokens.
    pub tokens: Vec<DescribedDelegationToken<'a>>,
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
}

/// One of [`DescribeDelegationTokenResponse::tokens`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribedDelegationToken<'a> {
    /// The principal's type, such as `User`.
    pub principal_type: &'a str,
    /// The principal's name.
    pub principal_name: &'a str,
    /// The type of the principal that asked for the token.
    #[kafka(versions = "3+")]
    pub token_requester_principal_type: &'a str,
    /// The name of the principal that asked for the token.
    #[kafka(versions = "3+")]
    pub token_requester_principal_name: &'a str,
    /// When the token was made, in milliseconds since 1970.
    pub issue_timestamp: i64,
    /// When the token ends, in milliseconds since 1970.
    pub expiry_timestamp: i64,
    /// How long the token can be renewed, in milliseconds since 1970.
    pub max_timestamp: i64,
    /// The token's id.
    pub token_id: &'a str,
    /// The token's secret.
    pub hmac: &'a [u8],
    /// Who may renew the token.
    pub renewers: Vec<DescribedDelegationTokenRenewer<'a>>,
}

/// One of [`DescribedDelegationToken::renewers`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribedDelegationTokenRenewer<'a> {
    /// The principal's type, such as `User`.
    pub principal_type: &'a str,
    /// The principal's name.
    pub principal_name: &'a str,
}
