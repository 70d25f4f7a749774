//! Looking at a log on the disk without touching it: which files there are, what can be read of them, what is missing, and
//! what lies above the synced mark. Opening a log acts on what is found here (`recovery.rs`), and so does repairing it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::checkpoint::Checkpoint;
use super::mark::{Mark, MarkFile};
use super::producers::Producers;
use super::room::is_room;
use super::salvage::search;
use crate::disk::{self, Disk, File};
use crate::error::{Damage, Error};
use crate::planted::{Bug, planted};
use crate::segment::{Broken, Index, Segment, Summary, Walk};
use crate::store::now_ms;

/// Far above what the index of the largest log file amounts to.
const MAX_INDEX_BYTES: u64 = 16 << 20;

/// How closely a log is looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Depth<'a> {
    /// Files are believed to hold what their indexes and the checkpoint say; only the rest is read.
    Sidecars,
    /// Every byte is read, and counted here.
    Whole(&'a AtomicU64),
}

/// What a log is found to be.
#[derive(Debug)]
pub(crate) struct Survey<'a> {
    dir: &'a Path,
    disk: &'a dyn Disk,
    depth: Depth<'a>,
    pub(crate) mark: Option<Mark>,
    pub(crate) checkpoint: Option<Checkpoint>,
    pub(crate) log_start_offset: i64,
    /// Log files from before the log's start, which a crash left behind.
    pub(crate) forgotten: Vec<PathBuf>,
    /// In order, each with an index of what can be read of it.
    pub(crate) segments: Vec<Arc<Segment>>,
    /// Finished log files that had to be walked, for want of their index, and are sound.
    pub(crate) unindexed: Vec<Arc<Segment>>,
    /// As of the checkpoint, then of what has been walked since.
    pub(crate) producers: Producers,
    pub(crate) walked_bytes: u64,
    /// In the order of offsets.
    pub(crate) damage: Vec<Damage>,
    /// Log files whose batches are sound but not those that their index was made of. Only looked for in the whole.
    pub(crate) strange: Vec<PathBuf>,
}

/// A log file that is to be walked.
struct LogFile<'a> {
    path: &'a Path,
    file: &'a dyn File,
    length: u64,
    /// What the file after it begins with.
    next_base: Option<i64>,
    /// What it held when it was written.
    known: Option<Index>,
    is_replayed: bool,
}

