//! What this machine is and how busy it is: the numbers beside which all others have to be read. Linux only (`/proc`).

use std::fs;
use std::process;
use std::thread;
use std::time::{Duration, Instant};

use crate::error::Error;

/// The unit of CPU times in `/proc`: USER_HZ, which is 100 on every Linux of today (proc(5)).
const TICK: Duration = Duration::from_millis(10);

/// The processor, cores, memory and kernel, in a line.
pub(crate) fn description() -> String {
    let cpuinfo = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let named = |line: &str| line.starts_with("model name").then(|| line.split(": ").nth(1).map(str::to_owned));
    let processor = cpuinfo.lines().find_map(named).flatten().unwrap_or_else(|| "unknown processor".to_owned());
    let meminfo = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let memory_kib = field(&meminfo, "MemTotal:").unwrap_or(0);
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    format!("{processor}, {} cores, {} GiB, Linux {}", cores(), memory_kib >> 20, kernel.trim())
}

/// How many cores there are.
pub(crate) fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// The load average of the last minute.
pub(crate) fn load() -> f64 {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().and_then(|first| first.parse().ok()).unwrap_or(f64::NAN)
}

/// CPU time of a process and its threads so far, in user and kernel.
pub(crate) fn cpu_of(pid: u32) -> Result<Duration, Error> {
    let path = format!("/proc/{pid}/stat");
    let text = fs::read_to_string(&path).map_err(Error::during(&path))?;
    // The program's name, in parentheses, may hold spaces; utime and stime are the 12th and 13th fields behind it.
    let behind = text.rsplit(')').next().unwrap_or_default();
    let ticks: u32 = behind.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<u32>().ok()).sum();
    Ok(TICK * ticks)
}

/// Memory that a process occupies now, in bytes (VmRSS).
pub(crate) fn resident_bytes(pid: u32) -> Result<u64, Error> {
    status_bytes(pid, "VmRSS:")
}

/// The most memory that a process ever occupied, in bytes (VmHWM).
pub(crate) fn peak_resident_bytes(pid: u32) -> Result<u64, Error> {
    status_bytes(pid, "VmHWM:")
}

/// What a process had the disk read, in bytes; reads that the page cache answered do not count.
pub(crate) fn read_from_disk_bytes(pid: u32) -> Result<u64, Error> {
    let path = format!("/proc/{pid}/io");
    let text = fs::read_to_string(&path).map_err(Error::during(&path))?;
    field(&text, "read_bytes:").ok_or_else(|| Error::Failed(format!("{path} has no read_bytes")))
}

fn status_bytes(pid: u32, name: &str) -> Result<u64, Error> {
    let path = format!("/proc/{pid}/status");
    let text = fs::read_to_string(&path).map_err(Error::during(&path))?;
    let kib = field(&text, name).ok_or_else(|| Error::Failed(format!("{path} has no {name}")))?;
    Ok(kib << 10)
}

/// The number that follows a name at the start of a line.
fn field(text: &str, name: &str) -> Option<u64> {
    let rest = text.lines().find_map(|line| line.strip_prefix(name))?;
    rest.split_whitespace().next()?.parse().ok()
}

/// What all processes together have used so far; time that the host took away counts as used by others.
fn cpu_of_all() -> Result<Duration, Error> {
    let text = fs::read_to_string("/proc/stat").map_err(Error::during("/proc/stat"))?;
    let ticks = text.lines().next().unwrap_or_default().split_whitespace().skip(1).take(8);
    // user nice system idle iowait irq softirq steal: all but the fourth and the fifth.
    let busy =
        ticks.enumerate().filter(|(at, _)| *at != 3 && *at != 4).filter_map(|(_, text)| text.parse::<u64>().ok());
    Ok(Duration::from_millis(busy.sum::<u64>() * 10))
}

/// Counts time, and whose it was, from `start` to `stop`.
pub(crate) struct Watch {
    pid: u32,
    began: Instant,
    before: Cpu,
}

/// What a run cost.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spent {
    pub(crate) wall: Duration,
    /// CPU time of the server.
    pub(crate) server_cpu: Duration,
    /// How many cores everybody else took: neither the server nor the client.
    pub(crate) others_cores: f64,
}

struct Cpu {
    server: Duration,
    client: Duration,
    all: Duration,
}

impl Cpu {
    fn now(pid: u32) -> Result<Self, Error> {
        Ok(Self { server: cpu_of(pid)?, client: cpu_of(process::id())?, all: cpu_of_all()? })
    }
}

impl Watch {
    /// Begins to watch a server; the client is this process.
    pub(crate) fn start(pid: u32) -> Result<Self, Error> {
        let before = Cpu::now(pid)?;
        Ok(Self { pid, began: Instant::now(), before })
    }

    pub(crate) fn stop(self) -> Result<Spent, Error> {
        let wall = self.began.elapsed();
        let after = Cpu::now(self.pid)?;
        let server_cpu = after.server.saturating_sub(self.before.server);
        let client_cpu = after.client.saturating_sub(self.before.client);
        let others = (after.all - self.before.all).saturating_sub(server_cpu).saturating_sub(client_cpu);
        Ok(Spent { wall, server_cpu, others_cores: others.as_secs_f64() / wall.as_secs_f64() })
    }
}
