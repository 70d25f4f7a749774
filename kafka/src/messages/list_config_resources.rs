//! ListConfigResources (key 74): the resources that can have a configuration; version 0 only knew client metrics.
//!
//! KIP-714, KIP-1142 (v1).

use crate::{ErrorCode, Message};

/// The request of ListConfigResources (key 74).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct ListConfigResourcesRequest {
    /// The kinds of resource to list, by number; empty for the default ones.
    #[kafka(versions = "1+")]
    pub resource_types: Vec<i8>,
}

/// The response of ListConfigResources (key 74).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct ListConfigResourcesResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// The resources.
    pub config_resources: Vec<ConfigResource<'a>>,
}

/// One of [`ListConfigResourcesResponse::config_resources`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ConfigResource<'a> {
    /// The resource's name.
    pub resource_name: &'a str,
    /// What kind of resource it is, by number.
    #[kafka(versions = "1+", default = 16, ignorable)]
    pub resource_type: i8,
}
