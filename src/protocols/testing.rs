//! A gateway on a temporary directory, and clients of its HTTP, raw enough to see every byte. For the tests of the
//! protocols that come by HTTP.

use std::sync::Arc;
use std::time::Duration;

use ::stations::Store;
use bytes::Bytes;
use config::Config;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::{Connection, Facts, Protocol};
use crate::gateway::Gateway;

/// Lights whose lumens are integers.
pub(crate) const SPEC: &str = "\
asyncapi: 3.0.0
info: {title: Lights, version: 1.0.0}
channels:
  lights:
    address: lights
    messages:
      measured: {payload: {type: object, properties: {lumens: {type: integer}}, required: [lumens]}}
";

/// With it, invalid lights are refused.
pub(crate) const REJECT: &str = "
middlewares: {contract: {type: validate, on_invalid: reject}}
routes: [{stations: [lights], produce: [contract]}]
";

/// A gateway that serves.
pub(crate) struct House {
    pub(crate) gateway: Arc<Gateway>,
    protocols: Arc<[Arc<dyn Protocol>]>,
    listener: Arc<config::Listener>,
    pub(crate) drain: CancellationToken,
    _dir: tempfile::TempDir,
}

/// An answer, taken apart.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {text:?}"));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap();
        Self { status, head: head.to_lowercase(), body: body.to_owned() }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The word of a problem, which must be whole.
    pub(crate) fn problem(&self) -> String {
        assert!(self.head.contains("content-type: application/problem+json"), "{self:?}");
        let json = self.json();
        assert_eq!(json["status"], self.status);
        assert!(json["title"].is_string() && json["detail"].is_string(), "{json}");
        json["type"].as_str().unwrap().strip_prefix("urn:waystation:").unwrap().to_owned()
    }
}

impl House {
    pub(crate) async fn new(configuration: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let config = Config::parse(configuration, "test.yaml", &config::Environment::empty()).unwrap();
        let store = Arc::new(Store::open(dir.path(), ::stations::Options::default()).unwrap());
        let gateway = crate::run::compose::gateway(&config, store).await.unwrap();
        let protocols = super::list(&gateway);
        let listener = Arc::new(config.listeners.first().unwrap().clone());
        Self { gateway, protocols, listener, drain: CancellationToken::new(), _dir: dir }
    }

    /// With [`SPEC`] active.
    pub(crate) async fn with_spec(configuration: &str) -> Self {
        let house = Self::new(configuration).await;
        house.gateway.specs().put("lights", Bytes::from_static(SPEC.as_bytes())).await.unwrap();
        house
    }

    /// A connection to the protocol that HTTP requests come to, with so much room each way.
    pub(crate) fn connect_with(&self, room_bytes: usize) -> DuplexStream {
        let (ours, theirs) = tokio::io::duplex(room_bytes);
        let facts = Facts {
            id: 1,
            peer: "127.0.0.1:50000".parse().unwrap(),
            local: "127.0.0.1:9092".parse().unwrap(),
            tls: None,
            listener: Arc::clone(&self.listener),
            drain: self.drain.child_token(),
        };
        let http = self.protocols.iter().find(|protocol| protocol.name() == "http").unwrap();
        tokio::spawn(http.serve(Connection { io: Box::new(theirs), facts: Arc::new(facts) }));
        ours
    }

    pub(crate) fn connect(&self) -> DuplexStream {
        self.connect_with(1 << 20)
    }

    /// Sends these bytes, and reads until the connection is closed.
    pub(crate) async fn raw(&self, request: &[u8]) -> Vec<u8> {
        let mut stream = self.connect();
        stream.write_all(request).await.unwrap();
        let mut answer = Vec::new();
        let _ = timeout(Duration::from_secs(20), stream.read_to_end(&mut answer)).await.unwrap();
        answer
    }

    /// One request on a connection of its own. `line`: method and path; `headers`: lines, each ending in `\r\n`.
    pub(crate) async fn ask(&self, line: &str, headers: &str, body: &str) -> Answer {
        Answer::parse(&self.raw(request(line, headers, body).as_bytes()).await)
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path}"), "", "").await
    }

    pub(crate) async fn post(&self, path: &str, headers: &str, body: &str) -> Answer {
        self.ask(&format!("POST {path}"), headers, body).await
    }

    /// Begins a request whose answer does not end.
    pub(crate) async fn stream(&self, path: &str, accept: &str) -> Stream {
        let mut stream = self.connect();
        let request = format!("GET {path} HTTP/1.1\r\nHost: here\r\nAccept: {accept}\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut stream = Stream { stream, seen: String::new() };
        stream.until("\r\n\r\n").await;
        stream
    }
}

pub(crate) fn request(line: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!("{line} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n{body}")
}

/// An answer that is still coming.
pub(crate) struct Stream {
    stream: DuplexStream,
    pub(crate) seen: String,
}

impl Stream {
    /// Reads until this has been seen.
    pub(crate) async fn until(&mut self, wanted: &str) {
        while !self.seen.contains(wanted) {
            let mut some = [0; 4096];
            let read = timeout(Duration::from_secs(30), self.stream.read(&mut some)).await;
            let count = read.unwrap_or_else(|_| panic!("{wanted:?} did not come, only {:?}", self.seen)).unwrap();
            assert!(count > 0, "the stream ended before {wanted:?}: {:?}", self.seen);
            self.seen.push_str(std::str::from_utf8(&some[..count]).unwrap());
        }
    }

    /// Reads until the answer ends, the connection being kept.
    pub(crate) async fn end_of_chunks(mut self) -> String {
        self.until("0\r\n\r\n").await;
        self.seen
    }

    /// Reads until the connection ends.
    pub(crate) async fn end(mut self) -> String {
        let mut rest = String::new();
        timeout(Duration::from_secs(10), self.stream.read_to_string(&mut rest)).await.unwrap().unwrap();
        self.seen + &rest
    }
}
