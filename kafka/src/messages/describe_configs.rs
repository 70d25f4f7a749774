//! DescribeConfigs (key 32): the configuration of topics, brokers and other resources.
//!
//! KIP-133, KIP-226 (sources and synonyms, v1), KIP-569 (types and documentation, v3).

use crate::{ErrorCode, Message};

/// The request of DescribeConfigs (key 32).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-4", flexible = "4+")]
pub struct DescribeConfigsRequest<'a> {
    /// What is said of each resource.
    pub resources: Vec<DescribeConfigsResource<'a>>,
    /// Whether to tell where else the value could come from.
    #[kafka(versions = "1+")]
    pub include_synonyms: bool,
    /// Whether to tell what the entry is for.
    #[kafka(versions = "3+")]
    pub include_documentation: bool,
}

/// One of [`DescribeConfigsRequest::resources`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeConfigsResource<'a> {
    /// What kind of resource it is, by number.
    pub resource_type: i8,
    /// The resource's name.
    pub resource_name: &'a str,
    /// The entries to tell; null for all.
    pub configuration_keys: Option<Vec<&'a str>>,
}

/// The response of DescribeConfigs (key 32).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-4", flexible = "4+")]
pub struct DescribeConfigsResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What became of each.
    pub results: Vec<DescribeConfigsResult<'a>>,
}

/// One of [`DescribeConfigsResponse::results`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeConfigsResult<'a> {
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
    /// What kind of resource it is, by number.
    pub resource_type: i8,
    /// The resource's name.
    pub resource_name: &'a str,
    /// Its configuration entries.
    pub configs: Vec<DescribeConfigsResourceResult<'a>>,
}

/// One of [`DescribeConfigsResult::configs`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeConfigsResourceResult<'a> {
    /// Its name.
    pub name: &'a str,
    /// The value.
    pub value: Option<&'a str>,
    /// Whether the entry cannot be changed while the broker runs.
    pub read_only: bool,
    /// Whether nobody set the value.
    #[kafka(versions = "0")]
    pub is_default: bool,
    /// Where the value comes from, by number (KIP-226).
    #[kafka(versions = "1+", default = -1, ignorable)]
    pub config_source: i8,
    /// Whether the value is a secret; it is null then.
    pub is_sensitive: bool,
    /// Where else the value could come from, the winner first.
    #[kafka(versions = "1+", ignorable)]
    pub synonyms: Vec<DescribeConfigsSynonym<'a>>,
    /// The value's type, by number.
    #[kafka(versions = "3+", ignorable)]
    pub config_type: i8,
    /// What the entry is for.
    #[kafka(versions = "3+", ignorable)]
    pub documentation: Option<&'a str>,
}

/// One of [`DescribeConfigsResourceResult::synonyms`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeConfigsSynonym<'a> {
    /// Its name.
    pub name: &'a str,
    /// The value.
    pub value: Option<&'a str>,
    /// Where the value comes from, by number (KIP-226).
    pub source: i8,
}
