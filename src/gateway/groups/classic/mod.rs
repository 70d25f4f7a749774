//! The state machine of a classic group: members join, the leader assigns, everyone syncs. It is Kafka's protocol of
//! generations (KIP-62, KIP-134, KIP-345, KIP-394) without a clock, a lock or a disk: time is passed in, answers that
//! have to wait go to a [`Reply`]. Committed offsets are not here.
//!
//! An empty group waits [`SETTLE`] for others after its first member came, and again after each one, at most
//! [`SETTLE_AT_MOST`]: members that start together meet in one generation. Kafka waits 3 s
//! (`group.initial.rebalance.delay.ms`), which a developer with one consumer pays at every start.

mod join;
mod member;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;

use super::{Description, Error, MemberDescription};
pub(super) use member::Reply;
use member::{Member, answer};

/// How long an empty group waits for the next member before its first generation begins.
const SETTLE: Duration = Duration::from_millis(100);
/// How long it waits at most while members keep coming.
const SETTLE_AT_MOST: Duration = Duration::from_secs(3);
/// How long a member id that was given out (KIP-394) waits for its member: others wait with it.
const PENDING: Duration = Duration::from_secs(5);
/// Members of a group.
pub(super) const MAX_MEMBERS: usize = 1000;
/// What a member may say of itself, in bytes over all its protocols, and what it may be assigned.
pub(super) const MAX_MEMBER_BYTES: usize = 1 << 20;

/// A member's wish to join.
#[derive(Debug, Clone, Default)]
pub struct Join {
    /// Its id; empty at first.
    pub member_id: String,
    /// The name of a static member (KIP-345).
    pub instance_id: Option<String>,
    /// What its client calls itself.
    pub client_id: String,
    /// Where its client is.
    pub client_host: String,
    /// It is thought dead when nothing is heard of it for so long.
    pub session_timeout: Duration,
    /// How long it may take to join again in a rebalance.
    pub rebalance_timeout: Duration,
    /// The kind of group, such as `consumer`.
    pub protocol_type: String,
    /// Name and metadata of each way to assign that it knows, best first.
    pub protocols: Vec<(String, Bytes)>,
    /// Whether it can be told its id first, and join with it then (KIP-394; JoinGroup v4).
    pub takes_id_first: bool,
    /// Whether a leader that comes back can be told that the assignment stands (KIP-814; JoinGroup v9).
    pub skips_assignment: bool,
}

/// What a member gets when the group is gathered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// The generation that begins.
    pub generation: i32,
    /// The kind of group.
    pub protocol_type: String,
    /// The way to assign that all members know.
    pub protocol: String,
    /// The member that assigns.
    pub leader: String,
    /// The member's own id.
    pub member_id: String,
    /// For the leader: all members.
    pub members: Vec<Peer>,
    /// For a leader that came back: the assignment stands.
    pub skip_assignment: bool,
}

/// A member as the leader sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peer {
    /// Its id.
    pub member_id: String,
    /// Its name, if it is a static member.
    pub instance_id: Option<String>,
    /// What it says of itself under the chosen protocol.
    pub metadata: Bytes,
}

/// A member's wish for its assignment; the leader's brings everybody's.
#[derive(Debug, Clone, Default)]
pub struct Sync {
    /// The member.
    pub member_id: String,
    /// Its name, if it is a static member.
    pub instance_id: Option<String>,
    /// The generation it has joined.
    pub generation: i32,
    /// The kind of group it has joined, where it says so (v5).
    pub protocol_type: Option<String>,
    /// The protocol it was told, where it says so (v5).
    pub protocol: Option<String>,
    /// From the leader: by member id, who gets what.
    pub assignments: Vec<(String, Bytes)>,
}

/// A member's assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Synced {
    /// The kind of group.
    pub protocol_type: String,
    /// The chosen protocol.
    pub protocol: String,
    /// What the leader assigned.
    pub assignment: Bytes,
}

/// Where a group stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Without members.
    Empty,
    /// Gathering members until all have joined, at the latest at `deadline`. A group that was empty waits until
    /// `settled` instead, as it cannot know who else will come.
    Preparing { deadline: Instant, settled: Option<Instant> },
    /// Waiting for the leader's assignment.
    Completing { deadline: Instant },
    /// Everyone has an assignment.
    Stable,
}

/// A classic group.
pub(super) struct Classic {
    phase: Phase,
    generation: i32,
    protocol_type: String,
    protocol: String,
    leader: String,
    /// In the order in which they came.
    members: Vec<Member>,
    /// Ids that were given out, and until when their members are waited for.
    pending: BTreeMap<String, Instant>,
}

