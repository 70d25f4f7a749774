//! Which contract holds at which station.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::StationPattern;
use super::compile::Compiled;
use crate::verdict::{Checks, Contract};

/// The contracts of a document, by station.
#[derive(Debug)]
pub(super) struct Index {
    /// By the name of the one station that a channel without parameters covers.
    exact: HashMap<String, Option<Arc<Contract>>>,
    /// What covers more names than one, the most exact first.
    patterns: Vec<Covered>,
}

#[derive(Debug)]
struct Covered {
    station: StationPattern,
    contract: Option<Arc<Contract>>,
}

impl Index {
    /// Channels that cover the same stations share one contract: a message there may be any of theirs.
    pub(super) fn new(channels: &[Compiled]) -> Self {
        let mut together: Vec<(&StationPattern, Vec<&Compiled>)> = Vec::new();
        let mut place: HashMap<&str, usize> = HashMap::new();
        for compiled in channels {
            let Some(station) = &compiled.channel.station else {
                continue;
            };
            let at = *place.entry(station.as_str()).or_insert(together.len());
            match together.get_mut(at) {
                Some((_, sharing)) => sharing.push(compiled),
                None => together.push((station, vec![compiled])),
            }
        }
        let mut index = Self { exact: HashMap::new(), patterns: Vec::new() };
        for (station, sharing) in together {
            let contract = Contract::new(messages(&sharing)).map(Arc::new);
            if let Some(name) = station.exact() {
                index.exact.insert(name.to_owned(), contract.clone());
            }
            // Also some without parameters: an address with a `/` covers its own writing too.
            if station.has_more_than_one_name() {
                index.patterns.push(Covered { station: station.clone(), contract });
            }
        }
        index.patterns.sort_by_key(|covered| Reverse(covered.station.literal()));
        index
    }

    pub(super) fn contract(&self, station: &str) -> Option<&Arc<Contract>> {
        if let Some(contract) = self.exact.get(station) {
            return contract.as_ref();
        }
        self.patterns.iter().find(|covered| covered.station.matches(station))?.contract.as_ref()
    }
}

/// The messages of several channels, each once.
fn messages(channels: &[&Compiled]) -> Vec<Arc<Checks>> {
    let mut seen = HashSet::new();
    let all = channels.iter().flat_map(|compiled| &compiled.messages);
    all.filter(|message| seen.insert(message.origin)).map(|message| Arc::clone(&message.checks)).collect()
}
