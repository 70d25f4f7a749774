//! Target 6: one librdkafka producer, acks=all, one partition, acknowledged from the page cache.

use super::{LARGE, SMALL, contestants, pour};
use crate::contest::{Bar, Contest};
use crate::lab::Lab;
use crate::peers::{Durability, Engine, Peer, Release, Sync};
use crate::table::{Limit, Table};

const PEERS: &[Peer] = &[
    Peer::Waystation(Durability::Written),
    Peer::Baseline(Durability::Written),
    Peer::Tansu(Engine::Null),
    Peer::Tansu(Engine::Memory),
    Peer::Tansu(Engine::Sqlite),
    Peer::Kafka(Release::Newest, Sync::Never),
    Peer::Kafka(Release::Older, Sync::Never),
];

pub(crate) fn run(lab: &Lab) -> Vec<Table> {
    let small = contestants(lab, PEERS, 1, |lab, server, topic| pour(lab, server, topic, 1, SMALL));
    let large = contestants(lab, PEERS, 1, |lab, server, topic| pour(lab, server, topic, 1, LARGE));
    let contests = [("61 B JSON", small, [0.9, 2.3, 35.0]), ("1 KiB", large, [0.8, 3.0, 15.0])];
    let hold = |(size, contestants, [null, kafka, sqlite]): (_, _, [f64; 3])| {
        let bar = |against, least| Bar { against, limit: Limit::AtLeast(least) };
        let bars = vec![bar("tansu null", null), bar("Kafka", kafka), bar("tansu sqlite", sqlite)];
        let title = format!("produce {size}, page cache");
        Contest { target: "6", title, unit: "records/s", contestants, bars }.hold(&lab.options)
    };
    contests.into_iter().map(hold).collect()
}
