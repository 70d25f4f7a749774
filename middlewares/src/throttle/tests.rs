//! Who has to wait, and how long. The clock is a number that the tests set: none of them sleeps.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::json;

use super::*;
use crate::Origin;
use crate::testing::{batch, consume, post, produce, record};

/// Milliseconds since any fixed moment.
#[derive(Clone, Default)]
struct Time(Arc<AtomicU64>);

impl Time {
    fn pass(&self, ms: u64) {
        self.0.fetch_add(ms, Ordering::Relaxed);
    }
}

fn throttle(settings: Value) -> (Time, impl Middleware) {
    let time = Time::default();
    let clock = time.clone();
    let now = move || Duration::from_millis(clock.0.load(Ordering::Relaxed));
    (time, Throttle::new(serde_json::from_value(settings).unwrap(), now).unwrap())
}

fn records(count: usize) -> records::Batch {
    batch(&vec![record("1"); count])
}

/// How long Kafka is asked to wait.
fn sent(throttle: &impl Middleware, mut delivery: Delivery) -> u32 {
    throttle.handle(&mut delivery).unwrap();
    assert!(!delivery.draft.is_edited());
    delivery.throttle_ms
}

/// Nothing, or when HTTP is told to try again.
fn posted(throttle: &impl Middleware, mut delivery: Delivery) -> Option<u32> {
    match throttle.handle(&mut delivery) {
        Ok(()) => None,
        Err(Refusal::Throttled { retry_after_ms }) => Some(retry_after_ms),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn kafka_is_never_refused_and_pays_its_debt_by_waiting() {
    let (time, throttle) = throttle(json!({"messages_per_second": 10}));
    assert_eq!(sent(&throttle, produce(records(10))), 0, "a burst");
    assert_eq!(sent(&throttle, produce(records(5))), 500);
    assert_eq!(sent(&throttle, produce(records(100))), 10_500, "ten bursts at once");
    time.pass(10_500);
    assert_eq!(sent(&throttle, produce(records(1))), 100, "a client that waited as asked is at the rate");
    time.pass(60_000);
    assert_eq!(sent(&throttle, produce(records(10))), 0, "a pause fills no more than a burst");
    assert_eq!(sent(&throttle, produce(records(1))), 100);
}

#[test]
fn nobody_is_asked_to_wait_longer_than_clients_do_and_the_rest_is_remembered() {
    let (time, throttle) = throttle(json!({"messages_per_second": 1}));
    assert_eq!(sent(&throttle, produce(records(100))), 30_000);
    time.pass(30_000);
    assert_eq!(sent(&throttle, produce(records(1))), 30_000);
    time.pass(60_000);
    assert_eq!(sent(&throttle, produce(records(1))), 11_000);
}

#[test]
fn http_is_refused_before_anything_is_stored() {
    let (time, throttle) = throttle(json!({"messages_per_second": 10}));
    assert_eq!(posted(&throttle, post(records(8))), None);
    assert_eq!(posted(&throttle, post(records(5))), Some(300));
    assert_eq!(posted(&throttle, post(records(2))), None, "what was refused cost nothing");
    time.pass(499);
    assert_eq!(posted(&throttle, post(records(5))), Some(1));
    time.pass(1);
    assert_eq!(posted(&throttle, post(records(5))), None);
}

#[test]
fn more_than_a_burst_passes_once_nothing_is_owed() {
    let (time, throttle) = throttle(json!({"messages_per_second": 10, "burst_ms": 500}));
    assert_eq!(posted(&throttle, post(records(40))), None);
    assert_eq!(posted(&throttle, post(records(1))), Some(3_600), "and is made up for");
    assert_eq!(posted(&throttle, post(records(40))), Some(4_000));
    time.pass(4_000);
    assert_eq!(posted(&throttle, post(records(40))), None);
}

#[test]
fn without_a_burst_messages_come_one_by_one() {
    let (time, throttle) = throttle(json!({"messages_per_second": 10, "burst_ms": 0}));
    assert_eq!(posted(&throttle, post(records(1))), None);
    assert_eq!(posted(&throttle, post(records(1))), Some(100));
    time.pass(100);
    assert_eq!(posted(&throttle, post(records(1))), None);
}

#[test]
fn both_rates_are_held() {
    let len_bytes = records(1).bytes().len() as u64;
    let (_, throttle) = throttle(json!({"messages_per_second": 1_000_000, "bytes_per_second": len_bytes}));
    assert_eq!(sent(&throttle, produce(records(1))), 0);
    assert_eq!(sent(&throttle, produce(records(1))), 1000);
}

#[test]
fn readers_wait_and_are_not_refused() {
    let (_, throttle) = throttle(json!({"messages_per_second": 10}));
    assert_eq!(sent(&throttle, consume(records(10))), 0);
    assert_eq!(sent(&throttle, consume(records(5))), 500);
}

#[test]
fn a_longer_wait_that_somebody_else_asked_for_stays() {
    let (_, throttle) = throttle(json!({"messages_per_second": 10}));
    let delivery = Delivery { throttle_ms: 700, ..produce(records(11)) };
    assert_eq!(sent(&throttle, delivery), 700);
}

#[test]
fn each_has_an_allowance_of_its_own() {
    fn of(change: impl FnOnce(&mut Origin)) -> Delivery {
        let delivery = produce(records(10));
        let mut origin = (*delivery.origin).clone();
        change(&mut origin);
        Delivery { origin: Arc::new(origin), ..delivery }
    }
    let all = || {
        [
            of(|_| {}),
            of(|origin| origin.client_id = None),
            of(|origin| origin.principal = "ann".into()),
            of(|origin| origin.peer = "127.0.0.2:4000".parse().unwrap()),
            of(|origin| origin.peer = "127.0.0.1:4001".parse().unwrap()),
            Delivery { station: "other".into(), ..of(|_| {}) },
        ]
    };
    let waits = |per: &str| {
        let (_, throttle) = throttle(json!({"messages_per_second": 10, "per": per}));
        all().map(|delivery| sent(&throttle, delivery))
    };
    assert_eq!(waits("client"), [0, 0, 0, 0, 1000, 2000]);
    assert_eq!(waits("principal"), [0, 1000, 0, 2000, 3000, 4000]);
    assert_eq!(waits("address"), [0, 1000, 2000, 0, 3000, 4000]);
    assert_eq!(waits("station"), [0, 1000, 2000, 3000, 4000, 0]);
    assert_eq!(waits("gateway"), [0, 1000, 2000, 3000, 4000, 5000]);
}

#[test]
fn a_rate_is_needed() {
    let settings = serde_json::from_value(json!({"per": "station"})).unwrap();
    assert!(Throttle::new(settings, || Duration::ZERO).is_err());
    assert!(serde_json::from_value::<Settings>(json!({"messages_per_second": 0})).is_err());
}
