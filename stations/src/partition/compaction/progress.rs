//! How far compaction got, and when: `cleaned`, beside the log. Without it, or if it is damaged, the log is cleaned from its
//! start again, and tombstones stay a while longer; nothing depends on it that matters.

use std::io;
use std::path::Path;

use bytes::{Buf, BufMut};

use crate::disk::{self, Disk};

/// The name of its file.
pub(crate) const FILE_NAME: &str = "cleaned";
const MAGIC: &[u8; 8] = b"WSCLEAN1";
/// Older points are thinned out beyond so many, which keeps tombstones longer, never shorter.
const MAX_POINTS: usize = 64;
const MAX_BYTES: u64 = 4096;

/// Points that compaction reached, each further than the one before.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Progress {
    points: Vec<Point>,
}

/// At `at_ms` everything before `offset` was clean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Point {
    offset: i64,
    at_ms: i64,
}

impl Progress {
    /// What is kept of a log; nothing where that cannot be read.
    pub(super) fn load(disk: &dyn Disk, dir: &Path) -> Progress {
        let content = disk::read_small(disk, &dir.join(FILE_NAME), MAX_BYTES).ok().flatten();
        content.and_then(|content| Progress::decode(&content)).unwrap_or_default()
    }

    /// Keeps it.
    pub(super) fn save(&self, disk: &dyn Disk, dir: &Path) -> io::Result<()> {
        disk::replace(disk, &dir.join(FILE_NAME), &self.encode())
    }

    /// Everything before this offset has been cleaned at least once.
    pub(super) fn cleaned_to(&self) -> i64 {
        self.points.last().map_or(0, |point| point.offset)
    }

    /// Everything before this offset was clean `age_ms` ago: tombstones there have been seen by whoever keeps up.
    pub(super) fn settled(&self, now_ms: i64, age_ms: i64) -> i64 {
        let is_old = |point: &&Point| point.at_ms <= now_ms.saturating_sub(age_ms);
        self.points.iter().filter(is_old).map(|point| point.offset).max().unwrap_or(0)
    }

    /// Notes how far a pass got.
    pub(super) fn reached(&mut self, offset: i64, now_ms: i64, age_ms: i64) {
        // Of the points old enough only the furthest still says anything.
        let settled = self.settled(now_ms, age_ms);
        self.points.retain(|point| point.offset >= settled && point.offset < offset);
        if self.points.len() >= MAX_POINTS {
            self.points.remove(MAX_POINTS / 2);
        }
        self.points.push(Point { offset, at_ms: now_ms });
    }

    fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(12 + self.points.len() * 16);
        out.put_slice(MAGIC);
        for Point { offset, at_ms } in &self.points {
            out.put_i64(*offset);
            out.put_i64(*at_ms);
        }
        out.put_u32(crc32c::crc32c(&out));
        out
    }

    fn decode(content: &[u8]) -> Option<Progress> {
        let (body, sum) = content.split_last_chunk::<4>()?;
        if crc32c::crc32c(body) != u32::from_be_bytes(*sum) {
            return None;
        }
        let mut rest = body.strip_prefix(MAGIC)?;
        let mut points = Vec::new();
        while !rest.is_empty() {
            points.push(Point { offset: rest.try_get_i64().ok()?, at_ms: rest.try_get_i64().ok()? });
        }
        Some(Progress { points })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tombstone_is_settled_once_its_stretch_has_been_clean_for_long_enough() {
        let mut progress = Progress::default();
        progress.reached(100, 1_000, 50);
        progress.reached(200, 1_040, 50);
        assert_eq!(
            (progress.settled(1_049, 50), progress.settled(1_050, 50), progress.settled(1_090, 50)),
            (0, 100, 200)
        );
        progress.reached(300, 1_100, 50);
        assert_eq!((progress.cleaned_to(), progress.settled(1_100, 50)), (300, 200));
    }

    #[test]
    fn many_points_are_thinned_out_and_survive_being_kept() {
        let mut progress = Progress::default();
        (1..1_000).for_each(|pass| progress.reached(pass, pass, 1_000_000));
        assert!(progress.points.len() <= MAX_POINTS + 1);
        let content = progress.encode();
        assert!(content.len() as u64 <= MAX_BYTES);
        assert_eq!(Progress::decode(&content), Some(progress));
        assert_eq!(Progress::decode(&content[1..]), None);
    }
}
