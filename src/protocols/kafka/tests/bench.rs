//! What the tests stand on: a gateway over a temporary directory, and connections to it that speak in raw frames.

use std::collections::BTreeMap;
use std::sync::Arc;

use ::stations::{Options, Store};
use bytes::{Bytes, BytesMut};
use config::Config;
use kafka::{ErrorCode, Frame, Message, Reader, Request, ResponseHeader};
use middlewares::{Built, Delivery, Middleware, RecordProblem, Refusal};
use records::{Batch, Builder, Codec};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::backends::stations::Stations;
use crate::backends::{Backend, Settings as StationSettings};
use crate::gateway::deliver::Deliver;
use crate::gateway::groups::Groups;
use crate::gateway::routes::{Route, Routes};
use crate::gateway::sides::Sides;
use crate::gateway::specs::Specs;
use crate::gateway::watch::Watchers;
use crate::gateway::{BUILT_IN, Gateway, Parts, Settings, pipeline};
use crate::protocols::Facts;
use crate::protocols::kafka::Error;
use crate::protocols::kafka::broker::Broker;
use crate::protocols::kafka::session::Session;

const OPEN_LIMIT_BYTES: usize = 1 << 20;
const MAX_FRAME_BYTES: usize = 100 << 20;

/// A gateway that ends when it is dropped.
pub(super) struct Bench {
    pub(super) gateway: Arc<Gateway>,
    broker: Arc<Broker>,
    store: Arc<Store>,
    pub(super) drain: CancellationToken,
    listener: Arc<config::Listener>,
}

impl Bench {
    pub(super) async fn open(dir: &std::path::Path) -> Self {
        Self::with_listener(dir, |_| {}).await
    }

    pub(super) async fn with_listener(dir: &std::path::Path, change: impl FnOnce(&mut config::Listener)) -> Self {
        let store = Arc::new(Store::open(dir, Options::default()).unwrap());
        let metadata = store.metadata();
        let backend: Arc<dyn Backend> = Arc::new(Stations::new(Arc::clone(&store)));
        let watchers = Arc::new(Watchers::new(OPEN_LIMIT_BYTES));
        let sides = Arc::new(Sides::default());
        let end = Deliver::new(Arc::clone(&backend), Arc::clone(&sides), Arc::clone(&watchers), OPEN_LIMIT_BYTES);
        let route = Route {
            stations: vec![config::Glob::any()],
            upstream: BUILT_IN.to_owned(),
            produce: pipeline::into_backend(&["picky".to_owned()], &picky(), end),
            consume: None,
        };
        let gateway = Gateway::new(Parts {
            backends: [(BUILT_IN.to_owned(), backend)].into(),
            routes: Routes::new((None, Vec::new(), route), Vec::new()),
            specs: Arc::new(Specs::load(Arc::clone(&metadata), &[]).await.unwrap()),
            watchers,
            sides,
            groups: Arc::new(Groups::new(Arc::clone(&metadata))),
            metadata,
            settings: Settings {
                auto_create: true,
                defaults: StationSettings::default(),
                cluster_id: "cluster".to_owned(),
                open_limit_bytes: OPEN_LIMIT_BYTES,
                max_frame_bytes: MAX_FRAME_BYTES,
            },
        });
        let mut listener = Config::default().listeners.remove(0);
        change(&mut listener);
        let broker = Arc::new(Broker::new(Arc::clone(&gateway)));
        Self { gateway, broker, store, drain: CancellationToken::new(), listener: Arc::new(listener) }
    }

    pub(super) fn connect(&self) -> Wire {
        let (ours, theirs) = tokio::io::duplex(1 << 20);
        let facts = Facts {
            id: 1,
            peer: "192.0.2.7:50000".parse().unwrap(),
            local: "127.0.0.1:9092".parse().unwrap(),
            tls: None,
            listener: Arc::clone(&self.listener),
            drain: self.drain.clone(),
        };
        let session = Session::new(Box::new(theirs), Arc::clone(&self.broker), Arc::new(facts));
        Wire { io: ours, received: BytesMut::new(), ended: tokio::spawn(session.run()) }
    }

    /// Stops cleanly, so that the directory can be opened again.
    pub(super) fn close(self) {
        self.store.close();
    }
}

/// A middleware that does what values ask for: refuses `bad`, drops `drop`, and asks for a pause after `slow`.
struct Picky;

