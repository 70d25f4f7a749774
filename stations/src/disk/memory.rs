//! A disk that is only memory: what stations with `Durability::Memory` are kept on. It never fails and never lasts.

use std::collections::BTreeMap;
use std::io::{self, IoSlice};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parking_lot::{Mutex, RwLock};

use super::{Disk, Entry, File};

/// A disk that is only memory. Folders are implied by the files in them.
#[derive(Debug, Default)]
pub struct MemoryDisk {
    files: Mutex<BTreeMap<PathBuf, Arc<MemoryFile>>>,
}

impl Disk for MemoryDisk {
    fn open(&self, path: &Path) -> io::Result<Arc<dyn File>> {
        match self.files.lock().get(path) {
            Some(file) => Ok(Arc::clone(file) as Arc<dyn File>),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn create(&self, path: &Path) -> io::Result<Arc<dyn File>> {
        Ok(Arc::clone(self.files.lock().entry(path.to_owned()).or_default()) as Arc<dyn File>)
    }

    fn create_dir(&self, _dir: &Path) -> io::Result<()> {
        Ok(())
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<Entry>> {
        let mut entries: Vec<Entry> = Vec::new();
        for path in self.files.lock().keys() {
            let Ok(below) = path.strip_prefix(dir) else {
                continue;
            };
            let mut parts = below.iter();
            let Some(name) = parts.next().and_then(|name| name.to_str()) else {
                continue;
            };
            // The map is ordered, so the files of one folder follow each other.
            if entries.last().is_none_or(|last| last.name != name) {
                entries.push(Entry { name: name.to_owned(), is_dir: parts.next().is_some() });
            }
        }
        Ok(entries)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut files = self.files.lock();
        let file = files.remove(from).ok_or(io::ErrorKind::NotFound)?;
        files.insert(to.to_owned(), file);
        Ok(())
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.files.lock().remove(path).map(drop).ok_or(io::ErrorKind::NotFound.into())
    }

    fn remove_dir(&self, _dir: &Path) -> io::Result<()> {
        Ok(())
    }

    fn sync_dir(&self, _dir: &Path) -> io::Result<()> {
        Ok(())
    }

    fn lock(&self, _path: &Path) -> io::Result<Option<Box<dyn Send + Sync>>> {
        Ok(Some(Box::new(())))
    }
}

#[derive(Debug, Default)]
struct MemoryFile {
    bytes: RwLock<Vec<u8>>,
}

impl File for MemoryFile {
    fn len_bytes(&self) -> io::Result<u64> {
        Ok(self.bytes.read().len() as u64)
    }

    fn read_at(&self, position: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let bytes = self.bytes.read();
        let from = usize::try_from(position).map_err(io::Error::other)?;
        let rest = bytes.get(from..).unwrap_or_default();
        let filled = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..filled), rest.get(..filled)) {
            to.copy_from_slice(from);
        }
        Ok(filled)
    }

    fn write_at(&self, position: u64, slices: &mut [IoSlice<'_>]) -> io::Result<()> {
        let mut bytes = self.bytes.write();
        let mut at = usize::try_from(position).map_err(io::Error::other)?;
        for slice in slices.iter() {
            let end = at + slice.len();
            if bytes.len() < end {
                bytes.resize(end, 0);
            }
            if let Some(to) = bytes.get_mut(at..end) {
                to.copy_from_slice(slice);
            }
            at = end;
        }
        Ok(())
    }

    fn set_len(&self, bytes: u64) -> io::Result<()> {
        self.bytes.write().resize(usize::try_from(bytes).map_err(io::Error::other)?, 0);
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        Ok(())
    }
}
