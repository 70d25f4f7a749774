//! The channels of AsyncAPI 3.x: named, with an address and messages of their own; operations refer to them.
//!
//! `send` is what the described application sends, `receive` what it receives (3.0, Operation Object). A gateway
//! holds whatever passes to all messages of the channel, whichever operation they are of.

use std::collections::HashMap;

use super::Direction;
use super::compile::{Compiler, Found};
use crate::tree::{Node, Origin};

pub(super) fn channels<'a>(compiler: &mut Compiler<'a>, root: &'a Node) -> Vec<Found<'a>> {
    let directions = directions(compiler, root);
    let channels = root.field("channels").and_then(Node::map);
    let mut found = Vec::new();
    for (id, node) in channels.into_iter().flat_map(|map| map.iter()) {
        let Some(channel) = compiler.follow(node) else {
            continue;
        };
        let messages = channel.field("messages").and_then(Node::map);
        found.push(Found {
            id: id.to_owned(),
            node: channel,
            address: channel.field("address").and_then(Node::text),
            messages: messages
                .into_iter()
                .flat_map(|map| map.iter())
                .map(|(name, message)| (Some(name.to_owned()), message))
                .collect(),
            direction: directions.get(&channel.origin).copied().unwrap_or_default(),
        });
    }
    found
}

/// What the operations do, by channel.
fn directions<'a>(compiler: &mut Compiler<'a>, root: &'a Node) -> HashMap<Origin, Direction> {
    let mut directions: HashMap<Origin, Direction> = HashMap::new();
    let operations = root.field("operations").and_then(Node::map);
    for (_, node) in operations.into_iter().flat_map(|map| map.iter()) {
        let Some(operation) = compiler.follow(node) else {
            continue;
        };
        let Some(channel) = operation
            .field("channel")
            .and_then(|channel| compiler.follow(channel))
        else {
            continue;
        };
        let direction = directions.entry(channel.origin).or_default();
        match operation
            .field("action")
            .map(|action| (action, action.text()))
        {
            Some((_, Some("send"))) => direction.sends = true,
            Some((_, Some("receive"))) => direction.receives = true,
            Some((node, Some(other))) => {
                compiler.problem(
                    node,
                    format!("is `{other}` where `send` or `receive` is expected"),
                    None,
                );
            }
            // Not there or no text: the shape of an operation told that.
            Some((_, None)) | None => {}
        }
    }
    directions
}
