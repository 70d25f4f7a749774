//! From the errors of a validator to violations in words. Only ever run for messages that are invalid.

use jsonschema::error::{ValidationError, ValidationErrorKind as Kind};
use serde_json::Value as Json;

use super::field::Field;
use super::{Contract, Part, Violation};
use crate::schema::Validator;
use crate::words::{self, Words};

/// Adds what is wrong with a part of a message, until there is as much as is told of one.
pub(super) fn explain(validator: &Validator, value: &Json, part: Part, into: &mut Vec<Violation>) {
    let mut explainer = Explainer {
        validator,
        part,
        into,
    };
    for error in validator.broken(value) {
        if explainer.into.len() >= Contract::MOST_VIOLATIONS {
            return;
        }
        explainer.error(&error);
    }
}

struct Explainer<'e> {
    validator: &'e Validator,
    part: Part,
    into: &'e mut Vec<Violation>,
}

impl Explainer<'_> {
    fn error(&mut self, error: &ValidationError<'_>) {
        match error.kind() {
            Kind::Required { property } => {
                self.add(
                    Field::of(self.part, error, property.as_str()),
                    words::of(error),
                    error,
                );
            }
            Kind::AdditionalProperties { unexpected }
            | Kind::UnevaluatedProperties { unexpected } => {
                for name in unexpected {
                    let mut message = "is a property that is not allowed here".to_owned();
                    if let Some(hint) =
                        words::did_you_mean(name, self.validator.properties_beside(error))
                    {
                        message += &format!(" ({hint})");
                    }
                    let words = Words::new(
                        message,
                        "no such property",
                        format!("`{}`", words::cut(name, 60)),
                    );
                    self.add(Field::of(self.part, error, Some(name)), words, error);
                }
            }
            Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
                self.alternatives(error, context)
            }
            _ => self.add(Field::of(self.part, error, None), words::of(error), error),
        }
    }

    /// None of several alternatives fits: one sentence where they only differ in the type they want, else the
    /// nearest of them is held to be the one that was meant.
    fn alternatives(
        &mut self,
        error: &ValidationError<'_>,
        context: &[Vec<ValidationError<'static>>],
    ) {
        let heads: Vec<&ValidationError<'_>> =
            context.iter().filter_map(|errors| errors.first()).collect();
        if context.iter().all(|errors| errors.len() == 1)
            && let Some(words) = words::joined_types(&heads)
        {
            return self.add(
                Field::of(self.part, heads.first().map_or(error, |e| e), None),
                words,
                error,
            );
        }
        let nearest = context.iter().enumerate().min_by_key(|(_, errors)| {
            let wrong_kind = errors
                .iter()
                .any(|e| e.instance_path() == error.instance_path() && is_about_kind(e));
            (wrong_kind, errors.len())
        });
        let mut words = words::of(error);
        if let Some((number, _)) = nearest {
            words.message += &format!("; the nearest is number {}", number + 1);
        }
        self.add(Field::of(self.part, error, None), words, error);
        for inner in nearest
            .map(|(_, errors)| errors.as_slice())
            .unwrap_or_default()
        {
            if self.into.len() >= Contract::MOST_VIOLATIONS {
                return;
            }
            self.error(inner);
        }
    }

    fn add(&mut self, field: Field, words: Words, error: &ValidationError<'_>) {
        if self.into.len() >= Contract::MOST_VIOLATIONS {
            return;
        }
        self.into.push(Violation {
            part: self.part,
            pointer: field.pointer,
            field: field.name,
            message: words.message,
            schema_pointer: self.validator.pointer_of(error),
            expected: words.expected,
            found: words.found,
        });
    }
}

/// Whether an error says that a value is of another kind altogether, rather than wrong in some part.
fn is_about_kind(error: &ValidationError<'_>) -> bool {
    matches!(
        error.kind(),
        Kind::Type { .. } | Kind::FalseSchema | Kind::Constant { .. } | Kind::Enum { .. }
    )
}
