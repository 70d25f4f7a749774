//! What can be chosen for a consumer, with defaults and bounds. Kept as JSON in the metadata, so fields are only added.

use serde::{Deserialize, Serialize};

/// More pending messages than this one consumer may not have: it bounds its memory and its snapshots.
const MAX_IN_FLIGHT: u32 = 100_000;
/// As long as a station's name.
const MAX_FILTER_CHARS: usize = 249;

/// The configuration of a consumer. `start` counts only when it is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ConsumerConfig {
    /// Deliver only messages whose subject matches: `*` stands for one token, `>` at the end for one or more (NATS subjects).
    pub filter: Option<String>,
    /// Where it begins in every partition the station has when the consumer is made; later partitions from their first.
    pub start: Start,
    /// How long a delivered message may be unacknowledged until it is delivered again.
    pub ack_wait_ms: u64,
    /// How often a message is delivered at most, then it becomes a dead letter; `None` is no limit.
    pub max_deliveries: Option<u32>,
    /// How many messages may be delivered and not yet acknowledged, over all partitions: 1 to 100,000.
    pub max_in_flight: u32,
}

impl Default for ConsumerConfig {
    fn default() -> Self {
        ConsumerConfig {
            filter: None,
            start: Start::First,
            ack_wait_ms: 30_000,
            max_deliveries: Some(10),
            max_in_flight: 1_000,
        }
    }
}

/// Where a consumer begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Start {
    /// With the first message that is still there.
    First,
    /// With the last message of every partition.
    Last,
    /// With the last so many offsets of every partition.
    LastN(u32),
    /// With what comes after the consumer was made.
    New,
    /// At this offset of every partition; what is gone is passed over.
    Offset(i64),
    /// With the first message not older than this (milliseconds since 1970).
    Time(i64),
}

impl ConsumerConfig {
    /// Names the first field that is out of bounds, and what it may be.
    pub(super) fn check(&self) -> Result<(), &'static str> {
        let ConsumerConfig { filter, start, ack_wait_ms, max_deliveries, max_in_flight } = self;
        let rules = [
            (filter.as_deref().is_none_or(is_filter), "filter must be tokens between dots, `*`, or `>` at the end"),
            (!matches!(start, Start::Offset(offset) if *offset < 0), "start.offset must not be negative"),
            ((1..=86_400_000).contains(ack_wait_ms), "ack_wait_ms must be 1 ms to a day"),
            (*max_deliveries != Some(0), "max_deliveries must be above 0"),
            ((1..=MAX_IN_FLIGHT).contains(max_in_flight), "max_in_flight must be 1 to 100000"),
        ];
        rules.iter().find(|(holds, _)| !holds).map_or(Ok(()), |(_, rule)| Err(rule))
    }
}

fn is_filter(filter: &str) -> bool {
    let tokens = || filter.split('.');
    let last = tokens().count().saturating_sub(1);
    let is_token =
        |(at, token): (usize, &str)| !token.is_empty() && (token != ">" || at == last) && !token.contains(' ');
    filter.len() <= MAX_FILTER_CHARS && tokens().enumerate().all(is_token)
}

/// Whether a subject matches a filter.
pub(super) fn matches(filter: &str, subject: &[u8]) -> bool {
    let mut tokens = subject.split(|byte| *byte == b'.');
    for wanted in filter.split('.') {
        match (wanted, tokens.next()) {
            (">", Some(_)) => return true,
            ("*", Some(_)) => {}
            (wanted, Some(token)) if wanted.as_bytes() == token => {}
            _ => return false,
        }
    }
    tokens.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_match_as_in_nats() {
        for (filter, subject) in [("a.b", "a.b"), ("a.*", "a.b"), ("a.>", "a.b.c"), (">", "a"), ("*.b", "a.b")] {
            assert!(matches(filter, subject.as_bytes()), "{filter} {subject}");
        }
        for (filter, subject) in [("a.b", "a"), ("a.*", "a"), ("a.*", "a.b.c"), ("a.>", "a"), ("a", "a.b")] {
            assert!(!matches(filter, subject.as_bytes()), "{filter} {subject}");
        }
    }

    #[test]
    fn fields_out_of_bounds_are_named() {
        assert_eq!(ConsumerConfig::default().check(), Ok(()));
        for filter in ["", "a..b", ">.a", "a b"] {
            let config = ConsumerConfig { filter: Some(filter.to_owned()), ..ConsumerConfig::default() };
            assert!(config.check().is_err_and(|rule| rule.contains("filter")), "{filter}");
        }
        let config = ConsumerConfig { max_in_flight: 0, ..ConsumerConfig::default() };
        assert!(config.check().is_err_and(|rule| rule.contains("max_in_flight")));
    }
}
