//! What holds for every request: versions, order, broken frames, the ends of connections.

use kafka::messages::api_versions::{ApiVersionsRequest, ApiVersionsResponse};
use kafka::messages::fetch::{FetchPartition, FetchRequest, FetchTopic};
use kafka::messages::metadata::{MetadataRequest, MetadataRequestTopic};
use kafka::messages::produce::ProduceRequest;
use kafka::{ApiKey, ErrorCode, Message, Reader, ResponseHeader};

use super::bench::{Bench, ask, batch, decode, fine};
use super::messages::{create, produce_request};
use crate::protocols::kafka::Error;

#[tokio::test]
async fn api_versions_answers_in_raw_bytes_as_a_client_expects() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::open(dir.path()).await;
    let mut wire = bench.connect();
    // ApiVersions v0, correlation id 0x01020304, client id "me".
    wire.write(&[0, 0, 0, 12, 0, 18, 0, 0, 1, 2, 3, 4, 0, 2, b'm', b'e']).await;
    let frame = wire.frame().await;
    assert_eq!(frame[..6], [1, 2, 3, 4, 0, 0], "correlation id, no error");
    let count = i32::from_be_bytes(frame[6..10].try_into().unwrap());
    assert_eq!(frame.len(), 10 + 6 * usize::try_from(count).unwrap());
    assert_eq!(frame[10..16], [0, 0, 0, 0, 0, 13], "Produce 0 to 13");
    wire.end().await.unwrap();
}

#[tokio::test]
async fn an_unknown_version_of_api_versions_is_answered_in_version_0() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::open(dir.path()).await;
    let mut wire = bench.connect();
    // Version 99, whose body nobody can read: flexible header, then anything.
    wire.write(&[0, 0, 0, 14, 0, 18, 0, 99, 0, 0, 0, 5, 0, 0, 0, 0xde, 0xad, 0xbe]).await;
    let frame = wire.frame().await;
    let mut reader = Reader::new(&frame);
    let header = ResponseHeader::read(&mut reader, ApiKey::ApiVersions, 0).unwrap();
    let response = ApiVersionsResponse::decode(reader, 0).unwrap();
    assert_eq!(header.correlation_id, 5);
    assert_eq!(response.error_code, ErrorCode::UnsupportedVersion);
    assert!(response.api_keys.iter().any(|api| api.api_key == 18 && api.max_version == 4));
    ask!(wire, 4, named() => response);
    fine(response.error_code);
    wire.end().await.unwrap();
}

fn named() -> ApiVersionsRequest<'static> {
    ApiVersionsRequest { client_software_name: "test", client_software_version: "1.0", ..ApiVersionsRequest::default() }
}

#[tokio::test]
async fn what_is_not_advertised_closes_the_connection() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::open(dir.path()).await;
    for (request, text) in [
        ([0, 0, 0, 10, 0, 1, 0, 3, 0, 0, 0, 1, 0xff, 0xff], "Fetch in version 3, and 4 to 17 are served"),
        ([0, 0, 0, 10, 0, 17, 0, 0, 0, 0, 0, 1, 0xff, 0xff], "SaslHandshake, which is not served"),
        ([0, 0, 0, 10, 3, 231, 0, 0, 0, 0, 0, 1, 0xff, 0xff], "API 999"),
    ] {
        let mut wire = bench.connect();
        wire.write(&request).await;
        let error = wire.closed().await.to_string();
        assert!(error.contains(text), "{error}");
    }
}

#[tokio::test]
async fn broken_frames_close_the_connection_with_a_reason() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::open(dir.path()).await;
    let size = |claim: i32| claim.to_be_bytes().to_vec();
    let header = |key: u8, version: u8| vec![0, key, 0, version, 0, 0, 0, 1, 0xff, 0xff];
    let framed = |body: Vec<u8>| [size(i32::try_from(body.len()).unwrap()), body].concat();
    let count = |count: i32| count.to_be_bytes().to_vec();
    for (bytes, text) in [
        (size(i32::MAX), "2147483647 bytes"),
        (size(-1), "-1 bytes"),
        (size((100 << 20) + 1), "104857601 bytes"),
        (framed(vec![0, 3]), "RequestHeader.api_version"),
        (framed([header(3, 0), count(i32::MAX)].concat()), "MetadataRequest.topics"),
        (framed([header(3, 1), count(i32::MIN)].concat()), "negative"),
        (framed([header(0, 3), vec![0xff, 0xff, 0, 1, 0, 0, 0, 0], count(i32::MAX)].concat()), "topic_data"),
        (framed([vec![0, 3, 0, 12, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]].concat()), "RequestHeader"),
    ] {
        let mut wire = bench.connect();
        wire.write(&bytes).await;
        let error = wire.closed().await;
        assert!(matches!(error, Error::Wire(_)) && error.to_string().contains(text), "{error}");
    }
    let mut wire = bench.connect();
    wire.write(&[0, 0, 0, 9, 0]).await;
    assert!(matches!(wire.end().await, Err(Error::Cut { bytes: 5 })));
}

