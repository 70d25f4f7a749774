//! Crashes: the process killed or the power cut at any moment, also while the store is being opened; and clean stops. What
//! is there afterwards is compared with what was promised.

use super::machine::Machine;
use crate::disk::SimDisk;

impl Machine {
    pub(super) fn crash(&mut self) {
        if self.below(2) == 0 {
            self.flush();
        }
        let is_cut = self.below(3) > 0;
        self.note(if is_cut { "power cut" } else { "kill -9" });
        let disk = if is_cut { self.disk.cut_power() } else { self.disk.kill() };
        self.reopen(disk, is_cut);
    }

    pub(super) fn stop_cleanly(&mut self) {
        self.flush();
        self.store().close();
        self.note("clean stop");
        // All that was written is synced: the power may go.
        let is_cut = self.below(2) == 0;
        if !self.is_faulty {
            self.logs.iter_mut().for_each(|log| log.loose_from = None);
        }
        let disk = if is_cut { self.disk.cut_power() } else { self.disk.kill() };
        self.reopen(disk, is_cut);
    }

    fn reopen(&mut self, mut disk: SimDisk, mut is_cut: bool) {
        self.drop_store();
        while self.below(4) == 0 {
            self.hamper(&disk);
            self.try_to_open(&disk);
            let is_cut_again = self.below(2) == 0;
            self.note(if is_cut_again { "power cut while opening" } else { "kill -9 while opening" });
            disk = if is_cut_again { disk.cut_power() } else { disk.kill() };
            is_cut |= is_cut_again;
        }
        // Whoever restarts it has made room by then.
        disk.set_capacity(None);
        self.disk = disk;
        self.is_faulty = false;
        self.open();
        self.compare_settings();
        for number in 0..self.partitions.len() {
            self.settle_log(number, is_cut);
        }
        // Who might have stored these is dead.
        std::mem::take(&mut self.in_doubt).into_iter().for_each(|id| self.appender.abandoned(id));
        self.read_all();
        self.compare_facts();
    }

    /// Something goes wrong with the disk while the store is being opened.
    fn hamper(&mut self, disk: &SimDisk) {
        let (name, most): (_, u64) =
            [("sync fails", 6), ("write fails", 8), ("read fails", 30), ("no room", 300), ("power ends", 25)]
                [self.below(5) as usize];
        let after = self.below(most);
        self.did.push(name);
        match name {
            "sync fails" => disk.fail_sync_after(after),
            "write fails" => disk.fail_write_after(after),
            "read fails" => disk.fail_read_after(after),
            "no room" => disk.set_capacity(Some(disk.used_bytes() + after)),
            _ => disk.stop_after(after),
        }
    }

    fn note(&mut self, what: &'static str) {
        self.did.push(what);
        self.history.note(what);
    }

    /// Where the log begins is confirmed from here on, and what it holds is synced. With `written` a power cut may have taken
    /// back its end, as far as that was not synced.
    fn settle_log(&mut self, number: usize, is_cut: bool) {
        let partition = &self.partitions[number];
        self.history.forgot(number as i32, partition.log_start_offset());
        let Some(loose_from) = self.logs[number].loose_from.take().filter(|_| is_cut) else {
            return;
        };
        self.history.took_back(number as i32, partition.high_watermark().max(loose_from));
        self.logs[number].tail = None;
        self.begin_producers_anew(number as i32);
    }
}
