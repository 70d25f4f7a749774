//! ConsumerGroupDescribe (key 69): the state and members of groups of the new protocol.
//!
//! KIP-848, KIP-1099 (v1).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// ConsumerGroupDescribe (key 69): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct ConsumerGroupDescribeRequest<'a> {
    /// The group ids.
    pub group_ids: Vec<&'a str>,
    /// The include authorized operations.
    pub include_authorized_operations: bool,
}

/// ConsumerGroupDescribe (key 69): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct ConsumerGroupDescribeResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The groups.
    pub groups: Vec<DescribedGroup<'a>>,
}

/// A part of [`ConsumerGroupDescribeResponse`]: described group.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribedGroup<'a> {
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
    /// The group id.
    pub group_id: &'a str,
    /// The group state.
    pub group_state: &'a str,
    /// The group epoch.
    pub group_epoch: i32,
    /// The assignment epoch.
    pub assignment_epoch: i32,
    /// The assignor name.
    pub assignor_name: &'a str,
    /// The members.
    pub members: Vec<Member<'a>>,
    /// The authorized operations.
    #[kafka(default = i32::MIN)]
    pub authorized_operations: i32,
}

/// A part of [`ConsumerGroupDescribeResponse`]: member.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Member<'a> {
    /// The member id.
    pub member_id: &'a str,
    /// The instance id.
    pub instance_id: Option<&'a str>,
    /// The rack id.
    pub rack_id: Option<&'a str>,
    /// The member epoch.
    pub member_epoch: i32,
    /// The client id.
    pub client_id: &'a str,
    /// The client host.
    pub client_host: &'a str,
    /// The subscribed topic names.
    pub subscribed_topic_names: Vec<&'a str>,
    /// The subscribed topic regex.
    pub subscribed_topic_regex: Option<&'a str>,
    /// The assignment.
    pub assignment: Assignment<'a>,
    /// The target assignment.
    pub target_assignment: Assignment<'a>,
    /// The member type.
    #[kafka(versions = "1+", default = -1, ignorable)]
    pub member_type: i8,
}

/// A part of [`ConsumerGroupDescribeResponse`]: assignment.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Assignment<'a> {
    /// The topic partitions.
    pub topic_partitions: Vec<TopicPartitions<'a>>,
}

/// A part of [`ConsumerGroupDescribeResponse`]: topic partitions.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopicPartitions<'a> {
    /// The topic id.
    pub topic_id: Uuid,
    /// The topic name.
    pub topic_name: &'a str,
    /// The partitions.
    pub partitions: Vec<i32>,
}
