//! DescribeAcls (key 29): access rules that match a filter.
//!
//! KIP-140, KIP-290 (patterns, v1).

use crate::{ErrorCode, Message};

/// DescribeAcls (key 29): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3", flexible = "2+")]
pub struct DescribeAclsRequest<'a> {
    /// The resource type filter.
    pub resource_type_filter: i8,
    /// The resource name filter.
    pub resource_name_filter: Option<&'a str>,
    /// The pattern type filter.
    #[kafka(versions = "1+", default = 3)]
    pub pattern_type_filter: i8,
    /// The principal filter.
    pub principal_filter: Option<&'a str>,
    /// The host filter.
    pub host_filter: Option<&'a str>,
    /// The operation.
    pub operation: i8,
    /// The permission type.
    pub permission_type: i8,
}

/// DescribeAcls (key 29): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3", flexible = "2+")]
pub struct DescribeAclsResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
    /// The resources.
    pub resources: Vec<DescribeAclsResource<'a>>,
}

/// A part of [`DescribeAclsResponse`]: describe acls resource.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeAclsResource<'a> {
    /// The resource type.
    pub resource_type: i8,
    /// The resource name.
    pub resource_name: &'a str,
    /// The pattern type.
    #[kafka(versions = "1+", default = 3)]
    pub pattern_type: i8,
    /// The acls.
    pub acls: Vec<AclDescription<'a>>,
}

/// A part of [`DescribeAclsResponse`]: acl description.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AclDescription<'a> {
    /// The principal.
    pub principal: &'a str,
    /// The host.
    pub host: &'a str,
    /// The operation.
    pub operation: i8,
    /// The permission type.
    pub permission_type: i8,
}
