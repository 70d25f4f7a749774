//! Forgetting: on request, and by the settings.

use super::machine::Machine;
use crate::Retention;

impl Machine {
    pub(super) fn trim(&mut self) {
        self.flush();
        let (number, partition) = self.some_partition();
        let start = partition.log_start_offset();
        let before = start + self.below((partition.high_watermark() - start) as u64 + 1) as i64;
        self.history.may_forget(number, before);
        if partition.trim(before).is_ok() {
            self.history.forgot(number, before);
        }
    }

    /// Housekeeping as if it were somewhat later: syncs what is due, forgets, begins new log files for old ones.
    pub(super) fn keep_house(&mut self) {
        self.flush();
        let retention = &self.settings.retention;
        let forgets = *retention != Retention::default();
        for (number, partition) in (0..).zip(&self.partitions) {
            if forgets {
                self.history.may_forget(number, partition.high_watermark());
            }
        }
        let later_ms = 2_000 + self.below(3) as i64 * 600_000;
        self.store().keep_house(self.clock_ms + later_ms);
        // What has to be synced by now is in the flushers' line.
        self.store().flush();
        for (number, partition) in self.partitions.iter().enumerate() {
            self.history.forgot(number as i32, partition.log_start_offset());
            // `flush_ms` is over; unless the disk failed meanwhile, it is all synced.
            if !self.is_faulty {
                self.logs[number].loose_from = None;
            }
        }
    }
}
