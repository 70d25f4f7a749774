//! Power cuts under load, on a real file system: its own shutdown call drops all that is not synced, as losing power does;
//! the gateway is killed, the file system mounted again and the gateway started, without help.
//!
//! That this test sees loss can be tried: `WAYSTATION_POWER_DURABILITY=written` makes it fail.

use std::thread;
use std::time::{Duration, Instant};

use crate::load::Load;
use crate::mounted::{Disk, can_mount};
use crate::{Random, free_address, say, serve, setting};

#[test]
fn power_cuts_on_ext4_lose_nothing_and_double_nothing() {
    if can_mount("power cuts on ext4") {
        cut_again_and_again(Disk::ext4(1024));
    }
}

#[test]
fn power_cuts_on_xfs_lose_nothing_and_double_nothing() {
    if can_mount("power cuts on xfs") {
        cut_again_and_again(Disk::xfs(1024));
    }
}

fn cut_again_and_again(mut disk: Disk) {
    let cycles = setting("WAYSTATION_POWER_CYCLES").unwrap_or(10);
    let durability = std::env::var("WAYSTATION_POWER_DURABILITY").unwrap_or_else(|_| "synced".to_owned());
    let mut random = Random::seeded(&format!("{cycles} power cuts on {}, {durability}", disk.kind()));
    let listen = free_address(&mut random);
    let mut gateway = serve(disk.path(), &listen);
    let load = Load::start(&listen, &durability).with_consumers();

    let (began, mut slowest_start) = (Instant::now(), Duration::ZERO);
    for cycle in 1..=cycles {
        thread::sleep(Duration::from_millis(20 + random.below(300)));
        // The gateway runs on meanwhile: a sync that the call races may say that it worked though its log was dropped, and
        // nothing may be acknowledged on its word alone.
        disk.cut_power();
        load.note(&format!("power cut {cycle}"));
        gateway.kill();
        disk.power_on();
        gateway = serve(disk.path(), &listen);
        load.assert_at_work();
        slowest_start = slowest_start.max(gateway.ready_after);
        if cycle % 25 == 0 {
            say(&format!(
                "{}: {cycle} cuts, {} acknowledged, slowest start {slowest_start:?}",
                disk.kind(),
                load.acknowledged()
            ));
        }
    }
    let took = began.elapsed();
    let report = load.finish();
    say(&format!("{}: {cycles} power cuts in {took:.0?}, slowest start {slowest_start:?}", disk.kind()));
    assert!(report.is_clean(), "{report}\n{}", gateway.log());
    report.assert_clean();
    gateway.kill();
}
