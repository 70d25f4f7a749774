//! AlterConfigs (key 33): the configuration of resources is replaced as a whole.
//!
//! KIP-133; IncrementalAlterConfigs is the better one.

use crate::{ErrorCode, Message};

/// AlterConfigs (key 33): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "2+")]
pub struct AlterConfigsRequest<'a> {
    /// The resources.
    pub resources: Vec<AlterConfigsResource<'a>>,
    /// The validate only.
    pub validate_only: bool,
}

/// A part of [`AlterConfigsRequest`]: alter configs resource.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AlterConfigsResource<'a> {
    /// The resource type.
    pub resource_type: i8,
    /// The resource name.
    pub resource_name: &'a str,
    /// The configs.
    pub configs: Vec<AlterableConfig<'a>>,
}

/// A part of [`AlterConfigsRequest`]: alterable config.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AlterableConfig<'a> {
    /// The name.
    pub name: &'a str,
    /// The value.
    pub value: Option<&'a str>,
}

/// AlterConfigs (key 33): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "2+")]
pub struct AlterConfigsResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The responses.
    pub responses: Vec<AlterConfigsResourceResponse<'a>>,
}

/// A part of [`AlterConfigsResponse`]: alter configs resource response.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AlterConfigsResourceResponse<'a> {
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
    /// The resource type.
    pub resource_type: i8,
    /// The resource name.
    pub resource_name: &'a str,
}
