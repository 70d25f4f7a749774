//! The principal inside an Envelope, where a broker forwards a request for its client (KIP-590).

use crate::Message;

/// A principal, as brokers serialize it.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct DefaultPrincipalData<'a> {
    /// Its type.
    pub r#type: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Whether a delegation token was used to authenticate.
    pub token_authenticated: bool,
}
