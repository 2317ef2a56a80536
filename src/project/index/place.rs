//! Which index pip and uv are set up to ask.

use std::path::{Path, PathBuf};

use url::Url;

use super::pip::Pip;
use super::uv;
use crate::project::Variables;

/// What to do where no index is set up.
const NO_INDEX: &str = "no package index is set up: name one with --index-url URL, the variables UV_DEFAULT_INDEX or PIP_INDEX_URL, `index-url` in pip's configuration (`pip config set global.index-url URL`) or `[[index]]` in uv.toml";

/// Where an index is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexPlace {
    /// The address of its list of packages, with a slash at the end.
    pub url: Url,
    /// A file with certificates to trust instead of the system's.
    pub certificates: Option<PathBuf>,
    /// The proxy to ask through instead of the one of the process's environment.
    pub proxy: Option<String>,
}

impl IndexPlace {
    /// The index that was named, else the one of uv's or pip's variables, else that of uv's files
    /// around the current directory, else that of pip's files.
    pub fn find(
        named: Option<&str>,
        variables: &Variables,
        current: &Path,
    ) -> Result<Self, String> {
        let pip = Pip::new(variables);
        let text = named
            .map(str::to_owned)
            .or_else(|| uv::in_variables(variables))
            .or_else(|| pip.variable("index-url"))
            .or_else(|| uv::in_files(variables, current))
            .or_else(|| pip.in_files("index-url"))
            .ok_or_else(|| NO_INDEX.to_owned())?;
        let both = |key: &str| pip.variable(key).or_else(|| pip.in_files(key));
        let certificates = variables
            .get("SSL_CERT_FILE")
            .map(str::to_owned)
            .or_else(|| both("cert"))
            .or_else(|| variables.get("REQUESTS_CA_BUNDLE").map(str::to_owned));
        Ok(Self {
            url: address(&text)?,
            certificates: certificates.map(PathBuf::from),
            proxy: both("proxy"),
        })
    }
}

fn address(text: &str) -> Result<Url, String> {
    let parsed = Url::parse(text.trim()).ok();
    let is_known = |url: &Url| matches!(url.scheme(), "http" | "https") && url.has_host();
    let Some(mut url) = parsed.filter(is_known) else {
        // What stands before the host may be a password.
        let shown = text.rsplit('@').next().unwrap_or(text);
        return Err(format!(
            "the index `{shown}` is no address; write it like https://…"
        ));
    };
    if !url.path().ends_with('/') {
        let path = format!("{}/", url.path());
        url.set_path(&path);
    }
    Ok(url)
}
