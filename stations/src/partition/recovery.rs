//! Opening a log after whatever happened to it. What the synced mark vouches for must be there: where it is not, the range
//! is reported, closed to readers, and left as it is. What lies above the mark was acknowledged to nobody (or only as
//! `written`): its whole batches are kept, the torn rest is cut, and all is synced before it is served.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64};

use parking_lot::{Mutex, RwLock};
use tokio::sync::watch;

use super::Partition;
use super::checkpoint::Checkpoint;
use super::compaction::finish_swap;
use super::mark::{Mark, MarkFile};
use super::producers::Producers;
use super::queue::Queue;
use super::salvage::{rewrite, search};
use super::writer::Writer;
use crate::disk::{self, Disk, File};
use crate::error::{Damage, Error, Place};
use crate::flusher::Ready;
use crate::segment::{Broken, Index, Segment, Summary, Walk};
use crate::settings::Settings;
use crate::store::now_ms;

/// Far above what the index of the largest log file amounts to.
const MAX_INDEX_BYTES: u64 = 16 << 20;

/// Where a partition is, and what it is given.
pub(crate) struct Site {
    pub(crate) place: Place,
    pub(crate) dir: PathBuf,
    pub(crate) disk: Arc<dyn Disk>,
    pub(crate) settings: Arc<Settings>,
    pub(crate) queue_limit_bytes: usize,
    pub(crate) ready: Arc<Ready>,
}

/// A log while it is being opened.
struct Recovery<'a> {
    site: &'a Site,
    mark: Option<Mark>,
    checkpoint: Option<Checkpoint>,
    /// As of the checkpoint, then of what has been walked since.
    producers: Producers,
    walked_bytes: u64,
    damage: Vec<Damage>,
}

impl Partition {
    /// Makes an empty log. The folder's own name lasts once the caller has synced the folder above.
    pub(crate) fn create(disk: &dyn Disk, dir: &std::path::Path) -> Result<(), Error> {
        let make = || -> io::Result<()> {
            disk.create_dir(dir)?;
            let (mut mark, _) = MarkFile::open(disk, dir)?;
            mark.write(Mark { base_offset: 0, position: 0, end_offset: 0 })?;
            mark.sync()?;
            Segment::create(disk, dir, 0).map(drop)
        };
        make().map_err(Error::disk("make", dir))
    }

    /// Opens a log. Damage is no error: it is in [`Partition::damage`], and around it the log can be used.
    pub(crate) fn open(site: Site) -> Result<Partition, Error> {
        let failed = |action| Error::disk(action, &site.dir);
        // A process that was killed may have left names that do not last yet: no decision rests on them.
        site.disk.sync_dir(&site.dir).map_err(failed("sync"))?;
        finish_swap(&*site.disk, &site.dir).map_err(failed("finish the compaction of"))?;
        let (mark_file, mark) = MarkFile::open(&*site.disk, &site.dir).map_err(failed("open the mark of"))?;
        let checkpoint = Checkpoint::load(&*site.disk, &site.dir).map_err(failed("load the checkpoint of"))?;
        let producers = checkpoint.as_ref().map(|checkpoint| checkpoint.producers.clone()).unwrap_or_default();
        let mut recovery = Recovery { site: &site, mark, checkpoint, producers, walked_bytes: 0, damage: Vec::new() };

        let bases = recovery.log_files()?;
        let log_start_offset =
            recovery.checkpoint.as_ref().map_or(bases.first().copied().unwrap_or(0), |saved| saved.log_start_offset);
        let mut segments = recovery.segments(&bases)?;
        let (active, mark_file) = recovery.settle(&mut segments, mark_file, log_start_offset)?;
        let is_unsure = recovery.mark.is_none() && !recovery.damage.is_empty();
        let Recovery { checkpoint, producers, walked_bytes, damage, .. } = recovery;

        let end_offset = active.summary().end_offset;
        let damage: Vec<_> = damage.into_iter().map(Arc::new).collect();
        for found in &damage {
            tracing::error!(partition = %site.place, damage = %found, "the log is damaged");
        }
        // Without a mark nobody knows whether offsets after the damage were given to somebody: give no more.
        let stopped = damage.last().filter(|_| is_unsure).map(|damage| Error::ReadOnly {
            place: site.place.clone(),
            reason: format!("its synced mark is missing, and {damage}").into(),
        });
        let active_since_ms = (active.summary().bytes > 0).then(|| {
            let saved = checkpoint.as_ref().filter(|saved| saved.index.base_offset() == active.base_offset());
            saved.and_then(|saved| saved.active_since_ms).unwrap_or_else(now_ms)
        });
        let writer = Writer {
            active,
            producers: producers.clone(),
            mark: mark_file,
            unsynced_since_ms: None,
            poisoned: stopped.clone(),
            active_since_ms,
            since_checkpoint_bytes: walked_bytes,
            checkpoint_due: walked_bytes > 0 || checkpoint.is_none(),
        };
        Ok(Partition {
            queue: Mutex::new(Queue::new(end_offset, producers, stopped)),
            writer: Mutex::new(writer),
            segments: RwLock::new(segments),
            log_start_offset: AtomicI64::new(log_start_offset),
            high_watermark: watch::Sender::new(end_offset),
            damage,
            settings: RwLock::new(site.settings),
            queue_limit_bytes: site.queue_limit_bytes,
            place: site.place,
            dir: site.dir,
            disk: site.disk,
            ready: site.ready,
            cleaning_failed: AtomicBool::new(false),
        })
    }
}

