//! The opening handshake, the server's side (RFC 6455 section 4.2). Pure: a request in, an answer out.

use ::http::header::{
    CONNECTION, CONTENT_TYPE, HOST, HeaderMap, HeaderName, ORIGIN, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY,
    SEC_WEBSOCKET_VERSION, UPGRADE, WWW_AUTHENTICATE,
};
use ::http::request::Parts;
use ::http::{Method, Response, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use crate::protocols::problem::{Kind, Problem};

/// The only version there is.
const VERSION: &str = "13";
/// A key is so many bytes in base64.
const KEY_BYTES: usize = 16;

/// 101, or why not.
pub(super) fn answer(request: &Parts) -> Result<Response<String>, Problem> {
    let headers = &request.headers;
    let upgrading = |detail: &str| Problem::new(Kind::UpgradeRequired, detail);
    if text(headers, &UPGRADE).is_none_or(|token| !token.eq_ignore_ascii_case("websocket")) {
        return Err(upgrading("this path speaks WebSocket: send `Upgrade: websocket` over HTTP/1.1"));
    }
    if request.method != Method::GET {
        return Err(Problem::bad_request("a WebSocket begins with GET"));
    }
    if text(headers, &SEC_WEBSOCKET_VERSION) != Some(VERSION) {
        return Err(upgrading("only version 13 of WebSocket is spoken (RFC 6455)"));
    }
    let key = text(headers, &SEC_WEBSOCKET_KEY).unwrap_or_default();
    if BASE64.decode(key).map_or(0, |bytes| bytes.len()) != KEY_BYTES {
        return Err(Problem::bad_request("Sec-WebSocket-Key must be 16 bytes in base64"));
    }
    same_origin(headers)?;
    let mut response = Response::new(String::new());
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let answers = response.headers_mut();
    answers.insert(CONNECTION, UPGRADE.into());
    answers.insert(UPGRADE, HeaderName::from_static("websocket").into());
    if let Ok(accept) = derive_accept_key(key.as_bytes()).parse() {
        answers.insert(SEC_WEBSOCKET_ACCEPT, accept);
    }
    Ok(response)
}

/// A problem as an answer, with the headers that its status asks for.
pub(super) fn refusal(problem: &Problem) -> Response<String> {
    let mut response = Response::new(problem.to_json());
    *response.status_mut() = StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::BAD_REQUEST);
    let value = ::http::HeaderValue::from_static;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, value("application/problem+json"));
    match problem.kind {
        Kind::UpgradeRequired => {
            headers.insert(CONNECTION, UPGRADE.into());
            headers.insert(UPGRADE, value("websocket"));
            headers.insert(SEC_WEBSOCKET_VERSION, value(VERSION));
        }
        Kind::Unauthenticated => {
            headers.insert(WWW_AUTHENTICATE, value("Bearer realm=\"waystation\""));
        }
        _ => {}
    }
    response
}

/// A browser says which page asks (RFC 6455 section 10.2): only pages that came from here may, for a browser opens
/// sockets for any page, with the visitor's network behind it. Others send no origin.
fn same_origin(headers: &HeaderMap) -> Result<(), Problem> {
    let Some(origin) = headers.get(ORIGIN) else { return Ok(()) };
    let page = origin.to_str().ok().and_then(|origin| origin.split_once("://")).map(|(_, authority)| authority);
    match (page, text(headers, &HOST)) {
        (Some(page), Some(host)) if page.eq_ignore_ascii_case(host) => Ok(()),
        _ => {
            let detail = format!("a page of {origin:?} may not open a WebSocket here");
            Err(Problem::new(Kind::Forbidden, detail))
        }
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}
