//! Which file of a release pip takes in which world.

use std::cmp::Reverse;

use super::listing::{Release, ReleaseFile};
use super::tags::newest;
use crate::world::{Platform, Worlds};

/// The kinds of files, what pip likes best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum FileKind {
    /// A wheel for some platforms.
    Compiled,
    /// A wheel for all.
    Pure,
    /// An archive of the source.
    Source,
}

impl Release {
    /// The files that pip takes in the targets, each with all the worlds in which it does.
    pub fn chosen(&self, targets: Worlds) -> Vec<(Worlds, &ReleaseFile)> {
        let (compiled, mut others): (Vec<_>, Vec<_>) = self
            .usable()
            .map(|file| (kind(file), file))
            .partition(|(kind, _)| *kind == FileKind::Compiled);
        let mut chosen: Vec<(Worlds, &ReleaseFile)> = Vec::new();
        let mut left = Worlds::ALL;
        for platform in Platform::ALL {
            let here = Worlds::platform(platform);
            let files = compiled.iter().map(|(_, file)| *file);
            if let Some((worlds, file)) = for_all(files, here, targets) {
                add(&mut chosen, worlds, file);
                left -= worlds;
            }
        }
        others.sort_by_cached_key(|(kind, file)| (*kind, Reverse(newest(&file.name)), size(file)));
        for (_, file) in others {
            let worlds = file.installs & left;
            if !worlds.is_empty() {
                add(&mut chosen, worlds, file);
                left -= worlds;
            }
        }
        chosen.retain(|(worlds, _)| worlds.overlaps(targets));
        chosen
    }
}

/// The wheel that stands for all that are compiled for a platform: they are built from the same
/// Python, and to download each of them for every version of Python would take very long.
fn for_all<'r>(
    compiled: impl Iterator<Item = &'r ReleaseFile>,
    here: Worlds,
    targets: Worlds,
) -> Option<(Worlds, &'r ReleaseFile)> {
    let compiled: Vec<_> = compiled
        .filter(|file| file.installs.overlaps(here))
        .collect();
    let file = compiled.iter().min_by_key(|file| {
        let elsewhere = !file.installs.overlaps(here & targets);
        (elsewhere, size(file))
    })?;
    let worlds = compiled.iter().map(|file| file.installs);
    let worlds = worlds.fold(Worlds::NONE, |all, worlds| all | worlds);
    Some((worlds & here, file))
}

fn add<'r>(chosen: &mut Vec<(Worlds, &'r ReleaseFile)>, worlds: Worlds, file: &'r ReleaseFile) {
    match chosen
        .iter_mut()
        .find(|(_, known)| std::ptr::eq(*known, file))
    {
        Some((known, _)) => *known |= worlds,
        None => chosen.push((worlds, file)),
    }
}

fn kind(file: &ReleaseFile) -> FileKind {
    let name = file.name.to_ascii_lowercase();
    match (name.ends_with(".whl"), name.ends_with("-any.whl")) {
        (_, true) => FileKind::Pure,
        (true, _) => FileKind::Compiled,
        _ => FileKind::Source,
    }
}

fn size(file: &ReleaseFile) -> u64 {
    file.size.unwrap_or(u64::MAX)
}
