//! One log file: a plain sequence of v2 batches, from its base offset on without a gap, and the sparse index over them.
//! Reading only; who writes is `partition/writer.rs`.

mod frame;
mod index;
mod walk;

use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use parking_lot::RwLock;

use crate::disk::{Disk, File};
use crate::error::{Damage, Error};
use crate::planted::{Bug, planted};
use frame::Frame;

pub(crate) use frame::{LEADER_EPOCH, resume};
pub(crate) use index::{Index, Summary};
pub(crate) use walk::{Broken, Walk};

/// What reading a segment can meet: the caller knows the place and makes it an [`Error`].
#[derive(Debug)]
pub(crate) enum Fault {
    Damaged(Damage),
    Disk(Error),
}

/// A log file and what is known of it.
#[derive(Debug)]
pub(crate) struct Segment {
    base_offset: i64,
    path: PathBuf,
    file: Arc<dyn File>,
    /// Covers what readers may see, and nothing else.
    index: RwLock<Index>,
}

/// A batch's place in time.
pub(crate) struct Moment {
    pub(crate) offset: i64,
    pub(crate) timestamp_ms: i64,
}

impl Segment {
    /// Begins an empty log file; its name lasts when this returns.
    pub(crate) fn create(disk: &dyn Disk, dir: &Path, base_offset: i64) -> io::Result<Segment> {
        let path = Segment::log_path(dir, base_offset);
        let file = disk.create(&path)?;
        if !planted(Bug::RollNotSynced) {
            disk.sync_dir(dir)?;
        }
        Ok(Segment::new(path, file, Index::new(base_offset)))
    }

    /// A log file that is there, as far as its index goes.
    pub(crate) fn new(path: PathBuf, file: Arc<dyn File>, index: Index) -> Segment {
        Segment { base_offset: index.base_offset(), path, file, index: RwLock::new(index) }
    }

    /// The name of the log file that begins at an offset.
    pub(crate) fn log_path(dir: &Path, base_offset: i64) -> PathBuf {
        dir.join(format!("{base_offset:020}.log"))
    }

    /// The base offset in the name of a log file; `None` for other files.
    pub(crate) fn parse_name(name: &str) -> Option<i64> {
        let digits = name.strip_suffix(".log").filter(|digits| digits.len() == 20)?;
        digits.parse().ok().filter(|base| *base >= 0)
    }

