//! Target 9: one record of 100 B at a time, acknowledged from the page cache: by librdkafka, and by raw sockets, where
//! NATS has no librdkafka and a client library would be most of the time.

use super::{contestants, run_time};
use crate::clients::ping::{Pinger, Times};
use crate::clients::{raw_kafka, raw_nats};
use crate::contest::{Bar, Contest, Contestant, Measured};
use crate::error::Error;
use crate::lab::Lab;
use crate::machine::Watch;
use crate::options::PeerName;
use crate::peers::{Durability, Engine, Peer, Release, Sync, nats};
use crate::server::Server;
use crate::table::{Limit, Table};

const PEERS: &[Peer] = &[
    Peer::Waystation(Durability::Written),
    Peer::Baseline(Durability::Written),
    Peer::Tansu(Engine::Null),
    Peer::Tansu(Engine::Memory),
    Peer::Kafka(Release::Newest, Sync::Never),
    Peer::Kafka(Release::Older, Sync::Never),
];
/// Those that are also asked over a raw socket.
const RAW_PEERS: &[Peer] = &[
    Peer::Waystation(Durability::Written),
    Peer::Baseline(Durability::Written),
    Peer::Tansu(Engine::Null),
    Peer::Kafka(Release::Newest, Sync::Never),
];
pub(crate) const PAYLOAD: &[u8] = &[b'x'; 100];

pub(crate) fn run(lab: &Lab) -> Vec<Table> {
    let library = contestants(lab, PEERS, 1, by_librdkafka);
    let mut raw = contestants(lab, RAW_PEERS, 1, |lab, server, topic| {
        let mut client = raw_kafka::Client::connect(server.address, topic, PAYLOAD)?;
        measure(lab, server, || client.ping())
    });
    if lab.options.invites(PeerName::Nats) {
        let run = || {
            let server = nats::start(lab, Sync::Never)?;
            let mut client = raw_nats::Client::connect(server.address, PAYLOAD)?;
            measure(lab, &server, || client.ping()).map_err(|error| server.explain(&error))
        };
        raw.push(Contestant { name: "JetStream".into(), run: Box::new(run) });
    }
    let contests = [
        ("by librdkafka", library, Bar { against: "tansu null", limit: Limit::AtMost(1.1) }),
        ("by a raw socket", raw, Bar { against: "JetStream", limit: Limit::AtMost(1.5) }),
    ];
    let hold = |(client, contestants, bar)| {
        let title = format!("one record of 100 B at a time {client}, page cache");
        Contest { target: "9", title, unit: "p50 µs", contestants, bars: vec![bar] }.hold(&lab.options)
    };
    contests.into_iter().map(hold).collect()
}

/// One record at a time by librdkafka.
pub(crate) fn by_librdkafka(lab: &Lab, server: &Server, topic: &str) -> Result<Measured, Error> {
    let pinger = Pinger::connect(server.address, topic)?;
    measure(lab, server, || pinger.ping(PAYLOAD))
}

/// One call after the other for the time of a run, after a first that does not count.
fn measure(lab: &Lab, server: &Server, mut ping: impl FnMut() -> Result<(), Error>) -> Result<Measured, Error> {
    ping()?;
    let watch = Watch::start(server.pid())?;
    let times = Times::of(run_time(lab), ping)?;
    let spent = watch.stop()?;
    Ok(Measured { p99: Some(times.p99_us), ..Measured::cost(times.p50_us, times.count, spent) })
}
