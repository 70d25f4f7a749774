//! A store on a disk that loses, tears and refuses, against a plain model: append, read, crash at any moment, reopen, roll,
//! trim. After every crash what was acknowledged is there, once, in order, unchanged; what was not is there whole or not at
//! all. `STATIONS_SEEDS` says how many seeds are run (`STATIONS_SEED` from which on); a failing one is named, and replays.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::FutureExt;
use records::Batch;

use super::Store;
use crate::disk::SimDisk;
use crate::testing::{batch, body, lights, open, sequenced};
use crate::{Appended, Durability, Error, Partition, Settings};

const STEPS: usize = 40;

#[test]
fn acknowledged_is_there_once_in_order_unchanged_after_any_crash() {
    let number = |name, default| env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default);
    let first: u64 = number("STATIONS_SEED", 0);
    for seed in first..first + number("STATIONS_SEEDS", 300) {
        let outcome = std::panic::catch_unwind(|| Machine::new(seed).run());
        assert!(outcome.is_ok(), "replay with STATIONS_SEED={seed} STATIONS_SEEDS=1");
    }
}

/// What an append was answered.
type Answer = Pin<Box<dyn Future<Output = Result<Appended, Error>> + Send>>;

struct Machine {
    random: u64,
    disk: SimDisk,
    store: Option<Store>,
    partition: Arc<Partition>,
    settings: Settings,
    /// Every batch that was ever appended: what it says, by when it was.
    sent: Vec<Bytes>,
    /// Those that were acknowledged, or read: by offset.
    promised: BTreeMap<i64, usize>,
    /// Appended, and not answered yet.
    open: Vec<(usize, Answer)>,
    /// What was trimmed and acknowledged.
    start: i64,
    /// A trim that was cut short.
    maybe_start: i64,
    /// The idempotent producer, its next sequence, and what it has in doubt: to be sent again until acknowledged.
    producer_id: i64,
    sequence: i32,
    unsure: Option<(usize, Batch)>,
}

impl Machine {
    fn new(seed: u64) -> Machine {
        let disk = SimDisk::new(seed);
        let durability = if seed % 5 == 4 { Durability::Written } else { Durability::Synced };
        let settings = Settings { segment_bytes: 2_000 + seed % 7 * 700, durability, ..Settings::default() };
        let (store, partition) = lights(&disk, settings.clone());
        Machine {
            random: seed,
            disk,
            store: Some(store),
            partition,
            settings,
            sent: Vec::new(),
            promised: BTreeMap::new(),
            open: Vec::new(),
            start: 0,
            maybe_start: 0,
            producer_id: 7,
            sequence: 0,
            unsure: None,
        }
    }

    fn run(mut self) {
        for _ in 0..STEPS {
            match self.below(21) {
                0..=5 => self.append(),
                6..=7 => self.append_again(),
                8..=12 => self.flush(),
                13 => self.trim(),
                14 => self.check(),
                15 => self.disk.stop_after(self.random % 40),
                16 => self.fail_sync(),
                17 => self.fill_up(),
                18 => self.crash(),
                19 => self.keep_house(),
                _ => self.stop_cleanly(),
            }
        }
        self.crash();
    }

    fn store(&self) -> &Store {
        self.store.as_ref().unwrap()
    }

    fn send(&mut self, batch: Batch) {
        let number = self.sent.len();
        self.sent.push(body(&batch));
        self.open.push((number, Box::pin(self.partition.append(batch))));
    }

    fn append(&mut self) {
        for _ in 0..=self.below(4) {
            let mut timestamps = vec![self.sent.len() as i64; 1 + self.below(4) as usize];
            timestamps[0] += 1_000_000;
            self.send(batch(&timestamps));
        }
    }

    /// The idempotent producer: what is in doubt is sent again, the same; then the next.
    fn append_again(&mut self) {
        self.flush();
        if self.unsure.is_none() {
            let timestamp = self.sent.len() as i64;
            let batch = sequenced(self.producer_id, 0, self.sequence, &[timestamp]);
            self.sent.push(body(&batch));
            self.unsure = Some((self.sent.len() - 1, batch));
        }
        let Some((number, batch)) = self.unsure.clone() else {
            return;
        };
        let answer = self.partition.append(batch);
        self.store().flush();
        match answer.now_or_never() {
            Some(Ok(appended)) => {
                self.unsure = None;
                self.sequence += 1;
                self.promise(appended.base_offset, number);
            }
            Some(Err(Error::OutOfOrderSequence { expected, .. })) => {
                panic!("the log forgot its producer: {expected} instead of {}", self.sequence)
            }
            // Read-only, full, or the power is off: it is sent again later.
            _ => {}
        }
    }

