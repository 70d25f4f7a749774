//! How long a store takes to open after `kill -9`: ten gigabytes, written by a process of its own that is killed under load.
//! `cargo test --release -p stations --test reopening -- --ignored --nocapture` writes and reports; `WAYSTATION_BYTES=n`
//! makes it smaller, `WAYSTATION_PARTITIONS=n` spreads it. It needs the room on the disk that holds the temporary folder.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs};

use records::{Batch, Builder, Codec};
use stations::{Options, Settings, Store};

/// The folder that the killed process writes to; only set for that process.
const WRITER: &str = "WAYSTATION_WRITES_TO";

fn from_environment(name: &str, default: u64) -> u64 {
    env::var(name).map_or(default, |value| value.parse().expect(name))
}

/// A thousand records of a kilobyte.
fn megabyte() -> Batch {
    let mut builder = Builder::new(Codec::None);
    (0..1_000).for_each(|number| builder.push(1_700_000_000_000 + number, None, Some(&[b'x'; 1_000]), &[]));
    builder.build().unwrap()
}

/// Writes until it is killed; says when there is enough.
fn write(dir: &Path) {
    let store = Store::open(dir, Options::default()).unwrap();
    let partitions = i32::try_from(from_environment("WAYSTATION_PARTITIONS", 1)).unwrap();
    let settings = Settings { partitions, max_message_bytes: 4 << 20, ..Settings::default() };
    let station = store.create("lights", settings).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let (batch, enough_bytes) = (megabyte(), from_environment("WAYSTATION_BYTES", 10 << 30));
    let mut written_bytes = 0;
    let mut in_turn = (0..partitions).cycle();
    loop {
        let some = in_turn.by_ref().take(16);
        let appends: Vec<_> = some.map(|index| station.partition(index).unwrap().append(batch.clone())).collect();
        for append in appends {
            runtime.block_on(append).unwrap();
            let before = written_bytes;
            written_bytes += batch.bytes().len() as u64;
            if before < enough_bytes && written_bytes >= enough_bytes {
                eprintln!("enough");
            }
        }
    }
}

/// A line of a file of `/proc/PID`.
fn proc(pid: &str, file: &str, field: &str) -> String {
    let content = fs::read_to_string(format!("/proc/{pid}/{file}")).unwrap_or_default();
    content.lines().find(|line| line.starts_with(field)).unwrap_or_default().to_owned()
}

/// Time on the processor, of all threads that have ended or run: in hundredths of a second.
fn cpu() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: u64 = fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

#[test]
#[ignore = "writes ten gigabytes"]
fn ten_gigabytes_after_a_kill() {
    if let Some(dir) = env::var_os(WRITER) {
        write(Path::new(&dir));
    }
    let scratch = tempfile::tempdir().unwrap();
    let mut writer = Command::new(env::current_exe().unwrap())
        .args(["--ignored", "--nocapture", "--exact", "ten_gigabytes_after_a_kill"])
        .env(WRITER, scratch.path())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(writer.stderr.take().unwrap()).lines();
    assert!(lines.map_while(Result::ok).any(|line| line == "enough"));
    println!("the writer's memory: {}", proc(&writer.id().to_string(), "status", "VmHWM"));
    writer.kill().unwrap();
    writer.wait().unwrap();

    let (began, cpu_before) = (Instant::now(), cpu());
    let store = Store::open(scratch.path(), Options::default()).unwrap();
    let (took, cpu_took) = (began.elapsed(), cpu() - cpu_before);
    let station = store.station("lights").unwrap();
    let bytes: u64 = station.partitions().iter().map(|partition| partition.size_bytes()).sum();
    println!("{bytes} bytes opened in {took:?}, of it {cpu_took:?} own time; {}", proc("self", "io", "rchar"));
    assert!(bytes >= from_environment("WAYSTATION_BYTES", 10 << 30));
    assert!(cpu_took <= Duration::from_secs(1));
    store.close();

    let began = Instant::now();
    let store = Store::open(scratch.path(), Options::default()).unwrap();
    println!("after a clean stop in {:?}", began.elapsed());
    drop(store);
}
