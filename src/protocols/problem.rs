//! What went wrong, as clients are told it in JSON: a problem (RFC 9457). The one exhaustive match from the gateway's
//! errors is here, for HTTP and for WebSocket; status lines, headers and close codes are the protocols' own.

use middlewares::Refusal;
use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};
use serde_json::{Value, json};

use crate::{backends, gateway};

/// After so long a disk may have room again, or a backend be back.
const RETRY_AFTER_MS: u32 = 1_000;

/// One kind of problem, stable for programs: its `type` is `urn:waystation:` and its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The request is not understood.
    BadRequest,
    /// Nobody may come in without saying who they are.
    Unauthenticated,
    /// The client may not.
    Forbidden,
    /// Nothing is at this path.
    NotFound,
    /// What is at this path is served by other listeners.
    NotServed,
    /// No such station.
    UnknownStation,
    /// No such partition.
    UnknownPartition,
    /// No such document.
    UnknownSpec,
    /// No such consumer.
    UnknownConsumer,
    /// The path is right, the method wrong.
    MethodNotAllowed,
    /// The client stopped in the middle of its request.
    RequestTimeout,
    /// The station is there already.
    StationExists,
    /// The station is there, and not as it was asked for.
    StationDiffers,
    /// The consumer is there, and not as it was asked for.
    ConsumerDiffers,
    /// An idempotent producer was overtaken, or lost count.
    Fenced,
    /// More than is taken.
    TooLarge,
    /// The offset is not there, or not any more.
    OffsetOutOfRange,
    /// A middleware refused the message.
    InvalidMessage,
    /// The document has problems.
    InvalidDocument,
    /// The path is only to be had after an upgrade.
    UpgradeRequired,
    /// Too much was sent.
    Throttled,
    /// What is stored cannot be read.
    Damaged,
    /// The backend has no such thing.
    Unsupported,
    /// It may work later.
    Unavailable,
    /// The disk is full.
    DiskFull,
}

impl Kind {
    /// Status, word and title.
    fn entry(self) -> (u16, &'static str, &'static str) {
        match self {
            Self::BadRequest => (400, "bad-request", "The request is not understood"),
            Self::Unauthenticated => (401, "unauthenticated", "Authentication is needed"),
            Self::Forbidden => (403, "forbidden", "That is not allowed"),
            Self::NotFound => (404, "not-found", "There is nothing at this path"),
            Self::NotServed => (404, "not-served", "This listener does not serve that"),
            Self::UnknownStation => (404, "unknown-station", "There is no such station"),
            Self::UnknownPartition => (404, "unknown-partition", "There is no such partition"),
            Self::UnknownSpec => (404, "unknown-spec", "There is no such document"),
            Self::UnknownConsumer => (404, "unknown-consumer", "There is no such consumer"),
            Self::MethodNotAllowed => (405, "method-not-allowed", "The method is not allowed here"),
            Self::RequestTimeout => (408, "request-timeout", "The request did not arrive in time"),
            Self::StationExists => (409, "station-exists", "The station is there already"),
            Self::StationDiffers => (409, "station-differs", "The station is there, with other settings"),
            Self::ConsumerDiffers => (409, "consumer-differs", "The consumer is there, with other settings"),
            Self::Fenced => (409, "fenced", "The producer was overtaken"),
            Self::TooLarge => (413, "too-large", "That is too large"),
            Self::OffsetOutOfRange => (416, "offset-out-of-range", "The offset is not there"),
            Self::InvalidMessage => (422, "invalid-message", "The message was refused"),
            Self::InvalidDocument => (422, "invalid-document", "The document has problems"),
            Self::UpgradeRequired => (426, "upgrade-required", "The connection must be upgraded"),
            Self::Throttled => (429, "throttled", "Too much was sent"),
            Self::Damaged => (500, "damaged", "Stored data is damaged"),
            Self::Unsupported => (501, "unsupported", "The backend cannot do that"),
            Self::Unavailable => (503, "unavailable", "It does not work now"),
            Self::DiskFull => (507, "disk-full", "The disk is full"),
        }
    }
}

/// A problem: `{"type", "title", "status", "detail"}`, and `"errors"` where there are several reasons.
#[derive(Debug, Clone)]
pub struct Problem {
    /// Which one.
    pub kind: Kind,
    /// What happened this time, and what to do.
    pub detail: String,
    /// The single reasons: texts, or objects that say where.
    pub errors: Vec<Value>,
    /// When to try again, where that is known.
    pub retry_after_ms: Option<u32>,
}

