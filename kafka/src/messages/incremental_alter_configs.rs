//! IncrementalAlterConfigs (key 44): single configuration entries are set, deleted, appended to or subtracted from.
//!
//! KIP-339.

use crate::{ErrorCode, Message};

/// IncrementalAlterConfigs (key 44): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "1+")]
pub struct IncrementalAlterConfigsRequest<'a> {
    /// The resources.
    pub resources: Vec<AlterConfigsResource<'a>>,
    /// The validate only.
    pub validate_only: bool,
}

/// A part of [`IncrementalAlterConfigsRequest`]: alter configs resource.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AlterConfigsResource<'a> {
    /// The resource type.
    pub resource_type: i8,
    /// The resource name.
    pub resource_name: &'a str,
    /// The configs.
    pub configs: Vec<AlterableConfig<'a>>,
}

/// A part of [`IncrementalAlterConfigsRequest`]: alterable config.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AlterableConfig<'a> {
    /// The name.
    pub name: &'a str,
    /// The config operation.
    pub config_operation: i8,
    /// The value.
    pub value: Option<&'a str>,
}

/// IncrementalAlterConfigs (key 44): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "1+")]
pub struct IncrementalAlterConfigsResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The responses.
    pub responses: Vec<AlterConfigsResourceResponse<'a>>,
}

/// A part of [`IncrementalAlterConfigsResponse`]: alter configs resource response.
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
