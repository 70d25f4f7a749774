//! The newest offset of each key in a stretch of the log, in bounded memory. Keys are remembered by 128 bits of two keyed
//! hashes, whose keys nobody outside knows: two keys of one log sharing them is less likely than the disk's lying.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use records::Batch;

use crate::planted::{Bug, planted};

/// What was learned of a stretch of the log.
#[derive(Debug)]
pub(super) struct Newest {
    offsets: HashMap<[u64; 2], i64>,
    hashers: [RandomState; 2],
    max_keys: usize,
    end_offset: i64,
}

impl Newest {
    /// Nothing yet of a stretch that begins at an offset.
    pub(super) fn new(max_keys: usize, from_offset: i64) -> Newest {
        let hashers = [RandomState::new(), RandomState::new()];
        Newest { offsets: HashMap::new(), hashers, max_keys, end_offset: from_offset }
    }

    /// The offset that follows what was learned of.
    pub(super) fn end_offset(&self) -> i64 {
        self.end_offset
    }

    /// Learns of the next batch of the log, or, if it reaches further back, of what follows what was learned of. False where
    /// the memory is full: what was learned ends there, even in the middle of a batch.
    pub(super) fn take_up(&mut self, batch: &Batch, open_limit_bytes: usize) -> bool {
        // Markers have keys of their own kind; what cannot be opened keeps all its records.
        if !batch.header().attributes.is_control()
            && let Ok(opened) = batch.open(open_limit_bytes)
        {
            for record in opened.records().map_while(Result::ok).filter(|record| record.offset >= self.end_offset) {
                let Some(print) = record.key.map(|key| self.print(key)) else { continue };
                if self.offsets.len() >= self.max_keys && !self.offsets.contains_key(&print) {
                    self.end_offset = record.offset;
                    return false;
                }
                self.offsets.insert(print, record.offset);
            }
        }
        self.end_offset = batch.next_offset();
        true
    }

    /// Whether the message at an offset has a newer one under its key.
    pub(super) fn is_outdated(&self, key: &[u8], offset: i64) -> bool {
        let is_newer = |newest: &i64| *newest > offset || planted(Bug::CompactionTakesNewest);
        self.offsets.get(&self.print(key)).is_some_and(is_newer)
    }

    fn print(&self, key: &[u8]) -> [u64; 2] {
        self.hashers.each_ref().map(|hasher| hasher.hash_one(key))
    }
}
