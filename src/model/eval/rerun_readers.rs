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
use crate::model::eval::growing_lists::{Lengths, Likeness, Lists};
use crate::model::eval::journal::{BodyRun, Moment, StateChange};
use crate::model::eval::later_runs::LaterRuns;
use crate::model::eval::remade_things::RemadeThings;
use crate::model::eval::rerun::NewBody;
use crate::model::eval::rollback::Rollback;
use crate::model::eval::run_changes::{RunChanges, add_unknown};
use crate::model::value::shift::Shiftable;
use crate::model::value::thing_numbers::Renumbering;
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

impl Differences {
    /// Whether these have to run again: they read something that is another one now, or change it.
    fn concern(&self, runs: &[BodyRun], changes: &[StateChange]) -> bool {
        let reads = |run: &BodyRun| {
            let mut outcomes = self.outcomes.keys();
            let mut classes = self.classes.keys();
            let mut attributes = self.attributes.iter();
            outcomes.any(|id| run.reads.outcomes.contains(id))
                || classes.any(|id| run.reads.assigned.contains(id))
                || attributes.any(|name| run.reads.attributes.contains(name))
        };
        let changes_one = |change: &StateChange| match change {
            StateChange::Class(id, _) | StateChange::Assigned(id, _) => {
                self.classes.contains_key(id)
            }
            _ => false,
        };
        runs.iter().any(reads) || !self.classes.is_empty() && changes.iter().any(changes_one)
    }
}

impl Evaluator<'_> {
    /// Runs a body again whose tree is another one, and all that come to see a difference; whether what is found of it all
    /// is the same. `None`: more is other than can be told.
    pub(in crate::model) fn run_readers_again(
        &mut self,
        body: &NewBody,
        assigned: &ChangedAssignments,
    ) -> Option<Likeness> {
        // Statements of the module are not run again.
        let read_outside = self
            .journal
            .is_read_outside(|reads| assigned.concern(reads));
        if read_outside {
            return None;
        }
        let end = self.moment();
        let mut later = self.take_back(body.function, assigned)?;
        let mut differences = Differences {
            outcomes: HashMap::new(),
            classes: assigned.put(self),
            attributes: assigned.attributes.clone(),
        };
        let mut renumbering = Renumbering::default();
        let mut at = later.after(0)?.start;
        // Those that nobody has to run again are put back together.
        let (mut kept, mut from) = (0, at);
        let mut same = Likeness::Same;
        while let Some(next) = later.after(kept) {
            // Nothing else happens between them.
            if next.start != at {
                return None;
            }
            at = next.end;
            let runs = later.runs_of(&next, kept);
            let edited = runs.iter().any(|run| run.function == body.function);
            let again = edited || differences.concern(runs, later.changes_of(&next));
            if !again && renumbering.is_empty() {
                kept += next.count();
                continue;
            }
            let unconcerned = later.take(kept, &next.start);
            self.put_back_beside(unconcerned, &from, &differences)?;
            let mut own = later.take(next.count(), &next.end);
            let has_gone = own.renumber(&renumbering).is_none();
            if again || has_gone {
                let begun = &next.start;
                let alike =
                    self.run_window(&own, begun, body, &mut differences, &mut renumbering)?;
                same = same.max(alike);
            } else {
                self.put_back_beside(own, &next.start, &differences)?;
            }
            (kept, from) = (0, next.end);
        }
        let unconcerned = later.take(kept, &at);
        self.put_back_beside(unconcerned, &from, &differences)?;
        (at == end && !self.journal.broken).then_some(same)
    }

    /// Takes back everything from the first outermost run on in which a function runs, or something is read that is
    /// another one now.
    fn take_back(
        &mut self,
        function: FunctionId,
        assigned: &ChangedAssignments,
    ) -> Option<LaterRuns> {
        let runs = &self.journal.runs;
        let is_first = |run: &BodyRun| run.function == function || assigned.concern(&run.reads);
        let it = runs.iter().position(is_first)?;
        let first = runs[..=it].iter().rposition(|run| run.depth == 0)?;
        let start = runs[first].start;
        // Statements of the module are not run again.
        if self.journal.broken || !start.done {
            return None;
        }
        Some(LaterRuns::new(self.cut(&start, first), &start))
    }

    /// Runs a window again, and finds out what is other than it was at its end.
    fn run_window(
        &mut self,
        own: &Rollback,
        begun: &Moment,
        body: &NewBody,
        differences: &mut Differences,
        renumbering: &mut Renumbering,
    ) -> Option<Likeness> {
        let run = own.runs.first()?;
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
        let quoted = lists.quoted(&body.inserted);
        lists.shift(&body.new);
        let mut lists_then = begun.lengths;
        lists_then.makes = start.lengths.makes;
        let mut lists_then = own.lists_at_end(&lists_then);
        let changes = &self.journal.changes[start.changes..];
        let mut before = before.with_others(self, changes, &start.lengths)?;
        before.makes.retain(|id, _| !renumbering.is_new(*id));
        let first = start.lengths.makes;
        let remade = RemadeThings::between(&lists_then.makes, &lists.makes);
        let changed = remade.is_some();
        if let Some(remade) = remade {
            let own = remade.by_itself(first);
            lists_then.shift(&own);
            before.functions.shift(&own);
            before.classes.shift(&own);
            before.makes.shift(&own);
            remade.add_to(renumbering, begun.lengths.makes, first);
        }
        if !lists_then.seen_alike(&lists) {
            return None;
        }
        let attributes = std::mem::take(&mut differences.attributes);
        *differences = Differences {
            attributes,
            ..before.differences(self, body)?
        };
        Some(quoted.max(lists_then.likeness(&lists, changed, &body.paths)))
    }

    /// Puts back runs that began at this moment, but not what is other than it was.
    fn put_back_beside(
        &mut self,
        mut own: Rollback,
        begun: &Moment,
        differences: &Differences,
    ) -> Option<()> {
        let now = self.moment();
        own.move_from(begun, &now)?;
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
        Some(())
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
            rest.assignments.clone_from(&now.assignments);
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
