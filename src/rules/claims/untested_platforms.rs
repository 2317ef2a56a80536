//! Claims that nothing tests: platforms and versions that no job of the workflows runs on.

use super::{Claim, ClaimSubject};
use crate::finding::{Finding, Severity};
use crate::model::surroundings::TestedWorlds;
use crate::world::{FIRST_MINOR, LAST_MINOR, Platform, Worlds};

/// The rule that speaks of them, if it is on.
pub(crate) const UNTESTED: &str = "untested-platform";
/// So many jobs are named at most.
const MAX_NAMED_JOBS: usize = 8;
/// The platforms that workflows can run on.
const PLATFORMS: [Platform; 3] = [Platform::Linux, Platform::Macos, Platform::Windows];

/// What nothing tests of these claims.
pub(crate) fn untested(claims: &[Claim], tested: &TestedWorlds, targets: Worlds) -> Vec<Finding> {
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
            rule: UNTESTED,
            severity: Severity::Info,
            range: claim.range.clone(),
            worlds: worlds & targets,
            message: format!(
                "This claims `{}`, but no job of `.github/workflows` {runs}",
                claim.written
            ),
            help: Some(
                "Let a job of the tests run there, or claim only what is tested.".to_owned(),
            ),
            site: None,
            fixes: Vec::new(),
            patch: None,
            related: tested.places.iter().take(MAX_NAMED_JOBS).cloned().collect(),
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
