//! StreamsGroupHeartbeat (key 88): a member of a Kafka Streams group joins, lives, is assigned, leaves.
//!
//! KIP-1071.

use crate::{ErrorCode, Message};

/// StreamsGroupHeartbeat (key 88): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct StreamsGroupHeartbeatRequest<'a> {
    /// The group id.
    pub group_id: &'a str,
    /// The member id.
    pub member_id: &'a str,
    /// The member epoch.
    pub member_epoch: i32,
    /// The endpoint information epoch.
    pub endpoint_information_epoch: i32,
    /// The instance id.
    pub instance_id: Option<&'a str>,
    /// The rack id.
    pub rack_id: Option<&'a str>,
    /// The rebalance timeout ms.
    #[kafka(default = -1)]
    pub rebalance_timeout_ms: i32,
    /// The topology.
    pub topology: Option<Topology<'a>>,
    /// The active tasks.
    pub active_tasks: Option<Vec<RequestTaskIds<'a>>>,
    /// The standby tasks.
    pub standby_tasks: Option<Vec<RequestTaskIds<'a>>>,
    /// The warmup tasks.
    pub warmup_tasks: Option<Vec<RequestTaskIds<'a>>>,
    /// The process id.
    pub process_id: Option<&'a str>,
    /// The user endpoint.
    pub user_endpoint: Option<RequestEndpoint<'a>>,
    /// The client tags.
    pub client_tags: Option<Vec<KeyValue<'a>>>,
    /// The task offsets.
    pub task_offsets: Option<Vec<TaskOffset<'a>>>,
    /// The task end offsets.
    pub task_end_offsets: Option<Vec<TaskOffset<'a>>>,
    /// The shutdown application.
    pub shutdown_application: bool,
}

/// A part of [`StreamsGroupHeartbeatRequest`]: topology.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Topology<'a> {
    /// The epoch.
    pub epoch: i32,
    /// The subtopologies.
    pub subtopologies: Vec<Subtopology<'a>>,
}

/// A part of [`StreamsGroupHeartbeatRequest`]: subtopology.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Subtopology<'a> {
    /// The subtopology id.
    pub subtopology_id: &'a str,
    /// The source topics.
    pub source_topics: Vec<&'a str>,
    /// The source topic regex.
    pub source_topic_regex: Vec<&'a str>,
    /// The state changelog topics.
    pub state_changelog_topics: Vec<TopicInfo<'a>>,
    /// The repartition sink topics.
    pub repartition_sink_topics: Vec<&'a str>,
    /// The repartition source topics.
    pub repartition_source_topics: Vec<TopicInfo<'a>>,
    /// The copartition groups.
    pub copartition_groups: Vec<CopartitionGroup>,
}

/// A part of [`StreamsGroupHeartbeatRequest`]: topic info.
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

/// A part of [`StreamsGroupHeartbeatRequest`]: key value.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct KeyValue<'a> {
    /// The key.
    pub key: &'a str,
    /// The value.
    pub value: &'a str,
}

/// A part of [`StreamsGroupHeartbeatRequest`]: copartition group.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct CopartitionGroup {
    /// The source topics.
    pub source_topics: Vec<i16>,
    /// The source topic regex.
    pub source_topic_regex: Vec<i16>,
    /// The repartition source topics.
    pub repartition_source_topics: Vec<i16>,
}

/// A part of [`StreamsGroupHeartbeatRequest`]: request task ids.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestTaskIds<'a> {
    /// The subtopology id.
    pub subtopology_id: &'a str,
    /// The partitions.
    pub partitions: Vec<i32>,
}

/// A part of [`StreamsGroupHeartbeatRequest`]: request endpoint.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct RequestEndpoint<'a> {
    /// The host.
    pub host: &'a str,
    /// The port.
    pub port: u16,
}

/// A part of [`StreamsGroupHeartbeatRequest`]: task offset.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TaskOffset<'a> {
    /// The subtopology id.
    pub subtopology_id: &'a str,
    /// The partition.
    pub partition: i32,
    /// The offset.
    pub offset: i64,
}

/// StreamsGroupHeartbeat (key 88): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct StreamsGroupHeartbeatResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
    /// The member id.
    pub member_id: &'a str,
    /// The member epoch.
    pub member_epoch: i32,
    /// The heartbeat interval ms.
    pub heartbeat_interval_ms: i32,
    /// The acceptable recovery lag legacy.
    #[kafka(versions = "0")]
    pub acceptable_recovery_lag_legacy: i32,
    /// The task offset interval ms.
    pub task_offset_interval_ms: i32,
    /// The acceptable recovery lag.
    #[kafka(versions = "1+", default = -1, ignorable)]
    pub acceptable_recovery_lag: i64,
    /// The status.
    pub status: Option<Vec<Status<'a>>>,
    /// The active tasks.
    pub active_tasks: Option<Vec<ResponseTaskIds<'a>>>,
    /// The standby tasks.
    pub standby_tasks: Option<Vec<ResponseTaskIds<'a>>>,
    /// The warmup tasks.
    pub warmup_tasks: Option<Vec<ResponseTaskIds<'a>>>,
    /// The topology description required.
    #[kafka(versions = "1+")]
    pub topology_description_required: bool,
    /// The endpoint information epoch.
    pub endpoint_information_epoch: i32,
    /// The partitions by user endpoint.
    pub partitions_by_user_endpoint: Option<Vec<EndpointToPartitions<'a>>>,
}

/// A part of [`StreamsGroupHeartbeatResponse`]: status.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Status<'a> {
    /// The status code.
    pub status_code: i8,
    /// The status detail.
    pub status_detail: &'a str,
}

/// A part of [`StreamsGroupHeartbeatResponse`]: response task ids.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponseTaskIds<'a> {
    /// The subtopology id.
    pub subtopology_id: &'a str,
    /// The partitions.
    pub partitions: Vec<i32>,
}

/// A part of [`StreamsGroupHeartbeatResponse`]: endpoint to partitions.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct EndpointToPartitions<'a> {
    /// The user endpoint.
    pub user_endpoint: ResponseEndpoint<'a>,
    /// The active partitions.
    pub active_partitions: Vec<TopicPartition<'a>>,
    /// The standby partitions.
    pub standby_partitions: Vec<TopicPartition<'a>>,
}

/// A part of [`StreamsGroupHeartbeatResponse`]: response endpoint.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ResponseEndpoint<'a> {
    /// The host.
    pub host: &'a str,
    /// The port.
    pub port: u16,
}

/// A part of [`StreamsGroupHeartbeatResponse`]: topic partition.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopicPartition<'a> {
    /// The topic.
    pub topic: &'a str,
    /// The partitions.
    pub partitions: Vec<i32>,
}
