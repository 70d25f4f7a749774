//! DescribeAcls (key 29): access rules that match a filter.
//!
//! KIP-140, KIP-290 (patterns, v1).

use crate::{ErrorCode, Message};

/// The request of DescribeAcls (key 29).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3", flexible = "2+")]
pub struct DescribeAclsRequest<'a> {
    /// The kind of resource to match, by number.
    pub resource_type_filter: i8,
    /// The resource to match; null for any.
    pub resource_name_filter: Option<&'a str>,
    /// The kind of resource pattern to match, by number (KIP-290).
    #[kafka(versions = "1+", default = 3)]
    pub pattern_type_filter: i8,
    /// The principal to match, as `type:name`; null for any.
    pub principal_filter: Option<&'a str>,
    /// The host to match; null for any.
    pub host_filter: Option<&'a str>,
    /// The operation, by number.
    pub operation: i8,
    /// Whether it allows or denies, by number.
    pub permission_type: i8,
}

/// The response of DescribeAcls (key 29).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3", flexible = "2+")]
pub struct DescribeAclsResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
    /// What is said of each resource.
    pub resources: Vec<DescribeAclsResource<'a>>,
}

/// One of [`DescribeAclsResponse::resources`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeAclsResource<'a> {
    /// What kind of resource it is, by number.
    pub resource_type: i8,
    /// The resource's name.
    pub resource_name: &'a str,
    /// Whether the name is literal or a prefix, by number (KIP-290).
    #[kafka(versions = "1+", default = 3)]
    pub pattern_type: i8,
    /// The rules.
    pub acls: Vec<AclDescription<'a>>,
}

/// One of [`DescribeAclsResource::acls`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AclDescription<'a> {
    /// The principal, as `type:name`.
    pub principal: &'a str,
    /// The name or address to connect to.
    pub host: &'a str,
    /// The operation, by number.
    pub operation: i8,
    /// Whether it allows or denies, by number.
    pub permission_type: i8,
}
