//! DeleteGroups (key 42): groups and their offsets are deleted.
//!
//! KIP-229.

use crate::{ErrorCode, Message};

/// DeleteGroups (key 42): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3", flexible = "2+")]
pub struct DeleteGroupsRequest<'a> {
    /// The groups names.
    pub groups_names: Vec<&'a str>,
}

/// DeleteGroups (key 42): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3", flexible = "2+")]
pub struct DeleteGroupsResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The results.
    pub results: Vec<DeletableGroupResult<'a>>,
}

/// A part of [`DeleteGroupsResponse`]: deletable group result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DeletableGroupResult<'a> {
    /// The group id.
    pub group_id: &'a str,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    #[kafka(versions = "3+", ignorable)]
    pub error_message: Option<&'a str>,
}
