//! Raw bytes, written down by hand from the protocol's description, and what they mean.

use bytes::{Bytes, BytesMut};
use uuid::Uuid;

use crate::messages::api_versions::{ApiVersion, SupportedFeatureKey};
use crate::messages::consumer_protocol::{ConsumerProtocolSubscription, OwnedPartitions};
use crate::messages::fetch::{FetchPartition, FetchTopic, FetchableTopicResponse, NodeEndpoint, PartitionData};
use crate::messages::metadata::{
    MetadataRequestTopic, MetadataResponseBroker, MetadataResponsePartition, MetadataResponseTopic,
};
use crate::messages::produce::{PartitionProduceData, TopicProduceData};
use crate::messages::*;
use crate::{ErrorCode, Frame, Message, Reader, Request, RequestHeader, ResponseHeader, Versioned, frame};

/// Bytes from hexadecimal digits, spaces ignored.
fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

/// A request is these bytes, and these bytes are the request.
fn request<'a, R: Request<'a> + PartialEq + std::fmt::Debug>(
    version: i16,
    body: &R,
    text: &str,
    received: &'a mut Bytes,
) {
    let sent = Frame::request(7, Some("kc"), version, body).unwrap();
    let bytes = hex(text);
    assert_eq!(sent.to_vec(), bytes, "{:02x?}", sent.to_vec());
    *received = frame(&mut BytesMut::from(&bytes[..]), 1000).unwrap().unwrap();
    let mut reader = Reader::new(received);
    let header = RequestHeader::read(&mut reader).unwrap();
    assert_eq!(
        header,
        RequestHeader { api_key: R::KEY, api_version: version, correlation_id: 7, client_id: Some("kc") }
    );
    assert_eq!(R::decode(reader, version).as_ref(), Ok(body));
}

/// A response is these bytes, and these bytes are the response.
fn response<'a, R: Message<'a> + PartialEq + std::fmt::Debug>(
    api_key: ApiKey,
    version: i16,
    body: &R,
    text: &str,
    received: &'a mut Bytes,
) {
    let sent = Frame::response(api_key, version, 7, body).unwrap();
    let bytes = hex(text);
    assert_eq!(sent.to_vec(), bytes, "{:02x?}", sent.to_vec());
    *received = frame(&mut BytesMut::from(&bytes[..]), 1000).unwrap().unwrap();
    let mut reader = Reader::new(received);
    assert_eq!(ResponseHeader::read(&mut reader, api_key, version), Ok(ResponseHeader { correlation_id: 7 }));
    assert_eq!(R::decode(reader, version).as_ref(), Ok(body));
}

#[test]
fn api_versions_0_asks_with_nothing_and_is_answered_plainly() {
    let mut received = Bytes::new();
    request(0, &ApiVersionsRequest::default(), "0000000c 0012 0000 00000007 0002 6b63", &mut received);
    let mut received = Bytes::new();
    let answer = ApiVersionsResponse {
        error_code: ErrorCode::UnsupportedVersion,
        api_keys: vec![ApiVersion { api_key: 18, min_version: 0, max_version: 4 }],
        ..Default::default()
    };
    let text = "00000010 00000007 0023 00000001 0012 0000 0004";
    response(ApiKey::ApiVersions, 0, &answer, text, &mut received);
}

#[test]
fn api_versions_3_is_flexible_but_its_response_header_is_not() {
    let asked = ApiVersionsRequest { client_software_name: "a", client_software_version: "1", ..Default::default() };
    let mut received = Bytes::new();
    request(3, &asked, "00000012 0012 0003 00000007 0002 6b63 00 02 61 02 31 00", &mut received);
    let mut received = Bytes::new();
    let answer = ApiVersionsResponse {
        api_keys: vec![ApiVersion { api_key: 18, min_version: 0, max_version: 4 }],
        ..Default::default()
    };
    let text = "00000013 00000007 0000 02 0012 0000 0004 00 00000000 00";
    response(ApiKey::ApiVersions, 3, &answer, text, &mut received);
}

#[test]
fn api_versions_4_names_features_in_a_tagged_field() {
    let answer = ApiVersionsResponse {
        supported_features: vec![SupportedFeatureKey { name: "x", min_version: 0, max_version: 1 }],
        finalized_features_epoch: 5,
        ..Default::default()
    };
    let text = "00000020 00000007 0000 01 00000000 02 00 08 02 02 78 0000 0001 00 01 08 0000000000000005";
    response(ApiKey::ApiVersions, 4, &answer, text, &mut Bytes::new());
}

