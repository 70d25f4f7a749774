//! StreamsGroupDescribe (key 89): the state, topology and members of Kafka Streams groups.
//!
//! KIP-1071, KIP-1331 and KIP-1357 (v1).

use crate::{ErrorCode, Message};

/// The request of StreamsGroupDescribe (key 89).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct StreamsGroupDescribeRequest<'a> {
    /// The groups' names.
    pub group_ids: Vec<&'a str>,
    /// Whether to say what the client may do (KIP-430).
    pub include_authorized_operations: bool,
    /// Whether to tell the topology as its application draws it.
    #[kafka(versions = "1+")]
    pub include_topology_description: bool,
}

/// The response of StreamsGroupDescribe (key 89).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct StreamsGroupDescribeResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What is said of each group.
    pub groups: Vec<DescribedGroup<'a>>,
}

/// One of [`StreamsGroupDescribeResponse::groups`].
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
    /// The topology; in a heartbeat, null when it has not changed.
    pub topology: Option<Topology<'a>>,
    /// The group's members.
    pub members: Vec<Member<'a>>,
    /// What the client may do, as a set of bits; the lowest number there is if it was not asked.
    #[kafka(default = i32::MIN)]
    pub authorized_operations: i32,
    /// The topology, as its application draws it.
    #[kafka(versions = "1+")]
    pub topology_description: Option<TopologyDescription<'a>>,
    /// Whether the description is there, by number.
    #[kafka(versions = "1+")]
    pub topology_description_status: i8,
    /// The assignor that was chosen.
    #[kafka(versions = "1+", ignorable)]
    pub assignor_name: Option<&'a str>,
}

/// What stands in [`DescribedGroup::topology`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Topology<'a> {
    /// The epoch.
    pub epoch: i32,
    /// The parts of the topology.
    pub subtopologies: Option<Vec<Subtopology<'a>>>,
}

/// One of [`Topology::subtopologies`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Subtopology<'a> {
    /// The subtopology's name within the topology.
    pub subtopology_id: &'a str,
    /// The topics read from.
    pub source_topics: Vec<&'a str>,
    /// The topics that the topology itself writes in order to partition anew.
    pub repartition_sink_topics: Vec<&'a str>,
    /// The topics that stand behind the stores, to be made if they are not there.
    pub state_changelog_topics: Vec<TopicInfo<'a>>,
    /// The topics that the topology itself writes in order to partition anew, and reads.
    pub repartition_source_topics: Vec<TopicInfo<'a>>,
}

/// One of [`Subtopology::state_changelog_topics`] and [`Subtopology::repartition_source_topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopicInfo<'a> {
    /// Its name.
    pub name: &'a str,
    /// What is said of each partition.
    pub partitions: i32,
    /// How many replicas each partition has; -1 for the broker's default or a manual assignment.
    pub replication_factor: i16,
    /// Its configuration entries.
    pub topic_configs: Vec<KeyValue<'a>>,
}

/// One of [`TopicInfo::topic_configs`] and [`Member::client_tags`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct KeyValue<'a> {
    /// What is asked for, by name.
    pub key: &'a str,
    /// The value.
    pub value: &'a str,
}

/// One of [`DescribedGroup::members`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Member<'a> {
    /// The member's id, as given by the coordinator or chosen by the member itself (KIP-848).
    pub member_id: &'a str,
    /// The member's epoch (KIP-848).
    pub member_epoch: i32,
    /// The name of a static member; null for a dynamic one, or when it has not changed.
    pub instance_id: Option<&'a str>,
    /// The rack that the sender is in; empty or null if it has none.
    pub rack_id: Option<&'a str>,
    /// The client's name for itself.
    pub client_id: &'a str,
    /// The address that the client comes from.
    pub client_host: &'a str,
    /// The topology's epoch.
    pub topology_epoch: i32,
    /// The process that the member runs in, so that tasks spread over several.
    pub process_id: &'a str,
    /// Where the member answers interactive queries (KIP-1071); null when it does not, or has not changed.
    pub user_endpoint: Option<Endpoint<'a>>,
    /// Tags by which standby tasks are spread (KIP-708).
    pub client_tags: Vec<KeyValue<'a>>,
    /// How far each task's state is, as a sum of offsets.
    pub task_offsets: Vec<TaskOffset<'a>>,
    /// Where each task's state ends, as a sum of offsets.
    pub task_end_offsets: Vec<TaskOffset<'a>>,
    /// What the member is to work on.
    pub assignment: Assignment<'a>,
    /// What the member is to work on in the end.
    pub target_assignment: Assignment<'a>,
    /// Whether the member is still of the classic protocol.
    pub is_classic: bool,
}

/// What stands in [`Member::user_endpoint`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Endpoint<'a> {
    /// The name or address to connect to.
    pub host: &'a str,
    /// The port to connect to.
    pub port: u16,
}

/// One of [`Member::task_offsets`] and [`Member::task_end_offsets`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TaskOffset<'a> {
    /// The subtopology's name within the topology.
    pub subtopology_id: &'a str,
    /// The partition's number.
    pub partition: i32,
    /// The offset; -1 if there is none.
    pub offset: i64,
}

/// What stands in [`Member::assignment`] and [`Member::target_assignment`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Assignment<'a> {
    /// Tasks that process records; in a heartbeat, null when they have not changed.
    pub active_tasks: Vec<TaskIds<'a>>,
    /// Tasks that keep a copy of the state; in a heartbeat, null when they have not changed.
    pub standby_tasks: Vec<TaskIds<'a>>,
    /// Tasks that catch up in order to become active; in a heartbeat, null when they have not changed.
    pub warmup_tasks: Vec<TaskIds<'a>>,
}

/// One of [`Assignment::active_tasks`], [`Assignment::standby_tasks`] and [`Assignment::warmup_tasks`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TaskIds<'a> {
    /// The subtopology's name within the topology.
    pub subtopology_id: &'a str,
    /// The partitions' numbers.
    pub partitions: Vec<i32>,
}

/// What stands in [`DescribedGroup::topology_description`].
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
