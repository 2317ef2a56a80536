//! Platforms and versions that the path of a file names: `tools/win32/install.py`, `posix_daemon.py`, `test_match_py310.py`.

use std::path::Path;

use crate::model::eval::platform_words::words;
use crate::project::platform_names::platform_named;
use crate::world::{LAST_MINOR, Worlds};

/// The worlds of the platforms and versions that a path names, if it names any.
pub(in crate::project) fn named_in(path: &Path) -> Option<Worlds> {
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    let above = path.parent().into_iter().flatten();
    let parts = above.filter_map(|part| part.to_str()).chain(stem);
    let found = parts
        .flat_map(words)
        .filter_map(|word| platform_named(&word));
    let platforms = found.reduce(|all, worlds| all | worlds);
    let versions = stem.and_then(version_named);
    match (platforms, versions) {
        (Some(platforms), Some(versions)) => Some(platforms & versions),
        _ => platforms.or(versions),
    }
}

/// The versions that a file is for whose name ends with the first of them: `test_match_py310`, `MatchTest310`.
fn version_named(stem: &str) -> Option<Worlds> {
    let letters = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    let minor = stem[letters.len()..].strip_prefix('3')?;
    // `issue35`, `chapter31` and `model310` are about something else.
    let said = letters.to_ascii_lowercase();
    let is_test = minor.len() == 2 && said.contains("test");
    let is_version = is_test || said.ends_with("py") || said.ends_with("python");
    let first: u8 = minor.parse().ok().filter(|_| is_version)?;
    (first <= LAST_MINOR).then(|| Worlds::minors(|minor| minor >= first))
}

/// The worlds of the platform that the directory of a file is named after: whoever puts scripts into `win32` or
/// `python2` means it, wherever the project begins.
pub(in crate::project) fn directory_named(file: &Path) -> Option<Worlds> {
    platform_named(file.parent()?.file_name()?.to_str()?)
}
