//! TLS as rustls does it with the roots of webpki: for a line encrypted from the start, and for STARTTLS.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use lettre::transport::smtp::client::{AsyncTokioStream, CertificateStore, TlsParameters};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// A line that was encrypted before the first word; the mail library takes it for a plain one.
#[derive(Debug)]
pub(super) struct Wrapped(TlsStream<TcpStream>);

/// Shakes hands with the server `host`, whose certificate must carry that name and lead to one of the trusted roots.
pub(super) async fn wrap(tcp: TcpStream, host: &str, config: Arc<ClientConfig>) -> io::Result<Wrapped> {
    let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
    TlsConnector::from(config).connect(name, tcp).await.map(Wrapped)
}

/// The roots that browsers trust.
pub(super) fn public_roots() -> RootCertStore {
    webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect()
}

/// What a line to a server needs whose certificate leads to one of `roots`.
pub(super) fn config(roots: RootCertStore) -> Result<Arc<ClientConfig>, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(Arc::new(config.with_root_certificates(roots).with_no_client_auth()))
}

/// STARTTLS with a certificate that must be right.
pub(super) fn checked(host: &str) -> Result<TlsParameters, lettre::transport::smtp::Error> {
    TlsParameters::builder(host.to_owned()).certificate_store(CertificateStore::WebpkiRoots).build()
}

/// STARTTLS with whatever certificate the server has, where the alternative is plain text.
pub(super) fn unchecked(host: &str) -> Result<TlsParameters, lettre::transport::smtp::Error> {
    TlsParameters::builder(host.to_owned())
        .certificate_store(CertificateStore::None)
        .dangerous_accept_invalid_certs(true)
        .dangerous_accept_invalid_hostnames(true)
        .build()
}

impl AsyncTokioStream for Wrapped {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.0.get_ref().0.peer_addr()
    }
}

impl AsyncRead for Wrapped {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buf)
    }
}

impl AsyncWrite for Wrapped {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use lettre::transport::smtp::client::AsyncSmtpConnection;
    use lettre::transport::smtp::extension::ClientId;
    use rustls::RootCertStore;
    use rustls::pki_types::pem::PemObject;
    use rustls::pki_types::{CertificateDer, PrivateKeyDer};
    use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
    use tokio::net::{TcpListener, TcpStream};
    use tokio_rustls::TlsAcceptor;

    use super::{config, public_roots, wrap};

    const CERTIFICATE: &[u8] = include_bytes!("../../../tests/it/support/smtp_sink_cert.pem");
    const KEY: &[u8] = include_bytes!("../../../tests/it/support/smtp_sink_key.pem");

    /// Greets one client over TLS and answers its EHLO.
    async fn serve_one(listener: TcpListener) -> std::io::Result<()> {
        let chain = vec![CertificateDer::from_pem_slice(CERTIFICATE).unwrap()];
        let key = PrivateKeyDer::from_pem_slice(KEY).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let tls = tls.unwrap().with_no_client_auth().with_single_cert(chain, key).unwrap();
        let (tcp, _) = listener.accept().await?;
        let mut wire = BufReader::new(TlsAcceptor::from(Arc::new(tls)).accept(tcp).await?);
        wire.write_all(b"220 hi\r\n").await?;
        wire.read_line(&mut String::new()).await?;
        wire.write_all(b"250-hi\r\n250 8BITMIME\r\n").await
    }

    #[tokio::test]
    async fn the_right_name_and_root_open_the_line_and_nothing_else_does() {
        let mut own = RootCertStore::empty();
        own.add(CertificateDer::from_pem_slice(CERTIFICATE).unwrap()).unwrap();
        for (roots, name, opens) in [
            (own.clone(), "localhost", true),
            (own, "relay.example", false),
            (public_roots(), "localhost", false),
        ] {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = listener.local_addr().unwrap();
            let server = tokio::spawn(serve_one(listener));
            let tcp = TcpStream::connect(address).await.unwrap();
            let wrapped = wrap(tcp, name, config(roots).unwrap()).await;
            assert_eq!(wrapped.is_ok(), opens, "{name}");
            if let Ok(wrapped) = wrapped {
                let me = ClientId::Domain("renkei.example".to_owned());
                let smtp = AsyncSmtpConnection::connect_with_transport(Box::new(wrapped), &me).await.unwrap();
                assert_eq!(smtp.server_info().name(), "hi");
            }
            assert_eq!(server.await.unwrap().is_ok(), opens, "{name}");
        }
    }
}
