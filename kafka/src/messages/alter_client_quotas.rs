//! AlterClientQuotas (key 49): quotas are set or removed.
//!
//! KIP-546.

use crate::{ErrorCode, Message};

/// The request of AlterClientQuotas (key 49).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "1+")]
pub struct AlterClientQuotasRequest<'a> {
    /// The entries.
    pub entries: Vec<RequestEntryData<'a>>,
    /// Whether to check only, and change nothing.
    pub validate_only: bool,
}

/// One of [`AlterClientQuotasRequest::entries`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestEntryData<'a> {
    /// What the entry is about: one or several kinds of entity.
    pub entity: Vec<RequestEntityData<'a>>,
    /// What changes.
    pub ops: Vec<OpData<'a>>,
}

/// One of [`RequestEntryData::entity`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestEntityData<'a> {
    /// The kind of entity, such as `user` or `client-id`.
    pub entity_type: &'a str,
    /// The entity's name; null for the default one.
    pub entity_name: Option<&'a str>,
}

/// One of [`RequestEntryData::ops`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OpData<'a> {
    /// What is asked for, by name.
    pub key: &'a str,
    /// The value.
    pub value: f64,
    /// Whether the quota is removed rather than set.
    pub remove: bool,
}

/// The response of AlterClientQuotas (key 49).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "1+")]
pub struct AlterClientQuotasResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// The entries.
    pub entries: Vec<ResponseEntryData<'a>>,
}

/// One of [`AlterClientQuotasResponse::entries`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponseEntryData<'a> {
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
    /// What the entry is about: one or several kinds of entity.
    pub entity: Vec<ResponseEntityData<'a>>,
}

/// One of [`ResponseEntryData::entity`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponseEntityData<'a> {
    /// The kind of entity, such as `user` or `client-id`.
    pub entity_type: &'a str,
    /// The entity's name; null for the default one.
    pub entity_name: Option<&'a str>,
}
