//! AlterClientQuotas (key 49): quotas are set or removed.
//!
//! KIP-546.

use crate::{ErrorCode, Message};

/// AlterClientQuotas (key 49): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "1+")]
pub struct AlterClientQuotasRequest<'a> {
    /// The entries.
    pub entries: Vec<RequestEntryData<'a>>,
    /// The validate only.
    pub validate_only: bool,
}

/// A part of [`AlterClientQuotasRequest`]: request entry data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestEntryData<'a> {
    /// The entity.
    pub entity: Vec<RequestEntityData<'a>>,
    /// The ops.
    pub ops: Vec<OpData<'a>>,
}

/// A part of [`AlterClientQuotasRequest`]: request entity data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestEntityData<'a> {
    /// The entity type.
    pub entity_type: &'a str,
    /// The entity name.
    pub entity_name: Option<&'a str>,
}

/// A part of [`AlterClientQuotasRequest`]: op data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OpData<'a> {
    /// The key.
    pub key: &'a str,
    /// The value.
    pub value: f64,
    /// The remove.
    pub remove: bool,
}

/// AlterClientQuotas (key 49): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "1+")]
pub struct AlterClientQuotasResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The entries.
    pub entries: Vec<ResponseEntryData<'a>>,
}

/// A part of [`AlterClientQuotasResponse`]: response entry data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponseEntryData<'a> {
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
    /// The entity.
    pub entity: Vec<ResponseEntityData<'a>>,
}

/// A part of [`AlterClientQuotasResponse`]: response entity data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponseEntityData<'a> {
    /// The entity type.
    pub entity_type: &'a str,
    /// The entity name.
    pub entity_name: Option<&'a str>,
}
