//! `DIR/quarantine/N/`: what a repair had to take away, under the path it had, and `NOTES` that say what each piece was. A
//! repair makes at most one such folder. Nothing is ever deleted from it by the store.

use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::repair::copy;
use crate::disk::{self, Disk, File};
use crate::error::Error;

/// Where things are moved to.
pub(super) struct Quarantine<'a> {
    disk: &'a dyn Disk,
    data: &'a Path,
    /// Made when it is first needed.
    root: Option<PathBuf>,
    notes: String,
}

impl<'a> Quarantine<'a> {
    pub(super) fn new(disk: &'a dyn Disk, data: &'a Path) -> Quarantine<'a> {
        Quarantine { disk, data, root: None, notes: String::new() }
    }

    /// The folder, if there is anything in it.
    pub(super) fn used(&self) -> Option<&Path> {
        self.root.as_deref()
    }

    /// Keeps a copy of a range of a file, as `FILE@FROM-TO`; it lasts when this returns.
    pub(super) fn keep(&mut self, file: &dyn File, path: &Path, range: Range<u64>, reason: &str) -> Result<(), Error> {
        let length = file.len_bytes().map_err(Error::disk("measure", path))?;
        let range = range.start.min(length)..range.end.min(length);
        if range.is_empty() {
            return Ok(());
        }
        let name = format!("{}@{}-{}", below(self.data, path).display(), range.start, range.end);
        let note = format!("{name}: bytes {} to {} of {}: {reason}", range.start, range.end, path.display());
        self.put(Path::new(&name), &note, |kept| copy(file, range, kept, 0).map(drop))
    }

    /// Keeps a whole file.
    pub(super) fn keep_file(&mut self, file: &dyn File, path: &Path, reason: &str) -> Result<(), Error> {
        let length = file.len_bytes().map_err(Error::disk("measure", path))?;
        let name = below(self.data, path).to_owned();
        let note = format!("{}: {}: {reason}", name.display(), path.display());
        self.put(&name, &note, |kept| copy(file, 0..length, kept, 0).map(drop))
    }

    fn put(&mut self, name: &Path, note: &str, fill: impl FnOnce(&dyn File) -> io::Result<()>) -> Result<(), Error> {
        let root = self.root()?;
        let path = root.join(name);
        self.notes.push_str(note);
        self.notes.push('\n');
        let put = || -> io::Result<()> {
            if let Some(dir) = path.parent() {
                self.disk.create_dir(dir)?;
            }
            let kept = self.disk.create(&path)?;
            kept.set_len(0)?;
            fill(&*kept)?;
            kept.sync_data()?;
            disk::replace(self.disk, &root.join("NOTES"), self.notes.as_bytes())?;
            for dir in path.ancestors().skip(1).take_while(|dir| dir.starts_with(self.data)) {
                self.disk.sync_dir(dir)?;
            }
            Ok(())
        };
        put().map_err(Error::disk("keep in quarantine", &path))
    }

    /// A folder that no earlier repair has used.
    fn root(&mut self) -> Result<PathBuf, Error> {
        if let Some(root) = &self.root {
            return Ok(root.clone());
        }
        let above = self.data.join("quarantine");
        let taken = self.disk.list(&above).unwrap_or_default();
        let last = taken.iter().filter_map(|entry| entry.name.parse::<u32>().ok()).max().unwrap_or(0);
        let root = above.join(last.saturating_add(1).to_string());
        self.disk.create_dir(&root).map_err(Error::disk("make", &root))?;
        self.root = Some(root.clone());
        Ok(root)
    }
}

fn below<'p>(data: &Path, path: &'p Path) -> &'p Path {
    path.strip_prefix(data).unwrap_or(path)
}
