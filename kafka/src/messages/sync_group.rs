//! SyncGroup (key 14): the leader of a classic consumer group hands out the assignment, and everyone gets theirs.
//!
//! KIP-345 (static members, v3), KIP-559 (v5).

use crate::{ErrorCode, Message};

/// The request of SyncGroup (key 14).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-5", flexible = "4+")]
pub struct SyncGroupRequest<'a> {
    /// The group's name.
    pub group_id: &'a str,
    /// The group's generation, which every rebalance raises; -1 outside of one.
    pub generation_id: i32,
    /// The member's id, as given by the coordinator or chosen by the member itself (KIP-848).
    pub member_id: &'a str,
    /// The name of a static member (KIP-345); null for a dynamic one.
    #[kafka(versions = "3+")]
    pub group_instance_id: Option<&'a str>,
    /// What the group's members agree about: `consumer` for consumers.
    #[kafka(versions = "5+", ignorable)]
    pub protocol_type: Option<&'a str>,
    /// The protocol that the coordinator chose from those all members have.
    #[kafka(versions = "5+", ignorable)]
    pub protocol_name: Option<&'a str>,
    /// What each member is to work on, from the leader; empty from everybody else.
    pub assignments: Vec<SyncGroupRequestAssignment<'a>>,
}

/// One of [`SyncGroupRequest::assignments`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct SyncGroupRequestAssignment<'a> {
    /// The member's id, as given by the coordinator or chosen by the member itself (KIP-848).
    pub member_id: &'a str,
    /// What the member is to work on: of consumers, an assignment behind its version.
    pub assignment: &'a [u8],
}

/// The response of SyncGroup (key 14).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-5", flexible = "4+")]
pub struct SyncGroupResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    #[kafka(versions = "1+", ignorable)]
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What the group's members agree about: `consumer` for consumers.
    #[kafka(versions = "5+", ignorable)]
    pub protocol_type: Option<&'a str>,
    /// The protocol that the coordinator chose from those all members have.
    #[kafka(versions = "5+", ignorable)]
    pub protocol_name: Option<&'a str>,
    /// What this member is to work on: of consumers, an assignment behind its version.
    pub assignment: &'a [u8],
}
