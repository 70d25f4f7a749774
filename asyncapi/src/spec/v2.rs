//! The channels of AsyncAPI 2.x: keyed by address, with an operation for each direction, seen from outside.
//!
//! `publish` is what others may publish, so the described application receives it; `subscribe` is what others may
//! subscribe to, so the application sends it (2.6, Channel Item Object). A gateway stands between both, so it holds
//! whatever passes to the messages of both.

use super::Direction;
use super::compile::{Compiler, Found};
use crate::tree::Node;

pub(super) fn channels<'a>(compiler: &mut Compiler<'a>, root: &'a Node) -> Vec<Found<'a>> {
    let channels = root.field("channels").and_then(Node::map);
    let mut found = Vec::new();
    for (address, node) in channels.into_iter().flat_map(|map| map.iter()) {
        let Some(channel) = compiler.follow(node) else {
            continue;
        };
        let (subscribe, publish) = (channel.field("subscribe"), channel.field("publish"));
        let operations = [publish, subscribe].into_iter().flatten();
        let messages = operations
            .filter_map(|operation| operation.field("message"))
            .flat_map(messages);
        found.push(Found {
            id: address.to_owned(),
            node: channel,
            address: Some(address),
            messages: messages.map(|message| (None, message)).collect(),
            direction: Direction {
                sends: subscribe.is_some(),
                receives: publish.is_some(),
            },
        });
    }
    found
}

/// The one message of an operation, or those under its `oneOf`.
fn messages(message: &Node) -> Vec<&Node> {
    match message.field("oneOf").and_then(Node::list) {
        Some(several) => several.iter().collect(),
        None => vec![message],
    }
}
