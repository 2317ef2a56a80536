//! What an installed release says of worlds that its environment is not for: an installer would choose
//! the newest release there, which need not be this one.

use std::collections::BTreeMap;

use super::{Distribution, Distributions, Pins};
use crate::config::minors;
use crate::model::surroundings::Summary;
use crate::project::index::versions_of_tag;
use crate::world::{SUPPORTED_MINORS, Worlds};

/// The worlds in which what is installed here would be installed.
#[derive(Debug, Default)]
pub(in crate::project) struct Limits {
    /// The version of Python that the environment is for; `None`: nobody knows.
    home: Option<Worlds>,
    /// By top-level module.
    claimed: BTreeMap<String, Worlds>,
}

impl Limits {
    /// Those of an environment for this minor version.
    pub(in crate::project) fn of(
        distributions: &Distributions,
        minor: Option<u8>,
        pins: &Pins,
    ) -> Self {
        let mut claimed = BTreeMap::new();
        for distribution in distributions.values() {
            let claim = match minor {
                Some(minor) => claim(distribution, minor, pins.contains(distribution)),
                None => allowed(distribution),
            };
            for top in distribution.top_level() {
                // Where several share a name, all of them have to be there.
                *claimed.entry(top.clone()).or_insert(Worlds::ALL) &= claim;
            }
        }
        Self {
            home: minor.map(Worlds::minor),
            claimed,
        }
    }

    /// The part of these worlds in which a module would be the one that is installed, or would fail
    /// just the same: what fails on a platform under the environment's own Python is not up to the version.
    pub(in crate::project) fn within(&self, module: &str, failing: Worlds) -> Worlds {
        let top = module.split('.').next().unwrap_or(module);
        let claimed = self.claimed.get(top).copied();
        let Some(home) = self.home else {
            return failing & claimed.unwrap_or(Worlds::ALL);
        };
        let platforms = (failing & home).platforms().map(Worlds::platform);
        let whatever_version = platforms.fold(Worlds::NONE, |all, platform| all | platform);
        failing & (claimed.unwrap_or(home) | whatever_version)
    }

    /// Takes back that a name is missing where another release may have it.
    pub(in crate::project) fn forget_missing(&self, module: &str, summary: &mut Summary) {
        summary.forget_missing(&|missing| missing - self.within(module, missing));
    }

    /// What matters of that to a module, for a hash.
    pub(in crate::project) fn in_words(&self, module: &str) -> String {
        let top = module.split('.').next().unwrap_or(module);
        format!("{:?} {:?}", self.home, self.claimed.get(top))
    }
}

/// The worlds in which an installer would choose this very release, as far as it says so itself: where
/// the project or the person who installed it left no other choice, in those up to this minor version that it
/// requires, and in later ones that it names.
fn claim(distribution: &Distribution, minor: u8, is_only_choice: bool) -> Worlds {
    let allowed = allowed(distribution);
    if is_only_choice || distribution.has_own_source() {
        return allowed;
    }
    let metadata = distribution.metadata();
    let required = required(distribution);
    let newest = Worlds::minor(*SUPPORTED_MINORS.end());
    let claimed = match required {
        // A release that says where it ends was tried with what comes before.
        Some(required) if !required.overlaps(newest) => required,
        Some(required) => required & Worlds::minors(|known| known <= minor),
        None => Worlds::NONE,
    };
    let named = Worlds::minors(|known| metadata.versions.contains(&known));
    Worlds::minor(minor) | allowed & (claimed | named)
}

/// The worlds that an installer would put this release into at all.
fn allowed(distribution: &Distribution) -> Worlds {
    let tags = distribution.tags();
    let versions = tags.iter().map(|tag| versions_of_tag(tag));
    let versions = versions.reduce(|all, versions| all | versions);
    required(distribution).unwrap_or(Worlds::ALL) & versions.unwrap_or(Worlds::ALL)
}

/// The worlds of its `Requires-Python`, if that says anything.
fn required(distribution: &Distribution) -> Option<Worlds> {
    let required = distribution.metadata().requires_python.as_deref();
    required.and_then(|required| minors(required).ok())
}
