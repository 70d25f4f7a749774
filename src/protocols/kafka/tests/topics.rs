//! Topics made, changed and deleted, and what is told of them.

use kafka::ErrorCode;
use kafka::messages::alter_configs::{self, AlterConfigsRequest};
use kafka::messages::create_partitions::{CreatePartitionsRequest, CreatePartitionsTopic};
use kafka::messages::create_topics::{CreatableTopic, CreatableTopicConfig, CreateTopicsRequest};
use kafka::messages::delete_records::{DeleteRecordsPartition, DeleteRecordsRequest, DeleteRecordsTopic};
use kafka::messages::delete_topics::{DeleteTopicState, DeleteTopicsRequest};
use kafka::messages::describe_cluster::DescribeClusterRequest;
use kafka::messages::describe_configs::{DescribeConfigsRequest, DescribeConfigsResource};
use kafka::messages::incremental_alter_configs::{
    AlterConfigsResource, AlterableConfig, IncrementalAlterConfigsRequest,
};
use kafka::messages::metadata::{MetadataRequest, MetadataRequestTopic};

use super::bench::{Bench, Wire, ask, batch, fine};
use super::messages::{create, produce_request};

fn topic(name: &str, num_partitions: i32, replication_factor: i16) -> CreatableTopic<'_> {
    CreatableTopic { name, num_partitions, replication_factor, ..CreatableTopic::default() }
}

pub(super) async fn configs(wire: &mut Wire, name: &'static str) -> Vec<(String, String, i8)> {
    let resource = DescribeConfigsResource { resource_type: 2, resource_name: name, configuration_keys: None };
    let request = DescribeConfigsRequest { resources: vec![resource], ..DescribeConfigsRequest::default() };
    for version in 0..=3 {
        ask!(wire, version, request.clone() => response);
        fine(response.results[0].error_code);
    }
    ask!(wire, 4, request => response);
    fine(response.results[0].error_code);
    let configs = response.results[0].configs.iter();
    configs.map(|c| (c.name.to_owned(), c.value.unwrap().to_owned(), c.config_source)).collect()
}

#[tokio::test]
async fn topics_are_made_grow_and_go() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::open(dir.path()).await;
    let mut wire = bench.connect();
    let retention = CreatableTopicConfig { name: "retention.ms", value: Some("60000") };
    let compact = CreatableTopicConfig { name: "cleanup.policy", value: Some("shred") };
    let topics = vec![
        CreatableTopic { configs: vec![retention], ..topic("lights", 4, 1) },
        topic("by-default", -1, -1),
        topic("no partitions", 0, 1),
        topic("replicated", 1, 3),
        CreatableTopic { configs: vec![compact], ..topic("compacted", 1, 1) },
        topic("..", 1, 1),
        topic("twice", 1, 1),
        topic("twice", 1, 1),
    ];
    let request = CreateTopicsRequest { topics, ..CreateTopicsRequest::default() };
    ask!(wire, 7, request => response);
    let codes: Vec<ErrorCode> = response.topics.iter().map(|topic| topic.error_code).collect();
    let expected = [
        ErrorCode::None,
        ErrorCode::None,
        ErrorCode::InvalidPartitions,
        ErrorCode::InvalidReplicationFactor,
        ErrorCode::InvalidConfig,
        ErrorCode::InvalidTopicException,
        ErrorCode::InvalidRequest,
        ErrorCode::InvalidRequest,
    ];
    assert_eq!(codes, expected);
    assert_eq!(response.topics[0].num_partitions, 4);
    let id = response.topics[0].topic_id;
    ask!(wire, 2, CreateTopicsRequest { topics: vec![topic("lights", 1, 1)], ..Default::default() } => response);
    assert_eq!(response.topics[0].error_code, ErrorCode::TopicAlreadyExists);
    assert!(configs(&mut wire, "lights").await.contains(&("retention.ms".to_owned(), "60000".to_owned(), 1)));

    for (count, code) in [(6, ErrorCode::None), (6, ErrorCode::InvalidPartitions)] {
        let topics = vec![CreatePartitionsTopic { name: "lights", count, assignments: None }];
        ask!(wire, 2, CreatePartitionsRequest { topics, ..CreatePartitionsRequest::default() } => response);
        assert_eq!(response.results[0].error_code, code);
    }
    ask!(wire, 12, MetadataRequest { topics: None, ..MetadataRequest::default() } => response);
    let told: Vec<_> = response.topics.iter().map(|topic| (topic.name.unwrap(), topic.partitions.len())).collect();
    assert_eq!(told, [("by-default", 1), ("lights", 6)]);

    let by_id = DeleteTopicState { name: None, topic_id: id };
    let by_name = DeleteTopicState { name: Some("nowhere"), ..DeleteTopicState::default() };
    ask!(wire, 6, DeleteTopicsRequest { topics: vec![by_id, by_name], ..Default::default() } => response);
    assert_eq!((response.responses[0].name, response.responses[0].error_code), (Some("lights"), ErrorCode::None));
    assert_eq!(response.responses[1].error_code, ErrorCode::UnknownTopicOrPartition);
}

