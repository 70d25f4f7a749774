//! The benchmarks, a file each: which contests they hold, and the limits that the project set itself.

pub(crate) mod consume;
pub(crate) mod latency;
pub(crate) mod memory;
pub(crate) mod partitions;
pub(crate) mod produce;
pub(crate) mod start;
pub(crate) mod synced;

use std::time::Duration;

use crate::clients::producer::{Producer, Until};
use crate::contest::{Contestant, Measured};
use crate::error::Error;
use crate::lab::Lab;
use crate::machine::Watch;
use crate::peers::{Peer, Seat};
use crate::server::Server;

/// A small event, of 61 bytes.
pub(crate) const SMALL: &[u8] = br#"{"id":1234567,"lumens":1024,"sent_at":"2026-11-21T07:24:45Z"}"#;

/// 1 KiB.
pub(crate) const LARGE: &[u8] = &[b'x'; 1024];

/// How long one run takes.
fn run_time(lab: &Lab) -> Duration {
    Duration::from_secs_f64(lab.options.seconds)
}

/// Those of the peers who are invited, each measured in the same way.
fn contestants<'a>(
    lab: &'a Lab,
    peers: &[Peer],
    partitions: i32,
    measure: fn(&Lab, &Server, &str) -> Result<Measured, Error>,
) -> Vec<Contestant<'a>> {
    let invited = peers.iter().filter(|peer| peer.is_invited(lab));
    let seated = invited.map(|peer| {
        let mut seat = Seat::new(lab, *peer);
        let run = move || seat.run(partitions, |server, topic| measure(lab, server, topic));
        Contestant { name: peer.name(), run: Box::new(run) }
    });
    seated.collect()
}

/// Produces for the time of a run.
fn pour(lab: &Lab, server: &Server, topic: &str, partitions: i32, payload: &[u8]) -> Result<Measured, Error> {
    let producer = Producer::connect(server.address, topic, partitions)?;
    let watch = Watch::start(server.pid())?;
    let records = producer.pour(payload, Until { after: run_time(lab), records: u64::MAX })?;
    Ok(Measured::rate(records, watch.stop()?))
}
