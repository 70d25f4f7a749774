//! A listener as it is written, and how its defaults follow from its address.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Expose, Listener, ProxyProtocol, Relay, Rule, Service, Tls};
use crate::Problems;
use crate::sections::placed;
use crate::text::{Address, HostPort};
use crate::tree::Node;

/// A listener as it is written.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "Listener")]
#[serde(deny_unknown_fields)]
pub(crate) struct Written {
    /// The address to bind.
    #[serde(default = "standard_address")]
    address: Address,
    /// What is served there. Default: everything on loopback; elsewhere everything but admin and console.
    #[schemars(length(min = 1))]
    serves: Option<BTreeSet<Service>>,
    /// With it, TLS is spoken there.
    tls: Option<Tls>,
    /// The address that Kafka clients are told. Default: the one they reached us by.
    advertise: Option<HostPort>,
    /// With it, the listener is a relay before a real Kafka cluster.
    kafka: Option<WrittenRelay>,
    /// Whether clients may come in without saying who they are. Default: allow on loopback, deny elsewhere.
    anonymous: Option<Rule>,
    /// Lets others reach this listener without TLS or authentication.
    #[serde(default)]
    insecure: bool,
    /// Whether plaintext shares the port with TLS. Default: allow on loopback, deny elsewhere.
    plaintext: Option<Rule>,
    /// Whose connections begin with a PROXY protocol header. Default: nobody's.
    proxy_protocol: Option<ProxyProtocol>,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "Relay")]
#[serde(deny_unknown_fields)]
struct WrittenRelay {
    /// The upstream's name.
    upstream: String,
    /// How clients tell its brokers apart. Default: ports
    #[serde(default)]
    expose: WrittenExpose,
    /// With `expose: ports`, the port of node 0. Default: the one after the listener's own.
    #[schemars(range(min = 1))]
    ports_from: Option<u16>,
    /// With `expose: sni`, the host name of a broker, with {id} for its node id.
    sni: Option<String>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Expose")]
#[serde(rename_all = "lowercase")]
enum WrittenExpose {
    #[default]
    Ports,
    Single,
    Sni,
}

impl Default for Written {
    fn default() -> Self {
        Self {
            address: standard_address(),
            serves: None,
            tls: None,
            advertise: None,
            kafka: None,
            anonymous: None,
            insecure: false,
            plaintext: None,
            proxy_protocol: None,
        }
    }
}

impl Written {
    /// Fills in the defaults. What is said of a relay but contradicts itself is a problem.
    pub(super) fn complete(self, node: &Node, problems: &mut Problems) -> Listener {
        let Written {
            address: Address(address),
            serves,
            tls,
            advertise,
            kafka,
            anonymous,
            insecure,
            plaintext,
            proxy_protocol,
        } = self;
        let loopback = super::is_loopback(address);
        let standard = if loopback { Rule::Allow } else { Rule::Deny };
        let served = || Service::ALL.into_iter().filter(|service| loopback || !service.is_management()).collect();
        Listener {
            address,
            serves: serves.unwrap_or_else(served),
            plaintext: plaintext.unwrap_or(if tls.is_some() { standard } else { Rule::Allow }),
            tls: tls.map(|tls| Tls {
                certificate: placed(node.at("/tls/certificate"), tls.certificate),
                key: placed(node.at("/tls/key"), tls.key),
                client_ca: tls.client_ca.map(|path| placed(node.at("/tls/client_ca"), path)),
            }),
            advertise,
            kafka: kafka.map(|relay| relay.complete(address, node, problems)),
            anonymous: anonymous.unwrap_or(standard),
            insecure,
            proxy_protocol,
        }
    }
}

impl WrittenRelay {
    fn complete(self, address: SocketAddr, node: &Node, problems: &mut Problems) -> Relay {
        let WrittenRelay { upstream, expose, ports_from, sni } = self;
        if ports_from.is_some() && expose != WrittenExpose::Ports {
            problems.push(node.problem_at("/kafka/ports_from", "only \"expose: ports\" has ports"));
        }
        if sni.is_some() && expose != WrittenExpose::Sni {
            problems.push(node.problem_at("/kafka/sni", "only \"expose: sni\" has host names"));
        }
        let expose = match expose {
            WrittenExpose::Ports => {
                let next = address.port().checked_add(1).filter(|port| *port > 1);
                let Some(from) = ports_from.or(next) else {
                    let message = format!("no port follows {}: say ports_from", address.port());
                    problems.push(node.problem_at("/kafka", message));
                    return Relay { upstream, expose: Expose::Single };
                };
                Expose::Ports { from }
            }
            WrittenExpose::Single => Expose::Single,
            WrittenExpose::Sni => {
                let pattern = sni.unwrap_or_default();
                if !pattern.contains("{id}") {
                    let message =
                        "\"expose: sni\" needs a host name with {id} in it, such as sni: \"b{id}.gw.example.com\"";
                    problems.push(node.problem_at("/kafka/sni", message));
                }
                Expose::Sni { pattern }
            }
        };
        Relay { upstream, expose }
    }
}

fn standard_address() -> Address {
    Address(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 9092))
}
