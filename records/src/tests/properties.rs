//! Whatever is encoded comes back; whatever is cut or flipped is an error or an equal batch, and
//! never a panic.

use bytes::Bytes;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::{LIMIT_BYTES, Owned, batch_of, owned_of, with_right_crc};
use crate::{Batch, Codec, Draft, Error, legacy};

fn any_record() -> impl Strategy<Value = Owned> {
    let bytes = || vec(any::<u8>(), 0..40);
    (
        any::<i64>(),
        option::of(bytes()),
        option::of(bytes()),
        vec((bytes(), option::of(bytes())), 0..4),
    )
        .prop_map(|(timestamp_ms, key, value, headers)| Owned {
            timestamp_ms,
            key,
            value,
            headers,
        })
}

fn any_codec() -> impl Strategy<Value = Codec> {
    prop::sample::select(&Codec::ALL[..])
}

/// Everything that can be done with bytes from outside.
fn walk(bytes: Bytes) -> Result<(Batch, Vec<Owned>), Error> {
    let batch = Batch::parse(bytes)?;
    batch.verify()?;
    let records = owned_of(&batch.open(LIMIT_BYTES)?)?;
    Ok((batch, records))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_built_comes_back(codec in any_codec(), records in vec(any_record(), 1..20)) {
        let batch = batch_of(codec, &records);
        prop_assert!(batch.check_structure(LIMIT_BYTES).is_ok());
        let (parsed, read) = walk(batch.bytes().clone()).unwrap();
        prop_assert_eq!(&parsed, &batch);
        prop_assert_eq!(read, records);
        prop_assert_eq!(parsed.codec(), codec);
    }

    #[test]
    fn a_run_of_batches_splits_into_them(batches in vec((any_codec(), vec(any_record(), 0..4)), 0..6)) {
        let batches: Vec<_> = batches.iter().map(|(codec, records)| batch_of(*codec, records)).collect();
        let mut bytes: Bytes = batches.iter().flat_map(|batch| batch.bytes().clone()).collect();
        for batch in batches {
            prop_assert_eq!(Batch::split(&mut bytes).unwrap(), Some(batch));
        }
        prop_assert_eq!(Batch::split(&mut bytes).unwrap(), None);
    }

    #[test]
    fn every_truncation_is_an_error(codec in any_codec(), records in vec(any_record(), 1..4)) {
        let batch = batch_of(codec, &records);
        for length in 0..batch.bytes().len() {
            let mut cut = batch.bytes().slice(..length);
let refused = matches!(Batch::parse(cut.clone()), Err(Error::Truncated { .. }));
prop_assert!(refused);
            prop_assert_eq!(Batch::split(&mut cut).is_ok(), length == 0);
            prop_assert_eq!(cut.len(), length);
        }
    }

    #[test]
    fn every_flipped_byte_is_an_error_or_an_equal_batch(
        codec in any_codec(),
        records in vec(any_record(), 1..4),
        flip in 1u8..,
    ) {
        let batch = batch_of(codec, &records);
        for at in 0..batch.bytes().len() {
            let mut bytes = batch.bytes().to_vec();
            bytes[at] ^= flip;
            // The checksum covers neither the base offset nor the leader epoch: the log sets both.
            let not_covered = at < 8 || (12..16).contains(&at);
            match walk(bytes.into()) {
                Ok((flipped, read)) => {
                    prop_assert!(not_covered);
                    prop_assert_eq!(flipped.stamped(0, -1), batch.stamped(0, -1));
                    prop_assert_eq!(&read, &records);
                }
                Err(_) => prop_assert!(!not_covered),
            }
        }
    }

    #[test]
    fn a_flipped_byte_under_a_right_checksum_never_panics(
        codec in any_codec(),
        records in vec(any_record(), 1..6),
        flip in 1u8..,
    ) {
        let batch = batch_of(codec, &records);
        for at in 21..batch.bytes().len() {
            let mut bytes = batch.bytes().to_vec();
            bytes[at] ^= flip;
            if let Ok(batch) = Batch::parse(with_right_crc(bytes)) {
                let structure = batch.check_structure(LIMIT_BYTES);
                let mut draft = Draft::new(batch);
                let visited = draft.visit(LIMIT_BYTES, |_, _, edit| edit.add_header("seen", None));
                if !draft.header().attributes.is_control() {
                    prop_assert_eq!(structure.is_ok(), visited.is_ok());
                }
                if structure.is_ok() {
                    prop_assert!(draft.finish().unwrap().check_structure(LIMIT_BYTES).is_ok());
                }
            }
        }
    }

    #[test]
    fn any_bytes_at_all_never_panic(bytes: Vec<u8>, magic in 0u8..4) {
        let mut bytes = bytes;
        if let Some(place) = bytes.get_mut(16) {
            *place = magic;
        }
        let bytes = Bytes::from(bytes);
        let _ = walk(bytes.clone());
        let _ = legacy::up_convert(bytes.clone(), LIMIT_BYTES);
        for codec in Codec::ALL {
            let _ = crate::compression::decompress(codec, bytes.clone(), LIMIT_BYTES);
        }
    }
}
