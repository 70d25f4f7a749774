//! The listener over real sockets, with protocols that only echo: what it survives, how many it lets in, how it ends.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod bind;
mod drain;
mod limits;
mod signals;
mod support;
mod survive;
