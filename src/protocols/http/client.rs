//! Who asks, and what the listener serves to them. A handler that takes [`Messages`] or [`Admin`] cannot be reached
//! where the listener's `serves` leaves that out, nor by those whom it lets not in.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use config::Service;
use hyper::http::request::Parts;
use middlewares::Origin;

use super::router::App;
use crate::gateway::Door;
use crate::identity;
use crate::protocols::problem::{Kind, Problem};
use crate::protocols::{Facts, sender};

/// A client that was let in.
pub(super) struct Client {
    /// What it may call.
    pub(super) door: Door,
    /// Who it is.
    pub(super) origin: Arc<Origin>,
    /// Its connection.
    pub(super) facts: Arc<Facts>,
}

/// A client of a listener that serves `http`: it may send and read messages.
pub(super) struct Messages(pub(super) Client);

/// A client of a listener that serves `admin`: it may manage stations and documents.
pub(super) struct Admin(pub(super) Client);

/// A client of a listener that serves either: it may see what stations there are.
pub(super) struct Either(pub(super) Client);

impl Client {
    fn admit(parts: &Parts, app: &App, any_of: &[Service]) -> Result<Self, Problem> {
        let facts = parts.extensions.get::<Arc<Facts>>().cloned();
        let facts = facts.ok_or_else(|| Problem::new(Kind::Unavailable, "the connection is not known"))?;
        if !any_of.iter().any(|service| facts.listener.serves.contains(service)) {
            let words: Vec<String> = any_of.iter().map(|service| format!("`{}`", word(*service))).collect();
            let words = words.join(" or ");
            let detail = format!("this needs a listener that serves {words}; this one ({}) does not", facts.local);
            return Err(Problem::new(Kind::NotServed, detail));
        }
        let principal = identity::admit(&facts.listener)
            .map_err(|denied| Problem::new(Kind::Unauthenticated, denied.to_string()))?;
        let upstream = facts.listener.kafka.as_ref().map(|relay| relay.upstream.as_str());
        let door = app.gateway.door(upstream);
        let origin = sender::origin("http", &facts, principal, &parts.headers);
        Ok(Self { door, origin, facts })
    }
}

/// The word in a listener's `serves`.
fn word(service: Service) -> &'static str {
    match service {
        Service::Kafka => "kafka",
        Service::Http => "http",
        Service::Websocket => "websocket",
        Service::Admin => "admin",
        Service::Metrics => "metrics",
        Service::Console => "console",
    }
}

impl FromRequestParts<App> for Messages {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        Client::admit(parts, app, &[Service::Http]).map(Self)
    }
}

impl FromRequestParts<App> for Admin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        Client::admit(parts, app, &[Service::Admin]).map(Self)
    }
}

impl FromRequestParts<App> for Either {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        Client::admit(parts, app, &[Service::Http, Service::Admin]).map(Self)
    }
}
