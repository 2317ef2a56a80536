//! Names of the module that say on which platform the program runs: `IS_WINDOWS`.

use crate::model::eval::evaluator::Evaluator;
use crate::model::value::Value;
use crate::syntax::ast::Name;
use crate::world::Worlds;

impl Evaluator<'_> {
    /// The names that are `True` in some of these worlds and `False` in the rest, with the former.
    pub(in crate::model) fn flags(&self, within: Worlds) -> Vec<(Name, Worlds)> {
        let environment = self.scopes.first().map(|module| &module.environment);
        let mut flags: Vec<(Name, Worlds)> = environment
            .into_iter()
            .flatten()
            .filter(|(name, _)| !self.rebound.has(name))
            .filter_map(|(name, value)| {
                let when_true = value.worlds(within, |value| *value == Value::Bool(true));
                let when_false = value.worlds(within, |value| *value == Value::Bool(false));
                let tells = !when_true.is_empty()
                    && !when_false.is_empty()
                    && when_true | when_false == within;
                tells.then(|| (Name::clone(name), when_true))
            })
            .collect();
        flags.sort();
        flags
    }
}
