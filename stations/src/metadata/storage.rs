//! The database's file, through the store's own disk trait, so that the simulated disk tears it too.

use std::io::{self, IoSlice};
use std::sync::Arc;

use redb::StorageBackend;

use crate::disk::File;

/// How much is written again at a time, unless it is all zeros.
const AGAIN_BYTES: u64 = 64 << 10;
/// The database's first page.
const HEADER_BYTES: u64 = 4 << 10;
/// A file grows by writes of so many bytes.
const ZEROS_BYTES: usize = 64 << 10;

/// A file as redb wants it.
#[derive(Debug)]
pub(super) struct Storage(pub(super) Arc<dyn File>);

impl StorageBackend for Storage {
    fn len(&self) -> io::Result<u64> {
        self.0.len_bytes()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        if self.0.read_at(offset, out)? == out.len() { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }

    /// What is added is written at once, behind the length: redb knows no other than it asked for. Else the file would have holes, and any later write could find the disk full, also
    /// one into a page that redb believes it has: opening the database again would not work until there is room.
    fn set_len(&self, len: u64) -> io::Result<()> {
        let before = self.0.len_bytes()?;
        self.0.set_len(len)?;
        let zeros = vec![0; ZEROS_BYTES];
        let added = (before..len).step_by(ZEROS_BYTES).try_for_each(|position| {
            let bytes = usize::try_from(len - position).map_or(ZEROS_BYTES, |rest| rest.min(ZEROS_BYTES));
            self.0.write_at(position, &mut [IoSlice::new(zeros.get(..bytes).unwrap_or_default())])
        });
        if added.is_err() {
            self.0.set_len(before)?;
        }
        added
    }

    fn sync_data(&self) -> io::Result<()> {
        self.0.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.0.write_at(offset, &mut [IoSlice::new(data)])
    }
}

/// Writes a file over itself and syncs it; holes stay holes. A process before this one may have been told that a sync failed:
/// then the kernel holds as clean what never reached the disk, redb builds on it, and a power cut pulls it away. Found by the
/// state machine. The header goes last, after a sync, as redb itself has it: it must not name what is not there yet.
pub(super) fn write_again(file: &dyn File) -> io::Result<()> {
    let length = file.len_bytes()?;
    // The new length may have been lost with the sync, and redb takes no length between.
    file.set_len(length)?;
    file.sync_data()?;
    write_range_again(file, HEADER_BYTES.min(length), length)?;
    file.sync_data()?;
    write_range_again(file, 0, HEADER_BYTES.min(length))?;
    file.sync_data()
}

fn write_range_again(file: &dyn File, mut position: u64, end: u64) -> io::Result<()> {
    while position < end {
        let mut chunk = vec![0; usize::try_from(AGAIN_BYTES.min(end - position)).map_err(io::Error::other)?];
        if file.read_at(position, &mut chunk)? < chunk.len() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let next = position + chunk.len() as u64;
        if chunk.iter().any(|byte| *byte != 0) {
            file.write_at(position, &mut [IoSlice::new(&chunk)])?;
        }
        position = next;
    }
    Ok(())
}
