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

fn versions(tag: &str, stable: bool) -> Worlds {
    let (implementation, version) = tag.split_at(tag.len().min(2));
    let Some(minor) = version.strip_prefix('3') else {
        return Worlds::NONE;
    };
    let minor: Option<u8> = minor.trim_start_matches('_').parse().ok();
    match (implementation, minor) {
        ("py", None) => Worlds::ALL,
        ("py", Some(first)) => Worlds::minors(|minor| minor >= first),
        ("cp", Some(first)) if stable => Worlds::minors(|minor| minor >= first),
        ("cp", Some(only)) => Worlds::minor(only),
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
