//! Target 12, the second half: 10 GB go in and out at once, synced; what memory that took; and how long it takes to open
//! them again after `kill -9`, with the files still in the page cache and with them only on the disk.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Duration;

use super::LARGE;
use crate::clients::consumer::Consumer;
use crate::clients::producer::{Producer, Until};
use crate::clients::topics;
use crate::error::Error;
use crate::figures::{Spread, float};
use crate::lab::Lab;
use crate::machine;
use crate::peers::{Durability, waystation};
use crate::server::Server;
use crate::table::{Limit, Row, Table};

const TOPIC: &str = "filled";
/// Moving everything may take so long.
const AT_MOST: Duration = Duration::from_secs(1_800);
/// Written before each kill, so that there is a tail to recover.
const TAIL: u64 = 100_000;

pub(crate) fn run(lab: &Lab) -> Vec<Table> {
    let before = machine::load();
    let mut rows = Vec::new();
    if let Err(error) = measure(lab, &mut rows) {
        eprintln!("  !! memory: {error}");
        rows.push(Row { out: Some(error.to_string()), ..row("Waystation", 0.0, None) });
    }
    let title = format!("{} GB of 1 KiB records through it, then kill -9", lab.options.gigabytes);
    vec![Table { target: "12", title, unit: "", others_cores: None, load: (before, machine::load()), rows }]
}

fn measure(lab: &Lab, rows: &mut Vec<Row>) -> Result<(), Error> {
    let server = start(lab, lab.folder()?)?;
    topics::create(server.address, TOPIC, 1)?;
    // A count of gigabytes given by a person is small.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let records = (lab.options.gigabytes * 1e9 / 1024.0) as u64;
    pass_through(&server, records).map_err(|error| server.explain(&error))?;
    let (now, peak) = (machine::resident_bytes(server.pid())?, machine::peak_resident_bytes(server.pid())?);
    rows.push(row("resident behind it, MB", float(now) / 1e6, Some(64.0)));
    rows.push(row("resident at most, MB", float(peak) / 1e6, None));

    let folder = tail_and_kill(server)?;
    let server = start(lab, folder)?;
    rows.push(row("ready again, files in the page cache, ms", millis(server.ready_after), Some(1_000.0)));
    rows.push(row("CPU of that, ms", millis(machine::cpu_of(server.pid())?), None));

    let folder = tail_and_kill(server)?;
    forget_cached(folder.path())?;
    let server = start(lab, folder)?;
    rows.push(row("ready again, files only on the disk, ms", millis(server.ready_after), None));
    rows.push(row("CPU of that, ms", millis(machine::cpu_of(server.pid())?), None));
    rows.push(row("read from the disk for that, MB", float(machine::read_from_disk_bytes(server.pid())?) / 1e6, None));
    Ok(())
}

fn start(lab: &Lab, folder: tempfile::TempDir) -> Result<Server, Error> {
    waystation::start_in(lab, waystation::built(), Durability::Synced, folder)
}

/// A consumer at the tail of what a producer sends.
fn pass_through(server: &Server, records: u64) -> Result<(), Error> {
    let producer = Producer::connect(server.address, TOPIC, 1)?;
    let consumer = Consumer::connect(server.address, TOPIC)?;
    let (sent, read) = thread::scope(|scope| {
        let reading = scope.spawn(|| consumer.drain(records, AT_MOST));
        let sent = producer.pour(LARGE, Until { after: AT_MOST, records });
        (sent, reading.join())
    });
    let read = read.map_err(|_| Error::Failed("the consumer panicked".to_owned()))??;
    let sent = sent?;
    if (sent, read) == (records, records) {
        return Ok(());
    }
    Err(Error::Failed(format!("of {records} records {sent} were sent and {read} read in {AT_MOST:?}")))
}

fn tail_and_kill(server: Server) -> Result<tempfile::TempDir, Error> {
    let producer = Producer::connect(server.address, TOPIC, 1)?;
    producer.pour(LARGE, Until { after: AT_MOST, records: TAIL })?;
    server.kill()
}

/// Takes the files below a folder out of the page cache, and nobody else's.
fn forget_cached(folder: &Path) -> Result<(), Error> {
    for entry in fs::read_dir(folder).map_err(Error::during(folder.display()))?.flatten() {
        let path = entry.path();
        if path.is_dir() {
            forget_cached(&path)?;
            continue;
        }
        let mut input = std::ffi::OsString::from("if=");
        input.push(&path);
        let output = Command::new("dd").arg(input).args(["iflag=nocache", "count=0"]).output();
        output.map_err(Error::during("dd"))?;
    }
    Ok(())
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn row(who: &str, value: f64, at_most: Option<f64>) -> Row {
    let value = Spread::of([value]);
    let limit = at_most.map(Limit::AtMost);
    Row { who: who.to_owned(), value, p99: None, cpu_us: None, ratio: None, limit, out: None }
}
