//! The way in: from a stream just accepted to a connection that a protocol can serve. PROXY protocol header, sniff,
//! TLS, sniff again inside it; all under one deadline.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use config::Service;
use tokio::time::timeout_at;
use tokio_util::sync::CancellationToken;

use super::closed::{Closed, FirstBytes};
use super::rewind::Rewind;
use super::sniff::{Deadline, Spoken, more, sniff};
use super::tls::Acceptor;
use super::{Error, proxy};
use crate::protocols::{Connection, Facts, Io, Protocol, Tls};

/// What the connections of one listener have in common.
pub(super) struct Doorway {
    /// Where it is, for logs; a configured port 0 is a true one here.
    pub(super) address: SocketAddr,
    listener: Arc<config::Listener>,
    protocols: Arc<[Arc<dyn Protocol>]>,
    tls: Option<Acceptor>,
    sniff_deadline: Duration,
}

/// A stream just accepted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arrival {
    pub(super) id: u64,
    pub(super) peer: SocketAddr,
    pub(super) local: SocketAddr,
}

/// A connection, and who is to serve it.
pub(super) struct Greeted {
    pub(super) protocol: Arc<dyn Protocol>,
    pub(super) connection: Connection,
}

/// What was inside a stream.
struct Inside {
    protocol: Arc<dyn Protocol>,
    io: Box<dyn Io>,
    /// The TLS that was around it.
    tls: Option<Tls>,
}

impl Doorway {
    /// Reads the certificates of a listener with `tls`.
    pub(super) fn new(
        listener: &config::Listener,
        address: SocketAddr,
        protocols: Arc<[Arc<dyn Protocol>]>,
        sniff_deadline: Duration,
    ) -> Result<Self, Error> {
        let served = protocols.iter().filter(|protocol| serves(listener, protocol.as_ref()));
        let alpn = served.flat_map(|protocol| protocol.alpn()).map(|name| name.to_vec()).collect();
        let tls = listener.tls.as_ref().map(|tls| Acceptor::new(tls, alpn)).transpose()?;
        Ok(Self { address, listener: Arc::new(listener.clone()), protocols, tls, sniff_deadline })
    }

    pub(super) fn listener(&self) -> &config::Listener {
        &self.listener
    }

    /// Finds out what the client speaks. A PROXY protocol header changes the addresses in `arrival`.
    pub(super) async fn greet<I: Io>(
        &self,
        io: I,
        arrival: &mut Arrival,
        drain: &CancellationToken,
    ) -> Result<Greeted, Closed> {
        let unwrapped = drain.run_until_cancelled(self.unwrap(io, arrival)).await;
        let Inside { protocol, io, tls } = unwrapped.unwrap_or(Err(Closed::Draining))?;
        let facts = Facts {
            id: arrival.id,
            peer: arrival.peer,
            local: arrival.local,
            tls,
            listener: Arc::clone(&self.listener),
            drain: drain.child_token(),
        };
        Ok(Greeted { protocol, connection: Connection { io, facts: Arc::new(facts) } })
    }

    async fn unwrap<I: Io>(&self, io: I, arrival: &mut Arrival) -> Result<Inside, Closed> {
        let deadline = Deadline::after(self.sniff_deadline);
        let mut io = Rewind::new(io);
        self.unwrap_proxy(&mut io, arrival, deadline).await?;
        match sniff(&mut io, &self.protocols, deadline).await? {
            Spoken::Proxy => Err(Closed::ProxyRefused),
            Spoken::Tls => self.unwrap_tls(io, deadline).await,
            Spoken::Protocol(protocol) if self.listener.plaintext.allows() => {
                Ok(Inside { protocol: self.served(protocol)?, io: Box::new(io), tls: None })
            }
            Spoken::Protocol(protocol) => Err(Closed::Plaintext(protocol.name())),
        }
    }

