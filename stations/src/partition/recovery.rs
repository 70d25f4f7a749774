//! Opening a log after whatever happened to it. What the synced mark vouches for must be there: where it is not, the range
//! is reported, closed to readers, and left as it is. What lies above the mark was acknowledged to nobody (or only as
//! `written`): its whole batches are kept, the torn rest is cut, and all is synced before it is served.
//!
//! What there is, is for `survey.rs` to find; here it is acted on.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64};

use parking_lot::{Mutex, RwLock};
use tokio::sync::watch;

use super::Partition;
use super::compaction::finish as finish_swap;
use super::mark::{Mark, MarkFile};
use super::queue::Queue;
use super::room::{Room, is_room};
use super::salvage::rewrite;
use super::survey::{Depth, Survey};
use super::writer::Writer;
use crate::disk::{self, Disk};
use crate::error::{Error, Place};
use crate::flusher::Ready;
use crate::planted::{Bug, planted};
use crate::segment::{Segment, Summary};
use crate::settings::Settings;
use crate::store::now_ms;

/// Where a partition is, and what it is given.
pub(crate) struct Site {
    pub(crate) place: Place,
    pub(crate) dir: PathBuf,
    pub(crate) disk: Arc<dyn Disk>,
    pub(crate) settings: Arc<Settings>,
    pub(crate) queue_limit_bytes: usize,
    pub(crate) ready: Arc<Ready>,
}

impl Partition {
    /// Makes an empty log. The folder's own name lasts once the caller has synced the folder above.
    pub(crate) fn create(disk: &dyn Disk, dir: &Path) -> Result<(), Error> {
        let make = || -> io::Result<()> {
            disk.create_dir(dir)?;
            let mut mark = MarkFile::open(disk, dir)?;
            mark.write(Mark { base_offset: 0, position: 0, end_offset: 0 })?;
            mark.sync()?;
            Segment::create(disk, dir, 0).map(drop)
        };
        make().map_err(Error::disk("make", dir))
    }

    /// Opens a log. Damage is no error: it is in [`Partition::damage`], and around it the log can be used.
    pub(crate) fn open(site: Site) -> Result<Partition, Error> {
        // A process that was killed may have left names that do not last yet: no decision rests on them.
        site.disk.sync_dir(&site.dir).map_err(Error::disk("sync", &site.dir))?;
        finish_swap(&*site.disk, &site.dir).map_err(Error::disk("finish the compaction of", &site.dir))?;
        let mut survey = Survey::of(&*site.disk, &site.dir, Depth::Sidecars)?;
        let (active, mark) = settle(&site, &mut survey)?;
        remove_forgotten(&*site.disk, &survey.forgotten)?;
        save_indexes(&*site.disk, &survey.unindexed);

        let is_unsure = survey.is_unsure();
        let Survey { checkpoint, producers, walked_bytes, damage, segments, log_start_offset, .. } = survey;
        let end_offset = active.summary().end_offset;
        let damage: Vec<_> = damage.into_iter().map(Arc::new).collect();
        for found in &damage {
            tracing::error!(partition = %site.place, damage = %found, "the log is damaged");
        }
        let stopped = damage.last().filter(|_| is_unsure).map(|damage| Error::ReadOnly {
            place: site.place.clone(),
            reason: format!("its synced mark is missing, and {damage}").into(),
        });
        let active_since_ms = (active.summary().bytes > 0).then(|| {
            let saved = checkpoint.as_ref().filter(|saved| saved.index.base_offset() == active.base_offset());
            saved.and_then(|saved| saved.active_since_ms).unwrap_or_else(now_ms)
        });
        let writer = Writer {
            room: Room::none(active.summary().bytes),
            active,
            producers: producers.clone(),
            mark,
            unsynced_since_ms: None,
            unsynced_bytes: 0,
            syncs: 0,
            catching_up: false,
            poisoned: stopped.clone(),
            active_since_ms,
            since_checkpoint_bytes: walked_bytes,
            checkpoint_due: walked_bytes > 0 || checkpoint.is_none(),
        };
        Ok(Partition {
            queue: Mutex::new(Queue::new(
                end_offset + i64::from(planted(Bug::WrongBaseAfterReopen)),
                producers,
                stopped,
            )),
            writer: Mutex::new(writer),
            syncing: Mutex::default(),
            segments: RwLock::new(segments),
            log_start_offset: AtomicI64::new(log_start_offset),
            high_watermark: watch::Sender::new(end_offset),
            damage: RwLock::new(damage),
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

/// Cuts what is torn, syncs the rest, and finds or begins the file to write to.
fn settle(site: &Site, survey: &mut Survey<'_>) -> Result<(Arc<Segment>, MarkFile), Error> {
    let Site { disk, dir, .. } = site;
    let mut mark_file = MarkFile::open(&**disk, dir).map_err(Error::disk("open the mark of", dir))?;
    let synced = survey.synced();
    let promised_offset = survey.promised_offset();
    let last = survey.segments.last().cloned().filter(|last| last.summary().end_offset >= promised_offset);
    let active = match last {
        Some(last) => last,
        // What was promised is not there. Its offsets are not given again: the log goes on in a new file behind them.
        None => {
            let next = Segment::create(&**disk, dir, promised_offset).map(Arc::new);
            let next = next.map_err(Error::disk("begin a log file in", dir))?;
            survey.segments.push(Arc::clone(&next));
            next
        }
    };
    // With damage and no mark nothing is touched.
    if survey.is_unsure() {
        return Ok((active, mark_file));
    }
    let Summary { bytes, end_offset, .. } = active.summary();
    let settled = Mark { base_offset: active.base_offset(), position: bytes, end_offset };
    let failed = |action| Error::disk(action, active.path());
    let length = active.file().len_bytes().map_err(failed("measure"))?;
    if length > bytes {
        if !is_room(&**active.file(), bytes, length).map_err(failed("read"))? {
            tracing::warn!(partition = %site.place, file = %active.path().display(), position = bytes,
            cut_bytes = length - bytes, "a torn tail, never acknowledged as synced, was cut");
        }
        active.file().set_len(bytes).map_err(failed("cut the torn tail of"))?;
    }
    if length > bytes || synced != Some(settled) || survey.mark != Some(settled) {
        let from = synced.filter(|mark| mark.base_offset == active.base_offset()).map_or(0, |mark| mark.position);
        if !planted(Bug::TailNotRewritten) {
            rewrite(&**active.file(), from, bytes).map_err(failed("write the tail again of"))?;
        }
        if !planted(Bug::TailServedUnsynced) {
            active.file().sync_data().map_err(failed("sync"))?;
        }
        mark_file.write(settled).and_then(|()| mark_file.sync()).map_err(failed("mark"))?;
    }
    Ok((active, mark_file))
}

/// Removes log files that were forgotten before a crash, and their indexes, which may have gone before them.
fn remove_forgotten(disk: &dyn Disk, logs: &[PathBuf]) -> Result<(), Error> {
    for path in logs {
        disk.remove_file(path).map_err(Error::disk("remove", path))?;
        disk.remove_file(&path.with_extension("index")).ok();
    }
    Ok(())
}

/// Keeps what was learned by reading log files whose indexes were missing, so that it need not be learned again.
fn save_indexes(disk: &dyn Disk, segments: &[Arc<Segment>]) {
    for segment in segments {
        let path = segment.path().with_extension("index");
        if let Err(error) = disk::replace(disk, &path, &segment.index().encode()) {
            tracing::warn!(path = %path.display(), %error, "an index was not written");
        }
    }
}
