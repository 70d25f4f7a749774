//! Whether the process lives, and whether it can work. Asked by those who start and stop it: no authentication.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde_json::json;

use super::router::App;
use crate::protocols::Facts;
use crate::protocols::problem::{Kind, Problem};

/// `GET /livez`: 200 as long as anything is answered at all.
pub(super) async fn live() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: 200, or 503 naming each upstream that cannot work, or when the gateway is shutting down.
pub(super) async fn ready(State(app): State<App>, Extension(facts): Extension<Arc<Facts>>) -> Response {
    if facts.drain.is_cancelled() {
        return Problem::new(Kind::Unavailable, "the gateway is shutting down").into_response();
    }
    match app.gateway.ready().await {
        Ok(()) => Json(json!({"status": "ready"})).into_response(),
        Err(wrong) => {
            let errors =
                wrong.iter().map(|(upstream, error)| json!({"upstream": upstream, "error": error.to_string()}));
            let names: Vec<&str> = wrong.iter().map(|(upstream, _)| upstream.as_str()).collect();
            let detail = format!("not ready: {}", names.join(", "));
            Problem::new(Kind::Unavailable, detail).with_errors(errors).into_response()
        }
    }
}
