//! Acknowledging consumers over HTTP, each shared by several fetchers. `keeper` delivers for ever; `strict` gives up after
//! three deliveries, and some of its messages are never acknowledged, always given back, or terminated: those must be dead
//! letters once each, and nothing that was acknowledged may be one. The history judges deliveries; dead letters are judged
//! here.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use serde_json::{Value, json};

use super::http::{Answer, Client};
use super::{LIMIT, Shared};
use crate::history::{Consumer, marked};
use crate::say;
use crate::support::within;

/// Of so many messages `strict` leaves three to die, and `keeper` takes two only at a later delivery.
const ONE_IN: u64 = 40;

/// What becomes of a delivery.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Ack,
    Nack,
    Terminate,
    /// Nothing is said: it comes again when its ack wait is over.
    Leave,
}

impl Fate {
    fn path(self) -> Option<&'static str> {
        match self {
            Self::Ack => Some("ack"),
            Self::Nack => Some("nack"),
            Self::Terminate => Some("terminate"),
            Self::Leave => None,
        }
    }
}

/// One durable consumer, as its fetchers share it.
#[derive(Clone)]
pub(super) struct Durable {
    name: &'static str,
    shared: Shared,
    log: Consumer,
    knows: Arc<Mutex<Knows>>,
}

/// By record.
#[derive(Default)]
struct Knows {
    delivered: HashSet<u64>,
    /// The answer said `done`. `already` may also mean dead.
    acked: HashSet<u64>,
    /// It was asked to be acknowledged, whatever came of that.
    tried: HashSet<u64>,
}

impl Durable {
    pub(super) fn keeper(shared: &Shared) -> Self {
        Self::new(shared, "keeper", &json!({"ack_wait_ms": 500, "max_deliveries": null, "max_in_flight": 20_000}))
    }

    pub(super) fn strict(shared: &Shared) -> Self {
        // Short, so that deliveries are used up between faults too.
        Self::new(shared, "strict", &json!({"ack_wait_ms": 200, "max_deliveries": 3, "max_in_flight": 20_000}))
    }

    fn new(shared: &Shared, name: &'static str, config: &Value) -> Self {
        let durable = Self { name, shared: shared.clone(), log: shared.history.consumer(name), knows: Arc::default() };
        let made = durable.client().ask("PUT", &durable.path(""), config.to_string().as_bytes()).unwrap();
        assert_eq!(made.status, 201, "{made:?}");
        durable
    }

