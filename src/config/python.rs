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
    let wanted = if text.starts_with(|c: char| c.is_ascii_digit()) {
        VersionSpecifiers::from_str(&format!("=={}.*", text.trim_end_matches(".*")))
    } else {
        VersionSpecifiers::from_str(text)
    };
    let wanted = wanted
        .ok()
        .filter(|wanted| !wanted.is_empty())
        .ok_or_else(|| {
            format!("`{specifier}` is not a version specifier; write it like `>=3.10,<3.15`")
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
        return Err(format!(
            "`{specifier}` lets in no version of Python; spawnsafe knows 3.{FIRST_MINOR} to 3.{newest}"
        ));
    }
    Ok(worlds)
}
