//! Looking through a stopped store, byte by byte, and repairing what can be repaired. Looking changes nothing, but that it
//! finishes the compaction that a kill cut short, as the next start would; repairing
//! deletes nothing: what has to make way is kept in `DIR/quarantine/`, with a note.
//!
//! - `report.rs`: what is found, and what was done about it
//! - `folders.rs`: the catalogue against the folders there are
//! - `examine.rs`: one log
//! - `repair.rs`: one log, made whole again
//! - `database.rs`: the metadata database
//! - `quarantine.rs`: where things are moved to

mod database;
mod examine;
mod folders;
mod quarantine;
mod repair;
mod report;

#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;

use crate::disk::Disk;
use crate::error::{Error, Place};
use crate::partition::{Partition, Site};
use crate::settings::{Durability, Settings};
use crate::store::{Directory, Listed};
use quarantine::Quarantine;
pub use report::{Finding, Progress, Report, Severity};

/// What is to be done.
#[derive(Debug, Clone, Default)]
pub struct Task {
    /// Only these stations; all if it is empty.
    pub stations: Vec<String>,
    /// Repair what is found.
    pub repair: bool,
}

/// Reads every byte of a stopped store, compares it with its checksums, and repairs it if that is asked for. Blocks for as
/// long as that takes; `progress` can be watched from another thread.
///
/// # Errors
/// [`Error::Locked`] while a gateway runs on the directory, [`Error::UnknownFormat`], [`Error::NotFound`] for a station that
/// is not there, [`Error::Disk`] where the disk itself fails (also if there is no such directory).
pub fn verify(disk: &Arc<dyn Disk>, dir: &Path, task: &Task, progress: &Progress) -> Result<Report, Error> {
    let directory = Directory::open_existing(&**disk, dir)?;
    let mut house =
        House { disk, directory: &directory, quarantine: Quarantine::new(&**disk, dir), repair: task.repair };
    let mut report = Report::default();
    if !directory.has_format(&**disk)? {
        let what = "the directory does not say which version wrote it";
        let finding = Finding::new(Severity::Flaw, dir.join("format"), what, "it is taken for this version's");
        report.findings.push(Finding { is_repaired: task.repair, ..finding });
        if task.repair {
            directory.check_format(&**disk)?;
        }
    }
    let listed = {
        let catalogue = database::open(&mut house, &mut report)?;
        folders::compare(&mut house, &catalogue, &mut report)?
    };

    for name in &task.stations {
        if !listed.iter().any(|station| station.name == *name) {
            return Err(Error::NotFound { station: name.clone() });
        }
    }
    let is_wanted = |station: &&Listed| task.stations.is_empty() || task.stations.contains(&station.name);
    let logs: Vec<(Place, &Listed)> = listed
        .iter()
        .filter(is_wanted)
        .flat_map(|station| partitions(station).map(move |place| (place, station)))
        .collect();
    for (place, station) in &logs {
        progress.expect(size_bytes(&**disk, &directory.partition_path(&station.folder, place.partition)));
    }
    for (place, station) in logs {
        house.look_at(place, station, progress, &mut report)?;
    }
    report.quarantine = house.quarantine.used().map(Path::to_owned);
    directory.unlock();
    Ok(report)
}

/// A data directory under examination.
struct House<'a> {
    disk: &'a Arc<dyn Disk>,
    directory: &'a Directory,
    quarantine: Quarantine<'a>,
    repair: bool,
}

impl House<'_> {
    fn look_at(
        &mut self,
        place: Place,
        station: &Listed,
        progress: &Progress,
        report: &mut Report,
    ) -> Result<(), Error> {
        let dir = self.directory.partition_path(&station.folder, place.partition);
        if !folders::is_there(&**self.disk, &dir)? {
            return Ok(());
        }
        let (mut findings, survey) = examine::partition(&**self.disk, &place, &dir, progress)?;
        report.partitions += 1;
        if self.repair && findings.iter().any(|finding| finding.severity != Severity::Note) {
            repair::log(&**self.disk, &dir, &survey, &mut self.quarantine)?;
            drop(survey);
            self.settle(place.clone(), station, &dir)?;
            // Repaired is what is not found again.
            let (mut after, _) = examine::partition(&**self.disk, &place, &dir, &Progress::default())?;
            after.retain(|finding| finding.severity != Severity::Note);
            for finding in findings.iter_mut().filter(|finding| finding.severity != Severity::Note) {
                finding.is_repaired = !after.iter().any(|left| left.is_about_the_same_as(finding));
            }
            after.retain(|left| !findings.iter().any(|known| left.is_about_the_same_as(known)));
            findings.append(&mut after);
        }
        report.findings.append(&mut findings);
        Ok(())
    }

    /// Opens the log as the store does, which brings all that is kept beside it up to date, and closes it.
    fn settle(&self, place: Place, station: &Listed, dir: &Path) -> Result<(), Error> {
        let partition = Partition::open(Site {
            place,
            dir: dir.to_owned(),
            disk: Arc::clone(self.disk),
            settings: Arc::new(Settings::clone(&station.settings)),
            queue_limit_bytes: 0,
            ready: Arc::default(),
        })?;
        Arc::new(partition).close(Error::Closed);
        Ok(())
    }
}

/// The logs of a station that are on the disk.
fn partitions(station: &Listed) -> impl Iterator<Item = Place> {
    let name: Arc<str> = station.name.as_str().into();
    let count = if station.settings.durability == Durability::Memory { 0 } else { station.settings.partitions };
    (0..count).map(move |partition| Place { station: Arc::clone(&name), partition })
}

/// What the log files of a folder amount to; only for showing how far the work is.
fn size_bytes(disk: &dyn Disk, dir: &Path) -> u64 {
    let entries = disk.list(dir).unwrap_or_default().into_iter();
    let logs = entries.filter(|entry| entry.name.ends_with(".log"));
    logs.filter_map(|entry| disk.open(&dir.join(entry.name)).ok()?.len_bytes().ok()).sum()
}
