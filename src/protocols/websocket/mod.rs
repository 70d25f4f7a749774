//! WebSocket (RFC 6455), reached by an upgrade from HTTP/1.1: `/ws` watches, `/ws/stations/{station}` produces.
//!
//! # Layout
//!
//! - `handshake`: the request for an upgrade, answered.
//! - `socket`: frames in and out with deadlines, and whether the client is still there; `end`: why a connection ended,
//!   and its close code.
//! - `watch`, `produce`: what is done on the two paths.

mod end;
mod handshake;
mod produce;
mod socket;
mod watch;

use std::sync::Arc;

use ::http::Response;
use ::http::request::Parts;
use axum::extract::Query;
use config::Service;
use futures_util::future::BoxFuture;
use serde::de::DeserializeOwned;
use tracing::debug;

use super::problem::{Kind, Problem};
use super::{Connection, Facts, Protocol, Sniff, Takeover, Upgrade, Upgraded, sender};
use crate::gateway::{Door, Gateway};
use crate::identity;

/// The protocol.
pub struct WebSocket {
    gateway: Arc<Gateway>,
}

impl WebSocket {
    /// WebSocket over a gateway.
    pub fn new(gateway: Arc<Gateway>) -> Self {
        Self { gateway }
    }

    fn door(&self, facts: &Facts) -> Door {
        self.gateway.door(facts.listener.kafka.as_ref().map(|relay| relay.upstream.as_str()))
    }

    /// The path first: who is only lost should hear that, and nothing of handshakes.
    fn open(&self, request: &Parts, facts: &Arc<Facts>) -> Result<(Response<String>, Takeover), Problem> {
        let path = Path::of(request.uri.path())?;
        if !facts.listener.serves.contains(&Service::Websocket) {
            let detail = format!("this needs a listener that serves `websocket`; {} does not", facts.local);
            return Err(Problem::new(Kind::NotServed, detail));
        }
        let principal = identity::admit(&facts.listener)
            .map_err(|denied| Problem::new(Kind::Unauthenticated, denied.to_string()))?;
        let response = handshake::answer(request)?;
        let (door, facts) = (self.door(facts), Arc::clone(facts));
        let run: Takeover = match path {
            Path::Watch => {
                // From before the client is told that it watches: whatever it sends then, it will see.
                let watcher = door.watch(watch::wish(query(request)?)?);
                Box::new(move |io| Box::pin(watch::run(io, facts, watcher)))
            }
            Path::Produce(station) => {
                let to = query::<produce::To>(request)?;
                let origin = sender::origin("websocket", &facts, principal, &request.headers);
                Box::new(move |io| Box::pin(produce::run(io, facts, door, origin, station, to)))
            }
        };
        Ok((response, run))
    }
}

impl Protocol for WebSocket {
    fn name(&self) -> &'static str {
        "websocket"
    }

    fn sniff(&self, _: &[u8]) -> Sniff {
        Sniff::No
    }

    /// Never called: no connection begins with it.
    fn serve(&self, connection: Connection) -> BoxFuture<'static, ()> {
        debug!(connection = connection.facts.id, "WebSocket begins with an HTTP request");
        Box::pin(std::future::ready(()))
    }

    fn upgrade(&self) -> Option<&dyn Upgrade> {
        Some(self)
    }
}

impl Upgrade for WebSocket {
    fn token(&self) -> &'static str {
        "websocket"
    }

    fn accept(&self, request: &Parts, facts: &Arc<Facts>) -> Upgraded {
        match self.open(request, facts) {
            Ok((response, run)) => Upgraded { response, run: Some(run) },
            Err(problem) => {
                debug!(connection = facts.id, reason = problem.detail, "WebSocket handshake refused");
                Upgraded { response: handshake::refusal(&problem), run: None }
            }
        }
    }
}

/// What is at a path.
enum Path {
    Watch,
    Produce(String),
}

impl Path {
    fn of(path: &str) -> Result<Self, Problem> {
        let unknown = || Problem::new(Kind::NotFound, "WebSocket is at `/ws` and `/ws/stations/{station}`");
        match path.strip_prefix("/ws").ok_or_else(unknown)? {
            "" | "/" => Ok(Self::Watch),
            rest => {
                let station = rest.strip_prefix("/stations/").filter(|name| !name.is_empty() && !name.contains('/'));
                // A station's name has no character that a path must escape.
                Ok(Self::Produce(station.ok_or_else(unknown)?.to_owned()))
            }
        }
    }
}

fn query<T: DeserializeOwned>(request: &Parts) -> Result<T, Problem> {
    let Query(query) = Query::try_from_uri(&request.uri)
        .map_err(|wrong| Problem::bad_request(format!("the query: {}", wrong.body_text())))?;
    Ok(query)
}
