//! `/ws/stations/{station}`: each frame is a message, answered by a frame in the order in which they came: where it
//! is, `{"partition", "offset"}`, or the problem. A problem of one message does not end the connection.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream::FuturesOrdered;
use middlewares::Origin;
use serde::Deserialize;
use tokio_tungstenite::tungstenite::Message;

use super::end::End;
use super::socket::Socket;
use crate::gateway::Door;
use crate::gateway::message::Raw;
use crate::protocols::problem::Problem;
use crate::protocols::sender::{self, Sender, Sent};
use crate::protocols::{Facts, Io};

/// Messages on their way at a time; with as many unanswered, no more are read.
const MOST_UNANSWERED: usize = 256;

/// The query.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct To {
    /// Without it, each message goes where its key says.
    partition: Option<i32>,
    #[serde(default)]
    format: Format,
}

/// How a message lies in a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Format {
    /// The frame is the payload.
    #[default]
    Raw,
    /// The frame is the message in the one JSON shape, with key and headers.
    Message,
}

/// Produces until either side ends it.
pub(super) async fn run(io: Box<dyn Io>, facts: Arc<Facts>, door: Door, origin: Arc<Origin>, station: String, to: To) {
    let To { partition, format } = to;
    match Sender::new(door, origin, &station, partition).await {
        Ok(sender) => {
            let mut socket = Socket::new(io, frame_bytes(sender.max_message_bytes())).await;
            let end = produce(&mut socket, &facts, &sender, format).await;
            socket.close(end, &facts).await;
        }
        Err(error) => {
            let problem = Problem::from(error);
            let mut socket = Socket::new(io, 0).await;
            let end = match socket.send(vec![Message::text(problem.to_json())]).await {
                Ok(()) => End::Refused(problem),
                Err(end) => end,
            };
            socket.close(end, &facts).await;
        }
    }
}

/// A message in JSON is larger than itself; one that the station would refuse in any case is no reason to hang up.
fn frame_bytes(max_message_bytes: usize) -> usize {
    max_message_bytes.saturating_mul(2).saturating_add(64 << 10)
}

async fn produce(socket: &mut Socket, facts: &Facts, sender: &Sender, format: Format) -> End {
    let mut answers = FuturesOrdered::new();
    let end = loop {
        let came = tokio::select! {
            () = facts.drain.cancelled() => break End::Draining,
            Some(answer) = answers.next(), if !answers.is_empty() => {
                if let Err(end) = socket.send(vec![shown(answer)]).await {
                    break end;
                }
                continue;
            }
            came = socket.receive(), if answers.len() < MOST_UNANSWERED => came,
        };
        match came {
            Ok(message) => {
                let sending = raw(message, format).map(|raw| sender.send(&raw));
                answers.push_back(async { sending?.await });
            }
            Err(end) => break end,
        }
    };
    // What was accepted is sent to its end, whether the client still wants to hear of it or not.
    let is_there = matches!(end, End::Draining);
    while let Some(answer) = answers.next().await {
        if is_there && let Err(end) = socket.send(vec![shown(answer)]).await {
            return end;
        }
    }
    end
}

fn raw(message: Message, format: Format) -> Result<Raw, Problem> {
    let frame: Bytes = message.into_data();
    match format {
        Format::Raw => Ok(Raw { value: Some(frame), ..Raw::default() }),
        Format::Message => sender::given(&frame),
    }
}

fn shown(answer: Result<Sent, Problem>) -> Message {
    Message::text(match answer {
        Ok(sent) => serde_json::to_string(&sent).unwrap_or_default(),
        Err(problem) => problem.to_json(),
    })
}
