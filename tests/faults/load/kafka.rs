//! The Kafka clients of the load, all librdkafka: idempotent producers with acks=all, a consumer that polls, and reading
//! everything back.

use std::collections::BTreeMap;
use std::thread;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use rdkafka::client::ClientContext;
use rdkafka::config::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer as _};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::Message as _;
use rdkafka::producer::{BaseRecord, DeliveryResult, Producer as _, ProducerContext, ThreadedProducer};
use rdkafka::{Offset, TopicPartitionList};

use super::{LIMIT, PARTITIONS, STATION, Shared};
use crate::history::{Guarantee, History, Producer, Reading};

/// The delivery reports, into the history.
struct Reports {
    shared: Shared,
    producer: Producer,
    failed: Mutex<Vec<String>>,
}

impl ClientContext for Reports {}

impl ProducerContext for Reports {
    type DeliveryOpaque = Box<u64>;

    fn delivery(&self, result: &DeliveryResult<'_>, id: Box<u64>) {
        match result {
            Ok(message) => {
                // A duplicate is acknowledged without its offset.
                match message.offset() {
                    offset if offset >= 0 => self.producer.acknowledged(*id, message.partition(), offset),
                    _ => self.producer.acknowledged_somewhere(*id),
                }
                self.shared.count();
            }
            Err((error, message)) => {
                self.failed.lock().push(format!("record {id} to {}: {error}", message.partition()));
            }
        }
    }
}

/// An idempotent producer that never gives up: 1,000 records a second until it is told to stop.
pub(super) fn produce(shared: &Shared) {
    let producer = shared.history.producer(Guarantee::OnceInOrder);
    let reports = Reports { shared: shared.clone(), producer: producer.clone(), failed: Mutex::default() };
    let client: ThreadedProducer<Reports> = config(&shared.listen)
        .set("enable.idempotence", "true")
        .set("acks", "all")
        .set("message.timeout.ms", "0")
        .set("linger.ms", "2")
        .set("batch.num.messages", "50") // many batches are on their way at each fault
        .set("retry.backoff.ms", "20")
        .set("queue.buffering.max.messages", "2000")
        .create_with_context(reports)
        .unwrap();
    for number in 0_u32.. {
        if shared.is_stopping() {
            break;
        }
        let (id, payload) = producer.record(30 + (number as usize * 37) % 900);
        send(&client, i32::try_from(number).unwrap() % PARTITIONS, id, &payload);
        if number % 10 == 0 {
            thread::sleep(Duration::from_millis(10));
        }
    }
    let flushed = client.flush(LIMIT);
    assert!(flushed.is_ok(), "{flushed:?}: {:?}", client.client().fatal_error());
    assert_eq!(*client.context().failed.lock(), Vec::<String>::new(), "not delivered");
}

fn send(client: &ThreadedProducer<Reports>, partition: i32, id: u64, payload: &[u8]) {
    let mut record = BaseRecord::<(), [u8], _>::with_opaque_to(STATION, Box::new(id));
    record = record.partition(partition).payload(payload);
    while let Err((error, back)) = client.send(record) {
        let fatal = client.client().fatal_error();
        assert_eq!(error, KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull), "{fatal:?}");
        thread::sleep(Duration::from_millis(5));
        record = back;
    }
}

/// Sends one record, once: what the broker answers, a retriable error too, is the answer.
pub(crate) fn send_once(listen: &str, partition: i32) -> Result<(), RDKafkaErrorCode> {
    let client: ThreadedProducer<Once> = config(listen)
        .set("acks", "all")
        .set("retries", "0")
        .set("message.timeout.ms", "10000")
        .create_with_context(Once::default())
        .unwrap();
    let record = BaseRecord::<(), [u8], ()>::to("once").partition(partition).payload(&[b'x'; 4096]);
    client.send(record).unwrap();
    client.flush(LIMIT).unwrap();
    let answer = client.context().0.lock().take();
    answer.expect("flushing waits for the answer")
}

/// The one delivery report.
#[derive(Default)]
struct Once(Mutex<Option<Result<(), RDKafkaErrorCode>>>);

impl ClientContext for Once {}

impl ProducerContext for Once {
    type DeliveryOpaque = ();

    fn delivery(&self, result: &DeliveryResult<'_>, (): ()) {
        let code = |error: &KafkaError| error.rdkafka_error_code().unwrap();
        *self.0.lock() = Some(result.as_ref().map(|_| ()).map_err(|(error, _)| code(error)));
    }
}

/// A consumer without a group that reads on and on, whatever happens to the gateway.
pub(super) fn poll(shared: &Shared) {
    let consumer = from_the_beginning(&shared.listen);
    let mut readings = readings(&shared.history);
    while !shared.is_quitting() {
        match consumer.poll(Duration::from_millis(100)) {
            Some(Ok(message)) => {
                readings
                    .get_mut(&message.partition())
                    .unwrap()
                    .found(message.offset(), message.payload().unwrap_or_default());
            }
            // What it had read must be there for ever, so its offset is never beyond the end.
            Some(Err(KafkaError::MessageConsumption(RDKafkaErrorCode::AutoOffsetReset))) => {
                let station = super::http::Client::new(&shared.listen).ask("GET", &super::path(), b"");
                panic!("what follows {:?} is not there: {station:?}", consumer.position());
            }
            Some(Err(_)) | None => {}
        }
    }
}

/// Everything there is, from the beginning to the end.
pub(crate) fn read_all(listen: &str, history: &History) {
    let consumer = from_the_beginning(listen);
    let mut readings = readings(history);
    let deadline = Instant::now() + LIMIT;
    while !readings.is_empty() {
        assert!(Instant::now() < deadline, "partitions {:?} have no end", readings.keys());
        match consumer.poll(Duration::from_millis(500)) {
            Some(Ok(message)) => {
                let reading = readings.get_mut(&message.partition()).expect("nothing follows the end");
                reading.found(message.offset(), message.payload().unwrap_or_default());
            }
            Some(Err(KafkaError::PartitionEOF(partition))) => {
                if let Some(reading) = readings.remove(&partition) {
                    reading.ended();
                }
                stop(&consumer, partition);
            }
            Some(Err(KafkaError::MessageConsumption(RDKafkaErrorCode::AutoOffsetReset))) => {
                panic!("the log does not hold what it should");
            }
            Some(Err(_)) | None => {}
        }
    }
}

fn stop(consumer: &BaseConsumer, partition: i32) {
    let mut ended = TopicPartitionList::new();
    ended.add_partition(STATION, partition);
    consumer.pause(&ended).unwrap();
}

fn from_the_beginning(listen: &str) -> BaseConsumer {
    let consumer: BaseConsumer = config(listen)
        .set("group.id", "unused")
        .set("enable.partition.eof", "true")
        .set("auto.offset.reset", "error")
        .set("fetch.wait.max.ms", "100")
        .create()
        .unwrap();
    let mut from = TopicPartitionList::new();
    for partition in 0..PARTITIONS {
        from.add_partition_offset(STATION, partition, Offset::Beginning).unwrap();
    }
    consumer.assign(&from).unwrap();
    consumer
}

fn readings(history: &History) -> BTreeMap<i32, Reading> {
    (0..PARTITIONS).map(|partition| (partition, history.reading(partition, 0))).collect()
}

pub(crate) fn config(listen: &str) -> ClientConfig {
    let mut config = ClientConfig::new();
    config
        .set("bootstrap.servers", listen)
        .set("reconnect.backoff.ms", "10")
        .set("reconnect.backoff.max.ms", "50")
        .set("log_level", "0");
    config
}
