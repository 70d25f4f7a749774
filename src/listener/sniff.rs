//! What a connection speaks, told from its first bytes under one byte limit and one deadline. Each recogniser is pure
//! and stands with what it recognises; here they are asked together.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use super::closed::{Closed, FirstBytes};
use super::rewind::Rewind;
use super::{proxy, tls};
use crate::protocols::{Io, Protocol, Sniff};

/// The most that is read in order to decide; every recogniser makes do with fewer.
const LIMIT_BYTES: usize = 64;

/// What a connection begins with.
#[derive(Clone, Copy)]
pub(super) enum Spoken<'a> {
    /// A PROXY protocol header.
    Proxy,
    /// TLS, with something inside.
    Tls,
    /// One of the protocols.
    Protocol(&'a Arc<dyn Protocol>),
}

/// By when a connection must have said what it speaks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deadline {
    pub(super) at: Instant,
    /// How long that was from the beginning.
    pub(super) after: Duration,
}

impl Deadline {
    pub(super) fn after(after: Duration) -> Self {
        Self { at: Instant::now() + after, after }
    }
}

/// Reads until it is clear what the connection begins with; what was read stays to be read.
pub(super) async fn sniff<'a, I: Io>(
    io: &mut Rewind<I>,
    protocols: &'a [Arc<dyn Protocol>],
    deadline: Deadline,
) -> Result<Spoken<'a>, Closed> {
    loop {
        match recognise(io.seen(), protocols) {
            Ok(Some(spoken)) => return Ok(spoken),
            Ok(None) if io.seen().len() < LIMIT_BYTES => more(io, LIMIT_BYTES, deadline).await?,
            _ => return Err(Closed::Unknown(FirstBytes::of(io.seen()))),
        }
    }
}

/// Waits for more bytes.
pub(super) async fn more<I: Io>(io: &mut Rewind<I>, limit_bytes: usize, deadline: Deadline) -> Result<(), Closed> {
    let came = timeout_at(deadline.at, io.look(limit_bytes)).await;
    let silent = io.seen().is_empty();
    let seen = || FirstBytes::of(io.seen());
    match came {
        Ok(Ok(0)) if silent => Err(Closed::Wordless),
        Ok(Ok(0)) => Err(Closed::Left(seen())),
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(Closed::Broke(error)),
        Err(_) if silent => Err(Closed::Silent(deadline.after)),
        Err(_) => Err(Closed::Slow(deadline.after, seen())),
    }
}

/// Nobody knows these bytes.
struct Unknown;

/// Who says yes to these first bytes; `None` while there are too few.
fn recognise<'a>(bytes: &[u8], protocols: &'a [Arc<dyn Protocol>]) -> Result<Option<Spoken<'a>>, Unknown> {
    let wrappings = [(proxy::sniff(bytes), Spoken::Proxy), (tls::sniff(bytes), Spoken::Tls)];
    let protocols = protocols.iter().map(|protocol| (protocol.sniff(bytes), Spoken::Protocol(protocol)));
    let mut answer = Err(Unknown);
    for (said, spoken) in wrappings.into_iter().chain(protocols) {
        match said {
            Sniff::Yes => return Ok(Some(spoken)),
            Sniff::More => answer = Ok(None),
            Sniff::No => {}
        }
    }
    answer
}

#[cfg(test)]
mod tests;
