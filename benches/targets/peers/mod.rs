//! Who can be measured: the subject, and its peers, a file each.

pub(crate) mod fio;
mod kafka;
pub(crate) mod nats;
mod tansu;
pub(crate) mod waystation;

use crate::clients::topics;
use crate::error::Error;
use crate::lab::Lab;
use crate::options::PeerName;
use crate::server::Server;

/// What Waystation's acknowledgement means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    Written,
    Synced,
}

/// Where tansu keeps records: nowhere, in memory, in a SQLite database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Null,
    Memory,
    Sqlite,
}

/// Which Apache Kafka.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Release {
    Newest,
    Older,
}

impl Release {
    /// As `benches/setup` has them.
    fn version(self) -> &'static str {
        match self {
            Release::Newest => "4.3.1",
            Release::Older => "3.3.2",
        }
    }
}

/// When a peer syncs what it has acknowledged, or is about to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sync {
    /// When the operating system likes: acknowledged from the page cache.
    Never,
    /// Before it acknowledges.
    EachAppend,
}

/// A server that speaks Kafka, in one of its configurations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Peer {
    /// The binary that was built with this program.
    Waystation(Durability),
    /// The binary named by `--baseline`.
    Baseline(Durability),
    Tansu(Engine),
    Kafka(Release, Sync),
}

impl Peer {
    /// As it is called in tables.
    pub(crate) fn name(self) -> String {
        match self {
            Peer::Waystation(_) => "Waystation".to_owned(),
            Peer::Baseline(_) => "baseline Waystation".to_owned(),
            Peer::Tansu(Engine::Null) => "tansu null".to_owned(),
            Peer::Tansu(Engine::Memory) => "tansu memory".to_owned(),
            Peer::Tansu(Engine::Sqlite) => "tansu sqlite".to_owned(),
            Peer::Kafka(release, Sync::Never) => format!("Kafka {}", release.version()),
            Peer::Kafka(release, Sync::EachAppend) => format!("Kafka {}, flush.messages=1", release.version()),
        }
    }

    /// Whether it is to be measured at all.
    pub(crate) fn is_invited(self, lab: &Lab) -> bool {
        match self {
            Peer::Waystation(_) => true,
            Peer::Baseline(_) => lab.options.baseline.is_some(),
            Peer::Tansu(_) => lab.options.invites(PeerName::Tansu),
            Peer::Kafka(..) => lab.options.invites(PeerName::Kafka),
        }
    }

    /// Whether it is kept from run to run: what compiles itself while it runs is slow when new.
    fn is_kept(self) -> bool {
        match self {
            Peer::Waystation(_) | Peer::Baseline(_) | Peer::Tansu(_) => false,
            Peer::Kafka(..) => true,
        }
    }

    /// Starts it, with a folder of its own.
    pub(crate) fn start(self, lab: &Lab) -> Result<Server, Error> {
        match self {
            Peer::Waystation(durability) => waystation::start(lab, waystation::built(), durability),
            Peer::Baseline(durability) => waystation::start(lab, waystation::baseline(lab)?, durability),
            Peer::Tansu(engine) => tansu::start(lab, engine),
            Peer::Kafka(release, sync) => kafka::start(lab, release, sync),
        }
    }
}

/// A peer through all runs of a contest.
pub(crate) struct Seat<'a> {
    lab: &'a Lab,
    peer: Peer,
    server: Option<Server>,
    topics: u32,
}

impl<'a> Seat<'a> {
    pub(crate) fn new(lab: &'a Lab, peer: Peer) -> Self {
        Self { lab, peer, server: None, topics: 0 }
    }

    /// One run on a topic of its own: a new server's, or a new one on a server that is kept.
    pub(crate) fn run<T>(
        &mut self,
        partitions: i32,
        measure: impl FnOnce(&Server, &str) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.topics += 1;
        let topic = format!("run-{}", self.topics);
        let server = match self.server.take() {
            Some(server) => server,
            None => self.peer.start(self.lab)?,
        };
        let measured = topics::create(server.address, &topic, partitions).and_then(|()| measure(&server, &topic));
        let measured = measured.map_err(|error| server.explain(&error))?;
        if self.peer.is_kept() {
            topics::delete(server.address, &topic)?;
            self.server = Some(server);
        }
        Ok(measured)
    }
}
