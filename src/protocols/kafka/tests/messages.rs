//! Messages in and out: Produce, Fetch, ListOffsets, InitProducerId.

use std::time::Duration;

use bytes::Bytes;
use kafka::ErrorCode;
use kafka::messages::fetch::{FetchPartition, FetchRequest, FetchTopic};
use kafka::messages::init_producer_id::InitProducerIdRequest;
use kafka::messages::list_offsets::{ListOffsetsPartition, ListOffsetsRequest, ListOffsetsTopic};
use kafka::messages::metadata::MetadataRequest;
use kafka::messages::produce::{PartitionProduceData, ProduceRequest, TopicProduceData};
use records::{Batch, Builder, Codec};

use super::bench::{Bench, PAUSE_MS, Wire, ask, batch, fine, values};
use crate::backends::Settings;
use crate::protocols::kafka::Error;

pub(super) async fn create(bench: &Bench, station: &str, partitions: i32) {
    bench.gateway.door(None).create(station, Settings { partitions, ..Settings::default() }).await.unwrap();
}

pub(super) fn produce_request<'a>(topic: &'a str, index: i32, batch: &Batch, acks: i16) -> ProduceRequest<'a> {
    raw_request(topic, index, batch.bytes().clone(), acks)
}

fn raw_request(topic: &str, index: i32, records: Bytes, acks: i16) -> ProduceRequest<'_> {
    let data = PartitionProduceData { index, records: Some(records) };
    let topic = TopicProduceData { name: topic, partition_data: vec![data], ..TopicProduceData::default() };
    ProduceRequest { transactional_id: None, acks, timeout_ms: 1000, topic_data: vec![topic] }
}

fn fetch_request(topic: &str, offset: i64, max_wait_ms: i32) -> FetchRequest<'_> {
    let partition = FetchPartition { fetch_offset: offset, partition_max_bytes: 1 << 20, ..FetchPartition::default() };
    let topic = FetchTopic { topic, partitions: vec![partition], ..FetchTopic::default() };
    FetchRequest { max_wait_ms, min_bytes: 1, topics: vec![topic], ..FetchRequest::default() }
}

async fn produce(wire: &mut Wire, topic: &str, batch: &Batch) -> (ErrorCode, i64) {
    ask!(wire, 9, produce_request(topic, 0, batch, -1) => response);
    let partition = &response.responses[0].partition_responses[0];
    (partition.error_code, partition.base_offset)
}

#[tokio::test]
async fn what_is_produced_is_fetched_as_it_was_in_every_version() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::open(dir.path()).await;
    create(&bench, "lights", 1).await;
    let mut wire = bench.connect();
    for version in 3..=12 {
        ask!(wire, version, produce_request("lights", 0, &batch(&["a", "b"]), -1) => response);
        let partition = &response.responses[0].partition_responses[0];
        fine(partition.error_code);
        assert_eq!(partition.base_offset, i64::from(version - 3) * 2);
    }
    for version in 4..=12 {
        ask!(wire, version, fetch_request("lights", 3, 0) => response);
        let partition = &response.responses[0].partitions[0];
        fine(partition.error_code);
        assert_eq!(partition.high_watermark, 20);
        let values = values(partition.records.clone().unwrap());
        assert_eq!(values[..2], [(2, "a".to_owned()), (3, "b".to_owned())], "the whole batch that holds the offset");
        assert_eq!(values.len(), 18);
    }
    wire.end().await.unwrap();
}

#[tokio::test]
async fn topic_ids_name_stations_once_metadata_has_told_them() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::open(dir.path()).await;
    create(&bench, "lights", 1).await;
    let mut wire = bench.connect();
    let id = {
        ask!(wire, 12, MetadataRequest { topics: None, ..MetadataRequest::default() } => response);
        response.topics[0].topic_id
    };
    let by_id = |id| {
        let mut request = produce_request("", 0, &batch(&["a"]), -1);
        request.topic_data[0].topic_id = id;
        request
    };
    ask!(wire, 13, by_id(id) => response);
    fine(response.responses[0].partition_responses[0].error_code);
    ask!(wire, 13, by_id(uuid::Uuid::from_u128(1)) => response);
    assert_eq!(response.responses[0].partition_responses[0].error_code, ErrorCode::UnknownTopicId);
    for version in 13..=17 {
        let mut request = fetch_request("", 0, 0);
        request.topics[0].topic_id = id;
        ask!(wire, version, request => response);
        assert_eq!(response.responses[0].topic_id, id);
        assert_eq!(values(response.responses[0].partitions[0].records.clone().unwrap()).len(), 1);
    }
}

