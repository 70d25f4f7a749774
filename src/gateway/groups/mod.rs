//! Consumer groups over any backend: members, assignments by the classic protocol, committed offsets. Kafka's wire is
//! not here; the broker's group APIs call this.
//!
//! # Layout
//!
//! - [`classic`]: the state machine of a group, pure.
//! - `live`: one at work, with its clock.
//! - [`offsets`]: what is committed, in the metadata database.
//!
//! Offsets survive a restart; members do not: they are told that they are unknown, and join again. The offsets of a
//! group without members are kept until the group or the station is deleted.

pub mod classic;
mod error;
mod live;
pub mod offsets;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use ::stations::metadata::Metadata;
use bytes::Bytes;
use parking_lot::Mutex;
use tokio::sync::oneshot;

use classic::{Join, Joined, Sync, Synced};
pub use error::Error;
use live::Live;
use offsets::{Durable, Offsets};

/// Groups with members, at a time.
const MAX_GROUPS: usize = 10_000;
/// What Kafka allows by default (`offset.metadata.max.bytes`).
const MAX_OFFSET_METADATA_BYTES: usize = 4096;
/// Session timeouts that a member may ask for.
const SESSION_TIMEOUT: std::ops::RangeInclusive<Duration> = Duration::from_secs(1)..=Duration::from_secs(1800);

/// All groups.
pub struct Groups {
    /// Those with members. One without is only its offsets.
    live: Mutex<HashMap<String, Arc<Live>>>,
    durable: Durable,
}

/// Who speaks for a member: its id, its instance id if it is static, and the generation it is in (-1: none).
#[derive(Debug, Clone, Copy)]
pub struct Speaker<'a> {
    /// The member's id, possibly empty.
    pub member_id: &'a str,
    /// Its name, if it is a static member.
    pub instance_id: Option<&'a str>,
    /// The generation it has joined.
    pub generation: i32,
}

/// A group in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its name.
    pub group: String,
    /// The kind of group, such as `consumer`; empty for one that only commits.
    pub protocol_type: String,
    /// Kafka's name for where it stands.
    pub state: &'static str,
}

/// A group as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// Kafka's name for where it stands.
    pub state: &'static str,
    /// The kind of group.
    pub protocol_type: String,
    /// The way to assign, once it is chosen.
    pub protocol: String,
    /// Its members.
    pub members: Vec<MemberDescription>,
}

/// A member as others may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberDescription {
    /// Its id.
    pub member_id: String,
    /// Its name, if it is a static member.
    pub instance_id: Option<String>,
    /// What its client calls itself.
    pub client_id: String,
    /// Where its client is.
    pub client_host: String,
    /// What it said when it joined.
    pub metadata: Bytes,
    /// What it was assigned.
    pub assignment: Bytes,
}

impl Groups {
    /// Groups whose offsets are kept in the metadata database.
    pub fn new(metadata: Arc<dyn Metadata>) -> Self {
        Self { live: Mutex::default(), durable: Durable::new(metadata) }
    }

    /// Joins a group, and waits until it is gathered. A dropped future is a member that has gone: its session runs out.
    pub async fn join(&self, group: &str, join: Join) -> Result<Joined, Error> {
        if group.is_empty() {
            return Err(Error::InvalidGroup);
        }
        if !SESSION_TIMEOUT.contains(&join.session_timeout) {
            let got_ms = i64::try_from(join.session_timeout.as_millis()).unwrap_or(i64::MAX);
            return Err(Error::SessionTimeout { got_ms });
        }
        let (reply, answer) = oneshot::channel();
        {
            let mut all = self.live.lock();
            let live = match all.get(group) {
                Some(live) => Arc::clone(live),
                None if !join.member_id.is_empty() => return Err(Error::UnknownMember(join.member_id)),
                None => {
                    make_room(&mut all)?;
                    Arc::clone(all.entry(group.to_owned()).or_insert_with(Live::new))
                }
            };
            live.with(|classic, now| classic.join(join, now, reply));
        }
        answer.await.unwrap_or(Err(Error::Rebalancing))
    }

    /// Gives a member its assignment, once the leader has brought it.
    pub async fn sync(&self, group: &str, sync: Sync) -> Result<Synced, Error> {
        let live = self.find(group).ok_or_else(|| Error::UnknownMember(sync.member_id.clone()))?;
        let (reply, answer) = oneshot::channel();
        live.with(|classic, now| classic.sync(sync, now, reply));
        answer.await.unwrap_or(Err(Error::Rebalancing))
    }

