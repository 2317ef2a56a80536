//! Verdicts kept on the disk, by the hash of the file that they are about.

use std::path::{Path, PathBuf};

use super::verdict::Verdict;
use crate::project::cache;

/// A new number forgets all verdicts of the same version.
const EDITION: u32 = 1;

/// Verdicts of earlier runs.
#[derive(Clone, Debug)]
pub struct Verdicts {
    directory: Option<PathBuf>,
}

impl Verdicts {
    /// Those below a cache directory; none without one.
    pub fn below(directory: Option<&Path>) -> Self {
        let version = env!("CARGO_PKG_VERSION");
        let name = format!("releases-{version}-{EDITION}");
        Self {
            directory: directory.map(|directory| directory.join(name)),
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

    /// Where it is kept; only a hash makes a name.
    fn path(&self, sha256: &str) -> Option<PathBuf> {
        let is_hash = sha256.len() == 64 && sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
        let directory = self.directory.as_ref().filter(|_| is_hash)?;
        Some(directory.join(format!("{sha256}.json")))
    }
}
