//! The database's file, through the store's own disk trait, so that the simulated disk tears it too.

use std::io::{self, IoSlice};
use std::sync::Arc;

use redb::StorageBackend;

use crate::disk::File;

/// How much is written again at a time, unless it is all zeros.
const AGAIN_BYTES: usize = 64 << 10;

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

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.0.set_len(len)
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
/// state machine.
pub(super) fn write_again(file: &dyn File) -> io::Result<()> {
    let length = file.len_bytes()?;
    let mut chunk = vec![0; AGAIN_BYTES];
    let mut position = 0;
    while position < length {
        let filled = file.read_at(position, &mut chunk)?;
        let bytes = chunk.get(..filled).filter(|bytes| !bytes.is_empty()).ok_or(io::ErrorKind::UnexpectedEof)?;
        let next = position + filled as u64;
        // The end is written even where it is a hole: the new length may have been lost with the sync.
        if next >= length || bytes.iter().any(|byte| *byte != 0) {
            file.write_at(position, &mut [IoSlice::new(bytes)])?;
        }
        position = next;
    }
    file.sync_data()
}