#[tokio::test]
async fn message_sets_of_old_clients_become_batches() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::open(dir.path()).await;
    create(&bench, "lights", 1).await;
    let mut wire = bench.connect();
    // Magic 1: offset, size, crc of the rest, magic, attributes, timestamp, key, value.
    let rest = [&[1, 0][..], &1_700_000_000_000i64.to_be_bytes(), &[0xff; 4], &[0, 0, 0, 3], b"old"].concat();
    let mut message = crc(&rest, CRC_32).to_be_bytes().to_vec();
    message.extend_from_slice(&rest);
    let set = [&0i64.to_be_bytes()[..], &i32::try_from(message.len()).unwrap().to_be_bytes(), &message].concat();
    for version in 0..=2 {
        ask!(wire, version, raw_request("lights", 0, Bytes::from(set.clone()), 1) => response);
        let partition = &response.responses[0].partition_responses[0];
        fine(partition.error_code);
        assert_eq!(partition.base_offset, i64::from(version));
    }
    ask!(wire, 4, fetch_request("lights", 0, 0) => response);
    assert_eq!(values(response.responses[0].partitions[0].records.clone().unwrap())[2], (2, "old".to_owned()));
}

/// The polynomials of message sets and of batches.
const CRC_32: u32 = 0xedb8_8320;
const CRC_32C: u32 = 0x82f6_3b78;

/// A checksum, bit by bit.
fn crc(bytes: &[u8], polynomial: u32) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { crc >> 1 ^ polynomial } else { crc >> 1 };
    !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}

#[tokio::test]
async fn batches_that_cannot_be_are_refused_each_with_its_code() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::open(dir.path()).await;
    create(&bench, "lights", 1).await;
    let mut wire = bench.connect();
    let good = batch(&["a", "b"]).bytes().to_vec();
    let changed = |at: usize, value: u8| {
        let mut bytes = good.clone();
        bytes[at] = value;
        let checksum = crc(&bytes[21..], CRC_32C);
        bytes[17..21].copy_from_slice(&checksum.to_be_bytes());
        bytes
    };
    let mut damaged = good.clone();
    *damaged.last_mut().unwrap() ^= 1;
    let large = batch(&["x".repeat((1 << 20) + 1).as_str()]).bytes().to_vec();
    for (bytes, code) in [
        (damaged, ErrorCode::CorruptMessage),
        (good[..good.len() - 1].to_vec(), ErrorCode::CorruptMessage),
        ([good.clone(), good.clone()].concat(), ErrorCode::InvalidRecord),
        (changed(16, 1), ErrorCode::InvalidRecord),
        (changed(22, 0x20), ErrorCode::InvalidRecord),
        (changed(22, 0x10), ErrorCode::TransactionalIdAuthorizationFailed),
        (changed(22, 0x08), ErrorCode::InvalidTimestamp),
        (changed(26, 7), ErrorCode::InvalidRecord),
        (changed(7, 1), ErrorCode::InvalidRecord),
        (large, ErrorCode::MessageTooLarge),
    ] {
        ask!(wire, 9, raw_request("lights", 0, Bytes::from(bytes), -1) => response);
        let partition = &response.responses[0].partition_responses[0];
        assert_eq!((partition.error_code, partition.base_offset), (code, -1), "{:?}", partition.error_message);
        assert!(partition.error_message.is_some());
    }
    let unknown = |request| (request, ErrorCode::UnknownTopicOrPartition);
    for (request, code) in [
        unknown(produce_request("nowhere", 0, &batch(&["a"]), -1)),
        unknown(produce_request("lights", 1, &batch(&["a"]), -1)),
        (produce_request("lights", 0, &batch(&["a"]), 2), ErrorCode::InvalidRequiredAcks),
    ] {
        ask!(wire, 9, request => response);
        assert_eq!(response.responses[0].partition_responses[0].error_code, code);
    }
    assert_eq!(produce(&mut wire, "lights", &batch(&["a"])).await, (ErrorCode::None, 0), "nothing was stored");
}

