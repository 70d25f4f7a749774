//! What the system is told of a client's socket.

use std::time::Duration;

use socket2::{SockRef, TcpKeepalive};
use tokio::net::TcpStream;
use tracing::debug;

/// A client that is silent for so long is asked whether it is still there.
const IDLE: Duration = Duration::from_secs(30);
/// One that does not answer is asked again at this interval, so many times; then its connection is closed.
const PROBE_INTERVAL: Duration = Duration::from_secs(15);
const PROBES: u32 = 4;

/// No delay, since answers are written whole and waiting for more would only make them late; and clients that vanish
/// without a word (a cable, a firewall) do not stay for ever. A system that will not have it is not worth a refusal.
///
/// There is no TCP_USER_TIMEOUT, though it would find the vanished while data is under way to them: Linux also closes
/// by it what is there but reads nothing, as a Kafka consumer that works on a batch for minutes.
pub(super) fn prepare(stream: &TcpStream) {
    let keepalive = TcpKeepalive::new().with_time(IDLE).with_interval(PROBE_INTERVAL).with_retries(PROBES);
    let socket = SockRef::from(stream);
    if let Err(error) = socket.set_tcp_nodelay(true).and(socket.set_tcp_keepalive(&keepalive)) {
        debug!(%error, "cannot set the options of a client's socket");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_idle_client_that_vanishes_is_gone_within_two_minutes() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        prepare(&client);
        let socket = SockRef::from(&client);
        assert!(socket.keepalive().unwrap() && socket.tcp_nodelay().unwrap());
        let gone_after = socket.tcp_keepalive_time().unwrap()
            + socket.tcp_keepalive_interval().unwrap() * socket.tcp_keepalive_retries().unwrap();
        assert!(gone_after <= Duration::from_secs(120), "{gone_after:?}");
    }
}
