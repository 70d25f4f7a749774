//! What is on the simulated disk: for every file and name both what programs see and what would outlast a power cut.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use super::content::{Change, Inode};
use crate::disk::Entry;

/// What is written whole or not at all.
const SECTOR_BYTES: usize = 512;

#[derive(Debug)]
pub(super) struct World {
    random: u64,
    boot: u64,
    inodes: Vec<Inode>,
    names: BTreeMap<PathBuf, Node>,
    /// The names that outlast a power cut.
    lasting: BTreeMap<PathBuf, Node>,
    /// What lies between the two, in order.
    unsynced: Vec<NameChange>,
    locks: BTreeSet<PathBuf>,
    pub(super) changes_left: Option<u64>,
    pub(super) syncs_left: Option<u64>,
    pub(super) reads_left: Option<u64>,
    pub(super) writes_left: Option<u64>,
    pub(super) capacity_bytes: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Node {
    Dir,
    File(usize),
}

#[derive(Debug, Clone)]
enum NameChange {
    Add(PathBuf, Node),
    Remove(PathBuf),
    Rename(PathBuf, PathBuf),
}

impl World {
    pub(super) fn new(seed: u64) -> World {
        World {
            random: seed,
            boot: 0,
            inodes: Vec::new(),
            names: BTreeMap::new(),
            lasting: BTreeMap::new(),
            unsynced: Vec::new(),
            locks: BTreeSet::new(),
            changes_left: None,
            syncs_left: None,
            reads_left: None,
            writes_left: None,
            capacity_bytes: None,
        }
    }

    pub(super) fn boot(&self) -> u64 {
        self.boot
    }

    pub(super) fn is_on(&self, boot: u64) -> bool {
        self.boot == boot && self.changes_left != Some(0)
    }

    pub(super) fn reboot(&mut self) -> u64 {
        self.boot += 1;
        self.locks.clear();
        self.changes_left = None;
        self.syncs_left = None;
        self.reads_left = None;
        self.writes_left = None;
        self.boot
    }

    /// Counts down to the end of this boot.
    pub(super) fn count_change(&mut self) {
        if let Some(left) = &mut self.changes_left {
            *left = left.saturating_sub(1);
        }
    }

    // === Names ===

