//! `kill -9` under an idempotent producer with acks=all, again and again at random moments: at the end every record that
//! was acknowledged is there once, and in order. Random, but for its seed: WAYSTATION_KILL_SEED repeats the moments,
//! WAYSTATION_KILL_CYCLES says how often (default 8; `make soak` has 200).

#![cfg(feature = "rdkafka")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use parking_lot::Mutex;
use rdkafka::client::ClientContext;
use rdkafka::config::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer as _};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::Message as _;
use rdkafka::producer::{BaseRecord, DeliveryResult, Producer as _, ProducerContext, ThreadedProducer};
use rdkafka::{Offset, TopicPartitionList};
use support::{Gateway, scratch};

const PARTITIONS: u64 = 4;
const STATION: &str = "killed";
/// For everything on its way to be acknowledged, and everything to be read back.
const LIMIT: Duration = Duration::from_secs(120);

#[test]
fn no_acknowledged_record_is_lost_or_there_twice() {
    let cycles = setting("WAYSTATION_KILL_CYCLES").unwrap_or(8);
    let clock = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().subsec_nanos();
    let seed = setting("WAYSTATION_KILL_SEED").unwrap_or(u64::from(clock) | 1);
    say(&format!("{cycles} kills, WAYSTATION_KILL_SEED={seed}"));
    let mut random = Random(seed);

    let dir = scratch();
    let listen = format!("127.0.0.1:{}", free_port(&mut random));
    let serve = || serve(dir.path(), &listen);
    let mut gateway = serve();

    let producing = Producing::start(&listen);
    let (began, mut slowest_start) = (Instant::now(), Duration::ZERO);
    for cycle in 1..=cycles {
        thread::sleep(Duration::from_millis(20 + random.below(500)));
        gateway.kill();
        gateway = serve();
        slowest_start = slowest_start.max(gateway.ready_after);
        if cycle % 25 == 0 {
            say(&format!("{cycle} kills, {} acknowledged", producing.acknowledged()));
        }
    }
    let (seconds, acknowledged) = (began.elapsed().as_secs(), producing.finish());
    let read = read_back(&listen, acknowledged.values().map(Vec::len).sum());
    for (partition, sent) in &acknowledged {
        let found = &read[partition];
        let differs = sent.iter().zip(found).position(|(a, b)| a != b);
        let lengths = (found.len(), sent.len());
        assert!(
            found == sent,
            "partition {partition}: read, acknowledged {lengths:?}, first difference at {differs:?} of {:?}\n{}",
            differs.map(|at| (&found[at..found.len().min(at + 5)], &sent[at..sent.len().min(at + 5)])),
            gateway.log()
        );
    }
    let total: usize = read.values().map(Vec::len).sum();
    assert!(total > 0);
    say(&format!(
        "{total} records, each there once, after {cycles} kills in {seconds} s; slowest start {slowest_start:?}"
    ));
}

fn serve(dir: &Path, listen: &str) -> Gateway {
    Gateway::start_with(dir, listen, &[], &[("WAYSTATION__DEFAULTS__PARTITIONS", "4")])
}

/// Below the ports that the system gives to connections: a client that tries one of those while nobody listens there
/// can come to be connected to itself.
fn free_port(random: &mut Random) -> u16 {
    loop {
        let port = 20_000 + u16::try_from(random.below(10_000)).unwrap();
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap())
}

/// Past the test runner's capture: a long run is watched.
fn say(text: &str) {
    let _ = writeln!(io::stderr(), "kills: {text}");
}

/// Numbers of each partition's records, in the order in which they were acknowledged.
type Numbers = BTreeMap<i32, Vec<u64>>;

/// A producer in a thread of its own.
struct Producing {
    stop: Arc<AtomicBool>,
    told: Arc<Told>,
    thread: thread::JoinHandle<()>,
}

/// What the producer was told of its records.
#[derive(Default)]
struct Told {
    acknowledged: Mutex<Numbers>,
    count: AtomicU64,
    failed: Mutex<Vec<String>>,
}