#[tokio::test]
async fn bytes_behind_a_request_are_passed_over_as_kafka_does() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::open(dir.path()).await;
    let mut wire = bench.connect();
    let request = [0, 3, 0, 0, 0, 0, 0, 1, 0xff, 0xff, 0, 0, 0, 0, 1, 2, 3];
    wire.write(&17_i32.to_be_bytes()).await;
    wire.write(&request).await;
    drop(wire.frame().await);
}

#[tokio::test]
async fn pipelined_requests_are_answered_in_their_order() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::open(dir.path()).await;
    create(&bench, "lights", 1).await;
    let mut wire = bench.connect();
    for id in 0..300i32 {
        match id % 10 {
            9 => wire.send(id, 1, &MetadataRequest::default()).await,
            _ => wire.send(id, 3, &produce_request("lights", 0, &batch(&[&id.to_string()]), -1)).await,
        }
    }
    let mut offset = 0;
    for id in 0..300i32 {
        let frame = wire.frame().await;
        assert_eq!(frame[..4], id.to_be_bytes());
        if id % 10 == 9 {
            continue;
        }
        let response = decode(&ProduceRequest::default(), &frame, 3);
        let partition = &response.responses[0].partition_responses[0];
        fine(partition.error_code);
        assert_eq!(partition.base_offset, offset, "stored in the order of the requests");
        offset += 1;
    }
    wire.end().await.unwrap();
}

#[tokio::test]
async fn a_shutdown_ends_long_polls_and_then_the_connection() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::open(dir.path()).await;
    create(&bench, "lights", 1).await;
    let mut wire = bench.connect();
    let partition = FetchPartition { partition_max_bytes: 1000, ..FetchPartition::default() };
    let topic = FetchTopic { topic: "lights", partitions: vec![partition], ..FetchTopic::default() };
    let request = FetchRequest { max_wait_ms: 60_000, min_bytes: 1, topics: vec![topic], ..FetchRequest::default() };
    wire.send(1, 4, &request).await;
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    bench.drain.cancel();
    let frame = wire.frame().await;
    fine(decode(&request, &frame, 4).responses[0].partitions[0].error_code);
    wire.end().await.unwrap();
}

#[tokio::test]
async fn a_listener_that_denies_anonymous_clients_only_says_its_versions() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::with_listener(dir.path(), |listener| listener.anonymous = config::Rule::Deny).await;
    let mut wire = bench.connect();
    ask!(wire, 3, named() => response);
    fine(response.error_code);
    wire.send(2, 0, &MetadataRequest::default()).await;
    assert!(matches!(wire.closed().await, Error::Denied(_)));
}

#[tokio::test]
async fn clients_are_told_the_advertised_address_or_where_they_reached_us() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::open(dir.path()).await;
    let mut wire = bench.connect();
    let wanted = MetadataRequestTopic { name: Some("made-on-demand"), ..MetadataRequestTopic::default() };
    let request = MetadataRequest { topics: Some(vec![wanted]), ..MetadataRequest::default() };
    ask!(wire, 9, request => response);
    let broker = &response.brokers[0];
    assert_eq!((broker.node_id, broker.host, broker.port), (1, "127.0.0.1", 9092));
    assert_eq!(response.cluster_id, Some("cluster"));
    drop(wire);
    bench.close();

    let advertise = "gateway.example.com:19092".parse().unwrap();
    let bench = Bench::with_listener(dir.path(), |listener| listener.advertise = Some(advertise)).await;
    let mut wire = bench.connect();
    ask!(wire, 9, MetadataRequest::default() => response);
    let broker = &response.brokers[0];
    assert_eq!((broker.host, broker.port), ("gateway.example.com", 19092));
}
