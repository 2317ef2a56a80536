//! Runs the bodies again that have read what an edited one gives or assigns, each in the state in which it ran before.
//!
//! All that came after the edited body is taken back, and put back run by run; those that have read something that is
//! another one by then are run in place of that. Whose results are as before ends it for those who have read them.

use foldhash::{HashMap, HashMapExt, HashSet};

use crate::model::children::records::MadeObject;
use crate::model::eval::call_outcomes::CallOutcome;
use crate::model::eval::changed_assignments::ChangedAssignments;
use crate::model::eval::classes::ClassInfo;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::functions::FunctionInfo;
use crate::model::eval::growing_lists::{Lengths, Lists};
use crate::model::eval::journal::{BodyRun, StateChange};
use crate::model::eval::remade_things::RemadeThings;
use crate::model::eval::rerun::NewBody;
use crate::model::eval::rollback::Rollback;
use crate::model::eval::run_changes::{RunChanges, add_unknown};
use crate::model::value::renumbering::Renumbering;
use crate::model::value::shift::Shiftable;
use crate::model::value::{ClassId, FunctionId, MakeId};
use crate::syntax::ast::Name;

/// What is other than it was at the same moment before the edit; as it was then.
#[derive(Default)]
struct Differences {
    outcomes: HashMap<FunctionId, Option<CallOutcome>>,
    classes: HashMap<ClassId, ClassInfo>,
    /// Attributes that were assigned somewhere, or are now.
    attributes: HashSet<Name>,
}

/// An outermost run, and what came of it.
struct OutermostRun {
    run: BodyRun,
    own: Rollback,
}

impl OutermostRun {
    /// Whether it has to be run again: it reads something that is another one now, or changes it.
    fn is_concerned(&self, differences: &Differences) -> bool {
        let reads = |run: &BodyRun| {
            let mut outcomes = differences.outcomes.keys();
            let mut classes = differences.classes.keys();
            let mut attributes = differences.attributes.iter();
            outcomes.any(|id| run.reads.outcomes.contains(id))
                || classes.any(|id| run.reads.assigned.contains(id))
                || attributes.any(|name| run.reads.attributes.contains(name))
        };
        let changes = |change: &StateChange| match change {
            StateChange::Class(id, _) | StateChange::Assigned(id, _) => {
                differences.classes.contains_key(id)
            }
            _ => false,
        };
        self.own.runs.iter().any(reads) || self.own.changes.iter().any(changes)
    }
}

