//! The synced mark: how much of the log is known to be on the disk. Written after every sync, but itself only now and
//! then synced: it may lag, and never lies. Bad bytes above it are a torn tail; below it they are damage.
//!
//! Two slots of one sector each are written in turn, so that a torn write leaves the other.

use std::io::{self, IoSlice};
use std::path::Path;
use std::sync::Arc;

use bytes::{Buf, BufMut};

use crate::disk::{Disk, File};

/// The name of its file.
const FILE_NAME: &str = "synced";
const MAGIC: &[u8; 8] = b"WSMARK_1";
/// No disk tears less than this.
const SLOT_BYTES: u64 = 512;
/// Magic, sequence, base offset, position, end offset, checksum.
const USED_BYTES: usize = 44;

/// A point in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark {
    /// The log file.
    pub(crate) base_offset: i64,
    /// How much of it is synced.
    pub(crate) position: u64,
    /// The offset that follows what is synced.
    pub(crate) end_offset: i64,
}

/// The file the mark is kept in.
#[derive(Debug)]
pub(crate) struct MarkFile {
    file: Arc<dyn File>,
    /// Of the last write; the larger of two slots is the newer.
    sequence: u64,
}

impl MarkFile {
    /// Opens the file, making it if need be, and reads the newest mark; `None` if there is none that is whole.
    pub(crate) fn open(disk: &dyn Disk, dir: &Path) -> io::Result<(MarkFile, Option<Mark>)> {
        let file = disk.create(&dir.join(FILE_NAME))?;
        let mut slots = [0; 2 * SLOT_BYTES as usize];
        file.read_at(0, &mut slots)?;
        let (first, second) = slots.split_at(SLOT_BYTES as usize);
        let newest = [decode(first), decode(second)].into_iter().flatten().max_by_key(|(sequence, _)| *sequence);
        let sequence = newest.map_or(0, |(sequence, _)| sequence);
        Ok((MarkFile { file, sequence }, newest.map(|(_, mark)| mark)))
    }

    /// Writes the mark to the page cache.
    pub(crate) fn write(&mut self, mark: Mark) -> io::Result<()> {
        self.sequence += 1;
        let slot = encode(self.sequence, mark);
        self.file.write_at(self.sequence % 2 * SLOT_BYTES, &mut [IoSlice::new(&slot)])
    }

    /// Makes the last mark last.
    pub(crate) fn sync(&self) -> io::Result<()> {
        self.file.sync_data()
    }
}

fn encode(sequence: u64, Mark { base_offset, position, end_offset }: Mark) -> Vec<u8> {
    let mut slot = Vec::with_capacity(USED_BYTES);
    slot.put_slice(MAGIC);
    slot.put_u64(sequence);
    slot.put_i64(base_offset);
    slot.put_u64(position);
    slot.put_i64(end_offset);
    slot.put_u32(crc32c::crc32c(&slot));
    slot
}

fn decode(slot: &[u8]) -> Option<(u64, Mark)> {
    let (body, sum) = slot.get(..USED_BYTES)?.split_last_chunk::<4>()?;
    if crc32c::crc32c(body) != u32::from_be_bytes(*sum) {
        return None;
    }
    let mut rest = body.strip_prefix(MAGIC)?;
    let sequence = rest.try_get_u64().ok()?;
    let base_offset = rest.try_get_i64().ok()?;
    let position = rest.try_get_u64().ok()?;
    let end_offset = rest.try_get_i64().ok()?;
    Some((sequence, Mark { base_offset, position, end_offset }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::MemoryDisk;

    #[test]
    fn the_newest_whole_slot_counts() {
        let disk = MemoryDisk::default();
        let dir = Path::new("/log");
        let (mut file, none) = MarkFile::open(&disk, dir).unwrap();
        assert_eq!(none, None);
        let mark = |position| Mark { base_offset: 3, position, end_offset: 9 };
        for position in 1..=3 {
            file.write(mark(position)).unwrap();
            assert_eq!(MarkFile::open(&disk, dir).unwrap().1, Some(mark(position)));
        }
        // Tear the slot that was written last: the one before it is still there.
        file.file.write_at(SLOT_BYTES + 20, &mut [IoSlice::new(b"torn")]).unwrap();
        assert_eq!(MarkFile::open(&disk, dir).unwrap().1, Some(mark(2)));
        file.file.write_at(20, &mut [IoSlice::new(b"torn")]).unwrap();
        assert_eq!(MarkFile::open(&disk, dir).unwrap().1, None);
    }
}
