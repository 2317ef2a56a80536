//! `from m import *` out of a module with a summary: which names come along.

use foldhash::HashSet;

use crate::limits::reached;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::scopes::Scope;
use crate::model::surroundings::Summary;
use crate::model::value::{Partition, Value};
use crate::syntax::ast::Name;

/// How many names one `*` brings with their values. Modules that take everything from each other would each hold
/// the names of all.
const MAX_STAR_NAMES: usize = 256;

impl Evaluator<'_> {
    /// Binds what the module gives to `*`, first what is not the same in all worlds.
    pub(super) fn star_of(&mut self, module: &str, summary: &Summary) {
        // Names that the summary does not know may come along.
        self.star(module);
        let exported: Option<HashSet<&str>> = summary
            .exported
            .as_ref()
            .map(|exported| exported.iter().map(String::as_str).collect());
        let is_taken = |name: &str| match &exported {
            Some(exported) => exported.contains(name),
            None => !name.starts_with('_'),
        };
        let taken = summary
            .names
            .iter()
            .filter(|(name, value)| is_taken(name) && !self.is_known_by_its_body(value));
        let (differing, same): (Vec<_>, Vec<_>) =
            taken.partition(|(_, value)| value.single(self.reach).is_none());
        for (count, (name, value)) in differing.into_iter().chain(same).enumerate() {
            let name = Name::from(&**name);
            if count >= MAX_STAR_NAMES {
                reached("names that come with `*`");
                self.forget(&name);
                continue;
            }
            let before = self.look_up(&name);
            let mut value = value.clone();
            let unbound = value.worlds(self.reach, |value| *value == Value::Unbound);
            value.set(unbound, &before);
            self.bind(&name, &value);
        }
    }

    /// Makes a name unknown that something else may stand for from here on.
    fn forget(&mut self, name: &Name) {
        let is_bound = |module: &Scope| module.environment.contains_key(name);
        if self.scopes.first().is_some_and(is_bound) {
            self.bind(name, &Partition::UNKNOWN);
        }
    }
}
