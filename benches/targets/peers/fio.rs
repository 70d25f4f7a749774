//! fio: what the disk itself gives to one writer who appends and syncs.

use std::process::Command;

use crate::error::Error;
use crate::lab::{Lab, on_path};

/// Bytes a second, and the median time of one write with its sync.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Written {
    pub(crate) bytes_per_s: f64,
    pub(crate) p50_us: f64,
}

/// Appends blocks to a new file on the measured disk, with an fdatasync after each.
pub(crate) fn append_and_sync(lab: &Lab, block_bytes: u32) -> Result<Written, Error> {
    let fio = on_path("fio").ok_or(Error::Absent { how: "benches/setup fio, or: apt-get install fio" })?;
    let folder = lab.folder()?;
    let mut command = Command::new(fio);
    command.args(["--name=append", "--rw=write", "--ioengine=sync", "--fdatasync=1", "--fallocate=none"]);
    // Time decides; the size is only a bound, and the file grows as it is written.
    command.args(["--size=4g", "--time_based=1", "--output-format=json"]);
    command.arg(format!("--bs={block_bytes}")).arg(format!("--runtime={}ms", lab.options.seconds * 1e3));
    command.arg(format!("--directory={}", folder.path().display()));
    let output = command.output().map_err(Error::during("fio"))?;
    let report: serde_json::Value = serde_json::from_slice(&output.stdout)
        .map_err(|_| Error::Failed(format!("fio: {}", String::from_utf8_lossy(&output.stderr))))?;
    let number = |pointer: &str| {
        let value = report.pointer(pointer).and_then(serde_json::Value::as_f64);
        value.ok_or_else(|| Error::Failed(format!("fio's report has no {pointer}")))
    };
    let bytes_per_s = number("/jobs/0/write/bw_bytes")?;
    let write_ns = number("/jobs/0/write/clat_ns/percentile/50.000000")?;
    let sync_ns = number("/jobs/0/sync/lat_ns/percentile/50.000000")?;
    Ok(Written { bytes_per_s, p50_us: (write_ns + sync_ns) / 1e3 })
}
