//! Producing and consuming by the Kafka protocol, with librdkafka: any broker is as good as the gateway.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use bytes::Bytes;
use futures_util::FutureExt as _;
use futures_util::future::join_all;
use rdkafka::consumer::{Consumer as _, StreamConsumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::{Header, Headers as _, Message as _, OwnedHeaders};
use rdkafka::producer::{FutureProducer, FutureRecord};
use rdkafka::{ClientConfig, Offset, TopicPartitionList};

use super::Error;
use super::consume::{Start, Wish};
use super::dial::{Trust, dial};
use super::message::Message;
use super::produce::Fate;
use super::target::Target;
use crate::gateway::message::Raw;

/// How long a broker may take to answer about its topics.
const METADATA_TIMEOUT: Duration = Duration::from_secs(10);

/// A producer to one topic.
pub(super) struct Producer {
    producer: FutureProducer,
    topic: String,
    target: Target,
}

impl Producer {
    /// A producer to a broker that is there.
    pub(super) async fn open(target: &Target, trust: &Trust, topic: &str) -> Result<Self, Error> {
        let mut settings = settings(target, trust).await?;
        settings.set("acks", "all").set("partitioner", "murmur2_random").set("message.timeout.ms", "30000");
        let producer = settings.create().map_err(|error| failed(target, &error))?;
        Ok(Self { producer, topic: topic.to_owned(), target: target.clone() })
    }

    /// Sends a batch; done when each message is acknowledged or refused.
    pub(super) async fn send(&mut self, batch: &[Raw]) -> Result<Vec<Fate>, Error> {
        join_all(batch.iter().map(|message| self.send_one(message))).await.into_iter().collect()
    }

    async fn send_one(&self, message: &Raw) -> Result<Fate, Error> {
        // librdkafka's names are C strings.
        if message.headers.iter().any(|(name, _)| name.contains(&0)) {
            return Ok(Fate::Refused(vec!["the Kafka client cannot send a header name with a zero byte".to_owned()]));
        }
        match self.producer.send(self.record(message), Duration::MAX).await {
            Ok(_) => Ok(Fate::Stored),
            Err((KafkaError::MessageProduction(code), _)) if is_refusal(code) => Ok(Fate::Refused(vec![reason(code)])),
            Err((error, _)) => Err(failed(&self.target, &error)),
        }
    }

    fn record<'a>(&'a self, message: &'a Raw) -> FutureRecord<'a, [u8], [u8]> {
        let Raw { key, value, headers, timestamp_ms } = message;
        let mut record = FutureRecord::to(&self.topic);
        record.key = key.as_deref();
        record.payload = value.as_deref();
        record.timestamp = *timestamp_ms;
        if !headers.is_empty() {
            let all = OwnedHeaders::new_with_capacity(headers.len());
            record.headers = Some(headers.iter().fold(all, |all, (name, value)| {
                all.insert(Header { key: &String::from_utf8_lossy(name), value: value.as_deref() })
            }));
        }
        record
    }
}

/// Whether the broker itself has said no; the rest never reached it.
fn is_refusal(code: RDKafkaErrorCode) -> bool {
    code as i32 > 0 || code == RDKafkaErrorCode::InvalidDifferentRecord
}

fn reason(code: RDKafkaErrorCode) -> String {
    match code {
        RDKafkaErrorCode::InvalidRecord => {
            "it breaks the station's contract (send it with --protocol http to see how)".to_owned()
        }
        RDKafkaErrorCode::InvalidDifferentRecord => "another message of its batch is invalid".to_owned(),
        code => code.to_string(),
    }
}

/// A consumer of one topic.
pub(super) struct Consumer {
    consumer: StreamConsumer,
    target: Target,
    follow: bool,
    grouped: bool,
    /// Partitions of which everything is read.
    at_end: HashSet<i32>,
}

impl Consumer {
    /// A consumer of a topic that is there: as a member of a group, or of all partitions, or of one.
    pub(super) async fn open(
        target: &Target,
        trust: &Trust,
        wish: &Wish<'_>,
        group: Option<&str>,
    ) -> Result<Self, Error> {
        let reset = if wish.start == Start::Latest { "latest" } else { "earliest" };
        let mut settings = settings(target, trust).await?;
        settings
            .set("group.id", group.unwrap_or("waystation-consume"))
            .set("enable.auto.commit", if group.is_some() { "true" } else { "false" })
            .set("enable.auto.offset.store", "false")
            .set("auto.offset.reset", reset)
            .set("allow.auto.create.topics", "false")
            .set("enable.partition.eof", "true");
        let failed = |error| failed(target, &error);
        let consumer: StreamConsumer = settings.create().map_err(failed)?;
        let there = tokio::task::block_in_place(|| partitions(&consumer, target, wish.station))?;
        match group {
            Some(_) => consumer.subscribe(&[wish.station]).map_err(failed)?,
            None => consumer.assign(&assignment(wish, &there, target)?).map_err(failed)?,
        }
        let (target, follow, grouped) = (target.clone(), wish.follow, group.is_some());
        Ok(Self { consumer, target, follow, grouped, at_end: HashSet::new() })
    }

    /// What is there, at least one message and `most` at most; none at the end.
    pub(super) async fn next(&mut self, most: usize) -> Result<Vec<Message>, Error> {
        let mut messages = Vec::new();
        while messages.len() < most {
            let received = match messages.is_empty() {
                true => Some(self.consumer.recv().await),
                false => self.consumer.recv().now_or_never(),
            };
            match received {
                None => break,
                Some(Ok(message)) => {
                    self.at_end.remove(&message.partition());
                    messages.push(read(&message));
                }
                Some(Err(KafkaError::PartitionEOF(partition))) => {
                    self.at_end.insert(partition);
                    if !self.follow && self.is_at_end()? {
                        break;
                    }
                }
                Some(Err(error)) if self.may_pass(&error) => {}
                Some(Err(error)) => return Err(failed(&self.target, &error)),
            }
        }
        Ok(messages)
    }

    /// These were written: a group goes on behind them.
    pub(super) fn taken(&self, messages: &[Message]) -> Result<(), Error> {
        let last: BTreeMap<i32, &Message> = messages.iter().map(|message| (message.partition, message)).collect();
        for (partition, message) in last.into_iter().filter(|_| self.grouped) {
            let stored = self.consumer.store_offset(&message.station, partition, message.offset);
            stored.map_err(|error| failed(&self.target, &error))?;
        }
        Ok(())
    }

    /// librdkafka tells of each connection that it loses, and makes new ones by itself. Only who reads to the end does
    /// not wait for a cluster of which nobody is left.
    fn may_pass(&self, error: &KafkaError) -> bool {
        match error.rdkafka_error_code() {
            Some(RDKafkaErrorCode::BrokerTransportFailure) => true,
            Some(RDKafkaErrorCode::AllBrokersDown) => self.follow,
            _ => false,
        }
    }

    fn is_at_end(&self) -> Result<bool, Error> {
        let assigned = self.consumer.assignment().map_err(|error| failed(&self.target, &error))?;
        Ok(assigned.elements().iter().all(|assigned| self.at_end.contains(&assigned.partition())))
    }
}

fn partitions(consumer: &StreamConsumer, target: &Target, topic: &str) -> Result<Vec<i32>, Error> {
    let metadata = consumer.fetch_metadata(Some(topic), METADATA_TIMEOUT).map_err(|error| failed(target, &error))?;
    let partitions = metadata.topics().iter().find(|one| one.name() == topic).map(|one| one.partitions());
    match partitions.unwrap_or_default() {
        [] => {
            let message = format!("there is no station {topic:?}; produce to it, or `waystation stations create` it");
            Err(Error::Kafka { target: target.clone(), message })
        }
        there => Ok(there.iter().map(|one| one.id()).collect()),
    }
}

fn assignment(wish: &Wish<'_>, there: &[i32], target: &Target) -> Result<TopicPartitionList, Error> {
    let offset = match wish.start {
        Start::Earliest => Offset::Beginning,
        Start::Latest => Offset::End,
        Start::At(offset) => Offset::Offset(offset),
    };
    if let Some(partition) = wish.partition.filter(|partition| !there.contains(partition)) {
        let message = format!("{:?} has {} partition(s), and no partition {partition}", wish.station, there.len());
        return Err(Error::Kafka { target: target.clone(), message });
    }
    let mut list = TopicPartitionList::new();
    for partition in there.iter().filter(|one| wish.partition.is_none_or(|only| only == **one)) {
        let added = list.add_partition_offset(wish.station, *partition, offset);
        added.map_err(|error| failed(target, &error))?;
    }
    Ok(list)
}

fn read(message: &rdkafka::message::BorrowedMessage<'_>) -> Message {
    let header = |header: Header<'_, &[u8]>| {
        (Bytes::copy_from_slice(header.key.as_bytes()), header.value.map(Bytes::copy_from_slice))
    };
    Message {
        station: message.topic().to_owned(),
        partition: message.partition(),
        offset: message.offset(),
        raw: Raw {
            key: message.key().map(Bytes::copy_from_slice),
            value: message.payload().map(Bytes::copy_from_slice),
            headers: message.headers().map(|all| all.iter().map(header).collect()).unwrap_or_default(),
            timestamp_ms: message.timestamp().to_millis(),
        },
    }
}

