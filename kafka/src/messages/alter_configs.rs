//! AlterConfigs (key 33): the configuration of resources is replaced as a whole.
//!
//! KIP-133; IncrementalAlterConfigs is the better one.

use crate::{ErrorCode, Message};

/// The request of AlterConfigs (key 33).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "2+")]
pub struct AlterConfigsRequest<'a> {
    /// What is said of each resource.
    pub resources: Vec<AlterConfigsResource<'a>>,
    /// Whether to check only, and change nothing.
    pub validate_only: bool,
}

/// One of [`AlterConfigsRequest::resources`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AlterConfigsResource<'a> {
    /// What kind of resource it is, by number.
    pub resource_type: i8,
    /// The resource's name.
    pub resource_name: &'a str,
    /// Its configuration entries.
    pub configs: Vec<AlterableConfig<'a>>,
}

/// One of [`AlterConfigsResource::configs`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AlterableConfig<'a> {
    /// Its name.
    pub name: &'a str,
    /// The value.
    pub value: Option<&'a str>,
}

/// The response of AlterConfigs (key 33).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "2+")]
pub struct AlterConfigsResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What became of each.
    pub responses: Vec<AlterConfigsResourceResponse<'a>>,
}

/// One of [`AlterConfigsResponse::responses`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AlterConfigsResourceResponse<'a> {
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
    /// What kind of resource it is, by number.
    pub resource_type: i8,
    /// The resource's name.
    pub resource_name: &'a str,
}
