//! The compiled document: which channel is which station, and which contract holds there.

mod compile;
mod index;
mod message;
mod station;
mod traits;
mod v2;
mod v3;

use std::sync::Arc;

pub use station::StationPattern;

use crate::document::{Document, Files};
use crate::problem::{Problem, Problems};
use crate::verdict::Contract;
use compile::Compiler;
use index::Index;

/// A whole AsyncAPI document, compiled; immutable, and shared freely between threads.
#[derive(Debug)]
pub struct Spec {
    title: String,
    version: String,
    asyncapi_version: String,
    channels: Vec<Channel>,
    notes: Vec<Problem>,
    index: Index,
}

/// One channel of a document.
#[derive(Debug, Clone)]
pub struct Channel {
    /// Its name in the document: the address itself in 2.x, the channel's id in 3.x.
    pub id: String,
    /// The stations it covers; `None` when its address is not known. It is `x-waystation-station` where the channel
    /// has that, else the `topic` of its Kafka binding, else its address.
    pub station: Option<StationPattern>,
    /// Its messages, in the order of the document.
    pub messages: Vec<Message>,
    /// Who sends and who receives on it.
    pub direction: Direction,
}

/// One message of a channel.
#[derive(Debug, Clone)]
pub struct Message {
    /// Its `messageId` (2.x), its name in the channel (3.x), or its `name`.
    pub name: String,
    /// The content type its payload is read by, `application/json` when the document says none.
    pub content_type: String,
    /// Whether anything of it is held to a schema; [`Spec::notes`] says why not where it should be and is not.
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

impl Spec {
    /// Reads and compiles a document in one go, so that every problem of both comes at once.
    ///
    /// # Errors
    /// Every problem of the document.
    pub fn parse(text: &[u8], files: &dyn Files) -> Result<Self, Problems> {
        let (document, mut problems) = Document::read(text, files)?;
        let spec = Self::compile(&document, &mut problems);
        problems.into_result(spec)
    }

    pub(crate) fn compile(document: &Document, problems: &mut Problems) -> Self {
        let Document { library, version } = document;
        let mut compiler = Compiler::new(library, *version, problems);
        let root = library.root();
        let compiled = root.map(|root| compiler.channels(root)).unwrap_or_default();
        let notes = compiler.into_notes();
        let info = |name| root.and_then(|r| r.field("info")?.field(name)?.text()).unwrap_or_default().to_owned();
        let asyncapi_version = root.and_then(|r| r.field("asyncapi")?.text()).unwrap_or_default().to_owned();
        let index = Index::new(&compiled);
        let channels = compiled.into_iter().map(|compiled| compiled.channel).collect();
        Self { title: info("title"), version: info("version"), asyncapi_version, channels, notes, index }
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

    /// What is no fault but worth knowing: messages that are not checked, channels that are no station, and why.
    pub fn notes(&self) -> &[Problem] {
        &self.notes
    }

    /// The contract of a station; `None` when no channel covers it, or no message could break what covers it.
    ///
    /// A channel without parameters goes before those with; of those the one with more characters given.
    pub fn contract(&self, station: &str) -> Option<&Arc<Contract>> {
        self.index.contract(station)
    }
}