/// What producers and consumers share. Somebody must answer at the address: librdkafka itself would try for ever.
async fn settings(target: &Target, trust: &Trust) -> Result<ClientConfig, Error> {
    if target.tls {
        return Err(Error::Misuse(format!(
            "the Kafka client of this build does not speak TLS, and {target} wants it: say --protocol http, or use a \
             Kafka client of your own, such as kcat -X security.protocol=ssl"
        )));
    }
    dial(target, trust).await?;
    let mut settings = ClientConfig::new();
    settings.set("bootstrap.servers", target.authority()).set("client.id", "waystation");
    Ok(settings)
}

fn failed(target: &Target, error: &KafkaError) -> Error {
    let message = error.rdkafka_error_code().map_or_else(|| error.to_string(), |code| code.to_string());
    Error::Kafka { target: target.clone(), message }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rdkafka::mocking::MockCluster;

    fn raw(key: &'static str, value: Option<&'static str>) -> Raw {
        let headers = vec![("a".into(), Some("1".into())), ("a".into(), None)];
        let (key, value) = (Some(key.into()), value.map(Bytes::from));
        Raw { key, value, headers, timestamp_ms: Some(1_700_000_000_000) }
    }

    async fn read_all(target: &Target, trust: &Trust, start: Start, group: Option<&str>) -> Vec<Message> {
        let partition = (group.is_none() && matches!(start, Start::At(_))).then_some(0);
        let wish = Wish { station: "lights", partition, start, follow: false };
        let mut consumer = Consumer::open(target, trust, &wish, group).await.unwrap();
        let mut all = Vec::new();
        loop {
            let messages = consumer.next(3).await.unwrap();
            if messages.is_empty() {
                return all;
            }
            all.extend(messages);
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_is_produced_is_consumed_to_the_end_alone_and_in_a_group() {
        let cluster = MockCluster::new(1).unwrap();
        cluster.create_topic("lights", 2, 1).unwrap();
        let target: Target = cluster.bootstrap_servers().parse().unwrap();
        let trust = Trust { ca: None };
        let batch = [raw("lamp-1", Some("{}")), raw("lamp-2", None), raw("lamp-3", Some("")), raw("lamp-4", Some("a"))];
        let mut producer = Producer::open(&target, &trust, "lights").await.unwrap();
        assert_eq!(producer.send(&batch).await.unwrap(), vec![Fate::Stored; 4]);

        let mut read: Vec<Raw> =
            read_all(&target, &trust, Start::Earliest, None).await.into_iter().map(|message| message.raw).collect();
        read.sort_by(|a, b| a.key.cmp(&b.key));
        assert_eq!(read, batch);
        assert_eq!(read_all(&target, &trust, Start::Earliest, Some("readers")).await.len(), 4);
        assert!(read_all(&target, &trust, Start::At(1), None).await.iter().all(|message| message.offset >= 1));

        let wish = Wish { station: "none", partition: None, start: Start::Earliest, follow: false };
        let Err(error) = Consumer::open(&target, &trust, &wish, None).await else { panic!("there is no such topic") };
        assert!(error.to_string().contains("none"), "{error}");
    }
}
