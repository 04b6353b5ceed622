//! Asking a provider: one question, one answer, no redirects, within a time and a size.
use crate::{Limits, Refused, strict};
use http_body_util::{BodyExt, Full};
use hyper::{
    Method, Request, Response, StatusCode, Uri,
    body::{Bytes, Incoming},
    header,
};
use hyper_util::rt::TokioIo;
use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
};
use serde_json::Value;
use std::{fmt, sync::Arc};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tokio_rustls::TlsConnector;

#[derive(Clone)]
pub struct Http {
    tls: TlsConnector,
    limits: Limits,
}

impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Http")
    }
}

/// One question.
pub struct Asks<'a> {
    pub uri: &'a Uri,
    /// Sent as a form; without one the address is read.
    pub form: Option<String>,
    pub authorization: Option<String>,
}

fn away<T>(why: impl Into<String>) -> Result<T, Refused> {
    Err(Refused::Away(why.into()))
}

impl Http {
    pub fn new(authority: Option<&[u8]>, limits: Limits) -> Result<Self, String> {
        let mut roots = RootCertStore::empty();
        match authority {
            None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
            Some(pem) => {
                for certificate in CertificateDer::pem_slice_iter(pem) {
                    roots.add(certificate.map_err(|e| e.to_string())?).map_err(|e| e.to_string())?;
                }
                if roots.is_empty() {
                    return Err("there is none in it".into());
                }
            }
        }
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|e| e.to_string())?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { tls: TlsConnector::from(Arc::new(config)), limits })
    }

    /// Asks, and gives the object that is answered.
    pub async fn json(&self, asks: Asks<'_>) -> Result<Value, Refused> {
        let place = format!("{}{}", asks.uri.host().unwrap_or_default(), asks.uri.path());
        let bytes = match tokio::time::timeout(self.limits.patience, self.ask(asks)).await {
            Ok(answer) => answer?,
            Err(_) => return away(format!("{place} did not answer in time")),
        };
        strict::object(&bytes, &format!("what {place} says"))
    }

    async fn ask(&self, asks: Asks<'_>) -> Result<Vec<u8>, Refused> {
        let host = asks.uri.host().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let secure = asks.uri.scheme_str() == Some("https");
        let port = asks.uri.port_u16().unwrap_or(if secure { 443 } else { 80 });
        let stream = match TcpStream::connect((host.as_str(), port)).await {
            Ok(stream) => stream,
            Err(error) => return away(format!("{host} cannot be reached: {error}")),
        };
        if !secure {
            return self.exchange(stream, asks).await;
        }
        let Ok(name) = ServerName::try_from(host.clone()) else { return away(format!("{host} is no name")) };
        match self.tls.connect(name, stream).await {
            Ok(stream) => self.exchange(stream, asks).await,
            Err(error) => away(format!("{host} does not show who it is: {error}")),
        }
    }

    async fn exchange<S>(&self, stream: S, asks: Asks<'_>) -> Result<Vec<u8>, Refused>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let host = asks.uri.host().unwrap_or_default().to_owned();
        let failed = |error: hyper::Error| Refused::Away(format!("{host} does not speak as it should: {error}"));
        let (mut sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(&failed)?;
        // It ends with the answer, or when nobody waits for that any more.
        tokio::spawn(connection);
        let path = asks.uri.path_and_query().map_or("/", |path| path.as_str());
        let authority = asks.uri.authority().map_or("", |authority| authority.as_str());
        let mut request = Request::builder()
            .method(if asks.form.is_some() { Method::POST } else { Method::GET })
            .uri(path)
            .header(header::HOST, authority)
            .header(header::ACCEPT, "application/json")
            .header(header::CONNECTION, "close");
        if asks.form.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        if let Some(authorization) = asks.authorization {
            request = request.header(header::AUTHORIZATION, authorization);
        }
        let Ok(request) = request.body(Full::new(Bytes::from(asks.form.unwrap_or_default()))) else {
            return away(format!("{host} cannot be asked in this way"));
        };
        let response = sender.send_request(request).await.map_err(&failed)?;
        self.read(response, &host).await
    }

    async fn read(&self, response: Response<Incoming>, host: &str) -> Result<Vec<u8>, Refused> {
        let status = response.status();
        if status != StatusCode::OK {
            let why = format!("{host} answers {}", status.as_u16());
            // An error is the provider's own no; a redirect is nowhere to go.
            return if status.is_client_error() { Err(Refused::Untrue(why)) } else { away(why) };
        }
        let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if kind != "application/json" && !(kind.starts_with("application/") && kind.ends_with("+json")) {
            return Err(Refused::Untrue(format!("{host} does not answer in JSON")));
        }
        if response.headers().contains_key(header::CONTENT_ENCODING) {
            return Err(Refused::Untrue(format!("{host} answers in an encoding that was not asked for")));
        }
        let (mut body, mut bytes) = (response.into_body(), Vec::new());
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|error| Refused::Away(format!("{host} stopped in its answer: {error}")))?;
            if let Ok(data) = frame.into_data() {
                if bytes.len() + data.len() > self.limits.most {
                    return Err(Refused::Untrue(format!("{host} says more than {} bytes", self.limits.most)));
                }
                bytes.extend_from_slice(&data);
            }
        }
        Ok(bytes)
    }
}
