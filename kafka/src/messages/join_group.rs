//! JoinGroup (key 11): a member enters a classic consumer group and waits for the others.
//!
//! KIP-62 (v1), KIP-394 (member id first, v4), KIP-345 (static members, v5), KIP-559 (v7), KIP-800 (reasons, v8),
//! KIP-814 (v9).

use crate::{ErrorCode, Message};

/// The request of JoinGroup (key 11).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-9", flexible = "6+")]
pub struct JoinGroupRequest<'a> {
    /// The group's name.
    pub group_id: &'a str,
    /// How long the member may be silent before it counts as dead, in milliseconds.
    pub session_timeout_ms: i32,
    /// How long the coordinator waits for members to join again, in milliseconds; -1 before version 1.
    #[kafka(versions = "1+", default = -1, ignorable)]
    pub rebalance_timeout_ms: i32,
    /// The member's id; empty at its first try, which from version 4 on only brings it one (KIP-394).
    pub member_id: &'a str,
    /// The name of a static member (KIP-345); null for a dynamic one.
    #[kafka(versions = "5+")]
    pub group_instance_id: Option<&'a str>,
    /// What the group's members agree about: `consumer` for consumers.
    pub protocol_type: &'a str,
    /// The protocols that the member has, the preferred first.
    pub protocols: Vec<JoinGroupRequestProtocol<'a>>,
    /// Why, for the broker's log (KIP-800).
    #[kafka(versions = "8+", ignorable)]
    pub reason: Option<&'a str>,
}

/// One of [`JoinGroupRequest::protocols`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct JoinGroupRequestProtocol<'a> {
    /// The protocol's name: of consumers, an assignor's.
    pub name: &'a str,
    /// What the member has to say in this protocol: of consumers, a subscription behind its version.
    pub metadata: &'a [u8],
}

/// The response of JoinGroup (key 11).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-9", flexible = "6+")]
pub struct JoinGroupResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    #[kafka(versions = "2+", ignorable)]
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// The group's generation, which every rebalance raises; -1 outside of one.
    #[kafka(default = -1)]
    pub generation_id: i32,
    /// What the group's members agree about: `consumer` for consumers.
    #[kafka(versions = "7+", ignorable)]
    pub protocol_type: Option<&'a str>,
    /// The protocol that the coordinator chose from those all members have.
    #[kafka(nullable = "7+", default = Some(""))]
    pub protocol_name: Option<&'a str>,
    /// The id of the member who is to assign.
    pub leader: &'a str,
    /// Whether the leader is to keep the assignment there is (KIP-814).
    #[kafka(versions = "9+")]
    pub skip_assignment: bool,
    /// The member's id, as given by the coordinator or chosen by the member itself (KIP-848).
    pub member_id: &'a str,
    /// All members and what they had to say, for the leader; empty for everybody else.
    pub members: Vec<JoinGroupResponseMember<'a>>,
}

/// One of [`JoinGroupResponse::members`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct JoinGroupResponseMember<'a> {
    /// The member's id, as given by the coordinator or chosen by the member itself (KIP-848).
    pub member_id: &'a str,
    /// The name of a static member (KIP-345); null for a dynamic one.
    #[kafka(versions = "5+", ignorable)]
    pub group_instance_id: Option<&'a str>,
    /// What the member had to say: of consumers, a subscription behind its version.
    pub metadata: &'a [u8],
}
