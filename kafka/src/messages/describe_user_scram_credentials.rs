//! DescribeUserScramCredentials (key 50): which SCRAM mechanisms users have credentials for.
//!
//! KIP-554.

use crate::{ErrorCode, Message};

/// The request of DescribeUserScramCredentials (key 50).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct DescribeUserScramCredentialsRequest<'a> {
    /// The users; null or empty for all.
    pub users: Option<Vec<UserName<'a>>>,
}

/// One of [`DescribeUserScramCredentialsRequest::users`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct UserName<'a> {
    /// Its name.
    pub name: &'a str,
}

/// The response of DescribeUserScramCredentials (key 50).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct DescribeUserScramCredentialsResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
    /// What became of each.
    pub results: Vec<DescribeUserScramCredentialsResult<'a>>,
}

/// One of [`DescribeUserScramCredentialsResponse::results`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeUserScramCredentialsResult<'a> {
    /// The user's name.
    pub user: &'a str,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
    /// The credentials, without their secrets.
    pub credential_infos: Vec<CredentialInfo>,
}

/// One of [`DescribeUserScramCredentialsResult::credential_infos`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct CredentialInfo {
    /// The SASL mechanism.
    pub mechanism: i8,
    /// How often the password is hashed.
    pub iterations: i32,
}
