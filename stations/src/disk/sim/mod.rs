//! A disk for tests that keeps exactly what it promises and, at a power cut, as much of the rest as its seed says. It fails
//! reads, writes and syncs, runs full and loses power when told to. Deterministic: the same calls with the same seed end the same.

mod content;
mod world;

#[cfg(test)]
mod tests;

use std::io::{self, IoSlice};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parking_lot::{Mutex, MutexGuard};

use super::{Disk, Entry, File};
use crate::planted::{Bug, planted};
use world::World;

/// A simulated disk, as seen by one boot of the machine. Clones share the disk and the boot.
#[derive(Debug, Clone)]
pub struct SimDisk {
    world: Arc<Mutex<World>>,
    /// A process of an earlier boot can no longer reach the disk.
    boot: u64,
}

impl SimDisk {
    /// An empty disk. The seed decides what power cuts take.
    pub fn new(seed: u64) -> SimDisk {
        SimDisk { world: Arc::new(Mutex::new(World::new(seed))), boot: 0 }
    }

    /// Cuts the power: of what was not synced any part is lost, by sectors of 512 bytes and by names in folders. Whoever
    /// uses this disk gets errors from now on; the answer is the disk after the reboot.
    #[must_use]
    pub fn cut_power(&self) -> SimDisk {
        let mut world = self.world.lock();
        world.lose_unsynced();
        SimDisk { boot: world.reboot(), world: Arc::clone(&self.world) }
    }

    /// Kills the process: nothing is lost, since the page cache stays. Whoever uses this disk gets errors from now on.
    #[must_use]
    pub fn kill(&self) -> SimDisk {
        SimDisk { boot: self.world.lock().reboot(), world: Arc::clone(&self.world) }
    }

    /// Lets that many more changes happen; after them everything fails until the disk is [`SimDisk::cut_power`] or
    /// [`SimDisk::kill`]ed.
    pub fn stop_after(&self, changes: u64) {
        self.world.lock().changes_left = Some(changes);
    }

    /// Lets that many more syncs of files succeed; the one after them fails, and what it should have synced never reaches the
    /// disk, though reading still shows it (as Linux does).
    pub fn fail_sync_after(&self, syncs: u64) {
        self.world.lock().syncs_left = Some(syncs);
    }

    /// Lets that many more reads of files succeed; the one after them fails, and those after that succeed again.
    pub fn fail_read_after(&self, reads: u64) {
        self.world.lock().reads_left = Some(reads);
    }

    /// Lets that many more writes succeed; of the one after them nothing is written, and those after that succeed again.
    pub fn fail_write_after(&self, writes: u64) {
        self.world.lock().writes_left = Some(writes);
    }

    /// How many bytes all files together may have; `None` is no limit.
    pub fn set_capacity(&self, capacity_bytes: Option<u64>) {
        self.world.lock().capacity_bytes = capacity_bytes;
    }

    /// How many bytes all files together have.
    pub fn used_bytes(&self) -> u64 {
        self.world.lock().used_bytes()
    }

    /// Changes a file at rest, behind everybody's back. False if there is no such file.
    pub fn tamper(&self, path: &Path, change: impl FnOnce(&mut Vec<u8>)) -> bool {
        self.world.lock().tamper(path, change)
    }

    /// All files, in order.
    pub fn files(&self) -> Vec<PathBuf> {
        self.world.lock().files()
    }

    fn world(&self) -> io::Result<MutexGuard<'_, World>> {
        let world = self.world.lock();
        if world.is_on(self.boot) { Ok(world) } else { Err(io::Error::other("the power is off")) }
    }

    fn changing(&self) -> io::Result<MutexGuard<'_, World>> {
        let mut world = self.world()?;
        world.count_change();
        Ok(world)
    }

    fn file(&self, path: &Path, inode: usize) -> Arc<dyn File> {
        Arc::new(SimFile { disk: self.clone(), inode, lie: lie_about(path) })
    }
}

impl Disk for SimDisk {
    fn open(&self, path: &Path) -> io::Result<Arc<dyn File>> {
        let inode = self.world()?.find_file(path)?;
        Ok(self.file(path, inode))
    }

    fn create(&self, path: &Path) -> io::Result<Arc<dyn File>> {
        if let Ok(inode) = self.world()?.find_file(path) {
            return Ok(self.file(path, inode));
        }
        let inode = self.changing()?.create(path)?;
        Ok(self.file(path, inode))
    }

    fn create_dir(&self, dir: &Path) -> io::Result<()> {
        self.changing()?.create_dir(dir);
        Ok(())
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<Entry>> {
        self.world()?.list(dir)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.changing()?.rename(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.changing()?.remove_file(path)
    }

    fn remove_dir(&self, dir: &Path) -> io::Result<()> {
        self.changing()?.remove_dir(dir)
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        let mut world = self.changing()?;
        if !planted(Bug::FolderNotSynced) {
            world.sync_dir(dir);
        }
        Ok(())
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn Send + Sync>>> {
        if !self.world()?.lock(path) {
            return Ok(None);
        }
        Ok(Some(Box::new(SimLock { disk: self.clone(), path: path.to_owned() })))
    }
}

/// An open file.
#[derive(Debug)]
struct SimFile {
    disk: SimDisk,
    inode: usize,
    lie: Option<Bug>,
}

/// The planted bug, if any, that the disk plays with this file.
fn lie_about(path: &Path) -> Option<Bug> {
    let is_log = path.extension().is_some_and(|extension| extension == "log");
    let lies: &[Bug] = match is_log {
        true => &[Bug::AcknowledgedBeforeSync, Bug::FailedSyncRetried, Bug::ReadErrorSwallowed],
        false if path.ends_with("metadata.redb") => &[Bug::MetadataNotSynced],
        false => &[],
    };
    lies.iter().copied().find(|lie| planted(*lie))
}

impl File for SimFile {
    fn len_bytes(&self) -> io::Result<u64> {
        Ok(self.disk.world()?.inode(self.inode)?.bytes().len() as u64)
    }

    fn read_at(&self, position: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let mut world = self.disk.world()?;
        match world.fail_read() {
            Err(_) if self.lie == Some(Bug::ReadErrorSwallowed) => return Ok(0),
            outcome => outcome?,
        }
        let bytes = world.inode(self.inode)?.bytes();
        let from = usize::try_from(position).map_err(io::Error::other)?;
        let rest = bytes.get(from..).unwrap_or_default();
        let filled = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..filled), rest.get(..filled)) {
            to.copy_from_slice(from);
        }
        Ok(filled)
    }

    fn write_at(&self, position: u64, slices: &mut [IoSlice<'_>]) -> io::Result<()> {
        let mut whole = Vec::with_capacity(slices.iter().map(|slice| slice.len()).sum());
        slices.iter().for_each(|slice| whole.extend_from_slice(slice));
        self.disk.changing()?.write(self.inode, position, whole)
    }

    fn set_len(&self, bytes: u64) -> io::Result<()> {
        self.disk.changing()?.set_len(self.inode, bytes)
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut world = self.disk.changing()?;
        match self.lie {
            Some(Bug::AcknowledgedBeforeSync | Bug::MetadataNotSynced) => Ok(()),
            Some(Bug::FailedSyncRetried) => world.sync(self.inode).or(Ok(())),
            _ => world.sync(self.inode),
        }
    }
}

/// A held lock. It ends with the boot, too.
struct SimLock {
    disk: SimDisk,
    path: PathBuf,
}

impl Drop for SimLock {
    fn drop(&mut self) {
        let mut world = self.disk.world.lock();
        if world.boot() == self.disk.boot {
            world.unlock(&self.path);
        }
    }
}