/// The delivery reports, in `Told`.
struct Reports(Arc<Told>);

impl ClientContext for Reports {}

impl ProducerContext for Reports {
    type DeliveryOpaque = Box<u64>;

    fn delivery(&self, result: &DeliveryResult<'_>, number: Box<u64>) {
        match result {
            Ok(message) => {
                self.0.acknowledged.lock().entry(message.partition()).or_default().push(*number);
                self.0.count.fetch_add(1, Ordering::Relaxed);
            }
            Err((error, message)) => self.0.failed.lock().push(format!("{number} to {}: {error}", message.partition())),
        }
    }
}

impl Producing {
    fn start(bootstrap: &str) -> Self {
        let (stop, told) = (Arc::new(AtomicBool::new(false)), Arc::new(Told::default()));
        let producer: ThreadedProducer<Reports> = ClientConfig::new()
            .set("bootstrap.servers", bootstrap)
            .set("enable.idempotence", "true")
            .set("acks", "all")
            .set("message.timeout.ms", "0") // never gives up
            .set("linger.ms", "2")
            .set("batch.num.messages", "50") // many batches are on their way at each kill
            .set("retry.backoff.ms", "20")
            .set("reconnect.backoff.ms", "10")
            .set("reconnect.backoff.max.ms", "100")
            .create_with_context(Reports(Arc::clone(&told)))
            .unwrap();
        let stopped = Arc::clone(&stop);
        let thread = thread::spawn(move || {
            for number in 0.. {
                if stopped.load(Ordering::Relaxed) {
                    break;
                }
                send(&producer, number);
                if number % 20 == 0 {
                    thread::sleep(Duration::from_millis(2));
                }
            }
            producer.flush(LIMIT).unwrap();
        });
        Self { stop, told, thread }
    }

    fn acknowledged(&self) -> u64 {
        self.told.count.load(Ordering::Relaxed)
    }

    /// Stops sending, and waits until everything sent is acknowledged.
    fn finish(self) -> Numbers {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().unwrap();
        assert_eq!(*self.told.failed.lock(), Vec::<String>::new(), "not delivered");
        std::mem::take(&mut *self.told.acknowledged.lock())
    }
}

fn send(producer: &ThreadedProducer<Reports>, number: u64) {
    let payload = format!("{number}:{}", "x".repeat(usize::try_from(number * 37 % 900).unwrap()));
    let partition = i32::try_from(number % PARTITIONS).unwrap();
    let mut record = BaseRecord::<(), str, _>::with_opaque_to(STATION, Box::new(number));
    record = record.partition(partition).payload(&payload);
    while let Err((error, back)) = producer.send(record) {
        assert_eq!(error, KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull));
        thread::sleep(Duration::from_millis(5));
        record = back;
    }
}

/// Everything there is, from the beginning, and that nothing follows.
fn read_back(bootstrap: &str, expected: usize) -> Numbers {
    let consumer: BaseConsumer =
        ClientConfig::new().set("bootstrap.servers", bootstrap).set("group.id", "unused").create().unwrap();
    let mut from = TopicPartitionList::new();
    let mut read = Numbers::new();
    for partition in (0..PARTITIONS).map(|partition| i32::try_from(partition).unwrap()) {
        from.add_partition_offset(STATION, partition, Offset::Beginning).unwrap();
        read.insert(partition, Vec::new());
    }
    consumer.assign(&from).unwrap();
    let (deadline, mut count) = (Instant::now() + LIMIT, 0);
    loop {
        let wait = if count < expected { Duration::from_millis(500) } else { Duration::from_secs(2) };
        let Some(message) = consumer.poll(wait) else {
            if count >= expected || Instant::now() > deadline {
                return read;
            }
            continue;
        };
        let message = message.unwrap();
        let number = message.payload_view::<str>().unwrap().unwrap().split(':').next().unwrap().parse().unwrap();
        read.get_mut(&message.partition()).unwrap().push(number);
        count += 1;
    }
}

/// xorshift64: moments need no better.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}
