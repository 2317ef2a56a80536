//! The indexes to ask for a package, and whose answer counts.

use std::fmt;
use std::path::PathBuf;

use super::index_address::IndexAddress;

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
