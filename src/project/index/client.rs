//! The way to an index: bounded requests over HTTP.

use std::fmt;
use std::time::Duration;

use sha2::{Digest, Sha256};
use ureq::Agent;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use url::Url;

use super::listing::{Listing, ReleaseFile, normalised};
use super::netrc::authorization;
use super::place::IndexPlace;
use crate::project::Variables;

/// A longer list of files is not read.
const LONGEST_LIST: u64 = 64 << 20;
/// No request takes longer.
const SLOWEST: Duration = Duration::from_secs(120);
/// What an index with the standard interface answers with.
const JSON: &str = "application/vnd.pypi.simple.v1+json";

/// Asks an index.
pub struct Client {
    agent: Agent,
    index: Url,
    authorization: Option<String>,
}

/// A file that was downloaded.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// Its bytes, as the index promised them.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Neither passwords nor certificates.
        f.debug_struct("Client").finish_non_exhaustive()
    }
}

impl Client {
    /// A client for an index; proxies are those of the process.
    pub fn new(place: &IndexPlace, variables: &Variables) -> Result<Self, String> {
        let certificates = match &place.certificates {
            Some(path) => {
                let shown = path.display();
                let pem = std::fs::read(path)
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
        let agent: Agent = Agent::config_builder()
            .tls_config(tls)
            .timeout_global(Some(SLOWEST))
            .timeout_connect(Some(Duration::from_secs(20)))
            .max_redirects(5)
            .user_agent(concat!("spawnsafe/", env!("CARGO_PKG_VERSION")))
            .build()
            .into();
        let authorization = authorization(&place.url, variables);
        let mut index = place.url.clone();
        // They are sent as a header; no message shows them.
        let _ = index.set_username("");
        let _ = index.set_password(None);
        Ok(Self {
            agent,
            index,
            authorization,
        })
    }

    /// The files of a package.
    pub fn list(&self, package: &str) -> Result<Listing, String> {
        let name = normalised(package);
        let url = self
            .index
            .join(&format!("{name}/"))
            .map_err(|error| format!("`{package}` is no name of a package: {error}"))?;
        let bytes = self
            .get(&url, JSON, LONGEST_LIST)
            .map_err(|problem| match problem {
                Problem::Absent => format!("the index {} has no package `{package}`", self.index),
                Problem::Other(reason) => format!("asking the index {}: {reason}", self.index),
            })?;
        Listing::read(&bytes, &name, &url).map_err(|reason| {
            format!(
                "the index {} does not answer in the standard JSON: {reason}",
                self.index
            )
        })
    }

    /// Downloads a file of at most so many bytes; what the index promised about it has to hold.
    pub fn fetch(&self, file: &ReleaseFile, most: u64) -> Result<Fetched, String> {
        if file.size.is_some_and(|size| size > most) {
            return Err(format!("it is larger than {} MB", most >> 20));
        }
        let bytes = self
            .get(&file.url, "*/*", most)
            .map_err(|problem| match problem {
                Problem::Absent => "the index does not have the file any more".to_owned(),
                Problem::Other(reason) => reason,
            })?;
        if let Some(promised) = &file.sha256 {
            let digest = Sha256::digest(&bytes);
            let found: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            if found != *promised {
                return Err("what came is not what the index promised (its hash differs)".into());
            }
        }
        Ok(Fetched { bytes })
    }

    fn get(&self, url: &Url, accept: &str, most: u64) -> Result<Vec<u8>, Problem> {
        let mut request = self.agent.get(url.as_str()).header("Accept", accept);
        let same = url.origin() == self.index.origin();
        if let Some(authorization) = self.authorization.as_ref().filter(|_| same) {
            request = request.header("Authorization", authorization);
        }
        let mut response = request.call().map_err(|error| match error {
            ureq::Error::StatusCode(404 | 410) => Problem::Absent,
            ureq::Error::StatusCode(code) => {
                Problem::Other(format!("it answers with status {code}"))
            }
            other => Problem::Other(other.to_string()),
        })?;
        let body = response.body_mut().with_config().limit(most);
        body.read_to_vec().map_err(|error| match error {
            ureq::Error::BodyExceedsLimit(_) => {
                Problem::Other(format!("the answer is larger than {} MB", most >> 20))
            }
            other => Problem::Other(other.to_string()),
        })
    }
}

enum Problem {
    Absent,
    Other(String),
}

fn system_certificates() -> Vec<Certificate<'static>> {
    rustls_native_certs::load_native_certs()
        .certs
        .iter()
        .map(|der| Certificate::from_der(der.as_ref()).to_owned())
        .collect()
}
