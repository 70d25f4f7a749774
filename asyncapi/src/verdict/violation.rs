//! One way in which a message breaks its contract, in words a person can act on.

use std::fmt;

/// What part of the message a violation is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// The payload (Kafka: the record's value).
    Payload,
    /// The headers, seen as one object.
    Headers,
    /// The key.
    Key,
}

/// One way in which a message breaks its contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The part of the message it is in.
    pub part: Part,
    /// JSON Pointer into that part; a missing property's is where it would be. Empty: all of it.
    pub pointer: String,
    /// The same place as people write it: `lumens`, `items[2].name`, `header trace-id`, or `(root)` for all of a
    /// payload and `(headers)` and `(key)` for all of those.
    pub field: String,
    /// What is wrong, going on from the field: `is a boolean where an integer is expected`.
    pub message: String,
    /// The rule it breaks: JSON Pointer into the AsyncAPI document (`file#pointer` where another file has it).
    /// Empty where no one schema keyword is to blame.
    pub schema_pointer: String,
    /// What is expected, as a noun: `an integer`.
    pub expected: String,
    /// What was found instead, as a noun: `a boolean`. Long values are cut.
    pub found: String,
}

impl fmt::Display for Violation {
    /// `lumens: is a boolean where an integer is expected`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.message)
    }
}
