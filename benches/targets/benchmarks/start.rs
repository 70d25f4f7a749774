//! Target 12, the first half: the time from the start of the process until it answers, with an empty folder, and the
//! memory that it then occupies.

use std::thread;
use std::time::Duration;

use crate::contest::{Bar, Contest, Contestant, Measured};
use crate::error::Error;
use crate::figures::float;
use crate::lab::Lab;
use crate::machine;
use crate::options::PeerName;
use crate::peers::{Durability, Engine, Peer, Sync, nats};
use crate::server::Server;
use crate::table::{Limit, Table};

const PEERS: &[Peer] =
    &[Peer::Waystation(Durability::Synced), Peer::Baseline(Durability::Synced), Peer::Tansu(Engine::Null)];
/// After this a server has done what it does at its start.
const SETTLED: Duration = Duration::from_secs(1);

pub(crate) fn run(lab: &Lab) -> Vec<Table> {
    let ready = contest(lab, "start, with an empty folder", "ms until it answers", 50.0, |server| {
        Ok(server.ready_after.as_secs_f64() * 1e3)
    });
    let idle = contest(lab, "memory when idle", "MB resident", 15.0, |server| {
        thread::sleep(SETTLED);
        Ok(float(machine::resident_bytes(server.pid())?) / 1e6)
    });
    vec![ready.hold(&lab.options), idle.hold(&lab.options)]
}

fn contest<'a>(
    lab: &'a Lab,
    title: &str,
    unit: &'static str,
    at_most: f64,
    look: fn(&Server) -> Result<f64, Error>,
) -> Contest<'a> {
    let of = |name: String, start: Box<dyn Fn() -> Result<Server, Error> + 'a>| {
        let run = move || Ok(Measured::plain(look(&start()?)?));
        Contestant { name, run: Box::new(run) }
    };
    let invited = PEERS.iter().copied().filter(|peer| peer.is_invited(lab));
    let mut contestants: Vec<Contestant<'a>> =
        invited.map(|peer| of(peer.name(), Box::new(move || peer.start(lab)))).collect();
    if lab.options.invites(PeerName::Nats) {
        contestants.push(of("nats-server".to_owned(), Box::new(|| nats::start(lab, Sync::Never))));
    }
    let bars = vec![Bar { against: "Waystation", limit: Limit::AtMost(at_most) }];
    Contest { target: "12", title: title.to_owned(), unit, contestants, bars }
}