impl<'a> Survey<'a> {
    /// Looks at the log in a folder.
    pub(crate) fn of(disk: &'a dyn Disk, dir: &'a Path, depth: Depth<'a>) -> Result<Survey<'a>, Error> {
        let failed = |action| Error::disk(action, dir);
        let mark = MarkFile::read(disk, dir).map_err(failed("read the mark of"))?;
        let checkpoint = Checkpoint::load(disk, dir).map_err(failed("load the checkpoint of"))?;
        let saved = checkpoint.as_ref().filter(|_| !planted(Bug::ProducersNotRecovered));
        let producers = saved.map(|checkpoint| checkpoint.producers.clone()).unwrap_or_default();
        let mut survey = Survey {
            dir,
            disk,
            depth,
            mark,
            checkpoint,
            log_start_offset: 0,
            forgotten: Vec::new(),
            segments: Vec::new(),
            unindexed: Vec::new(),
            producers,
            walked_bytes: 0,
            damage: Vec::new(),
            strange: Vec::new(),
        };
        let bases = survey.log_files()?;
        for (number, &base) in bases.iter().enumerate() {
            survey.note_gap(base);
            let segment = survey.segment(base, bases.get(number + 1).copied())?;
            survey.segments.push(segment);
        }
        survey.note_gap(survey.promised_offset());
        Ok(survey)
    }

    /// The offset up to which the log was vouched for, by its mark and its start.
    pub(crate) fn promised_offset(&self) -> i64 {
        self.synced().map_or(0, |mark| mark.end_offset).max(self.log_start_offset)
    }

    /// Without a mark nobody knows whether offsets after the damage were given to somebody.
    pub(crate) fn is_unsure(&self) -> bool {
        self.mark.is_none() && !self.damage.is_empty()
    }

    /// The furthest point that is known to have been synced. A checkpoint is as of such a point, too.
    pub(crate) fn synced(&self) -> Option<Mark> {
        let saved = self.checkpoint.as_ref().map(|Checkpoint { index, .. }| Mark {
            base_offset: index.base_offset(),
            position: index.summary().bytes,
            end_offset: index.summary().end_offset,
        });
        // Without the mark itself the checkpoint says too little: much may have been acknowledged since.
        let mark = self.mark?;
        Some(saved.filter(|saved| saved.end_offset > mark.end_offset).unwrap_or(mark))
    }

    /// The base offsets of the log files, in order, without those that were forgotten.
    fn log_files(&mut self) -> Result<Vec<i64>, Error> {
        let entries = self.disk.list(self.dir).map_err(Error::disk("list", self.dir))?;
        let files = entries.iter().filter(|entry| !entry.is_dir);
        let mut bases: Vec<i64> = files.filter_map(|entry| Segment::parse_name(&entry.name)).collect();
        bases.sort_unstable();
        let first = bases.first().copied().unwrap_or(0);
        self.log_start_offset = self.checkpoint.as_ref().map_or(first, |checkpoint| checkpoint.log_start_offset);
        let kept = bases.partition_point(|base| *base <= self.log_start_offset).saturating_sub(1);
        self.forgotten = bases.drain(..kept).map(|base| Segment::log_path(self.dir, base)).collect();
        Ok(bases)
    }

    /// What follows begins at `next_offset`: if what is there so far does not reach it, the rest is missing.
    fn note_gap(&mut self, next_offset: i64) {
        let (file, Summary { bytes: position, end_offset: first_offset, .. }) = match self.segments.last() {
            Some(before) => (before.path().to_owned(), before.summary()),
            None => {
                let start = self.log_start_offset;
                (Segment::log_path(self.dir, start), *Index::new(start).summary())
            }
        };
        if first_offset >= next_offset {
            return;
        }
        // The walk may have met the damage that the gap is due to, without knowing where it ends.
        if let Some(known) = self.damage.last_mut().filter(|known| known.file == file && known.next_offset.is_none()) {
            known.next_offset = Some(next_offset);
            return;
        }
        let reason = "batches are missing between here and what follows";
        let next_position = None;
        self.damage.push(Damage {
            file,
            position,
            next_position,
            first_offset,
            next_offset: Some(next_offset),
            reason,
        });
    }

    /// Looks at one log file: by its index or the checkpoint as far as they go, then by walking it.
    fn segment(&mut self, base: i64, next_base: Option<i64>) -> Result<Arc<Segment>, Error> {
        let path = Segment::log_path(self.dir, base);
        let file = self.disk.open(&path).map_err(Error::disk("open", &path))?;
        let length = file.len_bytes().map_err(Error::disk("measure", &path))?;
        let saved = self.checkpoint.as_ref().map(|checkpoint| &checkpoint.index);
        let is_before_checkpoint = saved.is_some_and(|index| base < index.base_offset());
        let is_whole = matches!(self.depth, Depth::Whole(_));
        let beside = if is_before_checkpoint || is_whole { load_index(self.disk, &path)? } else { None };
        let beside = beside.filter(|index| index.base_offset() == base && index.summary().bytes <= length);
        if let (Depth::Sidecars, Some(index)) = (self.depth, &beside) {
            return Ok(Arc::new(Segment::new(path, file, index.clone())));
        }

        let has_index = beside.is_some();
        let known = beside
            .or_else(|| saved.filter(|index| index.base_offset() == base && index.summary().bytes <= length).cloned());
        let mut index = match (self.depth, &known) {
            (Depth::Sidecars, Some(index)) => index.clone(),
            _ => Index::new(base),
        };
        let damage_before = self.damage.len();
        let is_replayed = !is_before_checkpoint;
        self.walk(LogFile { path: &path, file: &*file, length, next_base, known, is_replayed }, &mut index)?;
        let segment = Arc::new(Segment::new(path, file, index));
        let is_finished = next_base.is_some_and(|next| next == segment.summary().end_offset);
        if is_finished && !has_index && self.damage.len() == damage_before {
            self.unindexed.push(Arc::clone(&segment));
        }
        Ok(segment)
    }

    /// Indexes what follows the indexed part of a log file, and replays its producers where the checkpoint did not know them.
    fn walk(&mut self, log: LogFile<'_>, index: &mut Index) -> Result<(), Error> {
        let LogFile { path, file, length, next_base, mut known, is_replayed } = log;
        let (synced_bytes, next_known) = self.vouched_for(index.base_offset(), length, next_base);
        let now_ms = now_ms();
        let start = *index.summary();
        known = known.filter(|known| known.summary().bytes > start.bytes);
        let mut walk = Walk::new(file, start.bytes, length, start.end_offset);
        loop {
            match walk.next() {
                Ok(None) => break,
                Ok(Some(batch)) => {
                    index.add(&batch);
                    if let Depth::Whole(count) = self.depth {
                        count.fetch_add(batch.bytes().len() as u64, Ordering::Relaxed);
                    }
                    let seen = *index.summary();
                    if let Some(known) = known.take_if(|known| seen.bytes >= known.summary().bytes)
                        && *known.summary() != seen
                    {
                        self.strange.push(path.to_owned());
                    }
                    if is_replayed {
                        self.producers.remember(batch.header(), batch.base_offset(), now_ms);
                    }
                }
                // A torn tail: nobody was promised this. Or room behind the end of a file, whose cut a failed sync took back.
                Err(Broken::Damaged { position, expected, .. })
                    if position >= synced_bytes
                        || next_base == Some(expected)
                        || (next_base.is_none() && self.is_only_room(file, position, length)) =>
                {
                    if planted(Bug::TornTailKept) {
                        index.skip_to(length, index.summary().end_offset);
                    }
                    break;
                }
                Err(Broken::Damaged { position, expected: first_offset, reason }) => {
                    // What is behind the damage cannot add up any more, for that reason alone.
                    known = None;
                    let found = search(file, position + 1, length, first_offset.saturating_add(1)..next_known)
                        .map_err(Error::disk("read", path))?;
                    let (next_position, next_offset) = found.unzip();
                    let file_path = path.to_owned();
                    self.damage.push(Damage {
                        file: file_path,
                        position,
                        next_position,
                        first_offset,
                        next_offset,
                        reason,
                    });
                    let Some((position, offset)) = found else {
                        break;
                    };
                    index.skip_to(position, offset);
                    walk = Walk::new(file, position, length, offset);
                }
                Err(Broken::Disk(error)) => return Err(Error::disk("read", path)(error)),
            }
        }
        self.walked_bytes += walk.position() - start.bytes;
        Ok(())
    }

    /// Without a mark nothing says that room is not a hole in what was promised; but a hole would have to reach to the very
    /// end of the file, and the mark to be lost as well.
    fn is_only_room(&self, file: &dyn File, position: u64, length: u64) -> bool {
        self.mark.is_none() && is_room(file, position, length).unwrap_or(false)
    }

    /// How much of a log file must be there, and the offset that its batches stay below.
    fn vouched_for(&self, base: i64, length: u64, next_base: Option<i64>) -> (u64, i64) {
        match (next_base, self.synced()) {
            // Each file is synced before the next begins.
            (Some(next_base), _) => (length, next_base),
            (None, Some(mark)) if mark.base_offset == base => (mark.position, i64::MAX),
            // The file was begun, and nothing in it vouched for yet.
            (None, Some(mark)) if mark.base_offset < base => (0, i64::MAX),
            // The mark is gone, or its file is: better to report too much than to cut what was promised.
            (None, _) => (length, i64::MAX),
        }
    }
}

/// The index kept beside a finished log file; `None` if there is none that is whole.
pub(crate) fn load_index(disk: &dyn Disk, log: &Path) -> Result<Option<Index>, Error> {
    let path = log.with_extension("index");
    let content = disk::read_small(disk, &path, MAX_INDEX_BYTES).map_err(Error::disk("read", &path))?;
    Ok(content.and_then(|content| Index::decode(&content)))
}
