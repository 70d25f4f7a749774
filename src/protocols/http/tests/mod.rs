//! The HTTP room over a real gateway: raw requests in, raw answers out, a file a resource.

mod connections;
mod messages;
mod specs;
mod stations;
mod streams;
