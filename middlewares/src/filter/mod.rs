//! `filter`: drops messages by what they say. What a condition is, is in `condition`.

mod condition;
#[cfg(test)]
mod tests;

use schemars::{JsonSchema, schema_for};
use serde::Deserialize;
use serde_json::Value;

use crate::budget::Budget;
use crate::catalogue::{Built, Context, Entry, SettingsError, inspect, settings};
use crate::{Delivery, Mark, Middleware, Outcome, Refusal};
use condition::{Check, Condition, Subject};

/// The catalogue's entry.
pub const ENTRY: Entry = Entry {
    name: "filter",
    schema: || schema_for!(Settings),
    build,
    example: "\
drop_if:
  - header: {name: environment, equals: test}
  - field: {pointer: /lumens, equals: 0}
keep_if:
  - key: {matches: '^lamp-\\d+$'}
",
};

/// Drops messages by conditions on their headers, key, payload and size; the sender is told that all went well. One
/// of `drop_if` and `keep_if` is needed. With both, a message stays if `keep_if` holds and `drop_if` does not.
///
/// All conditions of a list must hold together. For "either ... or", name two filters with a `drop_if` each.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Settings {
    /// Drops a message for which all of these hold.
    #[schemars(length(min = 1))]
    drop_if: Option<Vec<Condition>>,
    /// Drops a message for which not all of these hold.
    #[schemars(length(min = 1))]
    keep_if: Option<Vec<Condition>>,
}

fn build(node: &Value, context: &Context) -> Result<Built, SettingsError> {
    Ok(inspect(Filter::new(settings(node)?, context)?))
}

#[derive(Debug)]
struct Filter {
    drop_if: Option<Vec<Check>>,
    keep_if: Option<Vec<Check>>,
    open_limit_bytes: usize,
}

impl Filter {
    fn new(settings: Settings, context: &Context) -> Result<Self, SettingsError> {
        let Settings { drop_if, keep_if } = settings;
        if drop_if.is_none() && keep_if.is_none() {
            return Err(SettingsError::new("", "needs `drop_if` or `keep_if`: without, it would filter nothing"));
        }
        let open_limit_bytes = context.open_limit_bytes;
        Ok(Self { drop_if: compile("drop_if", drop_if)?, keep_if: compile("keep_if", keep_if)?, open_limit_bytes })
    }

    fn drops(&self, subject: &Subject<'_>) -> bool {
        let all = |checks: &Vec<Check>| checks.iter().all(|check| check.holds(subject));
        self.drop_if.as_ref().is_some_and(all) || !self.keep_if.as_ref().is_none_or(all)
    }
}

fn compile(name: &str, conditions: Option<Vec<Condition>>) -> Result<Option<Vec<Check>>, SettingsError> {
    let Some(conditions) = conditions else { return Ok(None) };
    if conditions.is_empty() {
        // All of no conditions always hold: every message would go.
        return Err(SettingsError::new(format!("/{name}"), "is empty: name at least one condition"));
    }
    let compiled =
        conditions.into_iter().enumerate().map(|(index, condition)| Check::new(condition, &format!("/{name}/{index}")));
    compiled.collect::<Result<_, _>>().map(Some)
}

impl Middleware for Filter {
    fn handle(&self, delivery: &mut Delivery) -> Result<(), Refusal> {
        let Delivery { draft, marks, .. } = delivery;
        let mut budget = Budget::new(self.open_limit_bytes);
        draft.visit(self.open_limit_bytes, |index, record, edit| {
            if self.drops(&Subject::new(record)) && budget.allows(0) {
                edit.drop_record();
                marks.push(Mark { index, outcome: Outcome::Dropped });
            }
        })?;
        Ok(budget.check()?)
    }
}
