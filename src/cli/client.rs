//! A client of a gateway's HTTP API: one connection, one request at a time, problems (RFC 9457) as people's words.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use clap::Args;
use http::response::Parts;
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Error;
use super::dial::{Trust, dial};
use super::target::Target;

/// The longest that is waited where a gateway says when to try again.
const MOST_WAIT_S: u64 = 60;

/// The largest answer that is read.
const ANSWER_LIMIT_BYTES: usize = 512 << 20;

/// Which gateway to speak to.
#[derive(Debug, Clone, Args)]
pub(super) struct At {
    /// The gateway: host:port, http://host:port or https://host:port
    #[arg(long, global = true, value_name = "ADDR", env = "WAYSTATION_AT", hide_env_values = true)]
    #[arg(default_value = "127.0.0.1:9092")]
    pub at: Target,
    /// Whom to trust.
    #[command(flatten)]
    pub trust: Trust,
}

/// A client of the HTTP API.
pub(super) struct Client {
    target: Target,
    trust: Trust,
    connection: Option<SendRequest<Full<Bytes>>>,
}

/// A request's body and what it is.
#[derive(Debug, Clone, Default)]
pub(super) struct Body {
    /// The media type; empty where there is no body.
    pub content_type: &'static str,
    /// The bytes.
    pub bytes: Bytes,
}

impl Body {
    /// A JSON body.
    pub(super) fn json(value: &Value) -> Self {
        Self { content_type: "application/json", bytes: value.to_string().into() }
    }
}

impl Client {
    /// A client that connects with its first request.
    pub(super) fn new(target: Target, trust: Trust) -> Self {
        Self { target, trust, connection: None }
    }

    /// A client of the gateway that the command line names.
    pub(super) fn at(at: At) -> Self {
        Self::new(at.at, at.trust)
    }

    /// Reads something; `path` begins with `/`.
    pub(super) async fn get<T: DeserializeOwned>(&mut self, path: &str) -> Result<T, Error> {
        let answer = self.call(Method::GET, path, Body::default()).await?;
        self.parse(&answer)
    }

    /// Sends a request, and gives the body of an answer that is no problem.
    pub(super) async fn call(&mut self, method: Method, path: &str, body: Body) -> Result<Bytes, Error> {
        let (head, answer) = self.exchange(method, path, body).await?;
        if head.status.is_success() {
            return Ok(answer);
        }
        Err(Error::Problem(Problem::read(head.status, &head.headers, &answer)))
    }

    /// An answer as what it should be.
    pub(super) fn parse<T: DeserializeOwned>(&self, answer: &[u8]) -> Result<T, Error> {
        serde_json::from_slice(answer).map_err(|error| self.broken(&format!("unexpected answer: {error}")))
    }

    async fn exchange(&mut self, method: Method, path: &str, body: Body) -> Result<(Parts, Bytes), Error> {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, self.target.authority());
        if !body.content_type.is_empty() {
            request = request.header(header::CONTENT_TYPE, body.content_type);
        }
        let request = request.body(Full::new(body.bytes)).map_err(|error| Error::Misuse(error.to_string()))?;
        let mut connection = self.connect().await?;
        let response = connection.send_request(request).await.map_err(|error| self.broken(&causes(&error)))?;
        let (head, body) = response.into_parts();
        let answer = Limited::new(body, ANSWER_LIMIT_BYTES).collect().await;
        let answer = answer.map_err(|error| self.broken(&causes(error.as_ref())))?.to_bytes();
        self.connection = Some(connection);
        Ok((head, answer))
    }

    /// The connection of the request before, if it is still good.
    async fn connect(&mut self) -> Result<SendRequest<Full<Bytes>>, Error> {
        if let Some(mut kept) = self.connection.take()
            && kept.ready().await.is_ok()
        {
            return Ok(kept);
        }
        let io = TokioIo::new(dial(&self.target, &self.trust).await?);
        let (sender, connection) = http1::handshake(io).await.map_err(|error| self.broken(&causes(&error)))?;
        // How it ends is seen by the request that is under way then.
        tokio::spawn(connection);
        Ok(sender)
    }

    /// The error of an answer that cannot be understood.
    pub(super) fn broken(&self, message: &dyn fmt::Display) -> Error {
        Error::Conversation { target: self.target.clone(), protocol: "HTTP", message: message.to_string() }
    }
}

