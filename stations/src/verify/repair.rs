//! One log, made whole again: every log file that holds damage is written anew from its sound batches, with an empty batch
//! in the place of what is lost, so that offsets stay what they were and readers pass. The old bytes are in quarantine
//! before the new file takes the old one's name; whatever moment the power fails, the log opens, repaired or not.

use std::io::{self, IoSlice};
use std::ops::Range;
use std::path::Path;

use records::{Attributes, HEADER_BYTES, Header};

use super::quarantine::Quarantine;
use crate::disk::{Disk, File};
use crate::error::{Damage, Error};
use crate::partition::{Checkpoint, Survey};
use crate::segment::{Index, LEADER_EPOCH, Segment};

/// How much is copied at a time.
const CHUNK_BYTES: u64 = 1 << 20;
/// Wider gaps come of a file whose name was invented, not of damage: they are left, and reported again.
const MAX_FILLERS: i64 = 1_024;
/// The offsets that one empty batch can take.
const FILLER_OFFSETS: i64 = 1 << 31;

/// Where the bytes begin that a batch's checksum covers.
const CRC_FROM: usize = 21;

/// A part of a log file that is written anew.
enum Piece {
    /// Sound bytes of the old one.
    Kept(Range<u64>),
    /// Offsets that are lost.
    Lost(Range<i64>),
}

/// Repairs what `survey` found in the log in `dir`. What is kept beside the log files is left to the next opening.
pub(super) fn log(
    disk: &dyn Disk,
    dir: &Path,
    survey: &Survey<'_>,
    quarantine: &mut Quarantine<'_>,
) -> Result<(), Error> {
    let has_wide_gap = |damage: &Damage| {
        damage.next_offset.is_some_and(|next| (next - damage.first_offset) / FILLER_OFFSETS >= MAX_FILLERS)
    };
    let damage: Vec<&Damage> = survey.damage.iter().filter(|damage| !has_wide_gap(damage)).collect();
    if damage.is_empty() && survey.strange.is_empty() {
        return Ok(());
    }
    let mut plans = Vec::new();
    for segment in &survey.segments {
        let here: Vec<&Damage> = damage.iter().copied().filter(|damage| damage.file == segment.path()).collect();
        if !here.is_empty() {
            plans.push((segment.path(), Some(&**segment.file()), plan(segment, &here, quarantine)?));
        }
    }
    // Before the first log file, or where there is none at all.
    for damage in damage.iter().filter(|damage| survey.segments.iter().all(|segment| segment.path() != damage.file)) {
        let lost = Piece::Lost(damage.first_offset..damage.next_offset.unwrap_or(damage.first_offset));
        plans.push((damage.file.as_path(), None, vec![lost]));
    }
    forget_indexes(disk, dir, survey)?;
    for (path, old, pieces) in plans {
        write_anew(disk, path, old, &pieces).map_err(Error::disk("write anew", path))?;
    }
    Ok(())
}

/// What of a log file stays and what does not; the latter is in quarantine when this returns.
fn plan(segment: &Segment, damage: &[&Damage], quarantine: &mut Quarantine<'_>) -> Result<Vec<Piece>, Error> {
    let path = segment.path();
    let length = segment.file().len_bytes().map_err(Error::disk("measure", path))?;
    let mut pieces = Vec::new();
    let mut position = 0;
    for damage in damage {
        pieces.push(Piece::Kept(position..damage.position.min(length)));
        let lost_until = damage.next_position.unwrap_or(length);
        quarantine.keep(&**segment.file(), path, damage.position..lost_until, damage.reason)?;
        // No record is shorter than a byte: behind so many offsets none is given twice.
        let behind =
            damage.first_offset.saturating_add(i64::try_from(length - damage.position.min(length)).unwrap_or(i64::MAX));
        pieces.push(Piece::Lost(damage.first_offset..damage.next_offset.unwrap_or(behind)));
        position = lost_until;
    }
    let end = segment.summary().bytes.max(position);
    pieces.push(Piece::Kept(position..end));
    quarantine.keep(&**segment.file(), path, end..length, "a batch that was being written")?;
    Ok(pieces)
}

/// Nothing may go by positions that are about to change.
fn forget_indexes(disk: &dyn Disk, dir: &Path, survey: &Survey<'_>) -> Result<(), Error> {
    let damaged = survey.damage.iter().map(|damage| &damage.file);
    for path in damaged.chain(&survey.strange).map(|log| log.with_extension("index")) {
        match disk.remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(Error::disk("remove", &path)(error)),
            _ => {}
        }
    }
    disk.sync_dir(dir).map_err(Error::disk("sync", dir))?;
    let Some(checkpoint) = &survey.checkpoint else { return Ok(()) };
    let last = survey.segments.last().map_or(survey.log_start_offset, |segment| segment.base_offset());
    let checkpoint = Checkpoint { index: Index::new(last), producers: survey.producers.clone(), ..checkpoint.clone() };
    checkpoint.save(disk, dir).map_err(Error::disk("save a checkpoint in", dir))
}

fn write_anew(disk: &dyn Disk, path: &Path, old: Option<&dyn File>, pieces: &[Piece]) -> io::Result<()> {
    let new_path = path.with_extension("new");
    let new = disk.create(&new_path)?;
    new.set_len(0)?;
    let mut end = 0;
    for piece in pieces {
        match (piece, old) {
            (Piece::Kept(range), Some(old)) => end = copy(old, range.clone(), &*new, end)?,
            (Piece::Kept(_), None) => {}
            (Piece::Lost(offsets), _) => {
                for filler in fillers(offsets.clone()) {
                    new.write_at(end, &mut [IoSlice::new(&filler)])?;
                    end += filler.len() as u64;
                }
            }
        }
    }
    new.sync_data()?;
    disk.rename(&new_path, path)?;
    path.parent().map_or(Ok(()), |dir| disk.sync_dir(dir))
}

/// Copies a range of a file to a position of another; the answer is the position behind it.
pub(super) fn copy(from: &dyn File, range: Range<u64>, to: &dyn File, mut position: u64) -> io::Result<u64> {
    let Range { mut start, end } = range;
    while start < end {
        let mut chunk = vec![0; usize::try_from((end - start).min(CHUNK_BYTES)).map_err(io::Error::other)?];
        if from.read_at(start, &mut chunk)? < chunk.len() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        to.write_at(position, &mut [IoSlice::new(&chunk)])?;
        start += chunk.len() as u64;
        position += chunk.len() as u64;
    }
    Ok(position)
}

/// Batches without records, as compaction leaves them, that take up the offsets.
fn fillers(offsets: Range<i64>) -> impl Iterator<Item = [u8; HEADER_BYTES]> {
    let Range { start, end } = offsets;
    let starts = (0..MAX_FILLERS).map(move |number| start + number * FILLER_OFFSETS).take_while(move |at| *at < end);
    starts.map(move |base_offset| {
        let last_offset_delta = i32::try_from((end - base_offset - 1).min(i64::from(i32::MAX))).unwrap_or(i32::MAX);
        let mut header = Header {
            base_offset,
            // All of the header but base offset and length itself.
            batch_length_bytes: HEADER_BYTES as i32 - 12,
            partition_leader_epoch: LEADER_EPOCH,
            crc: 0,
            attributes: Attributes(0),
            last_offset_delta,
            base_timestamp_ms: -1,
            max_timestamp_ms: -1,
            producer_id: -1,
            producer_epoch: -1,
            base_sequence: -1,
            record_count: 0,
        };
        header.crc = crc32c::crc32c(header.encode().get(CRC_FROM..).unwrap_or_default());
        header.encode()
    })
}
