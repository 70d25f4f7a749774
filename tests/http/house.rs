//! A gateway of its own for each test, and a client that shows every byte.

use std::net::SocketAddr;
use std::time::Duration;

use config::Config;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use waystation::run::serve_until;

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
    pub(crate) address: SocketAddr,
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
    /// On a free port of loopback; `listener` has further settings of it, as YAML in one line.
    pub(crate) async fn with_listener(listener: &str, configuration: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("data");
        let listeners = format!("listeners: [{{address: '127.0.0.1:0', {listener}}}]");
        let text = format!("data: {}\n{listeners}\n{configuration}", data.display());
        let config = Config::parse(&text, "test.yaml", &config::Environment::empty()).unwrap();
        let drain = CancellationToken::new();
        let (ready, addresses) = tokio::sync::oneshot::channel();
        let serving = serve_until(config, drain.clone(), move |at| ready.send(at.addresses.clone()).unwrap());
        tokio::spawn(async move { serving.await.unwrap() });
        let address = addresses.await.unwrap()[0];
        Self { address, drain, _dir: dir }
    }

    pub(crate) async fn new(configuration: &str) -> Self {
        Self::with_listener("", configuration).await
    }

    /// With [`SPEC`] active.
    pub(crate) async fn with_spec(configuration: &str) -> Self {
        let house = Self::new(configuration).await;
        assert_eq!(house.ask("PUT /api/v1/specs/lights", "", SPEC).await.status, 201);
        house
    }

    pub(crate) async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Sends these bytes, and reads until the connection is closed.
    pub(crate) async fn raw(&self, request: &[u8]) -> Vec<u8> {
        let mut stream = self.connect().await;
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
        let mut stream = self.connect().await;
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
    stream: TcpStream,
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
