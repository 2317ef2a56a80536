//! An index of uv's: how variables name it, and where it is.

use url::Url;

use super::config_files::UvIndex;
use crate::project::Variables;
use crate::project::index::index_address::IndexAddress;

impl UvIndex {
    /// An index as variables name it: `https://…`, or `name=https://…`.
    pub(super) fn parse(text: &str) -> Self {
        let (name, url) = match text.split_once('=') {
            Some((name, url)) if !name.contains([':', '/']) => (Some(name.to_owned()), url),
            _ => (None, text),
        };
        Self {
            name,
            url: url.to_owned(),
            ..Self::default()
        }
    }

    /// Whether it can be asked for one package.
    pub(super) fn is_list(&self) -> bool {
        self.format != "flat" && self.url.contains("://") && !self.url.starts_with("file:")
    }

    pub(super) fn place(&self, variables: &Variables) -> Result<IndexAddress, String> {
        let mut place = IndexAddress::at(&self.url, variables)?;
        place.absent.clone_from(&self.ignore_error_codes);
        if self.authenticate == "never" {
            place.authorization = None;
        } else if let Some((user, password)) = self.credentials(variables) {
            place = place.with(user, password);
        }
        Ok(place)
    }

    /// The name and the password in the variables for an index with this name, if its address has none.
    fn credentials<'v>(&self, variables: &'v Variables) -> Option<(&'v str, &'v str)> {
        let in_address = |url: Url| !url.username().is_empty() || url.password().is_some();
        if Url::parse(&self.url).is_ok_and(in_address) {
            return None;
        }
        let letter = |c: char| match c.is_ascii_alphanumeric() {
            true => c.to_ascii_uppercase(),
            false => '_',
        };
        let name: String = self.name.as_ref()?.chars().map(letter).collect();
        let of = |end: &str| variables.get(&format!("UV_INDEX_{name}_{end}"));
        let (user, password) = (of("USERNAME"), of("PASSWORD"));
        (user.is_some() || password.is_some())
            .then(|| (user.unwrap_or_default(), password.unwrap_or_default()))
    }
}