#[test]
fn metadata_0_has_an_empty_list_for_all_topics() {
    request(0, &MetadataRequest::default(), "00000010 0003 0000 00000007 0002 6b63 00000000", &mut Bytes::new());
    let answer = MetadataResponse {
        brokers: vec![MetadataResponseBroker { node_id: 1, host: "h", port: 9092, rack: None }],
        topics: vec![MetadataResponseTopic {
            name: Some("t"),
            partitions: vec![MetadataResponsePartition {
                leader_id: 1,
                replica_nodes: vec![1],
                isr_nodes: vec![1],
                ..Default::default()
            }],
            ..Default::default()
        }],
        ..Default::default()
    };
    let text = "0000003a 00000007 00000001 00000001 0001 68 00002384 \
                00000001 0000 0001 74 00000001 0000 00000000 00000001 00000001 00000001 00000001 00000001";
    response(ApiKey::Metadata, 0, &answer, text, &mut Bytes::new());
}

#[test]
fn metadata_9_has_null_for_all_topics() {
    let asked = MetadataRequest { topics: None, ..Default::default() };
    let text = "00000012 0003 0009 00000007 0002 6b63 00 00 01 00 00 00";
    request(9, &asked, text, &mut Bytes::new());
}

#[test]
fn metadata_12_asks_by_topic_id() {
    let topic = MetadataRequestTopic { topic_id: Uuid::from_u128(1), name: None };
    let asked = MetadataRequest { topics: Some(vec![topic]), ..Default::default() };
    let text = "00000023 0003 000c 00000007 0002 6b63 00 \
                02 00000000000000000000000000000001 00 00 01 00 00";
    request(12, &asked, text, &mut Bytes::new());
}

fn produced(records: Bytes) -> ProduceRequest<'static> {
    ProduceRequest {
        acks: -1,
        timeout_ms: 30_000,
        topic_data: vec![TopicProduceData {
            name: "t",
            partition_data: vec![PartitionProduceData { index: 2, records: Some(records) }],
            ..Default::default()
        }],
        ..Default::default()
    }
}

#[test]
fn produce_3_has_plain_lengths_and_9_compact_ones() {
    let asked = produced(Bytes::from_static(b"abc"));
    let text = "0000002a 0000 0003 00000007 0002 6b63 ffff ffff 00007530 \
                00000001 0001 74 00000001 00000002 00000003 616263";
    request(3, &asked, text, &mut Bytes::new());
    let text = "00000023 0000 0009 00000007 0002 6b63 00 00 ffff 00007530 02 02 74 02 00000002 04 616263 00 00 00";
    request(9, &asked, text, &mut Bytes::new());
}

#[test]
fn produce_0_has_no_transactional_id() {
    let text = "00000028 0000 0000 00000007 0002 6b63 ffff 00007530 \
                00000001 0001 74 00000001 00000002 00000003 616263";
    request(0, &produced(Bytes::from_static(b"abc")), text, &mut Bytes::new());
}

#[test]
fn fetch_4_names_its_topics_and_has_an_isolation_level() {
    let asked = FetchRequest {
        max_wait_ms: 500,
        min_bytes: 1,
        max_bytes: 1024,
        isolation_level: 1,
        topics: vec![FetchTopic {
            topic: "t",
            partitions: vec![FetchPartition {
                partition: 2,
                fetch_offset: 9,
                partition_max_bytes: 64,
                ..Default::default()
            }],
            ..Default::default()
        }],
        ..Default::default()
    };
    let text = "00000038 0001 0004 00000007 0002 6b63 ffffffff 000001f4 00000001 00000400 01 \
                00000001 0001 74 00000001 00000002 0000000000000009 00000040";
    request(4, &asked, text, &mut Bytes::new());
}

#[test]
fn fetch_12_keeps_the_cluster_id_in_a_tagged_field() {
    let asked = FetchRequest { cluster_id: Some("c"), max_bytes: 1024, ..Default::default() };
    let text = "0000002e 0001 000c 00000007 0002 6b63 00 ffffffff 00000000 00000000 00000400 00 \
                00000000 ffffffff 01 01 01 01 00 02 02 63";
    request(12, &asked, text, &mut Bytes::new());
}

