//! Batches that lie about themselves, and bombs.

use bytes::Bytes;

use super::{LIMIT_BYTES, Owned, batch_of, with_right_crc};
use crate::{Batch, Codec, Error};

/// An uncompressed batch of two small records with some of its bytes replaced.
fn patched(patches: &[(usize, &[u8])]) -> Result<Batch, Error> {
    let mut bytes = batch_of(Codec::None, &[Owned::of("a"), Owned::of("b")])
        .bytes()
        .to_vec();
    for (at, patch) in patches {
        bytes[*at..at + patch.len()].copy_from_slice(patch);
    }
    Batch::parse(with_right_crc(bytes))
}

fn complaint<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn headers_that_no_batch_can_have_are_refused() {
    assert!(matches!(
        patched(&[(16, &[1])]),
        Err(Error::BadMagic { magic: 1 })
    ));
    assert!(matches!(
        patched(&[(22, &[5])]),
        Err(Error::UnknownCodec { id: 5 })
    ));
    assert!(
        complaint(patched(&[(8, &48i32.to_be_bytes())])).contains("does not even cover its header")
    );
    assert!(
        complaint(patched(&[(8, &(-1i32).to_be_bytes())]))
            .contains("does not even cover its header")
    );
    assert!(matches!(
        patched(&[(8, &i32::MAX.to_be_bytes())]),
        Err(Error::Truncated { .. })
    ));
    assert!(
        complaint(patched(&[(57, &(-1i32).to_be_bytes())])).contains("record count is negative")
    );
    assert!(
        complaint(patched(&[(57, &i32::MAX.to_be_bytes())])).contains("more records than offsets")
    );
    assert!(
        complaint(patched(&[(23, &(-1i32).to_be_bytes())]))
            .contains("last offset is before its first")
    );
    assert!(
        complaint(patched(&[(23, &(-2i32).to_be_bytes()), (57, &[0; 4])])).contains("last offset")
    );
}

#[test]
fn records_that_are_not_what_the_header_says_are_refused() {
    let check = |patches: &[(usize, &[u8])]| {
        complaint(patched(patches).unwrap().check_structure(LIMIT_BYTES))
    };
    let (second_length, offset_delta, key_length, header_count) = (69, 72, 73, 76);
    check(&[(second_length, &[14 + 2])]);
    assert!(check(&[(57, &1i32.to_be_bytes())]).contains("bytes follow the last record"));
    assert!(
        check(&[(57, &3i32.to_be_bytes()), (23, &2i32.to_be_bytes())])
            .contains("cut short: a record")
    );
    assert!(check(&[(offset_delta, &[0])]).contains("does not rise"));
    assert!(check(&[(offset_delta, &[1])]).contains("does not rise"));
    assert!(check(&[(offset_delta, &[4])]).contains("beyond the batch's last"));
    assert!(check(&[(key_length, &[3])]).contains("below -1"));
    assert!(check(&[(key_length, &[0x80, 0x00])]).contains("longer than its number needs"));
    assert!(check(&[(header_count, &[1])]).contains("header count is negative"));
    assert!(check(&[(header_count, &[2])]).contains("a header's name"));
}

#[test]
fn two_billion_records_in_a_small_batch_cost_nothing() {
    let count = i32::MAX.to_be_bytes();
    let batch = patched(&[(57, &count), (23, &(i32::MAX - 1).to_be_bytes())]).unwrap();
    let opened = batch.open(LIMIT_BYTES).unwrap();
    assert_eq!(opened.records().size_hint().0, 0);
    assert_eq!(opened.records().filter(Result::is_ok).count(), 2);
    assert_eq!(opened.records().count(), 3);
}

#[test]
fn a_checksum_that_does_not_fit_is_told_apart() {
    let mut bytes = batch_of(Codec::None, &[Owned::of("a")]).bytes().to_vec();
    bytes[20] ^= 1;
    let batch = Batch::parse(bytes.into()).unwrap();
    assert!(
        matches!(batch.verify(), Err(Error::BadCrc { stored, computed }) if stored == computed ^ 1)
    );
}

#[test]
fn bombs_are_refused_before_they_open() {
    let zeros = "\0".repeat(64 << 20);
    for codec in [Codec::Gzip, Codec::Snappy, Codec::Lz4, Codec::Zstd] {
        let bomb = batch_of(codec, &[Owned::of(&zeros)]);
        assert!(bomb.bytes().len() < zeros.len() / 15);
        let opened = bomb.open(LIMIT_BYTES);
        assert!(
            matches!(
                opened,
                Err(Error::TooLarge {
                    limit_bytes: LIMIT_BYTES
                })
            ),
            "{codec}"
        );
    }
}

#[test]
fn a_limit_that_just_fits_opens() {
    for codec in Codec::ALL {
        let batch = batch_of(codec, &[Owned::of(&"a".repeat(100_000))]);
        let opened_bytes = batch.open(LIMIT_BYTES).unwrap().data().len();
        assert!(batch.open(opened_bytes).is_ok(), "{codec}");
        assert_eq!(
            batch.open(opened_bytes - 1).is_ok(),
            codec == Codec::None,
            "{codec}"
        );
    }
}

#[test]
fn a_snappy_block_that_claims_more_than_it_can_make_gets_no_memory() {
    // A varint length of 2^30 in front of nothing.
    let claim = Bytes::from_static(&[0x80, 0x80, 0x80, 0x80, 0x04]);
    let opened = crate::compression::decompress(Codec::Snappy, claim, usize::MAX);
    assert!(matches!(
        opened,
        Err(Error::Decompress {
            codec: Codec::Snappy,
            ..
        })
    ));
}

#[test]
fn a_zstd_window_larger_than_anything_allowed_is_refused() {
    // Magic, a descriptor without content size, a window of 2^31 bytes, an empty last block.
    let frame = Bytes::from_static(&[0x28, 0xb5, 0x2f, 0xfd, 0x00, 21 << 3, 0x01, 0x00, 0x00]);
    let opened = crate::compression::decompress(Codec::Zstd, frame, LIMIT_BYTES);
    assert!(matches!(
        opened,
        Err(Error::Decompress {
            codec: Codec::Zstd,
            ..
        })
    ));
}

#[test]
fn garbage_behind_a_right_checksum_is_named_by_its_codec() {
    for codec in [Codec::Gzip, Codec::Snappy, Codec::Lz4, Codec::Zstd] {
        let mut bytes = batch_of(codec, &[Owned::of("a")]).bytes().to_vec();
        bytes[61..].fill(0xee);
        let opened = Batch::parse(with_right_crc(bytes))
            .unwrap()
            .open(LIMIT_BYTES);
        assert!(
            complaint(opened)
                .starts_with(&format!("the {codec} compressed records cannot be opened"))
        );
    }
}

#[test]
fn an_empty_batch_is_a_batch_whatever_its_codec() {
    for codec in Codec::ALL {
        let empty = batch_of(codec, &[]);
        let read = Batch::parse(empty.bytes().clone()).unwrap();
        read.check_structure(LIMIT_BYTES).unwrap();
        assert_eq!((read.base_offset(), read.next_offset()), (0, 0));
    }
}
