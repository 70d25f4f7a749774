//! How much each sender may still send: a leaky bucket each, kept as the one moment at which it will be empty again
//! (the generic cell rate algorithm). Unlike the limiters of libraries these can be overdrawn: by KIP-219 a batch
//! that is too much is stored, and the time it takes to make up for it is what the client is asked to wait.
//!
//! No clock and no names in here: the time and a hash of who it is come from outside.

use std::collections::HashMap;
use std::num::NonZeroU64;
use std::time::Duration;

/// So many senders are told apart; others, until one of those has paused for long enough, share one bucket.
const MOST_SENDERS: usize = 65_536;

/// Looking for senders to forget takes a while, so it is not done again before this time has passed.
const TIDY_EVERY: Duration = Duration::from_secs(1);

/// What is allowed to each.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rates {
    pub(super) messages_per_second: Option<NonZeroU64>,
    pub(super) bytes_per_second: Option<NonZeroU64>,
    /// How far one may be ahead of the rates.
    pub(super) burst: Duration,
}

/// What somebody wants to send.
#[derive(Debug, Clone, Copy)]
pub(super) struct Load {
    pub(super) messages: u64,
    pub(super) bytes: u64,
}

/// Everybody's buckets.
#[derive(Debug)]
pub(super) struct Buckets {
    rates: Rates,
    senders: HashMap<u64, Bucket>,
    others: Bucket,
    tidy_at: Duration,
}

/// When what was sent so far will have been made up for, at each rate. In the past: nothing is owed.
#[derive(Debug, Clone, Copy, Default)]
struct Bucket {
    messages_settled_at: Duration,
    bytes_settled_at: Duration,
}

impl Buckets {
    pub(super) fn new(rates: Rates) -> Self {
        Self { rates, senders: HashMap::new(), others: Bucket::default(), tidy_at: Duration::ZERO }
    }

    /// Notes that the load was sent, be it too much or not, and tells how long its sender should pause now.
    pub(super) fn charge(&mut self, sender: u64, load: Load, now: Duration) -> Duration {
        let rates = self.rates;
        let bucket = self.bucket(sender, now);
        *bucket = bucket.with(load, &rates, now);
        bucket.owed(now).saturating_sub(rates.burst)
    }

    /// Notes the load if its sender may send it now.
    ///
    /// # Errors
    /// How long to wait before it may be. A load that is more than a burst may be sent when nothing is owed.
    pub(super) fn take(&mut self, sender: u64, load: Load, now: Duration) -> Result<(), Duration> {
        let rates = self.rates;
        let bucket = self.bucket(sender, now);
        let with = bucket.with(load, &rates, now);
        let owed = bucket.owed(now);
        let too_much = with.owed(now).saturating_sub(rates.burst);
        if too_much.is_zero() || owed.is_zero() {
            *bucket = with;
            return Ok(());
        }
        Err(too_much.min(owed))
    }

    fn bucket(&mut self, sender: u64, now: Duration) -> &mut Bucket {
        if self.senders.len() >= MOST_SENDERS && now >= self.tidy_at && !self.senders.contains_key(&sender) {
            // Who owes nothing is as good as new. Who owes is never forgotten, or a crowd would clear its debts.
            self.senders.retain(|_, bucket| !bucket.owed(now).is_zero());
            self.tidy_at = now.saturating_add(TIDY_EVERY);
        }
        if self.senders.len() >= MOST_SENDERS && !self.senders.contains_key(&sender) {
            return &mut self.others;
        }
        self.senders.entry(sender).or_default()
    }
}

impl Bucket {
    fn owed(&self, now: Duration) -> Duration {
        self.messages_settled_at.max(self.bytes_settled_at).saturating_sub(now)
    }

    fn with(self, load: Load, rates: &Rates, now: Duration) -> Bucket {
        let later = |settled_at: Duration, amount, rate: Option<NonZeroU64>| match rate {
            Some(rate) => settled_at.max(now).saturating_add(time_for(amount, rate)),
            None => settled_at,
        };
        Bucket {
            messages_settled_at: later(self.messages_settled_at, load.messages, rates.messages_per_second),
            bytes_settled_at: later(self.bytes_settled_at, load.bytes, rates.bytes_per_second),
        }
    }
}

/// How long the rate takes for the amount.
fn time_for(amount: u64, per_second: NonZeroU64) -> Duration {
    let nanoseconds = u128::from(amount) * 1_000_000_000 / u128::from(per_second.get());
    Duration::from_nanos(u64::try_from(nanoseconds).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Load = Load { messages: 1, bytes: 0 };

    fn buckets() -> Buckets {
        let burst = Duration::from_secs(1);
        Buckets::new(Rates { messages_per_second: NonZeroU64::new(1), bytes_per_second: None, burst })
    }

    #[test]
    fn a_crowd_takes_no_more_memory_and_clears_no_debt() {
        let mut buckets = buckets();
        let debtor = 0;
        buckets.charge(debtor, Load { messages: 3_600, bytes: 0 }, Duration::ZERO);
        for sender in 1..200_000 {
            let now = Duration::from_millis(sender);
            buckets.charge(sender, ONE, now);
            assert!(buckets.senders.len() <= MOST_SENDERS);
        }
        let left = buckets.charge(debtor, ONE, Duration::from_secs(200));
        assert_eq!(left, Duration::from_secs(3_600 - 200));
    }

    #[test]
    fn when_all_are_busy_newcomers_share_until_somebody_pauses() {
        let mut buckets = buckets();
        for sender in 0..MOST_SENDERS as u64 {
            assert_eq!(buckets.take(sender, ONE, Duration::ZERO), Ok(()));
        }
        assert_eq!(buckets.take(1 << 40, ONE, Duration::ZERO), Ok(()));
        assert_eq!(buckets.take(2 << 40, ONE, Duration::ZERO), Err(Duration::from_secs(1)));
        assert_eq!(buckets.take(2 << 40, ONE, Duration::from_secs(1)), Ok(()));
        assert_eq!(buckets.take(3 << 40, ONE, Duration::from_secs(1)), Ok(()));
    }

    #[test]
    fn the_largest_numbers_are_only_a_long_time() {
        let mut buckets = buckets();
        let most = Load { messages: u64::MAX, bytes: u64::MAX };
        for _ in 0..3 {
            assert!(buckets.charge(0, most, Duration::MAX) <= Duration::MAX);
        }
    }
}
