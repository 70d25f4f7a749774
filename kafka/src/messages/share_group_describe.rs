//! ShareGroupDescribe (key 77): the state and members of share groups.
//!
//! KIP-932.

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// ShareGroupDescribe (key 77): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "1", flexible = "1+")]
pub struct ShareGroupDescribeRequest<'a> {
    /// The group ids.
    pub group_ids: Vec<&'a str>,
    /// The include authorized operations.
    pub include_authorized_operations: bool,
}

/// ShareGroupDescribe (key 77): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "1", flexible = "1+")]
pub struct ShareGroupDescribeResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The groups.
    pub groups: Vec<DescribedGroup<'a>>,
}

/// A part of [`ShareGroupDescribeResponse`]: described group.
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

/// A part of [`ShareGroupDescribeResponse`]: member.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Member<'a> {
    /// The member id.
    pub member_id: &'a str,
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
    /// The assignment.
    pub assignment: Assignment<'a>,
}

/// A part of [`ShareGroupDescribeResponse`]: assignment.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Assignment<'a> {
    /// The topic partitions.
    pub topic_partitions: Vec<TopicPartitions<'a>>,
}

/// A part of [`ShareGroupDescribeResponse`]: topic partitions.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopicPartitions<'a> {
    /// The topic id.
    pub topic_id: Uuid,
    /// The topic name.
    pub topic_name: &'a str,
    /// The partitions.
    pub partitions: Vec<i32>,
}
