//! One value against the keywords that are about a single value: kind, allowed values, ranges, lengths, formats.

use serde_json::{Number, Value as Json};

use super::{Findings, READS_AS, suggest};
use crate::text;
use crate::tree::{Node, Value, scalar};

/// What a value is, for people. Never the value itself, which may be a secret.
pub(crate) fn kind(node: &Node) -> &'static str {
    match &node.value {
        Value::Null | Value::Unread => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(number) if is_whole(number) => "a whole number",
        Value::Number(_) => "a number",
        Value::Text(_) => "text",
        Value::List(_) => "a list",
        Value::Map(_) => "a mapping",
    }
}

/// What any of these schemas takes, for people: `text or a whole number`.
pub(super) fn expected(schemas: &[&Json]) -> String {
    let mut words: Vec<&str> = Vec::new();
    for kind in schemas.iter().flat_map(|schema| kinds(schema)) {
        let word = match kind {
            "null" => continue,
            "boolean" => "true or false",
            "integer" => "a whole number",
            "number" => "a number",
            "string" => "text",
            "array" => "a list",
            _ => "a mapping",
        };
        if !words.contains(&word) {
            words.push(word);
        }
    }
    if words.is_empty() { "nothing".to_owned() } else { words.join(" or ") }
}

/// Whether the value is of a type that the schema takes; a schema without `type` takes any.
pub(super) fn kind_fits(node: &Node, schema: &Json) -> bool {
    let mut kinds = kinds(schema).peekable();
    kinds.peek().is_none()
        || kinds.any(|kind| match &node.value {
            Value::Null => kind == "null",
            Value::Bool(_) => kind == "boolean",
            Value::Number(number) => kind == "number" || (kind == "integer" && is_whole(number)),
            Value::Text(_) => kind == "string",
            Value::List(_) => kind == "array",
            Value::Map(_) => kind == "object",
            Value::Unread => true,
        })
}

/// A scalar from the environment, read as the type that the schema takes, where that is not what it looked like:
/// a password of digits is text, a port in quotes is a number.
pub(super) fn typed_as(node: &Node, schema: &Json) -> Option<Node> {
    let given = node.given.as_deref().filter(|_| !kind_fits(node, schema))?;
    [Value::Text(given.to_owned()), scalar::resolve(given)]
        .into_iter()
        .map(|value| Node { value, ..node.clone() })
        .find(|node| kind_fits(node, schema))
}

/// Adds what is wrong with the value itself, its kind being right.
pub(super) fn check(node: &Node, schema: &Json, findings: &mut Findings) {
    if let Some(allowed) = constants(schema) {
        return allowed_values(node, &allowed, findings);
    }
    let problem = match &node.value {
        Value::Number(number) => range(number, schema),
        Value::Text(text) => format(text, schema).map(|message| match node.given {
            Some(_) => message.replace(&format!("{text:?}"), "what is given here"),
            None => message,
        }),
        _ => None,
    };
    findings.problems.extend(problem.map(|message| node.problem(message)));
}

/// The only values that the schema allows, if it lists them.
pub(super) fn constants(schema: &Json) -> Option<Vec<&Json>> {
    match (schema.get("const"), schema.get("enum").and_then(Json::as_array)) {
        (Some(only), _) => Some(vec![only]),
        (None, Some(all)) => Some(all.iter().collect()),
        (None, None) => None,
    }
}

pub(super) fn allowed_values(node: &Node, allowed: &[&Json], findings: &mut Findings) {
    let value = node.to_json();
    if allowed.contains(&&value) {
        return;
    }
    let words: Vec<String> = allowed
        .iter()
        .filter(|v| !v.is_null())
        .map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned))
        .collect();
    let list = words.join(", ");
    let message = match node.as_text() {
        Some(word) if node.given.is_none() => {
            let known: Vec<&str> = words.iter().map(String::as_str).collect();
            let near =
                suggest::did_you_mean(word, known).map_or_else(String::new, |near| format!("; did you mean {near:?}?"));
            format!("{word:?} is not one of {list}{near}")
        }
        _ => format!("expected one of {list}, found {}", kind(node)),
    };
    findings.add(node.problem(message));
}

fn range(number: &Number, schema: &Json) -> Option<String> {
    let bound = |keyword| schema.get(keyword).and_then(Json::as_number);
    let below = |limit: &Number| number.as_f64() < limit.as_f64();
    let above = |limit: &Number| number.as_f64() > limit.as_f64();
    if let Some(least) = bound("minimum").filter(|least| below(least)) {
        return Some(format!("{number} is too small: at least {least}"));
    }
    if let Some(most) = bound("maximum").filter(|most| above(most)) {
        return Some(format!("{number} is too large: at most {most}"));
    }
    if let Some(floor) = bound("exclusiveMinimum").filter(|floor| !above(floor)) {
        return Some(format!("{number} is too small: more than {floor}"));
    }
    if let Some(ceiling) = bound("exclusiveMaximum").filter(|ceiling| !below(ceiling)) {
        return Some(format!("{number} is too large: less than {ceiling}"));
    }
    let (least, most) = width(schema.get("format")?.as_str()?)?;
    let whole = number.as_i128()?;
    (!(least..=most).contains(&whole)).then(|| format!("{number} is out of range: {least} to {most}"))
}

/// The range of a Rust integer, by the name that schemars gives as its format.
fn width(format: &str) -> Option<(i128, i128)> {
    Some(match format {
        "int8" => (i8::MIN.into(), i8::MAX.into()),
        "int16" => (i16::MIN.into(), i16::MAX.into()),
        "int32" => (i32::MIN.into(), i32::MAX.into()),
        "int64" | "int" => (i64::MIN.into(), i64::MAX.into()),
        "uint8" => (0, u8::MAX.into()),
        "uint16" => (0, u16::MAX.into()),
        "uint32" => (0, u32::MAX.into()),
        "uint64" | "uint" => (0, u64::MAX.into()),
        _ => return None,
    })
}

fn format(text: &str, schema: &Json) -> Option<String> {
    if let Some(name) = schema.get(READS_AS).and_then(Json::as_str) {
        return text::problem(name, text);
    }
    let count = text.chars().count() as u64;
    let bound = |keyword| schema.get(keyword).and_then(Json::as_u64);
    if let Some(least) = bound("minLength").filter(|least| count < *least) {
        return Some(if count == 0 {
            "may not be empty".to_owned()
        } else {
            format!("shorter than {least} characters")
        });
    }
    if let Some(most) = bound("maxLength").filter(|most| count > *most) {
        return Some(format!("longer than {most} characters"));
    }
    let pattern = schema.get("pattern").and_then(Json::as_str)?;
    let matches = regex::Regex::new(pattern).map_or(true, |regex| regex.is_match(text));
    (!matches).then(|| format!("does not match the pattern {pattern}"))
}

fn kinds(schema: &Json) -> impl Iterator<Item = &str> {
    let (one, many) = match schema.get("type") {
        Some(Json::String(kind)) => (Some(kind.as_str()), None),
        Some(Json::Array(kinds)) => (None, Some(kinds)),
        _ => (None, None),
    };
    one.into_iter().chain(many.into_iter().flatten().filter_map(Json::as_str))
}

fn is_whole(number: &Number) -> bool {
    !number.is_f64()
}
