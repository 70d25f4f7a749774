//! `/api/v1/specs`: the AsyncAPI documents that messages are held to. What is right and wrong in one is `asyncapi`'s;
//! which are active, the gateway's.

use std::path::Path;

use asyncapi::{Headers, MessageView};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use hyper::StatusCode;
use hyper::header::{ACCEPT, CONTENT_TYPE, HeaderMap, VARY};
use serde::{Deserialize, Serialize};

use super::client::Admin;
use super::input::{Name, Query, Whole, accepts};
use super::messages::produce;
use super::router::App;
use crate::gateway::message::Raw;
use crate::gateway::specs::Active;
use crate::protocols::problem::Problem;

/// Longer names help nobody, and each is a key in the metadata database.
const LONGEST_NAME: usize = 249;

/// `GET /api/v1/specs`: all that are active, by name.
pub(super) async fn list(_: Admin, State(app): State<App>) -> Response {
    #[derive(Serialize)]
    struct List<'a> {
        specs: Vec<Described<'a>>,
    }
    let all = app.gateway.specs().all();
    Json(List { specs: all.values().map(|active| Described::from(active.as_ref())).collect() }).into_response()
}

/// `GET /api/v1/specs/{spec}`: the document as it was uploaded; described in JSON, for who accepts
/// `application/json`.
pub(super) async fn show(
    _: Admin,
    State(app): State<App>,
    Name(name): Name,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let active = app.gateway.specs().find(&name)?;
    if accepts(&headers, "application/json") {
        return Ok(([(VARY, ACCEPT.as_str())], Json(Described::from(active.as_ref()))).into_response());
    }
    let is_json = active.text.trim_ascii_start().starts_with(b"{");
    // RFC 9512 for YAML.
    let content_type = if is_json { "application/json" } else { "application/yaml" };
    Ok(([(VARY, ACCEPT.as_str()), (CONTENT_TYPE, content_type)], active.text.clone()).into_response())
}

/// `PUT /api/v1/specs/{spec}`: JSON or YAML, whatever the content type says; 201 or 200, or 422 with every problem.
pub(super) async fn put(
    _: Admin,
    State(app): State<App>,
    Name(name): Name,
    Whole(body): Whole,
) -> Result<Response, Problem> {
    if name.is_empty() || name.len() > LONGEST_NAME || name.contains(|c: char| c.is_control() || c == '/') {
        let detail = format!("a document's name has 1 to {LONGEST_NAME} bytes, and no `/` or control characters");
        return Err(Problem::bad_request(detail));
    }
    let specs = app.gateway.specs();
    let new = specs.put(&name, body).await?;
    let status = if new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(Described::from(specs.find(&name)?.as_ref()))).into_response())
}

/// `DELETE /api/v1/specs/{spec}`.
pub(super) async fn delete(_: Admin, State(app): State<App>, Name(name): Name) -> Result<StatusCode, Problem> {
    app.gateway.specs().delete(&name).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Of which station a message to be checked is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Of {
    station: String,
}

/// `POST /api/v1/specs/{spec}/check?station=`: holds a message (as it would be produced) to a document, and stores
/// nothing. `covered: false` says that the document asks nothing of that station's messages.
pub(super) async fn check(
    _: Admin,
    State(app): State<App>,
    Name(name): Name,
    Query(Of { station }): Query<Of>,
    headers: HeaderMap,
    Whole(body): Whole,
) -> Result<Json<Verdict>, Problem> {
    let active = app.gateway.specs().find(&name)?;
    let raw = produce::raw(&headers, body);
    let contract = active.spec.contract(&station);
    let errors: Vec<String> = match contract.map(|contract| contract.check(&view(&raw))) {
        Some(Err(violations)) => violations.iter().map(ToString::to_string).collect(),
        Some(Ok(())) | None => Vec::new(),
    };
    let (valid, covered) = (errors.is_empty(), contract.is_some());
    Ok(Json(Verdict { valid, covered, errors }))
}

/// What a document says of a message.
#[derive(Serialize)]
pub(super) struct Verdict {
    valid: bool,
    /// Whether the document asks anything of the station's messages.
    covered: bool,
    errors: Vec<String>,
}

fn view(raw: &Raw) -> MessageView<'_> {
    let content_type = raw.headers.iter().rfind(|(name, _)| name.as_ref() == b"content-type");
    let content_type = content_type.and_then(|(_, value)| std::str::from_utf8(value.as_deref()?).ok());
    MessageView {
        key: raw.key.as_deref(),
        payload: raw.value.as_deref(),
        headers: raw,
        content_type: content_type.and_then(|value| value.split(';').next()).map(str::trim),
    }
}

impl Headers for Raw {
    fn for_each(&self, visit: &mut dyn FnMut(&[u8], Option<&[u8]>)) {
        self.headers.iter().for_each(|(name, value): &(Bytes, Option<Bytes>)| visit(name, value.as_deref()));
    }
}

/// A document as JSON describes it.
#[derive(Serialize)]
struct Described<'a> {
    name: &'a str,
    title: &'a str,
    version: &'a str,
    asyncapi: &'a str,
    size_bytes: usize,
    /// Where the configuration found it; none for one that was uploaded.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a Path>,
    channels: Vec<Channel<'a>>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct Channel<'a> {
    id: &'a str,
    station: Option<&'a str>,
    messages: Vec<Message<'a>>,
}

#[derive(Serialize)]
struct Message<'a> {
    name: &'a str,
    content_type: &'a str,
    checked: bool,
}

impl<'a> From<&'a Active> for Described<'a> {
    fn from(active: &'a Active) -> Self {
        let Active { name, text, spec, file } = active;
        Self {
            name,
            title: spec.title(),
            version: spec.version(),
            asyncapi: spec.asyncapi_version(),
            size_bytes: text.len(),
            file: file.as_deref(),
            channels: spec.channels().iter().map(Channel::from).collect(),
            notes: spec.notes().iter().map(ToString::to_string).collect(),
        }
    }
}

impl<'a> From<&'a asyncapi::Channel> for Channel<'a> {
    fn from(channel: &'a asyncapi::Channel) -> Self {
        let message = |message: &'a asyncapi::Message| {
            let asyncapi::Message { name, content_type, checked } = message;
            Message { name, content_type, checked: *checked }
        };
        Self {
            id: &channel.id,
            station: channel.station.as_ref().map(asyncapi::StationPattern::as_str),
            messages: channel.messages.iter().map(message).collect(),
        }
    }
}
