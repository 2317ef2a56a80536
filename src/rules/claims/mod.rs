//! Claims: what a project says of platforms and versions, held against what its imports do.

pub(super) mod fix;
mod offer;
mod setup;

use std::ops::Range;

pub(crate) use offer::OfferedModule;
pub(super) use setup::SetupClaims;

use crate::config::{claimed_minor, claimed_platforms, minors};
use crate::model::surroundings::{ImportFailure, TestedWorlds};
use crate::world::Worlds;

/// Something that says where a project works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Claim {
    /// What is written: `Operating System :: OS Independent`, `>=3.8`.
    pub(crate) written: String,
    /// Its bytes, without quotes.
    pub(crate) range: Range<usize>,
    /// What it is about.
    pub(crate) about: ClaimSubject,
    /// The worlds that it claims, as far as it says.
    pub(crate) worlds: Worlds,
}

/// What a claim is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ClaimSubject {
    /// Platforms: a classifier.
    Platforms,
    /// A version of Python: a classifier.
    Version,
    /// All versions of Python from one on: `requires-python`.
    Versions,
}

impl Claim {
    /// What a classifier claims; nothing if it is about something else.
    pub(crate) fn of_classifier(written: &str, range: Range<usize>, text: &str) -> Option<Self> {
        let (about, worlds) = match (claimed_platforms(written), claimed_minor(written)) {
            (Some(platforms), _) => (ClaimSubject::Platforms, platforms),
            (None, Some(minor)) => (ClaimSubject::Version, Worlds::minor(minor)),
            (None, None) => return None,
        };
        Self::new(written, range, text, (about, worlds))
    }

    /// What a specifier of Python's versions claims.
    pub(crate) fn of_versions(written: &str, range: Range<usize>, text: &str) -> Option<Self> {
        let worlds = minors(written).ok()?;
        Self::new(written, range, text, (ClaimSubject::Versions, worlds))
    }

    /// Only where every character stands for itself are its bytes those of the text.
    pub(crate) fn new(
        written: &str,
        range: Range<usize>,
        text: &str,
        (about, worlds): (ClaimSubject, Worlds),
    ) -> Option<Self> {
        (text.get(range.clone()) == Some(written)).then(|| Self {
            written: written.trim().to_owned(),
            range,
            about,
            worlds,
        })
    }
}

/// Something that a project offers to its users, and that fails.
#[derive(Clone, Debug)]
pub(crate) struct FailingOffer {
    /// What it is: "`import pkg`", "the command `run`".
    pub(crate) what: String,
    /// Why it fails.
    pub(crate) failure: ImportFailure,
    /// The target worlds in which it does.
    pub(crate) worlds: Worlds,
}

/// What a project says of itself in one file, and what is known of the project.
pub(crate) trait ProjectClaims {
    /// The text of the file.
    fn text(&self) -> &str;

    /// The worlds that are checked.
    fn targets(&self) -> Worlds;

    /// What the file claims to support.
    fn claims(&self) -> &[Claim];

    /// The target platforms that are set in it.
    fn target_platforms(&self) -> Vec<Claim>;

    /// What the project offers to its users, and fails.
    fn failing(&self) -> Vec<FailingOffer>;

    /// What the jobs of continuous integration run on, if there are any.
    fn tested(&self) -> Option<TestedWorlds>;
}
