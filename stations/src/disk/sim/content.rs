//! A file of the simulated disk: what programs see, what would outlast a power cut, and the changes between.

/// A file's content.
#[derive(Debug, Default)]
pub(super) struct Inode {
    seen: Vec<u8>,
    synced: Vec<u8>,
    unsynced: Vec<Change>,
}

/// One change of a file.
#[derive(Debug)]
pub(super) enum Change {
    /// Bytes at a position.
    Write(usize, Vec<u8>),
    /// A new length.
    SetLen(usize),
}

impl Inode {
    /// What programs see.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.seen
    }

    /// A change that programs see at once.
    pub(super) fn change(&mut self, change: Change) {
        change.apply(&mut self.seen);
        self.unsynced.push(change);
    }

    /// The changes since the last sync, which from here on never reach the disk unless they are [`Inode::keep`]ed.
    pub(super) fn take_unsynced(&mut self) -> Vec<Change> {
        std::mem::take(&mut self.unsynced)
    }

    /// Makes changes outlast a power cut.
    pub(super) fn keep(&mut self, changes: impl IntoIterator<Item = Change>) {
        for change in changes {
            change.apply(&mut self.synced);
        }
    }

    /// After a power cut only what was kept is seen.
    pub(super) fn reboot(&mut self) {
        self.seen.clone_from(&self.synced);
    }

    /// A change behind everybody's back.
    pub(super) fn tamper(&mut self, change: impl FnOnce(&mut Vec<u8>)) {
        change(&mut self.seen);
        self.synced.clone_from(&self.seen);
        self.unsynced.clear();
    }
}

impl Change {
    fn apply(&self, content: &mut Vec<u8>) {
        match self {
            Change::SetLen(bytes) => content.resize(*bytes, 0),
            Change::Write(position, bytes) => {
                let end = position + bytes.len();
                if content.len() < end {
                    content.resize(end, 0);
                }
                if let Some(to) = content.get_mut(*position..end) {
                    to.copy_from_slice(bytes);
                }
            }
        }
    }
}
