//! The catalogue against the folders: a station without its folder, a folder without its station.

use std::io;
use std::path::Path;

use uuid::Uuid;

use super::report::{Finding, Report, Severity};
use super::{House, partitions};
use crate::disk::Disk;
use crate::error::Error;
use crate::partition::Partition;
use crate::settings::Settings;
use crate::store::{Catalogue, Listed, holds_logs, names};

/// All stations whose logs are to be looked at: those of the catalogue, and those that it should have.
pub(super) fn compare(house: &mut House<'_>, catalogue: &Catalogue, report: &mut Report) -> Result<Vec<Listed>, Error> {
    let mut listed = catalogue.list()?;
    for station in &listed {
        missing(house, station, report)?;
    }
    let stations = house.directory.stations_path();
    let mut entries = house.disk.list(&stations).map_err(Error::disk("list", &stations))?;
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    for entry in entries {
        if listed.iter().any(|station| station.folder == entry.name) {
            continue;
        }
        let path = stations.join(&entry.name);
        if !entry.is_dir {
            let what = "it is not the store's";
            report.findings.push(Finding::new(Severity::Note, path, what, "it is left alone"));
        } else if names::is_deleted(&entry.name) {
            let what = "a deleted station, on its way out";
            report.findings.push(Finding::new(Severity::Note, path, what, "the next start removes it"));
        } else if !holds_logs(&**house.disk, &path).map_err(Error::disk("look into", &path))? {
            let what = "no station claims this folder, and there are no messages in it";
            report.findings.push(Finding::new(Severity::Note, path, what, "a station of that name will take it"));
        } else {
            listed.extend(unclaimed(house, catalogue, &entry.name, report)?);
        }
    }
    Ok(listed)
}

/// Partitions of a station that are not there, and folders in it that are none.
fn missing(house: &House<'_>, station: &Listed, report: &mut Report) -> Result<(), Error> {
    let disk = &**house.disk;
    let folder = house.directory.station_path(&station.folder);
    for place in partitions(station) {
        let path = house.directory.partition_path(&station.folder, place.partition);
        if is_there(disk, &path)? {
            continue;
        }
        if house.repair {
            Partition::create(disk, &path)?;
            let above = house.directory.stations_path();
            disk.sync_dir(&folder).map_err(Error::disk("sync", &folder))?;
            disk.sync_dir(&above).map_err(Error::disk("sync", &above))?;
        }
        let what = "the folder of this partition is missing, with all its messages";
        let remedy = "an empty log is begun, from offset 0; put the folder back from a backup instead, if there is one";
        let finding = Finding::new(Severity::Loss, path, what, remedy);
        report.findings.push(Finding { place: Some(place), is_repaired: house.repair, ..finding });
    }
    let entries = if is_there(disk, &folder)? { disk.list(&folder) } else { Ok(Vec::new()) };
    for entry in entries.map_err(Error::disk("list", &folder))? {
        let is_partition = partitions(station).any(|place| place.partition.to_string() == entry.name);
        if !is_partition {
            let what = "it is none of the station's partitions";
            report.findings.push(Finding::new(Severity::Note, folder.join(entry.name), what, "it is left alone"));
        }
    }
    Ok(())
}

/// The station that a folder must have been.
fn unclaimed(
    house: &House<'_>,
    catalogue: &Catalogue,
    folder: &str,
    report: &mut Report,
) -> Result<Option<Listed>, Error> {
    let path = house.directory.station_path(folder);
    let what = "no station claims this folder, which holds messages";
    let Some(name) = names::station(folder) else {
        let remedy = "it is left alone: its name tells no station's";
        report.findings.push(Finding::new(Severity::Loss, path, what, remedy));
        return Ok(None);
    };
    let entries = house.disk.list(&path).map_err(Error::disk("list", &path))?;
    let last = entries.iter().filter_map(|entry| entry.name.parse::<i32>().ok()).max().unwrap_or(0);
    let settings = Settings { partitions: last.saturating_add(1), ..Settings::default() };
    let station = Listed { name, id: Uuid::new_v4(), folder: folder.to_owned(), settings };
    let remedy = format!("it becomes station {} again, with a new identity and the default settings", station.name);
    if house.repair {
        catalogue.insert(&station)?;
        missing(house, &station, report)?;
    }
    let finding = Finding::new(Severity::Loss, path, what, remedy);
    report.findings.push(Finding { is_repaired: house.repair, ..finding });
    Ok(Some(station))
}

/// Whether a folder is there.
pub(super) fn is_there(disk: &dyn Disk, dir: &Path) -> Result<bool, Error> {
    match disk.list(dir) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Error::disk("list", dir)(error)),
    }
}
