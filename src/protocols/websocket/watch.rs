//! `/ws`: every message that passes the gateway, or those of some stations, a text frame each, with what became of it.
//! A client that reads too slowly is told `{"missed": n}`, and costs the others nothing.

use std::sync::Arc;

use config::Glob;
use serde::Deserialize;
use tokio_tungstenite::tungstenite::Message;

use super::end::End;
use super::socket::Socket;
use crate::gateway::watch::{Frame, Told, Watcher, Wish};
use crate::protocols::problem::Problem;
use crate::protocols::{Facts, Io};

/// Clients have nothing to say here; what they do say is thrown away.
const MAX_MESSAGE_BYTES: usize = 64 << 10;

/// The query.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    /// A glob: messages of which stations.
    station: Option<String>,
    /// Only messages that something was wrong with.
    #[serde(default)]
    invalid: bool,
}

/// What is asked for.
pub(super) fn wish(asked: Asked) -> Result<Wish, Problem> {
    let Asked { station, invalid } = asked;
    let station = match station {
        None => Glob::any(),
        Some(glob) => glob.parse().map_err(|error| Problem::bad_request(format!("station: {error}")))?,
    };
    Ok(Wish { station, invalid })
}

/// Watches until either side ends it.
pub(super) async fn run(io: Box<dyn Io>, facts: Arc<Facts>, mut watcher: Watcher) {
    let mut socket = Socket::new(io, MAX_MESSAGE_BYTES).await;
    let end = loop {
        let told = tokio::select! {
            () = facts.drain.cancelled() => break End::Draining,
            came = socket.receive() => match came {
                Ok(_) => continue,
                Err(end) => break end,
            },
            told = watcher.next() => told,
        };
        let sent = match told {
            None => break End::Draining,
            Some(Told::Frames(frames)) => socket.send(frames.iter().map(shown).collect()).await,
            Some(Told::Missed(missed)) => socket.send(vec![Message::text(format!("{{\"missed\":{missed}}}"))]).await,
        };
        if let Err(end) = sent {
            break end;
        }
    };
    socket.close(end, &facts).await;
}

fn shown(frame: &Frame) -> Message {
    Message::text(&*frame.json)
}
