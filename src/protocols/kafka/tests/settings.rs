//! A topic's configs changed while it is produced to: all of them at once, what each then does, and back.

use std::time::{Duration, Instant};

use kafka::ErrorCode;
use kafka::messages::incremental_alter_configs::{
    AlterConfigsResource, AlterableConfig, IncrementalAlterConfigsRequest,
};
use kafka::messages::list_offsets::{ListOffsetsPartition, ListOffsetsRequest, ListOffsetsTopic};
use records::{Batch, Builder, Codec};

use super::bench::{Bench, Wire, ask, fine};
use super::messages::{create, produce_request};
use super::topics::configs;

/// Every config that can be changed, and another value than its default.
const CHANGED: [(&str, &str); 12] = [
    ("cleanup.policy", "compact,delete"),
    ("delete.retention.ms", "5"),
    ("flush.ms", "7"),
    ("max.message.bytes", "300"),
    ("min.cleanable.dirty.ratio", "0.25"),
    ("min.compaction.lag.ms", "9"),
    ("retention.bytes", "4000000"),
    ("retention.ms", "3600000"),
    ("segment.bytes", "2048"),
    ("segment.ms", "60000"),
    ("waystation.durability", "written"),
    ("waystation.retention.messages", "3"),
];

const SET: i8 = 0;
const DELETE: i8 = 1;

/// `ConfigSource`: the topic's own, or the default.
const FROM_TOPIC: i8 = 1;
const FROM_DEFAULT: i8 = 5;

async fn alter(wire: &mut Wire, configs: &[(&'static str, &'static str)], config_operation: i8) -> ErrorCode {
    let value = |value| (config_operation == SET).then_some(value);
    let config = |(name, given): &(&'static str, _)| AlterableConfig { name, config_operation, value: value(*given) };
    let configs = configs.iter().map(config).collect();
    let resource = AlterConfigsResource { resource_type: 2, resource_name: "lights", configs };
    ask!(wire, 1, IncrementalAlterConfigsRequest { resources: vec![resource], validate_only: false } => response);
    response.responses[0].error_code
}

async fn produce(wire: &mut Wire, batch: &Batch) -> ErrorCode {
    ask!(wire, 9, produce_request("lights", 0, batch, -1) => response);
    response.responses[0].partition_responses[0].error_code
}

async fn first_offset(wire: &mut Wire) -> i64 {
    let partition = ListOffsetsPartition { timestamp: -2, ..ListOffsetsPartition::default() };
    let topics = vec![ListOffsetsTopic { name: "lights", partitions: vec![partition] }];
    ask!(wire, 5, ListOffsetsRequest { topics, ..ListOffsetsRequest::default() } => response);
    response.topics[0].partitions[0].offset
}

fn message(key: Option<&str>, value: &str) -> Batch {
    let mut builder = Builder::new(Codec::None);
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    builder.push(now.as_millis() as i64, key.map(str::as_bytes), Some(value.as_bytes()), &[]);
    builder.build().unwrap()
}

#[tokio::test]
async fn every_config_changes_while_the_topic_is_in_use_and_back() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::open(dir.path()).await;
    create(&bench, "lights", 1).await;
    let mut wire = bench.connect();
    let before = configs(&mut wire, "lights").await;
    for _ in 0..5 {
        fine(produce(&mut wire, &message(None, "x")).await);
    }

    fine(alter(&mut wire, &CHANGED, SET).await);
    for (name, value, source) in configs(&mut wire, "lights").await {
        match CHANGED.iter().find(|(changed, _)| *changed == name) {
            Some((_, changed)) => assert_eq!((value.as_str(), source), (*changed, FROM_TOPIC), "{name}"),
            None => assert_eq!(source, FROM_DEFAULT, "{name} can be changed, and is not in the list"),
        }
    }
    assert_eq!(produce(&mut wire, &message(None, "x")).await, ErrorCode::InvalidRecord);
    assert_eq!(produce(&mut wire, &message(Some("large"), &"x".repeat(300))).await, ErrorCode::MessageTooLarge);
    for number in 0..5 {
        fine(produce(&mut wire, &message(Some(&number.to_string()), "y")).await);
    }
    let began = Instant::now();
    while first_offset(&mut wire).await != 7 {
        assert!(
            began.elapsed() < Duration::from_secs(20),
            "the newest 3 of 10 messages, and {:?}",
            first_offset(&mut wire).await
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    // A log does not move into memory, nor out of it; and then none of the request is done.
    let refused = alter(&mut wire, &[("flush.ms", "8"), ("waystation.durability", "memory")], SET).await;
    assert_eq!(refused, ErrorCode::InvalidConfig);
    assert!(configs(&mut wire, "lights").await.contains(&("flush.ms".to_owned(), "7".to_owned(), FROM_TOPIC)));

    fine(alter(&mut wire, &CHANGED, DELETE).await);
    assert_eq!(configs(&mut wire, "lights").await, before);
    fine(produce(&mut wire, &message(None, &"x".repeat(300))).await);
}
