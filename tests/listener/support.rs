//! A gateway's listeners in this process, protocols that echo, and the log.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use config::{Config, Environment};
use futures_util::future::BoxFuture;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use waystation::listener::{Error, Listeners};
use waystation::protocols::{Connection, Protocol, Sniff, http, kafka};

/// The whole of a small Kafka request.
pub(crate) const KAFKA: &[u8] = b"\0\0\0\x0a\0\x12\0\0\0\0\0\x01\xff\xff";

/// How long those that do not end by themselves are waited for.
pub(crate) const DRAIN_DEADLINE: Duration = Duration::from_secs(2);

/// Speaks HTTP as far as the first bytes go. Says who the client is and where it came in, then echoes; when told to
/// drain says so, and ends. `GET /panic` makes it panic.
struct Echo;

impl Protocol for Echo {
    fn name(&self) -> &'static str {
        "http"
    }

    fn sniff(&self, bytes: &[u8]) -> Sniff {
        http::sniff::sniff(bytes)
    }

    fn serve(&self, connection: Connection) -> BoxFuture<'static, ()> {
        Box::pin(async move {
            let Connection { mut io, facts } = connection;
            let hello = format!("{} at {}\n", facts.peer, facts.local);
            if io.write_all(hello.as_bytes()).await.is_err() {
                return;
            }
            let mut bytes = [0; 1024];
            loop {
                let read = tokio::select! {
                    read = io.read(&mut bytes) => read.unwrap_or(0),
                    () = facts.drain.cancelled() => {
                        let _ = io.write_all(b"draining\n").await;
                        return;
                    }
                };
                assert!(!bytes.starts_with(b"GET /panic"), "asked to");
                if read == 0 || io.write_all(&bytes[..read]).await.is_err() {
                    return;
                }
            }
        })
    }
}

/// Speaks Kafka as far as the first bytes go, and never ends by itself.
struct Stubborn;

impl Protocol for Stubborn {
    fn name(&self) -> &'static str {
        "kafka"
    }

    fn sniff(&self, bytes: &[u8]) -> Sniff {
        kafka::sniff::sniff(bytes)
    }

    fn serve(&self, mut connection: Connection) -> BoxFuture<'static, ()> {
        Box::pin(async move {
            let _ = connection.io.write_all(b"for ever\n").await;
            std::future::pending().await
        })
    }
}

pub(crate) async fn bind(configuration: &str) -> Result<Listeners, Error> {
    let config = Config::parse(configuration, "test.yaml", &Environment::empty()).unwrap();
    Listeners::bind(&config.listeners, Arc::new([Arc::new(Echo), Arc::new(Stubborn)]), &config.limits).await
}

/// Listeners that serve on a task of their own.
pub(crate) struct Running {
    pub(crate) addresses: Vec<SocketAddr>,
    pub(crate) shutdown: CancellationToken,
    pub(crate) task: JoinHandle<()>,
}

impl Running {
    pub(crate) async fn start(configuration: &str) -> Self {
        log();
        let listeners = bind(configuration).await.unwrap();
        let addresses = listeners.local_addrs();
        let shutdown = CancellationToken::new();
        let task = tokio::spawn(listeners.serve(shutdown.clone(), DRAIN_DEADLINE));
        Self { addresses, shutdown, task }
    }

    /// With one listener, on loopback, and these limits.
    pub(crate) async fn with_limits(limits: &str) -> Self {
        Self::start(&format!("{{listeners: [{{address: 127.0.0.1:0}}], limits: {{{limits}}}}}")).await
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.addresses[0]
    }
}

/// A client with a request out, and what it is answered at once.
pub(crate) async fn request(address: SocketAddr, bytes: &[u8]) -> io::Result<(TcpStream, String)> {
    let mut client = TcpStream::connect(address).await?;
    client.write_all(bytes).await?;
    let answer = line(&mut client).await?;
    Ok((client, answer))
}

/// A client that is served now.
pub(crate) async fn served(address: SocketAddr) -> TcpStream {
    let (mut client, hello) = request(address, b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    let own = client.local_addr().unwrap();
    assert_eq!(hello, format!("{own} at {address}"));
    let mut echo = [0; 18];
    client.read_exact(&mut echo).await.unwrap();
    assert_eq!(&echo, b"GET / HTTP/1.1\r\n\r\n");
    client
}

/// A line of an answer.
pub(crate) async fn line(client: &mut TcpStream) -> io::Result<String> {
    let mut line = Vec::new();
    loop {
        match client.read_u8().await? {
            b'\n' => return Ok(String::from_utf8(line).unwrap()),
            byte => line.push(byte),
        }
    }
}

/// Waits until the other side has closed, and says what came until then.
pub(crate) async fn closed(client: &mut TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    // A socket closed over unread bytes is reset: closed as well.
    let _ = tokio::time::timeout(Duration::from_secs(5), client.read_to_end(&mut bytes)).await.expect("still open");
    bytes
}

/// What was logged, by every test of this process.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

pub(crate) fn log() -> &'static Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    LOG.get_or_init(|| {
        let log = Log::default();
        let writer = log.clone();
        tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).init();
        log
    })
}

impl Log {
    /// The lines that have this text.
    pub(crate) fn lines(&self, text: &str) -> Vec<String> {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&bytes).lines().filter(|line| line.contains(text)).map(str::to_owned).collect()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        io::Write::write(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner), bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
