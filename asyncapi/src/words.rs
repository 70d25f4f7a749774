//! What a broken rule of a schema is called, in words that go on from the name of a field.

use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use serde_json::Value;

use crate::suggest;

/// `is a boolean where an integer is expected`, and its two nouns.
pub(crate) struct Words {
    pub(crate) message: String,
    pub(crate) expected: String,
    pub(crate) found: String,
}

impl Words {
    /// The usual sentence.
    pub(crate) fn is_where(found: impl Into<String>, expected: impl Into<String>) -> Self {
        let (found, expected) = (found.into(), expected.into());
        Self {
            message: format!("is {found} where {expected} is expected"),
            expected,
            found,
        }
    }

    /// A sentence of its own.
    pub(crate) fn new(
        message: String,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Self {
        Self {
            message,
            expected: expected.into(),
            found: found.into(),
        }
    }
}

/// The words for an error, as far as they can be told without the errors inside of it.
pub(crate) fn of(error: &ValidationError<'_>) -> Words {
    let instance = &**error.instance();
    let found = shown(instance);
    match error.kind() {
        Kind::Type { kind } => Words::is_where(noun(instance), types(kind)),
        Kind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            Words::new(
                "is missing, and is required".into(),
                format!("a property `{name}`"),
                "nothing",
            )
        }
        Kind::Minimum { limit } => Words::is_where(found, format!("at least {limit}")),
        Kind::Maximum { limit } => Words::is_where(found, format!("at most {limit}")),
        Kind::ExclusiveMinimum { limit } => Words::is_where(found, format!("more than {limit}")),
        Kind::ExclusiveMaximum { limit } => Words::is_where(found, format!("less than {limit}")),
        Kind::MultipleOf { multiple_of } => {
            Words::is_where(found, format!("a multiple of {multiple_of}"))
        }
        Kind::MinLength { limit } => length(instance, "at least", *limit),
        Kind::MaxLength { limit } => length(instance, "at most", *limit),
        Kind::MinItems { limit } => count(instance, "at least", *limit, "item", "items"),
        Kind::MaxItems { limit } => count(instance, "at most", *limit, "item", "items"),
        Kind::AdditionalItems { limit } => {
            count(instance, "at most", *limit as u64, "item", "items")
        }
        Kind::MinProperties { limit } => {
            count(instance, "at least", *limit, "property", "properties")
        }
        Kind::MaxProperties { limit } => {
            count(instance, "at most", *limit, "property", "properties")
        }
        Kind::Pattern { pattern } => Words::is_where(
            found,
            format!("a string matching the pattern {}", cut(pattern, 80)),
        ),
        Kind::Format { format } => Words::is_where(found, format_noun(format)),
        Kind::Constant { expected_value } => Words::is_where(found, shown(expected_value)),
        Kind::Enum { options } => Words::is_where(found, one_of(options)),
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            let names: Vec<String> = unexpected
                .iter()
                .take(8)
                .map(|name| format!("`{}`", cut(name, 40)))
                .collect();
            let names = names.join(", ");
            Words::new(
                format!("has {names}, which no schema allows"),
                "no other properties",
                names,
            )
        }
        Kind::UnevaluatedItems { .. } => Words::new(
            "has more items than any schema allows".into(),
            "no other items",
            format!("{} items", instance.as_array().map_or(0, Vec::len)),
        ),
        Kind::UniqueItems => Words::new(
            "has the same item more than once".into(),
            "items that all differ",
            "items that repeat",
        ),
        Kind::Contains => Words::new(
            "has not the items that `contains` asks for".into(),
            "items matching `contains`",
            format!("{} items", instance.as_array().map_or(0, Vec::len)),
        ),
        Kind::Not { schema } => Words::new(
            format!(
                "is {found}, which matches what it must not: {}",
                shown(schema)
            ),
            "anything not matching `not`",
            found,
        ),
        Kind::FalseSchema => Words::new("is not allowed here at all".into(), "nothing", found),
        Kind::PropertyNames { error } => {
            let inner = of(error);
            Words::new(
                format!("has a property whose name {}", inner.message),
                inner.expected,
                inner.found,
            )
        }
        Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
            let expected = format!("one of {} alternatives", context.len());
            Words::new(
                format!("matches none of its {} alternatives", context.len()),
                expected,
                found,
            )
        }
        Kind::OneOfMultipleValid { context } => {
            let matched = context.iter().filter(|errors| errors.is_empty()).count();
            Words::new(
                format!(
                    "matches {} of its {} alternatives, and must match exactly one",
                    matched.max(2),
                    context.len()
                ),
                "exactly one alternative",
                format!("{} alternatives", matched.max(2)),
            )
        }
        Kind::ContentEncoding { content_encoding } => {
            Words::is_where(found, format!("content encoded as {content_encoding}"))
        }
        Kind::ContentMediaType { content_media_type } => {
            Words::is_where(found, format!("content of type {content_media_type}"))
        }
        Kind::BacktrackLimitExceeded { .. } | Kind::RegexEngineFailure { .. } => Words::new(
            "is a string that its pattern cannot be tried on in a bounded time".into(),
            "a string matching a pattern",
            found,
        ),
        Kind::FromUtf8 { .. } => Words::is_where(found, "content in UTF-8"),
        Kind::Custom { message, .. } => Words::new(message.clone(), String::new(), found),
        Kind::Referencing(error) => {
            Words::new(format!("cannot be resolved: {error}"), String::new(), found)
        }
    }
}

