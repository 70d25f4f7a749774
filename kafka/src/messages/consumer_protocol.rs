//! What consumers of a classic group say to each other in the byte fields of JoinGroup and SyncGroup: which topics they
//! want, and which partitions the leader gave them. Each stands behind two bytes with its version (KIP-429, KIP-792).

use crate::{Message, Versioned};

/// x
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3")]
pub struct ConsumerProtocolSubscription<'a> {
    /// The topics.
    pub topics: Vec<&'a str>,
    /// The user data.
    pub user_data: Option<&'a [u8]>,
    /// The owned partitions.
    #[kafka(versions = "1+", ignorable)]
    pub owned_partitions: Vec<OwnedPartitions<'a>>,
    /// The generation id.
    #[kafka(versions = "2+", default = -1, ignorable)]
    pub generation_id: i32,
    /// The rack id.
    #[kafka(versions = "3+", ignorable)]
    pub rack_id: Option<&'a str>,
}

/// A part of [`ConsumerProtocolSubscription`]: owned partitions.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OwnedPartitions<'a> {
    /// The topic.
    pub topic: &'a str,
    /// The partitions.
    pub partitions: Vec<i32>,
}

/// x
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3")]
pub struct ConsumerProtocolAssignment<'a> {
    /// The assigned partitions.
    pub assigned_partitions: Vec<AssignedPartitions<'a>>,
    /// The user data.
    pub user_data: Option<&'a [u8]>,
}

/// A part of [`ConsumerProtocolAssignment`]: assigned partitions.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AssignedPartitions<'a> {
    /// The topic.
    pub topic: &'a str,
    /// The partitions.
    pub partitions: Vec<i32>,
}

impl<'a> Versioned<'a> for ConsumerProtocolSubscription<'a> {}

impl<'a> Versioned<'a> for ConsumerProtocolAssignment<'a> {}
