//! Producer ids (KIP-98): a number for each idempotent producer, never given twice, also not after a restart.
//! What a producer did with its id is the store's to remember.

use std::ops::Range;
use std::sync::Arc;

use ::stations::metadata::{Commit, Error, Metadata};
use tokio::sync::Mutex;

/// Where the first id that no block holds is kept, as decimal text.
const KEY: &str = "gateway/next-producer-id";
/// How many ids are taken at a time: what is left of a block is lost with the process.
const BLOCK: i64 = 1000;

/// Gives producer ids out.
pub struct ProducerIds {
    metadata: Arc<dyn Metadata>,
    /// What is left of the block that this process has taken.
    block: Mutex<Range<i64>>,
}

impl ProducerIds {
    /// Ids that are unique among all who share this database.
    pub fn new(metadata: Arc<dyn Metadata>) -> Self {
        Self { metadata, block: Mutex::new(0..0) }
    }

    /// An id that nobody else has.
    ///
    /// # Errors
    /// Those of the metadata database, but never a conflict.
    pub async fn next(&self) -> Result<i64, Error> {
        let mut block = self.block.lock().await;
        if let Some(id) = block.next() {
            return Ok(id);
        }
        *block = self.take_block().await?;
        Ok(block.next().unwrap_or(block.end))
    }

    async fn take_block(&self) -> Result<Range<i64>, Error> {
        loop {
            let kept = self.metadata.get(KEY).await?;
            let text = kept.as_ref().and_then(|kept| std::str::from_utf8(&kept.value).ok());
            let start: i64 = text.and_then(|text| text.parse().ok()).unwrap_or(0);
            let commit = match &kept {
                Some(kept) => Commit::new().if_version(KEY, kept.version),
                None => Commit::new().if_absent(KEY),
            };
            let end = start.saturating_add(BLOCK);
            match self.metadata.commit(commit.put(KEY, end.to_string())).await {
                Ok(_) => return Ok(start..end),
                Err(Error::Conflict { .. }) => {}
                Err(error) => return Err(error),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use ::stations::{Options, Store};

    use super::*;

    #[tokio::test]
    async fn ids_are_given_once_over_restarts_and_rivals() {
        let dir = tempfile::tempdir().unwrap();
        let mut given = HashSet::new();
        for _ in 0..2 {
            let store = Store::open(dir.path(), Options::default()).unwrap();
            let one = ProducerIds::new(store.metadata());
            let other = ProducerIds::new(store.metadata());
            for _ in 0..BLOCK + 1 {
                assert!(given.insert(one.next().await.unwrap()));
                assert!(given.insert(other.next().await.unwrap()));
            }
            store.close();
        }
    }
}
