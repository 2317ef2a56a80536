//! Options that turn out to be told which platform this is, once all calls are known.

use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::platform_option::PlatformOption;
use crate::model::link::reachability::Entries;

impl Evaluator<'_> {
    /// Completes the uses by what only all bodies together say.
    pub(in crate::model) fn complete_uses(&mut self) {
        self.note_uses_elsewhere();
        self.leave_to_users();
        self.leave_to_callers();
        self.keep_fixtures_to_tests();
        self.judge_event_loops();
        self.judge_signal_handlers();
        self.call_what_is_handed();
    }

    /// What runs where; lambdas are kept to where they are called.
    pub(in crate::model) fn entries(&mut self) -> Entries {
        let entries = Entries::of(self);
        self.keep_to_calls(&entries);
        entries
    }

    /// Takes uses behind such an option for guarded; behind others a user decides about them.
    fn leave_to_users(&mut self) {
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
