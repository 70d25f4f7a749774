//! The principal inside an Envelope, where a broker forwards a request for its client (KIP-590).

use crate::Message;

/// x
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct DefaultPrincipalData<'a> {
    /// The type.
    pub r#type: &'a str,
    /// The name.
    pub name: &'a str,
    /// The token authenticated.
    pub token_authenticated: bool,
}