    /// Fetches and settles until the load quits.
    pub(super) fn fetch(&self) {
        let mut client = self.client();
        while !self.shared.is_quitting() {
            let fetch = self.log.fetching();
            let Some(answer) = usable(client.ask("POST", &self.path("/fetch"), br#"{"limit": 300, "wait_ms": 100}"#))
            else {
                continue;
            };
            let mut fates: BTreeMap<&str, Vec<(u64, Value)>> = BTreeMap::new();
            for message in answer.body["messages"].as_array().unwrap() {
                let place = (message["partition"].as_i64().unwrap(), message["offset"].as_i64().unwrap());
                let payload = message["payload"].as_str().unwrap_or_default().as_bytes();
                let record = fetch.delivered(i32::try_from(place.0).unwrap(), place.1, payload);
                let Some(id) = record else { continue }; // which the history holds against it
                let fate = self.fate(id, message["deliveries"].as_u64().unwrap());
                self.knows.lock().delivered.insert(id);
                match fate.path() {
                    Some(path) => fates.entry(path).or_default().push((id, message["token"].clone())),
                    None if self.is_strict() => {}
                    None => self.log.nacked(id),
                }
            }
            for (path, deliveries) in fates {
                self.settle(&mut client, path, &deliveries);
            }
        }
    }

    fn settle(&self, client: &mut Client, path: &str, deliveries: &[(u64, Value)]) {
        let tokens: Vec<&Value> = deliveries.iter().map(|(_, token)| token).collect();
        let body = json!({ "tokens": tokens }).to_string();
        if path == "ack" {
            self.knows.lock().tried.extend(deliveries.iter().map(|(id, _)| *id));
        }
        let Some(answer) = usable(client.ask("POST", &self.path(&format!("/{path}")), body.as_bytes())) else {
            return;
        };
        let results = answer.body["results"].as_array().unwrap();
        assert_eq!(results.len(), deliveries.len(), "{}", answer.body);
        for ((id, _), result) in deliveries.iter().zip(results) {
            match (path, result.as_str().unwrap()) {
                ("ack", "done") => {
                    self.log.acked(*id);
                    self.knows.lock().acked.insert(*id);
                }
                // Acknowledged before, or a dead letter: either way never delivered again.
                ("ack", _) => self.log.acked(*id),
                ("terminate", "done") => self.log.terminated(*id),
                // The third one of `strict` is the last.
                ("nack", "done") if !self.is_strict() => self.log.nacked(*id),
                _ => {}
            }
        }
    }

    fn fate(&self, id: u64, deliveries: u64) -> Fate {
        match id % ONE_IN {
            0 if self.is_strict() || deliveries == 1 => Fate::Leave,
            1 if self.is_strict() || deliveries == 1 => Fate::Nack,
            2 if self.is_strict() => Fate::Terminate,
            _ => Fate::Ack,
        }
    }

    fn is_strict(&self) -> bool {
        self.name == "strict"
    }

    /// Waits until nothing is left for its fetchers, and judges what became of everything.
    pub(super) fn drain(&self) {
        let mut shown = Value::Null;
        let began = Instant::now();
        let is_drained = within(LIMIT, || {
            if let Ok(answer) = self.client().ask("GET", &self.path(""), b"") {
                shown = answer.body;
            }
            shown["waiting"] == 0 && shown["pending"] == 0
        });
        assert!(is_drained, "{} still has something: {shown}", self.name);
        let letters = if self.is_strict() { self.judge_letters() } else { HashSet::new() };
        self.log.drained();
        let knows = self.knows.lock();
        let unsaid: Vec<_> =
            knows.delivered.iter().filter(|id| !knows.tried.contains(id) && !letters.contains(id)).collect();
        assert!(unsaid.is_empty(), "{} is done with {unsaid:?}, and nobody said so", self.name);
        say(&format!(
            "{}: {} delivered, {} acknowledged, {} dead, drained in {:.0?}",
            self.name,
            knows.delivered.len(),
            knows.acked.len(),
            letters.len(),
            began.elapsed()
        ));
    }

    /// Each that was to die did so once, and none that was acknowledged.
    fn judge_letters(&self) -> HashSet<u64> {
        let doomed: HashSet<u64> =
            self.knows.lock().delivered.iter().copied().filter(|id| self.fate(*id, 1) != Fate::Ack).collect();
        let mut letters = Vec::new();
        let all_there = within(LIMIT, || {
            letters = self.letters();
            let there: HashSet<u64> = letters.iter().map(|letter| letter.0).collect();
            doomed.is_subset(&there)
        });
        let mut once = HashSet::new();
        let twice: Vec<u64> = letters.iter().map(|letter| letter.0).filter(|id| !once.insert(*id)).collect();
        let missing: Vec<&u64> = doomed.difference(&once).collect();
        assert!(all_there, "{} messages are no dead letters: {missing:?}", missing.len());
        assert!(twice.is_empty(), "dead twice: {twice:?}");
        let knows = self.knows.lock();
        let acked: Vec<&u64> = once.intersection(&knows.acked).collect();
        assert!(acked.is_empty(), "acknowledged and dead: {acked:?}");
        // One whose three deliveries were all cut off was never seen by a fetcher: its letter is its delivery.
        let fetch = self.log.fetching();
        for (id, partition, offset, payload) in letters.iter().filter(|letter| !knows.delivered.contains(&letter.0)) {
            assert_eq!(fetch.delivered(*partition, *offset, payload.as_bytes()), Some(*id));
        }
        once
    }

    /// All dead letters: record, the place it had, and payload.
    fn letters(&self) -> Vec<(u64, i32, i64, String)> {
        let mut client = self.client();
        let mut letters = Vec::new();
        loop {
            let path =
                format!("{}.dead-letter/messages?partition=0&offset={}&limit=1000", super::path(), letters.len());
            let Some(Answer { body, .. }) = usable(client.ask("GET", &path, b"")) else { continue };
            let messages = body["messages"].as_array().unwrap();
            if messages.is_empty() {
                return letters;
            }
            for message in messages {
                assert_eq!(message["offset"].as_u64().unwrap(), letters.len() as u64, "a gap");
                assert_eq!(header(message, "consumer"), self.name);
                let payload = message["payload"].as_str().unwrap().to_owned();
                let id = marked(payload.as_bytes()).expect("a record of the load");
                let (partition, offset) = (header(message, "partition"), header(message, "offset"));
                letters.push((id, partition.parse().unwrap(), offset.parse().unwrap(), payload));
            }
        }
    }

    fn client(&self) -> Client {
        Client::new(&self.shared.listen)
    }

    fn path(&self, what: &str) -> String {
        format!("{}/consumers/{}{what}", super::path(), self.name)
    }
}

/// A header of a dead letter.
fn header<'a>(letter: &'a Value, name: &str) -> &'a str {
    let name = format!("waystation-dead-{name}");
    let headers = letter["headers"].as_array().unwrap();
    headers.iter().find(|header| header[0] == name.as_str()).and_then(|header| header[1].as_str()).unwrap()
}

/// An answer that says something; after none, or one of a gateway in trouble, a moment passes.
fn usable(answer: std::io::Result<Answer>) -> Option<Answer> {
    match answer {
        Ok(answer @ Answer { status: 200, .. }) => return Some(answer),
        Ok(Answer { status: 500..=599, .. }) | Err(_) => thread::sleep(Duration::from_millis(20)),
        Ok(answer) => panic!("a consumer was answered by {answer:?}"),
    }
    None
}
