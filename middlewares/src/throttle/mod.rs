//! `throttle`: so many messages and bytes a second from everybody. Who "everybody" is, is told apart here; how much
//! each may still send is in `buckets`.

mod buckets;
#[cfg(test)]
mod tests;

use std::hash::{BuildHasher, RandomState};
use std::num::NonZeroU64;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use schemars::{JsonSchema, schema_for};
use serde::Deserialize;
use serde_json::Value;

use crate::catalogue::{Built, Context, Entry, SettingsError, inspect, settings};
use crate::{Delivery, Direction, Etiquette, Middleware, Refusal};
use buckets::{Buckets, Load, Rates};

/// The catalogue's entry.
pub const ENTRY: Entry = Entry {
    name: "throttle",
    schema: || schema_for!(Settings),
    build,
    example: "messages_per_second: 1000\nbytes_per_second: 1000000\nburst_ms: 2000\nper: principal\n",
};

/// At most this is asked of a sender at once: clients that wait longer than this for an answer give up, and come
/// back on a new connection. What they sent too much is still remembered.
const LONGEST_WAIT_MS: u32 = 30_000;

/// Holds senders (or, on the way out, readers) to a rate. One of `messages_per_second` and `bytes_per_second` is
/// needed; with both, both are held.
///
/// Over Kafka nothing is refused: a batch is stored, and its answer asks the client to wait before it sends more
/// (KIP-219), 30 seconds at most. Over HTTP and WebSocket what is too much is refused before it is stored, with the
/// time after which to try again; a message or batch that is by itself more than `burst_ms` allows passes when nothing
/// was sent for that long. Messages on the way out are never refused.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Settings {
    /// So many messages a second, on average.
    messages_per_second: Option<NonZeroU64>,
    /// So many bytes a second, on average; counted as they travel, compressed ones by their compressed size.
    bytes_per_second: Option<NonZeroU64>,
    /// How much may come at once after a pause: as much as the rates allow in so many milliseconds. Default: 1000
    #[serde(default = "a_second")]
    burst_ms: u32,
    /// Who shares one allowance. Default: client
    #[serde(default)]
    per: Per,
}

fn a_second() -> u32 {
    1000
}

/// Who shares one allowance.
#[derive(Debug, Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Per {
    /// What has the same name, client id (HTTP: user agent) and IP address. Clients choose their ids: this shares
    /// fairly among honest ones.
    #[default]
    Client,
    /// What is authenticated by the same name; all of the anonymous together.
    Principal,
    /// What comes from the same IP address.
    Address,
    /// What goes to, or comes from, the same station.
    Station,
    /// Everything that comes through this middleware of this gateway.
    Gateway,
}

fn build(node: &Value, _: &Context) -> Result<Built, SettingsError> {
    let start = Instant::now();
    Ok(inspect(Throttle::new(settings(node)?, move || start.elapsed())?))
}

/// `Clock` tells the time since any fixed moment.
struct Throttle<Clock> {
    per: Per,
    clock: Clock,
    /// Seeded at random, so that nobody can aim at the bucket of somebody else.
    hasher: RandomState,
    buckets: Mutex<Buckets>,
}

impl<Clock: Fn() -> Duration> Throttle<Clock> {
    fn new(settings: Settings, clock: Clock) -> Result<Self, SettingsError> {
        let Settings { messages_per_second, bytes_per_second, burst_ms, per } = settings;
        if messages_per_second.is_none() && bytes_per_second.is_none() {
            let message = "needs `messages_per_second` or `bytes_per_second`: without, it would hold back nothing";
            return Err(SettingsError::new("", message));
        }
        let burst = Duration::from_millis(burst_ms.into());
        let buckets = Mutex::new(Buckets::new(Rates { messages_per_second, bytes_per_second, burst }));
        Ok(Self { per, clock, hasher: RandomState::new(), buckets })
    }

    /// Whose delivery this is, as a hash: nothing is kept of names that strangers choose. Should two ever share one
    /// (1 in 2^48 with as many as are kept), they share an allowance.
    fn sender(&self, delivery: &Delivery) -> u64 {
        let origin = &delivery.origin;
        let ip = origin.peer.ip();
        match self.per {
            Per::Client => self.hasher.hash_one((&origin.principal, &origin.client_id, ip)),
            Per::Principal => self.hasher.hash_one(&origin.principal),
            Per::Address => self.hasher.hash_one(ip),
            Per::Station => self.hasher.hash_one(&delivery.station),
            Per::Gateway => 0,
        }
    }
}

impl<Clock: Fn() -> Duration + Send + Sync + 'static> Middleware for Throttle<Clock> {
    fn handle(&self, delivery: &mut Delivery) -> Result<(), Refusal> {
        let batch = delivery.draft.original();
        let load = Load {
            messages: u64::try_from(batch.header().record_count).unwrap_or_default(),
            bytes: batch.bytes().len() as u64,
        };
        let sender = self.sender(delivery);
        let now = (self.clock)();
        // A reader that is refused would come back for the same messages, for ever if they are more than a burst.
        let refuses = delivery.etiquette == Etiquette::Record && delivery.direction == Direction::Produce;
        if refuses {
            let taken = self.buckets.lock().take(sender, load, now);
            return taken.map_err(|wait| Refusal::Throttled { retry_after_ms: whole_ms(wait) });
        }
        let wait = self.buckets.lock().charge(sender, load, now);
        delivery.throttle_ms = delivery.throttle_ms.max(whole_ms(wait).min(LONGEST_WAIT_MS));
        Ok(())
    }
}

/// Rounded up: after so long, it is time.
fn whole_ms(wait: Duration) -> u32 {
    u32::try_from(wait.as_nanos().div_ceil(1_000_000)).unwrap_or(u32::MAX)
}
