//! `kill -9` under load, again and again at random moments: what was acknowledged is there, once, in order, and unchanged.
//! This leaves the page cache alone, so it shows what the process forgets, not what the disk does.

use std::thread;
use std::time::{Duration, Instant};

use crate::load::Load;
use crate::support::scratch;
use crate::{Random, free_address, say, serve, setting};

#[test]
fn kills_under_load_lose_nothing_and_double_nothing() {
    let cycles = setting("WAYSTATION_KILL_CYCLES").unwrap_or(20);
    let mut random = Random::seeded(&format!("{cycles} kills"));
    let dir = scratch();
    let listen = free_address(&mut random);
    let mut gateway = serve(dir.path(), &listen);
    let load = Load::start(&listen, "synced").with_consumers();

    let (began, mut slowest_start) = (Instant::now(), Duration::ZERO);
    for cycle in 1..=cycles {
        thread::sleep(Duration::from_millis(20 + random.below(500)));
        gateway.kill();
        load.note(&format!("kill {cycle}"));
        gateway = serve(dir.path(), &listen);
        load.assert_at_work();
        slowest_start = slowest_start.max(gateway.ready_after);
        if cycle % 50 == 0 {
            say(&format!("{cycle} kills, {} acknowledged, slowest start {slowest_start:?}", load.acknowledged()));
        }
    }
    let took = began.elapsed();
    let report = load.finish();
    say(&format!("{cycles} kills in {took:.0?}, slowest start {slowest_start:?}"));
    assert!(report.is_clean(), "{report}\n{}", gateway.log());
    report.assert_clean();
}
