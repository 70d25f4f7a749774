//! The way to a gateway: TCP, and TLS around it for `https://`. What is spoken then is not its business.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_util::either::Either;

use super::Error;
use super::target::Target;

/// How long an address may take to accept.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Whom to trust.
#[derive(Debug, Clone, Args)]
pub(super) struct Trust {
    /// With https://: the certificate authorities to trust, a PEM file. No others are trusted
    #[arg(long, global = true, value_name = "FILE", env = "SSL_CERT_FILE", hide_env_values = true)]
    pub ca: Option<PathBuf>,
}

/// Bytes both ways, plain or by TLS.
pub(super) type Stream = Either<TcpStream, TlsStream<TcpStream>>;

/// A byte stream to the target, ready for the first request.
pub(super) async fn dial(target: &Target, trust: &Trust) -> Result<Stream, Error> {
    let connector = if target.tls { Some(connector(target, trust)?) } else { None };
    let unreachable = |source| Error::Unreachable { target: target.clone(), source };
    let connecting = TcpStream::connect((target.host.as_str(), target.port));
    let tcp = tokio::time::timeout(TIMEOUT, connecting)
        .await
        .unwrap_or_else(|_| Err(io::Error::new(io::ErrorKind::TimedOut, "no answer within 10 s")))
        .map_err(unreachable)?;
    tcp.set_nodelay(true).map_err(unreachable)?;
    let Some(connector) = connector else { return Ok(Either::Left(tcp)) };
    let failed = |message: String| Error::Tls { target: target.clone(), message };
    let name = ServerName::try_from(target.host.clone()).map_err(|error| failed(error.to_string()))?;
    let tls = tokio::time::timeout(TIMEOUT, connector.connect(name, tcp));
    let tls = tls.await.map_err(|_| failed("no answer within 10 s; is it a TLS port?".to_owned()))?;
    Ok(Either::Right(tls.map_err(|error| failed(error.to_string()))?))
}

fn connector(target: &Target, trust: &Trust) -> Result<TlsConnector, Error> {
    let Some(ca) = &trust.ca else {
        return Err(Error::Misuse(format!(
            "{target} wants to be trusted: say by whose word with --ca FILE, a PEM file of certificate authorities \
             (on Debian and Ubuntu the system's own are in /etc/ssl/certs/ca-certificates.crt)"
        )));
    };
    let failed = |message: String| Error::Tls { target: target.clone(), message };
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| failed(error.to_string()))?
        .with_root_certificates(authorities(ca)?)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsConnector::from(Arc::new(config)))
}

fn authorities(path: &Path) -> Result<RootCertStore, Error> {
    let unreadable = |message: String| Error::File { path: path.to_owned(), source: io::Error::other(message) };
    let mut store = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(path).map_err(|error| unreadable(error.to_string()))? {
        let certificate = certificate.map_err(|error| unreadable(error.to_string()))?;
        store.add(certificate).map_err(|error| unreadable(error.to_string()))?;
    }
    if store.is_empty() {
        return Err(unreadable("there is no certificate in it".to_owned()));
    }
    Ok(store)
}
