//! YAML 1.2 (and so JSON) read into a tree in one bounded pass. Anchors, aliases and the merge key `<<` are resolved
//! here; tags other than the core schema's are ignored.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use granit_parser::{Event, Marker, Parser, ScalarStyle, Tag, options};

use super::origin::Step;
use super::{Map, Node, Origin, Origins, Value, pointer, scalar};
use crate::limits;

/// A file as it was read.
#[derive(Debug)]
pub(crate) struct Tree {
    pub(crate) root: Node,
    pub(crate) origins: Origins,
}

/// Something in a file that cannot be read as it is written.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) pointer: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) message: String,
}

/// Reads a file as number `file`.
///
/// # Errors
/// What is wrong with the text: everything up to the first fault after which it makes no sense to read on.
pub(crate) fn read(bytes: &[u8], file: u16) -> Result<Tree, Vec<Fault>> {
    if bytes.len() > limits::FILE_BYTES {
        let message = format!("is {} bytes long, and at most {} are read", bytes.len(), limits::FILE_BYTES);
        return Err(vec![Fault { pointer: String::new(), line: 1, column: 1, message }]);
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Err(error) => {
            let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = 1 + before.iter().filter(|&&b| b == b'\n').count();
            let column = 1 + before.iter().rev().take_while(|&&b| b != b'\n').count();
            return Err(vec![Fault { pointer: String::new(), line, column, message: "is not UTF-8".into() }]);
        }
    };
    let mut reader = Reader::new(file);
    let options = options! {
        emit_comments: false,
        flow_nesting_limit: limits::DEPTH + 1,
        block_nesting_limit: limits::DEPTH + 1,
    };
    for event in Parser::new_from_str_with_options(text, options) {
        let read = match event {
            Ok((event, span)) => reader.take(event, span.start),
            Err(error) => Err(reader.fault(*error.marker(), error.info())),
        };
        if let Err(fatal) = read {
            reader.faults.push(fatal);
            break;
        }
    }
    match reader.root {
        Some(root) if reader.faults.is_empty() => Ok(Tree { root, origins: reader.origins }),
        _ if reader.faults.is_empty() => {
            Err(vec![Fault { pointer: String::new(), line: 1, column: 1, message: "is empty".into() }])
        }
        _ => Err(reader.faults),
    }
}

struct Reader {
    file: u16,
    origins: Origins,
    open: Vec<Frame>,
    anchors: HashMap<usize, Anchored>,
    /// Values so far, each alias counted as all that it stands for.
    nodes: usize,
    root: Option<Node>,
    faults: Vec<Fault>,
}

/// A list or map that is not closed yet.
struct Frame {
    id: u32,
    anchor: usize,
    nodes_before: usize,
    /// How deep the deepest of its children is.
    deepest: usize,
    parts: Parts,
}

enum Parts {
    List(Vec<Node>),
    Map { entries: Vec<(Arc<str>, Node)>, seen: HashSet<Arc<str>>, key: Option<Key>, merged: Vec<Node> },
}

struct Key {
    text: Arc<str>,
    at: Marker,
    is_merge: bool,
}

struct Anchored {
    node: Node,
    nodes: usize,
    depth: usize,
}

impl Reader {
    fn new(file: u16) -> Self {
        let (origins, open, anchors) = (Origins::default(), Vec::new(), HashMap::new());
        Self { file, origins, open, anchors, nodes: 0, root: None, faults: Vec::new() }
    }

