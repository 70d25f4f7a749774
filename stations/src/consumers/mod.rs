//! Acknowledging consumers: the other way of reading, per message instead of per offset (as NATS JetStream's consumers and
//! Memphis's stations have it). Everybody who names a consumer shares it. It knows nothing of connections or protocols.
//!
//! - `config.rs`: what can be chosen, and what a filter matches
//! - `registry.rs`: making, changing, finding and deleting them; [`Consumers`]
//! - `consumer.rs`: one consumer, and what is said of its messages
//! - `fetch.rs`, `messages.rs`: handing messages out
//! - `letters.rs`: dead letters
//! - `state.rs`, `live.rs`: what is known, and what is due; pure
//! - `journal.rs`: where it is kept
//!
//! The reasons are in `docs/decisions/0007-acknowledging-consumers.md`.

mod config;
mod consumer;
#[cfg(test)]
mod crash_tests;
mod error;
mod fetch;
mod journal;
mod letters;
mod live;
mod messages;
mod registry;
mod state;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

pub use config::{ConsumerConfig, Start};
pub use consumer::{Consumer, Delivery, Described, Progress, Settled, Verdict};
pub use error::Error;
pub use fetch::Fetch;
pub use messages::Message;
pub use registry::Consumers;
pub(crate) use registry::Registry;
pub use state::Counts;

/// What a delivered message is acknowledged with. As text `<consumer>-<partition>-<offset>-<delivery>`, all of it in the
/// URL-safe alphabet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Token {
    /// The consumer's identity: one deleted and made again has another.
    pub(crate) consumer: Uuid,
    pub(crate) partition: i32,
    pub(crate) offset: i64,
    pub(crate) delivery: u32,
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}-{}", self.consumer.simple(), self.partition, self.offset, self.delivery)
    }
}

impl FromStr for Token {
    type Err = Error;

    fn from_str(text: &str) -> Result<Token, Error> {
        let read = || {
            let mut parts = text.split('-');
            let token = Token {
                consumer: Uuid::try_parse(parts.next()?).ok()?,
                partition: parts.next()?.parse().ok()?,
                offset: parts.next()?.parse().ok()?,
                delivery: parts.next()?.parse().ok()?,
            };
            parts.next().is_none().then_some(token)
        };
        let kept = || text.chars().take(100).collect();
        read().ok_or_else(|| Error::InvalidToken { consumer: "any".to_owned(), token: kept() })
    }
}

/// Does what blocks on the disk away from a runtime's threads; at once in a thread without a runtime, as the housekeeper's.
async fn away<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, crate::Error> + Send + 'static,
) -> Result<T, crate::Error> {
    match tokio::runtime::Handle::try_current() {
        Ok(runtime) => runtime.spawn_blocking(work).await.unwrap_or(Err(crate::Error::Closed)),
        Err(_) => work(),
    }
}
