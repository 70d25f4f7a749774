//! What a request brings along, read with bounds and told in problems: a name in the path, a query, a body.

use std::time::Duration;

use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::body::Body as _;
use hyper::header::{ACCEPT, CONTENT_TYPE, HeaderMap};
use hyper::http::request::Parts;
use serde::de::DeserializeOwned;
use tokio::time::timeout;

use super::router::App;
use crate::protocols::problem::{Kind, Problem};

/// How long the next piece of a body may take.
const PIECE_DEADLINE: Duration = Duration::from_secs(30);

/// The name in the path: of a station, of a document.
pub(super) struct Name(pub(super) String);

impl FromRequestParts<App> for Name {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Path(name) = Path::from_request_parts(parts, app)
            .await
            .map_err(|wrong| Problem::bad_request(format!("the name in the path: {}", wrong.body_text())))?;
        Ok(Self(name))
    }
}

/// The query. A parameter that is not known is a mistake that would otherwise pass unseen.
pub(super) struct Query<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequestParts<App> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Problem> {
        let axum::extract::Query(query) = axum::extract::Query::try_from_uri(&parts.uri)
            .map_err(|wrong| Problem::bad_request(format!("the query: {}", wrong.body_text())))?;
        Ok(Self(query))
    }
}

/// The whole body, of at most `limits.max_frame` bytes.
pub(super) struct Whole(pub(super) Bytes);

impl FromRequest<App> for Whole {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        read(request.into_body(), app.gateway.settings().max_frame_bytes).await.map(Self)
    }
}

async fn read(mut body: Body, limit_bytes: usize) -> Result<Bytes, Problem> {
    let too_large = || Problem::new(Kind::TooLarge, format!("a body may have at most {limit_bytes} bytes"));
    let least_bytes = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if least_bytes > limit_bytes {
        return Err(too_large());
    }
    let mut whole = BytesMut::new();
    loop {
        let frame = timeout(PIECE_DEADLINE, body.frame()).await.map_err(|_| {
            let detail = format!("no more of the body came within {PIECE_DEADLINE:?}");
            Problem::new(Kind::RequestTimeout, detail)
        })?;
        let Some(frame) = frame else { return Ok(whole.freeze()) };
        let frame = frame.map_err(|error| Problem::bad_request(format!("the body broke off: {error}")))?;
        let Ok(piece) = frame.into_data() else { continue };
        if whole.len() + piece.len() > limit_bytes {
            return Err(too_large());
        }
        if whole.is_empty() && body.is_end_stream() {
            return Ok(piece);
        }
        whole.extend_from_slice(&piece);
    }
}

/// The media type of the body in lower case, without parameters.
pub(super) fn media_type(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    Some(value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
}

/// Whether the client names a media type among those that it takes. (A wildcard names none.)
pub(super) fn accepts(headers: &HeaderMap, media_type: &str) -> bool {
    let values = headers.get_all(ACCEPT).into_iter().filter_map(|value| value.to_str().ok());
    let named = |range: &str| range.split(';').next().is_some_and(|name| name.trim().eq_ignore_ascii_case(media_type));
    values.flat_map(|value| value.split(',')).any(named)
}
