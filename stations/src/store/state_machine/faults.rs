//! What the disk does to the store: power that ends in the middle of a call, failing syncs, writes and reads, no room.

use super::append::acknowledge;
use super::fail;
use super::machine::Machine;

impl Machine {
    /// The power ends after some more changes; the machine notices when it next crashes.
    pub(super) fn stop_soon(&mut self) {
        self.is_faulty = true;
        let changes = self.below(40);
        self.disk.stop_after(changes);
    }

    pub(super) fn fail_sync(&mut self) {
        self.is_faulty = true;
        let syncs = self.below(3);
        self.disk.fail_sync_after(syncs);
        self.use_it_until_it_fails();
    }

    pub(super) fn fail_write(&mut self) {
        self.is_faulty = true;
        let writes = self.below(3);
        self.disk.fail_write_after(writes);
        self.use_it_until_it_fails();
    }

    /// Writing goes on while reading fails, and nothing wrong is read.
    pub(super) fn fail_read(&mut self) {
        self.is_faulty = true;
        let reads = self.below(3);
        self.disk.fail_read_after(reads);
        self.follow();
        self.append();
        self.flush();
    }

    /// Only reopening helps after a failed sync or write; which may meet the failure itself, if nothing else has.
    fn use_it_until_it_fails(&mut self) {
        self.append();
        self.flush();
        self.produce();
        self.follow();
        if self.below(2) == 0 {
            self.crash();
        }
    }

    /// No room, then room again: what was refused is not there, and writing goes on without a restart.
    pub(super) fn fill_up(&mut self) {
        self.flush();
        let free = self.below(900);
        self.disk.set_capacity(Some(self.disk.used_bytes() + free));
        self.append();
        self.flush();
        match self.below(4) {
            0 => self.trim_while_full(),
            1 => self.produce(),
            // It stays full across a crash.
            2 => self.crash(),
            _ => {}
        }
        self.disk.set_capacity(None);
        if !self.is_faulty {
            self.must_take();
        }
    }

    fn trim_while_full(&mut self) {
        self.trim();
        self.follow();
    }

    /// Every partition takes an append.
    fn must_take(&mut self) {
        for (number, partition) in (0..).zip(self.partitions.clone()) {
            let records = self.appender.batch(1, 20);
            let batch = self.batch(records::Builder::new(records::Codec::None), &records);
            let answer = partition.append(batch);
            self.write();
            match futures_util::FutureExt::now_or_never(answer) {
                Some(Ok(appended)) => {
                    acknowledge(&self.appender, number, &[records[0].0], appended.base_offset);
                }
                Some(Err(error)) => fail(format!("there is room again, and yet: {error}")),
                None => fail("there is room again, and no answer"),
            }
        }
    }
}