/// The word for a kind of JSON value, with its article.
pub(crate) fn noun(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(number) if number.is_f64() => "a number",
        Value::Number(_) => "an integer",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// The nouns of the types an error asks for: `a string or null`.
fn types(kind: &TypeKind) -> String {
    match kind {
        TypeKind::Single(one) => article(one.as_str()).into(),
        TypeKind::Multiple(set) => any_of(
            set.into_iter()
                .map(|one| article(one.as_str()).to_owned())
                .collect(),
        ),
    }
}

/// The types that several errors about one value ask for together; `None` when they are not all about types.
pub(crate) fn joined_types(errors: &[&ValidationError<'_>]) -> Option<Words> {
    let first = errors.first()?;
    let mut nouns: Vec<String> = Vec::new();
    for error in errors {
        let Kind::Type { kind } = error.kind() else {
            return None;
        };
        if error.instance_path() != first.instance_path() {
            return None;
        }
        let noun = types(kind);
        if !nouns.contains(&noun) {
            nouns.push(noun);
        }
    }
    Some(Words::is_where(noun(first.instance()), any_of(nouns)))
}

/// The hint for a property that is not allowed, where one of those that are is spelled much like it.
pub(crate) fn did_you_mean<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    suggest::closest(name, known)
}

fn article(kind: &str) -> &str {
    match kind {
        "integer" => "an integer",
        "number" => "a number",
        "string" => "a string",
        "boolean" => "a boolean",
        "array" => "an array",
        "object" => "an object",
        other => other,
    }
}

fn any_of(mut nouns: Vec<String>) -> String {
    match nouns.pop() {
        Some(last) if nouns.is_empty() => last,
        Some(last) => format!("{} or {last}", nouns.join(", ")),
        None => "nothing".into(),
    }
}

fn length(instance: &Value, bound: &str, limit: u64) -> Words {
    let found = instance.as_str().map_or(0, |text| text.chars().count());
    let found = format!(
        "{found} {}",
        if found == 1 {
            "character"
        } else {
            "characters"
        }
    );
    let expected = format!("{bound} {limit}");
    Words::new(
        format!("has {found} where {expected} are expected"),
        format!("{expected} characters"),
        found,
    )
}

fn count(instance: &Value, bound: &str, limit: u64, one: &str, many: &str) -> Words {
    let found = match instance {
        Value::Array(items) => items.len(),
        Value::Object(map) => map.len(),
        _ => 0,
    };
    let found = format!("{found} {}", if found == 1 { one } else { many });
    let expected = format!("{bound} {limit}");
    Words::new(
        format!("has {found} where {expected} are expected"),
        format!("{expected} {many}"),
        found,
    )
}

fn one_of(options: &Value) -> String {
    let options: Vec<&Value> = options.as_array().into_iter().flatten().collect();
    let mut shown: Vec<String> = options
        .iter()
        .take(8)
        .map(|value| self::shown(value))
        .collect();
    if options.len() > shown.len() {
        shown.push(format!("{} others", options.len() - shown.len()));
    }
    any_of(shown)
}

fn format_noun(format: &str) -> String {
    let noun = match format {
        "date-time" => "a date and time of RFC 3339 (2024-05-17T08:30:00Z)",
        "date" => "a date (2024-05-17)",
        "time" => "a time of RFC 3339 (08:30:00Z)",
        "duration" => "a duration of ISO 8601 (PT15M)",
        "email" | "idn-email" => "an email address",
        "hostname" | "idn-hostname" => "a host name",
        "ipv4" => "an IPv4 address",
        "ipv6" => "an IPv6 address",
        "uri" | "iri" => "an absolute URI",
        "uri-reference" | "iri-reference" => "a URI",
        "uuid" => "a UUID",
        "regex" => "a regular expression",
        "json-pointer" => "a JSON Pointer",
        other => return format!("a string in the format {}", cut(other, 40)),
    };
    noun.into()
}

/// A value as JSON, cut where it is long; lists and maps only as what they are.
pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => Value::String(cut(text, 60)).to_string(),
        Value::Array(items) if items.is_empty() => "[]".into(),
        Value::Array(_) | Value::Object(_) => noun(value).into(),
        other => other.to_string(),
    }
}

/// A text of at most so many characters, an ellipsis in place of the rest.
pub(crate) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
