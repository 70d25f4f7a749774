//! An upstream Kafka cluster as a backend, through librdkafka: its topics are stations. Messages are produced one by
//! one and read one by one, and become batches here; a relay that forwards untouched frames is another matter.
//!
//! - `producer`: batches out, in the order of the calls, acknowledged by delivery reports
//! - `reader`: messages in, rebuilt into batches
//! - `cluster`: topics, partitions and offsets
//! - `error`: what librdkafka says, as a backend's error

mod cluster;
mod error;
mod producer;
mod reader;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use futures_util::future::BoxFuture;
use rdkafka::ClientConfig;
use records::Batch;
use schemars::{JsonSchema, schema_for};
use serde::Deserialize;

use super::{Appended, Backend, Change, Error, Kind, Position, Read, Settings, Slice, StationInfo, Wanted};
use cluster::Cluster;
use producer::Producer;
use reader::Readers;

/// The entry in the list of kinds.
pub(super) const KIND: Kind = Kind { name: "kafka", schema: || schema_for!(Upstream), build };

/// An upstream Kafka cluster. This build reaches it by plaintext; TLS and SASL come with the relay.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Upstream {
    /// Some of its brokers, as `host:port`; the others are learned from them.
    #[schemars(length(min = 1))]
    bootstrap: Vec<String>,
    /// How long a message may wait for its acknowledgement, and a question for its answer, in milliseconds.
    /// Default: 30000
    #[serde(default = "thirty_seconds")]
    #[schemars(range(min = 100))]
    timeout_ms: u32,
}

fn thirty_seconds() -> u32 {
    30_000
}

fn build(_: &str, settings: &serde_json::Value) -> Result<Arc<dyn Backend>, String> {
    let upstream = Upstream::deserialize(settings).map_err(|error| error.to_string())?;
    Ok(Arc::new(Kafka::new(&upstream).map_err(|error| error.to_string())?))
}

/// The cluster.
struct Kafka {
    cluster: Cluster,
    producer: Producer,
    readers: Readers,
}

impl Kafka {
    /// Does not wait for the cluster: it may come later.
    fn new(upstream: &Upstream) -> Result<Self, rdkafka::error::KafkaError> {
        let mut config = ClientConfig::new();
        config.set("bootstrap.servers", upstream.bootstrap.join(","));
        config.set("client.id", "waystation");
        Ok(Self {
            cluster: Cluster::new(&config, upstream.timeout_ms)?,
            producer: Producer::new(&config, upstream.timeout_ms)?,
            readers: Readers::new(config, upstream.timeout_ms),
        })
    }
}

impl Backend for Kafka {
    fn describe<'a>(&'a self, only: Option<&'a str>) -> BoxFuture<'a, Result<Vec<StationInfo>, Error>> {
        Box::pin(self.cluster.describe(only))
    }

    fn create<'a>(&'a self, station: &'a str, settings: Settings) -> BoxFuture<'a, Result<StationInfo, Error>> {
        Box::pin(self.cluster.create(station, settings))
    }

    fn alter<'a>(&'a self, station: &'a str, change: Change) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(self.cluster.alter(station, change))
    }

    fn delete<'a>(&'a self, station: &'a str) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(self.cluster.delete(station))
    }

    fn append(&self, station: &str, partition: i32, batch: Batch) -> BoxFuture<'static, Result<Appended, Error>> {
        self.producer.append(station, partition, batch)
    }

    fn read(&self, read: Read) -> BoxFuture<'_, Result<Slice, Error>> {
        Box::pin(self.readers.read(read))
    }

    fn offset<'a>(
        &'a self,
        station: &'a str,
        partition: i32,
        wanted: Wanted,
    ) -> BoxFuture<'a, Result<Option<Position>, Error>> {
        Box::pin(self.cluster.offset(station, partition, wanted))
    }

    fn ready(&self) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(self.cluster.ready())
    }
}