    /// Takes the PROXY protocol header off that peers of `proxy_protocol.from` must send.
    async fn unwrap_proxy<I: Io>(
        &self,
        io: &mut Rewind<I>,
        arrival: &mut Arrival,
        deadline: Deadline,
    ) -> Result<(), Closed> {
        let peer = arrival.peer.ip();
        let required = |of: &config::ProxyProtocol| of.from.iter().any(|block| block.contains(peer));
        if !self.listener.proxy_protocol.as_ref().is_some_and(required) {
            return Ok(());
        }
        match sniff(io, &[], deadline).await {
            Ok(Spoken::Proxy) => {}
            Ok(_) | Err(Closed::Unknown(_)) => return Err(Closed::ProxyMissing(FirstBytes::of(io.seen()))),
            Err(closed) => return Err(closed),
        }
        let header = loop {
            match proxy::parse(io.seen())? {
                Some(header) => break header,
                None => more(io, proxy::LIMIT_BYTES, deadline).await?,
            }
        };
        io.skip(header.bytes);
        if let Some(proxy::Addresses { source, destination }) = header.addresses {
            arrival.peer = canonical(source);
            arrival.local = canonical(destination);
        }
        Ok(())
    }

    /// Takes the TLS off. What its client chose by ALPN is what it speaks, else its first bytes inside tell.
    async fn unwrap_tls<I: Io>(&self, io: Rewind<I>, deadline: Deadline) -> Result<Inside, Closed> {
        let acceptor = self.tls.as_ref().ok_or(Closed::NoTls)?;
        let (stream, tls) = match timeout_at(deadline.at, acceptor.accept(io)).await {
            Ok(shaken) => shaken.map_err(Closed::Handshake)?,
            Err(_) => return Err(Closed::SlowHandshake(deadline.after)),
        };
        if let Some(protocol) = tls.alpn.as_deref().and_then(|name| self.by_alpn(name)) {
            return Ok(Inside { protocol: Arc::clone(protocol), io: Box::new(stream), tls: Some(tls) });
        }
        let mut io = Rewind::new(stream);
        match sniff(&mut io, &self.protocols, deadline).await? {
            Spoken::Protocol(protocol) => {
                Ok(Inside { protocol: self.served(protocol)?, io: Box::new(io), tls: Some(tls) })
            }
            Spoken::Proxy | Spoken::Tls => Err(Closed::Unknown(FirstBytes::of(io.seen()))),
        }
    }

    fn by_alpn(&self, name: &[u8]) -> Option<&Arc<dyn Protocol>> {
        let chosen = |protocol: &&Arc<dyn Protocol>| protocol.alpn().contains(&name);
        self.protocols.iter().find(chosen).filter(|protocol| serves(&self.listener, protocol.as_ref()))
    }

    fn served(&self, protocol: &Arc<dyn Protocol>) -> Result<Arc<dyn Protocol>, Closed> {
        if serves(&self.listener, protocol.as_ref()) {
            Ok(Arc::clone(protocol))
        } else {
            Err(Closed::NotServed(protocol.name()))
        }
    }
}

/// An IPv4 address that came in on an IPv6 socket (`::ffff:10.0.0.1`) is the IPv4 address.
pub(super) fn canonical(address: SocketAddr) -> SocketAddr {
    match address.ip().to_canonical() {
        IpAddr::V4(ip) => SocketAddr::new(ip.into(), address.port()),
        IpAddr::V6(_) => address,
    }
}

/// Whether any of the listener's `serves` is reached by this protocol. Of those that come by HTTP, the HTTP protocol
/// itself knows which may be had.
fn serves(listener: &config::Listener, protocol: &dyn Protocol) -> bool {
    listener.serves.iter().any(|service| reached_by(*service) == protocol.name())
}

fn reached_by(service: Service) -> &'static str {
    match service {
        Service::Kafka => "kafka",
        Service::Http | Service::Websocket | Service::Admin | Service::Metrics | Service::Console => "http",
    }
}

#[cfg(test)]
mod tests;
