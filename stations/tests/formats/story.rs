//! What is in the fixtures: batches of every kind the log may hold, and how they are told apart.

use std::fs;
use std::path::Path;

use records::{Batch, Builder, Codec};

/// One record without a producer.
pub(crate) fn plain(number: i64) -> Batch {
    let mut builder = Builder::new(Codec::None);
    let timestamp_ms = 1_700_000_000_000 + number;
    let value = format!("{{\"lumens\": {number}, \"padding\": \"{:0200}\"}}", number);
    builder.push(timestamp_ms, Some(b"lamp"), Some(value.as_bytes()), &[(b"trace", Some(b"on")), (b"trace", None)]);
    builder.build().unwrap()
}

/// Three records, the last a tombstone, compressed in some way.
pub(crate) fn compressed(number: i64) -> Batch {
    let codecs = [Codec::Gzip, Codec::Snappy, Codec::Lz4, Codec::Zstd];
    let mut builder = Builder::new(codecs[usize::try_from(number).unwrap() % codecs.len()]);
    for record in 0..2 {
        builder.push(1_700_000_000_000 + number, None, Some(format!("{record}").repeat(300).as_bytes()), &[]);
    }
    builder.push(1_700_000_000_000 + number, Some(b"gone"), None, &[]);
    builder.build().unwrap()
}

/// A record of an idempotent producer, the same whenever it is made.
pub(crate) fn sequenced(producer_id: i64, sequence: i32) -> Batch {
    let mut builder = Builder::new(Codec::None).producer(producer_id, 0, sequence);
    builder.push(1_700_000_000_000, Some(b"key"), Some(sequence.to_string().as_bytes()), &[]);
    builder.build().unwrap()
}

/// By which bytes are recognised.
pub(crate) fn checksum(bytes: &[u8]) -> u32 {
    crc32c::crc32c(bytes)
}

/// Copies a folder with all that is in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// Waits for the store's own threads.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}
