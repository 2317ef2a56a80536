//! The files of a package, as an index lists them, put together into releases.

use std::collections::BTreeMap;
use std::str::FromStr;

use pep440_rs::Version;
use url::Url;

use super::{html, json, tags};
use crate::config::minors;
use crate::world::Worlds;

/// What has a longer name is not looked at.
const LONGEST_NAME: usize = 255;

/// What an index has of a package.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// The releases, the newest first.
    pub releases: Vec<Release>,
}

/// A release.
#[derive(Clone, Debug)]
pub struct Release {
    /// Its version.
    pub version: Version,
    /// Its files: wheels and source archives.
    pub files: Vec<ReleaseFile>,
}

/// A file of a release.
#[derive(Clone, Debug)]
pub struct ReleaseFile {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub url: Url,
    /// How many bytes it has, if that is known.
    pub size: Option<u64>,
    /// Its hash, in hexadecimal digits.
    pub sha256: Option<String>,
    /// Why it should not be used, if it should not.
    pub yanked: Option<String>,
    /// The day on which it came.
    pub uploaded: Option<String>,
    /// The worlds in which it can be installed.
    pub installs: Worlds,
}

/// A file as an index lists it.
#[derive(Default)]
pub(super) struct Listed {
    pub(super) filename: String,
    pub(super) url: String,
    pub(super) sha256: Option<String>,
    pub(super) requires_python: Option<String>,
    pub(super) size: Option<u64>,
    pub(super) upload_time: Option<String>,
    pub(super) yanked: Option<String>,
}

impl Listing {
    /// Reads the answer of an index about a package with this normalised name: JSON, else HTML.
    pub(super) fn read(bytes: &[u8], package: &str, base: &Url) -> Result<Self, String> {
        let start = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
        let files = match start {
            Some(b'<') => html::files(&String::from_utf8_lossy(bytes)),
            _ => json::files(bytes)?,
        };
        let mut releases: BTreeMap<Version, Vec<ReleaseFile>> = BTreeMap::new();
        for listed in files {
            if let Some((version, file)) = release_file(listed, package, base) {
                releases.entry(version).or_default().push(file);
            }
        }
        Ok(Self {
            releases: releases
                .into_iter()
                .rev()
                .map(|(version, files)| Release { version, files })
                .collect(),
        })
    }
}

fn release_file(listed: Listed, package: &str, base: &Url) -> Option<(Version, ReleaseFile)> {
    if listed.filename.len() > LONGEST_NAME {
        return None;
    }
    let (version, installs) = named(&listed.filename, package)?;
    let mut url = base.join(&listed.url).ok()?;
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let digest = url.fragment().and_then(|hash| hash.strip_prefix("sha256="));
    let sha256 = listed.sha256.or_else(|| digest.map(str::to_owned));
    url.set_fragment(None);
    let required = match listed.requires_python.as_deref() {
        // What is for no version that we know can be installed in none of our worlds.
        Some(specifier) if !specifier.trim().is_empty() => match specifier.len() {
            ..=LONGEST_NAME => minors(specifier).unwrap_or(Worlds::NONE),
            _ => Worlds::NONE,
        },
        _ => Worlds::ALL,
    };
    let day = |time: String| {
        let day = time.get(..10)?;
        let is_day = day
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-');
        is_day.then(|| day.to_owned())
    };
    let file = ReleaseFile {
        name: listed.filename,
        url,
        size: listed.size,
        sha256: sha256.map(|hash| hash.to_ascii_lowercase()),
        yanked: listed.yanked,
        uploaded: listed.upload_time.and_then(day),
        installs: installs & required,
    };
    Some((version, file))
}

impl Release {
    /// Whether pip passes it over unless it is asked for exactly.
    pub fn yanked(&self) -> Option<&str> {
        let reasons = self.files.iter().map(|file| file.yanked.as_deref());
        reasons.collect::<Option<Vec<_>>>()?.first().copied()
    }

    /// Whether pip passes it over unless it is told to take such.
    pub fn is_early(&self) -> bool {
        self.version.any_prerelease()
    }

    /// The worlds in which some file of it can be installed.
    pub fn installs(&self) -> Worlds {
        self.usable()
            .fold(Worlds::NONE, |all, file| all | file.installs)
    }

    /// The files that can be installed: those that are not yanked, unless all are.
    fn usable(&self) -> impl Iterator<Item = &ReleaseFile> {
        let all = self.yanked().is_some();
        let files = self.files.iter();
        files.filter(move |file| all || file.yanked.is_none())
    }

    /// The day on which its first file came.
    pub fn uploaded(&self) -> Option<&str> {
        self.files
            .iter()
            .filter_map(|file| file.uploaded.as_deref())
            .min()
    }

    /// The file that tells most about the others: a wheel for everybody, else any wheel, else a
    /// source archive; one for these worlds, the smallest of its kind.
    pub fn telling(&self, targets: Worlds) -> Option<&ReleaseFile> {
        let kind = |file: &ReleaseFile| {
            let is_wheel = has_extension(&file.name, ".whl");
            match (is_wheel, file.name.ends_with("-any.whl")) {
                (_, true) => 0,
                (true, _) => 1,
                _ => 2,
            }
        };
        self.usable().min_by_key(|file| {
            let elsewhere = !file.installs.overlaps(targets);
            (elsewhere, kind(file), file.size.unwrap_or(u64::MAX))
        })
    }
}

/// The name of a package as indexes compare it.
pub fn normalised(name: &str) -> String {
    let mut normal = String::new();
    for part in name.split(['-', '_', '.']).filter(|part| !part.is_empty()) {
        if !normal.is_empty() {
            normal.push('-');
        }
        normal.push_str(&part.to_lowercase());
    }
    normal
}

/// The version in the name of a file, and the worlds for which the file is.
fn named(file: &str, package: &str) -> Option<(Version, Worlds)> {
    if has_extension(file, ".whl") {
        let stem = &file[..file.len() - 4];
        let mut parts = stem.split('-');
        let (name, version) = (parts.next()?, parts.next()?);
        let rest: Vec<&str> = parts.collect();
        let [.., python, abi, platform] = rest.as_slice() else {
            return None;
        };
        let version = Version::from_str(version).ok()?;
        return (normalised(name) == package)
            .then(|| (version, tags::worlds(python, abi, platform)));
    }
    let stem = [".tar.gz", ".zip", ".tgz"]
        .iter()
        .find(|extension| has_extension(file, extension))
        .map(|extension| &file[..file.len() - extension.len()])?;
    // Older files write the name as they like, and so with any number of dashes.
    stem.match_indices('-').find_map(|(at, _)| {
        let version = Version::from_str(&stem[at + 1..]).ok()?;
        (normalised(&stem[..at]) == package).then_some((version, Worlds::ALL))
    })
}

fn has_extension(file: &str, extension: &str) -> bool {
    let start = file.len().saturating_sub(extension.len());
    file.get(start..)
        .is_some_and(|end| end.eq_ignore_ascii_case(extension))
}
