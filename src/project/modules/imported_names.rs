//! What a module takes from each module that it imports: what else changes there is nothing to it.

use foldhash::{HashMap, HashSet};

use crate::model::surroundings::Summary;
use crate::world::Worlds;

/// What a module takes from others, by their dotted names.
#[derive(Clone, Debug, Default)]
pub(super) struct ImportedNames(HashMap<String, NamesOfModule>);

/// What is taken from one module, beside the failures of its import.
#[derive(Clone, Debug)]
enum NamesOfModule {
    /// The values of these names.
    Names(HashSet<String>),
    /// The module itself, with all that is in it.
    All,
}

impl ImportedNames {
    /// Notes that a module is imported, and these names are taken out of it.
    pub(super) fn add_names<'n>(&mut self, module: &str, names: impl Iterator<Item = &'n str>) {
        let none = || NamesOfModule::Names(HashSet::default());
        if let NamesOfModule::Names(known) = self.0.entry(module.to_owned()).or_insert_with(none) {
            known.extend(names.map(str::to_owned));
        }
    }

    /// Notes that a module is taken as a whole.
    pub(super) fn add_all(&mut self, module: &str) {
        self.0.insert(module.to_owned(), NamesOfModule::All);
    }

    /// Whether what is taken from a module is not the same in all these worlds.
    pub(super) fn differs(&self, module: &str, summary: &Summary, worlds: Worlds) -> bool {
        let Some(NamesOfModule::Names(names)) = self.0.get(module) else {
            return summary.matters(worlds);
        };
        let mut values = names.iter().filter_map(|name| summary.names.get(name));
        !summary.failures.is_empty() || values.any(|value| value.single(worlds).is_none())
    }

    /// Whether what is taken from a module is something else than it was before.
    pub(super) fn has_changed(&self, module: &str, before: &Summary, now: &Summary) -> bool {
        let Some(NamesOfModule::Names(names)) = self.0.get(module) else {
            return !fails_alike(before, now)
                || before.names != now.names
                || before.exported != now.exported;
        };
        let has_changed = |name: &String| before.names.get(name) != now.names.get(name);
        !fails_alike(before, now) || names.iter().any(has_changed)
    }
}

/// Whether an import fails in the same worlds with the same exceptions, whichever way leads there: where modules import
/// each other there are many, and each new one would lead to others.
fn fails_alike(before: &Summary, now: &Summary) -> bool {
    let mut pairs = before.failures.iter().zip(&now.failures);
    before.failures.len() == now.failures.len() && pairs.all(|(before, now)| before.is_alike(now))
}