    fn promise(&mut self, offset: i64, number: usize) {
        assert!(
            self.promised.insert(offset, number).is_none_or(|before| before == number),
            "offset {offset} given twice"
        );
    }

    /// Lets all be written, and takes note of what was acknowledged.
    fn flush(&mut self) {
        self.store().flush();
        for (number, answer) in std::mem::take(&mut self.open) {
            if let Some(Ok(appended)) = answer.now_or_never() {
                self.promise(appended.base_offset, number);
            }
        }
    }

    fn trim(&mut self) {
        self.flush();
        let held = self.partition.high_watermark() - self.partition.log_start_offset();
        let before = self.partition.log_start_offset() + self.below(held as u64 + 1) as i64;
        self.maybe_start = self.maybe_start.max(before);
        if self.partition.trim(before).is_ok() {
            self.start = self.start.max(before);
        }
    }

    /// What was only written is synced, with what comes meanwhile: all that was read so far stays from here on.
    fn keep_house(&mut self) {
        self.append();
        self.store().keep_house(super::now_ms() + 2_000);
        self.flush();
    }

    fn fail_sync(&mut self) {
        self.disk.fail_sync_after(self.random % 3);
        self.append();
        self.flush();
        // Only reopening helps now; which may meet the failure itself.
        self.crash();
    }

    fn fill_up(&mut self) {
        self.flush();
        self.disk.set_capacity(Some(self.disk.used_bytes() + self.random % 900));
        self.append();
        self.flush();
        self.disk.set_capacity(None);
        // It takes again at once, unless the power is off, or a sync has failed.
        self.append();
        self.flush();
    }

    fn crash(&mut self) {
        if self.below(2) == 0 {
            self.flush();
        }
        let is_cut = self.below(3) > 0;
        let disk = if is_cut { self.disk.cut_power() } else { self.disk.kill() };
        self.reopen(disk, is_cut);
    }

    fn stop_cleanly(&mut self) {
        self.flush();
        self.store().close();
        let disk = self.disk.kill();
        self.reopen(disk, false);
    }

    fn reopen(&mut self, mut disk: SimDisk, mut is_cut: bool) {
        self.open.clear();
        drop(self.store.take());
        // Opening may be cut short, too.
        if self.below(4) == 0 {
            disk.stop_after(self.random % 25);
            drop(open(&disk));
            disk = disk.cut_power();
            is_cut = true;
        }
        let (store, partition) = lights(&disk, self.settings.clone());
        self.disk = disk;
        self.store = Some(store);
        self.partition = partition;
        // A trim that nobody was told of may have happened.
        let start = self.partition.log_start_offset();
        assert!((self.start..=self.maybe_start).contains(&start), "the log starts at {start}");
        self.start = start;
        self.maybe_start = start;
        if is_cut && self.settings.durability == Durability::Written {
            self.accept_losses();
        }
        self.check();
    }

    /// With `written` a power cut may take back the end of the log, but leaves no hole in it.
    fn accept_losses(&mut self) {
        let end = self.partition.high_watermark();
        for number in self.promised.split_off(&end).into_values() {
            // It may not come back.
            self.sent[number] = Bytes::new();
        }
        // Its producer would be told of a gap: a new one begins.
        self.producer_id += 1;
        self.sequence = 0;
        self.unsure = None;
    }

    /// Reads everything, and compares it with the model.
    fn check(&mut self) {
        assert!(self.partition.damage().is_empty(), "{:?}", self.partition.damage());
        let mut offset = self.partition.log_start_offset();
        let mut seen = BTreeMap::new();
        let mut numbers = BTreeSet::new();
        while offset < self.partition.high_watermark() {
            let mut bytes = match self.partition.read(offset, 500) {
                Ok(read) => read.bytes,
                // The power is off.
                Err(Error::Disk { .. }) => return,
                Err(error) => panic!("at {offset}: {error}"),
            };
            while let Some(batch) = Batch::split(&mut bytes).unwrap() {
                batch.verify().unwrap();
                let number = self.sent.iter().position(|sent| *sent == body(&batch));
                let number = number.expect("a batch that nobody sent");
                assert!(numbers.insert(number), "batch {number} is there twice");
                seen.insert(batch.base_offset(), number);
                offset = batch.next_offset();
            }
        }
        let start = self.partition.log_start_offset();
        for (offset, number) in self.promised.range(start..) {
            assert_eq!(seen.get(offset), Some(number), "what was acknowledged at {offset}");
        }
        // What has been read must stay.
        for (offset, number) in seen {
            self.promise(offset, number);
        }
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.random >> 33) % limit
    }
}
