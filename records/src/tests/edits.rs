//! What a draft keeps, and what it changes.

use bytes::Bytes;

use super::{LIMIT_BYTES, Owned, batch_of, owned_of, values_of};
use crate::{Batch, Builder, Codec, Draft, Error, RecordView};

fn abc(codec: Codec) -> Batch {
    let records = ["a", "b", "c"].map(Owned::of);
    batch_of(codec, &records).stamped(100, 9)
}

fn header_names(record: &RecordView<'_>) -> Vec<String> {
    record
        .headers()
        .map(|(name, _)| String::from_utf8(name.to_vec()).unwrap())
        .collect()
}

#[test]
fn an_untouched_draft_is_the_very_same_bytes() {
    for codec in Codec::ALL {
        let batch = abc(codec);
        let mut draft = Draft::new(batch.clone());
        let mut seen = Vec::new();
        draft
            .visit(LIMIT_BYTES, |index, record, _| {
                seen.push((index, record.offset, record.value == Some(b"b")))
            })
            .unwrap();
        assert_eq!(seen, [(0, 100, false), (1, 101, true), (2, 102, false)]);
        assert!(!draft.is_edited());
        assert_eq!(
            draft.finish().unwrap().bytes().as_ptr(),
            batch.bytes().as_ptr()
        );
    }
}

#[test]
fn removing_a_header_that_is_not_there_edits_nothing() {
    let mut draft = Draft::new(abc(Codec::None));
    draft
        .visit(LIMIT_BYTES, |_, _, edit| edit.remove_header("absent"))
        .unwrap();
    assert!(!draft.is_edited());
}

#[test]
fn views_of_an_uncompressed_batch_lie_in_its_own_bytes() {
    let batch = abc(Codec::None);
    let within = batch.bytes().as_ptr_range();
    let mut draft = Draft::new(batch.clone());
    draft
        .visit(LIMIT_BYTES, |_, record, _| {
            assert!(within.contains(&record.value.unwrap().as_ptr()))
        })
        .unwrap();
}

#[test]
fn an_edited_draft_keeps_all_that_nobody_edited() {
    for codec in Codec::ALL {
        let batch = abc(codec);
        let mut draft = Draft::new(batch.clone());
        draft
            .visit(LIMIT_BYTES, |index, _, edit| match index {
                0 => edit.drop_record(),
                1 => edit.replace_value(Some(Bytes::from_static(b"B"))),
                _ => {}
            })
            .unwrap();
        let edited = draft.finish().unwrap();

        edited.verify().unwrap();
        edited.check_structure(LIMIT_BYTES).unwrap();
        assert_eq!(values_of(&edited), ["B", "c"]);
        let opened = edited.open(LIMIT_BYTES).unwrap();
        let offsets: Vec<_> = opened
            .records()
            .map(|record| record.unwrap().offset)
            .collect();
        assert_eq!(offsets, [101, 102]);
        let (before, after) = (*batch.header(), *edited.header());
        assert_eq!(after.record_count, 2);
        let told_apart = crate::Header {
            batch_length_bytes: 0,
            crc: 0,
            record_count: 0,
            ..after
        };
        assert_eq!(
            told_apart,
            crate::Header {
                batch_length_bytes: 0,
                crc: 0,
                record_count: 0,
                ..before
            }
        );
        assert!(!after.is_contiguous());
    }
}

#[test]
fn a_visitor_sees_what_the_ones_before_it_did() {
    let mut draft = Draft::new(abc(Codec::Gzip));
    draft
        .visit(LIMIT_BYTES, |index, _, edit| match index {
            0 => edit.drop_record(),
            1 => {
                edit.add_header("one", None);
                edit.add_header("two", Some(Bytes::from_static(b"2")));
                edit.add_header("one", None);
            }
            _ => edit.replace_value(None),
        })
        .unwrap();
    let mut seen = Vec::new();
    draft
        .visit(LIMIT_BYTES, |index, record, edit| {
            seen.push((index, record.value.is_some(), header_names(record)));
            edit.remove_header("one");
            edit.add_header("one", None);
        })
        .unwrap();
    let names = ["one", "two", "one"].map(String::from).to_vec();
    assert_eq!(seen, [(1, true, names), (2, false, vec![])]);

    let opened = draft.finish().unwrap().open(LIMIT_BYTES).unwrap();
    let records = owned_of(&opened).unwrap();
    assert_eq!(
        records[0].headers,
        [
            (b"two".to_vec(), Some(b"2".to_vec())),
            (b"one".to_vec(), None)
        ]
    );
    assert_eq!(records[1].headers, [(b"one".to_vec(), None)]);
    assert_eq!(records[1].value, None);
}

