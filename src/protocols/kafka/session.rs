//! One connection: requests are taken in, answered in their order. What an answer says is the broker's business.
//!
//! As in Kafka, a request begins when those before it are answered. The exception is Produce after Produce: each is
//! started in its turn and waits for its sync together with the others, so that a pipelining producer is not slowed
//! down to one sync a request. The next request is read meanwhile, so that a client that leaves is noticed.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesOrdered;
use futures_util::{FutureExt, StreamExt};
use kafka::{Reader, RequestHeader};
use middlewares::Origin;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::time::{Instant, sleep_until, timeout};

use super::Error;
use super::broker::{Answer, Begins, Broker, Call, Client};
use super::outgoing::Outgoing;
use crate::protocols::{Facts, Io};

/// A connection without a request for so long is closed (Kafka's `connections.max.idle.ms`), and so is one whose
/// client does not read.
const IDLE: Duration = Duration::from_secs(600);
/// Requests of one connection that are under way; a client that sends more waits.
const MAX_IN_FLIGHT: usize = 256;
/// And what they keep in memory; one larger request is taken alone. Ten times what a disk takes between two syncs, so that
/// a client that pipelines without end (librdkafka does) gains nothing by more.
const MAX_IN_FLIGHT_BYTES: usize = 16 << 20;
/// Answers are gathered up to this size before they are written.
const GATHER_BYTES: usize = 1 << 20;
/// Room that is made before reading from a quiet connection.
const READ_BYTES: usize = 16 << 10;

/// A connection.
pub(super) struct Session {
    io: Box<dyn Io>,
    client: Arc<Client>,
    /// Who sends, as of the last request; made anew when the client names itself otherwise.
    origin: Arc<Origin>,
    received: BytesMut,
    /// Whether more requests are taken.
    open: bool,
    in_flight: FuturesOrdered<BoxFuture<'static, Done>>,
    in_flight_bytes: usize,
    /// Whether what is in flight may be joined by more of its kind.
    shared: bool,
    /// A request that has to wait for those in flight.
    held: Option<(Begins, Call)>,
    /// A client that sent too much is not read from before (KIP-219).
    muted_until: Option<Instant>,
    idle_at: Instant,
}

/// An answer, and how much its request kept in memory.
struct Done {
    answer: Result<Answer, Error>,
    request_bytes: usize,
}

impl Session {
    pub(super) fn new(io: Box<dyn Io>, broker: Arc<Broker>, facts: Arc<Facts>) -> Self {
        let client = Arc::new(Client::new(broker, facts));
        Self {
            io,
            origin: client.origin(None),
            client,
            received: BytesMut::new(),
            open: true,
            in_flight: FuturesOrdered::new(),
            in_flight_bytes: 0,
            shared: true,
            held: None,
            muted_until: None,
            idle_at: Instant::now() + IDLE,
        }
    }

    /// Serves until either side ends it. What is in flight then is still answered, but waits for nothing more.
    pub(super) async fn run(mut self) -> Result<(), Error> {
        // Also when this future is dropped, nothing is to wait on in its name.
        let _ending = self.client.ending.clone().drop_guard();
        loop {
            self.begin_held();
            let quiet = self.in_flight.is_empty() && self.held.is_none();
            if quiet && !self.open {
                return Ok(());
            }
            tokio::select! {
                biased;
                Some(done) = self.in_flight.next(), if !quiet => self.send(done).await?,
                () = self.client.ending.cancelled(), if self.open => self.open = false,
                frame = next_frame(&mut self.io, &mut self.received, self.client.max_frame_bytes(), self.muted_until),
                    if self.open && self.has_room() => self.take(frame?)?,
                () = sleep_until(self.idle_at), if quiet => return Err(Error::Idle { after: IDLE }),
            }
        }
    }

    fn has_room(&self) -> bool {
        let room = self.in_flight.len() < MAX_IN_FLIGHT && self.in_flight_bytes < MAX_IN_FLIGHT_BYTES;
        self.held.is_none() && room
    }

    /// Takes a request; `None` is the end of them.
    fn take(&mut self, frame: Option<Bytes>) -> Result<(), Error> {
        self.idle_at = Instant::now() + IDLE;
        let Some(frame) = frame else {
            self.open = false;
            self.client.ending.cancel();
            return Ok(());
        };
        let mut reader = Reader::new(&frame);
        let header = RequestHeader::read(&mut reader)?;
        if self.origin.client_id.as_deref() != header.client_id {
            self.origin = self.client.origin(header.client_id);
        }
        let call = Call::new(&header, reader.rest(), Arc::clone(&self.client), Arc::clone(&self.origin));
        self.held = Some((call.begins()?, call));
        Ok(())
    }

    /// Begins the request that waits, if those in flight allow it.
    fn begin_held(&mut self) {
        let Some((begins, call)) = self.held.take() else { return };
        let joins = self.shared && begins == Begins::BesidesOthers;
        if !self.in_flight.is_empty() && !joins {
            self.held = Some((begins, call));
            return;
        }
        self.shared = begins == Begins::BesidesOthers;
        let request_bytes = call.size_bytes();
        self.in_flight_bytes += request_bytes;
        let answer = call.answer();
        self.in_flight.push_back(Box::pin(async move { Done { answer: answer.await, request_bytes } }));
    }

    /// Sends an answer, and with it those that are ready behind it.
    async fn send(&mut self, done: Done) -> Result<(), Error> {
        let mut outgoing = Outgoing::default();
        let mut next = Some(done);
        let mut failed = None;
        while let Some(Done { answer, request_bytes }) = next.take() {
            self.in_flight_bytes -= request_bytes;
            match answer {
                Ok(Answer { frame, throttle_ms }) => {
                    frame.into_iter().for_each(|frame| outgoing.push(frame));
                    self.mute(throttle_ms);
                }
                Err(error) => {
                    failed = Some(error);
                    break;
                }
            }
            if outgoing.size_bytes() < GATHER_BYTES && !self.in_flight.is_empty() {
                next = self.in_flight.next().now_or_never().flatten();
            }
        }
        match timeout(IDLE, outgoing.write_to(&mut self.io)).await {
            Ok(written) => written?,
            Err(_) => return Err(Error::Unread { after: IDLE }),
        }
        self.idle_at = Instant::now() + IDLE;
        failed.map_or(Ok(()), Err)
    }

    fn mute(&mut self, throttle_ms: u32) {
        if throttle_ms > 0 {
            let until = Instant::now() + Duration::from_millis(u64::from(throttle_ms));
            self.muted_until = self.muted_until.max(Some(until));
        }
    }
}

/// Reads until a whole frame is there; `None` when the client has ended. A dropped future loses nothing.
async fn next_frame(
    io: &mut (impl AsyncRead + Unpin + ?Sized),
    received: &mut BytesMut,
    max_bytes: usize,
    muted_until: Option<Instant>,
) -> Result<Option<Bytes>, Error> {
    if let Some(until) = muted_until {
        sleep_until(until).await;
    }
    loop {
        if let Some(frame) = kafka::frame(received, max_bytes)? {
            return Ok(Some(frame));
        }
        if received.capacity() == received.len() {
            received.reserve(READ_BYTES);
        }
        if io.read_buf(received).await? == 0 {
            return match received.len() {
                0 => Ok(None),
                bytes => Err(Error::Cut { bytes }),
            };
        }
    }
}
