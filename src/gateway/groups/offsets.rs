//! Committed offsets in the metadata database, and which groups have any: two kinds of keys,
//! `group/<group>` and `group-offset/<group>/<station>/<partition>`, values in JSON. Who may commit is not asked here.

use std::collections::BTreeMap;
use std::sync::Arc;

use ::stations::metadata::{Commit, Error, Metadata};
use bytes::Bytes;
use serde::{Deserialize, Serialize};

const GROUPS: &str = "group/";
const OFFSETS: &str = "group-offset/";

/// An offset that a group has committed: the next one that it wants to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Committed {
    /// The offset.
    pub offset: i64,
    /// The leader epoch of the last record read, -1 where the client did not say.
    pub leader_epoch: i32,
    /// The client's own text beside it.
    pub metadata: String,
}

/// What is kept of a group as a whole.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct About {
    protocol_type: String,
}

/// The offsets of a group by station and partition.
pub type Offsets = BTreeMap<(String, i32), Committed>;

/// The durable half of all groups.
pub(super) struct Durable {
    metadata: Arc<dyn Metadata>,
}

impl Durable {
    pub(super) fn new(metadata: Arc<dyn Metadata>) -> Self {
        Self { metadata }
    }

    /// All groups that have ever committed, with their kind.
    pub(super) async fn groups(&self) -> Result<BTreeMap<String, String>, Error> {
        let kept = self.metadata.scan(GROUPS).await?;
        let about = |value: &Bytes| serde_json::from_slice::<About>(value).unwrap_or_default().protocol_type;
        let named = |(key, kept): (String, _)| Some((unescape(key.strip_prefix(GROUPS)?), kept));
        let named = kept.into_iter().filter_map(named);
        Ok(named.map(|(group, kept): (_, ::stations::metadata::Versioned)| (group, about(&kept.value))).collect())
    }

    /// A group's kind, if it has ever committed.
    pub(super) async fn group(&self, group: &str) -> Result<Option<String>, Error> {
        let kept = self.metadata.get(&group_key(group)).await?;
        Ok(kept.map(|kept| serde_json::from_slice::<About>(&kept.value).unwrap_or_default().protocol_type))
    }

    /// Keeps offsets, all or none; durable when done. Commits at the same time share one sync.
    pub(super) async fn commit(&self, group: &str, protocol_type: &str, offsets: Offsets) -> Result<(), Error> {
        let about = About { protocol_type: protocol_type.to_owned() };
        let mut commit = Commit::new().put(group_key(group), json(&about));
        for ((station, partition), committed) in &offsets {
            commit = commit.put(offset_key(group, station, *partition), json(committed));
        }
        self.metadata.commit(commit).await.map(|_| ())
    }

    /// All that a group has committed.
    pub(super) async fn offsets(&self, group: &str) -> Result<Offsets, Error> {
        let prefix = format!("{OFFSETS}{}/", escape(group));
        let kept = self.metadata.scan(&prefix).await?;
        let offset = |(key, kept): (String, ::stations::metadata::Versioned)| {
            let (station, partition) = key.strip_prefix(&prefix)?.split_once('/')?;
            let committed = serde_json::from_slice(&kept.value).ok()?;
            Some(((unescape(station), partition.parse().ok()?), committed))
        };
        Ok(kept.into_iter().filter_map(offset).collect())
    }

    /// Forgets some of a group's offsets.
    pub(super) async fn forget(&self, group: &str, partitions: &[(String, i32)]) -> Result<(), Error> {
        let keys = partitions.iter().map(|(station, partition)| offset_key(group, station, *partition));
        self.delete(keys).await
    }

    /// Forgets a group.
    pub(super) async fn forget_group(&self, group: &str) -> Result<(), Error> {
        let kept = self.metadata.scan(&format!("{OFFSETS}{}/", escape(group))).await?;
        self.delete(kept.into_iter().map(|(key, _)| key).chain([group_key(group)])).await
    }

    /// Forgets what all groups have committed for a station.
    pub(super) async fn forget_station(&self, station: &str) -> Result<(), Error> {
        let station = escape(station);
        let kept = self.metadata.scan(OFFSETS).await?;
        let of_station = |key: &String| key.rsplit('/').nth(1) == Some(&station);
        self.delete(kept.into_iter().map(|(key, _)| key).filter(of_station)).await
    }

    async fn delete(&self, keys: impl Iterator<Item = String>) -> Result<(), Error> {
        let commit = keys.fold(Commit::new(), Commit::delete);
        if commit.operations.is_empty() {
            return Ok(());
        }
        self.metadata.commit(commit).await.map(|_| ())
    }
}

fn group_key(group: &str) -> String {
    format!("{GROUPS}{}", escape(group))
}

fn offset_key(group: &str, station: &str, partition: i32) -> String {
    format!("{OFFSETS}{}/{}/{partition}", escape(group), escape(station))
}

/// Nothing in these types can fail to be JSON.
fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

/// A name as one part of a key: a slash would end it.
fn escape(name: &str) -> String {
    name.replace('%', "%25").replace('/', "%2F")
}

fn unescape(part: &str) -> String {
    part.replace("%2F", "/").replace("%25", "%")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_slashes_stay_one_part_and_come_back() {
        for name in ["plain", "a/b", "a%2Fb", "100%", "%25", "/", ""] {
            assert!(!escape(name).contains('/'));
            assert_eq!(unescape(&escape(name)), name);
        }
    }
}
