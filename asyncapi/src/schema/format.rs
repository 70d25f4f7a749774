//! What kind of schema a `schemaFormat` and a `$schema` announce.

use jsonschema::Draft;

/// A schema language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Format {
    /// JSON Schema, which AsyncAPI's own Schema Object is a superset of draft-07 of.
    Json(Draft),
    /// Some other language: what is written in it is not checked.
    Other,
}

impl Format {
    /// What a `schemaFormat` names; AsyncAPI's own schemas where there is none.
    pub(crate) fn of(schema_format: Option<&str>) -> Self {
        let Some(text) = schema_format else {
            return Self::Json(Draft::Draft7);
        };
        let mut parts = text.split(';').map(str::trim);
        let media_type = parts.next().unwrap_or_default().to_ascii_lowercase();
        let version = parts.find_map(|part| part.strip_prefix("version="));
        match media_type.as_str() {
            "application/vnd.aai.asyncapi"
            | "application/vnd.aai.asyncapi+json"
            | "application/vnd.aai.asyncapi+yaml" => Self::Json(Draft::Draft7),
            "application/schema+json" | "application/schema+yaml" => match version {
                None | Some("draft-07") => Self::Json(Draft::Draft7),
                Some("draft-06") => Self::Json(Draft::Draft6),
                Some("draft-04") => Self::Json(Draft::Draft4),
                Some("2019-09") => Self::Json(Draft::Draft201909),
                Some("2020-12") => Self::Json(Draft::Draft202012),
                Some(_) => Self::Other,
            },
            _ => Self::Other,
        }
    }
}

/// The draft that a schema's `$schema` names, where it is one of the published ones.
pub(crate) fn draft_of(schema_uri: &str) -> Option<Draft> {
    let uri = schema_uri.trim_end_matches('#');
    let path = uri
        .strip_prefix("http://json-schema.org/")
        .or_else(|| uri.strip_prefix("https://json-schema.org/"))?;
    Some(match path {
        "draft-04/schema" => Draft::Draft4,
        "draft-06/schema" => Draft::Draft6,
        "draft-07/schema" | "schema" => Draft::Draft7,
        "draft/2019-09/schema" => Draft::Draft201909,
        "draft/2020-12/schema" => Draft::Draft202012,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_by_media_type_and_version() {
        assert_eq!(Format::of(None), Format::Json(Draft::Draft7));
        assert_eq!(
            Format::of(Some("application/vnd.aai.asyncapi+yaml;version=2.6.0")),
            Format::Json(Draft::Draft7)
        );
        assert_eq!(
            Format::of(Some("application/schema+json; version=2020-12")),
            Format::Json(Draft::Draft202012)
        );
        assert_eq!(
            Format::of(Some("application/vnd.apache.avro;version=1.9.0")),
            Format::Other
        );
        assert_eq!(
            draft_of("http://json-schema.org/draft-07/schema#"),
            Some(Draft::Draft7)
        );
    }
}
