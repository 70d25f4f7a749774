//! AlterUserScramCredentials (key 51): SCRAM credentials are set or removed.
//!
//! KIP-554.

use crate::{ErrorCode, Message};

/// AlterUserScramCredentials (key 51): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct AlterUserScramCredentialsRequest<'a> {
    /// The deletions.
    pub deletions: Vec<ScramCredentialDeletion<'a>>,
    /// The upsertions.
    pub upsertions: Vec<ScramCredentialUpsertion<'a>>,
}

/// A part of [`AlterUserScramCredentialsRequest`]: scram credential deletion.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ScramCredentialDeletion<'a> {
    /// The name.
    pub name: &'a str,
    /// The mechanism.
    pub mechanism: i8,
}

/// A part of [`AlterUserScramCredentialsRequest`]: scram credential upsertion.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ScramCredentialUpsertion<'a> {
    /// The name.
    pub name: &'a str,
    /// The mechanism.
    pub mechanism: i8,
    /// The iterations.
    pub iterations: i32,
    /// The salt.
    pub salt: &'a [u8],
    /// The salted password.
    pub salted_password: &'a [u8],
}

/// AlterUserScramCredentials (key 51): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct AlterUserScramCredentialsResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The results.
    pub results: Vec<AlterUserScramCredentialsResult<'a>>,
}

/// A part of [`AlterUserScramCredentialsResponse`]: alter user scram credentials result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AlterUserScramCredentialsResult<'a> {
    /// The user.
    pub user: &'a str,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
}
