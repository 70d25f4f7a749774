//! The four codecs of Kafka, each opened as a stream under a limit. Which one a batch has is in its
//! attributes.
//!
//! # Layout
//! - `snappy`: raw and in the framing of the xerial Java library
//! - `lz4`: frames, and those with the wrong header checksum of magic 0
//! - `zstd`: frames, whose window is bounded too

pub(crate) mod lz4;
mod snappy;
mod zstd;

use std::fmt;
use std::io::{self, Read, Write};

use bytes::Bytes;

use crate::error::Error;

/// How records are compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Codec {
    /// Not at all.
    None,
    /// RFC 1952.
    Gzip,
    /// Snappy, raw or in xerial's framing; written in xerial's, which every client reads.
    Snappy,
    /// The LZ4 frame format.
    Lz4,
    /// RFC 8878 (KIP-110).
    Zstd,
}

impl Codec {
    /// Every codec, in the order of their numbers.
    pub const ALL: [Codec; 5] = [
        Codec::None,
        Codec::Gzip,
        Codec::Snappy,
        Codec::Lz4,
        Codec::Zstd,
    ];

    /// The codec of a number in a batch's attributes.
    ///
    /// # Errors
    /// [`Error::UnknownCodec`].
    pub fn from_id(id: u8) -> Result<Codec, Error> {
        Self::ALL
            .into_iter()
            .find(|codec| codec.id() == id)
            .ok_or(Error::UnknownCodec { id })
    }

    /// The codec's number in a batch's attributes.
    pub fn id(self) -> u8 {
        match self {
            Codec::None => 0,
            Codec::Gzip => 1,
            Codec::Snappy => 2,
            Codec::Lz4 => 3,
            Codec::Zstd => 4,
        }
    }
}

impl fmt::Display for Codec {
    /// The name Kafka's `compression.type` has for it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Codec::None => "none",
            Codec::Gzip => "gzip",
            Codec::Snappy => "snappy",
            Codec::Lz4 => "lz4",
            Codec::Zstd => "zstd",
        })
    }
}

/// Opens at most `limit_bytes`. What is not compressed is handed back as it is.
///
/// # Errors
/// [`Error::Decompress`], [`Error::TooLarge`].
pub fn decompress(codec: Codec, packed: Bytes, limit_bytes: usize) -> Result<Bytes, Error> {
    // A batch without records has nothing to open, whatever its codec; not every decompressor takes
    // nothing.
    if packed.is_empty() {
        return Ok(packed);
    }
    let opened = match codec {
        Codec::None => return Ok(packed),
        Codec::Gzip => drain(
            flate2::bufread::MultiGzDecoder::new(&*packed),
            packed.len(),
            limit_bytes,
        ),
        Codec::Snappy => snappy::decompress(&packed, limit_bytes),
        Codec::Lz4 => drain(
            lz4_flex::frame::FrameDecoder::new(&*packed),
            packed.len(),
            limit_bytes,
        ),
        Codec::Zstd => zstd::decompress(&packed, limit_bytes),
    };
    opened
        .map(Bytes::from)
        .map_err(|failure| failure.into_error(codec, limit_bytes))
}

/// Appends `records`, compressed, to `out`.
///
/// # Errors
/// [`Error::Compress`].
pub(crate) fn compress(codec: Codec, records: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
    let compressed = match codec {
        Codec::None => out.write_all(records),
        Codec::Gzip => {
            let mut encoder = flate2::write::GzEncoder::new(out, flate2::Compression::default());
            encoder
                .write_all(records)
                .and_then(|()| encoder.finish().map(drop))
        }
        Codec::Snappy => snappy::compress(records, out),
        Codec::Lz4 => lz4::compress(records, out),
        Codec::Zstd => zstd::compress(records, out),
    };
    compressed.map_err(|source| Error::Compress { codec, source })
}

/// Why a decompressor gave up.
#[derive(Debug)]
enum Failure {
    TooLarge,
    Broken(io::Error),
}

impl Failure {
    fn into_error(self, codec: Codec, limit_bytes: usize) -> Error {
        match self {
            Failure::TooLarge => Error::TooLarge { limit_bytes },
            Failure::Broken(source) => Error::Decompress { codec, source },
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Broken(error)
    }
}

/// Reads a decompressor to its end, but one byte past the limit at most.
fn drain(decoder: impl Read, packed_bytes: usize, limit_bytes: usize) -> Result<Vec<u8>, Failure> {
    // A guess that spares the first few doublings; never what the input claims.
    let mut opened = Vec::with_capacity(packed_bytes.saturating_mul(3).min(limit_bytes));
    decoder
        .take((limit_bytes as u64).saturating_add(1))
        .read_to_end(&mut opened)?;
    if opened.len() > limit_bytes {
        Err(Failure::TooLarge)
    } else {
        Ok(opened)
    }
}
