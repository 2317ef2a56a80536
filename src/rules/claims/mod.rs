//! Claims: what a project says of platforms and versions, held against what its imports do.

mod fix;
mod offer;
mod untested_platforms;

use std::ops::Range;

pub(crate) use offer::OfferedModule;
pub(crate) use untested_platforms::{UNTESTED, untested};

use crate::config::{SettingNode, claimed_minor, claimed_platforms, minors};
use crate::finding::{Finding, Severity};
use crate::model::surroundings::ImportFailure;
use crate::world::{FIRST_MINOR, LAST_MINOR, Worlds};

/// The rule that speaks of them.
pub(crate) const RULE: &str = "unsupported-classifier";

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

/// What the arguments of a call of `setup` claim.
pub(crate) fn of_setup(arguments: &SettingNode, text: &str) -> Vec<Claim> {
    let classifiers = arguments
        .get("classifiers")
        .map_or(&[][..], SettingNode::items);
    let classifiers = classifiers
        .iter()
        .filter_map(|node| Claim::of_classifier(node.text()?, node.inside()?, text));
    let versions = arguments.get("python_requires");
    let versions = versions.and_then(|node| Claim::of_versions(node.text()?, node.inside()?, text));
    classifiers.chain(versions).collect()
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

/// What is wrong with the claims in a text.
pub(crate) fn findings(
    claims: &[Claim],
    failing: &[FailingOffer],
    targets: Worlds,
    text: &str,
) -> Vec<Finding> {
    let wrong = FailingWorlds::of(failing, targets);
    let found = claims.iter().filter_map(|claim| {
        let worlds = wrong.of_claim(claim);
        let mut finding = finding(claim, worlds, failing, targets)?;
        let fix = fix::fix(claim, claims, (worlds, targets), text);
        finding.fixes.extend(fix);
        Some(finding)
    });
    found.collect()
}

/// Where nothing works, told apart: a version that fails everywhere says nothing of platforms, and a
/// platform on which every version fails says nothing of versions.
struct FailingWorlds {
    /// Versions that fail on every target platform on which some version works.
    versions: Worlds,
    /// What fails besides.
    platforms: Worlds,
}

impl FailingWorlds {
    fn of(failing: &[FailingOffer], targets: Worlds) -> Self {
        let all = failing
            .iter()
            .fold(Worlds::NONE, |all, failing| all | failing.worlds);
        let whole = |platform| Worlds::platform(platform) & targets;
        let works = targets
            .platforms()
            .filter(|platform| !all.contains(whole(*platform)))
            .fold(Worlds::NONE, |works, platform| works | whole(platform));
        let versions = (FIRST_MINOR..=LAST_MINOR)
            .map(|minor| Worlds::minor(minor) & works)
            .filter(|worlds| all.contains(*worlds))
            .fold(Worlds::NONE, |versions, worlds| versions | worlds);
        Self {
            versions,
            platforms: all - versions,
        }
    }

    fn of_claim(&self, claim: &Claim) -> Worlds {
        match claim.about {
            ClaimSubject::Platforms => self.platforms & claim.worlds,
            ClaimSubject::Version => self.versions & claim.worlds,
            ClaimSubject::Versions => self.oldest(claim),
        }
    }

    /// The oldest versions that are let in, as far as they fail: nobody says which are too new.
    fn oldest(&self, claim: &Claim) -> Worlds {
        let mut oldest = Worlds::NONE;
        for minor in FIRST_MINOR..=LAST_MINOR {
            let worlds = Worlds::minor(minor);
            if claim.worlds.overlaps(worlds) {
                if !self.versions.overlaps(worlds) {
                    break;
                }
                oldest |= worlds & self.versions;
            }
        }
        oldest
    }
}

fn finding(
    claim: &Claim,
    worlds: Worlds,
    failing: &[FailingOffer],
    targets: Worlds,
) -> Option<Finding> {
    let concerned = || {
        failing
            .iter()
            .filter(|failing| failing.worlds.overlaps(worlds))
    };
    // The one that says most about it.
    let first = concerned().max_by_key(|failing| (failing.worlds & worlds).len())?;
    let reached = first.worlds & worlds;
    let mut related = Vec::new();
    for place in concerned().flat_map(|failing| failing.failure.related()) {
        if !related.contains(&place) {
            related.push(place);
        }
    }
    let written = match claim.about {
        ClaimSubject::Platforms | ClaimSubject::Version => claim.written.clone(),
        ClaimSubject::Versions => format!("Python {}", claim.written),
    };
    Some(Finding {
        rule: RULE,
        severity: Severity::Warning,
        range: claim.range.clone(),
        worlds,
        message: format!(
            "This claims `{written}`, but {} fails {}: {}",
            first.what,
            reached.in_english(targets),
            first.failure.cause()?
        ),
        help: Some("Make it work there, or claim only what works.".to_owned()),
        site: None,
        fixes: Vec::new(),
        patch: None,
        related,
    })
}
