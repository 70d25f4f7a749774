//! Which keywords of JSON Schema hold schemas, and of those, which speak about the same value again.

/// What is under a keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// A schema.
    Schema,
    /// A list of schemas.
    List,
    /// A map of schemas by name.
    Map,
    /// A schema, or a list of schemas.
    SchemaOrList,
    /// A map of schemas or of lists of property names.
    Dependencies,
    /// Anything but schemas.
    Data,
}

/// What a keyword holds, and whether its schemas apply to the very value that the schema it is in applies to.
///
/// The drafts agree wherever they share a keyword, so one table serves them all. `definitions` and `$defs` are data
/// here: what is in them counts once a `$ref` leads there.
pub(super) fn holds(keyword: &str) -> (Holds, bool) {
    match keyword {
        "not" | "if" | "then" | "else" => (Holds::Schema, true),
        "allOf" | "anyOf" | "oneOf" => (Holds::List, true),
        "dependentSchemas" => (Holds::Map, true),
        "dependencies" => (Holds::Dependencies, true),
        "additionalItems"
        | "unevaluatedItems"
        | "contains"
        | "additionalProperties"
        | "unevaluatedProperties"
        | "propertyNames"
        | "contentSchema" => (Holds::Schema, false),
        "prefixItems" => (Holds::List, false),
        "items" => (Holds::SchemaOrList, false),
        "properties" | "patternProperties" => (Holds::Map, false),
        _ => (Holds::Data, false),
    }
}
