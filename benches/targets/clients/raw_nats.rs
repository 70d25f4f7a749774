//! A publish to JetStream over a blocking socket, as its protocol page has it: `PUB subject reply size`, and the
//! acknowledgement comes as a `MSG` to the reply subject.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpStream};

use crate::error::Error;

const SUBJECT: &str = "bench.one";
const STREAM: &str = r#"{"name":"BENCH","subjects":["bench.*"],"storage":"file","num_replicas":1}"#;

/// A connection with its request.
pub(crate) struct Client {
    stream: TcpStream,
    lines: BufReader<TcpStream>,
    request: Vec<u8>,
    line: String,
}

impl Client {
    /// Connects, and makes a stream that is kept in a file.
    pub(crate) fn connect(address: SocketAddr, payload: &[u8]) -> Result<Self, Error> {
        let stream = super::connect(address)?;
        let lines = BufReader::new(stream.try_clone().map_err(Error::during("a NATS client"))?);
        let mut client = Self { stream, lines, request: Vec::new(), line: String::new() };
        let create = format!("PUB $JS.API.STREAM.CREATE.BENCH _INBOX.bench {}\r\n{STREAM}\r\n", STREAM.len());
        client.send(b"CONNECT {\"verbose\":false,\"pedantic\":false}\r\nSUB _INBOX.bench 1\r\n")?;
        client.send(create.as_bytes())?;
        client.await_message()?;
        let mut request = format!("PUB {SUBJECT} _INBOX.bench {}\r\n", payload.len()).into_bytes();
        request.extend_from_slice(payload);
        request.extend_from_slice(b"\r\n");
        client.request = request;
        Ok(client)
    }

    /// Sends the message and waits until it is acknowledged.
    pub(crate) fn ping(&mut self) -> Result<(), Error> {
        self.stream.write_all(&self.request).map_err(Error::during("a NATS client"))?;
        self.await_message()
    }

    fn send(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.stream.write_all(bytes).map_err(Error::during("a NATS client"))
    }

    /// Reads on to the next message, whose JSON must not be of an error.
    fn await_message(&mut self) -> Result<(), Error> {
        loop {
            self.read_line()?;
            if self.line.starts_with("MSG ") {
                self.read_line()?;
                let is_error = self.line.contains("\"error\"");
                return if is_error { Err(Error::Failed(format!("JetStream: {}", self.line))) } else { Ok(()) };
            }
            if self.line.starts_with("PING") {
                self.send(b"PONG\r\n")?;
            }
            if self.line.starts_with("-ERR") {
                return Err(Error::Failed(format!("NATS: {}", self.line.trim_end())));
            }
        }
    }

    /// Answers of JetStream are JSON in one line.
    fn read_line(&mut self) -> Result<(), Error> {
        self.line.clear();
        match self.lines.read_line(&mut self.line) {
            Ok(0) => Err(Error::Failed("NATS closed the connection".to_owned())),
            Ok(_) => Ok(()),
            Err(error) => Err(Error::during("a NATS client")(error)),
        }
    }
}
