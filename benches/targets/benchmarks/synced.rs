//! Target 7: the same producer, every record synced before its acknowledgement; and one record at a time, which costs a
//! sync each. The disk itself, by fio, stands beside both.

use super::{LARGE, SMALL, contestants, latency, pour};
use crate::contest::{Bar, Contest, Contestant, Measured};
use crate::error::Error;
use crate::figures::float;
use crate::lab::Lab;
use crate::options::PeerName;
use crate::peers::{Durability, Peer, Release, Sync, fio};
use crate::table::{Limit, Table};

const PEERS: &[Peer] = &[
    Peer::Waystation(Durability::Synced),
    Peer::Baseline(Durability::Synced),
    Peer::Kafka(Release::Newest, Sync::EachAppend),
    Peer::Kafka(Release::Older, Sync::EachAppend),
];

pub(crate) fn run(lab: &Lab) -> Vec<Table> {
    let small = contestants(lab, PEERS, 1, |lab, server, topic| pour(lab, server, topic, 1, SMALL));
    let mut large = contestants(lab, PEERS, 1, |lab, server, topic| pour(lab, server, topic, 1, LARGE));
    let mut single = contestants(lab, PEERS, 1, latency::by_librdkafka);
    if lab.options.invites(PeerName::Fio) {
        large
            .push(Contestant { name: "fio 1 MiB + fdatasync, as 1 KiB records".into(), run: Box::new(|| blocks(lab)) });
        single.push(Contestant { name: "fio 256 B + fdatasync".into(), run: Box::new(|| single_blocks(lab)) });
    }
    let bar = |against, limit| Bar { against, limit };
    let kafka = bar("Kafka", Limit::AtLeast(3.0));
    let disk = bar("fio", Limit::AtLeast(0.75));
    let contests = [
        ("produce 61 B JSON, synced", "records/s", small, vec![kafka]),
        ("produce 1 KiB, synced", "records/s", large, vec![kafka, disk]),
        ("one record of 100 B at a time, synced", "p50 µs", single, vec![bar("fio", Limit::AtMost(1.15))]),
    ];
    let hold = |(title, unit, contestants, bars): (&str, _, _, _)| {
        Contest { target: "7", title: title.to_owned(), unit, contestants, bars }.hold(&lab.options)
    };
    contests.into_iter().map(hold).collect()
}

fn blocks(lab: &Lab) -> Result<Measured, Error> {
    let written = fio::append_and_sync(lab, 1 << 20)?;
    Ok(Measured::plain(written.bytes_per_s / float(LARGE.len() as u64)))
}

fn single_blocks(lab: &Lab) -> Result<Measured, Error> {
    Ok(Measured::plain(fio::append_and_sync(lab, 256)?.p50_us))
}
