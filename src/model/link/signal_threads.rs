//! Handlers of signals that are set in a thread, which only the main thread may do.

use foldhash::HashSet;

use crate::facts::{self, Fact, lists};
use crate::model::eval::evaluator::Evaluator;
use crate::model::summary::uses::{Site, Use};
use crate::model::value::exception::Exception;
use crate::model::value::{FunctionId, Partition, Value};
use crate::syntax::ast::{Argument, ArgumentKind, Expr};
use crate::world::Worlds;

/// What sets a handler.
const SETS_HANDLER: &str = "signal.signal";

/// Whether a fact is about the thread in which a handler is set.
pub(in crate::model) fn is_about_thread(fact: &Fact) -> bool {
    fact.name == "signal.signal(handler)"
}

impl Evaluator<'_> {
    /// Notes a call that sets a handler for sure, as what fails if a thread runs the function around it.
    pub(in crate::model) fn note_signal_handler(
        &mut self,
        call: &Expr,
        worlds: Worlds,
        name: &str,
    ) {
        if self.quiet > 0 || worlds.is_empty() || name != SETS_HANDLER {
            return;
        }
        let noted = self.handler_in_function(call, worlds);
        self.signal_handlers.extend(noted);
    }

    fn handler_in_function(&mut self, call: &Expr, worlds: Worlds) -> Option<Use> {
        if self.owner.is_none() || !self.unclear.is_empty() || self.callables.lambda.is_some() {
            return None;
        }
        let mut facts = facts::arguments(SETS_HANDLER).into_iter();
        let fact = facts.find(|fact| is_about_thread(fact))?;
        let site = Site::Call {
            call: call.clone(),
            fact,
            through: None,
        };
        self.uncaught_use(site, worlds, call.span, Exception::Value)
    }

    /// Adds the calls that fail because a thread runs the function around them.
    pub(in crate::model) fn judge_signal_handlers(&mut self) {
        let handlers = std::mem::take(&mut self.signal_handlers);
        if handlers.is_empty() {
            return;
        }
        let threads = self.run_by_threads();
        let in_thread = |usage: &Use| usage.owner.is_some_and(|owner| threads.contains(&owner));
        self.uses.extend(handlers.into_iter().filter(in_thread));
    }

    /// The functions that threads are made for.
    fn run_by_threads(&self) -> HashSet<FunctionId> {
        let makes = self.spawning.makes.iter();
        let threads = makes.filter(|make| lists::THREADS.has(&make.name));
        let targets = threads.filter_map(|make| target(&make.arguments));
        targets.collect()
    }
}

/// The function that a thread is to run.
fn target(arguments: &[(Argument, Partition)]) -> Option<FunctionId> {
    let is_target = |argument: &Argument| matches!(&argument.kind, ArgumentKind::Keyword(name) if matches!(&**name, "target" | "function"));
    let (_, value) = arguments.iter().find(|(argument, _)| is_target(argument))?;
    let mut functions = value
        .parts(Worlds::ALL)
        .filter_map(|(_, value)| match value {
            Value::Function(id) => Some(*id),
            _ => None,
        });
    functions.next()
}
