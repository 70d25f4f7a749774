//! StreamsGroupDescribe (key 89): the state, topology and members of Kafka Streams groups.
//!
//! KIP-1071.

use crate::{ErrorCode, Message};

/// StreamsGroupDescribe (key 89): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct StreamsGroupDescribeRequest<'a> {
    /// The group ids.
    pub group_ids: Vec<&'a str>,
    /// The include authorized operations.
    pub include_authorized_operations: bool,
    /// The include topology description.
    #[kafka(versions = "1+")]
    pub include_topology_description: bool,
}

/// StreamsGroupDescribe (key 89): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct StreamsGroupDescribeResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The groups.
    pub groups: Vec<DescribedGroup<'a>>,
}

/// A part of [`StreamsGroupDescribeResponse`]: described group.
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
    /// The topology.
    pub topology: Option<Topology<'a>>,
    /// The members.
    pub members: Vec<Member<'a>>,
    /// The authorized operations.
    #[kafka(default = i32::MIN)]
    pub authorized_operations: i32,
    /// The topology description.
    #[kafka(versions = "1+")]
    pub topology_description: Option<TopologyDescription<'a>>,
    /// The topology description status.
    #[kafka(versions = "1+")]
    pub topology_description_status: i8,
    /// The assignor name.
    #[kafka(versions = "1+", ignorable)]
    pub assignor_name: Option<&'a str>,
}

/// A part of [`StreamsGroupDescribeResponse`]: topology.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Topology<'a> {
    /// The epoch.
    pub epoch: i32,
    /// The subtopologies.
    pub subtopologies: Option<Vec<Subtopology<'a>>>,
}

/// A part of [`StreamsGroupDescribeResponse`]: subtopology.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Subtopology<'a> {
    /// The subtopology id.
    pub subtopology_id: &'a str,
    /// The source topics.
    pub source_topics: Vec<&'a str>,
    /// The repartition sink topics.
    pub repartition_sink_topics: Vec<&'a str>,
    /// The state changelog topics.
    pub state_changelog_topics: Vec<TopicInfo<'a>>,
    /// The repartition source topics.
    pub repartition_source_topics: Vec<TopicInfo<'a>>,
}

/// A part of [`StreamsGroupDescribeResponse`]: topic info.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopicInfo<'a> {
    /// The name.
    pub name: &'a str,
    /// The partitions.
    pub partitions: i32,
    /// The replication factor.
    pub replication_factor: i16,
    /// The topic configs.
    pub topic_configs: Vec<KeyValue<'a>>,
}

/// A part of [`StreamsGroupDescribeResponse`]: key value.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct KeyValue<'a> {
    /// The key.
    pub key: &'a str,
    /// The value.
    pub value: &'a str,
}

/// A part of [`StreamsGroupDescribeResponse`]: member.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Member<'a> {
    /// The member id.
    pub member_id: &'a str,
    /// The member epoch.
    pub member_epoch: i32,
    /// The instance id.
    pub instance_id: Option<&'a str>,
    /// The rack id.
    pub rack_id: Option<&'a str>,
    /// The client id.
    pub client_id: &'a str,
    /// The client host.
    pub client_host: &'a str,
    /// The topology epoch.
    pub topology_epoch: i32,
    /// The process id.
    pub process_id: &'a str,
    /// The user endpoint.
    pub user_endpoint: Option<Endpoint<'a>>,
    /// The client tags.
    pub client_tags: Vec<KeyValue<'a>>,
    /// The task offsets.
    pub task_offsets: Vec<TaskOffset<'a>>,
    /// The task end offsets.
    pub task_end_offsets: Vec<TaskOffset<'a>>,
    /// The assignment.
    pub assignment: Assignment<'a>,
    /// The target assignment.
    pub target_assignment: Assignment<'a>,
    /// The is classic.
    pub is_classic: bool,
}

/// A part of [`StreamsGroupDescribeResponse`]: endpoint.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Endpoint<'a> {
    /// The host.
    pub host: &'a str,
    /// The port.
    pub port: u16,
}

/// A part of [`StreamsGroupDescribeResponse`]: task offset.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TaskOffset<'a> {
    /// The subtopology id.
    pub subtopology_id: &'a str,
    /// The partition.
    pub partition: i32,
    /// The offset.
    pub offset: i64,
}

/// A part of [`StreamsGroupDescribeResponse`]: assignment.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Assignment<'a> {
    /// The active tasks.
    pub active_tasks: Vec<TaskIds<'a>>,
    /// The standby tasks.
    pub standby_tasks: Vec<TaskIds<'a>>,
    /// The warmup tasks.
    pub warmup_tasks: Vec<TaskIds<'a>>,
}

/// A part of [`StreamsGroupDescribeResponse`]: task ids.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TaskIds<'a> {
    /// The subtopology id.
    pub subtopology_id: &'a str,
    /// The partitions.
    pub partitions: Vec<i32>,
}

/// A part of [`StreamsGroupDescribeResponse`]: topology description.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopologyDescription<'a> {
    /// The subtopologies.
    pub subtopologies: Vec<TopologyDescriptionSubtopology<'a>>,
    /// The global stores.
    pub global_stores: Vec<TopologyDescriptionGlobalStore<'a>>,
}

/// A part of [`StreamsGroupDescribeResponse`]: topology description subtopology.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopologyDescriptionSubtopology<'a> {
    /// The subtopology id.
    pub subtopology_id: &'a str,
    /// The nodes.
    pub nodes: Vec<TopologyDescriptionNode<'a>>,
}

/// A part of [`StreamsGroupDescribeResponse`]: topology description node.
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

/// A part of [`StreamsGroupDescribeResponse`]: topology description global store.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopologyDescriptionGlobalStore<'a> {
    /// The source.
    pub source: TopologyDescriptionNode<'a>,
    /// The processor.
    pub processor: TopologyDescriptionNode<'a>,
}
