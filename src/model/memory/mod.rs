//! What an evaluation found out, kept: after an edit in one body, only that body is evaluated again.

mod change;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use change::{Change, Changes};

use crate::model::eval::again::NewBody;
use crate::model::eval::classes::assignments;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::undecided::Answers;
use crate::model::link::child_imports::minds;
use crate::model::surroundings::{Alone, Surroundings};
use crate::model::value::shifted::Shift;
use crate::model::value::{ClassId, FunctionId};
use crate::model::{Model, pieces};
use crate::syntax::ast::Name;
use crate::syntax::{Chunk, Document};
use crate::world::Worlds;

/// An evaluator with these fields of another one, whose lifetime is shorter: without its surroundings, and without
/// answers, which would grow for ever and are found again.
macro_rules! resting {
    ($evaluator:expr, { $($field:ident),* $(,)? }) => {{
        // Every field has to be named.
        let Evaluator {
            surroundings: _,
            answers: _,
            $($field),*
        } = $evaluator;
        Evaluator {
            surroundings: &Alone,
            answers: Answers::default(),
            $($field),*
        }
    }};
}

/// An evaluation of a document at rest.
pub(crate) struct Memory {
    evaluator: Evaluator<'static>,
    /// What it is of.
    document: Document,
    worlds: Worlds,
    /// What it knows by the addresses of trees must not be taken for other trees.
    _trees: Vec<Arc<Chunk>>,
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory").finish_non_exhaustive()
    }
}

/// What an edit changes.
#[derive(Debug)]
pub(crate) enum Again {
    /// Only where things are.
    Moved(Moved),
    /// What is found, put together anew.
    Linked(Box<Model>),
}

/// Where things of the text before an edit are after it.
#[derive(Debug)]
pub(crate) struct Moved(Shift);

impl Moved {
    /// Where these bytes are now; `None` if the edit touches them.
    pub(crate) fn range(&self, range: &Range<usize>) -> Option<Range<usize>> {
        self.0.between.set(false);
        let moved = self.0.range(range);
        (!self.0.between.get()).then_some(moved)
    }
}

/// How a document is evaluated.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Pass {
    /// By itself, in these worlds.
    First(Worlds),
    /// In the worlds in which others import it, for what they use in which worlds.
    Used(Worlds, Vec<(Name, Worlds)>),
}

impl Pass {
    /// The worlds that are looked at.
    pub(crate) fn worlds(&self) -> Worlds {
        match self {
            Self::First(worlds) | Self::Used(worlds, _) => *worlds,
        }
    }
}

impl Model {
    /// Evaluates a document like this.
    pub(crate) fn of_pass(
        document: &Document,
        surroundings: &dyn Surroundings,
        pass: &Pass,
    ) -> Self {
        let evaluator = evaluator(document, surroundings, pass);
        Self::whole(evaluator, document, pass.worlds())
    }

    /// Evaluates a document and keeps the value of every expression.
    pub(crate) fn traced(
        document: &Document,
        surroundings: &dyn Surroundings,
        worlds: Worlds,
    ) -> Self {
        let mut evaluator = evaluator(document, surroundings, &Pass::First(worlds));
        evaluator.trace = true;
        Self::whole(evaluator, document, worlds)
    }

    fn whole(mut evaluator: Evaluator<'_>, document: &Document, worlds: Worlds) -> Self {
        evaluator.module(&pieces(document));
        Self::settled(evaluator, worlds)
    }
}

fn evaluator<'a>(
    document: &Document,
    surroundings: &'a dyn Surroundings,
    pass: &Pass,
) -> Evaluator<'a> {
    let mut evaluator = Evaluator::new(surroundings, pass.worlds());
    evaluator.outside.minds_children = minds(document, surroundings);
    if let Pass::Used(_, names) = pass {
        evaluator.used_elsewhere.clone_from(names);
    }
    evaluator
}

