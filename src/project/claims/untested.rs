//! Claims that nothing tests: platforms and versions that no job of the workflows runs on.

use std::path::Path;

use super::Described;
use crate::config::{Config, Level};
use crate::finding::Finding;
use crate::project::workflows::Workflows;
use crate::rules;
use crate::rules::claims::{About, Claim};
use crate::world::{FIRST_MINOR, LAST_MINOR, Platform, Worlds};

/// The rule that speaks here, if it is on.
const RULE: &str = "untested-platform";
/// So many jobs are named at most.
const MOST: usize = 8;
/// The platforms that the workflows can run on.
const PLATFORMS: [Platform; 3] = [Platform::Linux, Platform::Macos, Platform::Windows];

/// What nothing tests of the claims in a file with this path and text.
pub(in crate::project) fn check_untested(path: &Path, text: &str, config: &Config) -> Vec<Finding> {
    let level = config.levels.get(RULE);
    let (Some(rule), Some(Level::At(severity))) = (rules::rule(RULE), level) else {
        return Vec::new();
    };
    let Some(described) = Described::read(path, text) else {
        return Vec::new();
    };
    let Some(workflows) = path.parent().and_then(Workflows::of) else {
        return Vec::new();
    };
    let mut claims = described.claims;
    claims.extend(described.targets);
    let claims = &claims;
    let platforms = PLATFORMS.into_iter().filter_map(|platform| {
        let worlds = Worlds::platform(platform);
        let claim = narrowest(claims, About::Platforms, worlds)?;
        let untested = !workflows.platforms.overlaps(worlds);
        untested.then(|| (claim, worlds, format!("runs on {}", platform.title())))
    });
    let versions = (FIRST_MINOR..=LAST_MINOR).filter_map(|minor| {
        let worlds = Worlds::minor(minor);
        let claim = narrowest(claims, About::Version, worlds)?;
        let untested = !workflows.versions.as_ref()?.contains(&minor);
        untested.then(|| (claim, worlds, format!("runs Python 3.{minor}")))
    });
    let found = platforms.chain(versions);
    let found = found.filter(|(_, worlds, _)| config.targets.overlaps(*worlds));
    found
        .map(|(claim, worlds, runs)| Finding {
            rule: rule.code,
            severity: *severity,
            range: claim.range.clone(),
            worlds: worlds & config.targets,
            message: format!(
                "This claims `{}`, but no job of `.github/workflows` {runs}",
                claim.written
            ),
            help: Some(
                "Let a job of the tests run there, or claim only what is tested.".to_owned(),
            ),
            fixes: Vec::new(),
            patch: None,
            related: workflows.places.iter().take(MOST).cloned().collect(),
        })
        .collect()
}

/// The claim that says the least beside this.
fn narrowest(claims: &[Claim], about: About, worlds: Worlds) -> Option<&Claim> {
    let claiming = claims
        .iter()
        .filter(|claim| claim.about == about && claim.worlds.contains(worlds));
    claiming.min_by_key(|claim| claim.worlds.len())
}
