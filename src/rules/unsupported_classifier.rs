//! A classifier that claims a platform or a version with which the project cannot be imported.

use super::claims::fix::fix;
use super::claims::{Claim, ClaimSubject, FailingOffer, ProjectClaims};
use super::{Check, Needs, Rule};
use crate::finding::{Finding, Severity};
use crate::world::{FIRST_MINOR, LAST_MINOR, Worlds};

pub(super) static RULE: Rule = Rule {
    code: "unsupported-classifier",
    page: include_str!("unsupported-classifier.md"),
    level: Some(Severity::Warning),
    needs: Needs::Setup,
    check: Check::Claims(check),
    fixes: &[],
};

fn check(project: &dyn ProjectClaims, findings: &mut Vec<Finding>) {
    let (claims, targets) = (project.claims(), project.targets());
    if claims.is_empty() {
        return;
    }
    let failing = project.failing();
    let wrong = FailingWorlds::of(&failing, targets);
    findings.extend(claims.iter().filter_map(|claim| {
        let worlds = wrong.of_claim(claim);
        let mut finding = finding(claim, worlds, &failing, targets)?;
        let fix = fix(claim, claims, (worlds, targets), project.text());
        finding.fixes.extend(fix);
        Some(finding)
    }));
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
        let platforms = match works.is_empty() && targets.platforms().nth(1).is_some() {
            // What works nowhere says nothing of platforms.
            true => Worlds::NONE,
            false => all - versions,
        };
        Self {
            versions,
            platforms,
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
        help: Some("Make it work there, or claim only what works.".to_owned()),
        related,
        ..Finding::new(
            RULE.code,
            Severity::Warning,
            claim.range.clone(),
            worlds,
            format!(
                "`{written}` is claimed, but {} fails {}: {}",
                first.what,
                reached.in_english(targets),
                first.failure.cause()?
            ),
        )
    })
}