#[tokio::test]
async fn a_topic_is_made_on_demand_only_where_the_request_allows_it() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::open(dir.path()).await;
    let mut wire = bench.connect();
    let ask_for = |name, allow_auto_topic_creation| MetadataRequest {
        topics: Some(vec![MetadataRequestTopic { name: Some(name), ..MetadataRequestTopic::default() }]),
        allow_auto_topic_creation,
        ..MetadataRequest::default()
    };
    ask!(wire, 9, ask_for("lights", false) => response);
    assert_eq!(response.topics[0].error_code, ErrorCode::UnknownTopicOrPartition);
    ask!(wire, 9, ask_for("lights", true) => response);
    fine(response.topics[0].error_code);
    assert_eq!(response.topics[0].partitions[0].leader_id, 1);
    ask!(wire, 9, ask_for("..", true) => response);
    assert_eq!(response.topics[0].error_code, ErrorCode::InvalidTopicException);
    let by_id = MetadataRequestTopic { topic_id: uuid::Uuid::from_u128(9), name: None };
    ask!(wire, 12, MetadataRequest { topics: Some(vec![by_id]), ..MetadataRequest::default() } => response);
    assert_eq!(response.topics[0].error_code, ErrorCode::UnknownTopicId);
}

#[tokio::test]
async fn configs_are_altered_one_by_one_or_all_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::open(dir.path()).await;
    create(&bench, "lights", 2).await;
    let mut wire = bench.connect();
    let change = |name, config_operation, value| {
        let config = AlterableConfig { name, config_operation, value };
        let resource = AlterConfigsResource { resource_type: 2, resource_name: "lights", configs: vec![config] };
        IncrementalAlterConfigsRequest { resources: vec![resource], validate_only: false }
    };
    let has = |configs: &[(String, String, i8)], name: &str, value: &str| {
        assert!(configs.iter().any(|config| config.0 == name && config.1 == value), "{name} = {value}: {configs:?}");
    };
    for (request, code) in [
        (change("retention.bytes", 0, Some("1000000")), ErrorCode::None),
        (change("max.message.bytes", 0, Some("2000")), ErrorCode::None),
        (change("max.message.bytes", 0, Some("many")), ErrorCode::InvalidConfig),
        (change("segment.bytes", 0, Some("1")), ErrorCode::InvalidConfig),
        (change("min.insync.replicas", 0, Some("2")), ErrorCode::InvalidConfig),
        (change("cleanup.policy", 2, Some("compact")), ErrorCode::None),
        (change("cleanup.policy", 3, Some("delete")), ErrorCode::None),
        (change("retention.ms", 2, Some("1")), ErrorCode::InvalidConfig),
        (change("min.cleanable.dirty.ratio", 0, Some("1.5")), ErrorCode::InvalidConfig),
    ] {
        ask!(wire, 1, request => response);
        assert_eq!(response.responses[0].error_code, code, "{:?}", response.responses[0].error_message);
    }
    let told = configs(&mut wire, "lights").await;
    has(&told, "retention.bytes", "1000000");
    has(&told, "max.message.bytes", "2000");
    has(&told, "cleanup.policy", "compact");
    ask!(wire, 1, change("retention.bytes", 1, None) => response);
    fine(response.responses[0].error_code);
    has(&configs(&mut wire, "lights").await, "retention.bytes", "-1");

    let config = alter_configs::AlterableConfig { name: "retention.ms", value: Some("5000") };
    let resource =
        alter_configs::AlterConfigsResource { resource_type: 2, resource_name: "lights", configs: vec![config] };
    ask!(wire, 1, AlterConfigsRequest { resources: vec![resource], validate_only: false } => response);
    fine(response.responses[0].error_code);
    let told = configs(&mut wire, "lights").await;
    has(&told, "retention.ms", "5000");
    has(&told, "max.message.bytes", "1048576");
}

#[tokio::test]
async fn records_before_an_offset_are_deleted() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::open(dir.path()).await;
    create(&bench, "lights", 1).await;
    let mut wire = bench.connect();
    for _ in 0..5 {
        ask!(wire, 9, produce_request("lights", 0, &batch(&["x"]), -1) => response);
        fine(response.responses[0].partition_responses[0].error_code);
    }
    for (offset, low, code) in [
        (2, 2, ErrorCode::None),
        (99, -1, ErrorCode::OffsetOutOfRange),
        (-7, -1, ErrorCode::OffsetOutOfRange),
        (-1, 5, ErrorCode::None),
    ] {
        let partitions = vec![DeleteRecordsPartition { partition_index: 0, offset }];
        let topics = vec![DeleteRecordsTopic { name: "lights", partitions }];
        ask!(wire, 2, DeleteRecordsRequest { topics, timeout_ms: 1000 } => response);
        let told = &response.topics[0].partitions[0];
        assert_eq!((told.error_code, told.low_watermark), (code, low));
    }
}

#[tokio::test]
async fn the_cluster_is_one_broker() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::open(dir.path()).await;
    let mut wire = bench.connect();
    for version in 0..=2 {
        ask!(wire, version, DescribeClusterRequest::default() => response);
        assert_eq!((response.cluster_id, response.controller_id, response.brokers.len()), ("cluster", 1, 1));
    }
    let controllers = DescribeClusterRequest { endpoint_type: 2, ..DescribeClusterRequest::default() };
    ask!(wire, 1, controllers => response);
    assert_eq!(response.error_code, ErrorCode::MismatchedEndpointType);
}
