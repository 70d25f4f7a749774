//! The model of a store: what was sent and answered is in the history; here is what a history cannot know, and the choice of
//! what to do next.

use std::sync::Arc;

use records::{Batch, Builder};

use super::append::Waiting;
use super::facts::Facts;
use super::fail;
use super::produce::Sequenced;
use super::read::Tail;
use crate::disk::SimDisk;
use crate::history::{Guarantee, History, Producer};
use crate::store::now_ms;
use crate::testing::{lights, open};
use crate::{Durability, Partition, Settings, Store};

/// A kind of step.
struct Kind {
    /// How likely it is, against the others.
    weight: u64,
    name: &'static str,
    step: fn(&mut Machine),
}

const KINDS: &[Kind] = &[
    Kind { weight: 7, name: "append", step: Machine::append },
    Kind { weight: 5, name: "produce", step: Machine::produce },
    Kind { weight: 5, name: "flush", step: Machine::flush },
    Kind { weight: 3, name: "follow", step: Machine::follow },
    Kind { weight: 1, name: "read somewhere", step: Machine::read_somewhere },
    Kind { weight: 1, name: "trim", step: Machine::trim },
    Kind { weight: 1, name: "keep house", step: Machine::keep_house },
    Kind { weight: 1, name: "compact", step: Machine::compact },
    Kind { weight: 2, name: "alter", step: Machine::alter },
    Kind { weight: 1, name: "commit a fact", step: Machine::commit_fact },
    Kind { weight: 1, name: "power ends soon", step: Machine::stop_soon },
    Kind { weight: 1, name: "a sync fails", step: Machine::fail_sync },
    Kind { weight: 1, name: "a write fails", step: Machine::fail_write },
    Kind { weight: 1, name: "a read fails", step: Machine::fail_read },
    Kind { weight: 1, name: "no room", step: Machine::fill_up },
    Kind { weight: 1, name: "crash", step: Machine::crash },
    Kind { weight: 1, name: "stop", step: Machine::stop_cleanly },
];
const STEPS: usize = 40;
const IDEMPOTENT_PRODUCERS: i64 = 3;
/// Few enough that compaction finds something to do.
const KEYS: u64 = 12;
/// Between the timestamps of two records, so that a seed spans the better part of an hour.
const RECORD_MS: i64 = 10_000;

pub(super) struct Machine {
    pub(super) random: Random,
    pub(super) disk: SimDisk,
    /// A fault is armed, or has struck: until the next boot anything may fail.
    pub(super) is_faulty: bool,
    store: Option<Store>,
    pub(super) partitions: Vec<Arc<Partition>>,
    pub(super) settings: Settings,
    /// Settings that were asked for without an answer.
    pub(super) maybe_settings: Vec<Settings>,
    pub(super) history: History,
    pub(super) appender: Producer,
    pub(super) waiting: Vec<Waiting>,
    /// Appended without an answer, and not to be sent again: each has its fate by the next crash.
    pub(super) in_doubt: Vec<u64>,
    pub(super) producers: Vec<Sequenced>,
    pub(super) logs: Vec<Log>,
    pub(super) facts: Facts,
    pub(super) clock_ms: i64,
    records: i64,
    /// For people.
    pub(super) did: Vec<&'static str>,
}

/// What is known of a partition's log.
#[derive(Default)]
pub(super) struct Log {
    /// A reader that follows it.
    pub(super) tail: Option<Tail>,
    /// Acknowledged as `written` from this offset on, and not known to be synced: a power cut may take it back.
    pub(super) loose_from: Option<i64>,
}

impl Machine {
    pub(super) fn new(seed: u64) -> Machine {
        let mut random = Random(seed);
        let disk = SimDisk::new(seed);
        let durability = if random.below(5) == 0 { Durability::Written } else { Durability::Synced };
        let segment_bytes = 1_024 + random.below(8) * 500;
        let partitions = 1 + i32::from(random.below(3) == 0);
        let settings = Settings { segment_bytes, durability, partitions, ..Settings::default() };
        let (store, _) = lights(&disk, settings.clone());
        let history = History::new();
        let appender = history.producer(Guarantee::OnceInOrder);
        let mut machine = Machine {
            random,
            disk,
            is_faulty: false,
            store: None,
            partitions: Vec::new(),
            settings,
            maybe_settings: Vec::new(),
            history,
            appender,
            waiting: Vec::new(),
            in_doubt: Vec::new(),
            producers: Vec::new(),
            logs: Vec::new(),
            facts: Facts::default(),
            clock_ms: now_ms(),
            records: 0,
            did: Vec::new(),
        };
        machine.take(store);
        for id in 0..IDEMPOTENT_PRODUCERS {
            let producer = Sequenced::new(&mut machine, id);
            machine.producers.push(producer);
        }
        machine
    }

    /// Some steps, a crash, and the verdict.
    pub(super) fn run(&mut self) {
        for _ in 0..STEPS {
            self.step();
        }
        self.crash();
        let report = self.history.check();
        if !report.is_clean() {
            fail(report.to_string());
        }
    }

    fn step(&mut self) {
        let all: u64 = KINDS.iter().map(|kind| kind.weight).sum();
        let mut drawn = self.below(all);
        for Kind { weight, name, step } in KINDS {
            match drawn.checked_sub(*weight) {
                Some(left) => drawn = left,
                None => {
                    self.did.push(name);
                    return step(self);
                }
            }
        }
    }

    pub(super) fn store(&self) -> &Store {
        self.store.as_ref().unwrap_or_else(|| fail("no store is open"))
    }

    /// Takes a store into use.
    pub(super) fn take(&mut self, store: Store) {
        let station = store.station("lights").unwrap_or_else(|| fail("the station is gone"));
        self.partitions = station.partitions();
        self.logs.resize_with(self.partitions.len(), Log::default);
        self.store = Some(store);
    }

    /// Lets go of it, without a word to it if the disk is gone already.
    pub(super) fn drop_store(&mut self) {
        self.waiting.clear();
        self.partitions.clear();
        drop(self.store.take());
    }

    /// Opens the store with whatever may be armed; dropped at once if that does not fail.
    pub(super) fn try_to_open(&self, disk: &SimDisk) {
        drop(open(disk));
    }

    /// Opens the store of a healthy disk, which must work.
    pub(super) fn open(&mut self) {
        match open(&self.disk) {
            Ok(store) => self.take(store),
            Err(error) => fail(format!("the store does not open: {error}")),
        }
    }

    /// A partition, and its number.
    pub(super) fn some_partition(&mut self) -> (i32, Arc<Partition>) {
        let number = self.below(self.partitions.len() as u64) as usize;
        (number as i32, Arc::clone(&self.partitions[number]))
    }

    /// A batch of these records, each later than all before.
    pub(super) fn batch(&mut self, mut builder: Builder, records: &[(u64, Vec<u8>)]) -> Batch {
        for (id, payload) in records {
            let key = self.below(KEYS);
            self.appender.keyed(*id, key);
            builder.push(self.timestamp_ms(self.records), Some(&[key as u8]), Some(payload), &[]);
            self.records += 1;
        }
        builder.build().unwrap()
    }

    /// When the record of that number was made: within the last hours.
    fn timestamp_ms(&self, number: i64) -> i64 {
        self.clock_ms - 3_600_000 + number * RECORD_MS
    }

    pub(super) fn below(&mut self, limit: u64) -> u64 {
        self.random.below(limit)
    }
}

/// Numbers that depend on a seed (splitmix64).
pub(super) struct Random(u64);

impl Random {
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (bits ^ (bits >> 31)) % limit.max(1)
    }
}
