//! StreamsGroupHeartbeat (key 88): a member of a Kafka Streams group joins, lives, is assigned, leaves.
//!
//! KIP-1071, KIP-1331 (v1).

use crate::{ErrorCode, Message};

/// The request of StreamsGroupHeartbeat (key 88).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct StreamsGroupHeartbeatRequest<'a> {
    /// The group's name.
    pub group_id: &'a str,
    /// The member's id, as given by the coordinator or chosen by the member itself (KIP-848).
    pub member_id: &'a str,
    /// The member's epoch (KIP-848).
    pub member_epoch: i32,
    /// The epoch of what is known about other members' endpoints.
    pub endpoint_information_epoch: i32,
    /// The name of a static member; null for a dynamic one, or when it has not changed.
    pub instance_id: Option<&'a str>,
    /// The rack that the sender is in; empty or null if it has none.
    pub rack_id: Option<&'a str>,
    /// How long members have to come back when the group rebalances, in milliseconds.
    #[kafka(default = -1)]
    pub rebalance_timeout_ms: i32,
    /// The topology; in a heartbeat, null when it has not changed.
    pub topology: Option<Topology<'a>>,
    /// Tasks that process records; in a heartbeat, null when they have not changed.
    pub active_tasks: Option<Vec<RequestTaskIds<'a>>>,
    /// Tasks that keep a copy of the state; in a heartbeat, null when they have not changed.
    pub standby_tasks: Option<Vec<RequestTaskIds<'a>>>,
    /// Tasks that catch up in order to become active; in a heartbeat, null when they have not changed.
    pub warmup_tasks: Option<Vec<RequestTaskIds<'a>>>,
    /// The process that the member runs in, so that tasks spread over several.
    pub process_id: Option<&'a str>,
    /// Where the member answers interactive queries (KIP-1071); null when it does not, or has not changed.
    pub user_endpoint: Option<RequestEndpoint<'a>>,
    /// Tags by which standby tasks are spread (KIP-708).
    pub client_tags: Option<Vec<KeyValue<'a>>>,
    /// How far each task's state is, as a sum of offsets.
    pub task_offsets: Option<Vec<TaskOffset<'a>>>,
    /// Where each task's state ends, as a sum of offsets.
    pub task_end_offsets: Option<Vec<TaskOffset<'a>>>,
    /// Whether the whole application is to stop.
    pub shutdown_application: bool,
}

/// What stands in [`StreamsGroupHeartbeatRequest::topology`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Topology<'a> {
    /// The epoch.
    pub epoch: i32,
    /// The parts of the topology.
    pub subtopologies: Vec<Subtopology<'a>>,
}

/// One of [`Topology::subtopologies`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Subtopology<'a> {
    /// The subtopology's name within the topology.
    pub subtopology_id: &'a str,
    /// The topics read from.
    pub source_topics: Vec<&'a str>,
    /// Regular expressions for topics read from.
    pub source_topic_regex: Vec<&'a str>,
    /// The topics that stand behind the stores, to be made if they are not there.
    pub state_changelog_topics: Vec<TopicInfo<'a>>,
    /// The topics that the topology itself writes in order to partition anew.
    pub repartition_sink_topics: Vec<&'a str>,
    /// The topics that the topology itself writes in order to partition anew, and reads.
    pub repartition_source_topics: Vec<TopicInfo<'a>>,
    /// Topics that must have their partitions alike.
    pub copartition_groups: Vec<CopartitionGroup>,
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

/// One of [`StreamsGroupHeartbeatRequest::client_tags`] and [`TopicInfo::topic_configs`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct KeyValue<'a> {
    /// What is asked for, by name.
    pub key: &'a str,
    /// The value.
    pub value: &'a str,
}

/// One of [`Subtopology::copartition_groups`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct CopartitionGroup {
    /// The topics read from.
    pub source_topics: Vec<i16>,
    /// Regular expressions for topics read from.
    pub source_topic_regex: Vec<i16>,
    /// The topics that the topology itself writes in order to partition anew, and reads.
    pub repartition_source_topics: Vec<i16>,
}

