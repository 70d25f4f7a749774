//! Message sets made by hand: offsets, timestamps and lies. Those of another implementation are in
//! `crate::tests`.

use bytes::Bytes;

use super::up_convert;
use crate::compression::{self, Codec};
use crate::{Batch, Error, TimestampType};

const LIMIT_BYTES: usize = 1 << 20;
const LOG_APPEND_TIME: u8 = 1 << 3;

fn message(
    magic: u8,
    offset: i64,
    attributes: u8,
    timestamp_ms: i64,
    value: Option<&[u8]>,
) -> Vec<u8> {
    let mut covered = vec![magic, attributes];
    if magic == 1 {
        covered.extend(timestamp_ms.to_be_bytes());
    }
    covered.extend((-1i32).to_be_bytes());
    covered.extend(value.map_or(-1, |value| value.len() as i32).to_be_bytes());
    covered.extend(value.unwrap_or_default());
    let mut crc = flate2::Crc::new();
    crc.update(&covered);
    let length = covered.len() as i32 + 4;
    [
        &offset.to_be_bytes()[..],
        &length.to_be_bytes(),
        &crc.sum().to_be_bytes(),
        &covered,
    ]
    .concat()
}

fn plain(magic: u8, offset: i64) -> Vec<u8> {
    message(magic, offset, 0, offset * 10, Some(b"v"))
}

fn wrapper(
    magic: u8,
    offset: i64,
    attributes: u8,
    timestamp_ms: i64,
    inner: &[Vec<u8>],
) -> Vec<u8> {
    let mut packed = Vec::new();
    compression::compress(Codec::Gzip, &inner.concat(), &mut packed).unwrap();
    message(
        magic,
        offset,
        attributes | Codec::Gzip.id(),
        timestamp_ms,
        Some(&packed),
    )
}

fn convert(messages: &[Vec<u8>]) -> Result<Vec<Batch>, Error> {
    up_convert(Bytes::from(messages.concat()), LIMIT_BYTES)
}

/// Each batch's records as (offset, timestamp).
fn places(batches: &[Batch]) -> Vec<Vec<(i64, i64)>> {
    let of_one = |batch: &Batch| {
        let opened = batch.open(LIMIT_BYTES).unwrap();
        opened
            .records()
            .map(|record| record.unwrap())
            .map(|record| (record.offset, record.timestamp_ms))
            .collect()
    };
    batches.iter().map(of_one).collect()
}

#[test]
fn an_empty_set_is_no_batch() {
    assert!(convert(&[]).unwrap().is_empty());
}

#[test]
fn offsets_that_rise_are_kept_with_their_holes() {
    let batches = convert(&[plain(1, 5), plain(1, 7), plain(1, 8)]).unwrap();
    assert_eq!(places(&batches), [[(5, 50), (7, 70), (8, 80)]]);
    assert_eq!(batches[0].next_offset(), 9);
}

#[test]
fn offsets_of_a_producer_that_sets_none_are_counted() {
    let batches = convert(&[plain(0, 0), plain(0, 0), plain(0, 0)]).unwrap();
    assert_eq!(places(&batches), [[(0, -1), (1, -1), (2, -1)]]);
}

#[test]
fn inner_offsets_are_absolute_in_magic_0_and_relative_in_magic_1() {
    let batches = convert(&[wrapper(0, 102, 0, 0, &[plain(0, 100), plain(0, 102)])]).unwrap();
    assert_eq!(places(&batches), [[(100, -1), (102, -1)]]);
    let batches = convert(&[wrapper(1, 102, 0, 0, &[plain(1, 0), plain(1, 2)])]).unwrap();
    assert_eq!(places(&batches), [[(100, 0), (102, 20)]]);
    assert_eq!(batches[0].codec(), Codec::Gzip);
}

#[test]
fn the_time_of_appending_is_the_outer_messages() {
    let batches = convert(&[wrapper(
        1,
        1,
        LOG_APPEND_TIME,
        777,
        &[plain(1, 0), plain(1, 1)],
    )])
    .unwrap();
    assert_eq!(places(&batches), [[(0, 777), (1, 777)]]);
    assert_eq!(
        batches[0].header().attributes.timestamp_type(),
        TimestampType::LogAppendTime
    );
}

#[test]
fn what_one_header_cannot_say_becomes_several_batches() {
    let appended = |offset, timestamp_ms| message(1, offset, LOG_APPEND_TIME, timestamp_ms, None);
    let batches = convert(&[
        plain(0, 0),
        plain(1, 1),
        wrapper(1, 3, 0, 0, &[plain(1, 0), plain(1, 1)]),
        appended(4, 9),
        appended(5, 9),
        appended(6, 10),
        plain(1, i64::from(i32::MAX) + 7),
        plain(1, 2 * i64::from(i32::MAX) + 8),
    ])
    .unwrap();
    let first_offsets: Vec<_> = batches
        .iter()
        .map(|batch| (batch.base_offset(), batch.header().record_count))
        .collect();
    let far = i64::from(i32::MAX);
    assert_eq!(
        first_offsets,
        [
            (0, 1),
            (1, 1),
            (2, 2),
            (4, 2),
            (6, 1),
            (far + 7, 1),
            (2 * far + 8, 1)
        ]
    );
    batches.iter().for_each(|batch| batch.verify().unwrap());
}

#[test]
fn every_truncation_and_every_flipped_bit_is_an_error_or_another_offset() {
    let set = [
        plain(1, 0),
        wrapper(1, 2, 0, 0, &[plain(1, 0), plain(1, 1)]),
        plain(0, 3),
    ]
    .concat();
    let whole = up_convert(set.clone().into(), LIMIT_BYTES).unwrap();
    for length in 1..set.len() {
        // Cut between two messages, it is a shorter set.
        if let Ok(batches) = up_convert(set[..length].to_vec().into(), LIMIT_BYTES) {
            assert_eq!(batches, whole[..batches.len()]);
        }
        for bit in 0..8 {
            let mut flipped = set.clone();
            flipped[length] ^= 1 << bit;
            if let Ok(batches) = up_convert(flipped.into(), LIMIT_BYTES) {
                let records = batches
                    .iter()
                    .map(|batch| batch.header().record_count)
                    .sum::<i32>();
                assert_eq!(records, 4);
            }
        }
    }
}

#[test]
fn lies_are_refused() {
    let complaint = |messages: &[Vec<u8>]| convert(messages).unwrap_err().to_string();
    assert!(complaint(&[message(1, 0, 4, 0, None)]).contains("unknown compression codec 4"));
    assert!(complaint(&[message(1, 0, 1, 0, None)]).contains("has no value"));
    assert!(complaint(&[message(2, 0, 0, 0, None)]).contains("(magic) 2"));
    assert!(complaint(&[wrapper(1, 0, 0, 0, &[])]).contains("holds no messages"));
    assert!(complaint(&[wrapper(1, 0, 0, 0, &[plain(0, 0)])]).contains("another format version"));
    assert!(
        complaint(&[wrapper(1, 0, 0, 0, &[wrapper(1, 0, 0, 0, &[plain(1, 0)])])])
            .contains("another compressed")
    );
}

#[test]
fn the_limit_counts_for_all_compressed_messages_together() {
    let long = wrapper(1, 0, 0, 0, &[message(1, 0, 0, 0, Some(&[0; 600_000]))]);
    assert!(convert(std::slice::from_ref(&long)).is_ok());
    assert!(matches!(
        convert(&[long.clone(), long]),
        Err(Error::TooLarge {
            limit_bytes: LIMIT_BYTES
        })
    ));
}
