//! What the call sites of a module say together: which bodies run in which worlds.

mod blamed_argument;
mod call_graph;
pub(in crate::model) mod call_sites;
pub(in crate::model) mod callables;
mod called_lambdas;
mod callers_guards;
mod caught_constructors;
mod caught_lambdas;
pub(in crate::model) mod child_imports;
mod child_starts;
pub(in crate::model) mod collected_objects;
mod composition;
mod declined_options;
pub(crate) mod document_imports;
pub(in crate::model) mod event_loops;
pub(in crate::model) mod flags;
mod forwarding_methods;
pub(in crate::model) mod function_uses;
mod grouped_lists;
mod guarded_methods;
pub(crate) mod import_sites;
mod imported_calls;
mod importers;
mod keyword_parameters;
mod library_callers;
mod method_callers;
pub(crate) mod names_to_children;
mod needed_workers;
pub(crate) mod order;
pub(crate) mod other_module_uses;
pub(crate) mod other_modules;
pub(in crate::model) mod parameter_methods;
pub(in crate::model) mod paths_to_failures;
mod platform_options;
pub(in crate::model) mod reachability;
pub(in crate::model) mod rebinding;
pub(in crate::model) mod registries;
mod related_classes;
mod repeated_calls;
pub(in crate::model) mod signal_threads;
mod substitution;
mod windows_functions;

use crate::model::eval::evaluator::Evaluator;
use reachability::Entries;

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
}