    pub(super) fn find_file(&self, path: &Path) -> io::Result<usize> {
        match self.names.get(path) {
            Some(Node::File(inode)) => Ok(*inode),
            Some(Node::Dir) => Err(io::ErrorKind::IsADirectory.into()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    pub(super) fn create(&mut self, path: &Path) -> io::Result<usize> {
        if self.capacity_bytes.is_some_and(|capacity_bytes| self.used_bytes() >= capacity_bytes) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        if path.parent().is_none_or(|dir| self.names.get(dir) != Some(&Node::Dir)) {
            return Err(io::ErrorKind::NotFound.into());
        }
        self.inodes.push(Inode::default());
        let inode = self.inodes.len() - 1;
        self.change(NameChange::Add(path.to_owned(), Node::File(inode)));
        Ok(inode)
    }

    pub(super) fn create_dir(&mut self, dir: &Path) {
        let mut missing: Vec<&Path> = dir.ancestors().filter(|above| !self.names.contains_key(*above)).collect();
        missing.reverse();
        for dir in missing {
            self.change(NameChange::Add(dir.to_owned(), Node::Dir));
        }
    }

    pub(super) fn list(&self, dir: &Path) -> io::Result<Vec<Entry>> {
        if self.names.get(dir) != Some(&Node::Dir) {
            return Err(io::ErrorKind::NotFound.into());
        }
        let within = self.names.iter().filter(|(path, _)| path.parent() == Some(dir));
        Ok(within
            .filter_map(|(path, node)| {
                Some(Entry { name: path.file_name()?.to_str()?.to_owned(), is_dir: *node == Node::Dir })
            })
            .collect())
    }

    pub(super) fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        if !self.names.contains_key(from) {
            return Err(io::ErrorKind::NotFound.into());
        }
        self.change(NameChange::Rename(from.to_owned(), to.to_owned()));
        Ok(())
    }

    pub(super) fn remove_file(&mut self, path: &Path) -> io::Result<()> {
        self.find_file(path)?;
        self.change(NameChange::Remove(path.to_owned()));
        Ok(())
    }

    pub(super) fn remove_dir(&mut self, dir: &Path) -> io::Result<()> {
        if !self.list(dir)?.is_empty() {
            return Err(io::ErrorKind::DirectoryNotEmpty.into());
        }
        self.change(NameChange::Remove(dir.to_owned()));
        Ok(())
    }

    pub(super) fn sync_dir(&mut self, dir: &Path) {
        let (synced, rest) = std::mem::take(&mut self.unsynced).into_iter().partition(|change| change.is_in(dir));
        self.unsynced = rest;
        let synced: Vec<NameChange> = synced;
        for change in synced {
            change.apply(&mut self.lasting);
        }
    }

    pub(super) fn lock(&mut self, path: &Path) -> bool {
        self.locks.insert(path.to_owned())
    }

    pub(super) fn unlock(&mut self, path: &Path) {
        self.locks.remove(path);
    }

    fn change(&mut self, change: NameChange) {
        change.apply(&mut self.names);
        self.unsynced.push(change);
    }

    // === Contents ===

    pub(super) fn inode(&mut self, inode: usize) -> io::Result<&mut Inode> {
        self.inodes.get_mut(inode).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    pub(super) fn used_bytes(&self) -> u64 {
        let files = self.names.values().filter_map(|node| match node {
            Node::File(inode) => self.inodes.get(*inode),
            Node::Dir => None,
        });
        files.map(|inode| inode.bytes().len() as u64).sum()
    }

    /// An error if it is this read's turn to fail.
    pub(super) fn fail_read(&mut self) -> io::Result<()> {
        count_down(&mut self.reads_left)
    }

    /// Writes as much as there is room for.
    pub(super) fn write(&mut self, inode: usize, position: u64, mut bytes: Vec<u8>) -> io::Result<()> {
        count_down(&mut self.writes_left)?;
        let at = usize::try_from(position).map_err(io::Error::other)?;
        let capacity_bytes = self.capacity_bytes.unwrap_or(u64::MAX);
        let free = usize::try_from(capacity_bytes.saturating_sub(self.used_bytes())).unwrap_or(usize::MAX);
        let inode = self.inode(inode)?;
        let room = inode.bytes().len().saturating_sub(at).saturating_add(free);
        let fits = bytes.len() <= room;
        bytes.truncate(room);
        inode.change(Change::Write(at, bytes));
        if fits { Ok(()) } else { Err(io::ErrorKind::StorageFull.into()) }
    }

    pub(super) fn set_len(&mut self, inode: usize, bytes: u64) -> io::Result<()> {
        let bytes = usize::try_from(bytes).map_err(io::Error::other)?;
        self.inode(inode)?.change(Change::SetLen(bytes));
        Ok(())
    }

    pub(super) fn sync(&mut self, inode: usize) -> io::Result<()> {
        let outcome = count_down(&mut self.syncs_left);
        let inode = self.inode(inode)?;
        let changes = inode.take_unsynced();
        if outcome.is_ok() {
            inode.keep(changes);
        }
        outcome
    }

    pub(super) fn tamper(&mut self, path: &Path, change: impl FnOnce(&mut Vec<u8>)) -> bool {
        let Ok(inode) = self.find_file(path).and_then(|inode| self.inode(inode)) else {
            return false;
        };
        inode.tamper(change);
        true
    }

    pub(super) fn files(&self) -> Vec<PathBuf> {
        self.names.iter().filter(|(_, node)| matches!(node, Node::File(_))).map(|(path, _)| path.clone()).collect()
    }

    // === The power cut ===

    /// Keeps what was synced, and any part of the rest.
    pub(super) fn lose_unsynced(&mut self) {
        // The names of one folder are journalled in order; folders are independent.
        let mut ended = BTreeSet::new();
        for change in std::mem::take(&mut self.unsynced) {
            let dir = change.dir();
            if ended.contains(&dir) {
                continue;
            }
            if self.chance(4) {
                ended.insert(dir);
            } else {
                change.apply(&mut self.lasting);
            }
        }
        // What is in a folder that was lost is lost.
        let all = self.lasting.clone();
        self.lasting.retain(|path, _| path.ancestors().skip(1).all(|above| all.get(above) == Some(&Node::Dir)));
        self.names = self.lasting.clone();

        let mut inodes = std::mem::take(&mut self.inodes);
        for inode in &mut inodes {
            for change in inode.take_unsynced() {
                inode.keep(self.keep_some(change));
            }
            inode.reboot();
        }
        self.inodes = inodes;
    }

    /// What reached the disk of a change that was not synced: any of its sectors.
    fn keep_some(&mut self, change: Change) -> Vec<Change> {
        let mut kept = Vec::new();
        match change {
            Change::SetLen(bytes) => kept.extend((!self.chance(2)).then_some(Change::SetLen(bytes))),
            Change::Write(position, bytes) => {
                let (mut at, mut rest) = (position, bytes.as_slice());
                while !rest.is_empty() {
                    let (sector, after) = rest.split_at(rest.len().min(SECTOR_BYTES - at % SECTOR_BYTES));
                    if !self.chance(3) {
                        kept.push(Change::Write(at, sector.to_vec()));
                    }
                    at += sector.len();
                    rest = after;
                }
            }
        }
        kept
    }

    /// True once in so many times (splitmix64).
    fn chance(&mut self, one_in: u64) -> bool {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.random;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (bits ^ (bits >> 31)).is_multiple_of(one_in)
    }
}

/// Fails once, when nothing is left.
fn count_down(left: &mut Option<u64>) -> io::Result<()> {
    let fails = *left == Some(0);
    *left = left.and_then(|left| left.checked_sub(1));
    if fails { Err(io::Error::other("the device reports an error")) } else { Ok(()) }
}

impl NameChange {
    /// The folder whose sync makes it last.
    fn dir(&self) -> PathBuf {
        let (NameChange::Add(path, _) | NameChange::Remove(path) | NameChange::Rename(_, path)) = self;
        path.parent().unwrap_or(path).to_owned()
    }

    fn is_in(&self, dir: &Path) -> bool {
        self.dir() == dir
    }

    fn apply(&self, names: &mut BTreeMap<PathBuf, Node>) {
        match self {
            NameChange::Add(path, node) => {
                names.insert(path.clone(), *node);
            }
            NameChange::Remove(path) => {
                names.remove(path);
            }
            NameChange::Rename(from, to) => {
                let moved: Vec<PathBuf> = names.keys().filter(|path| path.starts_with(from)).cloned().collect();
                for path in moved {
                    if let (Some(node), Ok(below)) = (names.remove(&path), path.strip_prefix(from)) {
                        let to = if below.as_os_str().is_empty() { to.clone() } else { to.join(below) };
                        names.insert(to, node);
                    }
                }
            }
        }
    }
}
