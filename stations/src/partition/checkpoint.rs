//! The checkpoint: what opening a log would otherwise have to read all of it for. The index of the file being written, the
//! state of the producers, both as of one point that is synced; and the log's start, which is nowhere else.
//!
//! Replaced whole, so a crash leaves the old one or the new one. Everything after it is read again from the log.

use std::io;
use std::path::Path;

use bytes::{Buf, BufMut};

use super::producers::Producers;
use crate::disk::{self, Disk};
use crate::segment::Index;

/// The name of its file.
pub(crate) const FILE_NAME: &str = "checkpoint";
const MAGIC: &[u8; 8] = b"WSCHECK1";
/// Far above what the largest index and the most producers amount to.
const MAX_BYTES: u64 = 64 << 20;

/// What is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Checkpoint {
    /// The first offset that may be read.
    pub(crate) log_start_offset: i64,
    /// When the file that was being written got its first batch.
    pub(crate) active_since_ms: Option<i64>,
    /// Of the file that was being written; its summary is the point that all this is as of.
    pub(crate) index: Index,
    /// As of that point.
    pub(crate) producers: Producers,
}

impl Checkpoint {
    /// Reads the checkpoint of a log; `None` if there is none that is whole.
    pub(crate) fn load(disk: &dyn Disk, dir: &Path) -> io::Result<Option<Checkpoint>> {
        let content = disk::read_small(disk, &dir.join(FILE_NAME), MAX_BYTES)?;
        Ok(content.and_then(|content| Checkpoint::decode(&content)))
    }

    /// Replaces the checkpoint of a log; it lasts when this returns.
    pub(crate) fn save(&self, disk: &dyn Disk, dir: &Path) -> io::Result<()> {
        disk::replace(disk, &dir.join(FILE_NAME), &self.encode())
    }

    fn encode(&self) -> Vec<u8> {
        let Checkpoint { log_start_offset, active_since_ms, index, producers } = self;
        let mut out = Vec::new();
        out.put_slice(MAGIC);
        out.put_i64(*log_start_offset);
        out.put_i64(active_since_ms.unwrap_or(-1));
        index.write(&mut out);
        producers.write(&mut out);
        out.put_u32(crc32c::crc32c(&out));
        out
    }

    fn decode(content: &[u8]) -> Option<Checkpoint> {
        let (body, sum) = content.split_last_chunk::<4>()?;
        if crc32c::crc32c(body) != u32::from_be_bytes(*sum) {
            return None;
        }
        let mut rest = body.strip_prefix(MAGIC)?;
        let log_start_offset = rest.try_get_i64().ok()?;
        let active_since_ms = Some(rest.try_get_i64().ok()?).filter(|since_ms| *since_ms >= 0);
        let index = Index::read(&mut rest)?;
        let producers = Producers::read(&mut rest)?;
        rest.is_empty().then_some(Checkpoint { log_start_offset, active_since_ms, index, producers })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_checkpoint_is_none() {
        let checkpoint = Checkpoint {
            log_start_offset: 5,
            active_since_ms: Some(6),
            index: Index::new(3),
            producers: Producers::default(),
        };
        let content = checkpoint.encode();
        assert_eq!(Checkpoint::decode(&content), Some(checkpoint));
        for position in 0..content.len() {
            let mut flipped = content.clone();
            flipped[position] ^= 0x10;
            assert_eq!(Checkpoint::decode(&flipped), None);
            assert_eq!(Checkpoint::decode(&content[..position]), None);
        }
    }
}
