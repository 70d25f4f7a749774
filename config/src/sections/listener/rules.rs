//! What must hold of a listener: nothing is open to others but by an explicit word, and nothing is told in vain.

use std::net::SocketAddr;

use super::{Expose, Listener, Service};
use crate::Problems;
use crate::sections::{BUILT_IN, route};
use crate::tree::Node;

pub(super) fn check(listener: &Listener, node: &Node, upstreams: &[&str], problems: &mut Problems) {
    if !listener.is_loopback() && !listener.insecure {
        check_exposed(listener, node, problems);
    }
    if listener.tls.is_none() && !listener.plaintext.allows() {
        problems.push(node.problem_at("/plaintext", "without tls nobody could come in: give tls, or leave this out"));
    }
    check_relay(listener, node, upstreams, problems);
}

/// Beyond loopback a listener needs TLS and authentication.
fn check_exposed(listener: &Listener, node: &Node, problems: &mut Problems) {
    if listener.tls.is_none() {
        let message = format!(
            "{} can be reached from other machines: give tls, or say \"insecure: true\" if that is what you want",
            listener.address
        );
        problems.push(node.problem_at("/address", message));
    }
    // A relayed Kafka connection is authenticated by the cluster itself.
    let by_cluster = listener.kafka.is_some() && listener.serves.iter().all(|service| *service == Service::Kafka);
    if listener.anonymous.allows() && !by_cluster {
        let message = format!(
            "{} can be reached from other machines: deny, or say \"insecure: true\" if that is what you want",
            listener.address
        );
        problems.push(node.problem_at("/anonymous", message));
    }
}

fn check_relay(listener: &Listener, node: &Node, upstreams: &[&str], problems: &mut Problems) {
    let (Some(relay), Some(name)) = (&listener.kafka, node.at("/kafka/upstream")) else {
        return;
    };
    if relay.upstream == BUILT_IN {
        problems.push(name.problem("the built-in store is what a listener has without \"kafka\": leave it out"));
    } else {
        problems.extend(route::unknown(name, "upstream", upstreams.iter().copied()));
    }
    if !listener.serves.contains(&Service::Kafka) {
        problems.push(node.problem_at("/serves", "there is a \"kafka\" to relay to, but kafka is not served"));
    }
    if matches!(relay.expose, Expose::Sni { .. }) && listener.tls.is_none() {
        problems.push(node.problem_at("/kafka/expose", "sni is a part of TLS: give the listener tls"));
    }
}

/// Two listeners cannot bind the same port of the same address, nor one of every address.
pub(super) fn check_taken(listener: &Listener, others: &[Listener], node: &Node, problems: &mut Problems) {
    if let Some(other) = others.iter().find(|other| overlap(other.address, listener.address)) {
        let message = format!("{} is taken already, by the listener on {}", listener.address, other.address);
        problems.push(node.problem_at("/address", message));
    }
}

fn overlap(a: SocketAddr, b: SocketAddr) -> bool {
    let same_ip = a.ip() == b.ip();
    let one_is_all = a.is_ipv4() == b.is_ipv4() && (a.ip().is_unspecified() || b.ip().is_unspecified());
    a.port() != 0 && a.port() == b.port() && (same_ip || one_is_all)
}
