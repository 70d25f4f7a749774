//! What the tests of this room share: protocols that only know themselves, listeners written as YAML, certificates.

use std::sync::Arc;

use config::{Config, Environment, Listener};
use futures_util::future::BoxFuture;
use rcgen::{CertificateParams, KeyPair};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore};
use tempfile::TempDir;

use crate::protocols::{Connection, Protocol, Sniff, http, kafka};

/// A protocol by its real first bytes, which serves nothing.
struct Dummy {
    name: &'static str,
    sniff: fn(&[u8]) -> Sniff,
    alpn: &'static [&'static [u8]],
}

impl Protocol for Dummy {
    fn name(&self) -> &'static str {
        self.name
    }

    fn sniff(&self, bytes: &[u8]) -> Sniff {
        (self.sniff)(bytes)
    }

    fn alpn(&self) -> &'static [&'static [u8]] {
        self.alpn
    }

    fn serve(&self, _: Connection) -> BoxFuture<'static, ()> {
        Box::pin(async {})
    }
}

pub(super) fn protocols() -> Arc<[Arc<dyn Protocol>]> {
    Arc::new([
        Arc::new(Dummy { name: "kafka", sniff: kafka::sniff::sniff, alpn: &[] }),
        Arc::new(Dummy { name: "http", sniff: http::sniff::sniff, alpn: &[b"h2", b"http/1.1"] }),
        Arc::new(Dummy { name: "websocket", sniff: |_| Sniff::No, alpn: &[] }),
    ])
}

/// A listener on loopback, with these settings as flow-style YAML.
pub(super) fn listener(settings: &str) -> Listener {
    let text = format!("listeners: [{{address: 127.0.0.1:0, {settings}}}]");
    let config = Config::parse(&text, "test.yaml", &Environment::empty()).unwrap();
    config.listeners.into_iter().next().unwrap()
}

/// A certificate for `gw.example.com`, and a client that trusts it.
pub(super) struct Certified {
    /// Holds `certificate.pem` and `key.pem`.
    pub(super) dir: TempDir,
    certificate: CertificateDer<'static>,
}

impl Certified {
    pub(super) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(["gw.example.com".to_owned()]).unwrap().self_signed(&key).unwrap();
        std::fs::write(dir.path().join("certificate.pem"), certificate.pem()).unwrap();
        std::fs::write(dir.path().join("key.pem"), key.serialize_pem()).unwrap();
        Self { dir, certificate: certificate.der().clone() }
    }

    pub(super) fn settings(&self) -> String {
        let dir = self.dir.path().display();
        format!("tls: {{certificate: {dir}/certificate.pem, key: {dir}/key.pem}}")
    }

    pub(super) fn client(&self, alpn: &[&[u8]]) -> Arc<ClientConfig> {
        let mut roots = RootCertStore::empty();
        roots.add(self.certificate.clone()).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let mut client = builder.with_root_certificates(roots).with_no_client_auth();
        client.alpn_protocols = alpn.iter().map(|name| name.to_vec()).collect();
        Arc::new(client)
    }

    /// The first bytes of a client.
    pub(super) fn hello(&self) -> Vec<u8> {
        let mut client = ClientConnection::new(self.client(&[]), server_name()).unwrap();
        let mut hello = Vec::new();
        client.write_tls(&mut hello).unwrap();
        hello
    }
}

pub(super) fn server_name() -> ServerName<'static> {
    ServerName::try_from("gw.example.com").unwrap()
}
