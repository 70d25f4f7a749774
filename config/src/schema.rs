//! The JSON Schema of the whole file, put together from the gateway's own sections and those of the owners.
//!
//! For editors and for `waystation check --schema`; the checks of a file go section by section and not by this.

use schemars::{Schema, schema_for};
use serde_json::{Map, Value as Json, json};

use crate::sections::Sections;

/// The schema of a configuration file, with the settings of each middleware by its type and of each upstream by its
/// kind. Each given schema is one that `schemars::schema_for!` made of the owner's settings.
pub fn schema<'a>(
    middlewares: impl IntoIterator<Item = (&'a str, Schema)>,
    upstreams: impl IntoIterator<Item = (&'a str, Schema)>,
) -> Json {
    let mut whole = schema_for!(Sections).to_value();
    let mut definitions = take_definitions(&mut whole);
    let mut variants =
        |kinds: &mut dyn Iterator<Item = (&'a str, Schema)>, wrap: fn(&str, Json) -> Json| -> Vec<Json> {
            kinds.map(|(kind, schema)| wrap(kind, hoist(kind, schema.to_value(), &mut definitions))).collect()
        };
    let middlewares = variants(&mut middlewares.into_iter(), with_type);
    let upstreams = variants(&mut upstreams.into_iter(), under_kind);
    for (section, variants) in [("middlewares", middlewares), ("upstreams", upstreams)] {
        if let Some(section) = whole.pointer_mut(&format!("/properties/{section}")) {
            put(section, "additionalProperties", json!({ "oneOf": variants }));
        }
    }
    put(&mut whole, "$defs", Json::Object(definitions));
    allow_secret_files(&mut whole);
    whole
}

fn put(schema: &mut Json, key: &str, value: Json) {
    if let Some(schema) = schema.as_object_mut() {
        schema.insert(key.to_owned(), value);
    }
}

/// `{type: validate, ...}`: the type lies among the settings.
fn with_type(kind: &str, mut settings: Json) -> Json {
    if let Some(schema) = settings.as_object_mut() {
        schema.insert("type".into(), "object".into());
        let properties = schema.entry("properties").or_insert_with(|| json!({}));
        put(properties, "type", json!({ "const": kind }));
        let required = schema.entry("required").or_insert_with(|| json!([]));
        required.as_array_mut().into_iter().for_each(|required| required.push("type".into()));
    }
    settings
}

/// `{kafka: {...}}`: the settings lie below the kind.
fn under_kind(kind: &str, settings: Json) -> Json {
    json!({ "type": "object", "properties": { kind: settings }, "required": [kind], "additionalProperties": false })
}

fn take_definitions(schema: &mut Json) -> Map<String, Json> {
    match schema.as_object_mut().and_then(|schema| schema.remove("$defs")) {
        Some(Json::Object(definitions)) => definitions,
        _ => Map::new(),
    }
}

/// Moves a schema's definitions to the top, under names of their own: two owners may each have a `Mode`.
fn hoist(kind: &str, mut schema: Json, definitions: &mut Map<String, Json>) -> Json {
    let own = take_definitions(&mut schema);
    rename_references(&mut schema, kind);
    for (name, mut definition) in own {
        rename_references(&mut definition, kind);
        definitions.insert(format!("{kind}.{name}"), definition);
    }
    if let Some(schema) = schema.as_object_mut() {
        schema.remove("$schema");
    }
    schema
}

fn rename_references(schema: &mut Json, kind: &str) {
    match schema {
        Json::Object(keywords) => {
            for (keyword, value) in keywords {
                match value.as_str().and_then(|to| to.strip_prefix("#/$defs/")) {
                    Some(name) if keyword == "$ref" => *value = format!("#/$defs/{kind}.{name}").into(),
                    _ => rename_references(value, kind),
                }
            }
        }
        Json::Array(schemas) => schemas.iter_mut().for_each(|schema| rename_references(schema, kind)),
        _ => {}
    }
}

/// Any text `x` may be given as `x_file`, the path of a file that holds it.
fn allow_secret_files(schema: &mut Json) {
    match schema {
        Json::Object(keywords) => {
            let closed =
                keywords.contains_key("properties") && keywords.get("additionalProperties") == Some(&Json::Bool(false));
            if closed {
                keywords.insert("patternProperties".into(), json!({ "_file$": { "type": "string" } }));
            }
            keywords.values_mut().for_each(allow_secret_files);
        }
        Json::Array(schemas) => schemas.iter_mut().for_each(allow_secret_files),
        _ => {}
    }
}
