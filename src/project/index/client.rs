//! The way to an index: bounded requests over HTTP.

use std::fmt;
use std::io::Read;
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Proxy, ResponseExt};
use url::{Host, Url};

use super::index_address::IndexAddress;
use super::indexes::Indexes;
use super::limits::Limits;
use super::listing::{ReleaseFile, Releases, read};
use super::request_error::reason;
use crate::project::bounded_read;
use crate::project::content_hash::hex;
use crate::project::settings_file::plain;

/// A longer list of files is not read.
const MAX_LISTING_BYTES: u64 = 64 << 20;
/// No request takes longer.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(120);
/// No file may be larger.
const MAX_DOWNLOAD_BYTES: u64 = 128 << 20;
/// How many bytes are read at once.
const READ_CHUNK_BYTES: usize = 64 << 10;
/// What an index with the standard interface answers with: JSON, else HTML.
const LIST: &str = "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.01";

/// Asks indexes.
pub struct Client {
    agent: Agent,
    pub(super) indexes: Indexes,
    limits: Limits,
}

/// What came, and from where.
struct ResponseBody {
    bytes: Vec<u8>,
    from: Url,
}

/// Why an index does not say what it has.
pub(super) enum RequestError {
    /// It has no such package.
    Absent,
    /// Something else.
    Other(String),
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Neither passwords nor certificates.
        f.debug_struct("Client").finish_non_exhaustive()
    }
}

impl Client {
    /// A client for indexes; proxies are those of pip's settings, else of the process.
    pub fn new(indexes: Indexes, limits: Limits) -> Result<Self, String> {
        let certificates = match &indexes.certificates {
            Some(path) => {
                let shown = path.display();
                let pem = bounded_read::read(path, MAX_LISTING_BYTES)
                    .map_err(|error| format!("the certificates in {shown}: {error}"))?;
                parse_pem(&pem)
                    .filter_map(|item| match item {
                        Ok(PemItem::Certificate(certificate)) => Some(certificate),
                        _ => None,
                    })
                    .collect()
            }
            None => system_certificates(),
        };
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::new_with_certs(&certificates))
            .build();
        let mut config = Agent::config_builder()
            .tls_config(tls)
            .timeout_connect(Some(Duration::from_secs(20)))
            .max_redirects(5)
            .user_agent(concat!("spawnsafe/", env!("CARGO_PKG_VERSION")));
        if let Some(proxy) = &indexes.proxy {
            let proxy =
                Proxy::new(proxy).map_err(|error| format!("pip's proxy: {}", reason(&error)))?;
            config = config.proxy(Some(proxy));
        }
        Ok(Self {
            agent: config.build().into(),
            indexes,
            limits,
        })
    }

    /// The files of a package with this normalised name on one of the indexes.
    pub(super) fn ask(&self, at: usize, name: &str) -> Result<Releases, RequestError> {
        let place = &self.indexes.places[at];
        let of = |reason: String| {
            RequestError::Other(format!("asking the index {}: {reason}", place.url))
        };
        let url = place.url.join(&format!("{name}/"));
        let url = url.map_err(|error| of(error.to_string()))?;
        let body = self.get(place, &url, LIST, MAX_LISTING_BYTES, false);
        let body = body.map_err(|problem| match problem {
            RequestError::Absent => RequestError::Absent,
            RequestError::Other(reason) => of(reason),
        })?;
        read(&body.bytes, name, &body.from, (at, place.worlds)).map_err(|reason| {
            let index = &place.url;
            RequestError::Other(format!(
                "the index {index} does not answer as indexes do: {reason}"
            ))
        })
    }

    /// Downloads a file; what the index promised about it has to hold.
    pub fn fetch(&self, file: &ReleaseFile) -> Result<Vec<u8>, String> {
        self.limits.allow(file.size.unwrap_or(0))?;
        if file.size.is_some_and(|size| size > MAX_DOWNLOAD_BYTES) {
            return Err(format!("it is larger than {} MB", MAX_DOWNLOAD_BYTES >> 20));
        }
        let place = &self.indexes.places[file.index];
        let body = self.get(place, &file.url, "*/*", MAX_DOWNLOAD_BYTES, true);
        let ResponseBody { bytes, .. } = body.map_err(|problem| match problem {
            RequestError::Absent => "the index does not have the file any more".to_owned(),
            RequestError::Other(reason) => reason,
        })?;
        if let Some(promised) = &file.sha256
            && hex(&Sha256::digest(&bytes)) != *promised
        {
            return Err("its hash is not the one that the index lists".into());
        }
        Ok(bytes)
    }

    /// The limits of its requests.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Asks for an address. What is downloaded counts; a list does not.
    fn get(
        &self,
        place: &IndexAddress,
        url: &Url,
        accept: &str,
        most: u64,
        counts: bool,
    ) -> Result<ResponseBody, RequestError> {
        let time = self
            .limits
            .time()
            .map_err(RequestError::Other)?
            .min(REQUEST_TIMEOUT);
        let start = Instant::now();
        let slow = |reason: String| match self.limits.time() {
            Err(late) => RequestError::Other(late),
            Ok(_) if start.elapsed() >= time => {
                let seconds = time.as_secs();
                RequestError::Other(format!("it takes more than {seconds} seconds to answer"))
            }
            Ok(_) => RequestError::Other(reason),
        };
        let request = self.agent.get(url.as_str()).header("Accept", accept);
        let request = request.config().timeout_global(Some(time));
        // Nobody who reads along may learn or change what a safe index says.
        let request = request.https_only(place.url.scheme() == "https");
        let mut request = request.build();
        let same = url.origin() == place.url.origin();
        if let Some(authorization) = place.authorization.as_ref().filter(|_| same) {
            if !is_private(&place.url) {
                return Err(RequestError::Other(
                    "it has a name and a password, which are not sent over plain http; use https"
                        .to_owned(),
                ));
            }
            request = request.header("Authorization", authorization);
        }
        let response = request.call().map_err(|error| match error {
            ureq::Error::StatusCode(404 | 410) => RequestError::Absent,
            ureq::Error::StatusCode(code) if place.absent.contains(&code) => RequestError::Absent,
            status @ ureq::Error::StatusCode(_) => RequestError::Other(reason(&status)),
            other => slow(reason(&other)),
        })?;
        let from = Url::parse(&response.get_uri().to_string());
        let from = from.unwrap_or_else(|_| url.clone());
        let mut reader = response.into_body().into_reader();
        let mut bytes = Vec::new();
        let mut chunk = vec![0; READ_CHUNK_BYTES];
        loop {
            let count = reader
                .read(&mut chunk)
                .map_err(|error| slow(plain(&error)))?;
            if count == 0 {
                return Ok(ResponseBody { bytes, from });
            }
            bytes.extend_from_slice(&chunk[..count]);
            if bytes.len() as u64 > most {
                let most = most >> 20;
                return Err(RequestError::Other(format!(
                    "the answer is larger than {most} MB"
                )));
            }
            if counts {
                self.limits.count(count).map_err(RequestError::Other)?;
            }
        }
    }
}

/// Whether nobody on the way can read along.
fn is_private(url: &Url) -> bool {
    let is_loopback = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    };
    url.scheme() == "https" || is_loopback
}

fn system_certificates() -> Vec<Certificate<'static>> {
    rustls_native_certs::load_native_certs()
        .certs
        .iter()
        .map(|der| Certificate::from_der(der.as_ref()).to_owned())
        .collect()
}
