//! AlterUserScramCredentials (key 51): SCRAM credentials are set or removed.
//!
//! KIP-554.

use crate::{ErrorCode, Message};

/// The request of AlterUserScramCredentials (key 51).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct AlterUserScramCredentialsRequest<'a> {
    /// The credentials to remove.
    pub deletions: Vec<ScramCredentialDeletion<'a>>,
    /// The credentials to set.
    pub upsertions: Vec<ScramCredentialUpsertion<'a>>,
}

/// One of [`AlterUserScramCredentialsRequest::deletions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ScramCredentialDeletion<'a> {
    /// Its name.
    pub name: &'a str,
    /// The SASL mechanism.
    pub mechanism: i8,
}

/// One of [`AlterUserScramCredentialsRequest::upsertions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ScramCredentialUpsertion<'a> {
    /// Its name.
    pub name: &'a str,
    /// The SASL mechanism.
    pub mechanism: i8,
    /// How often the password is hashed.
    pub iterations: i32,
    /// The salt.
    pub salt: &'a [u8],
    /// The password, salted and hashed.
    pub salted_password: &'a [u8],
}

/// The response of AlterUserScramCredentials (key 51).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct AlterUserScramCredentialsResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What became of each.
    pub results: Vec<AlterUserScramCredentialsResult<'a>>,
}

/// One of [`AlterUserScramCredentialsResponse::results`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AlterUserScramCredentialsResult<'a> {
    /// The user's name.
    pub user: &'a str,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
}
