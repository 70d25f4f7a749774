//! The one trait that all of the store's I/O goes through. [`RealDisk`] is the operating system; [`MemoryDisk`] forgets;
//! [`SimDisk`] loses, tears and refuses from a seed, for tests. No caching, no retrying, no policy here.

mod memory;
mod real;
mod sim;

use std::fmt::Debug;
use std::io::{self, IoSlice};
use std::path::Path;
use std::sync::Arc;

use crate::planted::{Bug, planted};
pub use memory::MemoryDisk;
pub use real::RealDisk;
pub use sim::SimDisk;

/// Folders and files. What a call promises after a power cut is said with it; whatever is not promised may be lost.
pub trait Disk: Debug + Send + Sync + 'static {
    /// Opens a file that is there, to read and write.
    fn open(&self, path: &Path) -> io::Result<Arc<dyn File>>;
    /// Opens a file, making it empty if it is not there. Its name lasts only after `sync_dir` of its folder.
    fn create(&self, path: &Path) -> io::Result<Arc<dyn File>>;
    /// Makes a folder and those above it; no error if it is there. Lasts after `sync_dir` of the folder above.
    fn create_dir(&self, dir: &Path) -> io::Result<()>;
    /// The names in a folder, in no order.
    fn list(&self, dir: &Path) -> io::Result<Vec<Entry>>;
    /// Renames a file or folder, replacing a file that has the name. Atomic; lasts after `sync_dir`.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file. Who has it open reads on.
    fn remove_file(&self, path: &Path) -> io::Result<()>;
    /// Removes an empty folder.
    fn remove_dir(&self, dir: &Path) -> io::Result<()>;
    /// Makes the names in a folder last.
    fn sync_dir(&self, dir: &Path) -> io::Result<()>;
    /// Takes an exclusive lock, kept until the value is dropped; `None` if somebody has it.
    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn Send + Sync>>>;
}

/// An open file.
pub trait File: Debug + Send + Sync {
    /// Its length in bytes.
    fn len_bytes(&self) -> io::Result<u64>;
    /// Fills the buffer from `position`; fewer bytes only where the file ends.
    fn read_at(&self, position: u64, buffer: &mut [u8]) -> io::Result<usize>;
    /// Writes all the slices, one after the other, from `position`. After an error any part may have been written.
    fn write_at(&self, position: u64, slices: &mut [IoSlice<'_>]) -> io::Result<()>;
    /// Cuts the file, or fills it up with zeros.
    fn set_len(&self, bytes: u64) -> io::Result<()>;
    /// Returns once everything written, and the length, is on the disk. After an error nothing is known: do not retry.
    fn sync_data(&self) -> io::Result<()>;
}

/// Whether it says that the disk, or a share of it, is full.
pub(crate) fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

/// A name in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The last part of its path.
    pub name: String,
    /// Whether it is a folder.
    pub is_dir: bool,
}

/// The whole of a small file, `None` if it is not there.
pub(crate) fn read_small(disk: &dyn Disk, path: &Path, limit_bytes: u64) -> io::Result<Option<Vec<u8>>> {
    let file = match disk.open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let bytes = file.len_bytes()?.min(limit_bytes);
    let mut buffer = vec![0; usize::try_from(bytes).map_err(io::Error::other)?];
    let filled = file.read_at(0, &mut buffer)?;
    buffer.truncate(filled);
    Ok(Some(buffer))
}

/// Replaces a small file in one step that a crash leaves done or not begun, and that lasts when this returns.
pub(crate) fn replace(disk: &dyn Disk, path: &Path, content: &[u8]) -> io::Result<()> {
    let new = path.with_extension("new");
    let file = disk.create(&new)?;
    file.set_len(0)?;
    file.write_at(0, &mut [IoSlice::new(content)])?;
    if !planted(Bug::CheckpointNotSynced) {
        file.sync_data()?;
    }
    disk.rename(&new, path)?;
    match path.parent() {
        Some(dir) => disk.sync_dir(dir),
        None => Ok(()),
    }
}

/// Removes a folder and all that is in it. The store's folders nest two deep, so recursion is bounded by construction.
pub(crate) fn remove_tree(disk: &dyn Disk, dir: &Path) -> io::Result<()> {
    for Entry { name, is_dir } in disk.list(dir)? {
        let path = dir.join(name);
        if is_dir {
            remove_tree(disk, &path)?;
        } else {
            disk.remove_file(&path)?;
        }
    }
    disk.remove_dir(dir)
}
