//! A schema held to the meta-schema of its draft: is it a schema at all? All that is wrong with it, each at its place.

use jsonschema::error::{ValidationError, ValidationErrorKind as Kind};
use jsonschema::meta::MetaValidator;
use jsonschema::{Draft, draft4, draft6, draft7, draft201909, draft202012};
use serde_json::Value as Json;

use crate::problem::Problems;
use crate::refs::Library;
use crate::tree::{Node, pointer};
use crate::words;

/// As many faults as are told of one schema.
const MOST: usize = 20;

/// Tells what is wrong with a schema that was written at `node` and has been rewritten as `json`.
pub(super) fn check(library: &Library, node: &Node, json: &Json, draft: Draft, problems: &mut Problems) {
    for error in meta_validator(draft).iter_errors(json).take(MOST) {
        let error = telling(&error);
        let path = error.instance_path();
        let mut place = node;
        for step in pointer::steps(path.as_str()).into_iter().flatten() {
            place = place.step(&step).unwrap_or(place);
        }
        problems.push(library.problem(place, format!("is no valid schema: {}", words::of(error).message)));
    }
}

fn meta_validator(draft: Draft) -> MetaValidator<'static> {
    match draft {
        Draft::Draft4 => draft4::meta::validator(),
        Draft::Draft6 => draft6::meta::validator(),
        Draft::Draft201909 => draft201909::meta::validator(),
        Draft::Draft202012 => draft202012::meta::validator(),
        _ => draft7::meta::validator(),
    }
}

/// Of an error about alternatives, the one inside of it that is about the kind of value that was written.
fn telling<'e, 'v>(error: &'e ValidationError<'v>) -> &'e ValidationError<'v>
where
    'static: 'v,
{
    let (Kind::AnyOf { context } | Kind::OneOfNotValid { context }) = error.kind() else {
        return error;
    };
    let inner = context.iter().flatten().find(|inner| !matches!(inner.kind(), Kind::Type { .. }));
    inner.map_or(error, |inner| telling(inner))
}
