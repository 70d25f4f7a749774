//! DescribeGroups (key 15): the state and members of classic groups.
//!
//! KIP-430 (v3), KIP-345 (v4), KIP-1043 (error messages, v6).

use crate::{ErrorCode, Message};

/// DescribeGroups (key 15): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-6", flexible = "5+")]
pub struct DescribeGroupsRequest<'a> {
    /// The groups.
    pub groups: Vec<&'a str>,
    /// The include authorized operations.
    #[kafka(versions = "3+")]
    pub include_authorized_operations: bool,
}

/// DescribeGroups (key 15): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-6", flexible = "5+")]
pub struct DescribeGroupsResponse<'a> {
    /// The throttle time ms.
    #[kafka(versions = "1+", ignorable)]
    pub throttle_time_ms: i32,
    /// The groups.
    pub groups: Vec<DescribedGroup<'a>>,
}

/// A part of [`DescribeGroupsResponse`]: described group.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribedGroup<'a> {
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    #[kafka(versions = "6+")]
    pub error_message: Option<&'a str>,
    /// The group id.
    pub group_id: &'a str,
    /// The group state.
    pub group_state: &'a str,
    /// The protocol type.
    pub protocol_type: &'a str,
    /// The protocol data.
    pub protocol_data: &'a str,
    /// The members.
    pub members: Vec<DescribedGroupMember<'a>>,
    /// The authorized operations.
    #[kafka(versions = "3+", default = i32::MIN)]
    pub authorized_operations: i32,
}

/// A part of [`DescribeGroupsResponse`]: described group member.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribedGroupMember<'a> {
    /// The member id.
    pub member_id: &'a str,
    /// The group instance id.
    #[kafka(versions = "4+", ignorable)]
    pub group_instance_id: Option<&'a str>,
    /// The client id.
    pub client_id: &'a str,
    /// The client host.
    pub client_host: &'a str,
    /// The member metadata.
    pub member_metadata: &'a [u8],
    /// The member assignment.
    pub member_assignment: &'a [u8],
}
