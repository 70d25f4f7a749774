//! LZ4 frames, as every Kafka client writes them since magic 1; and those of magic 0, whose header
//! checksum is wrong.

use std::io::{self, Write};

use bytes::{Bytes, BytesMut};
use lz4_flex::frame::{BlockMode, BlockSize, FrameEncoder, FrameInfo};
use twox_hash::XxHash32;

/// One frame of independent 64 KiB blocks without checksums, as the Java client writes.
pub(super) fn compress(records: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
    let info = FrameInfo::new()
        .block_size(BlockSize::Max64KB)
        .block_mode(BlockMode::Independent);
    let mut encoder = FrameEncoder::with_frame_info(info, out);
    encoder.write_all(records)?;
    encoder.finish()?;
    Ok(())
}

/// The frame with the header checksum it should have. Clients of magic 0 hashed the frame's own
/// magic number along with the header (KAFKA-3160), so there the checksum is not worth checking.
/// What is no frame comes back as it is.
pub(crate) fn with_right_header_checksum(frame: &Bytes) -> Bytes {
    const FRAME_MAGIC_BYTES: usize = 4;
    const HAS_CONTENT_SIZE: u8 = 1 << 3;
    const HAS_DICTIONARY: u8 = 1;

    let Some(&flags) = frame.get(FRAME_MAGIC_BYTES) else {
        return frame.clone();
    };
    let content_size_bytes = if flags & HAS_CONTENT_SIZE != 0 { 8 } else { 0 };
    let dictionary_bytes = if flags & HAS_DICTIONARY != 0 { 4 } else { 0 };
    let checksum_at = FRAME_MAGIC_BYTES + 2 + content_size_bytes + dictionary_bytes;

    let mut frame = BytesMut::from(frame.as_ref());
    if let Some((header, [checksum, ..])) = frame.split_at_mut_checked(checksum_at) {
        let hashed = header.get(FRAME_MAGIC_BYTES..).unwrap_or_default();
        let [_, second_byte, _, _] = XxHash32::oneshot(0, hashed).to_le_bytes();
        *checksum = second_byte;
    }
    frame.freeze()
}
