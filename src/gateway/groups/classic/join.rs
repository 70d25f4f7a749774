//! How a generation begins: who joins is taken in, waits for the others, and is told who leads.

use tokio::time::Instant;
use uuid::Uuid;

use super::member::{Member, Reply, answer};
use super::{Classic, Error, Join, Joined, MAX_MEMBERS, PENDING, Phase, SETTLE, SETTLE_AT_MOST, check_size};

/// What becomes of a join.
enum Admission {
    /// This generation goes on, with the member in it.
    Stays(Joined),
    /// The member with this id waits for the next generation.
    Waits(String),
}

impl Classic {
    /// Takes a member in; it is answered when the group is gathered.
    pub(in crate::gateway::groups) fn join(&mut self, join: Join, now: Instant, reply: Reply<Joined>) {
        match self.admit(join, now) {
            Err(error) => answer(reply, Err(error)),
            Ok(Admission::Stays(joined)) => answer(reply, Ok(joined)),
            Ok(Admission::Waits(id)) => {
                if let Some(member) = self.member(&id) {
                    member.joining = Some(reply);
                }
                self.settle(now);
            }
        }
    }

    fn admit(&mut self, join: Join, now: Instant) -> Result<Admission, Error> {
        check_size(join.protocols.iter().map(|(name, metadata)| name.len() + metadata.len()).sum())?;
        self.check_protocols(&join)?;
        let known = match (&join.instance_id, join.member_id.is_empty()) {
            (Some(instance), true) => match self.of_instance(instance).map(|member| member.id.clone()) {
                Some(old) => return self.replace(&old, join, now),
                None => false,
            },
            (None, true) if join.takes_id_first => return Err(self.give_id(&join, now)),
            (None, true) => false,
            (_, false) => self.pending.remove(&join.member_id).is_none(),
        };
        if known {
            self.check_member(&join.member_id, join.instance_id.as_deref())?;
            return Ok(self.rejoin(join, now));
        }
        if self.members.len() >= MAX_MEMBERS {
            return Err(Error::Full { limit: MAX_MEMBERS });
        }
        let id = if join.member_id.is_empty() { new_id(&join) } else { join.member_id.clone() };
        self.protocol_type.clone_from(&join.protocol_type);
        self.members.push(Member::new(id.clone(), join, now));
        self.prepare(now);
        Ok(Admission::Waits(id))
    }

    /// A member must share a protocol with all others.
    fn check_protocols(&self, join: &Join) -> Result<(), Error> {
        let is_itself = |member: &Member| {
            member.id == join.member_id || (member.instance_id.is_some() && member.instance_id == join.instance_id)
        };
        let others = || self.members.iter().filter(|member| !is_itself(member));
        let shared = |name: &str| others().all(|member| member.knows(name));
        let of_kind = others().next().is_none() || self.protocol_type == join.protocol_type;
        let fits = of_kind && !join.protocol_type.is_empty() && join.protocols.iter().any(|(name, _)| shared(name));
        if fits { Ok(()) } else { Err(Error::InconsistentProtocol) }
    }

    /// Only who comes back with its id is waited for in every rebalance, so that a client that asks again and again
    /// does not fill the group (KIP-394).
    fn give_id(&mut self, join: &Join, now: Instant) -> Error {
        if self.members.len() + self.pending.len() >= MAX_MEMBERS {
            return Error::Full { limit: MAX_MEMBERS };
        }
        let id = new_id(join);
        self.pending.insert(id.clone(), now + join.session_timeout.min(PENDING));
        Error::MemberIdRequired(id)
    }

    /// A static member was started anew: it takes its own place, and the one that had it is fenced. If nothing else
    /// changes for the group, it is not even disturbed (KIP-345).
    fn replace(&mut self, old: &str, join: Join, now: Instant) -> Result<Admission, Error> {
        let id = new_id(&join);
        let (instance, skips_assignment) = (join.instance_id.clone().unwrap_or_default(), join.skips_assignment);
        let protocol = self.protocol.clone();
        let Some(member) = self.member(old) else { return Err(Error::UnknownMember(old.to_owned())) };
        member.turn_away(|| Error::Fenced(instance.clone()));
        member.id.clone_from(&id);
        let before = member.metadata(&protocol);
        member.update(join, now);
        let unchanged = before == member.metadata(&protocol);
        if self.leader == old {
            self.leader.clone_from(&id);
        }
        if self.phase == Phase::Stable && unchanged && self.choose_protocol() == protocol {
            let mut joined = self.joined(&id);
            let leads = joined.leader == id;
            joined.skip_assignment = leads && skips_assignment;
            if leads && !skips_assignment {
                // An older client would assign again, which nobody waits for: let it believe that another leads.
                joined.leader = old.to_owned();
                joined.members = Vec::new();
            }
            return Ok(Admission::Stays(joined));
        }
        self.prepare(now);
        Ok(Admission::Waits(id))
    }