/// One of [`StreamsGroupHeartbeatRequest::active_tasks`], [`StreamsGroupHeartbeatRequest::standby_tasks`] and [`StreamsGroupHeartbeatRequest::warmup_tasks`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestTaskIds<'a> {
    /// The subtopology's name within the topology.
    pub subtopology_id: &'a str,
    /// The partitions' numbers.
    pub partitions: Vec<i32>,
}

/// What stands in [`StreamsGroupHeartbeatRequest::user_endpoint`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestEndpoint<'a> {
    /// The name or address to connect to.
    pub host: &'a str,
    /// The port to connect to.
    pub port: u16,
}

/// One of [`StreamsGroupHeartbeatRequest::task_offsets`] and [`StreamsGroupHeartbeatRequest::task_end_offsets`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TaskOffset<'a> {
    /// The subtopology's name within the topology.
    pub subtopology_id: &'a str,
    /// The partition's number.
    pub partition: i32,
    /// The offset; -1 if there is none.
    pub offset: i64,
}

/// The response of StreamsGroupHeartbeat (key 88).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct StreamsGroupHeartbeatResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
    /// The member's id, as given by the coordinator or chosen by the member itself (KIP-848).
    pub member_id: &'a str,
    /// The member's epoch (KIP-848).
    pub member_epoch: i32,
    /// How often the member is to send heartbeats, in milliseconds.
    pub heartbeat_interval_ms: i32,
    /// As `acceptable_recovery_lag`, in 32 bits.
    #[kafka(versions = "0")]
    pub acceptable_recovery_lag_legacy: i32,
    /// How often to tell the tasks' offsets, in milliseconds.
    pub task_offset_interval_ms: i32,
    /// How far a task may be behind and still become active.
    #[kafka(versions = "1+", default = -1, ignorable)]
    pub acceptable_recovery_lag: i64,
    /// What the group has to tell the member; null when there is nothing new.
    pub status: Option<Vec<Status<'a>>>,
    /// Tasks that process records; in a heartbeat, null when they have not changed.
    pub active_tasks: Option<Vec<ResponseTaskIds<'a>>>,
    /// Tasks that keep a copy of the state; in a heartbeat, null when they have not changed.
    pub standby_tasks: Option<Vec<ResponseTaskIds<'a>>>,
    /// Tasks that catch up in order to become active; in a heartbeat, null when they have not changed.
    pub warmup_tasks: Option<Vec<ResponseTaskIds<'a>>>,
    /// Whether the broker asks for the topology's description (KIP-1331).
    #[kafka(versions = "1+")]
    pub topology_description_required: bool,
    /// The epoch of what is known about other members' endpoints.
    pub endpoint_information_epoch: i32,
    /// Which member answers for which partitions; null when it has not changed.
    pub partitions_by_user_endpoint: Option<Vec<EndpointToPartitions<'a>>>,
}

/// One of [`StreamsGroupHeartbeatResponse::status`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Status<'a> {
    /// What it is, by number.
    pub status_code: i8,
    /// What it is, for people.
    pub status_detail: &'a str,
}

/// One of [`StreamsGroupHeartbeatResponse::active_tasks`], [`StreamsGroupHeartbeatResponse::standby_tasks`] and [`StreamsGroupHeartbeatResponse::warmup_tasks`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponseTaskIds<'a> {
    /// The subtopology's name within the topology.
    pub subtopology_id: &'a str,
    /// The partitions' numbers.
    pub partitions: Vec<i32>,
}

/// One of [`StreamsGroupHeartbeatResponse::partitions_by_user_endpoint`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct EndpointToPartitions<'a> {
    /// Where the member answers interactive queries (KIP-1071); null when it does not, or has not changed.
    pub user_endpoint: ResponseEndpoint<'a>,
    /// The partitions of the member's active tasks.
    pub active_partitions: Vec<TopicPartition<'a>>,
    /// The partitions of the member's standby tasks.
    pub standby_partitions: Vec<TopicPartition<'a>>,
}

/// What stands in [`EndpointToPartitions::user_endpoint`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponseEndpoint<'a> {
    /// The name or address to connect to.
    pub host: &'a str,
    /// The port to connect to.
    pub port: u16,
}

/// One of [`EndpointToPartitions::active_partitions`] and [`EndpointToPartitions::standby_partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopicPartition<'a> {
    /// The topic's name.
    pub topic: &'a str,
    /// The partitions' numbers.
    pub partitions: Vec<i32>,
}
