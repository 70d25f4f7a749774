//! Whether a database file is what was written to it. redb checks a page's checksum only when it repairs, and believes the
//! rest; so before a file is used, all of a copy of it is checked, and what redb would change to repair it stays a copy.

use std::io::IoSlice;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use redb::{Database, ReadableDatabase, ReadableTable};

use super::redb::FACTS;
use super::storage::Storage;
use crate::disk::{Disk, File, MemoryDisk};

/// How much is copied at a time.
const CHUNK_BYTES: usize = 1 << 20;

/// Compares a database with its checksums, without touching it. An empty file is a database to be made.
pub(crate) fn check(file: &dyn File) -> Result<(), redb::Error> {
    if file.len_bytes()? == 0 {
        return Ok(());
    }
    let copy = copied(file)?;
    let is_sound = guarded(|| {
        let mut database = Database::builder().create_with_backend(Storage(copy))?;
        Ok(database.check_integrity()?)
    })?;
    if is_sound { Ok(()) } else { Err(damaged("what it holds does not match its checksums")) }
}

/// All facts that are sound in a database that may be damaged, if it holds together at all.
pub(crate) fn salvage(file: &dyn File) -> Option<Vec<(String, Bytes)>> {
    let copy = copied(file).ok()?;
    let salvaged = guarded(|| {
        let mut database = Database::builder().create_with_backend(Storage(copy))?;
        // Repairs it, if it needs to be.
        database.check_integrity()?;
        let facts = database.begin_read()?.open_table(FACTS)?;
        let sound = facts.iter()?.map(|fact| {
            let (key, value) = fact?;
            Ok((key.value().to_owned(), Bytes::copy_from_slice(value.value().1)))
        });
        sound.collect::<Result<Vec<_>, redb::Error>>()
    });
    salvaged.ok()
}

/// A copy of a file in memory, which may be repaired.
fn copied(file: &dyn File) -> Result<Arc<dyn File>, redb::Error> {
    let copy = MemoryDisk::default().create(Path::new("copy"))?;
    let mut chunk = vec![0; usize::try_from(file.len_bytes()?).unwrap_or(CHUNK_BYTES).min(CHUNK_BYTES)];
    let mut position = 0;
    loop {
        let filled = file.read_at(position, &mut chunk)?;
        let Some(bytes) = chunk.get(..filled).filter(|bytes| !bytes.is_empty()) else {
            return Ok(copy);
        };
        copy.write_at(position, &mut [IoSlice::new(bytes)])?;
        position += filled as u64;
    }
}

/// Does something with a database that may be damaged: redb panics over some of what it cannot make sense of.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, redb::Error>) -> Result<T, redb::Error> {
    // After a panic nothing that it may have left half done is used: every later call goes through here again.
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(damaged("redb cannot make sense of it")))
}

fn damaged(what: &str) -> redb::Error {
    redb::Error::Corrupted(format!(
        "{what}: it is damaged. Put a copy from a backup in its place, or see what `waystation stations verify --repair` can do"
    ))
}
