//! `/api/v1/stations/{station}/consumers`: acknowledging consumers: made, shown, changed and deleted here.
//!
//! - `deliveries`: fetching, and saying what is to become of what was fetched.

mod deliveries;

use axum::extract::{FromRequestParts, Path};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use hyper::StatusCode;
use hyper::http::request::Parts;
use serde::Serialize;
use serde_json::{Map, Value, json};

use ::stations::consumers::{ConsumerConfig, Counts, Described, Error as ConsumerError};

use super::client::Messages;
use super::input::{Name, Whole};
use super::router::App;
use crate::gateway::{Door, Error};
use crate::protocols::problem::{Kind, Problem};

pub(super) fn routes() -> Router<App> {
    let consumer = "/api/v1/stations/{station}/consumers/{consumer}";
    Router::new()
        .route("/api/v1/stations/{station}/consumers", get(list))
        .route(consumer, get(show).put(put).patch(patch).delete(delete))
        .route(&format!("{consumer}/fetch"), post(deliveries::fetch))
        .route(&format!("{consumer}/ack"), post(deliveries::ack))
        .route(&format!("{consumer}/nack"), post(deliveries::nack))
        .route(&format!("{consumer}/in-progress"), post(deliveries::in_progress))
        .route(&format!("{consumer}/terminate"), post(deliveries::terminate))
}

/// The names in the path: of the station and of the consumer.
struct Names(String, String);

impl FromRequestParts<App> for Names {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Path((station, consumer)) = Path::from_request_parts(parts, app)
            .await
            .map_err(|wrong| Problem::bad_request(format!("the names in the path: {}", wrong.body_text())))?;
        Ok(Self(station, consumer))
    }
}

/// `GET .../consumers`: all of the station's, by name.
async fn list(Messages(client): Messages, Name(station): Name) -> Result<Json<Value>, Problem> {
    let consumers: Vec<Shown> = client.door.consumers(&station).await?.into_iter().map(Shown::from).collect();
    Ok(Json(json!({"consumers": consumers})))
}

/// `GET .../consumers/{consumer}`.
async fn show(Messages(client): Messages, Names(station, name): Names) -> Result<Json<Shown>, Problem> {
    Ok(Json(client.door.consumer(&station, &name).await?.into()))
}

/// `PUT .../consumers/{consumer}`: 201 made; 200 it is there and as asked for; 409 it is there and is not.
async fn put(Messages(client): Messages, Names(station, name): Names, Whole(body): Whole) -> Result<Response, Problem> {
    let given = given(&body)?;
    let wanted = match existing(&client.door, &station, &name).await? {
        None => overlaid(&ConsumerConfig::default(), given)?,
        Some(existing) => {
            let wanted = overlaid(&existing, given)?;
            if wanted != existing {
                return Err(differs(&name, &existing, &wanted));
            }
            wanted
        }
    };
    let is_new = client.door.create_consumer(&station, &name, wanted).await?;
    let shown = Json(Shown::from(client.door.consumer(&station, &name).await?));
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, shown).into_response())
}

/// `PATCH .../consumers/{consumer}`: changes the fields given; `start` cannot change.
async fn patch(
    Messages(client): Messages,
    Names(station, name): Names,
    Whole(body): Whole,
) -> Result<Json<Shown>, Problem> {
    let existing = client.door.consumer(&station, &name).await?.config;
    let wanted = overlaid(&existing, given(&body)?)?;
    if wanted.start != existing.start {
        return Err(Problem::bad_request("start: a consumer begins once; delete it and make it again"));
    }
    client.door.alter_consumer(&station, &name, wanted).await?;
    Ok(Json(client.door.consumer(&station, &name).await?.into()))
}

/// `DELETE .../consumers/{consumer}`, with all it knows. The messages stay.
async fn delete(Messages(client): Messages, Names(station, name): Names) -> Result<StatusCode, Problem> {
    client.door.delete_consumer(&station, &name).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn existing(door: &Door, station: &str, name: &str) -> Result<Option<ConsumerConfig>, Problem> {
    match door.consumer(station, name).await {
        Ok(described) => Ok(Some(described.config)),
        Err(Error::Consumer(ConsumerError::NotFound { .. })) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn given(body: &[u8]) -> Result<Map<String, Value>, Problem> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(Map::new());
    }
    serde_json::from_slice(body)
        .map_err(|error| Problem::bad_request(format!("the body is no JSON object of a consumer's settings: {error}")))
}

/// `base` with the given fields in place of its own.
fn overlaid(base: &ConsumerConfig, given: Map<String, Value>) -> Result<ConsumerConfig, Problem> {
    let mut fields = to_json(base);
    for (name, value) in given {
        if !fields.contains_key(&name) {
            let message = config::unknown_word(&name, fields.keys().map(String::as_str));
            let error = json!({"field": name, "message": message});
            return Err(Problem::bad_request(format!("{name}: {message}")).with_errors([error]));
        }
        fields.insert(name, value);
    }
    serde_path_to_error::deserialize(Value::Object(fields)).map_err(|error| {
        let (field, why) = (error.path().to_string(), error.inner().to_string());
        Problem::bad_request(format!("{field}: {why}")).with_errors([json!({"field": field, "message": why})])
    })
}

fn differs(name: &str, is: &ConsumerConfig, wanted: &ConsumerConfig) -> Problem {
    let (is, wanted) = (to_json(is), to_json(wanted));
    let differing =
        is.iter().filter_map(|(field, is)| Some((field, is, wanted.get(field).filter(|wanted| *wanted != is)?)));
    let errors: Vec<Value> =
        differing.map(|(field, is, wanted)| json!({"field": field, "is": is, "wanted": wanted})).collect();
    let names: Vec<&str> = errors.iter().filter_map(|error| error.get("field")?.as_str()).collect();
    let detail = format!("consumer {name:?} is there, and differs in {}; PATCH changes it", names.join(", "));
    Problem::new(Kind::ConsumerDiffers, detail).with_errors(errors)
}

fn to_json(config: &ConsumerConfig) -> Map<String, Value> {
    match serde_json::to_value(config) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

/// A consumer as clients see it.
#[derive(Serialize)]
struct Shown {
    name: String,
    #[serde(flatten)]
    config: ConsumerConfig,
    /// Offsets that were never delivered; with a filter, an upper bound of messages.
    waiting: i64,
    /// Messages delivered, and neither acknowledged nor dead.
    pending: usize,
    /// Of these, those that are not due yet.
    in_flight: usize,
    #[serde(flatten)]
    counts: Counts,
    partitions: Vec<Reach>,
}

#[derive(Serialize)]
struct Reach {
    partition: i32,
    floor: i64,
    next: i64,
    waiting: i64,
}

impl From<Described> for Shown {
    fn from(described: Described) -> Self {
        let Described { name, config, partitions, pending, in_flight, counts } = described;
        let waiting = partitions.iter().map(|progress| progress.waiting).sum();
        let partitions = partitions
            .into_iter()
            .map(|progress| {
                let ::stations::consumers::Progress { partition, floor, next, waiting } = progress;
                Reach { partition, floor, next, waiting }
            })
            .collect();
        Self { name, config, waiting, pending, in_flight, counts, partitions }
    }
}
