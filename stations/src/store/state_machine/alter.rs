//! Changing settings while the station runs. One that was answered is there after any crash; one that was not, whole or not
//! at all.

use super::fail;
use super::machine::Machine;
use crate::{Cleanup, Durability, Retention, Settings};

const MAX_PARTITIONS: i32 = 3;

impl Machine {
    pub(super) fn alter(&mut self) {
        let mut settings = self.settings.clone();
        match self.below(5) {
            0 => settings.segment_bytes = 1_024 + self.below(8) * 500,
            1 => settings.segment_age_ms = 300_000,
            2 => settings.retention = self.some_retention(),
            3 => settings.cleanup = if self.below(3) == 0 { Cleanup::Delete } else { Cleanup::Compact },
            _ => {
                settings.durability = if self.below(2) == 0 { Durability::Synced } else { Durability::Written };
                settings.partitions = MAX_PARTITIONS.min(settings.partitions + self.below(2) as i32);
            }
        }
        self.flush();
        self.maybe_settings.push(settings.clone());
        match self.store().alter("lights", settings.clone()) {
            Ok(()) => {
                self.maybe_settings.clear();
                self.settings = settings;
            }
            Err(error) if !self.is_faulty => fail(format!("settings cannot change: {error}")),
            Err(_) => {}
        }
        self.note_partitions();
    }

    /// After a crash: the settings are those that were answered, or some that were asked for since.
    pub(super) fn compare_settings(&mut self) {
        let station = self.store().station("lights").unwrap_or_else(|| fail("the station is gone"));
        let found: Settings = (*station.settings()).clone();
        if found != self.settings && !self.maybe_settings.contains(&found) {
            fail(format!("the settings are {found:?}, and were {:?}", self.settings));
        }
        self.maybe_settings.clear();
        self.settings = found;
        if self.partitions.len() != self.settings.partitions as usize {
            fail(format!("{} partitions, and {} in the settings", self.partitions.len(), self.settings.partitions));
        }
    }

    fn some_retention(&mut self) -> Retention {
        let none = Retention::default();
        match self.below(4) {
            0 => Retention { max_bytes: Some(2_000 + self.below(4_000)), ..none },
            1 => Retention { max_age_ms: Some(1_200_000), ..none },
            2 => Retention { max_messages: Some(10 + self.below(40)), ..none },
            _ => none,
        }
    }

    fn note_partitions(&mut self) {
        let station = self.store().station("lights").unwrap_or_else(|| fail("the station is gone"));
        self.partitions = station.partitions();
        self.logs.resize_with(self.partitions.len(), Default::default);
    }
}
