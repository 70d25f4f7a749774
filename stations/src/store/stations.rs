//! Making, changing and deleting stations. The catalogue decides what there is: a folder is made before its station is
//! listed and goes after it is not, and a folder the catalogue does not know is left alone.

use std::io;
use std::sync::Arc;

use uuid::Uuid;

use super::catalogue::Listed;
use super::{Inner, Store, names};
use crate::disk::{self, Disk, MemoryDisk};
use crate::error::{Error, Place};
use crate::partition::{Partition, Site};
use crate::planted::{Bug, planted};
use crate::settings::{Durability, Settings};
use crate::station::Station;

impl Store {
    /// Makes a station; it lasts when this returns.
    ///
    /// # Errors
    /// [`Error::Exists`], [`Error::InvalidName`], [`Error::InvalidSettings`], [`Error::FolderTaken`], [`Error::Metadata`],
    /// [`Error::Disk`], [`Error::Closed`].
    pub fn create(&self, name: &str, settings: Settings) -> Result<Arc<Station>, Error> {
        self.inner.create(name, settings)
    }

    /// Deletes a station and all its messages. Who holds it sees appends fail with [`Error::NotFound`].
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Metadata`], [`Error::Closed`]; [`Error::Disk`] if files stay behind, which go when the
    /// store is next opened.
    pub fn delete(&self, name: &str) -> Result<(), Error> {
        let inner = &*self.inner;
        let (_changing, station) = inner.to_change(name)?;
        inner.catalogue.delete(name, station.id(), station.folder())?;
        inner.stations.write().remove(name);
        inner.delete_consumers(&station);
        for partition in station.partitions() {
            partition.close(Error::NotFound { station: name.to_owned() });
        }
        inner.remove_folder(station.id(), station.folder())
    }

    /// Changes a station's settings while it runs. More partitions are added; fewer are refused, and so is a move into
    /// memory or out of it.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::InvalidSettings`], [`Error::Metadata`], [`Error::Disk`], [`Error::Closed`].
    pub fn alter(&self, name: &str, settings: Settings) -> Result<(), Error> {
        check(name, &settings)?;
        let inner = &*self.inner;
        let (_changing, station) = inner.to_change(name)?;
        let before = station.settings();
        let refused =
            |reason: &str| Err(Error::InvalidSettings { station: name.to_owned(), reason: reason.to_owned() });
        if settings.partitions < before.partitions {
            return refused("partitions cannot become fewer");
        }
        if (settings.durability == Durability::Memory) != (before.durability == Durability::Memory) {
            return refused("durability cannot change to `memory` or from it: make another station");
        }
        let added = before.partitions..settings.partitions;
        if before.durability != Durability::Memory && !added.is_empty() {
            inner.make_folders(station.folder(), added.clone())?;
        }
        let listed = Listed {
            name: name.to_owned(),
            id: station.id(),
            folder: station.folder().to_owned(),
            settings: settings.clone(),
        };
        let opened = added.map(|index| inner.partition(&station, index, &settings)).collect::<Result<Vec<_>, _>>()?;
        if !planted(Bug::SettingsNotPersisted) {
            inner.catalogue.update(&listed)?;
        }
        opened.into_iter().for_each(|partition| station.push(partition));
        station.set_settings(Arc::new(settings));
        Ok(())
    }

    /// Adds partitions until there are `count`.
    ///
    /// # Errors
    /// Those of [`Store::alter`].
    pub fn add_partitions(&self, name: &str, count: i32) -> Result<(), Error> {
        let station = self.station(name).ok_or_else(|| Error::NotFound { station: name.to_owned() })?;
        self.alter(name, Settings { partitions: count, ..(*station.settings()).clone() })
    }
}

impl Inner {
    pub(crate) fn create(&self, name: &str, settings: Settings) -> Result<Arc<Station>, Error> {
        names::check(name)?;
        check(name, &settings)?;
        let closed = self.changing.lock();
        if *closed {
            return Err(Error::Closed);
        }
        if self.stations.read().contains_key(name) {
            return Err(Error::Exists { station: name.to_owned() });
        }
        let id = Uuid::new_v4();
        let listed = Listed { name: name.to_owned(), id, folder: names::folder(name, id), settings };
        if listed.settings.durability != Durability::Memory {
            self.clear_leftover(&listed.folder)?;
            self.make_folders(&listed.folder, 0..listed.settings.partitions)?;
        }
        let station = Arc::new(self.station(&listed)?);
        self.catalogue.insert(&listed)?;
        self.stations.write().insert(listed.name, Arc::clone(&station));
        Ok(station)
    }

