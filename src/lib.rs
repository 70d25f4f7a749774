//! Waystation, an event gateway: one port for Kafka, HTTP and WebSocket, AsyncAPI contracts on every message, a durable
//! store (or an upstream broker) behind.
//!
//! # Layout
//!
//! Top-down; nothing names what stands above it (`tests/layers.rs` holds that).
//!
//! - [`cli`]: the command line, a file a verb.
//! - [`listener`]: accept, sniff, replay, TLS, PROXY protocol, limits, drain.
//! - [`protocols`]: Kafka, HTTP and WebSocket, a folder each.
//! - [`gateway`]: the one door: produce, read, watch; routes, pipelines, specs, consumer groups.
//! - [`backends`]: where stations live.
//! - [`identity`]: who is it, and may they. [`telemetry`]: logs.
//! - [`run`]: puts it all together, starts it and ends it.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod backends;
pub mod cli;
pub mod gateway;
pub mod identity;
pub mod listener;
pub mod protocols;
pub mod run;
pub mod telemetry;
