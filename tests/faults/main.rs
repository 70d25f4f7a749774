//! The faults that a machine has, under load, on the built binary over real sockets: kills ([`kills`]), power cuts on real
//! file systems ([`power`]), full disks ([`full_disk`]) and disks that fail ([`failing_disk`]). The clients of [`load`] log
//! everything in one history, and the one checker (`tests/history`) judges it.
//!
//! Moments are random but for their seed: WAYSTATION_FAULT_SEED repeats them. WAYSTATION_KILL_CYCLES and
//! WAYSTATION_POWER_CYCLES (of each file system) say how often. All but the kills mount file systems and so need root and
//! Linux; elsewhere they say loudly that they are skipped.

#![cfg(all(feature = "rdkafka", target_os = "linux"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod failing_disk;
mod full_disk;
#[path = "../history/mod.rs"]
mod history;
mod kills;
mod load;
mod mounted;
mod power;
#[path = "../support/mod.rs"]
mod support;

use std::io::{self, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use support::Gateway;

/// A gateway whose stations have as many partitions as the load writes to.
fn serve(dir: &Path, listen: &str) -> Gateway {
    let partitions = load::PARTITIONS.to_string();
    Gateway::start_with(dir, listen, &[], &[("WAYSTATION__DEFAULTS__PARTITIONS", &partitions)])
}

/// An address that stays the same over restarts. Below the ports that the system gives to connections: a client that tries
/// one of those while nobody listens there can come to be connected to itself.
fn free_address(random: &mut Random) -> String {
    loop {
        let port = 20_000 + u16::try_from(random.below(10_000)).unwrap();
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return format!("127.0.0.1:{port}");
        }
    }
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap())
}

/// Past the test runner's capture: a long run is watched.
fn say(text: &str) {
    let _ = writeln!(io::stderr(), "faults: {text}");
}

/// xorshift64: moments need no better.
struct Random(u64);

impl Random {
    /// From the seed asked for, or the clock.
    fn seeded(what: &str) -> Self {
        let clock = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().subsec_nanos();
        let seed = setting("WAYSTATION_FAULT_SEED").unwrap_or(u64::from(clock) | 1);
        say(&format!("{what}, WAYSTATION_FAULT_SEED={seed}"));
        Self(seed)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}
