//! The files of a package, as an index lists them, put together into releases.

use std::collections::BTreeMap;
use std::str::FromStr;

use pep440_rs::{Version, VersionSpecifiers};
use url::Url;

use super::file_entry::ListedFile;
use super::{html, json, tags};
use crate::config::minors;
use crate::project::package_name::normalised;
use crate::world::Worlds;

/// What has a longer name is not looked at.
const MAX_FILE_NAME_BYTES: usize = 255;

/// The files of a package, by version.
pub(super) type Releases = BTreeMap<Version, Vec<ReleaseFile>>;

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
    /// Which of the indexes has it.
    pub(super) index: usize,
}

impl ReleaseFile {
    /// Whether it is a wheel that was built for platforms, and brings what it needs there.
    pub fn is_for_platforms(&self) -> bool {
        let is_wheel = |name: &str| name.ends_with(".whl") && !name.ends_with("-any.whl");
        is_wheel(&self.name)
    }
}

/// Reads the answer of an index about a package with this normalised name: JSON, else HTML.
pub(super) fn read(
    bytes: &[u8],
    package: &str,
    base: &Url,
    (index, worlds): (usize, Worlds),
) -> Result<Releases, String> {
    let start = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    let files = match start {
        Some(b'<') => html::files(&String::from_utf8_lossy(bytes)),
        _ => json::files(bytes)?,
    };
    let mut releases = Releases::new();
    for listed in files {
        if let Some((version, mut file)) = release_file(listed, package, base) {
            file.installs &= worlds;
            file.index = index;
            releases.entry(version).or_default().push(file);
        }
    }
    Ok(releases)
}

fn release_file(listed: ListedFile, package: &str, base: &Url) -> Option<(Version, ReleaseFile)> {
    if listed.filename.len() > MAX_FILE_NAME_BYTES {
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
    let required = listed.requires_python.as_deref();
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
        installs: installs & required.map_or(Worlds::ALL, required_python),
        index: 0,
    };
    Some((version, file))
}

/// The worlds that a file is for, by the versions of Python that it says that it needs.
fn required_python(specifier: &str) -> Worlds {
    // pip ignores what is no specifier.
    let is_one = |text: &str| VersionSpecifiers::from_str(text).is_ok();
    match specifier.trim() {
        long if long.len() > MAX_FILE_NAME_BYTES => Worlds::NONE,
        none if none.is_empty() || !is_one(none) => Worlds::ALL,
        // What is for no version that we know can be installed in none of our worlds.
        some => minors(some).unwrap_or(Worlds::NONE),
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
        self.usable()
            .fold(Worlds::NONE, |all, file| all | file.installs)
    }

    /// The files that can be installed: those that are not yanked, unless all are.
    pub(super) fn usable(&self) -> impl Iterator<Item = &ReleaseFile> {
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
