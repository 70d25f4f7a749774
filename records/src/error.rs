//! The one error of this room: what is wrong with a batch, and where.

use std::io;

use crate::compression::Codec;

/// Why bytes are not a usable batch, or records do not make one.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The bytes end before what they announce.
    #[error(
        "the record data is cut short: {what} needs {needed_bytes} bytes and {left_bytes} are left"
    )]
    Truncated {
        /// The field or part that was being read.
        what: &'static str,
        /// How many bytes that part takes.
        needed_bytes: usize,
        /// How many bytes there were.
        left_bytes: usize,
    },
    /// A format version other than the one asked for: 2 for batches, 0 and 1 for message sets.
    #[error(
        "record format version (magic) {magic} does not belong here: 2 is a record batch, 0 and 1 are message sets from before Kafka 0.11"
    )]
    BadMagic {
        /// The magic byte found.
        magic: i8,
    },
    /// The checksum does not match: the bytes were damaged on their way or at rest.
    #[error(
        "the record data is damaged: its checksum is {computed:#010x} where {stored:#010x} is written"
    )]
    BadCrc {
        /// The checksum written in the data.
        stored: u32,
        /// The checksum of the data.
        computed: u32,
    },
    /// A compression codec that Kafka does not define, or not for this format version.
    #[error(
        "unknown compression codec {id}: 0 (none), 1 (gzip), 2 (snappy), 3 (lz4) and 4 (zstd) are known"
    )]
    UnknownCodec {
        /// The codec's number in the attributes.
        id: u8,
    },
    /// The compressed records do not open.
    #[error("the {codec} compressed records cannot be opened: {source}")]
    Decompress {
        /// How they are compressed.
        codec: Codec,
        /// What the decompressor said.
        source: io::Error,
    },
    /// The records could not be compressed.
    #[error("the records cannot be compressed with {codec}: {source}")]
    Compress {
        /// The codec asked for.
        codec: Codec,
        /// What the compressor said.
        source: io::Error,
    },
    /// Opening, or building, would take more bytes than allowed.
    #[error("the records take more than the {limit_bytes} bytes allowed")]
    TooLarge {
        /// The limit in force.
        limit_bytes: usize,
    },
    /// A field with a value it cannot have.
    #[error("malformed record data: {what}, at byte {at}")]
    Malformed {
        /// What is wrong, as a clause.
        what: &'static str,
        /// Where: an offset into the batch for its header, into the opened records for a record.
        at: usize,
    },
}
