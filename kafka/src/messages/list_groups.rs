//! ListGroups (key 16): all groups of a broker.
//!
//! KIP-518 (states, v4), KIP-848 (types, v5).

use crate::{ErrorCode, Message};

/// The request of ListGroups (key 16).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-5", flexible = "3+")]
pub struct ListGroupsRequest<'a> {
    /// The states to list; empty for all.
    #[kafka(versions = "4+")]
    pub states_filter: Vec<&'a str>,
    /// The types to list; empty for all.
    #[kafka(versions = "5+")]
    pub types_filter: Vec<&'a str>,
}

/// The response of ListGroups (key 16).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-5", flexible = "3+")]
pub struct ListGroupsResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    #[kafka(versions = "1+", ignorable)]
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// The groups.
    pub groups: Vec<ListedGroup<'a>>,
}

/// One of [`ListGroupsResponse::groups`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ListedGroup<'a> {
    /// The group's name.
    pub group_id: &'a str,
    /// What the group's members agree about: `consumer` for consumers.
    pub protocol_type: &'a str,
    /// The group's state, such as `Stable`.
    #[kafka(versions = "4+", ignorable)]
    pub group_state: &'a str,
    /// The group's type, such as `classic` or `consumer`.
    #[kafka(versions = "5+", ignorable)]
    pub group_type: &'a str,
}
