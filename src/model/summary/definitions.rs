//! What a module's functions and classes are and do, for a document that imports it.
//!
//! All of it is told by the module's own text: what it takes from further modules stays a name
//! (`Value::Imported`) until somebody needs it.

use std::ops::Range;
use std::sync::Arc;

use crate::model::children::records::{MadeObject, Raise, Spawn, Thread, ThreadEnd};
use crate::model::eval::call_outcomes::CallOutcome;
use crate::model::eval::classes::ClassInfo;
use crate::model::eval::context_managers::is_context_manager;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::functions::FunctionInfo;
use crate::model::eval::globals::{GlobalUse, SelfUse};
use crate::model::eval::scopes::Environment;
use crate::model::link::call_sites::FunctionUse;
use crate::model::link::registries::StoredItem;
use crate::model::objects::events::ObjectEvent;
use crate::model::summary::calls::{Call, ImportedCall};
use crate::model::surroundings::Surroundings;
use crate::model::value::FunctionId;
use crate::syntax::Document;
use crate::syntax::ast::Name;
use crate::text::Text;
use crate::world::Worlds;

/// What a module defines.
#[derive(Debug)]
pub struct Definitions {
    path: String,
    text: Arc<Text>,
    pub(in crate::model) names: Environment,
    pub(in crate::model) functions: Vec<FunctionInfo>,
    pub(in crate::model) classes: Vec<ClassInfo>,
    pub(in crate::model) makes: Vec<MadeObject>,
    pub(in crate::model) spawns: Vec<Spawn>,
    pub(in crate::model) awaiting: Vec<Spawn>,
    pub(in crate::model) calls: Vec<Call>,
    pub(in crate::model) imported_calls: Vec<ImportedCall>,
    pub(in crate::model) uses: Vec<FunctionUse>,
    /// Places that read, set or change a part of a module's state.
    pub(in crate::model) globals: Vec<GlobalUse>,
    /// Exceptions that functions raise.
    pub(in crate::model) raises: Vec<Raise>,
    /// Words in the code that turn on something for all of the module.
    pub(in crate::model) words: Vec<Name>,
    /// What methods do with the attributes of their objects.
    pub(in crate::model) self_uses: Vec<SelfUse>,
    /// What functions put into collections of modules.
    pub(in crate::model) stored: Vec<StoredItem>,
    /// What happens to objects of its classes.
    pub(in crate::model) events: Vec<ObjectEvent>,
    /// Places where its functions start threads.
    pub(in crate::model) threads: Vec<Thread>,
    /// Calls that may end threads.
    pub(in crate::model) thread_ends: Vec<ThreadEnd>,
    /// Modules that it imports while it is imported itself.
    pub(in crate::model) imports: Vec<Name>,
    /// Places that fix the default start method while the module is imported.
    pub(in crate::model) fixed: Vec<(Worlds, Range<usize>)>,
}

impl Definitions {
    /// Evaluates the text of the module at this path in these worlds.
    pub fn of(
        document: &Document,
        surroundings: &dyn Surroundings,
        worlds: Worlds,
        path: &str,
    ) -> Self {
        let mut evaluator = Evaluator::new(surroundings, worlds);
        evaluator.outside.alone = true;
        evaluator.module(&crate::model::pieces(document));
        // What a call gives is found out in all worlds; what methods assign was found in these.
        let assigned = evaluator.classes.iter().map(|info| info.assigned.clone());
        let assigned: Vec<_> = assigned.collect();
        for at in 0..evaluator.functions.len() {
            let id = FunctionId(u32::try_from(at).unwrap_or(u32::MAX));
            let outcome = match is_context_manager(&evaluator.function_of(id)) {
                true => CallOutcome::of_value(evaluator.yielded(id)),
                false => evaluator.outcome(id),
            };
            evaluator.functions[at].outcome = Some(outcome);
        }
        for (info, assigned) in evaluator.classes.iter_mut().zip(assigned) {
            info.assigned = assigned;
        }
        let names = evaluator.scopes.first();
        let names = names.map(|scope| scope.environment.clone());
        let spawning = evaluator.spawning;
        let at_import = spawning.fixed.into_iter();
        let at_import = at_import.filter(|(owner, ..)| owner.is_none());
        Self {
            path: path.to_owned(),
            text: Arc::new(document.text().clone()),
            names: names.unwrap_or_default(),
            functions: evaluator.functions,
            classes: evaluator.classes,
            makes: spawning.makes,
            spawns: spawning.spawns,
            awaiting: spawning.awaiting,
            calls: spawning.calls,
            imported_calls: spawning.imported_calls,
            imports: evaluator.outside.imports,
            uses: evaluator.function_uses,
            globals: spawning.globals,
            raises: spawning.raises,
            words: spawning.words,
            self_uses: spawning.self_uses,
            stored: spawning.stored,
            events: evaluator.events,
            threads: spawning.threads,
            thread_ends: spawning.thread_ends,
            fixed: at_import
                .map(|(_, worlds, range)| (worlds, range))
                .collect(),
        }
    }

    /// A place in the module, for a finding elsewhere.
    pub(crate) fn place(&self, range: &Range<usize>) -> crate::finding::Location {
        crate::finding::Location::Elsewhere {
            path: self.path.clone(),
            start: self.text.line_and_column(range.start),
            end: self.text.line_and_column(range.end),
        }
    }
}
