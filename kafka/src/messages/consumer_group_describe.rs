//! ConsumerGroupDescribe (key 69): the state and members of groups of the new protocol.
//!
//! KIP-848, KIP-1099 (v1).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of ConsumerGroupDescribe (key 69).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct ConsumerGroupDescribeRequest<'a> {
    /// The groups' names.
    pub group_ids: Vec<&'a str>,
    /// Whether to say what the client may do (KIP-430).
    pub include_authorized_operations: bool,
}

/// The response of ConsumerGroupDescribe (key 69).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct ConsumerGroupDescribeResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What is said of each group.
    pub groups: Vec<DescribedGroup<'a>>,
}

/// One of [`ConsumerGroupDescribeResponse::groups`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribedGroup<'a> {
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
    /// The group's name.
    pub group_id: &'a str,
    /// The group's state, such as `Stable`.
    pub group_state: &'a str,
    /// The epoch of the group's metadata.
    pub group_epoch: i32,
    /// The epoch of the group's target assignment.
    pub assignment_epoch: i32,
    /// The assignor that was chosen.
    pub assignor_name: &'a str,
    /// The group's members.
    pub members: Vec<Member<'a>>,
    /// What the client may do, as a set of bits; the lowest number there is if it was not asked.
    #[kafka(default = i32::MIN)]
    pub authorized_operations: i32,
}

/// One of [`DescribedGroup::members`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Member<'a> {
    /// The member's id, as given by the coordinator or chosen by the member itself (KIP-848).
    pub member_id: &'a str,
    /// The name of a static member; null for a dynamic one, or when it has not changed.
    pub instance_id: Option<&'a str>,
    /// The rack that the sender is in; empty or null if it has none.
    pub rack_id: Option<&'a str>,
    /// The member's epoch (KIP-848).
    pub member_epoch: i32,
    /// The client's name for itself.
    pub client_id: &'a str,
    /// The address that the client comes from.
    pub client_host: &'a str,
    /// The topics subscribed to; in a heartbeat, null when they have not changed.
    pub subscribed_topic_names: Vec<&'a str>,
    /// A regular expression for topics subscribed to; null when there is none, or it has not changed.
    pub subscribed_topic_regex: Option<&'a str>,
    /// What the member is to work on.
    pub assignment: Assignment<'a>,
    /// What the member is to work on in the end.
    pub target_assignment: Assignment<'a>,
    /// -1 unknown, 0 of the classic protocol, 1 of the new one.
    #[kafka(versions = "1+", default = -1, ignorable)]
    pub member_type: i8,
}

/// What stands in [`Member::assignment`] and [`Member::target_assignment`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Assignment<'a> {
    /// The topics with their partitions.
    pub topic_partitions: Vec<TopicPartitions<'a>>,
}

/// One of [`Assignment::topic_partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopicPartitions<'a> {
    /// The topic's id (KIP-516); all zeros if it is named instead.
    pub topic_id: Uuid,
    /// The topic's name.
    pub topic_name: &'a str,
    /// The partitions' numbers.
    pub partitions: Vec<i32>,
}
