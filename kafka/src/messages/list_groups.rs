//! ListGroups (key 16): all groups of a broker.
//!
//! KIP-518 (states, v4), KIP-848 (types, v5).

use crate::{ErrorCode, Message};

/// ListGroups (key 16): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-5", flexible = "3+")]
pub struct ListGroupsRequest<'a> {
    /// The states filter.
    #[kafka(versions = "4+")]
    pub states_filter: Vec<&'a str>,
    /// The types filter.
    #[kafka(versions = "5+")]
    pub types_filter: Vec<&'a str>,
}

/// ListGroups (key 16): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-5", flexible = "3+")]
pub struct ListGroupsResponse<'a> {
    /// The throttle time ms.
    #[kafka(versions = "1+", ignorable)]
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The groups.
    pub groups: Vec<ListedGroup<'a>>,
}

/// A part of [`ListGroupsResponse`]: listed group.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ListedGroup<'a> {
    /// The group id.
    pub group_id: &'a str,
    /// The protocol type.
    pub protocol_type: &'a str,
    /// The group state.
    #[kafka(versions = "4+", ignorable)]
    pub group_state: &'a str,
    /// The group type.
    #[kafka(versions = "5+", ignorable)]
    pub group_type: &'a str,
}
