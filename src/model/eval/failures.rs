//! Something fails here: who catches it, who comes to it, and what is noted of it.

use crate::model::eval::evaluator::Evaluator;
use crate::model::summary::uses::{Site, Use};
use crate::model::value::exception::{Caught, Exception};
use crate::syntax::ast::Span;
use crate::world::Worlds;

impl Evaluator<'_> {
    /// Something fails here in these worlds. A handler around it takes them away; otherwise the
    /// evaluation goes on as if it had not failed.
    pub(in crate::model) fn fail(
        &mut self,
        exception: Exception,
        worlds: Worlds,
        site: Site,
        span: Span,
    ) {
        let worlds = (worlds & self.reach) - self.stood_in_for(&site);
        if worlds.is_empty() {
            return;
        }
        self.escape(exception, worlds);
        if self.quiet > 0 {
            return;
        }
        let usage = self.use_at(site, worlds, span, exception);
        self.uses.push(usage);
    }

    /// A use that fails here in these worlds, as far as the guards around it let them through.
    fn use_at(&mut self, site: Site, worlds: Worlds, span: Span, exception: Exception) -> Use {
        let used = site.fact().map(|fact| fact.name);
        let doubtful = match used {
            Some(used) => self.unclear.doubtful_for(used, &mut self.answers),
            None => self.unclear.doubtful(),
        };
        let wanted = self
            .stands_in_perhaps(&site, worlds)
            .or_else(|| self.unclear.wanted(used, &mut self.answers));
        Use {
            site,
            range: span.at(self.base),
            statement: self.statement.at(self.base),
            base: self.base,
            worlds: worlds - doubtful,
            certain: self.certain(worlds) - doubtful,
            wanted,
            logged: false,
            conditions: self.call_conditions(),
            exception,
            passed_by: None,
            owner: self.owner,
            lambda: self.callables.lambda.clone(),
            called: self.called,
        }
    }

    /// What the handlers around this place catch, or may.
    pub(in crate::model) fn caught_here(&self) -> Caught {
        let tries = self.tries.iter();
        tries.fold(Caught::default(), |all, frame| match frame.open {
            true => Caught::ALL,
            false => all.and(frame.catches),
        })
    }

    /// A use of which only others know whether it fails, unless a handler around this place catches that, or may.
    pub(in crate::model) fn uncaught_use(
        &mut self,
        site: Site,
        worlds: Worlds,
        span: Span,
        exception: Exception,
    ) -> Option<Use> {
        if self.caught_here().contains(exception) {
            return None;
        }
        let usage = self.use_at(site, worlds, span, exception);
        (!usage.worlds.is_empty()).then_some(Use {
            certain: Worlds::NONE,
            ..usage
        })
    }

    /// The worlds, of these, that are certain to come to this place.
    pub(in crate::model) fn certain(&self, worlds: Worlds) -> Worlds {
        if self.tries.iter().any(|frame| frame.open) {
            return Worlds::NONE;
        }
        worlds - self.doubt - self.unclear.open()
    }
}