impl Classic {
    pub(super) fn new() -> Self {
        Self {
            phase: Phase::Empty,
            generation: 0,
            protocol_type: String::new(),
            protocol: String::new(),
            leader: String::new(),
            members: Vec::new(),
            pending: BTreeMap::new(),
        }
    }

    /// Hands out assignments: at once if the leader has brought them, else when it does.
    pub(super) fn sync(&mut self, sync: Sync, now: Instant, reply: Reply<Synced>) {
        if let Err(error) = self.check_sync(&sync) {
            return answer(reply, Err(error));
        }
        match self.phase {
            Phase::Empty => answer(reply, Err(Error::UnknownMember(sync.member_id))),
            Phase::Preparing { .. } => answer(reply, Err(Error::Rebalancing)),
            Phase::Stable => {
                let synced = self.synced(&sync.member_id);
                if let Some(member) = self.member(&sync.member_id) {
                    member.heard(now);
                }
                answer(reply, Ok(synced));
            }
            Phase::Completing { .. } => {
                if let Some(member) = self.member(&sync.member_id) {
                    member.heard(now);
                    member.syncing = Some(reply);
                }
                if sync.member_id == self.leader {
                    self.assign(sync.assignments, now);
                }
            }
        }
    }

    fn check_sync(&mut self, sync: &Sync) -> Result<(), Error> {
        self.check_member(&sync.member_id, sync.instance_id.as_deref())?;
        self.check_generation(sync.generation)?;
        let differs = |said: &Option<String>, is: &str| said.as_deref().is_some_and(|said| said != is);
        if differs(&sync.protocol_type, &self.protocol_type) || differs(&sync.protocol, &self.protocol) {
            return Err(Error::InconsistentProtocol);
        }
        let largest = sync.assignments.iter().map(|(_, assignment)| assignment.len()).max().unwrap_or(0);
        check_size(largest)
    }

    /// The leader has assigned: who waits is told, and the generation stands.
    fn assign(&mut self, assignments: Vec<(String, Bytes)>, now: Instant) {
        let mut assignments: BTreeMap<String, Bytes> = assignments.into_iter().collect();
        self.phase = Phase::Stable;
        for member in &mut self.members {
            member.assignment = assignments.remove(&member.id).unwrap_or_default();
            if let Some(reply) = member.syncing.take() {
                member.heard(now);
                let assignment = member.assignment.clone();
                let (protocol_type, protocol) = (self.protocol_type.clone(), self.protocol.clone());
                answer(reply, Ok(Synced { protocol_type, protocol, assignment }));
            }
        }
    }

    fn synced(&mut self, member_id: &str) -> Synced {
        let assignment = self.member(member_id).map(|member| member.assignment.clone()).unwrap_or_default();
        Synced { protocol_type: self.protocol_type.clone(), protocol: self.protocol.clone(), assignment }
    }

    /// A member shows that it lives; [`Error::Rebalancing`] tells it to join again.
    pub(super) fn heartbeat(
        &mut self,
        member_id: &str,
        instance_id: Option<&str>,
        generation: i32,
        now: Instant,
    ) -> Result<(), Error> {
        self.check_member(member_id, instance_id)?;
        self.check_generation(generation)?;
        if let Some(member) = self.member(member_id) {
            member.heard(now);
        }
        match self.phase {
            Phase::Preparing { .. } => Err(Error::Rebalancing),
            Phase::Empty | Phase::Completing { .. } | Phase::Stable => Ok(()),
        }
    }

    /// A member leaves. A static one may be named by its instance id alone (KIP-345).
    pub(super) fn leave(&mut self, member_id: &str, instance_id: Option<&str>, now: Instant) -> Result<(), Error> {
        if self.pending.remove(member_id).is_some() {
            self.settle(now);
            return Ok(());
        }
        let id = match (member_id, instance_id) {
            ("", Some(instance)) => self.of_instance(instance).map(|member| member.id.clone()),
            _ => {
                self.check_member(member_id, instance_id)?;
                Some(member_id.to_owned())
            }
        };
        let id = id.ok_or_else(|| Error::UnknownMember(member_id.to_owned()))?;
        self.remove(&id, now);
        Ok(())
    }

