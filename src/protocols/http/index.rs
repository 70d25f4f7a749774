//! Where a newcomer lands: `/` and `/api/v1`.

use axum::Json;
use axum::response::{IntoResponse, Response};
use hyper::header::CONTENT_TYPE;
use serde_json::{Value, json};

const WELCOME: &str = "\
Waystation, an event gateway. This port speaks Kafka, HTTP and WebSocket.

  curl -d '{\"lumens\": 100}' $HERE/api/v1/stations/lights/messages     send a message
  curl $HERE/api/v1/stations/lights/messages                           read them
  curl -N -H 'Accept: text/event-stream' $HERE/api/v1/stations/lights/messages
                                                                       see them live
  curl -T asyncapi.yaml $HERE/api/v1/specs/lights                      hold them to an AsyncAPI document
  websocat ws://$HERE/ws                                               watch everything

$HERE is the address you reached this by; /api/v1 lists the API.
";

/// `GET /`: what this is, and where to go.
pub(super) async fn welcome() -> Response {
    ([(CONTENT_TYPE, "text/plain; charset=utf-8")], WELCOME).into_response()
}

/// `GET /api/v1`: the resources, as URI templates (RFC 6570).
pub(super) async fn resources() -> Json<Value> {
    Json(json!({
        "stations": "/api/v1/stations",
        "station": "/api/v1/stations/{station}",
        "purge": "/api/v1/stations/{station}/purge",
        "messages": "/api/v1/stations/{station}/messages{?partition,offset,time,limit,wait_ms}",
        "consumers": "/api/v1/stations/{station}/consumers",
        "consumer": "/api/v1/stations/{station}/consumers/{consumer}",
        "fetch": "/api/v1/stations/{station}/consumers/{consumer}/fetch",
        "settle": "/api/v1/stations/{station}/consumers/{consumer}/{ack,nack,in-progress,terminate}",
        "specs": "/api/v1/specs",
        "spec": "/api/v1/specs/{spec}",
        "check": "/api/v1/specs/{spec}/check{?station}",
        "watch": "/ws{?station,invalid}",
        "produce": "/ws/stations/{station}{?partition,format}",
        "live": "/livez",
        "ready": "/readyz",
    }))
}
