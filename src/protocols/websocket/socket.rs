//! Frames in and out, with deadlines: whoever does not read, or is no longer there, is found out.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::io::AsyncWriteExt;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message};
use tracing::{debug, info};

use super::end::End;
use crate::protocols::{Facts, Io};

/// How often a client is asked whether it is still there.
const PING_INTERVAL: Duration = Duration::from_secs(30);
/// After so many pings without a sign of life it is not.
const MOST_UNANSWERED: u32 = 2;
/// How long a frame may take to get out.
const SEND_DEADLINE: Duration = Duration::from_secs(60);
/// How long a client gets to answer a close frame.
const CLOSE_DEADLINE: Duration = Duration::from_secs(2);
/// Read and write buffers; the usual 128 KiB twice would be much for a thousand watchers.
const BUFFER_BYTES: usize = 16 << 10;

/// A WebSocket, the server's end.
pub(super) struct Socket {
    stream: WebSocketStream<Box<dyn Io>>,
    pings: Interval,
    unanswered: u32,
}

impl Socket {
    /// A socket whose client may send messages of at most so many bytes.
    pub(super) async fn new(io: Box<dyn Io>, max_message_bytes: usize) -> Self {
        let config = WebSocketConfig::default()
            .read_buffer_size(BUFFER_BYTES)
            .write_buffer_size(BUFFER_BYTES)
            .max_message_size(Some(max_message_bytes))
            .max_frame_size(Some(max_message_bytes));
        let stream = WebSocketStream::from_raw_socket(io, Role::Server, Some(config)).await;
        let mut pings = interval_at(Instant::now() + PING_INTERVAL, PING_INTERVAL);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self { stream, pings, unanswered: 0 }
    }

    /// The next message of the client. Asks it for a sign of life meanwhile. Cancel safe.
    pub(super) async fn receive(&mut self) -> Result<Message, End> {
        loop {
            tokio::select! {
                came = self.stream.next() => {
                    self.unanswered = 0;
                    match came {
                        None | Some(Ok(Message::Close(_))) => return Err(End::Left),
                        // Pings are answered by the library.
                        Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
                        Some(Ok(message @ (Message::Text(_) | Message::Binary(_)))) => return Ok(message),
                        Some(Err(error)) => return Err(error.into()),
                    }
                }
                _ = self.pings.tick() => {
                    if self.unanswered == MOST_UNANSWERED {
                        return Err(End::Silent);
                    }
                    self.unanswered += 1;
                    self.send(vec![Message::Ping(bytes::Bytes::new())]).await?;
                }
            }
        }
    }

    /// Sends messages, all at once.
    pub(super) async fn send(&mut self, messages: Vec<Message>) -> Result<(), End> {
        let sending = async {
            for message in messages {
                self.stream.feed(message).await?;
            }
            self.stream.flush().await
        };
        match timeout(SEND_DEADLINE, sending).await {
            Ok(sent) => Ok(sent?),
            Err(_) => Err(End::Stuck),
        }
    }

    /// Tells the client why it is over, waits a moment for its answer, and writes the line in the log.
    pub(super) async fn close(mut self, end: End, facts: &Facts) {
        let (connection, peer) = (facts.id, facts.peer);
        match &end {
            End::Left | End::Draining => debug!(connection, %peer, reason = %end, "WebSocket closed"),
            End::Silent | End::Stuck | End::Refused(_) | End::Broken(_) => {
                info!(connection, %peer, reason = %end, "WebSocket closed");
            }
        }
        let frame = end.code().map(|code| CloseFrame { code, reason: reason(&end).into() });
        let closing = async {
            if let Some(frame) = frame {
                self.stream.close(Some(frame)).await?;
            }
            while let Some(Ok(_)) = self.stream.next().await {}
            Ok::<_, Error>(self.stream.get_mut().shutdown().await?)
        };
        // Whether the client took leave or not: it is over.
        let _ = timeout(CLOSE_DEADLINE, closing).await;
    }
}

/// At most 123 bytes fit into a close frame (RFC 6455 section 5.5).
fn reason(end: &End) -> String {
    let mut reason = String::new();
    for c in end.to_string().chars() {
        if reason.len() + c.len_utf8() > 123 {
            break;
        }
        reason.push(c);
    }
    reason
}
