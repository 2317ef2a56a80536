//! The tags in the name of a wheel: for which versions and platforms it is.

use crate::world::{Platform, Worlds};

/// The worlds in which a wheel with these tags can be installed.
pub(super) fn worlds(python: &str, abi: &str, platform: &str) -> Worlds {
    let stable = abi.split('.').any(|abi| abi == "abi3");
    let minors = python
        .split('.')
        .fold(Worlds::NONE, |all, tag| all | versions(tag, stable));
    let platforms = platform
        .split('.')
        .fold(Worlds::NONE, |all, tag| all | platforms(tag));
    minors & platforms
}

/// The versions in a whole tag, `cp311-abi3-win_amd64`, whatever the platform.
pub(in crate::project) fn versions_of_tag(tag: &str) -> Worlds {
    let mut parts = tag.split('-');
    match (parts.next(), parts.next()) {
        (Some(python), Some(abi)) => worlds(python, abi, "any"),
        _ => Worlds::ALL,
    }
}

/// The newest minor version that the name of a wheel asks for; with a higher one pip likes it better.
pub(super) fn newest(wheel: &str) -> Option<u8> {
    let python = wheel.rsplit('-').nth(2)?;
    python.split('.').filter_map(minor).max()
}

/// The minor version of Python 3 in a tag; 0 where it is for all of them.
fn minor(tag: &str) -> Option<u8> {
    let (_, version) = tag.split_at_checked(2)?;
    match version.strip_prefix('3')?.trim_start_matches('_') {
        "" => Some(0),
        minor => minor.parse().ok(),
    }
}

fn versions(tag: &str, stable: bool) -> Worlds {
    match (tag.get(..2), minor(tag)) {
        (Some("py"), Some(first)) => Worlds::minors(|minor| minor >= first),
        (Some("cp"), Some(first)) if stable => Worlds::minors(|minor| minor >= first),
        (Some("cp"), Some(only)) => Worlds::minor(only),
        _ => Worlds::NONE,
    }
}

fn platforms(tag: &str) -> Worlds {
    let starts = [
        ("win", Platform::Windows),
        ("macosx", Platform::Macos),
        ("manylinux", Platform::Linux),
        ("musllinux", Platform::Linux),
        ("linux", Platform::Linux),
        ("freebsd", Platform::Freebsd),
        ("android", Platform::Android),
        ("ios", Platform::Ios),
        ("emscripten", Platform::Emscripten),
        ("pyodide", Platform::Emscripten),
        ("wasi", Platform::Wasi),
    ];
    if tag == "any" {
        return Worlds::ALL;
    }
    starts
        .iter()
        .find(|(start, _)| tag.starts_with(start))
        .map_or(Worlds::NONE, |(_, platform)| Worlds::platform(*platform))
}
