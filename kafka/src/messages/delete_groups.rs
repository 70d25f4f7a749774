//! DeleteGroups (key 42): groups and their offsets are deleted.
//!
//! KIP-229.

use crate::{ErrorCode, Message};

/// The request of DeleteGroups (key 42).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3", flexible = "2+")]
pub struct DeleteGroupsRequest<'a> {
    /// The groups' names.
    pub groups_names: Vec<&'a str>,
}

/// The response of DeleteGroups (key 42).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3", flexible = "2+")]
pub struct DeleteGroupsResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What became of each.
    pub results: Vec<DeletableGroupResult<'a>>,
}

/// One of [`DeleteGroupsResponse::results`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DeletableGroupResult<'a> {
    /// The group's name.
    pub group_id: &'a str,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    #[kafka(versions = "3+", ignorable)]
    pub error_message: Option<&'a str>,
}
