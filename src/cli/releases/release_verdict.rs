//! A release, and what was found out about the files that pip takes of it.

use crate::project::index::{FailureCause, KnownRelease, Release, Verdict};
use crate::world::Worlds;

/// Why nobody knows whether a release works that has to be compiled.
const COMPILED: &str = "there is no wheel, it is built from source";

/// A release, and what was found out about it.
#[derive(Debug)]
pub(super) struct JudgedRelease {
    pub(super) release: Release,
    pub(super) parts: Vec<JudgedFile>,
}

/// A file of it.
#[derive(Debug)]
pub(super) struct JudgedFile {
    /// The worlds in which pip takes it.
    pub(super) worlds: Worlds,
    /// What importing it does; else why that is not known.
    pub(super) verdict: Result<Verdict, String>,
}

impl JudgedFile {
    fn fails(&self) -> Worlds {
        let fails = self.verdict.as_ref().map(Verdict::fails);
        fails.unwrap_or_default() & self.worlds
    }
}

impl JudgedRelease {
    /// The worlds in which it can be installed and its import fails.
    pub(super) fn fails(&self) -> Worlds {
        all(self.parts.iter().map(JudgedFile::fails))
    }

    /// Why it fails in the targets, and in which of them.
    pub(super) fn blames(&self, targets: Worlds) -> Vec<(Worlds, &FailureCause)> {
        let blames = self.parts.iter().flat_map(|part| {
            let failures = part.verdict.iter().flat_map(|verdict| &verdict.failures);
            failures.map(|blame| (blame.worlds() & part.worlds & targets, blame))
        });
        together(blames, FailureCause::is_same)
    }

    /// Why nothing is known of it in some targets, and in which.
    pub(super) fn unknown(&self, targets: Worlds) -> Vec<(Worlds, &str)> {
        let reasons = self.parts.iter().filter_map(|part| {
            let reason = match &part.verdict {
                Ok(verdict) if verdict.is_compiled => COMPILED,
                Ok(_) => return None,
                Err(reason) => reason,
            };
            Some(((part.worlds - part.fails()) & targets, reason))
        });
        together(reasons, |a, b| a == b)
    }

    /// Whether it can be installed and imported in every target world that it is for.
    pub(super) fn works(&self, targets: Worlds) -> bool {
        self.release.installs().overlaps(targets)
            && self.lacks(targets).is_empty()
            && self.unknown(targets).is_empty()
            && !self.fails().overlaps(targets)
    }

    /// The target platforms for which it has no file at all.
    pub(super) fn lacks(&self, targets: Worlds) -> Worlds {
        let installs = self.release.installs() & targets;
        let platforms = targets.platforms().map(Worlds::platform);
        let missing = platforms.filter(|platform| !installs.overlaps(*platform));
        all(missing) & targets
    }

    /// What is known of it in all worlds.
    pub(super) fn known(&self) -> KnownRelease {
        let is_known = |verdict: &Verdict| !verdict.is_compiled;
        let parts = self.parts.iter();
        let known = parts.filter(|part| part.verdict.as_ref().is_ok_and(is_known));
        KnownRelease {
            version: self.release.version.clone(),
            works: all(known.map(|part| part.worlds)) - self.fails(),
            fails: self.fails(),
        }
    }
}

fn all(worlds: impl Iterator<Item = Worlds>) -> Worlds {
    worlds.fold(Worlds::NONE, |all, worlds| all | worlds)
}

/// Those that hold in some world; what is the same is said once.
fn together<'a, T: ?Sized>(
    found: impl Iterator<Item = (Worlds, &'a T)>,
    is_same: impl Fn(&T, &T) -> bool,
) -> Vec<(Worlds, &'a T)> {
    let mut all: Vec<(Worlds, &T)> = Vec::new();
    for (worlds, verdict) in found.filter(|(worlds, _)| !worlds.is_empty()) {
        match all.iter_mut().find(|(_, known)| is_same(known, verdict)) {
            Some((known, _)) => *known |= worlds,
            None => all.push((worlds, verdict)),
        }
    }
    all
}
