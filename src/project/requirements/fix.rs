//! The fix of a requirement: a marker that leaves out where the import fails.

use super::Requirement;
use crate::finding::{Applicability, Fix};
use crate::text::Edit;
use crate::world::{Platform, Worlds, listed};

/// The ways to mend a requirement whose import fails in these worlds.
pub(super) fn fixes(
    requirement: &Requirement,
    worlds: Worlds,
    targets: Worlds,
    text: &str,
) -> Vec<Fix> {
    marker(requirement, worlds, targets, text)
        .into_iter()
        .collect()
}

fn marker(requirement: &Requirement, worlds: Worlds, targets: Worlds, text: &str) -> Option<Fix> {
    let end = requirement.end.filter(|_| !requirement.marked)?;
    let platforms: Vec<Platform> = worlds.platforms().collect();
    let named: Option<Vec<String>> = platforms
        .iter()
        .map(|platform| {
            let whole = worlds.contains(Worlds::platform(*platform) & targets);
            let name = sys_platform(*platform).filter(|_| whole)?;
            Some(format!(
                "sys_platform != {0}{name}{0}",
                quote(text, requirement)
            ))
        })
        .collect();
    let condition = named?.join(" and ");
    let titles: Vec<&str> = platforms.iter().map(|platform| platform.title()).collect();
    Some(Fix {
        covers: Vec::new(),
        title: format!("Do not install it on {}", listed(&titles)),
        applicability: Applicability::Unsafe,
        edits: vec![Edit {
            range: end..end,
            content: format!("; {condition}"),
        }],
    })
}

/// The quotes to use: other ones than those around the requirement.
fn quote(text: &str, requirement: &Requirement) -> char {
    match text[..requirement.range.start].ends_with('"') {
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
