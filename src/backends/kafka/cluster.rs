//! The cluster's topics, partitions and offsets. librdkafka tells no topic ids: a station's identity here is made of
//! its name, and stays the same when the topic is deleted and made again.

use std::sync::Arc;
use std::time::Duration;

use rdkafka::admin::{AdminClient, AdminOptions, NewPartitions, NewTopic, TopicReplication, TopicResult};
use rdkafka::client::DefaultClientContext;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::KafkaError;
use rdkafka::{ClientConfig, Offset, TopicPartitionList};
use uuid::Uuid;

use super::error;
use crate::backends::{Change, Cleanup, Error, Extent, Position, Settings, StationInfo, Wanted};

/// How long `/readyz` waits for a broker.
const READY: Duration = Duration::from_secs(2);

/// Questions and changes.
pub(super) struct Cluster {
    consumer: Arc<BaseConsumer>,
    admin: AdminClient<DefaultClientContext>,
    timeout: Duration,
}

impl Cluster {
    pub(super) fn new(config: &ClientConfig, timeout_ms: u32) -> Result<Self, KafkaError> {
        let consumer = config.clone().set("allow.auto.create.topics", "false").create()?;
        Ok(Self {
            consumer: Arc::new(consumer),
            admin: config.create()?,
            timeout: Duration::from_millis(timeout_ms.into()),
        })
    }

    /// Asks librdkafka, which blocks.
    async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&BaseConsumer, Duration) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (consumer, timeout) = (Arc::clone(&self.consumer), self.timeout);
        let answer = tokio::task::spawn_blocking(move || question(&consumer, timeout)).await;
        answer.unwrap_or_else(|stopped| Err(Error::Unavailable(format!("the question was stopped: {stopped}"))))
    }

    pub(super) async fn describe(&self, only: Option<&str>) -> Result<Vec<StationInfo>, Error> {
        let only = only.map(str::to_owned);
        self.ask(move |consumer, timeout| {
            let failed = |error: KafkaError| error::of_station(only.as_deref().unwrap_or("(all)"), &error);
            let metadata = consumer.fetch_metadata(only.as_deref(), timeout).map_err(failed)?;
            let there =
                metadata.topics().iter().filter(|topic| topic.error().is_none() && !topic.partitions().is_empty());
            Ok(there.map(|topic| info(topic.name(), topic.partitions().len())).collect())
        })
        .await
    }

    pub(super) async fn create(&self, station: &str, settings: Settings) -> Result<StationInfo, Error> {
        let mut topic = NewTopic::new(station, settings.partitions, TopicReplication::Fixed(-1));
        let retention_ms = settings.retention.max_age_ms.map(|age| age.to_string());
        if let Some(retention_ms) = &retention_ms {
            topic = topic.set("retention.ms", retention_ms);
        }
        let retention_bytes = settings.retention.max_bytes.map(|bytes| bytes.to_string());
        if let Some(retention_bytes) = &retention_bytes {
            topic = topic.set("retention.bytes", retention_bytes);
        }
        if settings.cleanup != Cleanup::Delete {
            topic = topic.set("cleanup.policy", settings.cleanup.word());
        }
        one(station, self.admin.create_topics([&topic], &self.options()).await)?;
        Ok(info(station, usize::try_from(settings.partitions).unwrap_or(1)))
    }

    pub(super) async fn alter(&self, station: &str, change: Change) -> Result<(), Error> {
        match change {
            Change::Settings(settings) => {
                let count = usize::try_from(settings.partitions).unwrap_or(1);
                let current = self.describe(Some(station)).await?.pop().map_or(0, |info| info.partitions.len());
                if count == current {
                    return Err(Error::Unsupported("change a topic's settings other than its partitions"));
                }
                let partitions = NewPartitions::new(station, count);
                one(station, self.admin.create_partitions([&partitions], &self.options()).await)
            }
            Change::Trim { .. } => Err(Error::Unsupported("delete records of an upstream topic")),
        }
    }

    pub(super) async fn delete(&self, station: &str) -> Result<(), Error> {
        one(station, self.admin.delete_topics(&[station], &self.options()).await)
    }

    pub(super) async fn offset(
        &self,
        station: &str,
        partition: i32,
        wanted: Wanted,
    ) -> Result<Option<Position>, Error> {
        let station = station.to_owned();
        self.ask(move |consumer, timeout| {
            let failed = |error| error::of_station(&station, &error);
            let watermarks = || consumer.fetch_watermarks(&station, partition, timeout).map_err(failed);
            let at = |offset| Ok(Some(Position { offset, timestamp_ms: -1 }));
            match wanted {
                Wanted::Earliest => at(watermarks()?.0),
                Wanted::Latest => at(watermarks()?.1),
                Wanted::MaxTimestamp => Err(Error::Unsupported("find the greatest timestamp of an upstream topic")),
                Wanted::At(timestamp_ms) => {
                    let mut list = TopicPartitionList::new();
                    list.add_partition_offset(&station, partition, Offset::Offset(timestamp_ms)).map_err(failed)?;
                    let found = consumer.offsets_for_times(list, timeout).map_err(failed)?;
                    let offset = found.elements().first().map(|element| element.offset());
                    Ok(match offset {
                        Some(Offset::Offset(offset)) => Some(Position { offset, timestamp_ms }),
                        _ => None,
                    })
                }
            }
        })
        .await
    }

    pub(super) async fn ready(&self) -> Result<(), Error> {
        self.ask(|consumer, _| {
            let reached = consumer.fetch_metadata(None, READY).map(drop);
            reached.map_err(|error| Error::Unavailable(format!("the upstream cluster: {error}")))
        })
        .await
    }

    fn options(&self) -> AdminOptions {
        AdminOptions::new().operation_timeout(Some(self.timeout)).request_timeout(Some(self.timeout))
    }
}

/// The outcome of a change to one topic.
fn one(station: &str, outcome: Result<Vec<TopicResult>, KafkaError>) -> Result<(), Error> {
    match outcome.map_err(|error| error::of_station(station, &error))?.pop() {
        Some(Err((_, code))) => Err(error::of_code(station, code)),
        Some(Ok(_)) | None => Ok(()),
    }
}

/// What is told of a topic without asking for the offsets of each of its partitions.
fn info(name: &str, partitions: usize) -> StationInfo {
    let count = i32::try_from(partitions).unwrap_or(i32::MAX);
    StationInfo {
        name: name.to_owned(),
        id: identity(name),
        settings: Settings { partitions: count, ..Settings::default() },
        partitions: vec![Extent { log_start_offset: -1, high_watermark: -1, size_bytes: 0 }; partitions],
    }
}

/// A UUID of version 8 (RFC 9562 section 5.8) made of the name.
fn identity(name: &str) -> Uuid {
    let half =
        |seed: u64| name.bytes().fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let (high, low) = (half(0xcbf2_9ce4_8422_2325), half(0x6c62_272e_07bb_0142));
    uuid::Builder::from_u128((u128::from(high) << 64) | u128::from(low))
        .with_version(uuid::Version::Custom)
        .with_variant(uuid::Variant::RFC4122)
        .into_uuid()
}
