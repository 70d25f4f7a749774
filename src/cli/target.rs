//! Where a gateway is: `host:port`, `http://host:port` or `https://host:port`. Not the way there: that is `dial`.

use std::fmt;
use std::str::FromStr;

/// The port where none is said.
const STANDARD_PORT: u16 = 9092;

/// An address as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// A name, or an IP address; IPv6 without its brackets.
    pub host: String,
    /// The port.
    pub port: u16,
    /// Whether TLS is spoken there.
    pub tls: bool,
}

impl Target {
    /// `host:port`, IPv6 in brackets: what `Host` and Kafka's bootstrap list want.
    pub fn authority(&self) -> String {
        let Self { host, port, .. } = self;
        if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.tls { "https://" } else { "" })?;
        f.write_str(&self.authority())
    }
}

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (tls, standard, rest) = match text.split_once("://") {
            None => (false, STANDARD_PORT, text),
            Some(("http", rest)) => (false, 80, rest),
            Some(("https", rest)) => (true, 443, rest),
            Some((scheme, _)) => return Err(format!("{scheme}:// is not known; http:// and https:// are")),
        };
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        if authority.contains(['/', '?', '#', '@']) || authority.contains(char::is_whitespace) {
            return Err("an address is a host and a port, such as 127.0.0.1:9092, without a path or a user".to_owned());
        }
        let (host, port) = match authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((host, port)) => (host, port.strip_prefix(':')),
            None => authority.rsplit_once(':').map_or((authority, None), |(host, port)| (host, Some(port))),
        };
        if host.is_empty() {
            return Err("the host is missing; an address looks like 127.0.0.1:9092".to_owned());
        }
        let port = match port {
            None => standard,
            Some(port) => port.parse().map_err(|_| format!("{port:?} is no port; one is a number up to 65535"))?,
        };
        Ok(Self { host: host.to_owned(), port, tls })
    }
}

/// A text as one segment of a path, or one value of a query (RFC 3986 section 2.1).
pub(super) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        text.parse::<Target>().unwrap().to_string()
    }

    #[test]
    fn an_address_is_a_host_and_a_port_with_or_without_a_scheme() {
        assert_eq!(shown("127.0.0.1:19092"), "127.0.0.1:19092");
        assert_eq!(shown("gateway"), "gateway:9092");
        assert_eq!(shown("http://gateway:9092/"), "gateway:9092");
        assert_eq!(shown("http://gateway"), "gateway:80");
        assert_eq!(shown("https://gateway"), "https://gateway:443");
        assert_eq!(shown("[::1]:9092"), "[::1]:9092");
        assert_eq!(shown("https://[::1]"), "https://[::1]:443");
    }

    #[test]
    fn what_is_no_address_says_why() {
        for wrong in ["", ":9092", "a:b", "ftp://a", "http://a/path", "user@a:1", "a:99999", "a b:1"] {
            assert!(wrong.parse::<Target>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_reserved_in_a_url_is_encoded() {
        assert_eq!(encode("lights*/nörd-1.~_"), "lights%2A%2Fn%C3%B6rd-1.~_");
    }
}
