//! One member of a classic group: what it said when it joined, and who waits for an answer in its name.

use std::time::Duration;

use bytes::Bytes;
use tokio::sync::oneshot;
use tokio::time::Instant;

use super::{Join, Joined, Peer, Synced};
use crate::gateway::groups::Error;

/// Where an answer goes that has to wait.
pub(in crate::gateway::groups) type Reply<T> = oneshot::Sender<Result<T, Error>>;

/// A member.
pub(super) struct Member {
    pub(super) id: String,
    /// Of a static member (KIP-345).
    pub(super) instance_id: Option<String>,
    pub(super) client_id: String,
    pub(super) client_host: String,
    pub(super) session_timeout: Duration,
    pub(super) rebalance_timeout: Duration,
    /// Name and metadata of each way to assign that it knows, best first.
    pub(super) protocols: Vec<(String, Bytes)>,
    pub(super) assignment: Bytes,
    /// When it is thought dead unless it is heard of.
    pub(super) alive_until: Instant,
    /// Who waits for the group to be gathered.
    pub(super) joining: Option<Reply<Joined>>,
    /// Who waits for the leader's assignment.
    pub(super) syncing: Option<Reply<Synced>>,
}

impl Member {
    pub(super) fn new(id: String, join: Join, now: Instant) -> Self {
        let Join { instance_id, client_id, client_host, session_timeout, rebalance_timeout, protocols, .. } = join;
        Self {
            id,
            instance_id,
            client_id,
            client_host,
            session_timeout,
            rebalance_timeout,
            protocols,
            assignment: Bytes::new(),
            alive_until: now + session_timeout,
            joining: None,
            syncing: None,
        }
    }

    /// Takes over what it says on joining again.
    pub(super) fn update(&mut self, join: Join, now: Instant) {
        let Join { client_id, client_host, session_timeout, rebalance_timeout, protocols, .. } = join;
        self.client_id = client_id;
        self.client_host = client_host;
        self.session_timeout = session_timeout;
        self.rebalance_timeout = rebalance_timeout;
        self.protocols = protocols;
        self.heard(now);
    }

    /// It lives.
    pub(super) fn heard(&mut self, now: Instant) {
        self.alive_until = now + self.session_timeout;
    }

    /// Whether somebody still waits in its name: it need not send heartbeats meanwhile.
    pub(super) fn is_waiting(&self) -> bool {
        self.joining.as_ref().is_some_and(|reply| !reply.is_closed())
            || self.syncing.as_ref().is_some_and(|reply| !reply.is_closed())
    }

    /// Whether nothing was heard of it for its session timeout.
    pub(super) fn is_dead(&self, now: Instant) -> bool {
        !self.is_waiting() && self.alive_until <= now
    }

    pub(super) fn knows(&self, protocol: &str) -> bool {
        self.protocols.iter().any(|(name, _)| name == protocol)
    }

    /// What it says of itself under a protocol.
    pub(super) fn metadata(&self, protocol: &str) -> Bytes {
        let found = self.protocols.iter().find(|(name, _)| name == protocol);
        found.map(|(_, metadata)| metadata.clone()).unwrap_or_default()
    }

    /// As the leader gets to see it.
    pub(super) fn peer(&self, protocol: &str) -> Peer {
        let metadata = self.metadata(protocol);
        Peer { member_id: self.id.clone(), instance_id: self.instance_id.clone(), metadata }
    }

    /// Answers whoever waits in its name, who must not wait any longer.
    pub(super) fn turn_away(&mut self, error: impl Fn() -> Error) {
        if let Some(reply) = self.joining.take() {
            answer(reply, Err(error()));
        }
        if let Some(reply) = self.syncing.take() {
            answer(reply, Err(error()));
        }
    }
}

/// Answers; whoever waited may have gone, which its session timeout will show.
pub(super) fn answer<T>(reply: Reply<T>, with: Result<T, Error>) {
    let _gone = reply.send(with);
}