impl Evaluator<'_> {
    /// Runs a body again whose tree is another one, and all that come to see a difference. `None`: more is other than can
    /// be told.
    pub(in crate::model) fn run_readers_again(
        &mut self,
        body: &NewBody,
        assigned: &ChangedAssignments,
    ) -> Option<()> {
        // Statements of the module are not run again.
        let read_outside = self
            .journal
            .is_read_outside(|reads| assigned.concern(reads));
        if read_outside {
            return None;
        }
        let mut windows = self.take_windows(body.function, assigned)?;
        let mut differences = Differences {
            outcomes: HashMap::new(),
            classes: assigned.put(self),
            attributes: assigned.attributes.clone(),
        };
        let mut renumbering = Renumbering::default();
        while let Some(mut window) = windows.pop() {
            let has_gone = window.own.renumber(&renumbering).is_none();
            let edited = window
                .own
                .runs
                .iter()
                .any(|run| run.function == body.function);
            let begun = (window.run.start, self.moment());
            if edited || has_gone || window.is_concerned(&differences) {
                self.run_window(window, body, &mut differences, &mut renumbering)?;
            } else {
                window.own.move_from(&begun.0, &begun.1)?;
                self.put_back_beside(window.own, &differences);
            }
        }
        (!self.journal.broken).then_some(())
    }

    /// Takes off the outermost runs from the first one on in which a function runs, or something is read that is another
    /// one now, the last one first.
    fn take_windows(
        &mut self,
        function: FunctionId,
        assigned: &ChangedAssignments,
    ) -> Option<Vec<OutermostRun>> {
        let runs = &self.journal.runs;
        let is_first = |run: &BodyRun| run.function == function || assigned.concern(&run.reads);
        let it = runs.iter().position(is_first)?;
        let first = runs[..=it].iter().rposition(|run| run.depth == 0)?;
        // Statements of the module are not run again.
        if self.journal.broken || !runs[first].start.done {
            return None;
        }
        let outermost = runs.iter().enumerate().skip(first);
        let outermost = outermost.filter(|(_, run)| run.depth == 0);
        let outermost: Vec<(usize, BodyRun)> =
            outermost.map(|(at, run)| (at, run.clone())).collect();
        let mut windows = Vec::new();
        let mut end = self.moment();
        for (at, run) in outermost.into_iter().rev() {
            // Nothing else happens between them.
            if run.end != end {
                return None;
            }
            end = run.start;
            let own = self.cut(&run.start, at);
            windows.push(OutermostRun { run, own });
        }
        Some(windows)
    }

    /// Runs a window again, and finds out what is other than it was at its end.
    fn run_window(
        &mut self,
        window: OutermostRun,
        body: &NewBody,
        differences: &mut Differences,
        renumbering: &mut Renumbering,
    ) -> Option<()> {
        let OutermostRun { run, own } = window;
        if run.asked.is_some() || !own.names.is_empty() {
            return None;
        }
        let start = self.moment();
        let before = StateWithoutEdit::of(self, &own.changes, differences, &start.lengths)?;
        self.run_for_good(run.function);
        let end = self.moment();
        if (start.names, start.stars) != (end.names, end.stars) {
            return None;
        }
        let mut lists = Lists::copy(self, &start.lengths);
        lists.shift(&body.new);
        let mut lists_then = run.start.lengths;
        lists_then.makes = start.lengths.makes;
        let mut lists_then = own.lists_at_end(&lists_then);
        let changes = &self.journal.changes[start.changes..];
        let mut before = before.with_others(self, changes, &start.lengths)?;
        before.makes.retain(|id, _| !renumbering.is_new(*id));
        let first = start.lengths.makes;
        if let Some(remade) = RemadeThings::between(&lists_then.makes, &lists.makes) {
            let own = remade.by_itself(first);
            lists_then.shift(&own);
            before.functions.shift(&own);
            before.classes.shift(&own);
            before.makes.shift(&own);
            remade.add_to(renumbering, run.start.lengths.makes, first);
        }
        if !lists_then.seen_alike(&lists) {
            return None;
        }
        let attributes = std::mem::take(&mut differences.attributes);
        *differences = Differences {
            attributes,
            ..before.differences(self, body)?
        };
        Some(())
    }

    /// Puts back a run, but not what is other than it was.
    fn put_back_beside(&mut self, own: Rollback, differences: &Differences) {
        let outcomes = differences.outcomes.keys();
        let now: HashMap<FunctionId, Option<CallOutcome>> = outcomes
            .map(|id| (*id, self.functions[id.0 as usize].outcome.clone()))
            .collect();
        self.put_back_with(own, |this, change| {
            if let StateChange::Function(id, _) = change
                && let Some(outcome) = now.get(id)
            {
                this.functions[id.0 as usize].outcome.clone_from(outcome);
            }
        });
    }
}

/// How things would be at the end of a run without the edit.
struct StateWithoutEdit {
    functions: HashMap<FunctionId, FunctionInfo>,
    classes: HashMap<ClassId, ClassInfo>,
    makes: HashMap<MakeId, MadeObject>,
}

/// What a class was before these changes.
fn class_before(evaluator: &Evaluator<'_>, changes: &[StateChange], id: ClassId) -> ClassInfo {
    let mut info = evaluator.classes[id.0 as usize].clone();
    for change in changes.iter().rev() {
        match change {
            StateChange::Class(other, before) if *other == id => info = (**before).clone(),
            StateChange::Assigned(other, Some(before)) if *other == id => {
                info.assigned.note(before.clone());
            }
            StateChange::Assigned(other, None) if *other == id => drop(info.assigned.pop()),
            _ => {}
        }
    }
    info
}

