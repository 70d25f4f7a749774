//! TLS around a connection, by rustls: the certificates, and the handshake. That a connection begins with TLS, and
//! what it speaks inside, is found out by the doorway.

mod sniff;

use std::io;
use std::path::Path;
use std::sync::Arc;

use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::server::{WebPkiClientVerifier, danger::ClientCertVerifier};
use rustls::{RootCertStore, ServerConfig};
use rustls_pki_types::pem::{self, PemObject};
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::Error;
use crate::protocols::{Io, Tls};

pub(super) use sniff::sniff;

/// Answers TLS handshakes with the certificates of one listener.
pub(super) struct Acceptor(TlsAcceptor);

impl Acceptor {
    /// Reads the certificates; `alpn` is what to offer, best first (RFC 7301).
    pub(super) fn new(tls: &config::Tls, alpn: Vec<Vec<u8>>) -> Result<Self, Error> {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let verifier = match &tls.client_ca {
            Some(path) => client_verifier(path, &provider)?,
            None => WebPkiClientVerifier::no_client_auth(),
        };
        let chain = certificates(&tls.certificate)?;
        let key = private_key(&tls.key)?;
        let refused = |source| match source {
            rustls::Error::InconsistentKeys(_) => {
                Error::KeyMismatch { certificate: tls.certificate.clone(), key: tls.key.clone() }
            }
            source => Error::Certificate { path: tls.certificate.clone(), source: source.into() },
        };
        let mut server = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(refused)?
            .with_client_cert_verifier(verifier)
            .with_single_cert(chain, key)
            .map_err(refused)?;
        server.alpn_protocols = alpn;
        Ok(Self(TlsAcceptor::from(Arc::new(server))))
    }

    /// The handshake. A client that breaks it is told by an alert.
    pub(super) async fn accept<I: Io>(&self, io: I) -> io::Result<(TlsStream<I>, Tls)> {
        let stream = self.0.accept(io).await?;
        let (_, session) = stream.get_ref();
        let tls = Tls {
            server_name: session.server_name().map(str::to_owned),
            alpn: session.alpn_protocol().map(<[u8]>::to_vec),
        };
        Ok((stream, tls))
    }
}

fn client_verifier(path: &Path, provider: &Arc<CryptoProvider>) -> Result<Arc<dyn ClientCertVerifier>, Error> {
    let refused =
        |source: Box<dyn std::error::Error + Send + Sync>| Error::Certificate { path: path.to_owned(), source };
    let mut roots = RootCertStore::empty();
    for certificate in certificates(path)? {
        roots.add(certificate).map_err(|source| refused(source.into()))?;
    }
    WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider))
        .build()
        .map_err(|source| refused(source.into()))
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, Error> {
    let text = read(path)?;
    let all: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&text).collect();
    match all {
        Ok(none) if none.is_empty() => Err(Error::NoCertificate { path: path.to_owned() }),
        Ok(all) => Ok(all),
        Err(source) => Err(Error::Pem { path: path.to_owned(), source }),
    }
}

fn private_key(path: &Path) -> Result<PrivateKeyDer<'static>, Error> {
    const ENCRYPTED: &[u8] = b"ENCRYPTED";
    let text = read(path)?;
    PrivateKeyDer::from_pem_slice(&text).map_err(|source| match source {
        _ if text.windows(ENCRYPTED.len()).any(|window| window == ENCRYPTED) => {
            Error::EncryptedKey { path: path.to_owned() }
        }
        pem::Error::NoItemsFound => Error::NoKey { path: path.to_owned() },
        source => Error::Pem { path: path.to_owned(), source },
    })
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    std::fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests;
