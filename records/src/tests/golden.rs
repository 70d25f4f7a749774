//! Raw bytes: one batch spelled out, and the files that another implementation made
//! (`testdata/make.py`).

use bytes::Bytes;

use super::{LIMIT_BYTES, Owned, batch_of, owned_of};
use crate::{Batch, Builder, Codec, TimestampType, legacy};

const BASE_MS: i64 = 1_700_000_000_000;

macro_rules! testdata {
    ($name:literal) => {
        Bytes::from_static(include_bytes!(concat!("../../testdata/", $name, ".bin")))
    };
}

fn records(long_bytes: usize) -> Vec<Owned> {
    let some = |bytes: &[u8]| Some(bytes.to_vec());
    vec![
        Owned {
            timestamp_ms: BASE_MS,
            key: some(b"k1"),
            value: some(b"v1"),
            headers: vec![
                (b"a".to_vec(), some(b"1")),
                (b"a".to_vec(), None),
                (b"b".to_vec(), some(b"")),
            ],
        },
        Owned {
            timestamp_ms: BASE_MS + 5,
            key: None,
            value: None,
            headers: vec![],
        },
        Owned {
            timestamp_ms: BASE_MS - 3,
            key: some(b""),
            value: Some(vec![b'x'; long_bytes]),
            headers: vec![],
        },
    ]
}

#[test]
fn a_batch_of_one_record_has_these_very_bytes() {
    let mut builder = Builder::new(Codec::None)
        .producer(7, 1, 2)
        .transactional()
        .base_offset(5);
    builder.push(1, Some(b"k"), None, &[(b"h", None), (b"\xff", Some(b"v"))]);
    let batch = builder.build().unwrap();

    #[rustfmt::skip]
    let expected = [
        0, 0, 0, 0, 0, 0, 0, 5,                         // base offset
        0, 0, 0, 64,                                    // length of what follows
        0xff, 0xff, 0xff, 0xff,                         // leader epoch
        2,                                              // magic
        0xcb, 0x1d, 0xd2, 0x32,                         // CRC-32C
        0, 0b1_0000,                                    // attributes: transactional
        0, 0, 0, 0,                                     // last offset delta
        0, 0, 0, 0, 0, 0, 0, 1,                         // base timestamp
        0, 0, 0, 0, 0, 0, 0, 1,                         // max timestamp
        0, 0, 0, 0, 0, 0, 0, 7, 0, 1, 0, 0, 0, 2,       // producer id, epoch, sequence
        0, 0, 0, 1,                                     // record count
        28, 0, 0, 0,                                    // length 14, attributes, timestamp and offset delta
        2, b'k', 1,                                     // key, null value
        4, 2, b'h', 1, 2, 0xff, 2, b'v',                // two headers
    ];
    assert_eq!(batch.bytes()[..], expected);
    assert_eq!(batch.header().encode(), expected[..61]);
}

#[test]
fn our_encoding_is_byte_for_byte_that_of_another_implementation() {
    let mut builder = Builder::new(Codec::None)
        .producer(4711, 3, 17)
        .transactional();
    records(10)
        .iter()
        .for_each(|record| record.push_to(&mut builder));
    let batch = builder.build().unwrap().stamped(0, 0);
    assert_eq!(batch.bytes(), &testdata!("batch-none"));
}

#[test]
fn batches_of_another_implementation_open_in_every_codec_and_framing() {
    for (bytes, codec) in [
        (testdata!("batch-gzip"), Codec::Gzip),
        (testdata!("batch-gzip-two-members"), Codec::Gzip),
        (testdata!("batch-snappy"), Codec::Snappy),
        (testdata!("batch-snappy-raw"), Codec::Snappy),
        (testdata!("batch-lz4"), Codec::Lz4),
        (testdata!("batch-lz4-linked"), Codec::Lz4),
        (testdata!("batch-lz4-unsized"), Codec::Lz4),
        (testdata!("batch-zstd"), Codec::Zstd),
        (testdata!("batch-zstd-stream"), Codec::Zstd),
    ] {
        let batch = Batch::parse(bytes).unwrap();
        batch.verify().unwrap();
        assert_eq!(batch.codec(), codec);
        assert!(batch.header().attributes.is_transactional());
        assert!(batch.header().is_contiguous());
        assert_eq!(batch.header().max_timestamp_ms, BASE_MS + 5);
        assert_eq!(
            owned_of(&batch.open(LIMIT_BYTES).unwrap()).unwrap(),
            records(100_000)
        );
    }
}

#[test]
fn message_sets_of_another_implementation_become_batches() {
    for (bytes, magic, codec) in [
        (testdata!("magic-0-none"), 0, Codec::None),
        (testdata!("magic-0-gzip"), 0, Codec::Gzip),
        (testdata!("magic-0-snappy"), 0, Codec::Snappy),
        (testdata!("magic-0-lz4"), 0, Codec::Lz4),
        (testdata!("magic-1-none"), 1, Codec::None),
        (testdata!("magic-1-gzip"), 1, Codec::Gzip),
        (testdata!("magic-1-snappy"), 1, Codec::Snappy),
        (testdata!("magic-1-lz4"), 1, Codec::Lz4),
    ] {
        assert_eq!(crate::magic(&bytes), Some(magic));
        let batches = legacy::up_convert(bytes, LIMIT_BYTES).unwrap();
        let [batch] = &batches[..] else {
            panic!("{} batches", batches.len())
        };
        batch.verify().unwrap();
        assert_eq!(
            (batch.codec(), batch.base_offset(), batch.last_offset()),
            (codec, 0, 2)
        );
        assert_eq!(
            batch.header().attributes.timestamp_type(),
            TimestampType::CreateTime
        );

        let mut expected = records(if codec == Codec::None { 10 } else { 100_000 });
        for record in &mut expected {
            record.headers.clear();
            if magic == 0 {
                record.timestamp_ms = -1;
            }
        }
        assert_eq!(
            owned_of(&batch.open(LIMIT_BYTES).unwrap()).unwrap(),
            expected
        );
    }
}

#[test]
fn snappy_is_written_in_the_framing_that_every_client_reads() {
    let batch = batch_of(Codec::Snappy, &records(100_000));
    assert_eq!(
        batch.bytes()[61..77],
        *b"\x82SNAPPY\x00\x00\x00\x00\x01\x00\x00\x00\x01"
    );
}
