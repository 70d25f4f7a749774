//! HTTP and WebSocket over a whole gateway: raw requests in, raw answers out, a file a resource.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod connections;
mod consumers;
mod house;
mod messages;
mod specs;
mod stations;
mod streams;
mod websocket;
