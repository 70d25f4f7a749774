//! What is only read is not allocated for: the promise that a pipeline's speed rests on, counted.
//! A test of its own, since the counting allocator replaces that of the whole program.
#![allow(clippy::unwrap_used)]

use allocation_counter::measure;
use records::{Batch, Builder, Codec, Draft};

const LIMIT_BYTES: usize = 1 << 20;

fn batch(codec: Codec, record_count: u8) -> Batch {
    let mut builder = Builder::new(codec);
    for number in 0..record_count {
        let headers = [(&b"origin"[..], Some(&b"test"[..])), (b"origin", None)];
        builder.push(0, Some(&[number]), Some(b"value"), &headers);
    }
    builder.build().unwrap()
}

#[test]
fn parsing_checking_and_walking_an_uncompressed_batch_allocate_nothing() {
    let bytes = batch(Codec::None, 100).bytes().clone();
    let counted = measure(|| {
        let batch = Batch::parse(bytes.clone()).unwrap();
        batch.verify().unwrap();
        batch.check_structure(LIMIT_BYTES).unwrap();
        let opened = batch.open(LIMIT_BYTES).unwrap();
        for record in opened.records() {
            assert_eq!(record.unwrap().headers().count(), 2);
        }
    });
    assert_eq!(counted.count_total, 0);
}

#[test]
fn a_draft_that_nobody_edits_allocates_nothing() {
    let batch = batch(Codec::None, 100);
    let counted = measure(|| {
        let mut draft = Draft::new(batch.clone());
        for _visitor in 0..3 {
            let visited = draft.visit(LIMIT_BYTES, |_, record, edit| {
                assert_eq!(record.headers().count(), 2);
                if record.value.is_none() {
                    edit.drop_record();
                }
            });
            visited.unwrap();
        }
        assert_eq!(draft.finish().unwrap(), batch);
    });
    assert_eq!(counted.count_total, 0);
}

#[test]
fn opening_allocates_for_the_batch_and_not_for_its_records() {
    for codec in [Codec::Gzip, Codec::Snappy, Codec::Lz4, Codec::Zstd] {
        let allocations = |batch: &Batch| {
            let counted = measure(|| {
                Draft::new(batch.clone())
                    .visit(LIMIT_BYTES, |_, _, _| {})
                    .unwrap()
            });
            counted.count_total
        };
        let (few, many) = (
            allocations(&batch(codec, 1)),
            allocations(&batch(codec, 200)),
        );
        // Growing the room it opens into is a matter of doublings.
        assert!(
            many <= few + 8,
            "{codec}: {few} allocations for one record, {many} for 200"
        );
    }
}
