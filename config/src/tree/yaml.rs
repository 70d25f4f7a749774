//! YAML text to a located tree, by the parser's events.
//!
//! Stricter than YAML: one document, text as keys, no key twice, no merge keys, no tags but `!!str`; and bounded, so
//! that a few aliases cannot blow up into gigabytes. It does not know what any key means.

use std::collections::HashMap;
use std::sync::Arc;

use granit_parser::{Event, Parser, ScalarStyle, Span, Tag};

use super::{Entry, Node, Value, interpolate, scalar};
use crate::environment::Environment;
use crate::place::File;
use crate::{Place, Problem, Problems};

/// Values in a configuration: aliases counted as often as they are used, and a long text as several.
const MAX_VALUES: usize = 50_000;
const TEXT_BYTES_A_VALUE: usize = 256;
const MAX_DEPTH: usize = 32;
/// A key is repeated in the path of all that is below it.
const MAX_KEY_CHARS: usize = 256;

/// Reads one document, with `${NAME}` replaced in every value where there is an environment. `None` if it is not YAML; the reason is in `problems`,
/// as are duplicate keys and unset variables, which do not stop the reading.
pub(crate) fn parse(file: &Arc<File>, environment: Option<&Environment>, problems: &mut Problems) -> Option<Node> {
    let mut builder =
        Builder { file, environment, problems, stack: Vec::new(), anchors: HashMap::new(), values: 0, root: None };
    let limits = granit_parser::options! { flow_nesting_limit: MAX_DEPTH, block_nesting_limit: MAX_DEPTH };
    for event in Parser::new_from_str_with_options(&file.text, limits) {
        let step = match event {
            Ok((event, span)) => builder.event(event, &span),
            Err(error) => {
                let place = Place::in_file(file, error.marker().line(), error.marker().col() + 1, 1);
                Err(Problem::new(place, "", format!("not YAML: {}", error.info())))
            }
        };
        if let Err(problem) = step {
            builder.problems.push(problem);
            return None;
        }
    }
    Some(builder.root.unwrap_or_else(|| Node::new(Value::Map(Vec::new()), Place::in_file(file, 0, 0, 0))))
}

struct Builder<'a> {
    file: &'a Arc<File>,
    environment: Option<&'a Environment>,
    problems: &'a mut Problems,
    stack: Vec<Open>,
    /// By anchor id: the value, and how many values a use of it adds.
    anchors: HashMap<usize, (Node, usize)>,
    values: usize,
    root: Option<Node>,
}

/// A collection whose end is still to come.
struct Open {
    anchor: usize,
    place: Place,
    kind: Kind,
    /// How many values there were when it began.
    values_before: usize,
}