    /// Whether a member may commit offsets. A commit without generation is that of a consumer without a group
    /// protocol, and fine while there are no members.
    pub(super) fn check_commit(
        &mut self,
        member_id: &str,
        instance_id: Option<&str>,
        generation: i32,
        now: Instant,
    ) -> Result<(), Error> {
        if generation < 0 && self.members.is_empty() {
            return Ok(());
        }
        self.check_member(member_id, instance_id)?;
        self.check_generation(generation)?;
        match self.phase {
            Phase::Completing { .. } => Err(Error::Rebalancing),
            Phase::Empty | Phase::Preparing { .. } | Phase::Stable => {
                if let Some(member) = self.member(member_id) {
                    member.heard(now);
                }
                Ok(())
            }
        }
    }

    /// Lets time pass: members that were not heard of are thrown out, deadlines are kept.
    pub(super) fn tick(&mut self, now: Instant) {
        self.pending.retain(|_, until| *until > now);
        let dead: Vec<String> =
            self.members.iter().filter(|member| member.is_dead(now)).map(|m| m.id.clone()).collect();
        for id in dead {
            self.remove(&id, now);
        }
        if let Phase::Completing { deadline } = self.phase
            && deadline <= now
        {
            self.drop_unsynced(now);
        }
        self.settle(now);
    }

    /// Who has not asked for its assignment in time would hold up the others for ever.
    fn drop_unsynced(&mut self, now: Instant) {
        let late: Vec<String> = self.members.iter().filter(|m| m.syncing.is_none()).map(|m| m.id.clone()).collect();
        for id in late {
            self.remove(&id, now);
        }
    }

    /// When time has something to do next; `None` for a group without members.
    pub(super) fn next_deadline(&self) -> Option<Instant> {
        let phase = match self.phase {
            Phase::Preparing { deadline, settled } => Some(settled.unwrap_or(deadline).min(deadline)),
            Phase::Completing { deadline } => Some(deadline),
            Phase::Empty | Phase::Stable => None,
        };
        let quiet = self.members.iter().filter(|member| !member.is_waiting()).map(|member| member.alive_until);
        self.pending.values().copied().chain(quiet).chain(phase).min()
    }

    /// Whether there is nothing in it that would be missed.
    pub(super) fn is_vacant(&self) -> bool {
        self.members.is_empty() && self.pending.is_empty()
    }

    pub(super) fn has_members(&self) -> bool {
        !self.members.is_empty()
    }

    pub(super) fn protocol_type(&self) -> &str {
        &self.protocol_type
    }

    /// Kafka's name for where it stands.
    pub(super) fn state(&self) -> &'static str {
        match self.phase {
            Phase::Empty => "Empty",
            Phase::Preparing { .. } => "PreparingRebalance",
            Phase::Completing { .. } => "CompletingRebalance",
            Phase::Stable => "Stable",
        }
    }

    pub(super) fn describe(&self) -> Description {
        // Between generations nothing is chosen yet, so nothing is shown.
        let chosen = if self.phase == Phase::Stable { self.protocol.as_str() } else { "" };
        let member = |member: &Member| MemberDescription {
            member_id: member.id.clone(),
            instance_id: member.instance_id.clone(),
            client_id: member.client_id.clone(),
            client_host: member.client_host.clone(),
            metadata: member.metadata(chosen),
            assignment: if chosen.is_empty() { Bytes::new() } else { member.assignment.clone() },
        };
        Description {
            state: self.state(),
            protocol_type: self.protocol_type.clone(),
            protocol: chosen.to_owned(),
            members: self.members.iter().map(member).collect(),
        }
    }

    fn member(&mut self, id: &str) -> Option<&mut Member> {
        self.members.iter_mut().find(|member| member.id == id)
    }

    fn of_instance(&self, instance_id: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.instance_id.as_deref() == Some(instance_id))
    }

    fn check_member(&self, member_id: &str, instance_id: Option<&str>) -> Result<(), Error> {
        let unknown = || Error::UnknownMember(member_id.to_owned());
        match instance_id {
            Some(instance) => match self.of_instance(instance) {
                Some(member) if member.id == member_id => Ok(()),
                Some(_) => Err(Error::Fenced(instance.to_owned())),
                None => Err(unknown()),
            },
            None if self.members.iter().any(|member| member.id == member_id) => Ok(()),
            None => Err(unknown()),
        }
    }

    fn check_generation(&self, got: i32) -> Result<(), Error> {
        let current = self.generation;
        if got == current { Ok(()) } else { Err(Error::IllegalGeneration { got, current }) }
    }
}

fn check_size(bytes: usize) -> Result<(), Error> {
    let limit_bytes = MAX_MEMBER_BYTES;
    if bytes <= limit_bytes { Ok(()) } else { Err(Error::Oversized { bytes, limit_bytes }) }
}
