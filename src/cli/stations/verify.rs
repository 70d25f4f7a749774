//! `waystation stations verify`: reads all of a stopped store, says what is wrong, and repairs it if told to. Needs no
//! gateway; one that runs on the directory is in its way.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use ::stations::disk::{Disk, RealDisk};
use ::stations::verify::{self, Finding, Progress, Report, Severity, Task};
use clap::Args;
use serde_json::{Value, json};

use super::super::{Error, terminal};

/// How often the bar moves.
const TICK: Duration = Duration::from_millis(100);
/// How often a line says how far it is, where there is no terminal.
const SAY_EVERY: Duration = Duration::from_secs(5);

/// Read every byte of a stopped store, and repair what is damaged.
#[derive(Debug, Args)]
#[command(after_help = "\
Nothing is changed without --repair, and nothing is deleted with it: what has to make way is kept in DIR/quarantine,
with notes. Messages that cannot be read leave an empty batch, so that all others keep their offsets.
The gateway must be stopped. Exit codes: 0 sound (or sound again), 1 damaged.

Examples:
  waystation stations verify
  waystation stations verify lights --data /var/lib/waystation
  waystation stations verify --repair")]
pub(super) struct Verify {
    /// Only these stations; all if none is named
    #[arg(value_name = "NAME")]
    stations: Vec<String>,
    /// The folder of the store
    #[arg(long, value_name = "DIR", default_value = "./waystation-data")]
    data: PathBuf,
    /// Repair what is found
    #[arg(long)]
    repair: bool,
    /// As JSON
    #[arg(long)]
    json: bool,
}

impl Verify {
    /// Does it; what is wrong was said when it fails.
    pub(super) fn run(self) -> Result<(), Error> {
        let Self { stations, data, repair, json } = self;
        let disk: Arc<dyn Disk> = Arc::new(RealDisk);
        let (task, progress) = (Task { stations, repair }, Progress::default());
        let report = thread::scope(|scope| {
            let work = scope.spawn(|| verify::verify(&disk, &data, &task, &progress));
            show(&progress, || work.is_finished());
            work.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })?;
        let mut out = io::stdout().lock();
        if json {
            writeln!(out, "{:#}", to_json(&report, &progress))?;
        } else {
            tell(&mut out, &report, &progress, repair)?;
        }
        if report.is_sound() { Ok(()) } else { Err(Error::Said) }
    }
}

/// Says on standard error how far the work is, until it is done.
fn show(progress: &Progress, is_done: impl Fn() -> bool) {
    let bar = terminal::progress(0);
    let mut said = Instant::now();
    while !is_done() {
        thread::sleep(TICK);
        let (done_bytes, total_bytes) = progress.bytes();
        bar.set_length(total_bytes);
        bar.set_position(done_bytes);
        if !io::stderr().is_terminal() && said.elapsed() >= SAY_EVERY {
            said = Instant::now();
            eprintln!("{} of {} read", size(done_bytes), size(total_bytes));
        }
    }
    bar.finish_and_clear();
}

fn tell(out: &mut impl Write, report: &Report, progress: &Progress, repair: bool) -> io::Result<()> {
    let Report { partitions, findings, quarantine } = report;
    for finding in findings {
        tell_one(out, finding)?;
    }
    let palette = terminal::stdout();
    let verdict = match (report.is_sound(), findings.iter().any(|finding| finding.is_repaired)) {
        (true, false) => format!("{}sound{:#}", palette.good(), palette.good()),
        (true, true) => format!("{}sound again{:#}", palette.good(), palette.good()),
        (false, _) => format!("{}damaged{:#}", palette.error(), palette.error()),
    };
    let (done_bytes, _) = progress.bytes();
    writeln!(out, "{partitions} partitions, {} of messages read: {verdict}", size(done_bytes))?;
    if let Some(quarantine) = quarantine {
        writeln!(out, "What had to make way is in {}", quarantine.display())?;
    }
    if !report.is_sound() && !repair {
        writeln!(
            out,
            "`waystation stations verify --repair` does what is said above; make a copy of the folder first"
        )?;
    }
    Ok(())
}

fn tell_one(out: &mut impl Write, finding: &Finding) -> io::Result<()> {
    let Finding { severity, place, file, position, offsets, what, remedy, is_repaired } = finding;
    let palette = terminal::stdout();
    let (style, word) = match severity {
        Severity::Loss => (palette.error(), "lost"),
        Severity::Flaw => (palette.warning(), "flaw"),
        Severity::Note => (palette.faint(), "note"),
    };
    let place = place.as_ref().map(|place| format!("{place}: ")).unwrap_or_default();
    let at = position.map(|position| format!(", byte {position}")).unwrap_or_default();
    writeln!(
        out,
        "{style}{word}{style:#} {place}{}{at}: {}",
        terminal::tame(&file.display().to_string()),
        terminal::tame(what)
    )?;
    if let Some(offsets) = offsets {
        match offsets.end {
            i64::MAX => writeln!(out, "     offsets from {} on cannot be read", offsets.start)?,
            end => writeln!(out, "     offsets {} up to but not including {end} cannot be read", offsets.start)?,
        }
    }
    let who = match (severity, is_repaired) {
        (_, true) => "done: ",
        (Severity::Note, false) => "",
        (_, false) => "--repair: ",
    };
    writeln!(out, "     {who}{remedy}")
}

fn to_json(report: &Report, progress: &Progress) -> Value {
    let finding = |finding: &Finding| {
        let Finding { severity, place, file, position, offsets, what, remedy, is_repaired } = finding;
        let severity = match severity {
            Severity::Loss => "loss",
            Severity::Flaw => "flaw",
            Severity::Note => "note",
        };
        json!({
            "severity": severity,
            "station": place.as_ref().map(|place| &*place.station),
            "partition": place.as_ref().map(|place| place.partition),
            "file": file,
            "position": position,
            "first_offset": offsets.as_ref().map(|offsets| offsets.start),
            "next_offset": offsets.as_ref().map(|offsets| offsets.end).filter(|end| *end < i64::MAX),
            "what": what,
            "remedy": remedy,
            "repaired": is_repaired,
        })
    };
    let Report { partitions, findings, quarantine } = report;
    json!({
        "sound": report.is_sound(),
        "partitions": partitions,
        "bytes": progress.bytes().0,
        "quarantine": quarantine,
        "findings": findings.iter().map(finding).collect::<Vec<_>>(),
    })
}

fn size(bytes: u64) -> String {
    indicatif::HumanBytes(bytes).to_string()
}
