//! Addresses: to listen on, and to be told to clients.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::str::FromStr;

use super::{TextError, text_type};

/// An address to listen on: an IP address and a port, or `localhost` (127.0.0.1) and a port. Other host names are not
/// taken: what they resolve to is not for this file to decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address(pub SocketAddr);

text_type!(Address, "address", "An IP address (or localhost) and a port, such as 127.0.0.1:9092 or [::]:9092.");

impl FromStr for Address {
    type Err = TextError;

    fn from_str(text: &str) -> Result<Self, TextError> {
        let localhost = || {
            let port = text.strip_prefix("localhost:")?.parse().ok()?;
            Some(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port))
        };
        let address = text.parse().ok().or_else(localhost);
        address.map(Self).ok_or_else(|| TextError::Address(text.to_owned()))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A host (a name, or an IP address, IPv6 in brackets) and a port, as clients are told it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostPort {
    /// The name or address, without brackets.
    pub host: String,
    /// The port.
    pub port: u16,
}

text_type!(HostPort, "host-port", "A host and a port, such as gateway.example.com:9092.");

impl FromStr for HostPort {
    type Err = TextError;

    fn from_str(text: &str) -> Result<Self, TextError> {
        let error = || TextError::HostPort(text.to_owned());
        let (host, port) = text.rsplit_once(':').ok_or_else(error)?;
        let bracketed = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        let known = match bracketed {
            Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
            None => !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')),
        };
        let port = port.parse().ok().filter(|port| known && *port > 0).ok_or_else(error)?;
        Ok(Self { host: bracketed.unwrap_or(host).to_owned(), port })
    }
}

impl fmt::Display for HostPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}
