//! The version of the last commit that was answered, beside the database. Where a database was not closed, redb goes back
//! to the commit before if the last one does not match its checksums: after a power cut that is one nobody was promised,
//! but it may also be damage. Written after every commit and never synced, this tells them apart: it may lag, never lies.

use std::io::{self, IoSlice};
use std::path::Path;
use std::sync::Arc;

use bytes::{Buf, BufMut};

use crate::disk::{Disk, File};

const MAGIC: &[u8; 8] = b"WSMETA_1";
/// Magic, version, checksum.
const BYTES: usize = 20;

/// The file beside one database.
#[derive(Debug)]
pub(super) struct Acknowledged {
    file: Arc<dyn File>,
}

impl Acknowledged {
    /// Opens the file beside the database at `path`, making it if need be.
    pub(super) fn open(disk: &dyn Disk, path: &Path) -> io::Result<Acknowledged> {
        Ok(Acknowledged { file: disk.create(&path.with_extension("synced"))? })
    }

    /// The version that was answered; 0 if it cannot be told.
    pub(super) fn version(&self) -> io::Result<u64> {
        let mut content = [0; BYTES];
        self.file.read_at(0, &mut content)?;
        Ok(decode(&content).unwrap_or(0))
    }

    /// Writes it to the page cache.
    pub(super) fn write(&self, version: u64) -> io::Result<()> {
        let mut content = Vec::with_capacity(BYTES);
        content.put_slice(MAGIC);
        content.put_u64(version);
        content.put_u32(crc32c::crc32c(&content));
        self.file.write_at(0, &mut [IoSlice::new(&content)])
    }
}

/// The version that was answered by the database at `path`; 0 if it cannot be told. Makes nothing.
pub(crate) fn acknowledged_version(disk: &dyn Disk, path: &Path) -> io::Result<u64> {
    match disk.open(&path.with_extension("synced")) {
        Ok(file) => Acknowledged { file }.version(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(error),
    }
}

/// Lets the database at `path` be what it is.
pub(crate) fn forget_acknowledged(disk: &dyn Disk, path: &Path) -> io::Result<()> {
    let file = Acknowledged::open(disk, path)?.file;
    file.set_len(0)?;
    file.sync_data()
}

fn decode(content: &[u8]) -> Option<u64> {
    let (body, sum) = content.split_last_chunk::<4>()?;
    if crc32c::crc32c(body) != u32::from_be_bytes(*sum) {
        return None;
    }
    body.strip_prefix(MAGIC)?.try_get_u64().ok()
}
