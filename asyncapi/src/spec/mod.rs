//! The compiled document: which channel is which station, and which contract holds there.

use std::sync::Arc;

use crate::document::Files;
use crate::problem::{Problem, Problems};
use crate::verdict::Contract;

/// A whole AsyncAPI document, compiled; immutable, and shared freely between threads.
#[derive(Debug)]
pub struct Spec {
    title: String,
    version: String,
    asyncapi_version: String,
    channels: Vec<Channel>,
    notes: Vec<Problem>,
}

/// One channel of a document.
#[derive(Debug, Clone)]
pub struct Channel {
    /// Its name in the document: the address itself in 2.x, the channel's id in 3.x.
    pub id: String,
    /// The stations it covers; `None` when its address is not known.
    pub station: Option<StationPattern>,
    /// Its messages, in the order of the document.
    pub messages: Vec<Message>,
    /// Who sends and who receives on it.
    pub direction: Direction,
}

/// One message of a channel.
#[derive(Debug, Clone)]
pub struct Message {
    /// Its id, name, or the key it has in the document.
    pub name: String,
    /// The content type its payload is read by, `application/json` when the document says none.
    pub content_type: String,
    /// Whether its payload is held to a schema (one whose format is not known is not).
    pub checked: bool,
}

/// What the application that a document describes does on a channel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Direction {
    /// It sends: an operation with 3.x `action: send`, or 2.x `subscribe` (2.x speaks from the other side).
    pub sends: bool,
    /// It receives: an operation with 3.x `action: receive`, or 2.x `publish`.
    pub receives: bool,
}

/// The names of stations that a channel covers.
#[derive(Debug, Clone)]
pub struct StationPattern {
    text: String,
}

impl StationPattern {
    /// The address as a station name, parameters in braces.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether a station of this name is covered.
    pub fn matches(&self, station: &str) -> bool {
        self.text == station
    }
}

impl Spec {
    /// Reads and compiles a document in one go, so that every problem of both comes at once.
    ///
    /// # Errors
    /// Every problem of the document.
    pub fn parse(_text: &[u8], _files: &dyn Files) -> Result<Self, Problems> {
        Err(Problems::default())
    }

    /// `info.title`.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// `info.version`, the version of the described application's interface.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The version of AsyncAPI that the document is written in, such as `3.0.0`.
    pub fn asyncapi_version(&self) -> &str {
        &self.asyncapi_version
    }

    /// The channels, in the order of the document.
    pub fn channels(&self) -> &[Channel] {
        &self.channels
    }

    /// What is no fault but worth knowing: messages that are not checked, and why.
    pub fn notes(&self) -> &[Problem] {
        &self.notes
    }

    /// The contract of a station; `None` when no channel covers it, or nothing on that channel can be checked.
    pub fn contract(&self, _station: &str) -> Option<&Arc<Contract>> {
        None
    }
}
