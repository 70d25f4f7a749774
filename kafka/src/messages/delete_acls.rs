//! DeleteAcls (key 31): access rules that match a filter are deleted.
//!
//! KIP-140, KIP-290 (patterns, v1).

use crate::{ErrorCode, Message};

/// DeleteAcls (key 31): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3", flexible = "2+")]
pub struct DeleteAclsRequest<'a> {
    /// The filters.
    pub filters: Vec<DeleteAclsFilter<'a>>,
}

/// A part of [`DeleteAclsRequest`]: delete acls filter.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DeleteAclsFilter<'a> {
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

/// DeleteAcls (key 31): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3", flexible = "2+")]
pub struct DeleteAclsResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The filter results.
    pub filter_results: Vec<DeleteAclsFilterResult<'a>>,
}

/// A part of [`DeleteAclsResponse`]: delete acls filter result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DeleteAclsFilterResult<'a> {
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
    /// The matching acls.
    pub matching_acls: Vec<DeleteAclsMatchingAcl<'a>>,
}

/// A part of [`DeleteAclsResponse`]: delete acls matching acl.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DeleteAclsMatchingAcl<'a> {
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
    /// The resource type.
    pub resource_type: i8,
    /// The resource name.
    pub resource_name: &'a str,
    /// The pattern type.
    #[kafka(versions = "1+", default = 3)]
    pub pattern_type: i8,
    /// The principal.
    pub principal: &'a str,
    /// The host.
    pub host: &'a str,
    /// The operation.
    pub operation: i8,
    /// The permission type.
    pub permission_type: i8,
}
