//! The fixes of a requirement: a release that works, or a marker that leaves out where none does.

use std::fmt::Write;
use std::str::FromStr;

use pep440_rs::{Operator, VersionSpecifiers};

use crate::finding::{Applicability, Fix};
use crate::project::Requirement;
use crate::project::index::KnownRelease;
use crate::text::Edit;
use crate::world::{Platform, Worlds, listed};

/// The ways to mend a requirement whose import fails in these worlds. `releases` are those of which
/// it is known where they work.
pub(super) fn fixes(
    requirement: &Requirement,
    worlds: Worlds,
    targets: Worlds,
    text: &str,
    releases: &[KnownRelease],
) -> Vec<Fix> {
    release(requirement, (worlds, targets), text, releases)
        .into_iter()
        .chain(marker(requirement, worlds, targets, text))
        .collect()
}

/// Requires the oldest release from which on none that is known fails where it is wanted.
fn release(
    requirement: &Requirement,
    (failing, targets): (Worlds, Worlds),
    text: &str,
    releases: &[KnownRelease],
) -> Option<Fix> {
    let range = requirement.versions.clone()?;
    let wanted = requirement.worlds & targets;
    let mut releases: Vec<_> = releases.iter().collect();
    releases.sort_by(|release, other| other.version.cmp(&release.version));
    let is_there = |release: &KnownRelease| {
        let mut platforms = failing.platforms().map(Worlds::platform);
        platforms.all(|platform| release.works.overlaps(platform & failing))
    };
    let version = releases
        .iter()
        .take_while(|version| !version.fails.overlaps(wanted))
        .filter(|release| is_there(release))
        .map(|release| &release.version)
        .last()?;
    // Bounds from above stay, unless they leave out every release that works.
    let written = VersionSpecifiers::from_str(text.get(range.clone())?.trim()).ok()?;
    let is_above = |operator: Operator| {
        matches!(
            operator,
            Operator::LessThan | Operator::LessThanEqual | Operator::NotEqual
        )
    };
    let kept = written
        .iter()
        .filter(|specifier| is_above(*specifier.operator()));
    let mut versions = format!(">={version}");
    for specifier in kept {
        if !specifier.contains(version) {
            return None;
        }
        let _ = write!(versions, ",{specifier}");
    }
    (text.get(range.clone()) != Some(&versions)).then(|| {
        Fix::new(
            Applicability::Unsafe,
            format!(
                "Require {}{versions}, which can be imported there",
                requirement.name
            ),
            vec![Edit {
                range,
                content: versions,
            }],
        )
    })
}

fn marker(requirement: &Requirement, worlds: Worlds, targets: Worlds, text: &str) -> Option<Fix> {
    if requirement.marked {
        return None;
    }
    let (fails, works): (Vec<Platform>, Vec<Platform>) = targets
        .platforms()
        .partition(|platform| worlds.overlaps(Worlds::platform(*platform)));
    let whole = |platform: &Platform| worlds.contains(Worlds::platform(*platform) & targets);
    if !fails.iter().all(whole) {
        return None;
    }
    let quote = quote(text, requirement);
    let compared = |operator: &str, platform: &Platform| {
        let name = sys_platform(*platform)?;
        Some(format!("sys_platform {operator} {quote}{name}{quote}"))
    };
    let (title, condition) = match (&fails[..], &works[..]) {
        ([_, _, ..], [only]) => (
            format!("Install it on {} only", only.title()),
            compared("==", only)?,
        ),
        _ => {
            let named: Option<Vec<String>> = fails
                .iter()
                .map(|version| compared("!=", version))
                .collect();
            let titles: Vec<&str> = fails.iter().map(|platform| platform.title()).collect();
            (
                format!("Do not install it on {}", listed(&titles)),
                named?.join(" and "),
            )
        }
    };
    let (range, content) = match (requirement.end, requirement.value.clone()) {
        (Some(end), _) => (end..end, format!("; {condition}")),
        (None, Some(value)) => {
            let version = text.get(value.clone())?;
            let table = format!("{{version = {version}, markers = \"{condition}\"}}");
            (value, table)
        }
        (None, None) => return None,
    };
    Some(Fix::new(
        Applicability::Unsafe,
        title,
        vec![Edit { range, content }],
    ))
}

/// The quotes to use: other ones than those around the requirement.
fn quote(text: &str, requirement: &Requirement) -> char {
    match requirement.value.is_some() || text[..requirement.range.start].ends_with('"') {
        true => '\'',
        false => '"',
    }
}

fn sys_platform(platform: Platform) -> Option<&'static str> {
    match platform {
        Platform::Linux => Some("linux"),
        Platform::Macos => Some("darwin"),
        Platform::Windows => Some("win32"),
        Platform::Emscripten => Some("emscripten"),
        _ => None,
    }
}
