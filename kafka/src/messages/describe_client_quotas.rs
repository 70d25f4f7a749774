//! DescribeClientQuotas (key 48): quotas that match a filter.
//!
//! KIP-546.

use crate::{ErrorCode, Message};

/// The request of DescribeClientQuotas (key 48).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "1+")]
pub struct DescribeClientQuotasRequest<'a> {
    /// The filter's parts, all of which must match.
    pub components: Vec<ComponentData<'a>>,
    /// Whether entities of further kinds are left out.
    pub strict: bool,
}

/// One of [`DescribeClientQuotasRequest::components`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ComponentData<'a> {
    /// The kind of entity, such as `user` or `client-id`.
    pub entity_type: &'a str,
    /// 0 for this name, 1 for the default, 2 for any name.
    pub match_type: i8,
    /// The name to match; null if the kind of match needs none.
    pub r#match: Option<&'a str>,
}

/// The response of DescribeClientQuotas (key 48).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "1+")]
pub struct DescribeClientQuotasResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
    /// The entries.
    pub entries: Option<Vec<EntryData<'a>>>,
}

/// One of [`DescribeClientQuotasResponse::entries`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct EntryData<'a> {
    /// What the entry is about: one or several kinds of entity.
    pub entity: Vec<EntityData<'a>>,
    /// The quotas' values.
    pub values: Vec<ValueData<'a>>,
}

/// One of [`EntryData::entity`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct EntityData<'a> {
    /// The kind of entity, such as `user` or `client-id`.
    pub entity_type: &'a str,
    /// The entity's name; null for the default one.
    pub entity_name: Option<&'a str>,
}

/// One of [`EntryData::values`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ValueData<'a> {
    /// What is asked for, by name.
    pub key: &'a str,
    /// The value.
    pub value: f64,
}
