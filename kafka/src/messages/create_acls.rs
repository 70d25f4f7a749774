//! CreateAcls (key 30): access rules are made.
//!
//! KIP-140, KIP-290 (patterns, v1).

use crate::{ErrorCode, Message};

/// The request of CreateAcls (key 30).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3", flexible = "2+")]
pub struct CreateAclsRequest<'a> {
    /// The rules to make.
    pub creations: Vec<AclCreation<'a>>,
}

/// One of [`CreateAclsRequest::creations`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AclCreation<'a> {
    /// What kind of resource it is, by number.
    pub resource_type: i8,
    /// The resource's name.
    pub resource_name: &'a str,
    /// Whether the name is literal or a prefix, by number (KIP-290).
    #[kafka(versions = "1+", default = 3)]
    pub resource_pattern_type: i8,
    /// The principal, as `type:name`.
    pub principal: &'a str,
    /// The name or address to connect to.
    pub host: &'a str,
    /// The operation, by number.
    pub operation: i8,
    /// Whether it allows or denies, by number.
    pub permission_type: i8,
}

/// The response of CreateAcls (key 30).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3", flexible = "2+")]
pub struct CreateAclsResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What became of each.
    pub results: Vec<AclCreationResult<'a>>,
}

/// One of [`CreateAclsResponse::results`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AclCreationResult<'a> {
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
}
