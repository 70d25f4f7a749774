//! The HTTP clients of the load: one request at a time over one connection, opened again when it breaks. No HTTP library:
//! what a half-answered request means must be ours to say.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

use serde_json::Value;

use super::{PARTITIONS, Shared};
use crate::history::{Guarantee, Producer};

const TIMEOUT: Duration = Duration::from_secs(30);

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<String>,
    pub(crate) body: Value,
}

/// A client with at most one connection.
pub(crate) struct Client {
    listen: String,
    connection: Option<BufReader<TcpStream>>,
}

impl Client {
    pub(crate) fn new(listen: &str) -> Self {
        Self { listen: listen.to_owned(), connection: None }
    }

    /// Sends a request, and reads its answer. After an error nobody knows whether it was taken.
    pub(crate) fn ask(&mut self, method: &str, path: &str, body: &[u8]) -> io::Result<Answer> {
        let connection = self.connected()?;
        let answer = exchange(connection, method, path, body);
        if answer.is_err() {
            self.connection = None;
        }
        answer
    }

    /// Opens the connection if there is none.
    fn connected(&mut self) -> io::Result<&mut BufReader<TcpStream>> {
        if self.connection.is_none() {
            let stream = TcpStream::connect(&self.listen)?;
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(TIMEOUT))?;
            self.connection = Some(BufReader::new(stream));
        }
        self.connection.as_mut().ok_or_else(|| io::ErrorKind::NotConnected.into())
    }
}

fn exchange(connection: &mut BufReader<TcpStream>, method: &str, path: &str, body: &[u8]) -> io::Result<Answer> {
    let head = format!("{method} {path} HTTP/1.1\r\nHost: waystation\r\nContent-Length: {}\r\n\r\n", body.len());
    connection.get_mut().write_all(&[head.as_bytes(), body].concat())?;

    let status = line(connection)?;
    let status = status.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or(io::ErrorKind::InvalidData)?;
    let (mut length, mut retry_after) = (0, None);
    loop {
        let header = line(connection)?;
        let Some((name, value)) = header.split_once(": ") else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().map_err(|_| io::ErrorKind::InvalidData)?,
            "retry-after" => retry_after = Some(value.to_owned()),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    connection.read_exact(&mut body)?;
    Ok(Answer { status, retry_after, body: serde_json::from_slice(&body).unwrap_or_default() })
}

fn line(connection: &mut BufReader<TcpStream>) -> io::Result<String> {
    let mut line = String::new();
    match connection.read_line(&mut line)? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        _ => Ok(line.trim_end().to_owned()),
    }
}

/// A producer that sends each message once: what is not answered is in doubt for ever.
pub(super) fn produce(shared: &Shared) {
    let mut sender = Sender::new(shared);
    for number in 0_u32.. {
        if shared.is_stopping() {
            break;
        }
        let partition = i32::try_from(number).unwrap() % PARTITIONS;
        match sender.send(partition, 30 + (number as usize * 53) % 600) {
            Ok(Answer { status: 200, .. }) => thread::sleep(Duration::from_millis(2)),
            Ok(Answer { status: 500..=599, .. }) => thread::sleep(Duration::from_millis(50)),
            Ok(answer) => panic!("a message was answered by {answer:?}"),
            Err(_) => thread::sleep(Duration::from_millis(10)),
        }
    }
}

/// Sends messages of the history, each once, and logs what is answered.
pub(crate) struct Sender {
    shared: Shared,
    producer: Producer,
    client: Client,
}

impl Sender {
    pub(crate) fn new(shared: &Shared) -> Self {
        let producer = shared.history.producer(Guarantee::OnceInOrder);
        Self { shared: shared.clone(), producer, client: Client::new(&shared.listen) }
    }

    pub(crate) fn send(&mut self, partition: i32, bytes: usize) -> io::Result<Answer> {
        // Before the record is logged as on its way, so that a gateway that is down costs none.
        self.client.connected()?;
        let (id, payload) = self.producer.record(bytes);
        let path = format!("{}/messages?partition={partition}", super::path());
        let answer = self.client.ask("POST", &path, &payload)?;
        match answer.status {
            200 => {
                self.producer.acknowledged(id, partition, answer.body["offset"].as_i64().unwrap());
                self.shared.count();
            }
            // Says that nothing of it was kept. Another 5xx does not: the sync may have failed after the write.
            507 => self.producer.refused(id),
            _ => {}
        }
        Ok(answer)
    }
}
