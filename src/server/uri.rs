//! URIs as the client spells them.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tower_lsp::lsp_types::Url;

use super::transport::wire;

/// The client's own string for a document: the key of all maps, and what is sent back.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Uri(Arc<str>);

impl Uri {
    /// Takes the client's string.
    pub(crate) fn new(uri: impl Into<Arc<str>>) -> Self {
        Self(uri.into())
    }

    /// From the form in which it travels through lsp-types.
    pub(crate) fn from_lsp(url: &Url) -> Self {
        wire::unseal(url.as_str()).map_or_else(|| Self::new(url.as_str()), Self::new)
    }

    /// To the form in which it travels through lsp-types.
    pub(crate) fn to_lsp(&self) -> Url {
        Url::parse(&wire::seal(&self.0)).expect("a scheme and hexadecimal digits are a URL")
    }

    /// The URI of a file that no client has named yet.
    pub(crate) fn of_path(path: &Path) -> Option<Self> {
        let url = Url::from_file_path(path).ok()?;
        Some(Self::new(url.as_str()))
    }

    /// The string.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The file it names. `git:`, `oil:` and cells have paths too, but name no file.
    pub(crate) fn path(&self) -> Option<PathBuf> {
        let url = self.parse().filter(|url| url.scheme() == "file")?;
        url.to_file_path().ok()
    }

    /// The scheme, in lower case.
    pub(crate) fn scheme(&self) -> String {
        let scheme = self.0.split(':').next().unwrap_or_default();
        scheme.to_ascii_lowercase()
    }

    /// The last part of its path.
    pub(crate) fn file_name(&self) -> String {
        let path = self
            .parse()
            .map_or_else(|| self.0.to_string(), |url| url.path().to_owned());
        path.rsplit(['/', '\\'])
            .next()
            .unwrap_or_default()
            .to_owned()
    }

    fn parse(&self) -> Option<Url> {
        Url::parse(&self.0).ok()
    }
}

impl fmt::Display for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
