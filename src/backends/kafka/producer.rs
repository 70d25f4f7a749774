//! Producing upstream. One task hands records to librdkafka in the order in which batches were appended; a batch is
//! acknowledged when the cluster has acknowledged each of its records.

use std::time::Duration;

use futures_util::future::{BoxFuture, try_join_all};
use rdkafka::ClientConfig;
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::{Header, OwnedHeaders};
use rdkafka::producer::{DeliveryFuture, FutureProducer, FutureRecord};
use records::{Batch, Record};
use tokio::sync::{mpsc, oneshot};

use super::error;
use crate::backends::{Appended, Error};

/// Batches that wait for librdkafka to take them; above it, producers are told to come back.
const WAITING: usize = 1_024;
/// How long to let librdkafka work its queue off before it is asked again.
const PAUSE: Duration = Duration::from_millis(5);
/// What one batch may open to, as librdkafka's own default for a whole message set.
const OPEN_LIMIT_BYTES: usize = 100 << 20;

/// The way upstream.
pub(super) struct Producer {
    waiting: mpsc::Sender<Waiting>,
}

struct Waiting {
    station: String,
    partition: i32,
    batch: Batch,
    done: oneshot::Sender<Result<Appended, Error>>,
}

impl Producer {
    pub(super) fn new(config: &ClientConfig, timeout_ms: u32) -> Result<Self, KafkaError> {
        let producer: FutureProducer = config
            .clone()
            .set("enable.idempotence", "true")
            .set("message.timeout.ms", timeout_ms.to_string())
            .set("linger.ms", "1")
            .create()?;
        let (waiting, queue) = mpsc::channel(WAITING);
        tokio::spawn(run(producer, queue));
        Ok(Self { waiting })
    }

    pub(super) fn append(
        &self,
        station: &str,
        partition: i32,
        batch: Batch,
    ) -> BoxFuture<'static, Result<Appended, Error>> {
        let (done, outcome) = oneshot::channel();
        let queued = self.waiting.try_send(Waiting { station: station.to_owned(), partition, batch, done });
        Box::pin(async move {
            queued.map_err(|_| Error::Unavailable("too much waits for the upstream cluster".to_owned()))?;
            outcome.await.unwrap_or_else(|_| Err(Error::Unavailable("the gateway is closing".to_owned())))
        })
    }
}

async fn run(producer: FutureProducer, mut queue: mpsc::Receiver<Waiting>) {
    while let Some(Waiting { station, partition, batch, done }) = queue.recv().await {
        let sent = send(&producer, &station, partition, &batch).await;
        tokio::spawn(async move {
            let outcome = match sent {
                Ok(reports) => acknowledged(&station, reports).await,
                Err(error) => Err(error),
            };
            // Whoever gave up waiting need not be told.
            let _ = done.send(outcome);
        });
    }
}

/// Gives each record to librdkafka, waiting while its queue is full.
async fn send(
    producer: &FutureProducer,
    station: &str,
    partition: i32,
    batch: &Batch,
) -> Result<Vec<DeliveryFuture>, Error> {
    let corrupt = |error: records::Error| Error::Corrupt(error.to_string());
    let opened = batch.open(OPEN_LIMIT_BYTES).map_err(corrupt)?;
    let mut reports = Vec::new();
    for record in opened.records() {
        let record = record.map_err(corrupt)?;
        let mut message = message(station, partition, &record);
        loop {
            match producer.send_result(message) {
                Ok(report) => break reports.push(report),
                Err((KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull), refused)) => message = refused,
                Err((error, _)) => return Err(error::of_station(station, &error)),
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
    Ok(reports)
}

fn message<'a>(station: &'a str, partition: i32, record: &Record<'a>) -> FutureRecord<'a, [u8], [u8]> {
    let mut headers = OwnedHeaders::new();
    for (name, value) in record.headers() {
        headers = headers.insert(Header { key: &String::from_utf8_lossy(name), value });
    }
    let message = FutureRecord::to(station).partition(partition).timestamp(record.timestamp_ms).headers(headers);
    let message = match record.key {
        Some(key) => message.key(key),
        None => message,
    };
    match record.value {
        Some(value) => message.payload(value),
        None => message,
    }
}

async fn acknowledged(station: &str, reports: Vec<DeliveryFuture>) -> Result<Appended, Error> {
    let closing = |_| Error::Unavailable("the gateway is closing".to_owned());
    let each = reports.into_iter().map(|report| async move {
        report.await.map_err(closing)?.map_err(|(error, _)| error::of_station(station, &error))
    });
    let delivered = try_join_all(each).await?;
    let base_offset = delivered.first().map_or(-1, |first| first.offset);
    Ok(Appended { base_offset, log_start_offset: -1 })
}
