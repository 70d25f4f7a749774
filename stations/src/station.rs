//! A station as its users hold it: a name, an identity, settings, and its partitions. Made and changed by the store.

use std::sync::Arc;

use parking_lot::RwLock;
use uuid::Uuid;

use crate::partition::Partition;
use crate::settings::Settings;

/// A durable, partitioned stream of messages: what Kafka calls a topic.
#[derive(Debug)]
pub struct Station {
    name: Arc<str>,
    id: Uuid,
    /// Its folder below `stations/`.
    folder: String,
    settings: RwLock<Arc<Settings>>,
    /// Only ever added to.
    partitions: RwLock<Vec<Arc<Partition>>>,
}

impl Station {
    pub(crate) fn new(name: Arc<str>, id: Uuid, folder: String, settings: Arc<Settings>) -> Station {
        Station { name, id, folder, settings: RwLock::new(settings), partitions: RwLock::default() }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn shared_name(&self) -> Arc<str> {
        Arc::clone(&self.name)
    }

    /// Its identity (KIP-516's topic id): another station of the same name, made later, has another.
    pub fn id(&self) -> Uuid {
        self.id
    }

    pub(crate) fn folder(&self) -> &str {
        &self.folder
    }

    /// Its settings as of now.
    pub fn settings(&self) -> Arc<Settings> {
        Arc::clone(&self.settings.read())
    }

    /// A partition, `None` if there is none of that number.
    pub fn partition(&self, index: i32) -> Option<Arc<Partition>> {
        self.partitions.read().get(usize::try_from(index).ok()?).cloned()
    }

    /// All partitions, in order.
    pub fn partitions(&self) -> Vec<Arc<Partition>> {
        self.partitions.read().clone()
    }

    /// Adds the next partition. Only the store calls this, under its catalogue's lock.
    pub(crate) fn push(&self, partition: Arc<Partition>) {
        self.partitions.write().push(partition);
    }

    pub(crate) fn set_settings(&self, settings: Arc<Settings>) {
        for partition in self.partitions() {
            partition.set_settings(Arc::clone(&settings));
        }
        *self.settings.write() = settings;
    }
}
