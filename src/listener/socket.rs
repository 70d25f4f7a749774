//! What the system is told of a client's socket.

use std::time::Duration;

use socket2::{SockRef, TcpKeepalive};
use tokio::net::TcpStream;
use tracing::debug;

/// A client that is silent for so long is asked whether it is still there; then again, at `PROBE_INTERVAL`.
const IDLE: Duration = Duration::from_secs(30);
const PROBE_INTERVAL: Duration = Duration::from_secs(15);
const PROBES: u32 = 4;
/// A client that has not even acknowledged for so long what it was asked or sent is gone: its socket is closed.
#[cfg(target_os = "linux")]
const GONE_AFTER: Duration = Duration::from_secs(90);

/// No delay, since answers are written whole and waiting for more would only make them late; and clients that vanish
/// without a word (a cable, a firewall) do not stay for ever. A system that will not have it is not worth a refusal.
pub(super) fn prepare(stream: &TcpStream) {
    let keepalive = TcpKeepalive::new().with_time(IDLE).with_interval(PROBE_INTERVAL).with_retries(PROBES);
    let socket = SockRef::from(stream);
    let no_delay = socket.set_tcp_nodelay(true);
    let kept_alive = socket.set_tcp_keepalive(&keepalive);
    #[cfg(target_os = "linux")]
    let kept_alive = kept_alive.and_then(|()| socket.set_tcp_user_timeout(Some(GONE_AFTER)));
    if let Err(error) = no_delay.and(kept_alive) {
        debug!(%error, "cannot set the options of a client's socket");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_client_that_vanishes_is_gone_within_two_minutes() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        prepare(&client);
        let socket = SockRef::from(&client);
        assert!(socket.keepalive().unwrap());
        assert!(client.nodelay().unwrap());
        #[cfg(target_os = "linux")]
        assert_eq!(socket.tcp_user_timeout().unwrap(), Some(GONE_AFTER));
        assert!(IDLE + PROBE_INTERVAL * PROBES <= Duration::from_secs(120));
    }
}
