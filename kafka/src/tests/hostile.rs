//! Bytes that no honest peer sends, and values that no version has a place for.

use bytes::Bytes;

use crate::messages::api_versions::ApiVersionsRequest;
use crate::messages::metadata::MetadataRequestTopic;
use crate::messages::{ApiVersionsResponse, FetchRequest, HeartbeatRequest, MetadataRequest, ProduceResponse};
use crate::wire::{Format, Wire};
use crate::{Error, Message, Problem, Reader};

fn problem<T>(result: Result<T, Error>) -> Problem {
    match result.err().expect("an error") {
        Error::Malformed { problem, .. } | Error::Unwritable { problem, .. } => problem,
        other => panic!("{other}"),
    }
}

#[test]
fn eight_bytes_claiming_all_topics_of_the_world_cost_nothing() {
    let body = Bytes::from_static(&[0x7f, 0xff, 0xff, 0xff]);
    let error = MetadataRequest::decode(&body, 0).unwrap_err();
    assert_eq!(
        error.to_string(),
        "MetadataRequest.topics, 0 bytes before the end of its frame: \
         it claims 2147483647 bytes or elements, more than the frame has left"
    );
}

#[test]
fn a_compact_count_is_held_against_what_remains_too() {
    let body = Bytes::from_static(&[0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0, 0]);
    assert_eq!(problem(MetadataRequest::decode(&body, 9)), Problem::Overlong(u32::MAX as usize - 1));
}

#[test]
fn room_for_elements_follows_the_bytes_that_remain() {
    let format = Format { version: 0, flexible: false };
    let mut bytes = 1000_i32.to_be_bytes().to_vec();
    bytes.extend([0; 2000]);
    let bytes = Bytes::from(bytes);
    let topics = Vec::<MetadataRequestTopic>::read(&mut Reader::new(&bytes), format).unwrap();
    assert_eq!(topics.len(), 1000);
    let mut few = Reader::new(&bytes);
    few.array::<4>().unwrap();
    assert!(
        problem(Vec::<MetadataRequestTopic>::read(&mut Reader::new(&bytes.slice(..1003)), format))
            == Problem::Overlong(1000)
    );
}

#[test]
fn lengths_below_minus_one_are_refused() {
    let body = Bytes::from_static(&[0xff, 0xff, 0xff, 0xfe]);
    assert_eq!(problem(MetadataRequest::decode(&body, 1)), Problem::NegativeLength(-2));
}

#[test]
fn null_is_refused_where_the_version_has_none() {
    let body = Bytes::from_static(&[0xff, 0xff, 0xff, 0xff]);
    assert_eq!(problem(MetadataRequest::decode(&body, 0)), Problem::Null);
    assert_eq!(MetadataRequest::decode(&body, 1).unwrap().topics, None);
    let none = MetadataRequest { topics: None, ..Default::default() };
    assert_eq!(problem(none.to_bytes(0)), Problem::Null);
}

#[test]
fn bytes_after_the_message_are_refused() {
    let body = Bytes::from_static(&[0, 0, 0, 0, 9]);
    assert_eq!(problem(MetadataRequest::decode(&body, 0)), Problem::Trailing);
}

#[test]
fn text_is_utf_8() {
    let body = Bytes::from_static(&[0, 0, 0, 1, 0, 1, 0xff]);
    assert_eq!(problem(MetadataRequest::decode(&body, 0)), Problem::NotUtf8);
}

/// An ApiVersions request of version 3 with these tagged fields.
fn tagged(tags: &[u8]) -> Result<(), Error> {
    let body = Bytes::from([&[2, b'a', 2, b'1'], tags].concat());
    ApiVersionsRequest::decode(&body, 3).map(|_| ())
}

#[test]
fn unknown_tags_are_passed_over_and_disordered_ones_refused() {
    assert_eq!(tagged(&[2, 5, 1, 0xaa, 7, 0]), Ok(()));
    assert_eq!(problem(tagged(&[2, 5, 0, 5, 0])), Problem::TagOrder(5));
    assert_eq!(problem(tagged(&[2, 5, 0, 4, 0])), Problem::TagOrder(4));
    assert_eq!(problem(tagged(&[1, 0xff, 0xff, 0xff, 0xff, 0x0f, 0])), Problem::TagOrder(u32::MAX));
    assert_eq!(problem(tagged(&[1, 5, 9, 0xaa])), Problem::Overlong(9));
    assert_eq!(problem(tagged(&[2, 5, 0])), Problem::Truncated);
}

#[test]
fn a_known_tag_fills_exactly_the_size_it_claims() {
    let answer = |tags: &[u8]| {
        let body = Bytes::from([&[0, 0, 1, 0, 0, 0, 0], tags].concat());
        ApiVersionsResponse::decode(&body, 3).map(|answer| answer.zk_migration_ready)
    };
    assert_eq!(answer(&[1, 3, 1, 1]), Ok(true));
    assert_eq!(problem(answer(&[1, 3, 2, 1, 1])), Problem::TagSize);
    assert_eq!(problem(answer(&[1, 3, 0, 1])), Problem::TagSize);
}

#[test]
fn variable_length_integers_end_within_32_bits() {
    assert_eq!(problem(tagged(&[0xff, 0xff, 0xff, 0xff, 0x1f])), Problem::VarintOverflow);
    assert_eq!(problem(tagged(&[0x80, 0x80, 0x80, 0x80, 0x80, 0x00])), Problem::VarintOverflow);
    assert_eq!(tagged(&[0x80, 0x80, 0x80, 0x80, 0x00]), Ok(()));
}

#[test]
fn a_value_that_the_version_would_lose_is_refused_unless_the_schema_lets_it_go() {
    let heartbeat = HeartbeatRequest { group_instance_id: Some("i"), ..Default::default() };
    assert_eq!(
        heartbeat.to_bytes(2).unwrap_err().to_string(),
        "HeartbeatRequest.group_instance_id cannot be written in version 2: \
         this version lacks the field, and its value would be lost"
    );
    let fetch = FetchRequest { rack_id: "r", ..Default::default() };
    assert!(fetch.to_bytes(4).is_ok(), "the rack is ignorable");
    let answer = ProduceResponse { node_endpoints: vec![Default::default()], ..Default::default() };
    assert_eq!(problem(answer.to_bytes(9)), Problem::Lost);
}

#[test]
fn a_string_is_at_most_32767_bytes() {
    let long = "x".repeat(32_768);
    for version in [0, 4] {
        let heartbeat = HeartbeatRequest { group_id: &long, ..Default::default() };
        assert_eq!(problem(heartbeat.to_bytes(version)), Problem::TooLong(32_768));
    }
}
