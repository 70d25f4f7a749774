//! Opens any bytes as lz4, under a limit.
#![no_main]

use bytes::Bytes;
use libfuzzer_sys::fuzz_target;
use records::{Codec, compression};

const LIMIT_BYTES: usize = 1 << 20;

fuzz_target!(|data: &[u8]| {
    if let Ok(opened) =
        compression::decompress(Codec::Lz4, Bytes::copy_from_slice(data), LIMIT_BYTES)
    {
        assert!(opened.len() <= LIMIT_BYTES);
    }
});
