//! A librdkafka consumer that reads one partition from its beginning.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use rdkafka::config::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer as _};
use rdkafka::{Offset, TopicPartitionList};

use super::PATIENCE;
use crate::error::Error;

/// Between looks at the clock.
const CHUNK: u64 = 1_000;

/// A consumer to which the first record has come.
pub(crate) struct Consumer(BaseConsumer);

impl Consumer {
    /// Connects, and waits for the first record of partition 0.
    pub(crate) fn connect(address: SocketAddr, topic: &str) -> Result<Self, Error> {
        let mut config = ClientConfig::new();
        config.set("bootstrap.servers", address.to_string()).set("group.id", "unused");
        config.set("enable.auto.commit", "false");
        let consumer: BaseConsumer = config.create().map_err(Error::during("a librdkafka consumer"))?;
        let mut from = TopicPartitionList::new();
        from.add_partition_offset(topic, 0, Offset::Beginning).map_err(Error::during("assigning"))?;
        consumer.assign(&from).map_err(Error::during("assigning"))?;
        let consumer = Self(consumer);
        consumer.next(PATIENCE)?;
        Ok(consumer)
    }

    /// Reads on as fast as it can until so many more have come or the time is over, and says how many came.
    pub(crate) fn drain(&self, records: u64, at_most: Duration) -> Result<u64, Error> {
        let began = Instant::now();
        let mut read = 0;
        while read < records && began.elapsed() < at_most {
            for _ in 0..CHUNK.min(records - read) {
                self.next(PATIENCE)?;
                read += 1;
            }
        }
        Ok(read)
    }

    fn next(&self, patience: Duration) -> Result<(), Error> {
        let began = Instant::now();
        while began.elapsed() < patience {
            match self.0.poll(Duration::from_millis(100)) {
                None => {}
                Some(Ok(_)) => return Ok(()),
                Some(Err(error)) => return Err(Error::during("reading")(error)),
            }
        }
        Err(Error::Failed(format!("no record came in {patience:?}")))
    }
}
