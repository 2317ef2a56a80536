//! Which indexes pip or uv is set up to ask.

use std::path::Path;

use super::default_index::default_index;
use super::index_address::IndexAddress;
use super::indexes::{Indexes, NamedIndexes};
use super::pip::Pip;
use super::uv::Uv;
use crate::project::Variables;

/// What to do where no index is set up.
const NO_INDEX: &str = "no package index is set up, and neither pip nor uv was found to say which one it uses: name one with --index-url URL, the variables UV_DEFAULT_INDEX or PIP_INDEX_URL, `index-url` in pip's configuration (`pip config set global.index-url URL`) or `[[index]]` in uv.toml";

impl Indexes {
    /// Those that were named; else those of uv's or pip's variables, of uv's files around the
    /// current directory, or of pip's files: whichever comes first says which tool is in use here.
    /// Where that names no default, it is the one that pip, or uv, has by itself.
    pub fn find(
        package: &str,
        named: NamedIndexes<'_>,
        variables: &Variables,
        current: &Path,
    ) -> Result<Self, String> {
        let pip = Pip::new(variables);
        let at = |text: &String| IndexAddress::at(text, variables);
        let extra: Vec<IndexAddress> = named.extra.iter().map(at).collect::<Result<_, _>>()?;
        if let Some(index) = named.index {
            let mut places = vec![IndexAddress::at(index, variables)?];
            places.extend(extra);
            return Ok(Self {
                places,
                has_default: true,
                ..pip.nothing()
            });
        }
        let uv = Uv::new(variables, current)?;
        let default = || default_index(variables, current);
        let by_uv = uv.has_variables() || !pip.has_variables() && uv.has_files_for(package);
        let mut found = match by_uv {
            true => uv.indexes(package, &default)?,
            false => pip.indexes(&default)?,
        };
        let asks_nobody = found.places.is_empty() && found.unasked.is_empty();
        if asks_nobody && extra.is_empty() {
            return Err(NO_INDEX.to_owned());
        }
        found.places.splice(0..0, extra);
        Ok(found)
    }
}
