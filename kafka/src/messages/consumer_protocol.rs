//! What consumers of a classic group say to each other in the byte fields of JoinGroup and SyncGroup: which topics they
//! want, and which partitions the leader gave them. Each stands behind two bytes with its version (KIP-429, KIP-792).

use crate::{Message, Versioned};

/// What a consumer wants: travels as the metadata of a JoinGroup protocol.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3")]
pub struct ConsumerProtocolSubscription<'a> {
    /// The topics that the member wants.
    pub topics: Vec<&'a str>,
    /// Whatever the assignor adds for itself.
    pub user_data: Option<&'a [u8]>,
    /// What the member has at present.
    #[kafka(versions = "1+", ignorable)]
    pub owned_partitions: Vec<OwnedPartitions<'a>>,
    /// The generation in which the member owned its partitions; -1 if unknown (KIP-792).
    #[kafka(versions = "2+", default = -1, ignorable)]
    pub generation_id: i32,
    /// The member's rack; null if it has none (KIP-881).
    #[kafka(versions = "3+", ignorable)]
    pub rack_id: Option<&'a str>,
}

/// One of [`ConsumerProtocolSubscription::owned_partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OwnedPartitions<'a> {
    /// The topic's name.
    pub topic: &'a str,
    /// The partitions' numbers.
    pub partitions: Vec<i32>,
}

/// What a consumer gets: travels as the assignment of SyncGroup.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3")]
pub struct ConsumerProtocolAssignment<'a> {
    /// What the member is given.
    pub assigned_partitions: Vec<AssignedPartitions<'a>>,
    /// Whatever the assignor adds for itself.
    pub user_data: Option<&'a [u8]>,
}

/// One of [`ConsumerProtocolAssignment::assigned_partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AssignedPartitions<'a> {
    /// The topic's name.
    pub topic: &'a str,
    /// The partitions' numbers.
    pub partitions: Vec<i32>,
}

impl<'a> Versioned<'a> for ConsumerProtocolSubscription<'a> {}

impl<'a> Versioned<'a> for ConsumerProtocolAssignment<'a> {}
