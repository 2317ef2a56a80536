//! From version specifiers to minor versions.

use std::str::FromStr;

use pep440_rs::{Version, VersionSpecifiers};

use crate::world::{FIRST_MINOR, SUPPORTED_MINORS, Worlds};

/// No minor version of Python has had more patch releases.
const PATCHES: std::ops::Range<u64> = 0..40;

/// The minor versions that a specifier (`>=3.10,<3.15`) or a version (`3.12`) lets in: every
/// platform with those between the oldest that a world can have and the newest supported one.
pub fn minors(specifier: &str) -> Result<Worlds, String> {
    let text = specifier.trim();
    let wanted = if is_mere_version(text) {
        VersionSpecifiers::from_str(&format!("=={}.*", text.trim_end_matches(".*")))
    } else {
        VersionSpecifiers::from_str(text)
    };
    let wanted = wanted
        .ok()
        .filter(|wanted| !wanted.is_empty())
        .ok_or_else(|| {
            let instead = suggestion(text);
            format!("`{specifier}` is not a version specifier; {instead}")
        })?;
    let newest = *SUPPORTED_MINORS.end();
    let worlds = Worlds::minors(|minor| {
        minor <= newest
            && PATCHES.clone().any(|patch| {
                wanted.contains(&Version::new([3, u64::from(minor), patch]))
                    // Not released yet; its first release is as good as there.
                    || patch == 0 && wanted.contains(&Version::new([3, u64::from(minor)]))
            })
    });
    if worlds.is_empty() {
        let instead = match mentioned(text)[..] {
            [] => String::new(),
            _ => format!("; {}", suggestion(text)),
        };
        return Err(format!(
            "`{specifier}` matches no version of Python that spawnsafe knows (3.{FIRST_MINOR} to 3.{newest}){instead}"
        ));
    }
    Ok(worlds)
}

/// Whether a specifier is a mere version, which some tools take for that version and others for a mistake.
pub(crate) fn is_mere_version(specifier: &str) -> bool {
    specifier.trim().starts_with(|c: char| c.is_ascii_digit())
}

/// What somebody may have meant by a text that is no specifier.
fn suggestion(text: &str) -> String {
    match mentioned(text)[..] {
        [first, last] if first < last => {
            format!("did you mean `>=3.{first},<3.{}`?", last + 1)
        }
        [minor] => either(minor),
        _ => either(10),
    }
}

fn either(minor: u8) -> String {
    format!("`>=3.{minor}` means 3.{minor} and later, `3.{minor}` that version only")
}

/// The minor versions in a text that is no specifier: 10 for `3.10+`, `py310` and `3.10.2`.
fn mentioned(text: &str) -> Vec<u8> {
    let numbers = text.split(|c: char| !c.is_ascii_digit() && c != '.');
    let minor = |number: &str| {
        let rest = number.strip_prefix('3')?;
        let minor = rest.strip_prefix('.').unwrap_or(rest).split('.').next()?;
        let minor = minor.parse().ok()?;
        (FIRST_MINOR..=*SUPPORTED_MINORS.end())
            .contains(&minor)
            .then_some(minor)
    };
    numbers.filter_map(minor).collect()
}
