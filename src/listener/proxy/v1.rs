//! Version 1: a line of text (section 2.1 of the specification).

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

use super::{Addresses, Header, Malformed};
use crate::protocols::Sniff;

/// The longest line there can be, its end included.
const MAX_LINE_BYTES: usize = 107;

pub(super) fn sniff(bytes: &[u8]) -> Sniff {
    super::sniff_prefixes(bytes, &[b"PROXY TCP4 ", b"PROXY TCP6 ", b"PROXY UNKNOWN"])
}

pub(super) fn parse(bytes: &[u8]) -> Result<Option<Header>, Malformed> {
    let within = bytes.get(..MAX_LINE_BYTES).unwrap_or(bytes);
    let Some(end) = within.windows(2).position(|pair| pair == b"\r\n") else {
        return if bytes.len() < MAX_LINE_BYTES { Ok(None) } else { Err(Malformed::Endless) };
    };
    let line = within.get(..end).and_then(|line| std::str::from_utf8(line).ok()).ok_or(Malformed::Line)?;
    let fields: Vec<&str> = line.split(' ').collect();
    let addresses = match *fields.as_slice() {
        // Whatever follows is to be ignored.
        ["PROXY", "UNKNOWN", ..] => None,
        ["PROXY", "TCP4", source, destination, from, to] => Some(addresses::<Ipv4Addr>(source, destination, from, to)?),
        ["PROXY", "TCP6", source, destination, from, to] => Some(addresses::<Ipv6Addr>(source, destination, from, to)?),
        _ => return Err(Malformed::Line),
    };
    Ok(Some(Header { bytes: end + 2, addresses }))
}

fn addresses<Ip: FromStr>(source: &str, destination: &str, from: &str, to: &str) -> Result<Addresses, Malformed>
where
    SocketAddr: From<(Ip, u16)>,
{
    let address = |ip: &str, port| Some(SocketAddr::from((ip.parse::<Ip>().ok()?, self::port(port)?)));
    match (address(source, from), address(destination, to)) {
        (Some(source), Some(destination)) => Ok(Addresses { source, destination }),
        _ => Err(Malformed::Line),
    }
}

/// Decimal without leading zeros or a sign.
fn port(text: &str) -> Option<u16> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    text.parse().ok().filter(|_| plain)
}
