//! Topic ids (KIP-516): newer clients name stations by id where the gateway knows names. What clients were told is
//! remembered here, so that a Produce or Fetch finds the name without asking a backend.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::RwLock;
use uuid::Uuid;

use crate::backends::StationInfo;
use crate::gateway::{Door, Error};

/// Names by id, of the stations that any client was told of.
#[derive(Default)]
pub(super) struct Topics {
    names: RwLock<HashMap<Uuid, Arc<str>>>,
}

impl Topics {
    /// Remembers a station, and forgets an older one of that name.
    pub(super) fn learn(&self, station: &StationInfo) {
        if self.names.read().get(&station.id).is_some_and(|name| **name == *station.name) {
            return;
        }
        let mut names = self.names.write();
        names.retain(|_, name| **name != *station.name);
        names.insert(station.id, station.name.as_str().into());
    }

    /// Forgets a station.
    pub(super) fn forget(&self, station: &str) {
        self.names.write().retain(|_, name| **name != *station);
    }

    /// The name of an id that some client was told. A client that has its id from before our start is told that we do
    /// not know it, and asks for metadata again.
    pub(super) fn known(&self, id: Uuid) -> Option<Arc<str>> {
        self.names.read().get(&id).cloned()
    }

    /// The name of an id, as the backends know it.
    pub(super) async fn find(&self, id: Uuid, door: &Door) -> Result<Option<Arc<str>>, Error> {
        if let Some(name) = self.known(id) {
            return Ok(Some(name));
        }
        let stations = door.stations().await?;
        let Some(station) = stations.iter().find(|station| station.id == id) else { return Ok(None) };
        self.learn(station);
        Ok(Some(station.name.as_str().into()))
    }
}
