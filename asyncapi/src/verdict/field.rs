//! Where in a message something is, as people write it: `items[2].name`.

use jsonschema::error::ValidationError;
use jsonschema::paths::LocationSegment;

use super::Part;
use crate::tree::pointer;
use crate::words::cut;

/// A place in a part of a message: its pointer and its name.
pub(super) struct Field {
    pub(super) pointer: String,
    pub(super) name: String,
}

impl Field {
    /// All of a part.
    pub(super) fn whole(part: Part) -> Self {
        let name = match part {
            Part::Payload => "(root)",
            Part::Headers => "(headers)",
            Part::Key => "(key)",
        };
        Self {
            pointer: String::new(),
            name: name.into(),
        }
    }

    /// The place of an error, or of one of the properties of it.
    pub(super) fn of(part: Part, error: &ValidationError<'_>, property: Option<&str>) -> Self {
        let (mut pointer, mut name) = (String::new(), String::new());
        for segment in error.instance_path().segments() {
            match segment {
                LocationSegment::Property(key) => step(&mut pointer, &mut name, &key),
                LocationSegment::Index(index) => {
                    pointer::push(&mut pointer, &index.to_string());
                    name += &format!("[{index}]");
                }
            }
        }
        if let Some(property) = property {
            step(&mut pointer, &mut name, property);
        }
        match part {
            _ if pointer.is_empty() => Self::whole(part),
            Part::Payload => Self { pointer, name },
            Part::Headers => Self {
                pointer,
                name: format!("header {name}"),
            },
            Part::Key => Self {
                pointer,
                name: format!("key {name}"),
            },
        }
    }
}

fn step(pointer: &mut String, name: &mut String, key: &str) {
    pointer::push(pointer, key);
    let plain =
        !key.is_empty() && !key.contains(|c: char| c.is_whitespace() || ".[]\"'`:".contains(c));
    if !plain {
        *name += &format!("[{}]", serde_json::Value::from(cut(key, 60)));
    } else {
        if !name.is_empty() {
            name.push('.');
        }
        *name += &cut(key, 60);
    }
}
