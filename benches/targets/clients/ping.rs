//! One record at a time by librdkafka, the next when the last is acknowledged: how long each took.

use std::net::SocketAddr;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use rdkafka::client::ClientContext;
use rdkafka::config::ClientConfig;
use rdkafka::error::KafkaError;
use rdkafka::producer::{BaseRecord, DeliveryResult, ProducerContext, ThreadedProducer};

use super::PATIENCE;
use crate::error::Error;
use crate::figures::percentile;

/// Times of single records, in microseconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Times {
    pub(crate) count: u64,
    pub(crate) p50_us: f64,
    pub(crate) p99_us: f64,
}

impl Times {
    /// Calls again and again until the time is over.
    pub(crate) fn of(for_: Duration, mut once: impl FnMut() -> Result<(), Error>) -> Result<Self, Error> {
        let began = Instant::now();
        let mut times_us = Vec::new();
        while began.elapsed() < for_ {
            let sent = Instant::now();
            once()?;
            times_us.push(sent.elapsed().as_secs_f64() * 1e6);
        }
        times_us.sort_by(f64::total_cmp);
        let count = u64::try_from(times_us.len()).unwrap_or(u64::MAX);
        Ok(Self { count, p50_us: percentile(&times_us, 0.5), p99_us: percentile(&times_us, 0.99) })
    }
}

/// A producer that lingers for nothing. Its thread calls back as an answer comes: polling it here would wait for the
/// whole time given, whatever comes.
pub(crate) struct Pinger {
    producer: ThreadedProducer<Answers>,
    answers: Receiver<Result<(), KafkaError>>,
    topic: String,
}

/// What became of each record.
struct Answers(Mutex<Sender<Result<(), KafkaError>>>);

impl ClientContext for Answers {}

impl ProducerContext for Answers {
    type DeliveryOpaque = ();

    fn delivery(&self, result: &DeliveryResult<'_>, _: ()) {
        // Nobody listens any more once the pinger is dropped.
        let _ = self.0.lock().send(result.as_ref().map(|_| ()).map_err(|(error, _)| error.clone()));
    }
}

impl Pinger {
    /// Connects; nothing is sent yet.
    pub(crate) fn connect(address: SocketAddr, topic: &str) -> Result<Self, Error> {
        let mut config = ClientConfig::new();
        config.set("bootstrap.servers", address.to_string()).set("acks", "all").set("linger.ms", "0");
        let (sender, answers) = channel();
        let producer = config.create_with_context(Answers(Mutex::new(sender)));
        let producer = producer.map_err(Error::during("a librdkafka producer"))?;
        Ok(Self { producer, answers, topic: topic.to_owned() })
    }

    /// Sends one record and waits until it is acknowledged.
    pub(crate) fn ping(&self, payload: &[u8]) -> Result<(), Error> {
        let record = BaseRecord::<(), [u8]>::to(&self.topic).partition(0).payload(payload);
        self.producer.send(record).map_err(|(error, _)| Error::during("sending")(error))?;
        match self.answers.recv_timeout(PATIENCE) {
            Ok(answer) => answer.map_err(Error::during("sending")),
            Err(_) => Err(Error::Failed(format!("a record was not acknowledged in {PATIENCE:?}"))),
        }
    }
}
