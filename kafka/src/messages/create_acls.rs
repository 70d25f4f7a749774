//! CreateAcls (key 30): access rules are made.
//!
//! KIP-140, KIP-290 (patterns, v1).

use crate::{ErrorCode, Message};

/// CreateAcls (key 30): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3", flexible = "2+")]
pub struct CreateAclsRequest<'a> {
    /// The creations.
    pub creations: Vec<AclCreation<'a>>,
}

/// A part of [`CreateAclsRequest`]: acl creation.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AclCreation<'a> {
    /// The resource type.
    pub resource_type: i8,
    /// The resource name.
    pub resource_name: &'a str,
    /// The resource pattern type.
    #[kafka(versions = "1+", default = 3)]
    pub resource_pattern_type: i8,
    /// The principal.
    pub principal: &'a str,
    /// The host.
    pub host: &'a str,
    /// The operation.
    pub operation: i8,
    /// The permission type.
    pub permission_type: i8,
}

/// CreateAcls (key 30): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3", flexible = "2+")]
pub struct CreateAclsResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The results.
    pub results: Vec<AclCreationResult<'a>>,
}

/// A part of [`CreateAclsResponse`]: acl creation result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AclCreationResult<'a> {
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
}
