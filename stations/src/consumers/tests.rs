//! Acknowledging consumers over a real store in a temporary folder: delivered, acknowledged, delivered again, dead, reopened.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use tokio::time::Instant;

use super::*;
use crate::disk::SimDisk;
use crate::testing::{DATA, append, batch};
use crate::{Options, Settings, Store};

fn open(dir: &Path) -> Store {
    Store::open(dir, Options { housekeeping_ms: u64::MAX, ..Options::default() }).unwrap()
}

async fn lights(dir: &Path, count: i64, config: ConsumerConfig) -> Store {
    let store = open(dir);
    store.create("lights", Settings::default()).unwrap();
    let timestamps: Vec<_> = (0..count).collect();
    if count > 0 {
        store.station("lights").unwrap().partition(0).unwrap().append(batch(&timestamps)).await.unwrap();
    }
    assert!(store.consumers().create("lights", "c", config).unwrap());
    store
}

fn now(max_messages: usize) -> Fetch {
    Fetch { max_messages, max_bytes: 1 << 20, wait_until: None }
}

fn offsets(deliveries: &[Delivery]) -> Vec<i64> {
    deliveries.iter().map(|delivery| delivery.message.offset).collect()
}

#[tokio::test]
async fn acknowledged_is_never_delivered_again_and_the_rest_is_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let config = ConsumerConfig { ack_wait_ms: 400, ..ConsumerConfig::default() };
    let store = lights(dir.path(), 5, config).await;
    let consumer = store.consumers().find("lights", "c").unwrap();
    let first = consumer.fetch(now(3)).await.unwrap();
    assert_eq!(offsets(&first), [0, 1, 2]);
    let token: Token = first[1].token.to_string().parse().unwrap();
    assert_eq!(consumer.settle(&[(token, Verdict::Ack)]).await.unwrap(), [Settled::Done]);
    assert_eq!(consumer.settle(&[(token, Verdict::Ack)]).await.unwrap(), [Settled::Already]);
    drop(consumer);
    drop(store);

    let store = open(dir.path());
    let consumer = store.consumers().find("lights", "c").unwrap();
    assert_eq!(consumer.settle(&[(token, Verdict::Ack)]).await.unwrap(), [Settled::Already]);
    let rest = consumer.fetch(now(9)).await.unwrap();
    assert_eq!(offsets(&rest), [3, 4]);
    consumer.settle(&[(rest[0].token, Verdict::Ack), (rest[1].token, Verdict::Ack)]).await.unwrap();
    let wait_until = Some(Instant::now() + Duration::from_secs(5));
    let again = consumer.fetch(Fetch { wait_until, ..now(9) }).await.unwrap();
    assert_eq!(offsets(&again), [0, 2]);
    assert_eq!(again[0].deliveries, 2);
}

#[tokio::test]
async fn given_back_is_not_counted_and_max_in_flight_holds() {
    let dir = tempfile::tempdir().unwrap();
    let store = lights(dir.path(), 5, ConsumerConfig { max_in_flight: 2, ..ConsumerConfig::default() }).await;
    let consumer = store.consumers().find("lights", "c").unwrap();
    let first = consumer.fetch(now(9)).await.unwrap();
    assert_eq!(offsets(&first), [0, 1]);
    assert!(consumer.fetch(now(9)).await.unwrap().is_empty());
    consumer.settle(&[(first[0].token, Verdict::GiveBack), (first[1].token, Verdict::Ack)]).await.unwrap();
    let again = consumer.fetch(now(9)).await.unwrap();
    assert_eq!(offsets(&again), [0, 2]);
    assert_eq!(again[0].deliveries, 1);
}