enum Kind {
    List(Vec<Node>),
    Map { entries: Vec<Entry>, key: Option<(String, Place)> },
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, span: &Span) -> Result<(), Problem> {
        let place = self.place(span);
        match event {
            Event::DocumentStart(..) if self.root.is_some() => {
                Err(Problem::new(place, "", "a second document: a configuration is one document"))
            }
            Event::Scalar(text, style, anchor, tag) => self.scalar(&text, style, anchor, tag.as_deref(), place),
            Event::SequenceStart(_, anchor, tag) => self.open(Kind::List(Vec::new()), anchor, tag.as_deref(), place),
            Event::MappingStart(_, anchor, tag) => {
                self.open(Kind::Map { entries: Vec::new(), key: None }, anchor, tag.as_deref(), place)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(),
            Event::Alias(anchor) => self.alias(anchor, place),
            _ => Ok(()),
        }
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        place: Place,
    ) -> Result<(), Problem> {
        if self.wants_key() {
            return self.key(text, place);
        }
        let tagged = self.check_tag(tag, &place);
        let untyped = style == ScalarStyle::Plain && !tagged;
        let mut node = Node::new(Value::Unread, place);
        match self.environment.map_or(Ok(None), |environment| interpolate::expand(text, environment)) {
            Ok(given) => {
                let text = given.as_deref().unwrap_or(text);
                node.value = if untyped { scalar::resolve(text) } else { Value::Text(text.to_owned()) };
                node.given = given;
            }
            Err(message) => self.problems.push(Problem::new(node.place.clone(), self.path(), message)),
        }
        let values = 1 + text.len() / TEXT_BYTES_A_VALUE;
        self.remember(anchor, &node, values);
        self.add(node, values)
    }

    /// A key seen twice is told of and its second value dropped; the reading goes on.
    fn key(&mut self, text: &str, place: Place) -> Result<(), Problem> {
        if text == "<<" {
            return Err(Problem::new(place, self.path(), "merge keys (<<) are not read: write the keys out"));
        }
        if text.chars().count() > MAX_KEY_CHARS {
            let message = format!("a key longer than {MAX_KEY_CHARS} characters");
            return Err(Problem::new(place, self.path(), message));
        }
        let path = super::key_path(&self.path(), text);
        let Some(Open { kind: Kind::Map { entries, key }, .. }) = self.stack.last_mut() else {
            return Ok(());
        };
        if let Some(first) = entries.iter().find(|entry| entry.key == text) {
            self.problems.push(Problem::new(
                place.clone(),
                path,
                format!("this key is already there, at {}", first.place),
            ));
        }
        *key = Some((text.to_owned(), place));
        Ok(())
    }

    fn open(&mut self, kind: Kind, anchor: usize, tag: Option<&Tag>, place: Place) -> Result<(), Problem> {
        if self.wants_key() {
            return Err(Problem::new(place, self.path(), "a key must be text, not a list or a mapping"));
        }
        self.check_tag(tag, &place);
        if self.stack.len() >= MAX_DEPTH {
            return Err(Problem::new(place, self.path(), format!("nested deeper than {MAX_DEPTH} levels")));
        }
        self.stack.push(Open { anchor, place, kind, values_before: self.values });
        Ok(())
    }

    fn close(&mut self) -> Result<(), Problem> {
        let Some(Open { anchor, place, kind, values_before }) = self.stack.pop() else {
            return Ok(());
        };
        let value = match kind {
            Kind::List(items) => Value::List(items),
            Kind::Map { entries, .. } => Value::Map(entries),
        };
        let node = Node::new(value, place);
        self.remember(anchor, &node, self.values - values_before + 1);
        self.add(node, 1)
    }

    fn alias(&mut self, anchor: usize, place: Place) -> Result<(), Problem> {
        if self.wants_key() {
            return Err(Problem::new(place, self.path(), "a key must be text, not an alias"));
        }
        // An alias inside of its own anchor is not closed yet, hence not there.
        let Some((_, values)) = self.anchors.get(&anchor) else {
            return Err(Problem::new(place, self.path(), "an alias of a value that is not complete yet"));
        };
        // Counted before it is copied: the copy is what a bomb is made of.
        self.count(*values, &place)?;
        let node = self.anchors.get(&anchor).map(|(node, _)| node.clone());
        node.map_or(Ok(()), |node| self.add(node, 0))
    }

    fn add(&mut self, node: Node, values: usize) -> Result<(), Problem> {
        self.count(values, &node.place)?;
        match self.stack.last_mut().map(|open| &mut open.kind) {
            None => self.root = Some(node),
            Some(Kind::List(items)) => items.push(node),
            Some(Kind::Map { entries, key }) => {
                if let Some((key, place)) = key.take()
                    && !entries.iter().any(|entry| entry.key == key)
                {
                    entries.push(Entry { key, place, node });
                }
            }
        }
        Ok(())
    }

    fn count(&mut self, values: usize, place: &Place) -> Result<(), Problem> {
        self.values += values;
        if self.values > MAX_VALUES {
            return Err(Problem::new(place.clone(), self.path(), format!("more than {MAX_VALUES} values")));
        }
        Ok(())
    }

    fn remember(&mut self, anchor: usize, node: &Node, values: usize) {
        if anchor > 0 {
            self.anchors.insert(anchor, (node.clone(), values));
        }
    }

    /// Whether the tag makes a scalar text; any tag but `!!str` is a problem.
    fn check_tag(&mut self, tag: Option<&Tag>, place: &Place) -> bool {
        let Some(tag) = tag else { return false };
        if tag.is_yaml_core_schema_tag("str") {
            return true;
        }
        self.problems.push(Problem::new(
            place.clone(),
            self.path(),
            format!("tags are not read: leave out {}", tag.original()),
        ));
        false
    }

    fn wants_key(&self) -> bool {
        matches!(self.stack.last(), Some(Open { kind: Kind::Map { key: None, .. }, .. }))
    }

    /// The path of what is being read.
    fn path(&self) -> String {
        self.stack.iter().fold(String::new(), |path, open| match &open.kind {
            Kind::List(items) => format!("{path}[{}]", items.len()),
            Kind::Map { key: Some((key, _)), .. } => super::key_path(&path, key),
            Kind::Map { key: None, .. } => path,
        })
    }

    fn place(&self, span: &Span) -> Place {
        let one_line = span.start.line() == span.end.line();
        let width = if one_line { span.end.col().saturating_sub(span.start.col()) } else { 1 };
        Place::in_file(self.file, span.start.line(), span.start.col() + 1, width)
    }
}
