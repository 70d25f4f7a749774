//! The door of the verdict: a station's contract, and messages held to it.
//!
//! A contract never changes and is shared freely between threads. For a valid message it allocates what parsing the
//! payload takes and no more; violations are worked out only when there are some.

mod view;
mod violation;

pub use view::{Headers, MessageView, NoHeaders};
pub use violation::{Part, Violation};

/// What a document says about the messages of one station.
#[derive(Debug)]
pub struct Contract {}

impl Contract {
    /// As many violations as are told of one message.
    pub const MOST_VIOLATIONS: usize = 32;

    /// Holds a message to the contract. A tombstone's payload always passes.
    ///
    /// # Errors
    /// The violations, at least one and at most [`Contract::MOST_VIOLATIONS`].
    pub fn check(&self, _message: &MessageView<'_>) -> Result<(), Vec<Violation>> {
        Ok(())
    }
}
