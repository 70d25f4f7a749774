//! A disk that fails: a sync that says EIO, a file system that turns read-only. Nothing is acknowledged that is not kept,
//! reading goes on, and a restart on a disk that works goes on with everything that was acknowledged.

use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::load::http::Sender;
use crate::load::{Load, PARTITIONS, kafka};
use crate::mounted::{Disk, can_mount};
use crate::support::{Gateway, PATIENCE, Process, scratch, within};
use crate::{Random, free_address, say, serve};

#[test]
fn a_failed_sync_is_told_and_never_tried_again() {
    if !Command::new("strace").arg("-V").stdout(Stdio::null()).status().is_ok_and(|status| status.success()) {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "strace is missing");
        say("*** SKIPPED: a failed sync: strace is missing; run as root: tests/interop/setup disks ***");
        return;
    }
    let dir = scratch();
    let mut random = Random::seeded("a failed sync");
    let listen = free_address(&mut random);
    let gateway = serve(dir.path(), &listen);
    let load = Load::start(&listen, "synced");

    let mut strace = Command::new("strace");
    strace.args([
        "-f",
        "-qq",
        "-e",
        "trace=fdatasync,fsync",
        "-e",
        "inject=fdatasync,fsync:error=EIO",
        "-o",
        "/dev/null",
    ]);
    strace.args(["-p", &gateway.id().to_string()]);
    let strace = Process::start(strace);
    load.note("every sync fails");
    is_read_only(&load, &gateway);
    kafka::read_all(&listen, &load.shared.history);

    // The disk is well again, and still nobody writes: what is on it is not known.
    drop(strace);
    load.note("syncs work");
    thread::sleep(Duration::from_millis(200));
    is_read_only(&load, &gateway);

    gateway.kill();
    load.note("restart");
    let gateway = serve(dir.path(), &listen);
    assert!(load.goes_on(500, PATIENCE), "nothing is acknowledged:\n{}", gateway.log());
    let report = load.finish();
    assert!(report.is_clean(), "{report}\n{}", gateway.log());
}

#[test]
fn a_disk_that_turns_read_only_is_read_and_takes_nothing() {
    if !can_mount("a read-only disk") {
        return;
    }
    let mut disk = Disk::ext4(128);
    let mut random = Random::seeded("a read-only disk");
    let listen = free_address(&mut random);
    let gateway = serve(disk.path(), &listen);
    let load = Load::start(&listen, "synced");

    disk.turn_read_only();
    load.note("read-only");
    is_read_only(&load, &gateway);
    kafka::read_all(&listen, &load.shared.history);
    gateway.kill();

    disk.power_on();
    load.note("mounted again");
    let gateway = serve(disk.path(), &listen);
    assert!(load.goes_on(500, PATIENCE), "nothing is acknowledged:\n{}", gateway.log());
    let report = load.finish();
    assert!(report.is_clean(), "{report}\n{}", gateway.log());
    gateway.kill();
}

/// Every partition says so, by HTTP.
fn is_read_only(load: &Load, gateway: &Gateway) {
    let mut sender = Sender::new(&load.shared);
    for partition in 0..PARTITIONS {
        let mut last = String::new();
        let refused = within(PATIENCE, || {
            let answer = sender.send(partition, 30);
            last = format!("{answer:?}");
            answer.is_ok_and(|answer| answer.status == 503)
        });
        assert!(refused && last.contains("read-only"), "partition {partition}: {last}\n{}", gateway.log());
    }
}