#[test]
fn fetch_16_names_new_leaders_in_tagged_fields() {
    let answer = FetchResponse {
        responses: vec![FetchableTopicResponse {
            topic_id: Uuid::from_u128(1),
            partitions: vec![PartitionData { records: Some(Bytes::new()), ..Default::default() }],
            ..Default::default()
        }],
        node_endpoints: vec![NodeEndpoint { node_id: 3, host: "h", port: 9092, rack: None }],
        ..Default::default()
    };
    let text = "00000057 00000007 00 00000000 0000 00000000 \
                02 00000000000000000000000000000001 \
                02 00000000 0000 0000000000000000 ffffffffffffffff ffffffffffffffff 00 ffffffff 01 00 00 \
                01 00 0d 02 00000003 02 68 00002384 00 00";
    response(ApiKey::Fetch, 16, &answer, text, &mut Bytes::new());
}

#[test]
fn record_sets_share_the_memory_of_their_frame() {
    let records = Bytes::from(vec![7; 4096]);
    let sent = Frame::request(1, None, 9, &produced(records.clone())).unwrap();
    let chunks = sent.chunks();
    assert_eq!(chunks.len(), 3, "before, the records, after");
    assert_eq!(chunks[1].as_ptr(), records.as_ptr(), "the encoder copies nothing");

    let payload = frame(&mut BytesMut::from(&sent.to_vec()[..]), 10_000).unwrap().unwrap();
    let mut reader = Reader::new(&payload);
    let header = RequestHeader::read(&mut reader).unwrap();
    let read = ProduceRequest::decode(reader, header.api_version).unwrap();
    let read = read.topic_data[0].partition_data[0].records.clone().unwrap();
    assert_eq!(read, records);
    assert!(payload.as_ptr_range().contains(&read.as_ptr()), "the decoder copies nothing");
}

#[test]
fn a_subscription_stands_behind_its_version() {
    let subscription = ConsumerProtocolSubscription {
        topics: vec!["t"],
        owned_partitions: vec![OwnedPartitions { topic: "t", partitions: vec![0] }],
        ..Default::default()
    };
    let bytes = subscription.to_versioned_bytes(1).unwrap();
    assert_eq!(bytes, hex("0001 00000001 0001 74 ffffffff 00000001 0001 74 00000001 00000000"));
    assert_eq!(ConsumerProtocolSubscription::decode_versioned(&bytes), Ok((1, subscription)));
}

#[test]
fn a_subscription_newer_than_known_is_read_as_the_newest_known() {
    let bytes = Bytes::from(hex("0009 00000000 ffffffff 00000000 ffffffff ffff aabb"));
    let read = ConsumerProtocolSubscription { generation_id: -1, ..Default::default() };
    assert_eq!(ConsumerProtocolSubscription::decode_versioned(&bytes), Ok((3, read)));
}

#[test]
fn the_header_of_an_unknown_api_can_be_read_as_far_as_it_is_known() {
    let payload = Bytes::from(hex("7000 0001 00000007 0002 6b63 aabb"));
    let mut reader = Reader::new(&payload);
    let header = RequestHeader::read(&mut reader).unwrap();
    assert_eq!((header.api_key, header.client_id), (ApiKey::Unknown(0x7000), Some("kc")));
    assert_eq!(reader.rest(), hex("aabb"));
}

#[test]
fn the_one_header_without_client_id() {
    let payload = Bytes::from(hex("0007 0000 00000007 00000001"));
    let mut reader = Reader::new(&payload);
    let header = RequestHeader::read(&mut reader).unwrap();
    assert_eq!((header.api_key, header.client_id, reader.remaining()), (ApiKey::ControlledShutdown, None, 4));
}

#[test]
fn an_api_versions_request_of_a_version_to_come_has_a_header_that_can_be_read() {
    let payload = Bytes::from(hex("0012 0063 00000007 0002 6b63 00 ffff"));
    let mut reader = Reader::new(&payload);
    let header = RequestHeader::read(&mut reader).unwrap();
    assert_eq!((header.api_key, header.api_version, reader.remaining()), (ApiKey::ApiVersions, 99, 2));
    let error = ApiVersionsRequest::decode(reader, 99).unwrap_err();
    assert_eq!(error.to_string(), "ApiVersionsRequest has no version 99, only 0 to 5");
}
