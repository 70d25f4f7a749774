//! Compaction: the newest record of each key stays.

use super::machine::Machine;

impl Machine {
    pub(super) fn compact(&mut self) {
        self.flush();
        if self.settings.cleanup.compacts() {
            (0..).zip(&self.partitions).for_each(|(number, _)| self.history.may_compact(number));
        }
        self.store().compact(self.clock_ms + 600_000);
    }
}
