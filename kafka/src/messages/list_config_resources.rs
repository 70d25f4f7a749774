//! ListConfigResources (key 74): the resources that can have a configuration; version 0 only knew client metrics.
//!
//! KIP-714, KIP-1142 (v1).

use crate::{ErrorCode, Message};

/// ListConfigResources (key 74): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct ListConfigResourcesRequest {
    /// The resource types.
    #[kafka(versions = "1+")]
    pub resource_types: Vec<i8>,
}

/// ListConfigResources (key 74): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct ListConfigResourcesResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The config resources.
    pub config_resources: Vec<ConfigResource<'a>>,
}

/// A part of [`ListConfigResourcesResponse`]: config resource.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ConfigResource<'a> {
    /// The resource name.
    pub resource_name: &'a str,
    /// The resource type.
    #[kafka(versions = "1+", default = 16, ignorable)]
    pub resource_type: i8,
}
