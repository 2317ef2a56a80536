//! What the distributions of an environment bring, and where nothing brings it.

use foldhash::{HashMap, HashMapExt};

use super::conditions::{Conditions, name_of};
use crate::limits::reached;
use crate::project::installed::{Distribution, Distributions};
use crate::project::modules::Absence;
use crate::project::requirements::worlds_of;
use crate::world::Worlds;

/// Names that share so many letters in a row may bring the same modules: python-magic and
/// python-magic-bin.
const MIN_SHARED_LETTERS: usize = 3;

/// Where more requirements are about one distribution, nothing is reported.
const MAX_REQUIREMENTS_PER_DISTRIBUTION: usize = 1_000;

/// What the distributions of an environment bring.
pub(super) struct ProvidedModules<'d> {
    installed: &'d Distributions,
    /// How many of them have files in a top-level module.
    owners: HashMap<&'d str, usize>,
    /// Who requires a distribution, with which words, by its normalised name.
    required: HashMap<String, Vec<(&'d str, &'d str)>>,
}

impl<'d> ProvidedModules<'d> {
    pub(super) fn of(installed: &'d Distributions) -> Self {
        let mut owners = HashMap::new();
        for top in installed.values().flat_map(Distribution::top_level) {
            *owners.entry(&**top).or_insert(0) += 1;
        }
        let mut required: HashMap<String, Vec<_>> = HashMap::new();
        for (name, distribution) in installed {
            for (_, line) in &distribution.metadata().requires {
                let requirers = required.entry(name_of(line)).or_default();
                requirers.push((&**name, &**line));
            }
        }
        Self {
            installed,
            owners,
            required,
        }
    }

    /// The top-level modules that only this distribution has files in.
    pub(super) fn modules(&self, distribution: &'d Distribution) -> impl Iterator<Item = &'d str> {
        let tops = distribution.top_level().iter().map(String::as_str);
        tops.filter(|top| self.owners.get(top) == Some(&1))
    }

    /// Where nothing brings a distribution that one of these conditions is about.
    pub(super) fn absence(
        &self,
        requirer: Option<&str>,
        conditions: &Conditions,
        required: &str,
    ) -> Option<Absence> {
        let condition = conditions.get(required)?;
        let distribution = self.installed.get(required)?;
        let mut worlds = Worlds::ALL - condition.worlds;
        let requirers = self.required.get(required).map_or(&[][..], Vec::as_slice);
        if requirers.len() > MAX_REQUIREMENTS_PER_DISTRIBUTION {
            reached("requirements about one distribution");
            return None;
        }
        let others = requirers.iter().filter(|(by, _)| Some(*by) != requirer);
        for (by, line) in others {
            if worlds.is_empty() {
                return None;
            }
            let extras = self.installed.get(*by).map(|by| &*by.metadata().extras);
            worlds -= worlds_of(line, extras.unwrap_or(&[]));
        }
        let others = conditions.iter().filter(|(name, _)| {
            // What is installed is known to bring other modules.
            *name != required && !self.installed.contains_key(*name)
        });
        for (name, other) in others {
            let modules = distribution.top_level().iter().map(String::as_str);
            let mut names = modules.chain([required]);
            if names.any(|other| are_alike(name, other)) {
                worlds -= other.worlds;
            }
        }
        (!worlds.is_empty()).then(|| Absence {
            distribution: required.to_owned(),
            worlds,
            requirement: condition.place.clone(),
        })
    }
}

/// Whether two names share letters in a row.
fn are_alike(one: &str, other: &str) -> bool {
    let letters = |name: &str| -> Vec<char> {
        let letters = name.chars().filter(char::is_ascii_alphanumeric);
        letters.map(|c| c.to_ascii_lowercase()).collect()
    };
    let (one, other) = (letters(one), letters(other));
    one.windows(MIN_SHARED_LETTERS)
        .any(|part| other.windows(MIN_SHARED_LETTERS).any(|there| there == part))
}