#[tokio::test]
async fn a_fetch_wakes_when_a_record_becomes_visible() {
    let dir = tempfile::tempdir().unwrap();
    let store = lights(dir.path(), 0, ConsumerConfig::default()).await;
    let consumer = store.consumers().find("lights", "c").unwrap();
    let wait_until = Some(Instant::now() + Duration::from_secs(60));
    let fetching = tokio::spawn(async move { consumer.fetch(Fetch { wait_until, ..now(9) }).await });
    tokio::time::sleep(Duration::from_millis(20)).await;
    store.station("lights").unwrap().partition(0).unwrap().append(batch(&[7])).await.unwrap();
    let delivered = tokio::time::timeout(Duration::from_secs(10), fetching).await.unwrap().unwrap().unwrap();
    assert_eq!(offsets(&delivered), [0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn terminated_and_exhausted_become_dead_letters_once() {
    let dir = tempfile::tempdir().unwrap();
    let config = ConsumerConfig { ack_wait_ms: 1, max_deliveries: Some(1), ..ConsumerConfig::default() };
    let store = lights(dir.path(), 2, config).await;
    let consumer = store.consumers().find("lights", "c").unwrap();
    let first = consumer.fetch(now(9)).await.unwrap();
    consumer.settle(&[(first[1].token, Verdict::Terminate { reason: "no".to_owned() })]).await.unwrap();
    tokio::time::sleep(Duration::from_millis(20)).await;
    store.keep_house(0);
    store.keep_house(0);
    let dead = store.station("lights.dead-letter").unwrap().partition(0).unwrap();
    assert_eq!(dead.high_watermark(), 2);
    let described = consumer.describe().unwrap();
    assert_eq!((described.pending, described.counts.dead_lettered), (0, 2));
    assert!(consumer.fetch(now(9)).await.unwrap().is_empty());
}

#[test]
fn an_entry_on_its_way_to_the_disk_is_not_forgotten_because_the_next_was_refused() {
    let disk = SimDisk::new(1);
    // One entry may wait; the next is refused.
    let open = |disk: &SimDisk| {
        let disk = Arc::new(disk.clone());
        let options =
            Options { disk, flusher_threads: 0, housekeeping_ms: u64::MAX, queue_bytes: 0, ..Options::default() };
        Store::open(Path::new(DATA), options).unwrap()
    };
    let store = open(&disk);
    store.create("lights", Settings::default()).unwrap();
    append(&store, &store.station("lights").unwrap().partition(0).unwrap(), batch(&[0, 1, 2])).unwrap();
    store.consumers().create("lights", "c", ConsumerConfig::default()).unwrap();
    let consumer = store.consumers().find("lights", "c").unwrap();
    let mut fetching = Box::pin(consumer.fetch(now(3)));
    assert!((&mut fetching).now_or_never().is_none());
    store.flush();
    let delivered = fetching.now_or_never().unwrap().unwrap();
    let ack = |number: usize| [(delivered[number].token, Verdict::Ack)];
    let (first, second, third) = (ack(0), ack(1), ack(2));
    let mut waiting = Box::pin(consumer.settle(&first));
    assert!((&mut waiting).now_or_never().is_none());
    for _ in 0..2 {
        let refused = consumer.settle(&second).now_or_never().unwrap();
        assert!(matches!(refused, Err(Error::Store(crate::Error::Busy { .. }))), "{refused:?}");
    }
    store.flush();
    assert_eq!(waiting.now_or_never().unwrap().unwrap(), [Settled::Done]);
    let mut waiting = Box::pin(consumer.settle(&third));
    let settled = (&mut waiting).now_or_never();
    store.flush();
    assert_eq!(settled.or_else(|| waiting.now_or_never()).unwrap().unwrap(), [Settled::Done]);
    let described = consumer.describe().unwrap();
    assert_eq!((described.pending, described.counts.acked), (1, 2));
    drop(consumer);
    drop(store);

    let store = open(&disk.cut_power());
    let described = store.consumers().find("lights", "c").unwrap().describe().unwrap();
    assert_eq!((described.pending, described.counts.acked), (1, 2));
}
