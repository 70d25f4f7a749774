//! DescribeClientQuotas (key 48): quotas that match a filter.
//!
//! KIP-546.

use crate::{ErrorCode, Message};

/// DescribeClientQuotas (key 48): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "1+")]
pub struct DescribeClientQuotasRequest<'a> {
    /// The components.
    pub components: Vec<ComponentData<'a>>,
    /// The strict.
    pub strict: bool,
}

/// A part of [`DescribeClientQuotasRequest`]: component data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ComponentData<'a> {
    /// The entity type.
    pub entity_type: &'a str,
    /// The match type.
    pub match_type: i8,
    /// The match.
    pub r#match: Option<&'a str>,
}

/// DescribeClientQuotas (key 48): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "1+")]
pub struct DescribeClientQuotasResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
    /// The entries.
    pub entries: Option<Vec<EntryData<'a>>>,
}

/// A part of [`DescribeClientQuotasResponse`]: entry data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct EntryData<'a> {
    /// The entity.
    pub entity: Vec<EntityData<'a>>,
    /// The values.
    pub values: Vec<ValueData<'a>>,
}

/// A part of [`DescribeClientQuotasResponse`]: entity data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct EntityData<'a> {
    /// The entity type.
    pub entity_type: &'a str,
    /// The entity name.
    pub entity_name: Option<&'a str>,
}

/// A part of [`DescribeClientQuotasResponse`]: value data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ValueData<'a> {
    /// The key.
    pub key: &'a str,
    /// The value.
    pub value: f64,
}
