//! A connection that speaks HTTP, from its first request to its last: limits, drain, the line in the log when it ends.
//! What a request is answered, the router knows.

use std::convert::Infallible;
use std::error::Error;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tower::ServiceExt;
use tracing::{debug, info};

use super::linger::Linger;
use super::upgrade::{self, Handover};
use crate::protocols::{Connection, Facts, Protocol};

/// The request line and all headers of a request; more is answered by 431.
pub(super) const HEAD_BYTES: usize = 64 << 10;
/// Headers of a request.
const HEADERS: usize = 200;
/// How long a request's head may take, and how long a kept connection may lie idle.
const HEAD_DEADLINE: Duration = Duration::from_secs(60);
/// Requests at a time on one HTTP/2 connection.
const STREAMS: u32 = 128;
/// HTTP/2 peers are asked whether they are still there this often, and given as long to say so.
const PING_INTERVAL: Duration = Duration::from_secs(30);

/// Serves a connection until it ends.
pub(super) async fn serve(router: Router, upgrades: Arc<[Arc<dyn Protocol>]>, connection: Connection) {
    let Connection { io, facts } = connection;
    let handover = Handover::default();
    let taken_over = handover.clone();
    let service = service_fn(|request| {
        let (router, facts) = (router.clone(), Arc::clone(&facts));
        answer(router, Arc::clone(&upgrades), facts, handover.clone(), request)
    });
    let builder = builder();
    let mut serving = std::pin::pin!(builder.serve_connection_with_upgrades(TokioIo::new(Linger::new(io)), service));
    let ended = tokio::select! {
        ended = serving.as_mut() => ended,
        () = facts.drain.cancelled() => {
            serving.as_mut().graceful_shutdown();
            serving.await
        }
    };
    match ended {
        Ok(()) => taken_over.run().await,
        Err(error) => log(&facts, error.as_ref()),
    }
}

fn builder() -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_DEADLINE)
        .max_buf_size(HEAD_BYTES)
        .max_headers(HEADERS);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS)
        .max_header_list_size(u32::try_from(HEAD_BYTES).unwrap_or(u32::MAX))
        .keep_alive_interval(PING_INTERVAL)
        .keep_alive_timeout(PING_INTERVAL);
    builder
}

async fn answer(
    router: Router,
    upgrades: Arc<[Arc<dyn Protocol>]>,
    facts: Arc<Facts>,
    handover: Handover,
    request: Request<Incoming>,
) -> Result<Response<Body>, Infallible> {
    let started = Instant::now();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let response = match upgrade::answer(request, &upgrades, &facts, &handover) {
        ControlFlow::Break(response) => response,
        ControlFlow::Continue(mut request) => {
            request.extensions_mut().insert(Arc::clone(&facts));
            router.oneshot(request.map(Body::new)).await?
        }
    };
    let (status, elapsed) = (response.status().as_u16(), started.elapsed());
    debug!(connection = facts.id, %method, path, status, ?elapsed, "request answered");
    Ok(response)
}

/// One line on a connection that did not end well: loud where the client is to blame and may not know.
fn log(facts: &Facts, error: &(dyn Error + Send + Sync + 'static)) {
    let (connection, peer) = (facts.id, facts.peer);
    let Some(error) = error.downcast_ref::<hyper::Error>() else {
        debug!(connection, %peer, reason = %error, "HTTP connection closed");
        return;
    };
    let reason = error.source().map_or_else(|| error.to_string(), |source| format!("{error}: {source}"));
    if error.is_parse_too_large() {
        info!(connection, %peer, "HTTP connection closed: a request's headers are larger than {HEAD_BYTES} bytes (431)");
    } else if error.is_parse() {
        info!(connection, %peer, reason, "HTTP connection closed: a request cannot be read");
    } else if error.source().is_some_and(|source| source.is::<std::io::Error>()) || error.is_incomplete_message() {
        // The client went away.
        debug!(connection, %peer, reason, "HTTP connection closed");
    } else {
        info!(connection, %peer, reason, "HTTP connection closed");
    }
}
