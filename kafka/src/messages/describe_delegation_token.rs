//! DescribeDelegationToken (key 41): the delegation tokens of given owners.
//!
//! KIP-48, KIP-373 (v3).

use crate::{ErrorCode, Message};

/// DescribeDelegationToken (key 41): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3", flexible = "2+")]
pub struct DescribeDelegationTokenRequest<'a> {
    /// The owners.
    pub owners: Option<Vec<DescribeDelegationTokenOwner<'a>>>,
}

/// A part of [`DescribeDelegationTokenRequest`]: describe delegation token owner.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeDelegationTokenOwner<'a> {
    /// The principal type.
    pub principal_type: &'a str,
    /// The principal name.
    pub principal_name: &'a str,
}

/// DescribeDelegationToken (key 41): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3", flexible = "2+")]
pub struct DescribeDelegationTokenResponse<'a> {
    /// The error code.
    pub error_code: ErrorCode,
    /// The tokens.
    pub tokens: Vec<DescribedDelegationToken<'a>>,
    /// The throttle time ms.
    pub throttle_time_ms: i32,
}

/// A part of [`DescribeDelegationTokenResponse`]: described delegation token.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribedDelegationToken<'a> {
    /// The principal type.
    pub principal_type: &'a str,
    /// The principal name.
    pub principal_name: &'a str,
    /// The token requester principal type.
    #[kafka(versions = "3+")]
    pub token_requester_principal_type: &'a str,
    /// The token requester principal name.
    #[kafka(versions = "3+")]
    pub token_requester_principal_name: &'a str,
    /// The issue timestamp.
    pub issue_timestamp: i64,
    /// The expiry timestamp.
    pub expiry_timestamp: i64,
    /// The max timestamp.
    pub max_timestamp: i64,
    /// The token id.
    pub token_id: &'a str,
    /// The hmac.
    pub hmac: &'a [u8],
    /// The renewers.
    pub renewers: Vec<DescribedDelegationTokenRenewer<'a>>,
}

/// A part of [`DescribeDelegationTokenResponse`]: described delegation token renewer.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribedDelegationTokenRenewer<'a> {
    /// The principal type.
    pub principal_type: &'a str,
    /// The principal name.
    pub principal_name: &'a str,
}