/// How long that pause is.
pub(super) const PAUSE_MS: u32 = 200;

impl Middleware for Picky {
    fn handle(&self, delivery: &mut Delivery) -> Result<(), Refusal> {
        let mut records = Vec::new();
        let mut slow = false;
        delivery.draft.visit(OPEN_LIMIT_BYTES, |index, record, edit| match record.value {
            Some(b"bad") => records.push(RecordProblem { index, errors: vec!["is bad".to_owned()] }),
            Some(b"drop") => edit.drop_record(),
            value => slow |= value == Some(b"slow"),
        })?;
        delivery.throttle_ms = if slow { PAUSE_MS } else { 0 };
        if records.is_empty() { Ok(()) } else { Err(Refusal::Invalid { records, copies: Vec::new() }) }
    }
}

fn picky() -> BTreeMap<String, Built> {
    [("picky".to_owned(), middlewares::catalogue::inspect(Picky))].into()
}

/// A client's end of a connection.
pub(super) struct Wire {
    io: DuplexStream,
    received: BytesMut,
    ended: JoinHandle<Result<(), Error>>,
}

impl Wire {
    pub(super) async fn send<'a, R: Request<'a>>(&mut self, correlation_id: i32, version: i16, request: &R) {
        let frame = Frame::request(correlation_id, Some("test"), version, request).unwrap();
        self.io.write_all(&frame.to_vec()).await.unwrap();
    }

    pub(super) async fn write(&mut self, bytes: &[u8]) {
        self.io.write_all(bytes).await.unwrap();
    }

    /// The next answer's frame, without its size.
    pub(super) async fn frame(&mut self) -> Bytes {
        loop {
            if let Some(frame) = kafka::frame(&mut self.received, 1 << 30).unwrap() {
                return frame;
            }
            assert_ne!(self.io.read_buf(&mut self.received).await.unwrap(), 0, "closed instead of an answer");
        }
    }

    /// Why the session ended.
    pub(super) async fn end(self) -> Result<(), Error> {
        let Self { io, ended, .. } = self;
        drop(io);
        ended.await.unwrap()
    }

    /// Waits until the other side closes, and says why it did.
    pub(super) async fn closed(mut self) -> Error {
        let answered = self.io.read_buf(&mut self.received).await.unwrap();
        assert_eq!(answered, 0, "no answer was to come: {:?}", self.received);
        self.ended.await.unwrap().unwrap_err()
    }
}

/// Asks, and names the decoded answer, which borrows from its frame.
macro_rules! ask {
    ($wire:expr, $version:expr, $request:expr => $response:ident) => {
        let asked = $request;
        $wire.send(7, $version, &asked).await;
        let frame = $wire.frame().await;
        let $response = $crate::protocols::kafka::tests::bench::decode(&asked, &frame, $version);
    };
}
pub(super) use ask;

/// The answer in a frame, of the kind that belongs to a request.
pub(super) fn decode<'a, 'b, R: Request<'a>>(_: &R, frame: &'b Bytes, version: i16) -> R::Response<'b> {
    let mut reader = Reader::new(frame);
    ResponseHeader::read(&mut reader, R::KEY, version).unwrap();
    <R::Response<'b> as Message<'b>>::decode(reader, version).unwrap()
}

/// A batch of values.
pub(super) fn batch(values: &[&str]) -> Batch {
    let mut builder = Builder::new(Codec::None);
    for value in values {
        builder.push(1_700_000_000_000, Some(b"key"), Some(value.as_bytes()), &[(b"origin", Some(b"test"))]);
    }
    builder.build().unwrap()
}

/// The values in what a fetch gave, by offset.
pub(super) fn values(mut records: Bytes) -> Vec<(i64, String)> {
    let mut values = Vec::new();
    while let Some(batch) = Batch::split(&mut records).unwrap() {
        batch.verify().unwrap();
        let opened = batch.open(OPEN_LIMIT_BYTES).unwrap();
        for record in opened.records() {
            let record = record.unwrap();
            values.push((record.offset, String::from_utf8_lossy(record.value.unwrap()).into_owned()));
        }
    }
    values
}

/// That nothing went wrong.
pub(super) fn fine(code: ErrorCode) {
    assert_eq!(code, ErrorCode::None);
}
