//! The clients, the same for every server: librdkafka, and raw sockets where a client library would be most of the time.

pub(crate) mod consumer;
pub(crate) mod ping;
pub(crate) mod producer;
pub(crate) mod raw_kafka;
pub(crate) mod raw_nats;
pub(crate) mod topics;

use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use crate::error::Error;

/// The longest that a client waits for what should come soon.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A blocking connection that sends at once and does not wait for ever.
fn connect(address: SocketAddr) -> Result<TcpStream, Error> {
    let connected = TcpStream::connect(address).and_then(|stream| {
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(stream)
    });
    connected.map_err(Error::during(format!("connecting to {address}")))
}
