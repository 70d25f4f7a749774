//! A store on a disk that loses, tears, refuses and runs full, driven at random against a plain model. After every crash what
//! was acknowledged is there, once, in order, unchanged; what was not is there whole or not at all, and does not appear
//! later: the history checker of all fault tests judges (`tests/history`).
//!
//! `STATIONS_SEEDS` says how many seeds are run, `STATIONS_SEED` which is the first; with only that, it alone. A seed that
//! fails is named, with what it did, and replays.
//!
//! - `machine.rs`: the model, and the choice of steps
//! - a file for each kind of step: `append.rs`, `produce.rs`, `read.rs`, `forget.rs`, `compact.rs`, `alter.rs`, `facts.rs`, `faults.rs`,
//!   `crash.rs`; another kind is another file, and a line in its table
//! - `planted.rs`: the proof that bugs are caught

mod alter;
mod append;
mod compact;
mod crash;
mod facts;
mod faults;
mod forget;
mod machine;
mod planted;
mod produce;
mod read;

use std::any::Any;
use std::env;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Instant;

use machine::Machine;

/// In release less than a minute on two cores; an unoptimized build is a tenth as fast.
const SEEDS: u64 = if cfg!(debug_assertions) { 300 } else { 10_000 };
const THREADS: usize = 2;

#[test]
fn acknowledged_is_there_once_in_order_unchanged_after_any_crash() {
    let number = |name| env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let first = number("STATIONS_SEED");
    let seeds = number("STATIONS_SEEDS").unwrap_or(if first.is_some() { 1 } else { SEEDS });
    let first = first.unwrap_or(0);
    let (began, next) = (Instant::now(), AtomicU64::new(first));
    let run_some = || {
        while let seed = next.fetch_add(1, Ordering::Relaxed)
            && seed < first + seeds
        {
            if let Err(failure) = run(seed) {
                next.store(u64::MAX / 2, Ordering::Relaxed);
                panic!("{failure}\nreplay with STATIONS_SEED={seed}");
            }
        }
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(run_some)).collect();
        for thread in threads {
            thread.join().unwrap_or_else(|failure| panic!("{}", said(&*failure)));
        }
    });
    println!("{seeds} seeds in {:.1?}", began.elapsed());
}

/// Runs a seed to its end. The error says what was wrong, and what was done before.
fn run(seed: u64) -> Result<(), String> {
    let mut machine = Machine::new(seed);
    let outcome = catch_unwind(AssertUnwindSafe(|| machine.run()));
    outcome.map_err(|failure| format!("{}\nit did: {}", said(&*failure), machine.did.join(", ")))
}

/// Ends the seed. Unlike a panic this prints nothing: a planted bug is expected to end here.
#[track_caller]
fn fail(what: impl Into<String>) -> ! {
    let at = std::panic::Location::caller();
    resume_unwind(Box::new(format!("{} (at {at})", what.into())))
}

fn said(failure: &(dyn Any + Send)) -> String {
    let text = failure.downcast_ref::<String>().cloned();
    text.or_else(|| failure.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default()
}
