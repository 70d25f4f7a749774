//! DescribeUserScramCredentials (key 50): which SCRAM mechanisms users have credentials for.
//!
//! KIP-554.

use crate::{ErrorCode, Message};

/// DescribeUserScramCredentials (key 50): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct DescribeUserScramCredentialsRequest<'a> {
    /// The users.
    pub users: Option<Vec<UserName<'a>>>,
}

/// A part of [`DescribeUserScramCredentialsRequest`]: user name.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct UserName<'a> {
    /// The name.
    pub name: &'a str,
}

/// DescribeUserScramCredentials (key 50): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct DescribeUserScramCredentialsResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
    /// The results.
    pub results: Vec<DescribeUserScramCredentialsResult<'a>>,
}

/// A part of [`DescribeUserScramCredentialsResponse`]: describe user scram credentials result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeUserScramCredentialsResult<'a> {
    /// The user.
    pub user: &'a str,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
    /// The credential infos.
    pub credential_infos: Vec<CredentialInfo>,
}

/// A part of [`DescribeUserScramCredentialsResponse`]: credential info.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct CredentialInfo {
    /// The mechanism.
    pub mechanism: i8,
    /// The iterations.
    pub iterations: i32,
}
