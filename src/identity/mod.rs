//! Who is it, and may they: for now, whether a listener lets anonymous clients in. Users, tokens, SASL and ACLs come
//! here; protocols ask, and put the answer in their own words.

use std::sync::Arc;

/// A client that may come in, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal(pub Arc<str>);

/// Nobody may come in without saying who they are, and there is no way to say it yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this listener lets nobody in without authentication (anonymous: deny)")]
pub struct Denied;

/// Lets an unauthenticated client of a listener in, as `anonymous`, if the listener allows that.
pub fn admit(listener: &config::Listener) -> Result<Principal, Denied> {
    if listener.anonymous.allows() { Ok(Principal("anonymous".into())) } else { Err(Denied) }
}
