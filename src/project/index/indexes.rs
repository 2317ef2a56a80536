//! Which indexes pip or uv is set up to ask, and whose answer counts.

use std::fmt;
use std::path::{Path, PathBuf};

use super::default_index::default_index;
use super::index_address::IndexAddress;
use super::pip::Pip;
use super::uv::Uv;
use crate::project::Variables;

/// What to do where no index is set up.
const NO_INDEX: &str = "no package index is set up, and neither pip nor uv is at hand to say which one it asks: name one with --index-url URL, the variables UV_DEFAULT_INDEX or PIP_INDEX_URL, `index-url` in pip's configuration (`pip config set global.index-url URL`) or `[[index]]` in uv.toml";

/// The indexes to ask for a package.
#[derive(Clone, PartialEq, Eq)]
pub struct Indexes {
    /// They, the strongest first.
    pub places: Vec<IndexAddress>,
    /// What happens where several have the package.
    pub choice: IndexStrategy,
    /// Whether somebody says which index to ask for what no other has.
    pub has_default: bool,
    /// What pip or uv would look at besides, and is not looked at here.
    pub unasked: Vec<String>,
    /// A file with certificates to trust instead of the system's.
    pub certificates: Option<PathBuf>,
    /// The proxy to ask through instead of the one of the process's environment.
    pub proxy: Option<String>,
}

/// What happens where several indexes have a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexStrategy {
    /// The first that has it is the only one that counts; uv's way.
    First,
    /// Each version is the one of the first index that has it.
    FirstOfEach,
    /// All files of all of them count alike; pip's way.
    All,
}

/// The indexes that somebody named on the command line.
#[derive(Clone, Copy, Debug, Default)]
pub struct NamedIndexes<'a> {
    /// This one, and no other that is set up.
    pub index: Option<&'a str>,
    /// These as well.
    pub extra: &'a [String],
}

impl fmt::Debug for Indexes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The proxy may have a password.
        f.debug_struct("Indexes")
            .field("places", &self.places)
            .field("choice", &self.choice)
            .finish_non_exhaustive()
    }
}

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

    /// Notes what is not looked at.
    pub(super) fn leave_out(&mut self, what: &str) {
        if !self.unasked.iter().any(|known| known == what) {
            self.unasked.push(what.to_owned());
        }
    }
}

/// Whether a setting's word means yes.
pub(super) fn is_yes(word: &str) -> bool {
    let yes = ["1", "y", "yes", "t", "true", "on"];
    yes.contains(&&*word.to_lowercase())
}

/// Why nothing is asked where a tool is told to ask no index.
pub(super) fn no_index(tool: &str, origin: &str) -> String {
    format!(
        "{tool} is told to ask no index ({origin} says so), and its `find-links` are not read here: name an index with --index-url URL"
    )
}
