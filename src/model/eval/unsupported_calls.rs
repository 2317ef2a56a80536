//! Calls that exist everywhere and raise, or do something else, somewhere, and arguments that are refused there.

use crate::facts::{self, Fact, Failure, lists};
use crate::model::eval::arguments::CallArguments;
use crate::model::eval::evaluator::Evaluator;
use crate::model::link::event_loops::is_about_current_loop;
use crate::model::link::signal_threads::is_about_thread;
use crate::model::objects::generated_init::is_about_default;
use crate::model::summary::uses::Site;
use crate::model::value::exception::Exception;
use crate::syntax::ast::{Expr, Name, Span};
use crate::world::Worlds;

impl Evaluator<'_> {
    /// A call that exists everywhere and raises, or does something else, somewhere.
    pub(super) fn unsupported(
        &mut self,
        call: &Expr,
        worlds: Worlds,
        name: &str,
        arguments: &CallArguments,
    ) {
        if self.patched.contains(name) {
            return;
        }
        // Whether a loop runs is found out once all calls are known.
        if let Some(fact) = facts::fact(name).filter(|_| !lists::LOOP_ASKERS.has(name)) {
            self.unsupported_where(call, worlds, (fact, None), call.span);
        }
        // One argument is wrong once in a world, whatever else is wrong with it.
        let mut said: Vec<(Span, Worlds)> = Vec::new();
        for fact in facts::arguments(name) {
            // What a dataclass makes of it is known to the class.
            let is_other = is_about_default(fact)
                || is_about_thread(fact)
                || lists::LOOP_ASKERS.has(name) && fact.when.iter().any(is_about_current_loop);
            if is_other {
                continue;
            }
            let (met, argument) = arguments.meet(name, fact, worlds);
            let span = argument.map_or(call.span, |argument| argument.span);
            let known = said.iter().filter(|(place, _)| *place == span);
            let known = known.fold(Worlds::NONE, |all, (_, worlds)| all | *worlds);
            let met = met - known;
            if !met.is_empty() {
                let through = facts::through(name, fact).map(Name::from);
                self.unsupported_where(call, met, (fact, through), span);
                said.push((span, met - fact.available));
            }
        }
    }

    fn unsupported_where(
        &mut self,
        call: &Expr,
        worlds: Worlds,
        (fact, through): (&'static Fact, Option<Name>),
        span: Span,
    ) {
        // What fails in one way is one finding.
        let mut failing: Vec<(Exception, Worlds)> = Vec::new();
        for (within, failure) in fact.failures {
            let exception = match failure {
                Failure::Raises(exception) => Exception::named(exception),
                Failure::Diverges | Failure::Ignored => Exception::Divergence,
                // A parameter that is not known; a name that is missing was reported before.
                Failure::Missing if !fact.when.is_empty() => Exception::Type,
                Failure::Missing => continue,
            };
            match failing.iter_mut().find(|(known, _)| *known == exception) {
                Some((_, known)) => *known |= *within,
                None => failing.push((exception, *within)),
            }
        }
        // What fails somewhere is said; that it does nothing elsewhere can wait.
        if fact
            .failures
            .iter()
            .any(|(within, failure)| *failure == Failure::Missing && worlds.overlaps(*within))
        {
            failing.retain(|(exception, _)| *exception != Exception::Divergence);
        }
        for (exception, within) in failing {
            let site = Site::Call {
                call: call.clone(),
                fact,
                through: through.clone(),
            };
            if !fact.perhaps {
                self.fail(exception, worlds & within, site, span);
            } else if self.quiet == 0 {
                let failing = worlds & within & self.reach;
                let usage = self.uncaught_use(site, failing, span, exception);
                self.uses.extend(usage);
            }
        }
    }
}
