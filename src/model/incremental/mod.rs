//! What an evaluation found out, kept: after an edit in one body, only that body is evaluated again.

mod change;
mod changed_attributes;
mod child_notes;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use change::{Changes, TextChange};
use child_notes::ChildNotes;

use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::functions::FunctionInfo;
use crate::model::eval::growing_lists::{Lengths, Likeness};
use crate::model::eval::parted_evaluation::{OFFSET_GAP, Parted};
use crate::model::eval::rerun::{NewBody, Tried};
use crate::model::eval::undecided_guards::Answers;
use crate::model::link::child_imports::minds;
use crate::model::link::paths_to_failures::PathsToFailures;
use crate::model::surroundings::{NoSurroundings, Surroundings};
use crate::model::value::shift::Shift;
use crate::model::value::{ClassId, FunctionId};
use crate::model::{Model, pieces};
use crate::syntax::ast::Name;
use crate::syntax::{Chunk, Document, Statement};
use crate::world::Worlds;

/// An evaluator with these fields of another one, whose lifetime is shorter: without its surroundings, and without
/// answers, which would grow forever and are found again.
macro_rules! resting {
    ($evaluator:expr, { $($field:ident),* $(,)? }) => {{
        // Every field has to be named.
        let Evaluator {
            surroundings: _,
            answers: _,
            $($field),*
        } = $evaluator;
        Evaluator {
            surroundings: &NoSurroundings,
            answers: Answers::default(),
            $($field),*
        }
    }};
}

/// An evaluation of a document at rest.
pub(crate) struct KeptEvaluation {
    evaluator: Evaluator<'static>,
    /// The body before which it stands, if it is one that is typed in.
    parted: Option<Parted>,
    /// What it is of; not the text, which is edited in place where nobody else holds it.
    statements: Arc<Vec<Statement>>,
    /// What leads to failures.
    paths: Arc<PathsToFailures>,
    worlds: Worlds,
    /// What it knows by the addresses of trees must not be taken for other trees.
    _trees: Vec<Arc<Chunk>>,
}

impl fmt::Debug for KeptEvaluation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory").finish_non_exhaustive()
    }
}

/// What an edit changes.
#[derive(Debug)]
pub(crate) enum EditEffect {
    /// Only where things are.
    Moved(TextShift),
    /// What is found, put together again.
    Linked(Box<Model>),
}

/// Where things of the text before an edit are after it.
#[derive(Debug)]
pub(crate) struct TextShift(Shift);

impl TextShift {
    /// Where these bytes are now; `None` if the edit touches them.
    pub(crate) fn range(&self, range: &Range<usize>) -> Option<Range<usize>> {
        self.0.between.set(false);
        let moved = self.0.range(range);
        (!self.0.between.get()).then_some(moved)
    }
}

/// How a document is evaluated.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum EvaluationMode {
    /// By itself, in these worlds.
    First(Worlds),
    /// In the worlds in which others import it, for what they use in which worlds.
    Used(Worlds, Vec<(Name, Worlds)>),
}

impl EvaluationMode {
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
        pass: &EvaluationMode,
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
        let mut evaluator = evaluator(document, surroundings, &EvaluationMode::First(worlds));
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
    pass: &EvaluationMode,
) -> Evaluator<'a> {
    let mut evaluator = Evaluator::new(surroundings, pass.worlds());
    evaluator.outside.minds_children = minds(document, surroundings);
    if let EvaluationMode::Used(_, names) = pass {
        evaluator.used_elsewhere.clone_from(names);
        evaluator.patched.extend(surroundings.patched());
    }
    evaluator
}

impl KeptEvaluation {
    /// Evaluates a document and keeps what there is to keep.
    pub(crate) fn of(
        document: &Document,
        surroundings: &dyn Surroundings,
        pass: &EvaluationMode,
    ) -> (Model, Option<Self>) {
        let worlds = pass.worlds();
        let mut evaluator = evaluator(document, surroundings, pass);
        evaluator.remember = true;
        evaluator.run_module(&pieces(document));
        let paths = Arc::new(PathsToFailures::of(&evaluator));
        let model = Model::linked(evaluator.clone(), worlds);
        let chunks = document.statements().iter();
        let memory = (!surroundings.cancelled()).then(|| Self {
            evaluator: evaluator.resting(),
            parted: None,
            statements: document.shared_statements(),
            paths,
            worlds,
            _trees: chunks.map(|chunk| Arc::clone(&chunk.chunk)).collect(),
        });
        (model, memory)
    }

    /// What is found, put together again; `None` if all of it has to be evaluated again.
    pub(crate) fn link(self, surroundings: &dyn Surroundings) -> Option<(Model, Self)> {
        let mut evaluator: Evaluator<'_> = self.evaluator;
        evaluator.surroundings = surroundings;
        if let Some(parted) = self.parted {
            evaluator.put_together_again(parted);
        }
        let model = Model::linked(evaluator.clone(), self.worlds);
        let memory = Self {
            evaluator: evaluator.resting(),
            parted: None,
            ..self
        };
        (!surroundings.cancelled()).then_some((model, memory))
    }

