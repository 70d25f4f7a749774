//! A log file written again without what compaction removes. Batches that lose nothing are copied as they are; those that
//! lose something are encoded again; runs of those that lose everything become one empty batch.

use std::io::{self, IoSlice};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use records::{Batch, Draft};

use super::super::OPEN_LIMIT_BYTES;
use super::newest::Newest;
use crate::disk::{Disk, File};
use crate::error::Error;
use crate::planted::{Bug, planted};
use crate::segment::{Index, LEADER_EPOCH};

/// So much is written at a time.
const CHUNK_BYTES: usize = 1 << 20;

/// Which records stay.
pub(super) struct Rule<'a> {
    /// Of each key, as far as it was learned.
    pub(super) newest: &'a Newest,
    /// Tombstones before this offset have been there for long enough.
    pub(super) tombstones_before: i64,
}

impl Rule<'_> {
    /// A record without a key has nothing newer; it can only be from before the station was compacted.
    fn keeps(&self, offset: i64, key: Option<&[u8]>, is_tombstone: bool) -> bool {
        let is_over = is_tombstone && offset < self.tombstones_before;
        key.is_none_or(|key| !self.newest.is_outdated(key, offset) && !is_over)
    }
}

/// A new log file on its way.
#[derive(Debug)]
pub(super) struct Rewrite {
    path: PathBuf,
    file: Arc<dyn File>,
    /// Of what is written and what waits in `chunk`.
    index: Index,
    chunk: Vec<u8>,
    written_bytes: u64,
    /// The offsets of batches that lost everything, not written yet.
    hollow: Option<std::ops::Range<i64>>,
    changed: bool,
}

impl Rewrite {
    /// Begins a file for the log from an offset on.
    pub(super) fn begin(disk: &dyn Disk, dir: &Path, base_offset: i64) -> Result<Rewrite, Error> {
        let path = super::swap::cleaned_path(dir, base_offset);
        let begin = || {
            let file = disk.create(&path)?;
            // One that a crash left behind may have the name.
            file.set_len(0).map(|()| file)
        };
        let file = begin().map_err(Error::disk("begin", &path))?;
        let index = Index::new(base_offset);
        Ok(Rewrite { file, index, chunk: Vec::new(), written_bytes: 0, hollow: None, changed: false, path })
    }

    /// How long it is so far.
    pub(super) fn bytes(&self) -> u64 {
        self.index.summary().bytes
    }

    /// Whether it is any different from what it was made of.
    pub(super) fn is_changed(&self) -> bool {
        self.changed
    }

    /// Takes up what stays of the next batch.
    pub(super) fn take_up(&mut self, batch: Batch, rule: &Rule<'_>) -> Result<(), Error> {
        let failed = |error: records::Error| Error::disk("write", &self.path)(io::Error::other(error));
        let offsets = batch.base_offset()..batch.next_offset();
        if batch.header().record_count == 0 && !batch.header().attributes.is_control() {
            return self.hollow_out(offsets);
        }
        let mut draft = Draft::new(batch.clone());
        let mut kept = 0;
        let seen = draft.visit(OPEN_LIMIT_BYTES, |_, record, edit| {
            if rule.keeps(record.offset, record.key, record.value.is_none()) {
                kept += 1;
            } else {
                edit.drop_record();
            }
        });
        // What cannot be opened stays as it is; so does a transaction's marker, whose records are not shown.
        if seen.is_err() || !draft.is_edited() {
            return self.write(&batch);
        }
        self.changed = true;
        if kept == 0 {
            return self.hollow_out(offsets);
        }
        let batch = draft.finish().map_err(failed)?;
        self.write(&batch)
    }

    /// Adds offsets without records; those that follow each other share a batch, as far as one can count.
    fn hollow_out(&mut self, offsets: std::ops::Range<i64>) -> Result<(), Error> {
        let joined = match &self.hollow {
            Some(before) if offsets.end - before.start <= i64::from(i32::MAX) => {
                self.changed = true;
                before.start..offsets.end
            }
            Some(_) => {
                self.fill_hollow()?;
                offsets
            }
            None => offsets,
        };
        self.hollow = Some(joined);
        Ok(())
    }

    fn fill_hollow(&mut self) -> Result<(), Error> {
        let Some(offsets) = self.hollow.take() else { return Ok(()) };
        let failed = |error: records::Error| Error::disk("write", &self.path)(io::Error::other(error));
        let batch = Batch::hollow(offsets.start, offsets.end - 1, LEADER_EPOCH).map_err(failed)?;
        self.put(&batch)
    }

    fn write(&mut self, batch: &Batch) -> Result<(), Error> {
        self.fill_hollow()?;
        self.put(batch)
    }

    fn put(&mut self, batch: &Batch) -> Result<(), Error> {
        self.index.add(batch);
        self.chunk.extend_from_slice(batch.bytes());
        if self.chunk.len() >= CHUNK_BYTES { self.write_chunk() } else { Ok(()) }
    }

    fn write_chunk(&mut self) -> Result<(), Error> {
        let written = self.file.write_at(self.written_bytes, &mut [IoSlice::new(&self.chunk)]);
        written.map_err(Error::disk("write", &self.path))?;
        self.written_bytes += self.chunk.len() as u64;
        self.chunk.clear();
        Ok(())
    }

    /// Writes the rest and syncs all of it.
    pub(super) fn finish(mut self) -> Result<super::swap::Cleaned, Error> {
        self.fill_hollow()?;
        self.write_chunk()?;
        if !planted(Bug::CompactedNotSynced) {
            self.file.sync_data().map_err(Error::disk("sync", &self.path))?;
        }
        Ok(super::swap::Cleaned { path: self.path, file: self.file, index: self.index })
    }

    /// Leaves the log as it is.
    pub(super) fn abandon(self, disk: &dyn Disk) {
        super::swap::remove(disk, &self.path);
    }
}
