//! One index: where it is, and how it is asked.

use std::fmt;

use url::Url;

use super::netrc::{authorization, basic};
use crate::project::Variables;
use crate::world::Worlds;

/// An index.
#[derive(Clone, PartialEq, Eq)]
pub struct IndexAddress {
    /// The address of its list of packages, with a slash at the end and without a password.
    pub url: Url,
    /// The value of the `Authorization` header.
    pub authorization: Option<String>,
    /// The worlds in which packages come from it.
    pub worlds: Worlds,
    /// The status codes that it has, besides 404, for a package that it does not have.
    pub absent: Vec<u16>,
}

impl IndexAddress {
    /// The index at an address; the name and the password are those in it, else those of netrc.
    pub(super) fn at(text: &str, variables: &Variables) -> Result<Self, String> {
        let mut url = address(text)?;
        let authorization = authorization(&url, variables);
        // They are sent as a header; no message shows them.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        Ok(Self {
            url,
            authorization,
            worlds: Worlds::ALL,
            absent: Vec::new(),
        })
    }

    /// The same index, asked with this name and password.
    pub(super) fn with(self, user: &str, password: &str) -> Self {
        Self {
            authorization: Some(basic(user, password)),
            ..self
        }
    }
}

impl fmt::Debug for IndexAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("IndexPlace")
            .field(&self.url.as_str())
            .finish()
    }
}

fn address(text: &str) -> Result<Url, String> {
    let parsed = Url::parse(text.trim()).ok();
    let is_known = |url: &Url| matches!(url.scheme(), "http" | "https") && url.has_host();
    let Some(mut url) = parsed.filter(is_known) else {
        // What stands before the host may be a password.
        let shown = text.rsplit('@').next().unwrap_or(text);
        return Err(format!(
            "the index `{shown}` is not an address; write it like https://…"
        ));
    };
    if !url.path().ends_with('/') {
        let path = format!("{}/", url.path());
        url.set_path(&path);
    }
    Ok(url)
}
