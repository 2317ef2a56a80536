//! Options that turn out to be told which platform this is, once all calls are known.

use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::platform_option::PlatformOption;

impl Evaluator<'_> {
    /// Takes uses behind such an option for guarded; behind others a user decides about them.
    pub(super) fn leave_to_users(&mut self) {
        let told = self.options.all_told();
        let is_told = |wanted: &PlatformOption| {
            wanted
                .parameters
                .iter()
                .any(|parameter| told.contains(parameter))
        };
        for usage in &mut self.uses {
            if let Some(wanted) = usage.wanted.take_if(|wanted| is_told(wanted)) {
                usage.worlds -= wanted.worlds;
                usage.certain -= wanted.worlds;
            }
        }
        for usage in &mut self.function_uses {
            if let Some(wanted) = usage.wanted.take_if(|wanted| is_told(wanted)) {
                usage.worlds -= wanted.worlds;
                usage.certain -= wanted.worlds;
            }
        }
    }
}
