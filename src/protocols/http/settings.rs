//! A station's settings as JSON: what a body gives laid over what there is, and how the two differ. What may be chosen,
//! and its bounds, is the backend's.

use serde_json::{Map, Value, json};

use crate::backends::Settings;
use crate::protocols::problem::{Kind, Problem};

/// The fields of a request body: an object, or nothing at all.
pub(super) fn given(body: &[u8]) -> Result<Map<String, Value>, Problem> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(Map::new());
    }
    serde_json::from_slice(body)
        .map_err(|error| Problem::bad_request(format!("the body is no JSON object of station settings: {error}")))
}

/// `base` with the given fields in place of its own.
pub(super) fn overlaid(base: &Settings, given: Map<String, Value>) -> Result<Settings, Problem> {
    let mut fields = to_json(base);
    overlay(&mut fields, given, "")?;
    serde_path_to_error::deserialize(Value::Object(fields)).map_err(|error| {
        let (field, why) = (error.path().to_string(), error.inner().to_string());
        Problem::bad_request(format!("{field}: {why}")).with_errors([json!({"field": field, "message": why})])
    })
}

/// The problem of a station that is not as it was asked for, naming every field.
pub(super) fn differs(station: &str, is: &Settings, wanted: &Settings) -> Problem {
    let mut fields = Vec::new();
    differences(&Value::Object(to_json(is)), &Value::Object(to_json(wanted)), "", &mut fields);
    let name = |field: &Value| field.get("field").and_then(Value::as_str).unwrap_or_default().to_owned();
    let names: Vec<String> = fields.iter().map(name).collect();
    let detail = format!("station {station:?} is there, and differs in {}; PATCH changes it", names.join(", "));
    Problem::new(Kind::StationDiffers, detail).with_errors(fields)
}

/// The settings, field by field.
fn to_json(settings: &Settings) -> Map<String, Value> {
    match serde_json::to_value(settings) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

fn overlay(fields: &mut Map<String, Value>, given: Map<String, Value>, above: &str) -> Result<(), Problem> {
    for (name, value) in given {
        let path = path(above, &name);
        match (fields.get_mut(&name), value) {
            (None, _) => {
                let message = config::unknown_word(&name, fields.keys().map(String::as_str));
                let error = json!({"field": path, "message": message});
                return Err(Problem::bad_request(format!("{path}: {message}")).with_errors([error]));
            }
            (Some(Value::Object(inner)), Value::Object(given)) => overlay(inner, given, &path)?,
            (Some(slot), value) => *slot = value,
        }
    }
    Ok(())
}

fn differences(is: &Value, wanted: &Value, at: &str, found: &mut Vec<Value>) {
    match (is, wanted) {
        (Value::Object(is), Value::Object(wanted)) => {
            for (name, is) in is {
                differences(is, wanted.get(name).unwrap_or(&Value::Null), &path(at, name), found);
            }
        }
        (is, wanted) if is != wanted => found.push(json!({"field": at, "is": is, "wanted": wanted})),
        _ => {}
    }
}

fn path(above: &str, name: &str) -> String {
    if above.is_empty() { name.to_owned() } else { format!("{above}.{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overlay_on_defaults(body: &str) -> Result<Settings, Problem> {
        overlaid(&Settings::default(), given(body.as_bytes())?)
    }

    #[test]
    fn what_is_not_given_stays_as_it_is() {
        let settings = overlay_on_defaults(r#"{"partitions": 4, "retention": {"max_bytes": 9}}"#).unwrap();
        assert_eq!((settings.partitions, settings.retention.max_bytes), (4, Some(9)));
        assert_eq!(settings.retention.max_age_ms, Settings::default().retention.max_age_ms);
        assert_eq!(overlay_on_defaults(" \n").unwrap(), Settings::default());
    }

    #[test]
    fn a_mistake_names_its_field() {
        for (body, detail) in [
            (r#"{"partitons": 4}"#, r#"partitons: "partitons" is not known; did you mean "partitions"?"#),
            (r#"{"retention": {"max_age": 4}}"#, r#"retention.max_age: "max_age" is not known"#),
            (r#"{"partitions": "4"}"#, "partitions: invalid type"),
            (r#"{"durability": "sinced"}"#, "durability: unknown variant"),
            ("[]", "the body is no JSON object"),
        ] {
            let problem = overlay_on_defaults(body).unwrap_err();
            assert!(problem.detail.starts_with(detail), "{body}: {}", problem.detail);
            assert_eq!(problem.status(), 400);
        }
    }

    #[test]
    fn every_difference_is_named() {
        let wanted = overlay_on_defaults(r#"{"partitions": 4, "retention": {"max_bytes": 9}}"#).unwrap();
        let problem = differs("lights", &Settings::default(), &wanted);
        assert!(problem.detail.contains("differs in partitions, retention.max_bytes;"), "{}", problem.detail);
        assert_eq!(problem.errors[0], json!({"field": "partitions", "is": 1, "wanted": 4}));
    }
}
