//! Commits of the metadata: a fact that was answered is there after any crash, and one that was not, whole or not at all.

use std::collections::BTreeMap;

use super::fail;
use super::machine::Machine;
use crate::metadata::{Commit, block_on};

/// What the metadata should hold: for every key the value that was answered, and those that may have replaced it.
#[derive(Default)]
pub(super) struct Facts {
    values: BTreeMap<String, Vec<String>>,
    committed: u64,
}

impl Machine {
    /// Two keys at once, so that a half would be seen.
    pub(super) fn commit_fact(&mut self) {
        let value = self.facts.committed.to_string();
        self.facts.committed += 1;
        let pair = self.below(3);
        let keys = [format!("fact/{pair}/a"), format!("fact/{pair}/b")];
        let commit = keys.iter().fold(Commit::new(), |commit, key| commit.put(key, value.clone()));
        let outcome = block_on(self.store().metadata().commit(commit));
        if let Err(error) = &outcome
            && !self.is_faulty
        {
            fail(format!("a fact was not committed: {error}"));
        }
        for key in keys {
            let values = self.facts.values.entry(key).or_default();
            if outcome.is_ok() {
                values.clear();
            } else if values.is_empty() {
                // That there is none is one of the possibilities.
                values.push(String::new());
            }
            values.push(value.clone());
        }
    }

    pub(super) fn compare_facts(&mut self) {
        let found = block_on(self.store().metadata().scan("fact/")).unwrap_or_else(|error| fail(error.to_string()));
        let mut found: BTreeMap<String, String> =
            found.into_iter().map(|(key, fact)| (key, String::from_utf8_lossy(&fact.value).into_owned())).collect();
        for (key, values) in &mut self.facts.values {
            let value = found.remove(key).unwrap_or_default();
            if !values.contains(&value) {
                fail(format!("the fact {key} is `{value}`, and should be one of {values:?}"));
            }
            *values = vec![value];
        }
        if let Some(key) = found.keys().next() {
            fail(format!("nobody committed the fact {key}"));
        }
        for pair in self.facts.values.values().collect::<Vec<_>>().chunks(2) {
            if pair.first() != pair.last() {
                fail(format!("a commit was done by half: {pair:?}"));
            }
        }
    }
}
