//! What the files say about one name, put together into one fact.

use super::{ArgumentCondition, Fact, Failure};
use crate::world::Worlds;

/// What one file says about one name; what it leaves open, a later file may say.
#[derive(Debug, Default)]
pub(super) struct Record {
    pub(super) name: &'static str,
    pub(super) available: Option<Worlds>,
    pub(super) failures: Vec<(Option<Worlds>, Failure)>,
    pub(super) when: Vec<ArgumentCondition>,
    pub(super) perhaps: bool,
    pub(super) removed: Option<&'static str>,
    pub(super) effect: Option<&'static str>,
    pub(super) source: Option<&'static str>,
    pub(super) alternative: Option<&'static str>,
}

impl Record {
    /// Takes what is still open from a later file.
    pub(super) fn complete(&mut self, later: Self) {
        // Where it fails and how belong together: another file's failures do not fit these worlds.
        if self.available.is_none() {
            self.available = later.available;
            if self.failures.is_empty() {
                self.failures = later.failures;
            }
            self.source = self.source.or(later.source);
        }
        self.perhaps |= later.perhaps;
        self.removed = self.removed.or(later.removed);
        self.effect = self.effect.or(later.effect);
        self.alternative = self.alternative.or(later.alternative);
    }

    /// The fact, or what is missing or contradictory.
    pub(super) fn fact(self) -> Result<Fact, String> {
        let available = self.available.ok_or("no file says where it is available")?;
        let failures = failures(available, &self.failures)?;
        Ok(Fact {
            name: self.name,
            available,
            failure: failures.first().ok_or("it is available everywhere")?.1,
            failures: failures.leak(),
            perhaps: self.perhaps,
            when: self.when.leak(),
            removed: self.removed,
            effect: self.effect,
            source: self.source.ok_or("it has no source")?,
            alternative: self.alternative,
        })
    }
}

/// Shares the worlds in which it is not available among the failures; what no failure claims is missing.
fn failures(
    available: Worlds,
    stated: &[(Option<Worlds>, Failure)],
) -> Result<Vec<(Worlds, Failure)>, String> {
    let mut rest = !available;
    for worlds in stated.iter().filter_map(|(worlds, _)| *worlds) {
        if !rest.contains(worlds) {
            return Err(format!("`{worlds}` is available, or fails in two ways"));
        }
        rest -= worlds;
    }
    let mut failures = Vec::new();
    for &(worlds, failure) in stated {
        let worlds = worlds.unwrap_or_else(|| std::mem::take(&mut rest));
        if worlds.is_empty() {
            return Err("a failure has no worlds left".into());
        }
        failures.push((worlds, failure));
    }
    if !rest.is_empty() {
        failures.push((rest, Failure::Missing));
    }
    Ok(failures)
}
