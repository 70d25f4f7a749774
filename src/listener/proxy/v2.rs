//! Version 2: binary (section 2.2 of the specification). The extensions after the addresses (TLVs) are skipped.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use bytes::Buf;

use super::{Addresses, Header, Malformed};
use crate::protocols::Sniff;

const SIGNATURE: &[u8] = b"\r\n\r\n\0\r\nQUIT\n";
/// The signature, version and command, family and transport, and the length of what follows.
const FIXED_BYTES: usize = 16;
/// Addresses are 36 bytes at most; the rest are extensions, of which a client certificate's name may be a long one.
pub(super) const MAX_FOLLOWING_BYTES: u16 = 4096;
pub(super) const LIMIT_BYTES: usize = FIXED_BYTES + MAX_FOLLOWING_BYTES as usize;

const LOCAL: u8 = 0x20;
const PROXY: u8 = 0x21;
const TCP_OVER_IPV4: u8 = 0x11;
const TCP_OVER_IPV6: u8 = 0x21;

pub(super) fn sniff(bytes: &[u8]) -> Sniff {
    super::sniff_prefixes(bytes, &[SIGNATURE])
}

pub(super) fn parse(bytes: &[u8]) -> Result<Option<Header>, Malformed> {
    let Some(&[.., command, family, high, low]) = bytes.first_chunk::<FIXED_BYTES>() else {
        return Ok(None);
    };
    if command != LOCAL && command != PROXY {
        return Err(Malformed::Command(command));
    }
    let following_bytes = u16::from_be_bytes([high, low]);
    if following_bytes > MAX_FOLLOWING_BYTES {
        return Err(Malformed::TooLong(following_bytes));
    }
    let header_bytes = FIXED_BYTES + usize::from(following_bytes);
    let Some(following) = bytes.get(FIXED_BYTES..header_bytes) else {
        return Ok(None);
    };
    let addresses = match (command, family) {
        (PROXY, TCP_OVER_IPV4) => Some(ipv4(following).ok_or(Malformed::TooShort(following_bytes))?),
        (PROXY, TCP_OVER_IPV6) => Some(ipv6(following).ok_or(Malformed::TooShort(following_bytes))?),
        // A health check of the load balancer's own, or something other than TCP.
        _ => None,
    };
    Ok(Some(Header { bytes: header_bytes, addresses }))
}

fn ipv4(mut bytes: &[u8]) -> Option<Addresses> {
    let source = Ipv4Addr::from_bits(bytes.try_get_u32().ok()?);
    let destination = Ipv4Addr::from_bits(bytes.try_get_u32().ok()?);
    ports(bytes, source, destination)
}

fn ipv6(mut bytes: &[u8]) -> Option<Addresses> {
    let source = Ipv6Addr::from_bits(bytes.try_get_u128().ok()?);
    let destination = Ipv6Addr::from_bits(bytes.try_get_u128().ok()?);
    ports(bytes, source, destination)
}

fn ports(mut bytes: &[u8], source: impl Into<IpAddr>, destination: impl Into<IpAddr>) -> Option<Addresses> {
    let source = SocketAddr::new(source.into(), bytes.try_get_u16().ok()?);
    let destination = SocketAddr::new(destination.into(), bytes.try_get_u16().ok()?);
    Some(Addresses { source, destination })
}
