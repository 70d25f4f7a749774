//! Room ahead of what is written in a log file: zeros. A sync of a write into room that was synced before need not wait for
//! the file system to record a new length, which is most of what a small sync takes (decision 0005).
//!
//! Zeros are no batch, so after a crash they are cut like any torn tail. A log file that is closed has no room.

use std::io::{self, IoSlice};

use crate::disk::File;

/// The most room that is made at a time, and the least. In between as much as the file holds already, so that a thousand
/// quiet partitions take a thousand times little.
const MAX_BYTES: u64 = 1 << 20;
const MIN_BYTES: u64 = 64 << 10;
/// Writes larger than this part of it would use the room up at once, and are written twice for nothing.
const WRITES_AHEAD: u64 = 16;

/// How far a log file reaches.
#[derive(Debug)]
pub(super) struct Room {
    end: u64,
}

impl Room {
    /// A file that ends with what is written.
    pub(super) fn none(end: u64) -> Room {
        Room { end }
    }

    /// After a write that reached `written_end`: makes room for more like it, if that pays, in a file that is not to grow
    /// beyond `limit`. What cannot be had is done without.
    pub(super) fn follow(&mut self, file: &dyn File, written_end: u64, write_bytes: u64, limit: u64) -> io::Result<()> {
        if written_end <= self.end {
            return Ok(());
        }
        self.end = written_end;
        let ahead_bytes = written_end.clamp(MIN_BYTES, MAX_BYTES).min(limit.saturating_sub(written_end));
        if write_bytes * WRITES_AHEAD > ahead_bytes {
            return Ok(());
        }
        let zeros = [0; 16 << 10];
        let whole = usize::try_from(ahead_bytes / zeros.len() as u64).unwrap_or_default();
        let rest = usize::try_from(ahead_bytes % zeros.len() as u64).unwrap_or_default();
        let mut slices = vec![IoSlice::new(&zeros); whole];
        slices.push(IoSlice::new(zeros.get(..rest).unwrap_or_default()));
        match file.write_at(written_end, &mut slices) {
            Ok(()) => self.end += ahead_bytes,
            // No room on the disk, most likely: what is written already fitted.
            Err(_) => file.set_len(written_end)?,
        }
        Ok(())
    }

    /// Cuts the file behind what is written. True if that is still to be synced.
    pub(super) fn give_back(&mut self, file: &dyn File, written_end: u64) -> io::Result<bool> {
        let is_there = self.end > written_end;
        if is_there {
            file.set_len(written_end)?;
            self.end = written_end;
        }
        Ok(is_there)
    }
}

/// Whether a stretch of a file is nothing but room.
pub(crate) fn is_room(file: &dyn File, mut position: u64, end: u64) -> io::Result<bool> {
    let mut chunk = vec![0; 64 << 10];
    while position < end {
        let filled = file.read_at(position, &mut chunk)?;
        let found = chunk.get(..filled).unwrap_or_default();
        if filled == 0 || found.iter().any(|byte| *byte != 0) {
            return Ok(filled == 0);
        }
        position += filled as u64;
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::disk::{Disk, MemoryDisk};

    #[test]
    fn small_writes_get_room_large_ones_do_not_and_it_can_be_given_back() {
        let disk = MemoryDisk::default();
        let file = disk.create(Path::new("/log")).unwrap();
        let mut room = Room::none(0);
        let write = |room: &mut Room, from: u64, bytes: usize| {
            file.write_at(from, &mut [IoSlice::new(&vec![1; bytes])]).unwrap();
            room.follow(&*file, from + bytes as u64, bytes as u64, 3 << 20).unwrap();
            file.len_bytes().unwrap()
        };
        assert_eq!(write(&mut room, 0, 100), 100 + MIN_BYTES);
        assert_eq!(write(&mut room, 100, 100), 100 + MIN_BYTES);
        assert_eq!(write(&mut room, 200, 1 << 20), 200 + (1 << 20));
        assert_eq!(write(&mut room, 200 + (1 << 20), 1_000), 1_200 + 2 * (1 << 20));
        assert!(is_room(&*file, 1_200 + (1 << 20), 1_200 + 2 * (1 << 20)).unwrap());
        assert!(!is_room(&*file, 1_199 + (1 << 20), 1_200 + 2 * (1 << 20)).unwrap());
        assert!(room.give_back(&*file, 1_200 + (1 << 20)).unwrap());
        assert_eq!(file.len_bytes().unwrap(), 1_200 + (1 << 20));
        assert!(!room.give_back(&*file, 1_200 + (1 << 20)).unwrap());
    }
}
