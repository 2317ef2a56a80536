//! Options that turn out to be told which platform this is, once all calls are known.

use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::undecided::Wanted;

impl Evaluator<'_> {
    /// Takes uses behind such an option for guarded; behind others a user decides about them.
    pub(in crate::model) fn leave_to_users(&mut self) {
        let told = self.options.all_told();
        let is_told = |wanted: &Wanted| wanted.parameters.iter().any(|one| told.contains(one));
        for one in &mut self.uses {
            if let Some(wanted) = one.wanted.take_if(|wanted| is_told(wanted)) {
                one.worlds -= wanted.worlds;
                one.certain -= wanted.worlds;
            }
        }
        for one in &mut self.function_uses {
            if let Some(wanted) = one.wanted.take_if(|wanted| is_told(wanted)) {
                one.worlds -= wanted.worlds;
                one.certain -= wanted.worlds;
            }
        }
    }
}
