//! IncrementalAlterConfigs (key 44): single configuration entries are set, deleted, appended to or subtracted from.
//!
//! KIP-339.

use crate::{ErrorCode, Message};

/// The request of IncrementalAlterConfigs (key 44).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "1+")]
pub struct IncrementalAlterConfigsRequest<'a> {
    /// What is said of each resource.
    pub resources: Vec<AlterConfigsResource<'a>>,
    /// Whether to check only, and change nothing.
    pub validate_only: bool,
}

/// One of [`IncrementalAlterConfigsRequest::resources`].
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
    /// 0 set, 1 delete, 2 append, 3 subtract.
    pub config_operation: i8,
    /// The value.
    pub value: Option<&'a str>,
}

/// The response of IncrementalAlterConfigs (key 44).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "1+")]
pub struct IncrementalAlterConfigsResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What became of each.
    pub responses: Vec<AlterConfigsResourceResponse<'a>>,
}

/// One of [`IncrementalAlterConfigsResponse::responses`].
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