    /// A member shows that it lives; [`Error::Rebalancing`] tells it to join again.
    pub fn heartbeat(&self, group: &str, by: Speaker<'_>) -> Result<(), Error> {
        let live = self.find(group).ok_or_else(|| Error::UnknownMember(by.member_id.to_owned()))?;
        live.with(|classic, now| classic.heartbeat(by.member_id, by.instance_id, by.generation, now))
    }

    /// A member leaves.
    pub fn leave(&self, group: &str, member_id: &str, instance_id: Option<&str>) -> Result<(), Error> {
        let live = self.find(group).ok_or_else(|| Error::UnknownMember(member_id.to_owned()))?;
        live.with(|classic, now| classic.leave(member_id, instance_id, now))
    }

    /// Commits offsets, all or none; durable when done.
    pub async fn commit(&self, group: &str, by: Speaker<'_>, offsets: Offsets) -> Result<(), Error> {
        if group.is_empty() {
            return Err(Error::InvalidGroup);
        }
        let bytes = offsets.values().map(|committed| committed.metadata.len()).max().unwrap_or(0);
        if bytes > MAX_OFFSET_METADATA_BYTES {
            return Err(Error::MetadataTooLarge { bytes, limit_bytes: MAX_OFFSET_METADATA_BYTES });
        }
        let protocol_type = match self.find(group) {
            Some(live) => Some(live.with(|classic, now| {
                classic.check_commit(by.member_id, by.instance_id, by.generation, now)?;
                Ok::<_, Error>(classic.protocol_type().to_owned())
            })?),
            None if by.generation >= 0 => return Err(Error::UnknownMember(by.member_id.to_owned())),
            None => self.durable.group(group).await?,
        };
        Ok(self.durable.commit(group, &protocol_type.unwrap_or_default(), offsets).await?)
    }

    /// All that a group has committed; nothing for a group that is not there.
    pub async fn offsets(&self, group: &str) -> Result<Offsets, Error> {
        Ok(self.durable.offsets(group).await?)
    }

    /// Forgets some of a group's offsets.
    pub async fn forget(&self, group: &str, partitions: &[(String, i32)]) -> Result<(), Error> {
        Ok(self.durable.forget(group, partitions).await?)
    }

    /// All groups, by name.
    pub async fn list(&self) -> Result<Vec<Listed>, Error> {
        let kept = self.durable.groups().await?.into_iter();
        let empty = |(group, protocol_type): (String, String)| (group, (protocol_type, "Empty"));
        let mut all: BTreeMap<String, (String, &'static str)> = kept.map(empty).collect();
        for (group, live) in self.live.lock().iter() {
            let state = live.with(|classic, _| match classic.is_vacant() {
                true => None,
                false => Some((classic.protocol_type().to_owned(), classic.state())),
            });
            if let Some(state) = state {
                all.insert(group.clone(), state);
            }
        }
        let listed = |(group, (protocol_type, state))| Listed { group, protocol_type, state };
        Ok(all.into_iter().map(listed).collect())
    }

    /// A group with its members; `None` if there is none of that name.
    pub async fn describe(&self, group: &str) -> Result<Option<Description>, Error> {
        let live = self
            .find(group)
            .and_then(|live| live.with(|classic, _| (!classic.is_vacant()).then(|| classic.describe())));
        if live.is_some() {
            return Ok(live);
        }
        let empty =
            |protocol_type| Description { state: "Empty", protocol_type, protocol: String::new(), members: Vec::new() };
        Ok(self.durable.group(group).await?.map(empty))
    }

    /// Deletes a group without members, and its offsets.
    pub async fn delete(&self, group: &str) -> Result<(), Error> {
        if self.find(group).is_some_and(|live| live.with(|classic, _| classic.has_members())) {
            return Err(Error::NotEmpty(group.to_owned()));
        }
        if self.durable.group(group).await?.is_none() {
            return Err(Error::UnknownGroup(group.to_owned()));
        }
        Ok(self.durable.forget_group(group).await?)
    }

    /// Forgets what was committed for a station that is no more.
    pub async fn forget_station(&self, station: &str) -> Result<(), super::Error> {
        Ok(self.durable.forget_station(station).await?)
    }

    fn find(&self, group: &str) -> Option<Arc<Live>> {
        self.live.lock().get(group).cloned()
    }
}

/// Room for one more group: those without members go when it gets tight. Whoever holds one of them still finds it
/// empty, and joining happens under the lock of the whole.
fn make_room(all: &mut HashMap<String, Arc<Live>>) -> Result<(), Error> {
    if all.len() >= MAX_GROUPS {
        all.retain(|_, live| !live.with(|classic, _| classic.is_vacant()));
    }
    if all.len() >= MAX_GROUPS { Err(Error::TooManyGroups { limit: MAX_GROUPS }) } else { Ok(()) }
}
