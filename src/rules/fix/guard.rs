//! The condition that a person would write to say "only where this exists".

use crate::world::{LAST_MINOR, Platform, Worlds};

/// An expression over `sys` that is true exactly where `wanted` is, as far as `targets` go.
pub(in crate::rules) fn condition(wanted: Worlds, targets: Worlds) -> Option<String> {
    let wanted = wanted & targets;
    let fits = |worlds: Worlds| worlds & targets == wanted;
    let platforms = platform_conditions();
    if let Some((text, _)) = platforms.iter().find(|(_, worlds)| fits(*worlds)) {
        return Some(text.clone());
    }
    let versions = || (9..=LAST_MINOR).flat_map(version_conditions);
    if let Some((text, _)) = versions().find(|(_, worlds)| fits(*worlds)) {
        return Some(text);
    }
    platforms.iter().find_map(|(platform, here)| {
        let mut both =
            versions().map(|(version, there)| (format!("{platform} and {version}"), *here & there));
        both.find(|(_, worlds)| fits(*worlds)).map(|(text, _)| text)
    })
}

fn platform_conditions() -> Vec<(String, Worlds)> {
    let of = |platform| Worlds::platform(platform);
    let (linux, macos, windows) = (
        of(Platform::Linux),
        of(Platform::Macos),
        of(Platform::Windows),
    );
    [
        ("sys.platform != \"win32\"", !windows),
        ("sys.platform == \"win32\"", windows),
        ("sys.platform == \"linux\"", linux),
        ("sys.platform == \"darwin\"", macos),
        ("sys.platform != \"darwin\"", !macos),
        ("sys.platform in (\"linux\", \"darwin\")", linux | macos),
    ]
    .into_iter()
    .map(|(text, worlds)| (text.to_owned(), worlds))
    .collect()
}

fn version_conditions(minor: u8) -> [(String, Worlds); 2] {
    [
        (
            format!("sys.version_info >= (3, {minor})"),
            Worlds::minors(|m| m >= minor),
        ),
        (
            format!("sys.version_info < (3, {minor})"),
            Worlds::minors(|m| m < minor),
        ),
    ]
}
