//! ShareGroupDescribe (key 77): the state and members of share groups.
//!
//! KIP-932.

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of ShareGroupDescribe (key 77).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "1", flexible = "1+")]
pub struct ShareGroupDescribeRequest<'a> {
    /// The groups' names.
    pub group_ids: Vec<&'a str>,
    /// Whether to say what the client may do (KIP-430).
    pub include_authorized_operations: bool,
}

/// The response of ShareGroupDescribe (key 77).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "1", flexible = "1+")]
pub struct ShareGroupDescribeResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What is said of each group.
    pub groups: Vec<DescribedGroup<'a>>,
}

/// One of [`ShareGroupDescribeResponse::groups`].
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
    /// What the member is to work on.
    pub assignment: Assignment<'a>,
}

/// What stands in [`Member::assignment`].
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
