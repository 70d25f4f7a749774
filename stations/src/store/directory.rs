//! The data directory: its paths, its lock, and the version of its format.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parking_lot::Mutex;

use crate::disk::{self, Disk};
use crate::error::Error;
use crate::metadata;

/// The format this version writes. Older ones must keep opening; newer ones are refused.
const FORMAT: u32 = 1;
/// More than any version's number needs.
const MAX_FORMAT_BYTES: u64 = 64;

/// An open, locked data directory.
pub(crate) struct Directory {
    path: PathBuf,
    lock: Mutex<Option<Box<dyn Send + Sync>>>,
}

impl Directory {
    /// Makes the directory if need be, locks it, and reads its version.
    pub(crate) fn open(disk: Arc<dyn Disk>, path: &Path) -> Result<Directory, Error> {
        let directory = Directory { path: path.to_owned(), lock: Mutex::new(None) };
        let stations = directory.stations_path();
        disk.create_dir(&stations).map_err(Error::disk("make", &stations))?;
        directory.take_lock(&*disk)?;
        directory.check_format(&*disk)?;
        disk.sync_dir(path).map_err(Error::disk("sync", path))?;
        if let Some(above) = path.parent().filter(|above| !above.as_os_str().is_empty()) {
            disk.sync_dir(above).map_err(Error::disk("sync", above))?;
        }
        Ok(directory)
    }

    /// Locks a directory that is there, and reads its version. Changes nothing in it.
    pub(crate) fn open_existing(disk: &dyn Disk, path: &Path) -> Result<Directory, Error> {
        let directory = Directory { path: path.to_owned(), lock: Mutex::new(None) };
        let stations = directory.stations_path();
        disk.list(&stations).map_err(Error::disk("list", &stations))?;
        directory.take_lock(disk)?;
        if let (_, Some(found)) = directory.read_format(disk)? {
            directory.compare_format(&found)?;
        }
        Ok(directory)
    }

    fn take_lock(&self, disk: &dyn Disk) -> Result<(), Error> {
        let lock_path = self.path.join("lock");
        let lock = disk.lock(&lock_path).map_err(Error::disk("lock", &lock_path))?;
        *self.lock.lock() = Some(lock.ok_or_else(|| Error::Locked { dir: self.path.clone() })?);
        Ok(())
    }

    /// Refuses to begin a new catalogue over the logs of an old one.
    pub(crate) fn check_metadata(&self, disk: &dyn Disk) -> Result<(), Error> {
        let path = self.metadata_path();
        let bytes = match disk.open(&path).and_then(|file| file.len_bytes()) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
            Err(error) => return Err(Error::disk("open", &path)(error)),
        };
        if bytes > 0 || !self.holds_logs(disk)? {
            return Ok(());
        }
        let reason = "it is missing, and there are stations. Put it back from a backup, or let `waystation stations verify \
            --repair` list the stations anew";
        let (path, source) = (path.display().to_string(), Arc::new(io::Error::other(reason)));
        Err(Error::Metadata(metadata::Error::Database { path, source }))
    }

    /// Whether there is a folder with messages in it.
    pub(crate) fn holds_logs(&self, disk: &dyn Disk) -> Result<bool, Error> {
        let stations = self.stations_path();
        for entry in disk.list(&stations).map_err(Error::disk("list", &stations))? {
            let path = stations.join(entry.name);
            if entry.is_dir && super::holds_logs(disk, &path).map_err(Error::disk("look into", &path))? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether it says which version wrote it.
    pub(crate) fn has_format(&self, disk: &dyn Disk) -> Result<bool, Error> {
        Ok(self.read_format(disk)?.1.is_some())
    }

    /// Refuses a directory of another version; one that does not say which is taken for this one's, and says so from now on.
    pub(crate) fn check_format(&self, disk: &dyn Disk) -> Result<(), Error> {
        let (path, content) = self.read_format(disk)?;
        let Some(found) = content else {
            let content = format!("{FORMAT}\n");
            return disk::replace(disk, &path, content.as_bytes()).map_err(Error::disk("write", &path));
        };
        self.compare_format(&found)
    }

    fn read_format(&self, disk: &dyn Disk) -> Result<(PathBuf, Option<String>), Error> {
        let path = self.path.join("format");
        let content = disk::read_small(disk, &path, MAX_FORMAT_BYTES).map_err(Error::disk("read", &path))?;
        Ok((path, content.map(|content| String::from_utf8_lossy(&content).trim().to_owned())))
    }

    fn compare_format(&self, found: &str) -> Result<(), Error> {
        match found.parse() {
            Ok(FORMAT) => Ok(()),
            _ => Err(Error::UnknownFormat { dir: self.path.clone(), found: found.to_owned(), known: FORMAT }),
        }
    }

    /// Lets another process have it.
    pub(crate) fn unlock(&self) {
        drop(self.lock.lock().take());
    }

    pub(crate) fn metadata_path(&self) -> PathBuf {
        self.path.join("metadata.redb")
    }

    pub(crate) fn stations_path(&self) -> PathBuf {
        self.path.join("stations")
    }

    /// Where the journals of acknowledging consumers are.
    pub(crate) fn consumers_path(&self) -> PathBuf {
        self.path.join("consumers")
    }

    pub(crate) fn station_path(&self, folder: &str) -> PathBuf {
        self.stations_path().join(folder)
    }

    /// Where a partition's log is.
    pub(crate) fn partition_path(&self, folder: &str, partition: i32) -> PathBuf {
        self.station_path(folder).join(partition.to_string())
    }
}

impl std::fmt::Debug for Directory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Directory({})", self.path.display())
    }
}
