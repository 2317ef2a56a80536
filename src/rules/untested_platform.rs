//! A platform or a version that a project claims and that its workflows never run on.

use super::claims::{Claim, ClaimSubject, ProjectClaims};
use super::{Check, Needs, Rule};
use crate::finding::{Finding, Severity};
use crate::model::surroundings::TestedWorlds;
use crate::world::{FIRST_MINOR, LAST_MINOR, Platform, Worlds};

pub(super) static RULE: Rule = Rule {
    code: "untested-platform",
    page: include_str!("untested-platform.md"),
    level: None,
    needs: Needs::Setup,
    check: Check::Claims(check),
    fixes: &[],
};

/// How many jobs are named at most.
const MAX_NAMED_JOBS: usize = 8;
/// The platforms that workflows can run on.
const PLATFORMS: [Platform; 3] = [Platform::Linux, Platform::Macos, Platform::Windows];

fn check(project: &dyn ProjectClaims, findings: &mut Vec<Finding>) {
    let mut claims = project.claims().to_vec();
    claims.extend(project.target_platforms());
    if !claims.is_empty()
        && let Some(tested) = project.tested()
    {
        findings.extend(untested(&claims, &tested, project.targets()));
    }
}

/// What nothing tests of these claims.
fn untested(claims: &[Claim], tested: &TestedWorlds, targets: Worlds) -> Vec<Finding> {
    let platforms = PLATFORMS.into_iter().filter_map(|platform| {
        let worlds = Worlds::platform(platform);
        let claim = narrowest(claims, ClaimSubject::Platforms, worlds)?;
        let untested = !tested.platforms.overlaps(worlds);
        untested.then(|| (claim, worlds, format!("runs on {}", platform.title())))
    });
    let versions = (FIRST_MINOR..=LAST_MINOR).filter_map(|minor| {
        let worlds = Worlds::minor(minor);
        let claim = narrowest(claims, ClaimSubject::Version, worlds)?;
        let untested = !tested.versions.as_ref()?.contains(&minor);
        untested.then(|| (claim, worlds, format!("runs Python 3.{minor}")))
    });
    let found = platforms.chain(versions);
    let found = found.filter(|(_, worlds, _)| targets.overlaps(*worlds));
    found
        .map(|(claim, worlds, runs)| Finding {
            help: Some(
                "Let a job of the tests run there, or claim only what is tested.".to_owned(),
            ),
            related: tested.places.iter().take(MAX_NAMED_JOBS).cloned().collect(),
            ..Finding::new(
                RULE.code,
                Severity::Info,
                claim.range.clone(),
                worlds & targets,
                format!(
                    "`{}` is claimed, but no job of `.github/workflows` {runs}",
                    claim.written
                ),
            )
        })
        .collect()
}

/// The claim that says the least beside this.
fn narrowest(claims: &[Claim], about: ClaimSubject, worlds: Worlds) -> Option<&Claim> {
    let claiming = claims
        .iter()
        .filter(|claim| claim.about == about && claim.worlds.contains(worlds));
    claiming.min_by_key(|claim| claim.worlds.len())
}
