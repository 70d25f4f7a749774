//! StreamsGroupTopologyDescriptionUpdate (key 93): a Kafka Streams group keeps a description of its topology.
//!
//! KIP-1071.

use crate::{ErrorCode, Message};

/// StreamsGroupTopologyDescriptionUpdate (key 93): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct StreamsGroupTopologyDescriptionUpdateRequest<'a> {
    /// The group id.
    pub group_id: &'a str,
    /// The member id.
    pub member_id: &'a str,
    /// The topology epoch.
    pub topology_epoch: i32,
    /// The topology description.
    pub topology_description: TopologyDescription<'a>,
}

/// A part of [`StreamsGroupTopologyDescriptionUpdateRequest`]: topology description.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopologyDescription<'a> {
    /// The subtopologies.
    pub subtopologies: Vec<TopologyDescriptionSubtopology<'a>>,
    /// The global stores.
    pub global_stores: Vec<TopologyDescriptionGlobalStore<'a>>,
}

/// A part of [`StreamsGroupTopologyDescriptionUpdateRequest`]: topology description subtopology.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopologyDescriptionSubtopology<'a> {
    /// The subtopology id.
    pub subtopology_id: &'a str,
    /// The nodes.
    pub nodes: Vec<TopologyDescriptionNode<'a>>,
}

/// A part of [`StreamsGroupTopologyDescriptionUpdateRequest`]: topology description node.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopologyDescriptionNode<'a> {
    /// The name.
    pub name: &'a str,
    /// The node type.
    pub node_type: i8,
    /// The source topics.
    pub source_topics: Vec<&'a str>,
    /// The sink topic.
    pub sink_topic: Option<&'a str>,
    /// The stores.
    pub stores: Vec<&'a str>,
    /// The successors.
    pub successors: Vec<&'a str>,
}

/// A part of [`StreamsGroupTopologyDescriptionUpdateRequest`]: topology description global store.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopologyDescriptionGlobalStore<'a> {
    /// The source.
    pub source: TopologyDescriptionNode<'a>,
    /// The processor.
    pub processor: TopologyDescriptionNode<'a>,
}

/// StreamsGroupTopologyDescriptionUpdate (key 93): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct StreamsGroupTopologyDescriptionUpdateResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
}