impl Problem {
    /// A problem with its story.
    pub fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), errors: Vec::new(), retry_after_ms: None }
    }

    /// [`Kind::BadRequest`].
    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(Kind::BadRequest, detail)
    }

    /// A single message that was refused, and why.
    pub fn invalid_message(errors: &[String]) -> Self {
        let detail = errors.first().map_or("a middleware refused it", String::as_str);
        Self::new(Kind::InvalidMessage, detail).with_errors(errors.iter().map(|error| json!(error)))
    }

    /// The same with its single reasons.
    #[must_use]
    pub fn with_errors(self, errors: impl IntoIterator<Item = Value>) -> Self {
        Self { errors: errors.into_iter().collect(), ..self }
    }

    /// Says when to try again, if it is of a kind that may pass.
    fn worth_a_retry(self) -> Self {
        let may_pass = matches!(self.kind, Kind::Unavailable | Kind::DiskFull);
        Self { retry_after_ms: may_pass.then_some(RETRY_AFTER_MS), ..self }
    }

    /// The HTTP status that goes with it.
    pub fn status(&self) -> u16 {
        self.kind.entry().0
    }

    /// One line of JSON.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (status, word, title) = self.kind.entry();
        let mut fields = serializer.serialize_struct("Problem", 5)?;
        fields.serialize_field("type", &format!("urn:waystation:{word}"))?;
        fields.serialize_field("title", title)?;
        fields.serialize_field("status", &status)?;
        fields.serialize_field("detail", &self.detail)?;
        if !self.errors.is_empty() {
            fields.serialize_field("errors", &self.errors)?;
        }
        fields.end()
    }
}

impl From<gateway::Error> for Problem {
    fn from(error: gateway::Error) -> Self {
        use gateway::Error;
        let detail = error.to_string();
        match error {
            Error::Refused(refusal) => of_refusal(refusal, detail),
            Error::Backend(error) => Self::new(of_backend(&error), detail).worth_a_retry(),
            Error::Denied(_) => Self::new(Kind::Forbidden, detail),
            Error::Metadata(_) => Self::new(Kind::Unavailable, detail).worth_a_retry(),
            Error::Spec(problems) => Self::new(Kind::InvalidDocument, detail).with_errors(of_document(&problems)),
            Error::UnknownSpec(_) => Self::new(Kind::UnknownSpec, detail),
            Error::Consumer(error) => Self::new(of_consumer(&error), detail),
        }
    }
}

fn of_refusal(refusal: Refusal, detail: String) -> Problem {
    match refusal {
        Refusal::Invalid { records, copies: _ } => {
            let error = |record: &middlewares::RecordProblem| json!({"index": record.index, "errors": record.errors});
            Problem::new(Kind::InvalidMessage, detail).with_errors(records.iter().map(error))
        }
        Refusal::Throttled { retry_after_ms } => {
            Problem { retry_after_ms: Some(retry_after_ms), ..Problem::new(Kind::Throttled, detail) }
        }
        Refusal::Unreadable(_) => Problem::new(Kind::Damaged, detail),
        Refusal::Undelivered(_) => Problem::new(Kind::Unavailable, detail),
    }
}

fn of_backend(error: &backends::Error) -> Kind {
    use backends::Error;
    match error {
        Error::UnknownStation(_) => Kind::UnknownStation,
        Error::UnknownPartition { .. } => Kind::UnknownPartition,
        Error::StationExists(_) => Kind::StationExists,
        Error::InvalidSettings(_) | Error::InvalidName { .. } => Kind::BadRequest,
        Error::OffsetOutOfRange { .. } => Kind::OffsetOutOfRange,
        Error::KeyMissing { .. } => Kind::InvalidMessage,
        Error::TooLarge { .. } => Kind::TooLarge,
        Error::OutOfOrderSequence { .. } | Error::StaleProducerEpoch { .. } => Kind::Fenced,
        Error::DiskFull(_) => Kind::DiskFull,
        Error::Corrupt(_) | Error::Damaged(_) => Kind::Damaged,
        Error::Unsupported(_) => Kind::Unsupported,
        Error::ReadOnly(_) | Error::Unavailable(_) => Kind::Unavailable,
    }
}

fn of_consumer(error: &::stations::consumers::Error) -> Kind {
    use ::stations::consumers::Error;
    match error {
        Error::NotFound { .. } => Kind::UnknownConsumer,
        Error::Differs { .. } => Kind::ConsumerDiffers,
        Error::Invalid { .. } | Error::InvalidToken { .. } => Kind::BadRequest,
        Error::Broken { .. } => Kind::Damaged,
        // The gateway has turned it into its backend's own error.
        Error::Store(_) => Kind::Unavailable,
    }
}

/// Every problem of a document, each with its place.
fn of_document(problems: &asyncapi::Problems) -> impl Iterator<Item = Value> {
    #[derive(Serialize)]
    struct Located<'a> {
        #[serde(skip_serializing_if = "Option::is_none")]
        file: &'a Option<String>,
        pointer: &'a str,
        line: usize,
        column: usize,
        message: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        hint: &'a Option<String>,
    }
    problems.iter().map(|problem| {
        let asyncapi::Problem { file, pointer, line, column, message, hint } = problem;
        json!(Located { file, pointer, line: *line, column: *column, message, hint })
    })
}
