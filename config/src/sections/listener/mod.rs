//! Listeners: where clients come in, what is served to whom. Accepting connections is the gateway's.

mod rules;
mod written;

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::named;
use crate::Problems;
use crate::text::{Cidr, HostPort};
use crate::tree::Node;

pub(crate) use written::Written;

/// An address that clients come in by, with every default filled in.
#[derive(Clone, Debug)]
pub struct Listener {
    /// The address to bind; port 0 lets the system choose.
    pub address: SocketAddr,
    /// What is served there.
    pub serves: BTreeSet<Service>,
    /// With it, TLS is spoken there.
    pub tls: Option<Tls>,
    /// The address that Kafka clients are told; `None`: the one they reached us by.
    pub advertise: Option<HostPort>,
    /// With it, the listener is a relay before a real Kafka cluster; without, the broker is us.
    pub kafka: Option<Relay>,
    /// Whether clients may come in without saying who they are.
    pub anonymous: Rule,
    /// The operator's word that others may reach this listener without TLS or authentication.
    pub insecure: bool,
    /// Whether TLS shares the port with plaintext; without `tls` always allowed.
    pub plaintext: Rule,
    /// Whose connections begin with a PROXY protocol header.
    pub proxy_protocol: Option<ProxyProtocol>,
}

impl Listener {
    /// Whether only this machine can reach it.
    pub fn is_loopback(&self) -> bool {
        is_loopback(self.address)
    }
}

fn is_loopback(address: SocketAddr) -> bool {
    address.ip().to_canonical().is_loopback()
}

/// Something that is served on a listener.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Service {
    /// The Kafka protocol.
    Kafka,
    /// Messages by HTTP: the native API and the other dialects.
    Http,
    /// Messages by WebSocket.
    Websocket,
    /// The management part of the HTTP API: stations made and removed, documents, users.
    Admin,
    /// Prometheus metrics.
    Metrics,
    /// The web console.
    Console,
}

impl Service {
    /// All of them.
    pub const ALL: [Service; 6] =
        [Service::Kafka, Service::Http, Service::Websocket, Service::Admin, Service::Metrics, Service::Console];

    /// Those that a listener beyond loopback serves only where it names them.
    fn is_management(self) -> bool {
        matches!(self, Service::Admin | Service::Console)
    }
}

/// Certificates, as paths of PEM files.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// The chain that clients are shown, the server's own certificate first.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
    /// With it, clients must show a certificate that one of these authorities signed.
    #[serde(default)]
    pub client_ca: Option<PathBuf>,
}

/// Whether something may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Rule {
    /// It may.
    Allow,
    /// It may not.
    Deny,
}

impl Rule {
    /// Whether it may.
    pub fn allows(self) -> bool {
        self == Rule::Allow
    }
}

/// A Kafka cluster that a listener stands before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relay {
    /// The upstream's name.
    pub upstream: String,
    /// How its brokers are told apart by clients.
    pub expose: Expose,
}

/// How the brokers behind a relay appear to clients.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expose {
    /// Each on a port of its own: `from` + node id.
    Ports {
        /// The port of node 0.
        from: u16,
    },
    /// All as one broker, on the listener's own port.
    Single,
    /// Each by a host name of its own on the listener's port, told apart by TLS SNI.
    Sni {
        /// The host name, with `{id}` for the node id.
        pattern: String,
    },
}

/// Whose connections begin with a PROXY protocol header: required from these, refused from others.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProxyProtocol {
    /// Addresses of the load balancers.
    #[schemars(length(min = 1))]
    pub from: Vec<Cidr>,
}

/// Reads every listener; without any, the standard one.
pub(super) fn read(tree: &Node, problems: &mut Problems) -> Vec<Listener> {
    let upstreams = named::names(tree, "upstreams");
    let Some(nodes) = super::list(tree, "listeners", problems) else {
        return vec![Written::default().complete(tree, problems)];
    };
    if nodes.is_empty() {
        problems.push(
            tree.problem_at(
                "/listeners",
                "at least one listener is needed; leave the section out for the standard one",
            ),
        );
    }
    let mut listeners: Vec<Listener> = Vec::new();
    for node in nodes {
        let Some(written) = node.read::<Written>(problems) else {
            continue;
        };
        let listener = written.complete(node, problems);
        rules::check(&listener, node, &upstreams, problems);
        rules::check_taken(&listener, &listeners, node, problems);
        listeners.push(listener);
    }
    listeners
}
