//! What the channels of every version have in common: their station and their messages.

use std::collections::HashSet;
use std::sync::Arc;

use super::message::Messages;
use super::station::{Parameter, parameters_in};
use super::{Channel, Direction, Message, StationPattern, v2, v3};
use crate::document::Version;
use crate::limits;
use crate::problem::{Problem, Problems};
use crate::refs::Library;
use crate::tree::{Node, Origin};
use crate::verdict::Checks;

/// Compiles one document's channels.
pub(super) struct Compiler<'a> {
    pub(super) library: &'a Library,
    version: Version,
    problems: &'a mut Problems,
    notes: Problems,
    messages: Messages<'a>,
    messages_left: usize,
}

/// A channel, and what its messages are held to.
pub(super) struct Compiled {
    pub(super) channel: Channel,
    pub(super) messages: Vec<Known>,
}

/// A compiled message, known by where it was written.
pub(super) struct Known {
    pub(super) origin: Origin,
    pub(super) checks: Arc<Checks>,
}

/// A channel as its version's reader found it.
pub(super) struct Found<'a> {
    pub(super) id: String,
    /// The channel itself, and its address where it has one.
    pub(super) node: &'a Node,
    pub(super) address: Option<&'a str>,
    /// The names of its messages, where the channel gives them one, and the messages.
    pub(super) messages: Vec<(Option<String>, &'a Node)>,
    pub(super) direction: Direction,
}

impl<'a> Compiler<'a> {
    pub(super) fn new(library: &'a Library, version: Version, problems: &'a mut Problems) -> Self {
        let default = library.root().and_then(|root| root.field("defaultContentType")?.text());
        let messages = Messages::new(library, version, default);
        Self { library, version, problems, notes: Problems::default(), messages, messages_left: limits::MESSAGES }
    }

    /// Compiles all channels.
    pub(super) fn channels(&mut self, root: &'a Node) -> Vec<Compiled> {
        let found = if self.version.major == 2 { v2::channels(self, root) } else { v3::channels(self, root) };
        let compiled = found.into_iter().map(|found| self.channel(found)).collect();
        self.components(root);
        compiled
    }

    pub(super) fn into_notes(self) -> Vec<Problem> {
        self.notes.iter().cloned().collect()
    }

    /// What a node stands for; `None` when that is a problem, which is then told.
    pub(super) fn follow(&mut self, node: &'a Node) -> Option<&'a Node> {
        match self.library.follow(node) {
            Ok(target) => Some(target),
            Err(problem) => {
                self.problems.push(problem);
                None
            }
        }
    }

    pub(super) fn problem(&mut self, node: &Node, message: impl Into<String>, hint: Option<String>) {
        self.problems.push(Problem { hint, ..self.library.problem(node, message) });
    }

    fn channel(&mut self, found: Found<'a>) -> Compiled {
        let station = self.station(&found);
        let (mut known, mut seen) = (Vec::new(), HashSet::new());
        for (name, node) in found.messages {
            let Some(target) = self.follow(node) else {
                continue;
            };
            // One message, published and subscribed to, is one message.
            if !seen.insert(target.origin) {
                continue;
            }
            match self.messages_left.checked_sub(1) {
                Some(left) => self.messages_left = left,
                None => {
                    self.problem(node, format!("is one message too many: at most {} are read", limits::MESSAGES), None);
                    break;
                }
            }
            if let Some(checks) = self.messages.compile(target, name, self.problems, &mut self.notes) {
                known.push(Known { origin: target.origin, checks });
            }
        }
        let messages = known
            .iter()
            .map(|Known { checks, .. }| Message {
                name: checks.name.clone(),
                content_type: checks.content_type.clone(),
                checked: checks.can_refuse(),
            })
            .collect();
        let channel = Channel { id: found.id, station, messages, direction: found.direction };
        Compiled { channel, messages: known }
    }

    /// The messages that no channel uses are compiled too, for the sake of what is wrong with them.
    fn components(&mut self, root: &'a Node) {
        let messages = root.field("components").and_then(|c| c.field("messages")?.map());
        for (name, node) in messages.into_iter().flat_map(|map| map.iter()) {
            if let Some(target) = self.follow(node) {
                // Its notes are about what nobody sends, so nobody is told.
                let name = Some(name.to_owned());
                self.messages.compile(target, name, self.problems, &mut Problems::default());
            }
        }
    }

    fn station(&mut self, found: &Found<'a>) -> Option<StationPattern> {
        let own = found.node.field("x-waystation-station");
        let bindings = found.node.field("bindings").and_then(|node| self.follow(node));
        let kafka = bindings.and_then(|node| node.field("kafka")).and_then(|node| self.follow(node));
        let topic = kafka.and_then(|node| node.field("topic"));
        let parameters = self.parameters(found);
        let (node, address) = match (own, topic, found.address) {
            (Some(node), ..) | (None, Some(node), _) => match node.text() {
                Some(text) => (node, text),
                None => {
                    self.problem(node, format!("is {} where a station's name is expected", node.noun()), None);
                    return None;
                }
            },
            (None, None, Some(address)) => (found.node, address),
            (None, None, None) => {
                let note = "the channel has no address, so no station is held to it";
                let hint = Some("name one: `address`, or `x-waystation-station`".to_owned());
                self.notes.push(Problem { hint, ..self.library.problem(found.node, note) });
                return None;
            }
        };
        match StationPattern::new(address, &parameters) {
            Ok(pattern) => Some(pattern),
            // The root path of a WebSocket server is a fine address, and no station.
            Err(message) if !address.contains(['{', '}']) => {
                self.notes.push(self.library.problem(node, format!("{message}, so no station is held to it")));
                None
            }
            Err(message) => {
                self.problem(node, message, None);
                None
            }
        }
    }

    /// The parameters of a channel, held against its address.
    fn parameters(&mut self, found: &Found<'a>) -> Vec<Parameter> {
        let declared = found.node.field("parameters").and_then(Node::map);
        let in_address = found.address.map(|address| parameters_in(address).unwrap_or_default());
        let mut parameters = Vec::new();
        for (name, node) in declared.into_iter().flat_map(|map| map.iter()) {
            if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-') {
                self.problem(
                    node,
                    format!(
                        "`{name}` is no name for a parameter: it has other characters than letters, digits, `_` and `-`"
                    ),
                    None,
                );
            } else if let Some(names) = in_address.as_ref().filter(|names| !names.contains(&name)) {
                let hint = crate::suggest::closest(name, names.iter().copied());
                let message = format!("the parameter `{name}` is not in the channel's address");
                let problem = Problem { hint, ..self.library.problem(node, message) };
                // What 3.0 makes a MUST is a SHOULD in 2.x.
                let list = if self.version.major == 2 { &mut self.notes } else { &mut *self.problems };
                list.push(problem);
            }
            let Some(target) = self.follow(node) else {
                continue;
            };
            let schema = target.field("schema").and_then(|schema| self.follow(schema));
            let values = target.field("enum").or_else(|| schema?.field("enum")).and_then(Node::list);
            let values = values.unwrap_or_default().iter().filter_map(Node::text).map(str::to_owned).collect();
            parameters.push(Parameter { name: name.to_owned(), values });
        }
        parameters
    }
}
