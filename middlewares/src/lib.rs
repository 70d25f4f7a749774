//! The middleware contract and the catalogue: what travels through a pipeline, what comes back, and every
//! middleware Waystation ships, a file each. Not here: routes and pipelines (the gateway's), storage (a backend's).
//!
//! # Layout
//!
//! - [`delivery`]: what goes in: a batch on its way, where it goes, who sent it.
//! - [`receipt`], [`refusal`]: what comes back.
//! - [`adapter`]: from one plain function over a [`Delivery`] to a [`tower::Layer`].
//! - [`catalogue`]: the list of middlewares, their settings' schemas, and how one is built.
//! - [`validate`], [`filter`], [`throttle`], [`tag`]: the catalogue's entries. Adding one is a file and a line.
//! - `budget`, `timestamp`: what several of them need.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod adapter;
mod budget;
pub mod catalogue;
pub mod delivery;
pub mod filter;
pub mod receipt;
pub mod refusal;
pub mod tag;
pub mod throttle;
mod timestamp;
pub mod validate;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use adapter::{Inspect, Middleware};
pub use catalogue::{Built, CATALOGUE, Context, Contracts, Entry, Pipeline, SettingsError};
pub use delivery::{Delivery, Direction, Etiquette, Origin, Placement, Side};
pub use receipt::{Mark, Outcome, Part, Receipt};
pub use refusal::{RecordProblem, Refusal};
