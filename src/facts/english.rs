//! A fact in English, for pages and hovers.

use std::borrow::Cow;

use super::{Fact, Failure};
use crate::world::{FIRST_MINOR, LAST_MINOR, Worlds};

impl Fact {
    /// "was removed in Python 3.13" or "is new in Python 3.11", where nothing but the version tells whether it exists.
    pub fn version_change(&self) -> Option<String> {
        if let Some(version) = self.removed {
            return Some(format!("was removed in Python {version}"));
        }
        // A parameter that is still there to be refused is gone.
        let is_refused = |(_, failure): &(Worlds, Failure)| {
            matches!(failure, Failure::Missing | Failure::Raises("TypeError"))
        };
        let exists = match !self.when.is_empty() && self.failures.iter().all(is_refused) {
            true => self.available,
            false => self.exists(),
        };
        (FIRST_MINOR + 1..=LAST_MINOR).find_map(|minor| {
            if exists == Worlds::minors(|other| other < minor) {
                Some(format!("was removed in Python 3.{minor}"))
            } else if exists == Worlds::minors(|other| other >= minor) {
                Some(format!("is new in Python 3.{minor}"))
            } else {
                None
            }
        })
    }

    /// What happens in those of these worlds in which it does not work, a clause for each way to fail: "it raises
    /// `ValueError` on Windows: Windows waits for at most 61 worker processes".
    pub fn elsewhere(&self, targets: Worlds) -> Vec<String> {
        let failing = |worlds: &Worlds| worlds.overlaps(targets);
        let failures = self.failures.iter().filter(|(worlds, _)| failing(worlds));
        let mut explained = false;
        failures
            .map(|(worlds, failure)| {
                let worlds = worlds.in_english(targets);
                let clause = match failure {
                    Failure::Missing => return format!("it does not exist {worlds}"),
                    Failure::Raises(exception) if self.perhaps => {
                        format!("it may raise {exception} {worlds}")
                    }
                    Failure::Raises(exception) => format!("it raises {exception} {worlds}"),
                    Failure::Diverges => format!("it does something else {worlds}"),
                    Failure::Ignored => format!("it is ignored {worlds}"),
                };
                match self.effect {
                    // One effect stands for all failures of a fact; once is enough.
                    Some(effect) if !std::mem::replace(&mut explained, true) => {
                        format!("{clause}: {effect}")
                    }
                    _ => clause,
                }
            })
            .collect()
    }

    /// Why it fails in these worlds. Where it is only missing and fails in other ways elsewhere, that is about the others.
    pub fn effect_in(&self, worlds: Worlds) -> Option<&'static str> {
        let is_missing = |(within, failure): &(Worlds, Failure)| {
            !within.overlaps(worlds) || *failure == Failure::Missing
        };
        let mut all = self.failures.iter();
        let only_missing = all.clone().all(is_missing);
        self.effect
            .filter(|_| !only_missing || all.all(|(_, failure)| *failure == Failure::Missing))
    }

    /// What to write instead, as one clause; where nothing is known to be, how to guard it.
    pub fn advice(&self) -> Cow<'static, str> {
        if let Some(alternative) = self.alternative {
            return alternative.into();
        }
        let available = |minor| self.available.overlaps(Worlds::minor(minor));
        let first = (FIRST_MINOR..=LAST_MINOR).find(|&minor| available(minor));
        let last = (FIRST_MINOR..=LAST_MINOR)
            .rev()
            .find(|&minor| available(minor));
        match (first, last) {
            (Some(first), _) if self.available == Worlds::minors(|minor| minor >= first) => {
                format!("there is no substitute before Python 3.{first}; guard it with sys.version_info >= (3, {first})").into()
            }
            (_, Some(last)) if self.available == Worlds::minors(|minor| minor <= last) => {
                let gone = last + 1;
                format!("there is no substitute from Python 3.{gone} on; guard it with sys.version_info < (3, {gone})").into()
            }
            _ if self.available == Worlds::minors(available) => {
                "there is no substitute; guard it with sys.version_info, or leave it out".into()
            }
            _ => "there is no substitute; guard it with sys.platform, or leave it out".into(),
        }
    }
}
