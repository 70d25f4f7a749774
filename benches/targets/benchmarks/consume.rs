//! Target 8: one librdkafka consumer reads 1 KiB records from the beginning of a partition, out of the page cache.

use std::time::Duration;

use super::{LARGE, run_time};
use crate::clients::consumer::Consumer;
use crate::clients::producer::{Producer, Until};
use crate::clients::topics;
use crate::contest::{Bar, Contest, Contestant, Measured};
use crate::error::Error;
use crate::lab::Lab;
use crate::machine::Watch;
use crate::peers::{Durability, Engine, Peer, Release, Sync};
use crate::server::Server;
use crate::table::{Limit, Table};

const PEERS: &[Peer] = &[
    Peer::Waystation(Durability::Written),
    Peer::Baseline(Durability::Written),
    Peer::Kafka(Release::Newest, Sync::Never),
    Peer::Kafka(Release::Older, Sync::Never),
    Peer::Tansu(Engine::Memory),
    Peer::Tansu(Engine::Sqlite),
];
/// 1 GB a server, all of which has to fit the page cache.
const RECORDS: u64 = 1_000_000;
/// A slow server is filled for so long.
const FILLING: Duration = Duration::from_secs(20);
const TOPIC: &str = "filled";

/// A server with records in it, and how many.
struct Filled {
    server: Server,
    records: u64,
}

pub(crate) fn run(lab: &Lab) -> Vec<Table> {
    let invited = PEERS.iter().copied().filter(|peer| peer.is_invited(lab));
    let contestants = invited.map(|peer| {
        let mut kept = None;
        let run = move || {
            let filled = match kept.take() {
                Some(filled) => filled,
                None => fill(lab, peer)?,
            };
            let measured = drain(lab, &filled).map_err(|error| filled.server.explain(&error));
            kept = Some(filled);
            measured
        };
        Contestant { name: peer.name(), run: Box::new(run) }
    });
    let bar = |against, least| Bar { against, limit: Limit::AtLeast(least) };
    let contest = Contest {
        target: "8",
        title: "consume 1 KiB, page cache".to_owned(),
        unit: "records/s",
        contestants: contestants.collect(),
        bars: vec![bar("Kafka", 1.0), bar("tansu memory", 20.0)],
    };
    vec![contest.hold(&lab.options)]
}

fn fill(lab: &Lab, peer: Peer) -> Result<Filled, Error> {
    let server = peer.start(lab)?;
    let pour = || {
        topics::create(server.address, TOPIC, 1)?;
        let producer = Producer::connect(server.address, TOPIC, 1)?;
        producer.pour(LARGE, Until { after: FILLING, records: RECORDS })
    };
    let records = pour().map_err(|error| server.explain(&error))?;
    Ok(Filled { server, records })
}

fn drain(lab: &Lab, filled: &Filled) -> Result<Measured, Error> {
    let consumer = Consumer::connect(filled.server.address, TOPIC)?;
    let watch = Watch::start(filled.server.pid())?;
    let records = consumer.drain(filled.records, run_time(lab))?;
    Ok(Measured::rate(records, watch.stop()?))
}