    /// A member that the group knows joins again: because it was told to, because its answer was lost, or because
    /// it has changed.
    fn rejoin(&mut self, join: Join, now: Instant) -> Admission {
        let id = join.member_id.clone();
        let leads = self.leader == id;
        let phase = self.phase;
        let same = self.member(&id).is_some_and(|member| member.protocols == join.protocols);
        if let Some(member) = self.member(&id) {
            member.update(join, now);
        }
        let stays = match phase {
            Phase::Completing { .. } => same,
            // A leader joins again to have everything assigned anew.
            Phase::Stable => same && !leads,
            Phase::Empty | Phase::Preparing { .. } => false,
        };
        if stays {
            return Admission::Stays(self.joined(&id));
        }
        self.prepare(now);
        Admission::Waits(id)
    }

    /// Begins to gather members, if that is not under way.
    pub(super) fn prepare(&mut self, now: Instant) {
        let longest = self.members.iter().map(|member| member.rebalance_timeout).max().unwrap_or_default();
        self.phase = match self.phase {
            Phase::Empty => {
                let deadline = now + longest.min(SETTLE_AT_MOST);
                Phase::Preparing { deadline, settled: Some(now + SETTLE) }
            }
            Phase::Preparing { deadline, settled: Some(_) } => {
                Phase::Preparing { deadline, settled: Some(now + SETTLE) }
            }
            Phase::Preparing { .. } => return,
            Phase::Completing { .. } | Phase::Stable => Phase::Preparing { deadline: now + longest, settled: None },
        };
        for member in &mut self.members {
            member.assignment.clear();
            if let Some(reply) = member.syncing.take() {
                answer(reply, Err(Error::Rebalancing));
            }
        }
    }

    /// Takes a member out, and has the others share what it had.
    pub(super) fn remove(&mut self, id: &str, now: Instant) {
        let Some(at) = self.members.iter().position(|member| member.id == id) else { return };
        let mut member = self.members.remove(at);
        member.turn_away(|| Error::UnknownMember(id.to_owned()));
        if self.leader == id {
            self.leader = self.members.first().map(|member| member.id.clone()).unwrap_or_default();
        }
        if matches!(self.phase, Phase::Completing { .. } | Phase::Stable) {
            self.prepare(now);
        }
        self.settle(now);
    }

    /// Begins the next generation if everybody is there, or if nobody waits any longer.
    pub(super) fn settle(&mut self, now: Instant) {
        let Phase::Preparing { deadline, settled } = self.phase else { return };
        let gathered = match settled {
            Some(settled) => settled <= now,
            None => self.pending.is_empty() && self.members.iter().all(|member| member.joining.is_some()),
        };
        if gathered || deadline <= now || self.members.is_empty() {
            self.begin_generation(now);
        }
    }

    fn begin_generation(&mut self, now: Instant) {
        // A static member keeps its place until its session ends; of the others, who is not there is out.
        let is_there = |member: &Member| member.joining.as_ref().is_some_and(|reply| !reply.is_closed());
        self.members.retain(|member| is_there(member) || member.instance_id.is_some());
        let longest = self.members.iter().map(|member| member.rebalance_timeout).max().unwrap_or_default();
        if !self.members.is_empty() && !self.members.iter().any(is_there) {
            // Only static members that are away: wait on, for one that could lead.
            self.phase = Phase::Preparing { deadline: now + longest, settled: None };
            return;
        }
        self.generation = self.generation.checked_add(1).unwrap_or(1);
        if self.members.is_empty() {
            self.phase = Phase::Empty;
            self.protocol.clear();
            self.leader.clear();
            return;
        }
        if !self.members.iter().any(|member| member.id == self.leader && is_there(member)) {
            let first = self.members.iter().find(|member| is_there(member));
            self.leader = first.map(|member| member.id.clone()).unwrap_or_default();
        }
        self.protocol = self.choose_protocol();
        self.phase = Phase::Completing { deadline: now + longest };
        let ids: Vec<String> = self.members.iter().map(|member| member.id.clone()).collect();
        for id in ids {
            let joined = self.joined(&id);
            if let Some(member) = self.member(&id)
                && let Some(reply) = member.joining.take()
            {
                member.heard(now);
                answer(reply, Ok(joined));
            }
        }
    }

    /// Of the protocols that all members know, the one that most of them like best.
    fn choose_protocol(&self) -> String {
        let shared = |name: &str| self.members.iter().all(|member| member.knows(name));
        let favourite = |member: &Member| {
            let mut names = member.protocols.iter().map(|(name, _)| name);
            names.find(|name| shared(name)).cloned()
        };
        let votes: Vec<String> = self.members.iter().filter_map(favourite).collect();
        let count = |name: &String| votes.iter().filter(|vote| *vote == name).count();
        votes.iter().max_by_key(|name| count(name)).cloned().unwrap_or_default()
    }

    /// What a member is told of this generation.
    fn joined(&self, id: &str) -> Joined {
        let members = if self.leader == id {
            self.members.iter().map(|member| member.peer(&self.protocol)).collect()
        } else {
            Vec::new()
        };
        Joined {
            generation: self.generation,
            protocol_type: self.protocol_type.clone(),
            protocol: self.protocol.clone(),
            leader: self.leader.clone(),
            member_id: id.to_owned(),
            members,
            skip_assignment: false,
        }
    }
}

/// An id as Kafka makes them: told apart by people, and never made twice.
fn new_id(join: &Join) -> String {
    let name = join.instance_id.as_deref().unwrap_or(&join.client_id);
    format!("{name}-{}", Uuid::new_v4())
}