    /// What is different in a document after an edit. `None`: all of it has to be evaluated again.
    pub(crate) fn edited(
        self,
        document: &Document,
        surroundings: &dyn Surroundings,
    ) -> Option<(EditEffect, Self)> {
        let change = match TextChange::between(&self.statements, document.statements()) {
            Changes::None => return Some((EditEffect::Moved(TextShift(Shift::default())), self)),
            Changes::One(change) => change,
            Changes::Many => return None,
        };
        let mut evaluator: Evaluator<'_> = self.evaluator;
        evaluator.surroundings = surroundings;
        let mut parted = self.parted;
        let body = change.body().filter(|body| change.is_in(body));
        let is_there = |parted: &Parted, evaluator: &Evaluator<'_>| {
            let name = evaluator.name_start(parted.function());
            body.is_some_and(|body| body.name == name)
        };
        if let Some(older) = parted.take_if(|parted| !is_there(parted, &evaluator)) {
            evaluator.put_together_again(older);
        }
        let classes = change.classes().map(|(start, class)| {
            let at = evaluator
                .classes
                .iter()
                .position(|info| info.place.start == start);
            Some((ClassId::at(at?), class))
        });
        let classes: Vec<_> = classes.collect::<Option<_>>()?;
        let assigned = change.attributes().put(&mut evaluator, &classes);
        let small = document.text().as_str().len() < OFFSET_GAP;
        let same = match change.body() {
            Some(body) => {
                let function = match &parted {
                    Some(parted) => parted.function(),
                    None => evaluator.outermost(body.name)?,
                };
                let is_parted = small && change.is_in(body);
                let (old, new) = change.inside(is_parted);
                let new = NewBody {
                    function,
                    tree: Arc::clone(&body.tree),
                    classes,
                    base: body.base,
                    old,
                    new,
                    inserted: change.inserted().clone(),
                    paths: Arc::clone(&self.paths),
                };
                if is_parted {
                    let there = match parted.take() {
                        Some(parted) => parted,
                        None => evaluator.part(function, body.range.end)?,
                    };
                    let tried = match assigned.is_empty() {
                        true => evaluator.try_again(there, &new, change.bytes())?,
                        false => evaluator.run_otherwise(there, &new, change.bytes(), &assigned)?,
                    };
                    match tried {
                        Tried::Unseen(there, same) => {
                            let aside = there.lists().map(|lists| ChildNotes::of(&lists.lengths()));
                            let all = aside.fold(noted(&evaluator), ChildNotes::and);
                            let children = all.matter();
                            let same = same.max(there.quoted(change.inserted()));
                            parted = Some(there);
                            is_same(same, children)
                        }
                        Tried::Seen(same) => is_same(same, noted(&evaluator).matter()),
                    }
                } else {
                    assigned.is_empty().then_some(())?;
                    let same = evaluator.run_again(&new, &change.around())?;
                    let children = noted(&evaluator).matter();
                    is_same(same, children) && !children
                }
            }
            None => {
                let children = noted(&evaluator).matter();
                // What goes to children is known by its expression, whose parts are not moved.
                (!children || !change.is_in_statement()).then_some(())?;
                evaluator.put_classes(&classes);
                evaluator.move_by(&change.around()).then_some(())?;
                !children
            }
        };
        if surroundings.cancelled() {
            return None;
        }
        let mut paths = self.paths;
        let length = document.text().as_str().len();
        let shortest = length.min(length.saturating_add_signed(-change.bytes()));
        let again = match same && change.is_silent() && !paths.ask_for_text(shortest) {
            true => EditEffect::Moved(TextShift(change.around())),
            false => {
                if let Some(parted) = parted.take() {
                    evaluator.put_together_again(parted);
                }
                paths = Arc::new(PathsToFailures::of(&evaluator));
                EditEffect::Linked(Box::new(Model::linked(evaluator.clone(), self.worlds)))
            }
        };
        let memory = Self {
            evaluator: evaluator.resting(),
            parted,
            statements: document.shared_statements(),
            paths,
            ..self
        };
        Some((again, memory))
    }
}

/// What is noted of child processes.
fn noted(evaluator: &Evaluator<'_>) -> ChildNotes {
    ChildNotes::of(&Lengths::of(evaluator))
}

/// Whether what is found is the same, where there are child processes or not.
fn is_same(likeness: Likeness, children: bool) -> bool {
    match likeness {
        Likeness::Same => true,
        Likeness::SameWithoutChildren => !children,
        Likeness::Different => false,
    }
}

impl Evaluator<'_> {
    fn name_start(&self, id: FunctionId) -> usize {
        self.functions[id.0 as usize].name_range().start
    }

    /// The function in no other one whose name starts at this byte.
    fn outermost(&self, name: usize) -> Option<FunctionId> {
        let mut functions = self.functions.iter();
        let is_it = |info: &FunctionInfo| info.depth == 1 && info.name_range().start == name;
        functions.position(is_it).map(FunctionId::at)
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
            returns,
            choices,
            assumed,
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
            signal_handlers,
            parameter_methods,
            checked,
            denied,
            bound_to,
            receiver,
            is_called,
            attributes_set,
            brought,
        })
    }
}