    /// Removes what a crash left of deleted stations.
    pub(super) fn finish_deletions(&self) -> Result<(), Error> {
        let listed = self.catalogue.list()?;
        for (id, folder) in self.catalogue.deleted()? {
            // Another station may have the name, and so the folder, by now: then this one's was renamed long ago.
            let is_taken = listed.iter().any(|station| station.folder == folder);
            self.remove_folder(id, if is_taken { "" } else { &folder })?;
        }
        Ok(())
    }

    fn to_change(&self, name: &str) -> Result<(parking_lot::MutexGuard<'_, bool>, Arc<Station>), Error> {
        let changing = self.changing.lock();
        if *changing {
            return Err(Error::Closed);
        }
        let station = self.stations.read().get(name).cloned();
        Ok((changing, station.ok_or_else(|| Error::NotFound { station: name.to_owned() })?))
    }

    fn station(&self, listed: &Listed) -> Result<Station, Error> {
        let station = unopened(listed);
        for index in 0..listed.settings.partitions {
            station.push(self.partition(&station, index, &listed.settings)?);
        }
        Ok(station)
    }

    pub(super) fn partition(
        &self,
        station: &Station,
        index: i32,
        settings: &Settings,
    ) -> Result<Arc<Partition>, Error> {
        let is_in_memory = settings.durability == Durability::Memory;
        let disk: Arc<dyn Disk> =
            if is_in_memory { Arc::new(MemoryDisk::default()) } else { Arc::clone(&self.options.disk) };
        let dir = self.directory.partition_path(station.folder(), index);
        if is_in_memory {
            Partition::create(&*disk, &dir)?;
        }
        let partition = Partition::open(Site {
            place: Place { station: station.shared_name(), partition: index },
            dir,
            disk,
            settings: Arc::new(settings.clone()),
            queue_limit_bytes: self.options.queue_bytes,
            ready: Arc::clone(&self.ready),
        })?;
        Ok(Arc::new(partition))
    }

    fn make_folders(&self, folder: &str, partitions: std::ops::Range<i32>) -> Result<(), Error> {
        let disk = &*self.options.disk;
        let station_path = self.directory.station_path(folder);
        for index in partitions {
            Partition::create(disk, &self.directory.partition_path(folder, index))?;
        }
        disk.sync_dir(&station_path).map_err(Error::disk("sync", &station_path))?;
        let stations = self.directory.stations_path();
        disk.sync_dir(&stations).map_err(Error::disk("sync", &stations))
    }

    /// Removes the folder of a station that was never listed, if nothing was ever written to it.
    fn clear_leftover(&self, folder: &str) -> Result<(), Error> {
        let disk = &*self.options.disk;
        let path = self.directory.station_path(folder);
        match holds_logs(disk, &path) {
            Ok(false) => disk::remove_tree(disk, &path).map_err(Error::disk("remove", &path)),
            Ok(true) => Err(Error::FolderTaken { folder: path }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(Error::disk("look into", &path)(error)),
        }
    }

    /// Takes a deleted station's folder out of the way, then removes it. Every step may find that it was done already.
    fn remove_folder(&self, id: Uuid, folder: &str) -> Result<(), Error> {
        let disk = &*self.options.disk;
        let stations = self.directory.stations_path();
        let doomed = self.directory.station_path(&names::deleted_folder(id));
        if !folder.is_empty() {
            let path = self.directory.station_path(folder);
            unless_missing(disk.rename(&path, &doomed)).map_err(Error::disk("rename", &path))?;
            disk.sync_dir(&stations).map_err(Error::disk("sync", &stations))?;
        }
        unless_missing(disk::remove_tree(disk, &doomed)).map_err(Error::disk("remove", &doomed))?;
        disk.sync_dir(&stations).map_err(Error::disk("sync", &stations))?;
        self.catalogue.forget(id)
    }
}

/// A station without its partitions.
pub(super) fn unopened(Listed { name, id, folder, settings }: &Listed) -> Station {
    Station::new(name.as_str().into(), *id, folder.clone(), Arc::new(settings.clone()))
}

fn check(name: &str, settings: &Settings) -> Result<(), Error> {
    settings.check().map_err(|reason| Error::InvalidSettings { station: name.to_owned(), reason })
}

/// Whether a station's folder holds a log that is not empty.
pub(crate) fn holds_logs(disk: &dyn Disk, station: &std::path::Path) -> io::Result<bool> {
    for partition in disk.list(station)?.into_iter().filter(|entry| entry.is_dir) {
        let dir = station.join(partition.name);
        for file in disk.list(&dir)?.into_iter().filter(|entry| entry.name.ends_with(".log")) {
            if disk.open(&dir.join(file.name))?.len_bytes()? > 0 {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

fn unless_missing(result: io::Result<()>) -> io::Result<()> {
    result.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
}
