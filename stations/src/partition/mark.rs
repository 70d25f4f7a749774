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
pub(crate) const FILE_NAME: &str = "synced";
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
    /// Opens the file to write to it, making it if need be.
    pub(crate) fn open(disk: &dyn Disk, dir: &Path) -> io::Result<MarkFile> {
        let file = disk.create(&dir.join(FILE_NAME))?;
        let newest = slots(&*file)?.into_iter().filter_map(Slot::written).map(|(sequence, _)| sequence).max();
        Ok(MarkFile { file, sequence: newest.unwrap_or(0) })
    }

    /// The newest mark; `None` if there is none that is whole.
    pub(crate) fn read(disk: &dyn Disk, dir: &Path) -> io::Result<Option<Mark>> {
        Ok(read_slots(disk, dir)?
            .into_iter()
            .filter_map(Slot::written)
            .max_by_key(|(sequence, _)| *sequence)
            .map(|(_, mark)| mark))
    }

    /// Writes the mark to the page cache.
    pub(crate) fn write(&mut self, mark: Mark) -> io::Result<()> {
        self.sequence += 1;
        let slot = encode(self.sequence, mark);
        self.file.write_at(self.sequence % 2 * SLOT_BYTES, &mut [IoSlice::new(&slot)])
    }

    /// The file itself, to be synced where this is not at hand.
    pub(crate) fn file(&self) -> Arc<dyn File> {
        Arc::clone(&self.file)
    }

    /// Makes the last mark last.
    pub(crate) fn sync(&self) -> io::Result<()> {
        self.file.sync_data()
    }
}

/// Whether a slot was written that cannot be read: torn, or damaged.
pub(crate) fn has_unreadable_slot(disk: &dyn Disk, dir: &Path) -> io::Result<bool> {
    Ok(read_slots(disk, dir)?.contains(&Slot::Unreadable))
}

/// What is in a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slot {
    Empty,
    Written { sequence: u64, mark: Mark },
    Unreadable,
}

impl Slot {
    fn written(self) -> Option<(u64, Mark)> {
        match self {
            Slot::Written { sequence, mark } => Some((sequence, mark)),
            Slot::Empty | Slot::Unreadable => None,
        }
    }
}

fn read_slots(disk: &dyn Disk, dir: &Path) -> io::Result<[Slot; 2]> {
    match disk.open(&dir.join(FILE_NAME)) {
        Ok(file) => slots(&*file),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok([Slot::Empty; 2]),
        Err(error) => Err(error),
    }
}

fn slots(file: &dyn File) -> io::Result<[Slot; 2]> {
    let mut content = [0; 2 * SLOT_BYTES as usize];
    file.read_at(0, &mut content)?;
    let (first, second) = content.split_at(SLOT_BYTES as usize);
    Ok([first, second].map(|slot| match decode(slot) {
        Some((sequence, mark)) => Slot::Written { sequence, mark },
        None if slot.iter().all(|byte| *byte == 0) => Slot::Empty,
        None => Slot::Unreadable,
    }))
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
        let newest = || MarkFile::read(&disk, dir).unwrap();
        let mut file = MarkFile::open(&disk, dir).unwrap();
        assert_eq!(newest(), None);
        let mark = |position| Mark { base_offset: 3, position, end_offset: 9 };
        for position in 1..=3 {
            file.write(mark(position)).unwrap();
            assert_eq!(newest(), Some(mark(position)));
        }
        assert!(!has_unreadable_slot(&disk, dir).unwrap());
        // Tear the slot that was written last: the one before it is still there.
        file.file.write_at(SLOT_BYTES + 20, &mut [IoSlice::new(b"torn")]).unwrap();
        assert_eq!(newest(), Some(mark(2)));
        assert!(has_unreadable_slot(&disk, dir).unwrap());
        // The next is written over the torn one, and counts.
        let mut again = MarkFile::open(&disk, dir).unwrap();
        again.write(mark(4)).unwrap();
        assert_eq!(newest(), Some(mark(4)));
        file.file.write_at(20, &mut [IoSlice::new(b"torn")]).unwrap();
        file.file.write_at(SLOT_BYTES + 20, &mut [IoSlice::new(b"torn")]).unwrap();
        assert_eq!(newest(), None);
    }
}
