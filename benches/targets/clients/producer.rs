//! A librdkafka producer: acks=all, linger 5 ms, everything else as librdkafka has it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use rdkafka::client::ClientContext;
use rdkafka::config::ClientConfig;
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::producer::{BaseProducer, BaseRecord, DeliveryResult, Producer as _, ProducerContext};

use super::PATIENCE;
use crate::error::Error;

/// Between looks at the clock.
const CHUNK: u64 = 1_000;

/// When to stop.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Until {
    pub(crate) after: Duration,
    pub(crate) records: u64,
}

/// A producer that is connected and has been acknowledged a record.
pub(crate) struct Producer {
    producer: BaseProducer<Failures>,
    failures: Failures,
    topic: String,
    partitions: i32,
}

/// Records that were not acknowledged: how many, and why the first.
#[derive(Clone, Default)]
struct Failures(Arc<(AtomicU64, Mutex<Option<KafkaError>>)>);

impl ClientContext for Failures {}

impl ProducerContext for Failures {
    type DeliveryOpaque = ();

    /// Only called for failures: a call a record would make the client even more of the time.
    fn delivery(&self, result: &DeliveryResult<'_>, _: ()) {
        if let Err((error, _)) = result {
            self.0.0.fetch_add(1, Ordering::Relaxed);
            self.0.1.lock().get_or_insert_with(|| error.clone());
        }
    }
}

impl Producer {
    /// Connects, and sends one record to each partition.
    pub(crate) fn connect(address: SocketAddr, topic: &str, partitions: i32) -> Result<Self, Error> {
        let mut config = ClientConfig::new();
        config.set("bootstrap.servers", address.to_string()).set("acks", "all").set("linger.ms", "5");
        config.set("delivery.report.only.error", "true");
        config.set("message.timeout.ms", PATIENCE.as_millis().to_string());
        let failures = Failures::default();
        let producer = config.create_with_context(failures.clone()).map_err(Error::during("a librdkafka producer"))?;
        let producer = Self { producer, failures, topic: topic.to_owned(), partitions };
        for partition in 0..partitions {
            producer.send(b"first", partition)?;
        }
        producer.wait()?;
        Ok(producer)
    }

    /// Sends as fast as it can, to each partition in turn, waits for the last acknowledgement, and says how many came.
    pub(crate) fn pour(&self, payload: &[u8], until: Until) -> Result<u64, Error> {
        let began = Instant::now();
        let (mut sent, mut partition) = (0, 0);
        while sent < until.records && began.elapsed() < until.after {
            for _ in 0..CHUNK.min(until.records - sent) {
                self.send(payload, partition)?;
                partition = if partition + 1 == self.partitions { 0 } else { partition + 1 };
            }
            sent += CHUNK.min(until.records - sent);
            self.producer.poll(Duration::ZERO);
        }
        self.wait()?;
        Ok(sent)
    }

    /// Waits while librdkafka's own queue (100,000 records) is full.
    fn send(&self, payload: &[u8], partition: i32) -> Result<(), Error> {
        let mut record = BaseRecord::<(), [u8]>::to(&self.topic).partition(partition).payload(payload);
        loop {
            match self.producer.send(record) {
                Ok(()) => return Ok(()),
                Err((KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull), back)) => record = back,
                Err((error, _)) => return Err(Error::during("sending")(error)),
            }
            self.producer.poll(Duration::from_millis(1));
        }
    }

    /// Not `flush`, whose own step of 100 ms is too coarse to measure by.
    fn wait(&self) -> Result<(), Error> {
        let began = Instant::now();
        while self.producer.in_flight_count() > 0 {
            self.producer.poll(Duration::from_millis(1));
            if began.elapsed() > PATIENCE * 2 {
                let waiting = self.producer.in_flight_count();
                return Err(Error::Failed(format!("{waiting} records were still not acknowledged")));
            }
        }
        let Failures(failures) = &self.failures;
        match failures.0.load(Ordering::Relaxed) {
            0 => Ok(()),
            count => {
                let first = failures.1.lock().as_ref().map(ToString::to_string).unwrap_or_default();
                Err(Error::Failed(format!("{count} records were not acknowledged, the first for: {first}")))
            }
        }
    }
}
