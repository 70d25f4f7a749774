//! Handing a connection over to a protocol that is reached by an upgrade token (RFC 9110 section 7.8). Which there
//! are is not known here.

use std::ops::ControlFlow;
use std::sync::Arc;

use axum::body::Body;
use hyper::body::Incoming;
use hyper::header::{CONNECTION, HeaderMap, HeaderName, UPGRADE};
use hyper::upgrade::OnUpgrade;
use hyper::{Request, Response, StatusCode, Version};
use hyper_util::rt::TokioIo;
use parking_lot::Mutex;
use tracing::debug;

use crate::protocols::{Facts, Protocol, Takeover, Upgraded};

/// Where the request that takes over a connection leaves word for the connection's task, so that what follows runs on
/// that task: it is drained, and cut off, like any other connection.
#[derive(Clone, Default)]
pub(super) struct Handover(Arc<Mutex<Option<(OnUpgrade, Takeover)>>>);

impl Handover {
    /// Serves the connection by who took it over, if somebody did.
    pub(super) async fn run(self) {
        let taken = self.0.lock().take();
        let Some((upgrading, run)) = taken else { return };
        match upgrading.await {
            Ok(upgraded) => run(Box::new(TokioIo::new(upgraded))).await,
            Err(error) => debug!(%error, "the connection ended before it was taken over"),
        }
    }
}

/// Answers a request for an upgrade to one of these; any other request is given back.
pub(super) fn answer(
    mut request: Request<Incoming>,
    upgrades: &[Arc<dyn Protocol>],
    facts: &Arc<Facts>,
    handover: &Handover,
) -> ControlFlow<Response<Body>, Request<Incoming>> {
    let wanted = request.version() == Version::HTTP_11 && lists(request.headers(), &CONNECTION, "upgrade");
    if !wanted {
        return ControlFlow::Continue(request);
    }
    let chosen = |upgrade: &&dyn crate::protocols::Upgrade| lists(request.headers(), &UPGRADE, upgrade.token());
    let Some(upgrade) = upgrades.iter().filter_map(|protocol| protocol.upgrade()).find(chosen) else {
        return ControlFlow::Continue(request);
    };
    let upgrading = hyper::upgrade::on(&mut request);
    let (parts, _) = request.into_parts();
    let Upgraded { response, run } = upgrade.accept(&parts, facts);
    if let Some(run) = run.filter(|_| response.status() == StatusCode::SWITCHING_PROTOCOLS) {
        *handover.0.lock() = Some((upgrading, run));
    }
    ControlFlow::Break(response.map(Body::from))
}

/// Whether a comma-separated header names a token, in any case.
fn lists(headers: &HeaderMap, name: &HeaderName, token: &str) -> bool {
    let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|listed| listed.trim().eq_ignore_ascii_case(token))
}
