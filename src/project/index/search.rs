//! What several indexes have of a package, put together as pip or uv does it.

use std::collections::HashMap;
use std::collections::btree_map::Entry;

use super::client::{Client, Problem};
use super::indexes::Choice;
use super::listing::{Release, ReleaseFile, Releases};
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
        let mut all: Option<Releases> = None;
        let mut without = Vec::new();
        for at in 0..indexes.places.len() {
            match (self.ask(at, &name), indexes.choice) {
                (Ok(found), Choice::First) => return Ok(listing(found, left_out)),
                (Ok(found), choice) => add(all.get_or_insert_default(), found, choice),
                (Err(Problem::Absent), _) => without.push(indexes.places[at].url.as_str()),
                // pip goes on without such an index, unless it is the only one.
                (Err(Problem::Other(reason)), Choice::All) if indexes.places.len() > 1 => {
                    left_out.push(format!("what another index has ({reason})"));
                }
                (Err(Problem::Other(reason)), _) => return Err(reason),
            }
        }
        if !indexes.has_default {
            left_out.push(NO_DEFAULT.to_owned());
        }
        match all {
            Some(found) => Ok(listing(found, left_out)),
            None => Err(absent(package, &without, &left_out)),
        }
    }
}

fn absent(package: &str, without: &[&str], left_out: &[String]) -> String {
    let what = match without {
        [] => format!("no index says whether it has a package `{package}`"),
        [one] => format!("the index {one} has no package `{package}`"),
        many => format!("no index has a package `{package}`: {}", many.join(", ")),
    };
    match left_out {
        [] => what,
        some => format!("{what}; not looked at: {}", some.join(", ")),
    }
}

fn listing(found: Releases, left_out: Vec<String>) -> Listing {
    let releases = found.into_iter().rev();
    Listing {
        releases: releases
            .map(|(version, files)| Release { version, files })
            .collect(),
        left_out,
    }
}

fn add(all: &mut Releases, found: Releases, choice: Choice) {
    for (version, files) in found {
        match all.entry(version) {
            Entry::Vacant(free) => drop(free.insert(files)),
            Entry::Occupied(mut known) if choice == Choice::All => merge(known.get_mut(), files),
            Entry::Occupied(_) => {}
        }
    }
}

/// Adds files; one that several indexes have is that of the first, where it is for the same worlds.
fn merge(known: &mut Vec<ReleaseFile>, files: Vec<ReleaseFile>) {
    let mut taken: HashMap<String, Worlds> = HashMap::new();
    for file in &*known {
        *taken.entry(file.name.clone()).or_default() |= file.installs;
    }
    for mut file in files {
        if let Some(worlds) = taken.get(&file.name) {
            file.installs -= *worlds;
        }
        if !file.installs.is_empty() {
            known.push(file);
        }
    }
}
