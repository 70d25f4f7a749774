//! StreamsGroupTopologyDescriptionUpdate (key 93): a Kafka Streams group keeps a description of its topology.
//!
//! KIP-1331.

use crate::{ErrorCode, Message};

/// The request of StreamsGroupTopologyDescriptionUpdate (key 93).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct StreamsGroupTopologyDescriptionUpdateRequest<'a> {
    /// The group's name.
    pub group_id: &'a str,
    /// The member's id, as given by the coordinator or chosen by the member itself (KIP-848).
    pub member_id: &'a str,
    /// The topology's epoch.
    pub topology_epoch: i32,
    /// The topology, as its application draws it.
    pub topology_description: TopologyDescription<'a>,
}

/// What stands in [`StreamsGroupTopologyDescriptionUpdateRequest::topology_description`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopologyDescription<'a> {
    /// The parts of the topology.
    pub subtopologies: Vec<TopologyDescriptionSubtopology<'a>>,
    /// The stores that every member has whole.
    pub global_stores: Vec<TopologyDescriptionGlobalStore<'a>>,
}

/// One of [`TopologyDescription::subtopologies`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopologyDescriptionSubtopology<'a> {
    /// The subtopology's name within the topology.
    pub subtopology_id: &'a str,
    /// The nodes, and where they are reached.
    pub nodes: Vec<TopologyDescriptionNode<'a>>,
}

/// One of [`TopologyDescriptionSubtopology::nodes`], [`TopologyDescriptionGlobalStore::source`] and [`TopologyDescriptionGlobalStore::processor`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopologyDescriptionNode<'a> {
    /// Its name.
    pub name: &'a str,
    /// What kind of node it is, by number.
    pub node_type: i8,
    /// The topics read from.
    pub source_topics: Vec<&'a str>,
    /// The topic written to; null if it is chosen per record.
    pub sink_topic: Option<&'a str>,
    /// The stores that the node uses.
    pub stores: Vec<&'a str>,
    /// The nodes that follow.
    pub successors: Vec<&'a str>,
}

/// One of [`TopologyDescription::global_stores`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopologyDescriptionGlobalStore<'a> {
    /// Where the value comes from, by number (KIP-226).
    pub source: TopologyDescriptionNode<'a>,
    /// The node that fills the store.
    pub processor: TopologyDescriptionNode<'a>,
}

/// The response of StreamsGroupTopologyDescriptionUpdate (key 93).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct StreamsGroupTopologyDescriptionUpdateResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
}