impl StateWithoutEdit {
    /// From what is so at its beginning, but for differences, and from what it changed before the edit.
    fn of(
        evaluator: &Evaluator<'_>,
        changes: &[StateChange],
        differences: &Differences,
        start: &Lengths,
    ) -> Option<Self> {
        let outcomes = differences.outcomes.iter();
        let functions = outcomes.map(|(id, outcome)| {
            let mut info = evaluator.functions[id.0 as usize].clone();
            info.outcome.clone_from(outcome);
            (*id, info)
        });
        let mut then = Self {
            functions: functions.collect(),
            classes: differences.classes.clone(),
            makes: HashMap::new(),
        };
        // Taken back, they hold what was there after them.
        for change in changes {
            match change {
                StateChange::Function(id, info) if (id.0 as usize) < start.functions => {
                    then.functions.insert(*id, (**info).clone());
                }
                StateChange::Class(id, info) if (id.0 as usize) < start.classes => {
                    then.classes.insert(*id, (**info).clone());
                }
                StateChange::Assigned(id, assignment) if (id.0 as usize) < start.classes => {
                    let class = then.classes.entry(*id);
                    let class = class.or_insert_with(|| evaluator.classes[id.0 as usize].clone());
                    class.assigned.note(assignment.clone()?);
                }
                StateChange::Make(id, make) if (id.0 as usize) < start.makes => {
                    then.makes.insert(*id, (**make).clone());
                }
                StateChange::Patched(..) | StateChange::Place(..) => return None,
                StateChange::Function(..)
                | StateChange::Class(..)
                | StateChange::Assigned(..)
                | StateChange::Make(..)
                | StateChange::FunctionNumber(..)
                | StateChange::MakeNumber(..)
                | StateChange::Derived(..) => {}
            }
        }
        Some(then)
    }

    /// The same with what only the new run has changed, as it was before.
    fn with_others(
        mut self,
        evaluator: &Evaluator<'_>,
        changes: &[StateChange],
        start: &Lengths,
    ) -> Option<Self> {
        let before = RunChanges::before(changes, start);
        if !before.patched.is_empty() || !before.places.is_empty() {
            return None;
        }
        // What is assigned may have been before the class is known to have changed.
        for id in &before.assigned {
            let known = self.classes.entry(*id);
            known.or_insert_with(|| class_before(evaluator, changes, *id));
        }
        add_unknown(&mut self.functions, before.functions);
        add_unknown(&mut self.classes, before.classes);
        add_unknown(&mut self.makes, before.makes);
        Some(self)
    }

    /// What is other than it would be; `None` if that is more than outcomes and what is assigned.
    fn differences(self, evaluator: &Evaluator<'_>, body: &NewBody) -> Option<Differences> {
        let mut found = Differences::default();
        for (id, mut then) in self.functions {
            let mut now = evaluator.functions[id.0 as usize].clone();
            now.shift(&body.new);
            if id == body.function {
                then.function = std::sync::Arc::clone(&now.function);
            }
            if then == now {
                continue;
            }
            let outcome = std::mem::replace(&mut then.outcome, now.outcome.clone());
            if then != now {
                return None;
            }
            found.outcomes.insert(id, outcome);
        }
        for (id, then) in self.classes {
            let mut now = evaluator.classes[id.0 as usize].clone();
            now.shift(&body.new);
            if then == now {
                continue;
            }
            let mut rest = then.clone();
            rest.assigned = now.assigned.clone();
            rest.assignments = now.assignments.clone();
            rest.looked_through = now.looked_through;
            if rest != now {
                return None;
            }
            found.classes.insert(id, then);
        }
        let alike = |(id, then): (&MakeId, &MadeObject)| {
            let mut now = evaluator.spawning.makes[id.0 as usize].clone();
            now.shift(&body.new);
            *then == now
        };
        self.makes.iter().all(alike).then_some(found)
    }
}