#[tokio::test]
async fn a_refused_batch_names_its_bad_records_and_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::open(dir.path()).await;
    create(&bench, "lights", 2).await;
    let mut wire = bench.connect();
    let mut request = produce_request("lights", 0, &batch(&["good", "bad", "good", "bad"]), -1);
    let other = PartitionProduceData { index: 1, records: Some(batch(&["good"]).bytes().clone()) };
    request.topic_data[0].partition_data.push(other);
    ask!(wire, 8, request.clone() => response);
    let [refused, stored] = &response.responses[0].partition_responses[..] else { panic!("two partitions") };
    assert_eq!((refused.error_code, refused.base_offset), (ErrorCode::InvalidRecord, -1));
    let named = refused.record_errors.iter().map(|e| (e.batch_index, e.batch_index_error_message.unwrap()));
    assert_eq!(named.collect::<Vec<_>>(), [(1, "is bad"), (3, "is bad")]);
    assert!(refused.error_message.unwrap().contains("is bad"));
    assert_eq!((stored.error_code, stored.base_offset), (ErrorCode::None, 0), "the other goes on");
    ask!(wire, 7, request => response);
    assert_eq!(response.responses[0].partition_responses[0].error_code, ErrorCode::InvalidRecord);
    ask!(wire, 4, fetch_request("lights", 0, 0) => response);
    assert_eq!(response.responses[0].partitions[0].high_watermark, 0);
}

#[tokio::test]
async fn a_batch_of_which_nothing_is_left_has_no_offset() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::open(dir.path()).await;
    create(&bench, "lights", 1).await;
    let mut wire = bench.connect();
    assert_eq!(produce(&mut wire, "lights", &batch(&["drop", "drop"])).await, (ErrorCode::None, -1));
    assert_eq!(produce(&mut wire, "lights", &batch(&["stays"])).await, (ErrorCode::None, 0));
}

#[tokio::test]
async fn a_client_that_sent_too_much_is_told_to_wait_and_not_read_from_meanwhile() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::open(dir.path()).await;
    create(&bench, "lights", 1).await;
    let mut wire = bench.connect();
    let started = tokio::time::Instant::now();
    ask!(wire, 9, produce_request("lights", 0, &batch(&["slow"]), -1) => response);
    assert_eq!(response.throttle_time_ms, i32::try_from(PAUSE_MS).unwrap());
    fine(response.responses[0].partition_responses[0].error_code);
    assert_eq!(produce(&mut wire, "lights", &batch(&["next"])).await, (ErrorCode::None, 1));
    assert!(started.elapsed() >= Duration::from_millis(u64::from(PAUSE_MS)));
}

#[tokio::test]
async fn without_acks_nothing_is_answered_and_a_failure_closes() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::open(dir.path()).await;
    create(&bench, "lights", 1).await;
    let mut wire = bench.connect();
    wire.send(1, 7, &produce_request("lights", 0, &batch(&["quiet"]), 0)).await;
    wire.send(2, 0, &MetadataRequest::default()).await;
    assert_eq!(wire.frame().await[..4], [0, 0, 0, 2], "the only answer");
    ask!(wire, 4, fetch_request("lights", 0, 0) => response);
    assert_eq!(values(response.responses[0].partitions[0].records.clone().unwrap()), [(0, "quiet".to_owned())]);
    wire.send(3, 7, &produce_request("nowhere", 0, &batch(&["lost"]), 0)).await;
    assert!(matches!(wire.closed().await, Error::Unacknowledged(_)));
}

#[tokio::test]
async fn an_idempotent_producer_that_repeats_itself_is_told_the_same_offset() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::open(dir.path()).await;
    create(&bench, "lights", 1).await;
    let mut wire = bench.connect();
    let id = {
        ask!(wire, 4, InitProducerIdRequest::default() => response);
        fine(response.error_code);
        (response.producer_id, response.producer_epoch)
    };
    let numbered = |sequence| {
        let mut builder = Builder::new(Codec::None).producer(id.0, id.1, sequence);
        builder.push(0, None, Some(b"once"), &[]);
        builder.build().unwrap()
    };
    assert_eq!(produce(&mut wire, "lights", &numbered(0)).await, (ErrorCode::None, 0));
    assert_eq!(produce(&mut wire, "lights", &numbered(1)).await, (ErrorCode::None, 1));
    assert_eq!(produce(&mut wire, "lights", &numbered(1)).await, (ErrorCode::None, 1));
    assert_eq!(produce(&mut wire, "lights", &numbered(9)).await.0, ErrorCode::OutOfOrderSequenceNumber);
    let transactional = InitProducerIdRequest { transactional_id: Some("tx"), ..InitProducerIdRequest::default() };
    ask!(wire, 4, transactional => response);
    assert_eq!(response.error_code, ErrorCode::TransactionalIdAuthorizationFailed);
}