    pub(crate) fn base_offset(&self) -> i64 {
        self.base_offset
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn file(&self) -> &Arc<dyn File> {
        &self.file
    }

    /// What readers may see, in short.
    pub(crate) fn summary(&self) -> Summary {
        *self.index.read().summary()
    }

    /// The index as of now.
    pub(crate) fn index(&self) -> Index {
        self.index.read().clone()
    }

    /// Shows readers what `extend` adds to the index.
    pub(crate) fn publish(&self, extend: impl FnOnce(&mut Index)) {
        extend(&mut self.index.write());
    }

    /// Whole batches, checked, from the one that holds `offset` on: at most `max_bytes`, but the first however long. And the
    /// offset that follows them.
    pub(crate) fn read(&self, offset: i64, max_bytes: usize) -> Result<(Bytes, i64), Fault> {
        let stretch = self.index.read().find(offset);
        let mut position = stretch.position;
        let mut expected = stretch.offset;
        let mut wanted_bytes = Index::INTERVAL_BYTES.saturating_add(max_bytes as u64);
        let mut chunk = Bytes::new();
        // Walk over the headers of those before it, then take the first, wherever a chunk ends.
        loop {
            match frame::look(&chunk, expected) {
                Frame::Whole(header) if header.next_offset() <= offset => {
                    position += header.total_bytes() as u64;
                    expected = header.next_offset();
                    drop(chunk.split_to(header.total_bytes()));
                }
                Frame::Whole(_) => break,
                Frame::Short { needed_bytes } => {
                    // No batch reaches over the next indexed one, so a wrong length cannot ask for much.
                    let limit =
                        if position < stretch.next_position { stretch.next_position } else { stretch.end_position };
                    if position + needed_bytes as u64 > limit {
                        return Err(self.damaged(position, expected, "a batch does not end where the next one begins"));
                    }
                    wanted_bytes = wanted_bytes.max(needed_bytes as u64).min(stretch.end_position - position);
                    chunk = self.chunk(position, wanted_bytes, expected)?;
                }
                Frame::Broken(reason) => return Err(self.damaged(position, expected, reason)),
            }
        }
        // From here on `chunk` begins with the batch that holds the offset.
        let mut taken_bytes = 0;
        loop {
            let rest = chunk.get(taken_bytes..).unwrap_or_default();
            match frame::look(rest, expected).verified(rest) {
                Frame::Whole(header) if taken_bytes == 0 || taken_bytes + header.total_bytes() <= max_bytes => {
                    taken_bytes += header.total_bytes();
                    expected = header.next_offset();
                }
                Frame::Broken(reason) if taken_bytes == 0 => {
                    return Err(self.damaged(position, expected, reason));
                }
                // What is broken further on is told to whoever comes to read it.
                Frame::Whole(_) | Frame::Short { .. } | Frame::Broken(_) => break,
            }
        }
        Ok((chunk.split_to(taken_bytes), expected))
    }

    /// The first record with one of the `offsets` whose timestamp is at least `timestamp_ms`.
    pub(crate) fn find_time(
        &self,
        timestamp_ms: i64,
        offsets: Range<i64>,
        open_limit_bytes: usize,
    ) -> Result<Option<Moment>, Fault> {
        let stretch = {
            let index = self.index.read();
            if index.summary().max_timestamp_ms < timestamp_ms || index.summary().end_offset <= offsets.start {
                return Ok(None);
            }
            index.find_time(timestamp_ms)
        };
        let mut walk = Walk::new(&*self.file, stretch.position, stretch.end_position, stretch.offset);
        while let Some(batch) = walk.next().map_err(|broken| self.fault(broken))? {
            if batch.header().max_timestamp_ms < timestamp_ms {
                continue;
            }
            // A batch whose records cannot be opened, or belie its header, is passed over: it is still readable whole.
            let Ok(opened) = batch.open(open_limit_bytes) else {
                continue;
            };
            let found = opened
                .records()
                .map_while(Result::ok)
                .find(|record| record.timestamp_ms >= timestamp_ms && offsets.contains(&record.offset));
            if let Some(record) = found {
                return Ok(Some(Moment { offset: record.offset, timestamp_ms: record.timestamp_ms }));
            }
        }
        Ok(None)
    }

    /// Walks all that readers may see, and compares it with the sum that was kept when it was written.
    pub(crate) fn verify(&self) -> Result<(), Fault> {
        let summary = self.summary();
        let mut seen = Index::new(self.base_offset);
        let mut walk = Walk::new(&*self.file, 0, summary.bytes, self.base_offset);
        while let Some(batch) = walk.next().map_err(|broken| self.fault(broken))? {
            seen.add(&batch);
        }
        if *seen.summary() == summary {
            Ok(())
        } else {
            Err(self.damaged(0, self.base_offset, "its batches are sound but not those that were written"))
        }
    }

    fn chunk(&self, position: u64, bytes: u64, expected: i64) -> Result<Bytes, Fault> {
        let mut buffer = vec![0; usize::try_from(bytes).unwrap_or(usize::MAX)];
        let filled =
            self.file.read_at(position, &mut buffer).map_err(Error::disk("read", &self.path)).map_err(Fault::Disk)?;
        if filled < buffer.len() {
            return Err(self.damaged(position, expected, "the file is shorter than what was written to it"));
        }
        Ok(buffer.into())
    }

    fn damaged(&self, position: u64, first_offset: i64, reason: &'static str) -> Fault {
        let file = self.path.clone();
        Fault::Damaged(Damage { file, position, next_position: None, first_offset, next_offset: None, reason })
    }

    pub(crate) fn fault(&self, broken: Broken) -> Fault {
        match broken {
            Broken::Damaged { position, expected, reason } => self.damaged(position, expected, reason),
            Broken::Disk(error) => Fault::Disk(Error::disk("read", &self.path)(error)),
        }
    }
}
