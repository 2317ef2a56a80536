//! Verdicts kept on the disk, by the hash of the file that they are about.

use std::path::{Path, PathBuf};

use pep440_rs::Version;
use serde::{Deserialize, Serialize};

use super::verdict::Verdict;
use crate::project::cache::{self, CacheDirectory};
use crate::project::package_name::normalised;
use crate::world::Worlds;

/// A release of which it is known where it works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownRelease {
    /// Its version.
    pub version: Version,
    /// The worlds in which it can be installed and imported.
    pub works: Worlds,
    /// Those in which it can be installed and not imported.
    pub fails: Worlds,
}

/// Verdicts of earlier runs.
#[derive(Clone, Debug)]
pub struct Verdicts {
    directory: Option<PathBuf>,
}

impl Verdicts {
    /// Those below a cache directory; none without one.
    pub fn below(directory: Option<&Path>) -> Self {
        Self {
            directory: directory.map(|directory| cache::part(directory, CacheDirectory::Releases)),
        }
    }

    /// The verdict about a file with this hash.
    pub fn get(&self, sha256: &str) -> Option<Verdict> {
        let text = cache::read(&self.path(sha256)?)?;
        let verdict: Verdict = serde_json::from_slice(&text).ok()?;
        verdict.is_sound().then_some(verdict)
    }

    /// Keeps a verdict; where that does not work the next run asks again.
    pub fn put(&self, sha256: &str, verdict: &Verdict) {
        if let (Some(path), Ok(text)) = (self.path(sha256), serde_json::to_vec(verdict)) {
            cache::write(&path, &text);
        }
    }

    /// The releases of a package that were judged last.
    pub fn releases(&self, package: &str) -> Vec<KnownRelease> {
        let text = self.list(package).and_then(|path| cache::read(&path));
        text.and_then(|text| serde_json::from_slice(&text).ok())
            .unwrap_or_default()
    }

    /// Keeps which releases of a package work where.
    pub fn put_releases(&self, package: &str, releases: &[KnownRelease]) {
        if let (Some(path), Ok(text)) = (self.list(package), serde_json::to_vec(releases)) {
            cache::write(&path, &text);
        }
    }

    fn list(&self, package: &str) -> Option<PathBuf> {
        let name = normalised(package);
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let directory = self.directory.as_ref()?;
        (!name.is_empty() && name.chars().all(is_name))
            .then(|| directory.join(format!("package-{name}.json")))
    }

    /// Where it is kept; only a hash makes a name.
    fn path(&self, sha256: &str) -> Option<PathBuf> {
        let is_hash = sha256.len() == 64 && sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
        let directory = self.directory.as_ref().filter(|_| is_hash)?;
        Some(directory.join(format!("{sha256}.json")))
    }
}
