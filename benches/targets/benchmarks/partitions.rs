//! Target 7, many partitions: what one producer gets through 100 partitions, synced, against one. Many partitions must
//! not mean many syncs.

use super::{LARGE, pour};
use crate::contest::{Bar, Contest, Contestant};
use crate::lab::Lab;
use crate::peers::{Durability, Peer, Seat};
use crate::table::{Limit, Table};

const PARTITIONS: i32 = 100;

pub(crate) fn run(lab: &Lab) -> Vec<Table> {
    let of = |peer: Peer, partitions: i32| {
        let mut seat = Seat::new(lab, peer);
        let run = move || seat.run(partitions, |server, topic| pour(lab, server, topic, partitions, LARGE));
        let many = if partitions == 1 { "one partition".to_owned() } else { format!("{partitions} partitions") };
        Contestant { name: format!("{}, {many}", peer.name()), run: Box::new(run) }
    };
    let subject = Peer::Waystation(Durability::Synced);
    let mut contestants = vec![of(subject, PARTITIONS), of(subject, 1)];
    let others = [Peer::Baseline(Durability::Synced)];
    contestants.extend(others.into_iter().filter(|peer| peer.is_invited(lab)).map(|peer| of(peer, PARTITIONS)));
    let contest = Contest {
        target: "7",
        title: "produce 1 KiB over 100 partitions and over one, synced".to_owned(),
        unit: "records/s",
        contestants,
        bars: vec![Bar { against: "Waystation, one partition", limit: Limit::AtLeast(0.7) }],
    };
    vec![contest.hold(&lab.options)]
}
