//! Snappy as Kafka clients send it: one raw block (librdkafka, and Go clients by choice), or a run
//! of blocks in the framing of the xerial Java library. It is not snappy's own framing format,
//! which no Kafka client uses.

use std::io;

use super::Failure;

/// What xerial's framing starts with: its magic, its version, and the oldest version that can read
/// it.
const XERIAL_MAGIC: &[u8; 8] = b"\x82SNAPPY\x00";
const XERIAL_VERSIONS: &[u8; 8] = &[0, 0, 0, 1, 0, 0, 0, 1];

/// Blocks as long as the Java library makes them.
const BLOCK_BYTES: usize = 32 * 1024;

/// A snappy element makes at most 64 bytes out of three, so a longer claim is not believed.
const MOST_TIMES_LARGER: usize = 32;

pub(super) fn decompress(packed: &[u8], limit_bytes: usize) -> Result<Vec<u8>, Failure> {
    let mut opened = Vec::new();
    let Some(framed) = packed.strip_prefix(XERIAL_MAGIC) else {
        decompress_block(packed, &mut opened, limit_bytes)?;
        return Ok(opened);
    };
    let (_versions, mut left) = framed
        .split_at_checked(XERIAL_VERSIONS.len())
        .ok_or_else(cut_short)?;
    while !left.is_empty() {
        let (length, rest) = left.split_first_chunk::<4>().ok_or_else(cut_short)?;
        let (block, rest) = rest
            .split_at_checked(u32::from_be_bytes(*length) as usize)
            .ok_or_else(cut_short)?;
        decompress_block(block, &mut opened, limit_bytes)?;
        left = rest;
    }
    Ok(opened)
}

fn decompress_block(block: &[u8], opened: &mut Vec<u8>, limit_bytes: usize) -> Result<(), Failure> {
    let block_bytes = snap::raw::decompress_len(block).map_err(io::Error::other)?;
    if block_bytes > limit_bytes.saturating_sub(opened.len()) {
        return Err(Failure::TooLarge);
    }
    if block_bytes > block.len().saturating_mul(MOST_TIMES_LARGER) {
        return Err(Failure::Broken(io::Error::other(
            "a block claims more than its bytes can make",
        )));
    }
    let before = opened.len();
    opened.resize(before + block_bytes, 0);
    let room = opened.get_mut(before..).unwrap_or_default();
    snap::raw::Decoder::new()
        .decompress(block, room)
        .map_err(io::Error::other)?;
    Ok(())
}

fn cut_short() -> Failure {
    Failure::Broken(io::Error::from(io::ErrorKind::UnexpectedEof))
}

pub(super) fn compress(records: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
    out.extend_from_slice(XERIAL_MAGIC);
    out.extend_from_slice(XERIAL_VERSIONS);
    let mut encoder = snap::raw::Encoder::new();
    for block in records.chunks(BLOCK_BYTES) {
        let packed = encoder.compress_vec(block)?;
        out.extend_from_slice(&(packed.len() as u32).to_be_bytes());
        out.extend_from_slice(&packed);
    }
    Ok(())
}
