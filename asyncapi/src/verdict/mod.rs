//! The door of the verdict: a station's contract, and messages held to it.
//!
//! A contract never changes and is shared freely between threads. For a valid message it allocates what parsing the
//! payload takes and no more; violations are worked out only when there are some.

mod checks;
mod explain;
mod field;
mod parts;
mod view;
mod violation;

use std::sync::Arc;

pub(crate) use checks::{Checks, HeaderCheck, Payload};
pub use view::{Headers, MessageView, NoHeaders};
pub use violation::{Part, Violation};

use field::Field;
use parts::Parts;

use crate::words::Words;

/// What a document says about the messages of one station.
///
/// A message must be valid against exactly one of the messages of the channel (AsyncAPI 2.6 and 3.0, Channel Item
/// and Channel Object). Where some of those cannot be checked (their schema's format is not known), a message that
/// matches none of the others may still be one of them, and passes.
#[derive(Debug)]
pub struct Contract {
    messages: Vec<Arc<Checks>>,
}

impl Contract {
    /// As many violations as are told of one message.
    pub const MOST_VIOLATIONS: usize = 32;

    /// `None` when no message could ever break it.
    pub(crate) fn new(messages: Vec<Arc<Checks>>) -> Option<Self> {
        messages
            .iter()
            .any(|message| message.can_refuse())
            .then_some(Self { messages })
    }

    /// The names of the messages that the contract allows, in the order of the document.
    pub fn message_names(&self) -> impl Iterator<Item = &str> {
        self.messages.iter().map(|message| message.name.as_str())
    }

    /// Holds a message to the contract. A tombstone's payload always passes; its headers and key are checked.
    ///
    /// # Errors
    /// The violations, at least one and at most [`Contract::MOST_VIOLATIONS`]. Of several messages the nearest one's
    /// are told, after one that says so.
    pub fn check(&self, message: &MessageView<'_>) -> Result<(), Vec<Violation>> {
        let parts = Parts::new(message);
        let mut violations = Vec::new();
        match self.messages.as_slice() {
            [only] if only.accepts(&parts) => return Ok(()),
            [only] => only.explain(&parts, &mut violations),
            several => {
                let candidates = narrowed(several, parts.content_type());
                let (mut checked, mut matching) = (0, Vec::new());
                for candidate in candidates
                    .clone()
                    .filter(|candidate| !candidate.is_unchecked())
                {
                    checked += 1;
                    if candidate.accepts(&parts) {
                        matching.push(candidate);
                    }
                }
                match matching.as_slice() {
                    [_] => return Ok(()),
                    [] if candidates.clone().count() > checked => return Ok(()),
                    // What has no payload matches every message, and is none the worse for it.
                    [_, ..] if parts.payload().is_none() => return Ok(()),
                    [] => explain_none(candidates, &parts, &mut violations),
                    several => violations.push(several_match(several)),
                }
            }
        }
        violations.truncate(Self::MOST_VIOLATIONS);
        Err(violations)
    }
}

/// The messages that are meant: those of the content type that the sender declares, if there are any of it.
fn narrowed<'c>(
    messages: &'c [Arc<Checks>],
    content_type: Option<&str>,
) -> impl Iterator<Item = &'c Checks> + Clone {
    let declared = |checks: &Checks| {
        content_type.is_some_and(|t| t.eq_ignore_ascii_case(&checks.content_type))
    };
    let narrow = messages.iter().any(|checks| declared(checks));
    let meant: Vec<&Checks> = messages
        .iter()
        .map(|c| &**c)
        .filter(|checks| !narrow || declared(checks))
        .collect();
    meant.into_iter()
}

fn explain_none<'c>(
    candidates: impl Iterator<Item = &'c Checks>,
    parts: &Parts<'_>,
    into: &mut Vec<Violation>,
) {
    let mut names = Vec::new();
    let mut nearest: Option<(&str, Vec<Violation>)> = None;
    for candidate in candidates {
        names.push(format!("`{}`", candidate.name));
        let mut violations = Vec::new();
        candidate.explain(parts, &mut violations);
        if nearest
            .as_ref()
            .is_none_or(|(_, fewest)| violations.len() < fewest.len())
        {
            nearest = Some((&candidate.name, violations));
        }
    }
    let Some((name, violations)) = nearest else {
        return;
    };
    if let [_] = names.as_slice() {
        into.extend(violations);
        return;
    }
    let names = names.join(", ");
    let message = format!("is none of the messages {names}; the nearest is `{name}`");
    into.push(of_the_whole(Words::new(
        message,
        format!("one of the messages {names}"),
        "none of them",
    )));
    into.extend(violations);
}

fn several_match(matching: &[&Checks]) -> Violation {
    let names: Vec<String> = matching
        .iter()
        .map(|checks| format!("`{}`", checks.name))
        .collect();
    let found = format!("{} messages ({})", names.len(), names.join(", "));
    of_the_whole(Words::new(
        format!("matches {found} where exactly one is expected"),
        "exactly one message",
        found,
    ))
}

fn of_the_whole(words: Words) -> Violation {
    let Field { pointer, name } = Field::whole(Part::Payload);
    let Words {
        message,
        expected,
        found,
    } = words;
    let schema_pointer = String::new();
    Violation {
        part: Part::Payload,
        pointer,
        field: name,
        message,
        schema_pointer,
        expected,
        found,
    }
}
