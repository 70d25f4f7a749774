//! Zstandard (RFC 8878, KIP-110). Not only the output is bounded: a frame also chooses the window
//! that its reader must hold.

use std::io::{self, Write};

use ::zstd::stream::{read::Decoder, write::Encoder};

use super::{Failure, drain};

/// 8 MiB: what a stream of unknown size declares at level 19, and what RFC 8878 wants every decoder
/// to take.
const WINDOW_LOG_ALWAYS: u32 = 23;
/// 128 MiB: the most that a compressor declares unasked.
const WINDOW_LOG_EVER: u32 = 27;

pub(super) fn decompress(packed: &[u8], limit_bytes: usize) -> Result<Vec<u8>, Failure> {
    let mut decoder = Decoder::with_buffer(packed)?;
    // A window larger than all that may be opened is of no use to it.
    let limit_log = usize::BITS - limit_bytes.leading_zeros();
    decoder.window_log_max(limit_log.clamp(WINDOW_LOG_ALWAYS, WINDOW_LOG_EVER))?;
    drain(decoder, packed.len(), limit_bytes)
}

/// One frame that tells its size, so that its reader need not guess.
pub(super) fn compress(records: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
    let mut encoder = Encoder::new(out, ::zstd::DEFAULT_COMPRESSION_LEVEL)?;
    encoder.set_pledged_src_size(Some(records.len() as u64))?;
    encoder.write_all(records)?;
    encoder.finish()?;
    Ok(())
}
