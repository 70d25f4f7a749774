//! DescribeConfigs (key 32): the configuration of topics, brokers and other resources.
//!
//! KIP-133, KIP-226 (sources and synonyms, v1), KIP-569 (types and documentation, v3).

use crate::{ErrorCode, Message};

/// DescribeConfigs (key 32): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-4", flexible = "4+")]
pub struct DescribeConfigsRequest<'a> {
    /// The resources.
    pub resources: Vec<DescribeConfigsResource<'a>>,
    /// The include synonyms.
    #[kafka(versions = "1+")]
    pub include_synonyms: bool,
    /// The include documentation.
    #[kafka(versions = "3+")]
    pub include_documentation: bool,
}

/// A part of [`DescribeConfigsRequest`]: describe configs resource.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeConfigsResource<'a> {
    /// The resource type.
    pub resource_type: i8,
    /// The resource name.
    pub resource_name: &'a str,
    /// The configuration keys.
    pub configuration_keys: Option<Vec<&'a str>>,
}

/// DescribeConfigs (key 32): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-4", flexible = "4+")]
pub struct DescribeConfigsResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The results.
    pub results: Vec<DescribeConfigsResult<'a>>,
}

/// A part of [`DescribeConfigsResponse`]: describe configs result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeConfigsResult<'a> {
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
    /// The resource type.
    pub resource_type: i8,
    /// The resource name.
    pub resource_name: &'a str,
    /// The configs.
    pub configs: Vec<DescribeConfigsResourceResult<'a>>,
}

/// A part of [`DescribeConfigsResponse`]: describe configs resource result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeConfigsResourceResult<'a> {
    /// The name.
    pub name: &'a str,
    /// The value.
    pub value: Option<&'a str>,
    /// The read only.
    pub read_only: bool,
    /// The is default.
    #[kafka(versions = "0")]
    pub is_default: bool,
    /// The config source.
    #[kafka(versions = "1+", default = -1, ignorable)]
    pub config_source: i8,
    /// The is sensitive.
    pub is_sensitive: bool,
    /// The synonyms.
    #[kafka(versions = "1+", ignorable)]
    pub synonyms: Vec<DescribeConfigsSynonym<'a>>,
    /// The config type.
    #[kafka(versions = "3+", ignorable)]
    pub config_type: i8,
    /// The documentation.
    #[kafka(versions = "3+", ignorable)]
    pub documentation: Option<&'a str>,
}

/// A part of [`DescribeConfigsResponse`]: describe configs synonym.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeConfigsSynonym<'a> {
    /// The name.
    pub name: &'a str,
    /// The value.
    pub value: Option<&'a str>,
    /// The source.
    pub source: i8,
}