impl Recovery<'_> {
    /// The base offsets of the log files, in order; those that were forgotten before a crash are removed now.
    fn log_files(&self) -> Result<Vec<i64>, Error> {
        let Site { disk, dir, .. } = self.site;
        let entries = disk.list(dir).map_err(Error::disk("list", dir))?;
        let mut bases: Vec<i64> = entries.iter().filter_map(|entry| Segment::parse_name(&entry.name)).collect();
        bases.sort_unstable();
        let log_start_offset = self.checkpoint.as_ref().map_or(0, |checkpoint| checkpoint.log_start_offset);
        let forgotten = bases.partition_point(|base| *base <= log_start_offset).saturating_sub(1);
        for base in bases.drain(..forgotten) {
            let path = Segment::log_path(dir, base);
            disk.remove_file(&path).map_err(Error::disk("remove", &path))?;
            // Its index may have gone before it.
            disk.remove_file(&path.with_extension("index")).ok();
        }
        Ok(bases)
    }

    fn segments(&mut self, bases: &[i64]) -> Result<Vec<Arc<Segment>>, Error> {
        let mut segments: Vec<Arc<Segment>> = Vec::with_capacity(bases.len() + 1);
        for (number, &base) in bases.iter().enumerate() {
            if let Some(before) = segments.last() {
                self.note_gap(before, base);
            }
            segments.push(Arc::new(self.segment(base, bases.get(number + 1).copied())?));
        }
        Ok(segments)
    }

    fn note_gap(&mut self, before: &Segment, next_offset: i64) {
        let Summary { bytes: position, end_offset: first_offset, .. } = before.summary();
        if first_offset == next_offset {
            return;
        }
        // The walk may have met the damage that the gap is due to, without knowing where it ends.
        if let Some(known) =
            self.damage.last_mut().filter(|known| known.file == before.path() && known.next_offset.is_none())
        {
            known.next_offset = Some(next_offset);
            return;
        }
        let reason = "batches are missing between here and what follows";
        let file = before.path().to_owned();
        self.damage.push(Damage { file, position, first_offset, next_offset: Some(next_offset), reason });
    }

    /// Opens one log file: by its index or the checkpoint as far as they go, then by walking it.
    fn segment(&mut self, base: i64, next_base: Option<i64>) -> Result<Segment, Error> {
        let path = Segment::log_path(&self.site.dir, base);
        let file = self.site.disk.open(&path).map_err(Error::disk("open", &path))?;
        let length = file.len_bytes().map_err(Error::disk("measure", &path))?;
        let saved = self.checkpoint.as_ref().map(|checkpoint| &checkpoint.index);
        let is_before_checkpoint = saved.is_some_and(|index| base < index.base_offset());
        let index = if is_before_checkpoint {
            self.load_index(&path)?.filter(|index| index.base_offset() == base && index.summary().bytes == length)
        } else {
            saved.filter(|index| index.base_offset() == base && index.summary().bytes <= length).cloned()
        };
        let is_known = is_before_checkpoint && index.is_some();
        let mut index = index.unwrap_or_else(|| Index::new(base));
        if !is_known {
            self.walk(&*file, &path, length, &mut index, next_base, !is_before_checkpoint)?;
        }
        Ok(Segment::new(path, file, index))
    }

    fn load_index(&self, log: &std::path::Path) -> Result<Option<Index>, Error> {
        let path = log.with_extension("index");
        let content = disk::read_small(&*self.site.disk, &path, MAX_INDEX_BYTES).map_err(Error::disk("read", &path))?;
        Ok(content.and_then(|content| Index::decode(&content)))
    }

    /// Indexes what follows the indexed part of a log file, and replays its producers where the checkpoint did not know them.
    fn walk(
        &mut self,
        file: &dyn File,
        path: &std::path::Path,
        length: u64,
        index: &mut Index,
        next_base: Option<i64>,
        is_replayed: bool,
    ) -> Result<(), Error> {
        let (synced_bytes, next_known) = self.vouched_for(index.base_offset(), length, next_base);
        let now_ms = now_ms();
        let start = *index.summary();
        let mut walk = Walk::new(file, start.bytes, length, start.end_offset);
        loop {
            match walk.next() {
                Ok(None) => break,
                Ok(Some(batch)) => {
                    index.add(&batch);
                    if is_replayed {
                        self.producers.remember(batch.header(), batch.base_offset(), now_ms);
                    }
                }
                // A torn tail: nobody was promised this.
                Err(Broken::Damaged { position, .. }) if position >= synced_bytes => break,
                Err(Broken::Damaged { position, expected, reason }) => {
                    let found = search(file, position + 1, length, expected.saturating_add(1)..next_known)
                        .map_err(Error::disk("read", path))?;
                    let next_offset = found.map(|(_, offset)| offset);
                    self.damage.push(Damage {
                        file: path.to_owned(),
                        position,
                        first_offset: expected,
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

    /// The furthest point that is known to have been synced. A checkpoint is as of such a point, too.
    fn synced(&self) -> Option<Mark> {
        let saved = self.checkpoint.as_ref().map(|Checkpoint { index, .. }| Mark {
            base_offset: index.base_offset(),
            position: index.summary().bytes,
            end_offset: index.summary().end_offset,
        });
        // Without the mark itself the checkpoint says too little: much may have been acknowledged since.
        let mark = self.mark?;
        Some(saved.filter(|saved| saved.end_offset > mark.end_offset).unwrap_or(mark))
    }

    /// Cuts what is torn, syncs the rest, and finds or begins the file to write to.
    fn settle(
        &mut self,
        segments: &mut Vec<Arc<Segment>>,
        mut mark_file: MarkFile,
        log_start_offset: i64,
    ) -> Result<(Arc<Segment>, MarkFile), Error> {
        let Site { disk, dir, .. } = self.site;
        let synced = self.synced();
        let promised_offset = synced.map_or(0, |mark| mark.end_offset).max(log_start_offset);
        let last = segments.last().cloned().filter(|last| last.summary().end_offset >= promised_offset);
        let active = match last {
            Some(last) => last,
            // What was promised is not there. Its offsets are not given again: the log goes on in a new file behind them.
            None => {
                if let Some(before) = segments.last() {
                    self.note_gap(before, promised_offset);
                }
                let next = Segment::create(&**disk, dir, promised_offset).map(Arc::new);
                let next = next.map_err(Error::disk("begin a log file in", dir))?;
                segments.push(Arc::clone(&next));
                next
            }
        };
        let Summary { bytes, end_offset, .. } = active.summary();
        let settled = Mark { base_offset: active.base_offset(), position: bytes, end_offset };
        // With damage and no mark nothing is touched.
        if self.mark.is_none() && !self.damage.is_empty() {
            return Ok((active, mark_file));
        }
        let failed = |action| Error::disk(action, active.path());
        let length = active.file().len_bytes().map_err(failed("measure"))?;
        if length > bytes {
            tracing::warn!(partition = %self.site.place, file = %active.path().display(), position = bytes,
                cut_bytes = length - bytes, "a torn tail, never acknowledged as synced, was cut");
            active.file().set_len(bytes).map_err(failed("cut the torn tail of"))?;
        }
        if length > bytes || synced != Some(settled) || self.mark != Some(settled) {
            let from = synced.filter(|mark| mark.base_offset == active.base_offset()).map_or(0, |mark| mark.position);
            rewrite(&**active.file(), from, bytes).map_err(failed("write the tail again of"))?;
            active.file().sync_data().map_err(failed("sync"))?;
            mark_file.write(settled).and_then(|()| mark_file.sync()).map_err(failed("mark"))?;
        }
        Ok((active, mark_file))
    }
}
