//! Putting a cleaned log file in place of those it was made of. `BASE.cleaned` is being written; renamed to `BASE-END.swap`
//! it holds, whole and synced, what the log has from BASE to before END, and whatever else holds that may go. A crash after
//! that rename is made good by [`finish`], a crash before it leaves the old files.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::disk::{self, Disk, File};
use crate::error::Error;
use crate::segment::{Index, Segment};

/// A new log file, whole and synced, and nobody's yet.
#[derive(Debug)]
pub(super) struct Cleaned {
    pub(super) path: PathBuf,
    pub(super) file: Arc<dyn File>,
    pub(super) index: Index,
}

impl Cleaned {
    /// Puts it in place of the old log files.
    pub(super) fn swap(self, disk: &dyn Disk, dir: &Path, old: &[Arc<Segment>]) -> Result<Segment, Error> {
        let Cleaned { path, file, index } = self;
        let base_offset = index.base_offset();
        let swap = dir.join(format!("{base_offset:020}-{:020}.swap", index.summary().end_offset));
        let log = Segment::log_path(dir, base_offset);
        let old: Vec<PathBuf> = old.iter().map(|segment| segment.path().to_owned()).collect();
        let step = || -> io::Result<()> {
            disk.rename(&path, &swap)?;
            disk.sync_dir(dir)?;
            put_in_place(disk, dir, &swap, &log, &old)
        };
        step().map_err(Error::disk("put in place", &log))?;
        // Without its index a log file is read once more when the log is opened, no worse.
        if let Err(error) = disk::replace(disk, &log.with_extension("index"), &index.encode()) {
            tracing::warn!(path = %log.display(), %error, "the index of a cleaned log file was not written");
        }
        Ok(Segment::new(log, file, index))
    }

    /// Leaves the log as it is.
    pub(super) fn abandon(self, disk: &dyn Disk) {
        remove(disk, &self.path);
    }
}

/// Where the cleaned log file from an offset on is written.
pub(super) fn cleaned_path(dir: &Path, base_offset: i64) -> PathBuf {
    dir.join(format!("{base_offset:020}.cleaned"))
}

/// Removes a file that nothing depends on; one that stays is removed when the log is next opened.
pub(super) fn remove(disk: &dyn Disk, path: &Path) {
    if let Err(error) = disk.remove_file(path) {
        tracing::warn!(path = %path.display(), %error, "a file left over from compaction was not removed");
    }
}

/// Removes what a pass left that did not end well.
pub(super) fn sweep(disk: &dyn Disk, dir: &Path) {
    let names = disk.list(dir).unwrap_or_default().into_iter().map(|entry| entry.name);
    names.filter(|name| name.ends_with(".cleaned")).for_each(|name| remove(disk, &dir.join(name)));
}

/// After a crash: finishes what was begun, removes what was not. Each step may find that it was done already. The folder's
/// names must have been synced.
pub(crate) fn finish(disk: &dyn Disk, dir: &Path) -> io::Result<()> {
    sweep(disk, dir);
    let names: Vec<String> = disk.list(dir)?.into_iter().map(|entry| entry.name).collect();
    for name in &names {
        if let Some((base, end)) = parse(name) {
            let old: Vec<PathBuf> = names
                .iter()
                .filter_map(|name| Segment::parse_name(name))
                .filter(|other| (base..end).contains(other))
                .map(|other| Segment::log_path(dir, other))
                .collect();
            put_in_place(disk, dir, &dir.join(name), &Segment::log_path(dir, base), &old)?;
        }
    }
    Ok(())
}

/// The old indexes go first, so that none is ever taken for the new file's; then the old files, but the one replaced.
fn put_in_place(disk: &dyn Disk, dir: &Path, swap: &Path, log: &Path, old: &[PathBuf]) -> io::Result<()> {
    for path in old {
        unless_missing(disk.remove_file(&path.with_extension("index")))?;
    }
    for path in old.iter().filter(|path| *path != log) {
        unless_missing(disk.remove_file(path))?;
    }
    disk.sync_dir(dir)?;
    disk.rename(swap, log)?;
    disk.sync_dir(dir)
}

fn parse(name: &str) -> Option<(i64, i64)> {
    let (base, end) = name.strip_suffix(".swap")?.split_once('-')?;
    let (base, end) = (base.parse().ok()?, end.parse().ok()?);
    (0 <= base && base < end).then_some((base, end))
}

fn unless_missing(result: io::Result<()>) -> io::Result<()> {
    result.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
}
