//! The stations as the metadata keeps them: `station/NAME` is what a station is, `deleted-station/ID` a folder that must go.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::Error;
use crate::metadata::{self, Commit, Metadata, block_on};
use crate::settings::Settings;

const STATIONS: &str = "station/";
const DELETED: &str = "deleted-station/";

/// The catalogue of one store.
pub(crate) struct Catalogue {
    metadata: Arc<dyn Metadata>,
}

/// A station, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Listed {
    pub(crate) name: String,
    pub(crate) id: Uuid,
    pub(crate) folder: String,
    pub(crate) settings: Settings,
}

impl Catalogue {
    pub(crate) fn new(metadata: Arc<dyn Metadata>) -> Catalogue {
        Catalogue { metadata }
    }

    pub(crate) fn list(&self) -> Result<Vec<Listed>, Error> {
        let facts = block_on(self.metadata.scan(STATIONS))?;
        facts
            .iter()
            .map(|(key, fact)| serde_json::from_slice(&fact.value).map_err(|error| unreadable(key, error)))
            .collect()
    }

    pub(crate) fn insert(&self, listed: &Listed) -> Result<(), Error> {
        let key = format!("{STATIONS}{}", listed.name);
        let commit = Commit::new().if_absent(&key).put(&key, encode(&key, listed)?);
        Ok(block_on(self.metadata.commit(commit)).map(drop)?)
    }

    /// Replaces a station's entry; the store alone writes it, under its lock.
    pub(crate) fn update(&self, listed: &Listed) -> Result<(), Error> {
        let key = format!("{STATIONS}{}", listed.name);
        let value = encode(&key, listed)?;
        Ok(block_on(self.metadata.commit(Commit::new().put(key, value))).map(drop)?)
    }

    /// From here on the station is gone, and its folder must go.
    pub(crate) fn delete(&self, name: &str, id: Uuid, folder: &str) -> Result<(), Error> {
        let commit = Commit::new().delete(format!("{STATIONS}{name}")).put(format!("{DELETED}{id}"), folder.to_owned());
        Ok(block_on(self.metadata.commit(commit)).map(drop)?)
    }

    /// Deleted stations whose folders may still be there: identity and folder.
    pub(crate) fn deleted(&self) -> Result<Vec<(Uuid, String)>, Error> {
        let facts = block_on(self.metadata.scan(DELETED))?;
        let deleted = facts.iter().filter_map(|(key, fact)| {
            let id = key.strip_prefix(DELETED)?.parse().ok()?;
            Some((id, String::from_utf8(fact.value.to_vec()).ok()?))
        });
        Ok(deleted.collect())
    }

    /// The folder is gone.
    pub(crate) fn forget(&self, id: Uuid) -> Result<(), Error> {
        Ok(block_on(self.metadata.commit(Commit::new().delete(format!("{DELETED}{id}")))).map(drop)?)
    }
}

impl std::fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Catalogue")
    }
}

fn encode(key: &str, listed: &Listed) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(listed).map_err(|error| unreadable(key, error))
}

fn unreadable(key: &str, error: serde_json::Error) -> Error {
    Error::Metadata(metadata::Error::Database { path: format!("at key {key}"), source: Arc::new(error) })
}