#[test]
fn a_draft_of_which_nothing_is_left_is_an_empty_batch_that_keeps_its_range() {
    let batch = abc(Codec::Zstd);
    let mut draft = Draft::new(batch.clone());
    draft
        .visit(LIMIT_BYTES, |_, _, edit| edit.drop_record())
        .unwrap();
    let emptied = draft.finish().unwrap();
    assert_eq!(emptied, batch.emptied().unwrap());
    assert_eq!(emptied.bytes().len(), crate::HEADER_BYTES);

    let read = Batch::parse(emptied.bytes().clone()).unwrap();
    read.verify().unwrap();
    read.check_structure(LIMIT_BYTES).unwrap();
    assert_eq!(
        (read.base_offset(), read.last_offset(), read.next_offset()),
        (100, 102, 103)
    );
    let header = read.header();
    assert_eq!(
        (
            header.producer_id,
            header.producer_epoch,
            header.base_sequence
        ),
        (4711, 3, 17)
    );
}

#[test]
fn a_control_batch_is_never_visited() {
    let mut bytes = abc(Codec::None).bytes().to_vec();
    bytes[22] |= 0b10_0000;
    let batch = Batch::parse(super::with_right_crc(bytes)).unwrap();
    let mut draft = Draft::new(batch.clone());
    draft
        .visit(LIMIT_BYTES, |_, _, _| panic!("visited"))
        .unwrap();
    assert_eq!(draft.finish().unwrap(), batch);
}

#[test]
fn a_draft_opens_no_more_than_it_may() {
    let batch = batch_of(Codec::Gzip, &[Owned::of(&"a".repeat(5000))]);
    let visited = Draft::new(batch).visit(1000, |_, _, _| panic!("visited"));
    assert!(matches!(
        visited,
        Err(Error::TooLarge { limit_bytes: 1000 })
    ));
}

#[test]
fn a_batch_splits_by_pushing_its_records_as_they_are() {
    let batch = abc(Codec::Lz4);
    let mut builder = Builder::like(batch.header());
    let opened = batch.open(LIMIT_BYTES).unwrap();
    for record in opened
        .records()
        .map(Result::unwrap)
        .filter(|record| record.value != Some(b"b"))
    {
        builder.push_record(&record);
    }
    assert_eq!(builder.record_count(), 2);
    let split = builder.build().unwrap();
    assert_eq!(values_of(&split), ["a", "c"]);
    assert_eq!(
        (split.base_offset(), split.last_offset(), split.codec()),
        (0, 1, Codec::Lz4)
    );
    assert_eq!(split.header().base_sequence, 17);
}

#[test]
fn records_are_diverted_as_the_visitors_left_them() {
    let mut draft = Draft::new(abc(Codec::None));
    draft
        .visit(LIMIT_BYTES, |_, _, edit| edit.add_header("tag", None))
        .unwrap();
    let mut diverted = Builder::new(Codec::None);
    draft
        .visit(LIMIT_BYTES, |_, record, edit| {
            if record.value == Some(b"b") {
                diverted.push_view(record);
                edit.drop_record();
            }
        })
        .unwrap();
    assert_eq!(values_of(&draft.finish().unwrap()), ["a", "c"]);
    let opened = diverted.build().unwrap().open(LIMIT_BYTES).unwrap();
    let headers = vec![(b"tag".to_vec(), None)];
    assert_eq!(
        owned_of(&opened).unwrap(),
        [Owned {
            headers,
            ..Owned::of("b")
        }]
    );
}

#[test]
fn a_stamp_changes_sixteen_bytes_and_no_checksum() {
    let batch = abc(Codec::Snappy);
    let stamped = batch.stamped(i64::MAX - 7, 3);
    stamped.verify().unwrap();
    assert_eq!(stamped.bytes()[..16], batch.stamped_prefix(i64::MAX - 7, 3));
    assert_eq!(stamped.bytes()[16..], batch.bytes()[16..]);
    assert_eq!(Batch::parse(stamped.bytes().clone()).unwrap(), stamped);
}