    /// Takes one event; an error is a fault after which there is nothing sensible to read.
    fn take(&mut self, event: Event<'_>, at: Marker) -> Result<(), Fault> {
        match event {
            Event::DocumentStart(..) if self.root.is_some() => {
                Err(self.fault(at, "a second document begins here, and one file is one document"))
            }
            Event::Scalar(text, style, anchor, tag) => self.scalar(&text, style, anchor, tag.as_deref(), at),
            Event::SequenceStart(_, anchor, _) => self.begin(Parts::List(Vec::new()), anchor, at),
            Event::MappingStart(_, anchor, _) => {
                let (entries, seen, merged) = (Vec::new(), HashSet::new(), Vec::new());
                self.begin(Parts::Map { entries, seen, key: None, merged }, anchor, at)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(at),
            Event::Alias(anchor) => self.alias(anchor, at),
            _ => Ok(()),
        }
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        at: Marker,
    ) -> Result<(), Fault> {
        if let Some(Frame { parts: Parts::Map { seen, key: key @ None, .. }, .. }) = self.open.last_mut() {
            let is_merge = text == "<<" && style == ScalarStyle::Plain;
            let text: Arc<str> = text.into();
            *key = Some(Key { text: Arc::clone(&text), at, is_merge });
            if !is_merge && !seen.insert(Arc::clone(&text)) {
                let fault = self.fault(at, format!("`{text}` is there twice in one map"));
                self.faults.push(fault);
            }
            return Ok(());
        }
        self.count(1, at)?;
        let id = self.enter(at);
        let value = scalar::value(text, style, tag).unwrap_or_else(|message| {
            let fault = self.fault(at, message);
            self.faults.push(fault);
            Value::Null
        });
        let node = Node { origin: Origin { file: self.file, id }, value };
        self.finish(node, anchor, 1, 0, at)
    }

    fn begin(&mut self, parts: Parts, anchor: usize, at: Marker) -> Result<(), Fault> {
        if let Some(Frame { parts: Parts::Map { key: None, .. }, .. }) = self.open.last() {
            return Err(self.fault(at, "a map's key is a list or map here, and must be a text"));
        }
        if self.open.len() >= limits::DEPTH {
            return Err(self.fault(at, too_deep()));
        }
        self.count(1, at)?;
        let id = self.enter(at);
        self.open.push(Frame { id, anchor, nodes_before: self.nodes - 1, deepest: 0, parts });
        Ok(())
    }

    fn end(&mut self, at: Marker) -> Result<(), Fault> {
        let Some(frame) = self.open.pop() else {
            return Ok(());
        };
        let value = match frame.parts {
            Parts::List(items) => Value::List(items),
            Parts::Map { mut entries, mut seen, merged, .. } => {
                for (key, node) in merged.iter().flat_map(entries_to_merge) {
                    if seen.insert(Arc::clone(key)) {
                        entries.push((Arc::clone(key), node.clone()));
                    }
                }
                Value::Map(Map::new(entries))
            }
        };
        let node = Node { origin: Origin { file: self.file, id: frame.id }, value };
        self.finish(node, frame.anchor, self.nodes - frame.nodes_before, frame.deepest + 1, at)
    }

    fn alias(&mut self, anchor: usize, at: Marker) -> Result<(), Fault> {
        let Some(Anchored { node, nodes, depth }) = self.anchors.get(&anchor) else {
            return Err(self.fault(at, "this alias stands for a value that it is itself a part of"));
        };
        let (node, nodes, depth) = (node, *nodes, *depth);
        if self.open.len() + depth > limits::DEPTH {
            return Err(self.fault(at, too_deep()));
        }
        // Counted before it is copied: a billion laughs are refused without being laughed.
        if self.nodes + nodes > limits::NODES {
            return Err(self.fault(at, too_many()));
        }
        let node = node.clone();
        self.nodes += nodes;
        self.finish(node, 0, nodes, depth, at)
    }

    /// Puts a whole value where it belongs.
    fn finish(&mut self, node: Node, anchor: usize, nodes: usize, depth: usize, at: Marker) -> Result<(), Fault> {
        if anchor != 0 {
            // The copy that is kept costs as much memory as one in the tree.
            self.count(nodes, at)?;
            self.anchors.insert(anchor, Anchored { node: node.clone(), nodes, depth });
        }
        let Some(frame) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        frame.deepest = frame.deepest.max(depth);
        match &mut frame.parts {
            Parts::List(items) => items.push(node),
            Parts::Map { entries, key, merged, .. } => match key.take() {
                Some(Key { is_merge: true, .. }) => merged.push(node),
                Some(Key { text, .. }) => entries.push((text, node)),
                None => {
                    return Err(self.fault(at, "a map's key is an alias here, and must be a text"));
                }
            },
        }
        Ok(())
    }

    /// Gives the value that begins here its place in the table.
    fn enter(&mut self, at: Marker) -> u32 {
        let (parent, step, at) = match self.open.last() {
            None => (None, Step::Root, at),
            Some(Frame { id, parts: Parts::List(items), .. }) => (Some(*id), Step::Item(items.len()), at),
            Some(Frame { id, parts: Parts::Map { key, .. }, .. }) => match key {
                Some(key) => (Some(*id), Step::Key(Arc::clone(&key.text)), key.at),
                None => (Some(*id), Step::Root, at),
            },
        };
        self.origins.add(parent, step, at.line(), at.col() + 1)
    }

    fn count(&mut self, nodes: usize, at: Marker) -> Result<(), Fault> {
        self.nodes += nodes;
        if self.nodes > limits::NODES { Err(self.fault(at, too_many())) } else { Ok(()) }
    }

    /// A fault in the list or map that is open.
    fn fault(&self, at: Marker, message: impl Into<String>) -> Fault {
        let mut pointer = self.open.last().map(|frame| self.origins.pointer(frame.id)).unwrap_or_default();
        if let Some(Frame { parts: Parts::Map { key: Some(key), .. }, .. }) = self.open.last() {
            pointer::push(&mut pointer, &key.text);
        }
        Fault { pointer, line: at.line(), column: at.col() + 1, message: message.into() }
    }
}

/// What `<<` brings in: a map's entries, or those of a list of maps, the first of them winning.
fn entries_to_merge(node: &Node) -> Box<dyn Iterator<Item = &(Arc<str>, Node)> + '_> {
    match &node.value {
        Value::Map(map) => Box::new(map.entries().iter()),
        Value::List(maps) => Box::new(maps.iter().filter_map(Node::map).flat_map(Map::entries)),
        _ => Box::new(std::iter::empty()),
    }
}

fn too_deep() -> String {
    format!("lists and maps are nested more than {} deep here", limits::DEPTH)
}

fn too_many() -> String {
    format!("the file has more than {} values here, its aliases counted as what they stand for", limits::NODES)
}
