//! Takes any bytes for a message set of magic 0 or 1, with the checksums of its messages made
//! right. Whatever becomes of it must be batches that read.
#![no_main]

use bytes::Bytes;
use libfuzzer_sys::fuzz_target;
use records::legacy;

const LIMIT_BYTES: usize = 1 << 20;
const LENGTH_AT: usize = 8;
const CRC_AT: usize = 12;
const CRC_FROM: usize = 16;

fuzz_target!(|data: &[u8]| {
    let mut set = data.to_vec();
    make_checksums_right(&mut set);
    for batch in legacy::up_convert(Bytes::from(set), LIMIT_BYTES).unwrap_or_default() {
        batch.verify().expect("what was encoded has its checksum");
        batch
            .check_structure(usize::MAX)
            .expect("what was encoded can be read");
    }
});

fn make_checksums_right(mut set: &mut [u8]) {
    while let Some(length) = set.get(LENGTH_AT..CRC_AT) {
        let length = i32::from_be_bytes(length.try_into().expect("four bytes"));
        let end = CRC_AT.saturating_add(usize::try_from(length).unwrap_or_default());
        if end < CRC_FROM || end > set.len() {
            return;
        }
        let (message, rest) = set.split_at_mut(end);
        let mut crc = flate2::Crc::new();
        crc.update(&message[CRC_FROM..]);
        message[CRC_AT..CRC_FROM].copy_from_slice(&crc.sum().to_be_bytes());
        set = rest;
    }
}
