//! The data directory: its paths, its lock, and the version of its format.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use parking_lot::Mutex;

use crate::disk::{self, Disk};
use crate::error::Error;

/// The format this version writes. Older ones must keep opening; newer ones are refused.
const FORMAT: u32 = 1;
/// More than any version's number needs.
const MAX_FORMAT_BYTES: u64 = 64;

/// An open, locked data directory.
pub(super) struct Directory {
    path: PathBuf,
    lock: Mutex<Option<Box<dyn Send + Sync>>>,
}

impl Directory {
    /// Makes the directory if need be, locks it, and reads its version.
    pub(super) fn open(disk: Arc<dyn Disk>, path: &Path) -> Result<Directory, Error> {
        let directory = Directory { path: path.to_owned(), lock: Mutex::new(None) };
        let stations = directory.stations_path();
        disk.create_dir(&stations).map_err(Error::disk("make", &stations))?;
        let lock_path = path.join("lock");
        let lock = disk.lock(&lock_path).map_err(Error::disk("lock", &lock_path))?;
        *directory.lock.lock() = Some(lock.ok_or_else(|| Error::Locked { dir: path.to_owned() })?);
        directory.check_format(&*disk)?;
        disk.sync_dir(path).map_err(Error::disk("sync", path))?;
        if let Some(above) = path.parent().filter(|above| !above.as_os_str().is_empty()) {
            disk.sync_dir(above).map_err(Error::disk("sync", above))?;
        }
        Ok(directory)
    }

    fn check_format(&self, disk: &dyn Disk) -> Result<(), Error> {
        let path = self.path.join("format");
        let content = disk::read_small(disk, &path, MAX_FORMAT_BYTES).map_err(Error::disk("read", &path))?;
        let Some(content) = content else {
            let content = format!("{FORMAT}\n");
            return disk::replace(disk, &path, content.as_bytes()).map_err(Error::disk("write", &path));
        };
        let found = String::from_utf8_lossy(&content).trim().to_owned();
        match found.parse() {
            Ok(FORMAT) => Ok(()),
            _ => Err(Error::UnknownFormat { dir: self.path.clone(), found, known: FORMAT }),
        }
    }

    /// Lets another process have it.
    pub(super) fn unlock(&self) {
        drop(self.lock.lock().take());
    }

    pub(super) fn metadata_path(&self) -> PathBuf {
        self.path.join("metadata.redb")
    }

    pub(super) fn stations_path(&self) -> PathBuf {
        self.path.join("stations")
    }

    pub(super) fn station_path(&self, folder: &str) -> PathBuf {
        self.stations_path().join(folder)
    }

    /// Where a partition's log is.
    pub(super) fn partition_path(&self, folder: &str, partition: i32) -> PathBuf {
        self.station_path(folder).join(partition.to_string())
    }
}

impl std::fmt::Debug for Directory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Directory({})", self.path.display())
    }
}
