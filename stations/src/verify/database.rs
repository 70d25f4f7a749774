//! The metadata database: whether it is sound, and another one from what can still be read of it.

use std::io;
use std::path::Path;
use std::sync::Arc;

use super::House;
use super::repair::copy;
use super::report::{Finding, Report, Severity};
use crate::disk::{Disk, File, MemoryDisk};
use crate::error::Error;
use crate::metadata::{self, RedbMetadata};
use crate::store::Catalogue;

const WHAT_IS_IN_IT: &str = "in it are the stations' settings and identities, groups' offsets, users and documents";

/// The catalogue, as far as it can be read. Unless something is repaired it is that of a copy in memory.
pub(super) fn open(house: &mut House<'_>, report: &mut Report) -> Result<Catalogue, Error> {
    let path = house.directory.metadata_path();
    let disk = &**house.disk;
    let file = match disk.open(&path) {
        Ok(file) if file.len_bytes().map_err(Error::disk("measure", &path))? > 0 => Some(file),
        Ok(_) => None,
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(Error::disk("open", &path)(error)),
    };
    let Some(file) = file else {
        if house.directory.holds_logs(disk)? {
            let what = format!("the metadata database is missing; {WHAT_IS_IN_IT}");
            let remedy = "an empty one is begun; put the file back from a backup instead, if there is one";
            let finding = Finding::new(Severity::Loss, path.clone(), what, remedy);
            report.findings.push(Finding { is_repaired: house.repair, ..finding });
        }
        if !house.repair {
            return on(&MemoryDisk::default(), &path);
        }
        metadata::forget_acknowledged(disk, &path).map_err(Error::disk("reset the mark of", &path))?;
        return on(disk, &path);
    };
    let Err(error) = metadata::prove(&*file) else {
        let copy = copied(&*file, &path)?;
        older(house, &copy, &path, report)?;
        return if house.repair { on(disk, &path) } else { on(&copy, &path) };
    };
    if house.repair {
        metadata::forget_acknowledged(disk, &path).map_err(Error::disk("reset the mark of", &path))?;
    }
    let facts = metadata::salvage(&*file);
    let remedy = match &facts {
        Some(facts) => {
            format!("it goes to quarantine, and a new one begins with the {} entries that are sound", facts.len())
        }
        None => "it goes to quarantine, and an empty one is begun".to_owned(),
    };
    let what = format!("{error}; {WHAT_IS_IN_IT}");
    let finding = Finding::new(Severity::Loss, path.clone(), what, remedy);
    report.findings.push(Finding { is_repaired: house.repair, ..finding });
    let facts = facts.unwrap_or_default();
    if !house.repair {
        let memory = MemoryDisk::default();
        RedbMetadata::made_of(&memory, &path, facts)?;
        return on(&memory, &path);
    }
    house.quarantine.keep_file(&*file, &path, "a damaged metadata database")?;
    drop(file);
    let new = path.with_extension("new");
    match disk.remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(Error::disk("remove", &new)(error)),
        _ => {}
    }
    RedbMetadata::made_of(disk, &new, facts)?;
    disk.rename(&new, &path).map_err(Error::disk("rename", &new))?;
    on(disk, &path)
}

/// A database that is sound, but not the last one that was acknowledged.
fn older(house: &House<'_>, copy: &MemoryDisk, path: &Path, report: &mut Report) -> Result<(), Error> {
    let disk = &**house.disk;
    let promised = metadata::acknowledged_version(disk, path).map_err(Error::disk("read the mark of", path))?;
    let holds = RedbMetadata::open(copy, path)?.last_version();
    if promised <= holds {
        return Ok(());
    }
    if house.repair {
        metadata::forget_acknowledged(disk, path).map_err(Error::disk("reset the mark of", path))?;
    }
    let what = format!("the metadata database lacks the last {} changes that were acknowledged", promised - holds);
    let finding = Finding::new(Severity::Loss, path.to_owned(), what, "it is taken as it is");
    report.findings.push(Finding { is_repaired: house.repair, ..finding });
    Ok(())
}

fn on(disk: &dyn Disk, path: &Path) -> Result<Catalogue, Error> {
    Ok(Catalogue::new(Arc::new(RedbMetadata::open(disk, path)?)))
}

/// A disk in memory with a copy of the database on it.
fn copied(file: &dyn File, path: &Path) -> Result<MemoryDisk, Error> {
    let memory = MemoryDisk::default();
    let copying = || -> io::Result<()> {
        let to = memory.create(path)?;
        copy(file, 0..file.len_bytes()?, &*to, 0).map(drop)
    };
    copying().map_err(Error::disk("copy", path))?;
    Ok(memory)
}