#[tokio::test]
async fn a_fetch_waits_for_any_of_its_partitions_and_no_longer_than_it_said() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::open(dir.path()).await;
    create(&bench, "lights", 3).await;
    let (mut reader, mut writer) = (bench.connect(), bench.connect());
    let mut request = fetch_request("lights", 0, 30_000);
    request.topics[0].partitions = (0..3)
        .map(|partition| FetchPartition { partition, partition_max_bytes: 1 << 20, ..FetchPartition::default() })
        .collect();
    reader.send(1, 11, &request).await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    writer.send(1, 9, &produce_request("lights", 2, &batch(&["news"]), -1)).await;
    let frame = reader.frame().await;
    let response = super::bench::decode(&request, &frame, 11);
    let counts: Vec<usize> =
        response.responses[0].partitions.iter().map(|p| values(p.records.clone().unwrap()).len()).collect();
    assert_eq!(counts, [0, 0, 1]);

    let started = tokio::time::Instant::now();
    ask!(reader, 11, fetch_request("lights", 0, 100) => response);
    assert!(started.elapsed() >= Duration::from_millis(100));
    assert_eq!(response.responses[0].partitions[0].records, Some(Bytes::new()));
}

#[tokio::test]
async fn a_fetch_keeps_to_its_sizes_but_for_the_first_batch() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::open(dir.path()).await;
    create(&bench, "lights", 2).await;
    let mut wire = bench.connect();
    let large = "x".repeat(1000);
    for partition in 0..2 {
        for _ in 0..3 {
            ask!(wire, 9, produce_request("lights", partition, &batch(&[&large]), -1) => response);
            fine(response.responses[0].partition_responses[0].error_code);
        }
    }
    let mut request = fetch_request("lights", 0, 0);
    request.topics[0].partitions = (0..2)
        .map(|partition| FetchPartition { partition, partition_max_bytes: 10, ..FetchPartition::default() })
        .collect();
    let count = |records: &Option<Bytes>| values(records.clone().unwrap()).len();
    ask!(wire, 11, request.clone() => response);
    let counts: Vec<usize> = response.responses[0].partitions.iter().map(|p| count(&p.records)).collect();
    assert_eq!(counts, [1, 0], "so that a reader with small sizes still gets on");

    for partition in &mut request.topics[0].partitions {
        partition.partition_max_bytes = 1 << 20;
    }
    request.max_bytes = 2500;
    ask!(wire, 11, request => response);
    let counts: Vec<usize> = response.responses[0].partitions.iter().map(|p| count(&p.records)).collect();
    assert_eq!(counts, [2, 0]);
}

#[tokio::test]
async fn fetches_that_cannot_be_are_told_why() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::open(dir.path()).await;
    create(&bench, "lights", 1).await;
    let mut wire = bench.connect();
    ask!(wire, 11, fetch_request("nowhere", 0, 60_000) => response);
    assert_eq!(response.responses[0].partitions[0].error_code, ErrorCode::UnknownTopicOrPartition);
    ask!(wire, 11, fetch_request("lights", 5, 60_000) => response);
    assert_eq!(response.responses[0].partitions[0].error_code, ErrorCode::OffsetOutOfRange);
    let session = FetchRequest { session_id: 9, session_epoch: 4, ..fetch_request("lights", 0, 0) };
    ask!(wire, 11, session => response);
    assert_eq!(response.error_code, ErrorCode::FetchSessionIdNotFound);
}

#[tokio::test]
async fn offsets_are_found_by_word_and_by_time() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::open(dir.path()).await;
    create(&bench, "lights", 1).await;
    let mut wire = bench.connect();
    for timestamp_ms in [1000, 3000, 2000] {
        let mut builder = Builder::new(Codec::None);
        builder.push(timestamp_ms, None, Some(b"x"), &[]);
        fine(produce(&mut wire, "lights", &builder.build().unwrap()).await.0);
    }
    for (timestamp, code, offset) in [
        (-1, ErrorCode::None, 3),
        (-2, ErrorCode::None, 0),
        (-3, ErrorCode::None, 1),
        (-4, ErrorCode::None, 0),
        (-5, ErrorCode::None, -1),
        (-9, ErrorCode::UnsupportedVersion, -1),
        (0, ErrorCode::None, 0),
        (1500, ErrorCode::None, 1),
        (9000, ErrorCode::None, -1),
    ] {
        let wanted = ListOffsetsPartition { timestamp, ..ListOffsetsPartition::default() };
        let topic = ListOffsetsTopic { name: "lights", partitions: vec![wanted] };
        let request = ListOffsetsRequest { topics: vec![topic], ..ListOffsetsRequest::default() };
        for version in [1, 5, 9] {
            ask!(wire, version, request.clone() => response);
            let found = &response.topics[0].partitions[0];
            assert_eq!((found.error_code, found.offset), (code, offset), "{timestamp} in version {version}");
        }
        ask!(wire, 0, request => response);
        let expected = if offset < 0 { vec![] } else { vec![offset] };
        assert_eq!(response.topics[0].partitions[0].old_style_offsets, expected);
    }
}
