//! The broker as its clients see it: frames in, frames out, over a gateway with a store on disk.

mod bench;
mod groups;
mod hostile;
mod messages;
mod session;
mod settings;
mod topics;
