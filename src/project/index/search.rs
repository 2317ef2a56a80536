//! What several indexes have of a package, put together as pip or uv does it.

use foldhash::HashMap;

use pep440_rs::Version;

use super::client::{Client, RequestError};
use super::indexes::IndexStrategy;
use super::listing::{Release, Releases};
use crate::project::package_name::normalised;
use crate::world::Worlds;

/// What is missing where nobody says which index is the default one.
const NO_DEFAULT: &str =
    "what is on the default index, which is not set up (UV_DEFAULT_INDEX or PIP_INDEX_URL)";

/// What indexes have of a package.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// The releases, the newest first.
    pub releases: Vec<Release>,
    /// What was not looked at, and why.
    pub left_out: Vec<String>,
}

impl Client {
    /// The releases of a package.
    pub fn list(&self, package: &str) -> Result<Listing, String> {
        let name = normalised(package);
        let indexes = &self.indexes;
        let mut left_out = indexes.unasked.clone();
        let mut gathered = GatheredReleases::default();
        let mut without = Vec::new();
        for (at, place) in indexes.places.iter().enumerate() {
            if indexes.choice == IndexStrategy::First && gathered.covered.contains(place.worlds) {
                continue;
            }
            match self.ask(at, &name) {
                Ok(found) => gathered.add(found, place.worlds, indexes.choice),
                Err(RequestError::Absent) => without.push(place.url.as_str()),
                // pip goes on without such an index, unless it is the only one.
                Err(RequestError::Other(reason))
                    if indexes.choice == IndexStrategy::All && indexes.places.len() > 1 =>
                {
                    left_out.push(format!("what another index has ({reason})"));
                }
                Err(RequestError::Other(reason)) => return Err(reason),
            }
        }
        let is_done = indexes.choice == IndexStrategy::First && gathered.covered == Worlds::ALL;
        if !indexes.has_default && !is_done {
            left_out.push(NO_DEFAULT.to_owned());
        }
        if gathered.covered.is_empty() {
            return Err(absent(package, &without, &left_out));
        }
        let releases = gathered.releases.into_iter().rev();
        Ok(Listing {
            releases: releases
                .map(|(version, files)| Release { version, files })
                .collect(),
            left_out,
        })
    }
}

fn absent(package: &str, without: &[&str], left_out: &[String]) -> String {
    let what = match without {
        [] => format!("no index says whether it has a package `{package}`"),
        [index] => format!("the index {index} has no package `{package}`"),
        many => format!("no index has a package `{package}`: {}", many.join(", ")),
    };
    match left_out {
        [] => what,
        some => format!("{what}; not looked at: {}", some.join(", ")),
    }
}

/// What was found so far.
#[derive(Default)]
struct GatheredReleases {
    releases: Releases,
    /// The worlds for which some index has the package.
    covered: Worlds,
    /// Those for which one has this version.
    versions: HashMap<Version, Worlds>,
    /// Those for which one has a file with this name.
    names: HashMap<String, Worlds>,
}

impl GatheredReleases {
    /// Adds what an index has for these worlds, as far as no stronger one is in its way.
    fn add(&mut self, found: Releases, worlds: Worlds, choice: IndexStrategy) {
        self.covered |= worlds;
        for (version, files) in found {
            let known = self.versions.entry(version.clone()).or_default();
            let taken = match choice {
                IndexStrategy::FirstOfEach => *known,
                IndexStrategy::First | IndexStrategy::All => Worlds::NONE,
            };
            *known |= worlds;
            let release = self.releases.entry(version).or_default();
            for mut file in files {
                let name = self.names.entry(file.name.clone()).or_default();
                file.installs -= taken | *name;
                *name |= file.installs;
                release.push(file);
            }
        }
    }
}
