//! The files of a package, as an index lists them, put together into releases.

use std::collections::BTreeMap;
use std::str::FromStr;

use pep440_rs::Version;
use serde::Deserialize;
use url::Url;

use super::tags;
use crate::config::minors;
use crate::world::Worlds;

/// More files than this are not looked at.
const MOST: usize = 100_000;

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

#[derive(Deserialize)]
struct Page {
    files: Vec<Listed>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Listed {
    filename: String,
    url: String,
    #[serde(default)]
    hashes: BTreeMap<String, String>,
    requires_python: Option<String>,
    size: Option<u64>,
    upload_time: Option<String>,
    #[serde(default)]
    yanked: serde_json::Value,
}

impl Listing {
    /// Reads the answer of an index about a package with this normalised name.
    pub(super) fn read(bytes: &[u8], package: &str, base: &Url) -> Result<Self, String> {
        let page: Page = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        let mut releases: BTreeMap<Version, Vec<ReleaseFile>> = BTreeMap::new();
        for listed in page.files.into_iter().take(MOST) {
            let Some((version, installs)) = named(&listed.filename, package) else {
                continue;
            };
            let Ok(url) = base.join(&listed.url) else {
                continue;
            };
            if !matches!(url.scheme(), "http" | "https") {
                continue;
            }
            let required = match listed.requires_python.as_deref() {
                // What is for no version that we know can be installed in none of our worlds.
                Some(specifier) if !specifier.trim().is_empty() => {
                    minors(specifier).unwrap_or(Worlds::NONE)
                }
                _ => Worlds::ALL,
            };
            releases.entry(version).or_default().push(ReleaseFile {
                name: listed.filename,
                url,
                size: listed.size,
                sha256: listed
                    .hashes
                    .get("sha256")
                    .map(|hash| hash.to_ascii_lowercase()),
                yanked: yanked(&listed.yanked),
                uploaded: listed
                    .upload_time
                    .and_then(|time| time.get(..10).map(str::to_owned)),
                installs: installs & required,
            });
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
        self.files
            .iter()
            .fold(Worlds::NONE, |all, file| all | file.installs)
    }

    /// The day on which its first file came.
    pub fn uploaded(&self) -> Option<&str> {
        self.files
            .iter()
            .filter_map(|file| file.uploaded.as_deref())
            .min()
    }

    /// The file that tells most about the others: a wheel for everybody, else any wheel, else a
    /// source archive; the smallest of its kind.
    pub fn telling(&self) -> Option<&ReleaseFile> {
        let kind = |file: &ReleaseFile| {
            let is_wheel = has_extension(&file.name, ".whl");
            match (is_wheel, file.name.ends_with("-any.whl")) {
                (_, true) => 0,
                (true, _) => 1,
                _ => 2,
            }
        };
        self.files
            .iter()
            .min_by_key(|file| (kind(file), file.size.unwrap_or(u64::MAX)))
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

fn yanked(value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::Bool(true) => Some(String::new()),
        serde_json::Value::String(reason) if !reason.is_empty() => Some(reason.clone()),
        _ => None,
    }
}
