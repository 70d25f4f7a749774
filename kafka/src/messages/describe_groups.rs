//! DescribeGroups (key 15): the state and members of classic groups.
//!
//! KIP-430 (v3), KIP-345 (v4), KIP-1043 (error messages, v6).

use crate::{ErrorCode, Message};

/// The request of DescribeGroups (key 15).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-6", flexible = "5+")]
pub struct DescribeGroupsRequest<'a> {
    /// The groups' names.
    pub groups: Vec<&'a str>,
    /// Whether to say what the client may do (KIP-430).
    #[kafka(versions = "3+")]
    pub include_authorized_operations: bool,
}

/// The response of DescribeGroups (key 15).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-6", flexible = "5+")]
pub struct DescribeGroupsResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    #[kafka(versions = "1+", ignorable)]
    pub throttle_time_ms: i32,
    /// The groups asked about.
    pub groups: Vec<DescribedGroup<'a>>,
}

/// One of [`DescribeGroupsResponse::groups`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribedGroup<'a> {
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    #[kafka(versions = "6+")]
    pub error_message: Option<&'a str>,
    /// The group's name.
    pub group_id: &'a str,
    /// The group's state, such as `Stable`.
    pub group_state: &'a str,
    /// What the group's members agree about: `consumer` for consumers.
    pub protocol_type: &'a str,
    /// The name of the protocol that the group settled on.
    pub protocol_data: &'a str,
    /// The group's members.
    pub members: Vec<DescribedGroupMember<'a>>,
    /// What the client may do, as a set of bits; the lowest number there is if it was not asked.
    #[kafka(versions = "3+", default = i32::MIN)]
    pub authorized_operations: i32,
}

/// One of [`DescribedGroup::members`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribedGroupMember<'a> {
    /// The member's id, as given by the coordinator or chosen by the member itself (KIP-848).
    pub member_id: &'a str,
    /// The name of a static member (KIP-345); null for a dynamic one.
    #[kafka(versions = "4+", ignorable)]
    pub group_instance_id: Option<&'a str>,
    /// The client's name for itself.
    pub client_id: &'a str,
    /// The address that the client comes from.
    pub client_host: &'a str,
    /// What the member said when it joined: of consumers, a subscription.
    pub member_metadata: &'a [u8],
    /// What the member was given: of consumers, an assignment.
    pub member_assignment: &'a [u8],
}
