//! Every path, and what answers it. Adding a resource is its file and its lines here.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use super::{consumers, health, index, messages, specs, stations};
use crate::gateway::Gateway;
use crate::protocols::problem::{Kind, Problem};
use crate::protocols::{Facts, Protocol};

/// What every handler has.
#[derive(Clone)]
pub(super) struct App {
    pub(super) gateway: Arc<Gateway>,
    upgrades: Arc<[Arc<dyn Protocol>]>,
}

pub(super) fn router(gateway: Arc<Gateway>, upgrades: Arc<[Arc<dyn Protocol>]>) -> Router {
    Router::new()
        .route("/", get(index::welcome))
        .route("/livez", get(health::live))
        .route("/readyz", get(health::ready))
        .route("/api/v1", get(index::resources))
        .route("/api/v1/stations", get(stations::list))
        .route(
            "/api/v1/stations/{station}",
            get(stations::show).put(stations::put).patch(stations::patch).delete(stations::delete),
        )
        .route("/api/v1/stations/{station}/purge", post(stations::purge))
        .route("/api/v1/stations/{station}/messages", get(messages::get).post(messages::produce::post))
        .merge(consumers::routes())
        .route("/api/v1/specs", get(specs::list))
        .route("/api/v1/specs/{spec}", get(specs::show).put(specs::put).delete(specs::delete))
        .route("/api/v1/specs/{spec}/check", post(specs::check))
        .method_not_allowed_fallback(wrong_method)
        .fallback(unknown_path)
        .with_state(App { gateway, upgrades })
}

/// The path may belong to a protocol that is reached by an upgrade: then it knows best what to say.
async fn unknown_path(State(app): State<App>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    if let Some(facts) = parts.extensions.get::<Arc<Facts>>() {
        let upgrades = app.upgrades.iter().filter_map(|protocol| protocol.upgrade());
        let mut answers = upgrades.map(|upgrade| upgrade.accept(&parts, facts).response);
        if let Some(response) = answers.find(|response| response.status().as_u16() == 426) {
            return response.into_response();
        }
    }
    let detail = format!("{:?} is no path here; `/api/v1` lists those of the API", parts.uri.path());
    Problem::new(Kind::NotFound, detail).into_response()
}

/// The router adds the header `Allow`.
async fn wrong_method(request: Request) -> Problem {
    let detail = format!("{} is not for {:?}; the header `Allow` says what is", request.method(), request.uri().path());
    Problem::new(Kind::MethodNotAllowed, detail)
}
