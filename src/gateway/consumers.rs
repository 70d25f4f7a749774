//! Acknowledging consumers, as protocols use them: those of the station's backend, with the consume side of its route
//! between them and the client. How they work is the backend's.

use std::sync::Arc;

use ::stations::consumers::{
    Consumer, ConsumerConfig, Consumers, Delivery, Described, Fetch, Message, Settled, Token, Verdict,
};
use middlewares::{Origin, Pipeline, Refusal};
use records::{Batch, Builder, Codec};

use super::{Door, Error, pipeline};
use crate::backends::{self, Slice};

/// A message, handed out.
#[derive(Debug)]
pub struct Handed {
    /// Its partition.
    pub partition: i32,
    /// A batch of this one message, at its offset, as the consume side left it.
    pub batch: Batch,
    /// How often it was delivered by now, from 1.
    pub deliveries: u32,
    /// What to acknowledge it with, from any connection.
    pub token: Token,
}

impl Door {
    /// Makes a consumer; true if it was not there. One with the same settings is no error.
    pub async fn create_consumer(&self, station: &str, name: &str, config: ConsumerConfig) -> Result<bool, Error> {
        self.managed(station, name, move |consumers, station, name| consumers.create(station, name, config)).await
    }

    /// Changes a consumer while it runs; where it began stays.
    pub async fn alter_consumer(&self, station: &str, name: &str, config: ConsumerConfig) -> Result<(), Error> {
        self.managed(station, name, move |consumers, station, name| consumers.alter(station, name, config)).await
    }

    /// Deletes a consumer and all it knows.
    pub async fn delete_consumer(&self, station: &str, name: &str) -> Result<(), Error> {
        self.managed(station, name, |consumers, station, name| consumers.delete(station, name)).await
    }

    /// How a consumer stands.
    pub async fn consumer(&self, station: &str, name: &str) -> Result<Described, Error> {
        self.managed(station, name, |consumers, station, name| consumers.find(station, name)?.describe()).await
    }

    /// How all consumers of a station stand, by name.
    pub async fn consumers(&self, station: &str) -> Result<Vec<Described>, Error> {
        let describe = |consumers: &Consumers, station: &str, _: &str| {
            consumers.list(station)?.iter().map(|consumer| consumer.describe()).collect()
        };
        self.managed(station, "", describe).await
    }

    /// Hands out messages; that they were is durable when this answers. What the consume side drops is acknowledged;
    /// what it cannot pass on is given back, and its refusal is the answer.
    pub async fn fetch(
        &self,
        station: &str,
        name: &str,
        fetch: Fetch,
        origin: &Arc<Origin>,
    ) -> Result<Vec<Handed>, Error> {
        let consumer = self.consumers_of(station)?.find(station, name)?;
        let routes = self.gateway.routes.load_full();
        let side = routes.find(self.upstream.as_deref(), station).consume.as_ref();
        let station: Arc<str> = station.into();
        loop {
            let deliveries = consumer.fetch(fetch).await?;
            let is_nothing = deliveries.is_empty();
            let tokens: Vec<Token> = deliveries.iter().map(|delivery| delivery.token).collect();
            let handed = match pass(side, deliveries, &station, origin).await {
                Ok(handed) => handed,
                Err(error) => {
                    settle_all(&consumer, tokens, &Verdict::GiveBack).await?;
                    return Err(error);
                }
            };
            let dropped = tokens.into_iter().filter(|token| !handed.iter().any(|handed| handed.token == *token));
            settle_all(&consumer, dropped.collect(), &Verdict::Ack).await?;
            // Where all was dropped there may be more.
            if is_nothing || !handed.is_empty() {
                return Ok(handed);
            }
        }
    }

    /// Says what is to become of delivered messages; the answers, durable, are in the order of the tokens.
    pub async fn settle(
        &self,
        station: &str,
        name: &str,
        verdicts: &[(Token, Verdict)],
    ) -> Result<Vec<Settled>, Error> {
        Ok(self.consumers_of(station)?.find(station, name)?.settle(verdicts).await?)
    }

    fn consumers_of(&self, station: &str) -> Result<Consumers, Error> {
        let home = self.home(station)?;
        let consumers = home.consumers().map(backends::Consumers::store);
        consumers.ok_or_else(|| backends::Error::Unsupported("keep acknowledging consumers").into())
    }

    /// Does what blocks on the disk away from the threads that serve connections.
    async fn managed<T: Send + 'static>(
        &self,
        station: &str,
        name: &str,
        work: impl FnOnce(&Consumers, &str, &str) -> Result<T, ::stations::consumers::Error> + Send + 'static,
    ) -> Result<T, Error> {
        let consumers = self.consumers_of(station)?;
        let (station, name) = (station.to_owned(), name.to_owned());
        match tokio::task::spawn_blocking(move || work(&consumers, &station, &name)).await {
            Ok(result) => Ok(result?),
            Err(stopped) => {
                Err(backends::Error::Unavailable(format!("the store's work was stopped: {stopped}")).into())
            }
        }
    }
}

async fn settle_all(consumer: &Consumer, tokens: Vec<Token>, verdict: &Verdict) -> Result<(), Error> {
    if !tokens.is_empty() {
        let verdicts: Vec<_> = tokens.into_iter().map(|token| (token, verdict.clone())).collect();
        consumer.settle(&verdicts).await?;
    }
    Ok(())
}

/// Sends each message through the consume side, where the route has one.
async fn pass(
    side: Option<&Pipeline>,
    deliveries: Vec<Delivery>,
    station: &Arc<str>,
    origin: &Arc<Origin>,
) -> Result<Vec<Handed>, Error> {
    let mut handed = Vec::with_capacity(deliveries.len());
    for Delivery { message, deliveries, token } in deliveries {
        let partition = message.partition;
        let mut batch = batch_of(&message).map_err(Refusal::from)?;
        if let Some(side) = side {
            let slice = Slice { bytes: batch.bytes().clone(), high_watermark: -1, log_start_offset: -1 };
            let passed = pipeline::consume(side, slice, station, partition, origin).await?;
            batch = Batch::parse(passed.bytes).map_err(Refusal::from)?;
        }
        if batch.header().record_count > 0 {
            handed.push(Handed { partition, batch, deliveries, token });
        }
    }
    Ok(handed)
}

/// A batch of one message.
fn batch_of(message: &Message) -> Result<Batch, records::Error> {
    let Message { partition: _, offset, timestamp_ms, key, value, headers } = message;
    let headers: Vec<_> = headers.iter().map(|(name, value)| (name.as_ref(), value.as_deref())).collect();
    let mut builder = Builder::new(Codec::None).base_offset(*offset);
    builder.push(*timestamp_ms, key.as_deref(), value.as_deref(), &headers);
    builder.build()
}