impl Memory {
    /// Evaluates a document and keeps what there is to keep.
    pub(crate) fn of(
        document: &Document,
        surroundings: &dyn Surroundings,
        pass: &Pass,
    ) -> (Model, Option<Self>) {
        let worlds = pass.worlds();
        let mut evaluator = evaluator(document, surroundings, pass);
        // What happens to children is told by records that a body does not own alone: such documents are
        // evaluated as a whole, and nothing is kept of them.
        if evaluator.outside.minds_children {
            return (Model::whole(evaluator, document, worlds), None);
        }
        evaluator.remember = true;
        evaluator.run_module(&pieces(document));
        let model = Model::linked(evaluator.clone(), worlds);
        let chunks = document.statements().iter();
        let memory = (!surroundings.cancelled()).then(|| Self {
            evaluator: evaluator.resting(),
            document: document.clone(),
            worlds,
            _trees: chunks.map(|one| Arc::clone(&one.chunk)).collect(),
        });
        (model, memory)
    }

    /// What is found, put together anew.
    pub(crate) fn link(&self, surroundings: &dyn Surroundings) -> Model {
        let mut evaluator: Evaluator<'_> = self.evaluator.clone();
        evaluator.surroundings = surroundings;
        Model::linked(evaluator, self.worlds)
    }

    /// What is different in a document after an edit. `None`: all of it has to be evaluated again.
    pub(crate) fn edited(
        self,
        document: &Document,
        surroundings: &dyn Surroundings,
    ) -> Option<(Again, Self)> {
        let change = match Change::between(&self.document, document) {
            Changes::None => return Some((Again::Moved(Moved(Shift::default())), self)),
            Changes::One(change) => change,
            Changes::Many => return None,
        };
        let mut evaluator: Evaluator<'_> = self.evaluator;
        evaluator.surroundings = surroundings;
        let mut classes = Vec::new();
        for (start, class) in change.classes() {
            let mut known = evaluator.classes.iter();
            let at = known.position(|info| info.place.start == start)?;
            if evaluator.classes[at].assignments != assignments(&class.body) {
                return None;
            }
            classes.push((ClassId::at(at), class));
        }
        let around = change.around();
        let same = match change.function() {
            Some((start, tree)) => {
                let functions = evaluator.functions.iter().enumerate();
                let mut named = functions
                    .filter(|(_, info)| info.depth == 1 && info.name_range().start == start);
                let (at, _) = named.next()?;
                let (old, new) = change.inside();
                let body = NewBody {
                    function: FunctionId::at(at),
                    tree,
                    classes,
                    base: change.base(),
                    around: around.clone(),
                    old,
                    new,
                };
                evaluator.run_again(&body)?
            }
            None => {
                evaluator.put_classes(&classes);
                evaluator.move_by(&around).then_some(true)?
            }
        };
        if surroundings.cancelled() {
            return None;
        }
        let again = match same && change.is_silent() && !evaluator.notes_children() {
            true => Again::Moved(Moved(around)),
            false => Again::Linked(Box::new(Model::linked(evaluator.clone(), self.worlds))),
        };
        let memory = Self {
            evaluator: evaluator.resting(),
            document: document.clone(),
            ..self
        };
        Some((again, memory))
    }
}

impl Evaluator<'_> {
    /// Whether anything is noted of child processes, about which rules look at the text themselves.
    fn notes_children(&self) -> bool {
        let spawning = &self.spawning;
        let outside = &self.outside;
        !(spawning.spawns.is_empty()
            && spawning.awaiting.is_empty()
            && spawning.imported_calls.is_empty()
            && spawning.settings.is_empty()
            && spawning.threads.is_empty()
            && spawning.forks.is_empty()
            && spawning.counts.is_empty()
            && outside.modules.is_empty()
            && outside.spawns.is_empty()
            && outside.calls.is_empty())
    }

    /// The same, with nobody around it.
    fn resting(self) -> Evaluator<'static> {
        resting!(self, {
            reach,
            base,
            statement,
            owner,
            called,
            quiet,
            fuel,
            scopes,
            next_scope,
            tries,
            handling,
            loops,
            unclear,
            doubt,
            raised,
            escaped,
            returned,
            returned_worlds,
            functions,
            function_ids,
            busy,
            called_functions,
            journal,
            classes,
            rebound,
            exported,
            patched,
            lazy_annotations,
            module_done,
            skipped,
            for_all_tests,
            uses,
            mentions,
            reached,
            values,
            trace,
            remember,
            function_uses,
            spawning,
            events,
            source,
            outside,
            left_out,
            only_called,
            not_used,
            for_type_checkers,
            used_elsewhere,
            importing,
            import_names,
            options,
            callables,
            event_loops,
            checked,
            bound_to,
            attributes_set,
            brought,
        })
    }
}