/// An error with what it came from: by themselves, those of hyper say little.
fn causes(error: &(dyn std::error::Error + 'static)) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// A problem as the gateway tells it.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Problem {
    /// What kind of problem.
    #[serde(default)]
    title: String,
    /// What happened here.
    #[serde(default)]
    detail: String,
    /// Each thing that is wrong, where there are several.
    #[serde(default)]
    errors: Vec<Value>,
    /// The HTTP status; none in what is no problem.
    #[serde(default)]
    pub(super) status: Option<u16>,
    /// When to try again, where the gateway said so.
    #[serde(skip)]
    retry_after_s: Option<u64>,
}

impl Problem {
    /// What an answer that is no success says.
    pub fn read(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Self {
        let retry_after_s = headers.get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
        let mut problem: Self = serde_json::from_slice(body).unwrap_or_default();
        if problem.summary().is_empty() {
            let text = String::from_utf8_lossy(body);
            let text: String = text.lines().next().unwrap_or_default().chars().take(200).collect();
            let colon = if text.is_empty() { "" } else { ": " };
            problem.title = format!("the answer was {status}{colon}{text}");
        }
        Self { status: Some(status.as_u16()), retry_after_s, ..problem }
    }

    /// Whether it was only too much at once.
    pub fn is_throttled(&self) -> bool {
        self.status == Some(StatusCode::TOO_MANY_REQUESTS.as_u16())
    }

    /// How long to wait before the next try.
    pub fn retry_after(&self) -> Duration {
        Duration::from_secs(self.retry_after_s.unwrap_or(1).clamp(1, MOST_WAIT_S))
    }

    /// Each thing that is wrong in a line of its own, else what happened.
    pub fn lines(&self) -> Vec<String> {
        let summary = Some(self.summary()).filter(|summary| !summary.is_empty() && self.errors.is_empty());
        self.errors.iter().map(line).chain(summary.map(str::to_owned)).collect()
    }

    fn summary(&self) -> &str {
        if self.detail.is_empty() { &self.title } else { &self.detail }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.summary())?;
        let mut more = self.errors.iter().map(line).filter(|line| line != self.summary());
        more.try_for_each(|line| write!(f, "\n  {line}"))
    }
}

/// A text, or `line:column: pointer: message` of an object that has those; or a field that differs.
fn line(error: &Value) -> String {
    let Value::Object(fields) = error else {
        return error.as_str().map_or_else(|| error.to_string(), str::to_owned);
    };
    let text = |name| fields.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let number = |name| fields.get(name).and_then(Value::as_u64);
    let mut line = text("file").map(|file| format!("{file}:")).unwrap_or_default();
    if let (Some(row), Some(column)) = (number("line"), number("column")) {
        line.push_str(&format!("{row}:{column}: "));
    }
    if let Some(place) = text("pointer").or_else(|| text("field")) {
        line.push_str(&format!("{place}: "));
    }
    if let (Some(is), Some(wanted)) = (fields.get("is"), fields.get("wanted")) {
        return format!("{line}is {is}, not {wanted}");
    }
    line.push_str(text("message").or_else(|| text("detail")).unwrap_or("(no words)"));
    if let Some(hint) = text("hint") {
        line.push_str(&format!(" ({hint})"));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(status: StatusCode, body: &str) -> String {
        Problem::read(status, &HeaderMap::new(), body.as_bytes()).to_string()
    }

    #[test]
    fn a_problem_is_its_detail_and_its_errors_in_lines() {
        let body = r#"{"title": "Invalid", "detail": "2 problems", "errors": ["lumens is no integer",
            {"field": "partitions", "is": 1, "wanted": 4}, {"line": 3, "column": 5, "pointer": "/channels", "message": "is missing", "hint": "add it"}]}"#;
        assert_eq!(
            words(StatusCode::UNPROCESSABLE_ENTITY, body),
            "2 problems\n  lumens is no integer\n  partitions: is 1, not 4\n  3:5: /channels: is missing (add it)"
        );
    }

    #[test]
    fn an_answer_that_is_no_problem_document_is_told_by_its_status() {
        assert_eq!(words(StatusCode::BAD_GATEWAY, "<html>\n..."), "the answer was 502 Bad Gateway: <html>");
        assert_eq!(words(StatusCode::NOT_FOUND, ""), "the answer was 404 Not Found");
    }
}
