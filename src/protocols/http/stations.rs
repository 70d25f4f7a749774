//! `/api/v1/stations`: list, show, make, change, delete, purge.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use hyper::StatusCode;
use hyper::header::LOCATION;
use serde::Serialize;
use uuid::Uuid;

use super::client::{Admin, Either};
use super::input::{Name, Whole};
use super::router::App;
use super::settings;
use crate::backends::{self, Change, Extent, Settings, StationInfo};
use crate::gateway::{Door, Error};
use crate::protocols::problem::Problem;

/// `GET /api/v1/stations`: all of them, by name.
pub(super) async fn list(Either(client): Either) -> Result<Json<List>, Problem> {
    let stations = client.door.stations().await?.into_iter().map(Shown::from).collect();
    Ok(Json(List { stations }))
}

/// `GET /api/v1/stations/{station}`.
pub(super) async fn show(Either(client): Either, Name(name): Name) -> Result<Json<Shown>, Problem> {
    Ok(Json(find(&client.door, &name).await?.into()))
}

/// `PUT /api/v1/stations/{station}`: 201 made; 200 it is there and as asked for; 409 it is there and is not.
pub(super) async fn put(
    Admin(client): Admin,
    State(app): State<App>,
    Name(name): Name,
    Whole(body): Whole,
) -> Result<Response, Problem> {
    let given = settings::given(&body)?;
    let wanted = settings::overlaid(&app.gateway.settings().defaults, given.clone())?;
    let existing = match client.door.station(&name).await? {
        Some(existing) => existing,
        None => match client.door.create(&name, wanted).await {
            Ok(made) => return Ok(created(made)),
            // Another was quicker.
            Err(Error::Backend(backends::Error::StationExists(_))) => find(&client.door, &name).await?,
            Err(error) => return Err(error.into()),
        },
    };
    let wanted = settings::overlaid(&existing.settings, given)?;
    if wanted == existing.settings {
        Ok(Json(Shown::from(existing)).into_response())
    } else {
        Err(settings::differs(&name, &existing.settings, &wanted))
    }
}

/// `PATCH /api/v1/stations/{station}`: changes the fields given; partitions only grow.
pub(super) async fn patch(Admin(client): Admin, Name(name): Name, Whole(body): Whole) -> Result<Json<Shown>, Problem> {
    let existing = find(&client.door, &name).await?;
    let wanted = settings::overlaid(&existing.settings, settings::given(&body)?)?;
    client.door.alter(&name, Change::Settings(wanted)).await?;
    Ok(Json(find(&client.door, &name).await?.into()))
}

/// `DELETE /api/v1/stations/{station}`, with all its messages.
pub(super) async fn delete(Admin(client): Admin, Name(name): Name) -> Result<StatusCode, Problem> {
    client.door.delete(&name).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /api/v1/stations/{station}/purge`: forgets all messages there are; offsets go on.
pub(super) async fn purge(Admin(client): Admin, Name(name): Name) -> Result<StatusCode, Problem> {
    let info = find(&client.door, &name).await?;
    for partition in 0..info.settings.partitions {
        client.door.alter(&name, Change::Trim { partition, before: i64::MAX }).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// A station that must be there.
pub(super) async fn find(door: &Door, name: &str) -> Result<StationInfo, Problem> {
    let found = door.station(name).await?;
    found.ok_or_else(|| Error::from(backends::Error::UnknownStation(name.to_owned())).into())
}

fn created(info: StationInfo) -> Response {
    // A station's name has no character that a path must escape.
    let location = format!("/api/v1/stations/{}", info.name);
    (StatusCode::CREATED, [(LOCATION, location)], Json(Shown::from(info))).into_response()
}

/// A station as clients see it.
#[derive(Serialize)]
pub(super) struct Shown {
    name: String,
    id: Uuid,
    #[serde(flatten)]
    settings: Settings,
    /// How far each partition reaches.
    extents: Vec<Reach>,
}

#[derive(Serialize)]
struct Reach {
    partition: usize,
    log_start_offset: i64,
    high_watermark: i64,
    size_bytes: u64,
}

impl From<StationInfo> for Shown {
    fn from(info: StationInfo) -> Self {
        let StationInfo { name, id, settings, partitions } = info;
        let reach = |(partition, extent)| {
            let Extent { log_start_offset, high_watermark, size_bytes } = extent;
            Reach { partition, log_start_offset, high_watermark, size_bytes }
        };
        Self { name, id, settings, extents: partitions.into_iter().enumerate().map(reach).collect() }
    }
}

/// All stations.
#[derive(Serialize)]
pub(super) struct List {
    stations: Vec<Shown>,
}
