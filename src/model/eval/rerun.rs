//! Runs one body again in the state in which it ran before, and says whether others see a difference.

use std::ops::Range;
use std::sync::Arc;

use crate::model::eval::changed_assignments::ChangedAssignments;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::functions::FunctionInfo;
use crate::model::eval::growing_lists::{Likeness, Lists, shift_all};
use crate::model::eval::journal::{BodyRun, StateChange};
use crate::model::eval::parted_evaluation::{OFFSET_GAP, Parted};
use crate::model::eval::remade_things::RemadeThings;
use crate::model::eval::rollback::Rollback;
use crate::model::eval::run_changes::RunChanges;
use crate::model::link::paths_to_failures::PathsToFailures;
use crate::model::value::shift::{Shift, Shiftable};
use crate::model::value::thing_numbers::Renumbering;
use crate::model::value::{ClassId, FunctionId};
use crate::syntax::ast::{Class, Function};
use crate::world::Worlds;

/// A body that says something else now, and where everything is.
pub(in crate::model) struct NewBody {
    pub(in crate::model) function: FunctionId,
    pub(in crate::model) tree: Arc<Function>,
    /// The classes around it.
    pub(in crate::model) classes: Vec<(ClassId, Arc<Class>)>,
    /// The byte from which spans in the tree count.
    pub(in crate::model) base: usize,
    /// What is in the old body, and in the new one, at places at which both can be compared.
    pub(in crate::model) old: Shift,
    pub(in crate::model) new: Shift,
    /// The bytes that are new.
    pub(in crate::model) inserted: Range<usize>,
    /// What led to failures before.
    pub(in crate::model) paths: Arc<PathsToFailures>,
}

/// A run that is to be done again, what came of it the last time, and what came after it.
pub(super) struct RerunBody {
    run: BodyRun,
    pub(super) own: Rollback,
    pub(super) touched: RunChanges,
    pub(super) later: Rollback,
}

/// What others see of a body that was run again.
pub(in crate::model) enum Tried {
    /// Nothing; the evaluation stands before it, and what is found of what it notes may be the same.
    Unseen(Parted, Likeness),
    /// Something, and those who do were run again; what is found of what they note may be the same.
    Seen(Likeness),
}

impl Evaluator<'_> {
    /// Runs a body again and moves what is around it. `None`: what comes after it may see a difference, and all of this is
    /// of no use any more. Else whether what is found of what it notes is the same.
    pub(in crate::model) fn run_again(
        &mut self,
        body: &NewBody,
        around: &Shift,
    ) -> Option<Likeness> {
        let mut pieces = self.take_pieces(body.function)?;
        self.put_trees(body, &mut pieces);
        self.move_all(around, &mut pieces);
        if around.between.get() {
            return None;
        }
        let mut same = Likeness::Same;
        let mut renumbering = Renumbering::default();
        while let Some(piece) = pieces.pop() {
            let (alike, later) = self.run_piece(piece, body, &mut renumbering).ok()?;
            self.put_back(later);
            same = same.max(alike);
        }
        (!self.journal.broken).then_some(same)
    }

    /// Runs the body that an evaluation stands before; what others see of it. `None`: that is more than can be told.
    pub(in crate::model) fn try_again(
        &mut self,
        mut parted: Parted,
        body: &NewBody,
        grown: isize,
    ) -> Option<Tried> {
        parted.grown += grown;
        self.put_trees(body, &mut parted.pieces);
        let mut same = Likeness::Same;
        let mut places = Vec::new();
        let mut last = None;
        let mut renumbering = Renumbering::default();
        while let Some(piece) = parted.pieces.pop() {
            places.push(self.journal.runs.len());
            let (alike, later) = match self.run_piece(piece, body, &mut renumbering) {
                Ok(tried) => tried,
                Err(Some(piece)) => {
                    let (old, new) = (piece.run.start, self.moment());
                    parted.pieces.push(*piece);
                    for piece in &mut parted.pieces {
                        piece.own.shift(&body.old);
                        piece.own.renumber(&renumbering)?;
                        piece.own.move_from(&old, &new)?;
                        piece.later.renumber(&renumbering)?;
                        piece.later.move_from(&old, &new)?;
                    }
                    self.put_together_again(parted);
                    let later = self.run_readers_again(body, &ChangedAssignments::default())?;
                    return Some(Tried::Seen(same.max(later)));
                }
                Err(None) => return None,
            };
            same = same.max(alike);
            match parted.pieces.is_empty() {
                true => last = Some(later),
                false => self.put_back(later),
            }
        }
        let too_far = parted.grown.unsigned_abs() >= OFFSET_GAP / 2;
        if self.journal.broken || too_far {
            return None;
        }
        for at in places.into_iter().rev() {
            let run = self.journal.runs[at].clone();
            let later = match last.take() {
                Some(later) => later,
                None => self.cut(&run.end, self.after_run(at, run.depth)),
            };
            parted.pieces.push(self.take_run(at, later));
        }
        Some(Tried::Unseen(parted, same))
    }

    /// Runs the body that an evaluation stands before, which assigns other attributes than before, and whoever sees a
    /// difference. `None`: that is more than can be told.
    pub(in crate::model) fn run_otherwise(
        &mut self,
        mut parted: Parted,
        body: &NewBody,
        grown: isize,
        assigned: &ChangedAssignments,
    ) -> Option<Tried> {
        parted.grown += grown;
        self.put_trees(body, &mut parted.pieces);
        for piece in &mut parted.pieces {
            piece.own.shift(&body.old);
        }
        self.put_together_again(parted);
        Some(Tried::Seen(self.run_readers_again(body, assigned)?))
    }

    /// Moves everything, where no body has changed.
    pub(in crate::model) fn move_by(&mut self, shift: &Shift) -> bool {
        self.move_all(shift, &mut []);
        !shift.between.get()
    }

    /// Takes off the runs of a body, and what came between and after them.
    pub(super) fn take_pieces(&mut self, function: FunctionId) -> Option<Vec<RerunBody>> {
        let at: Vec<usize> = self.outermost_runs(function);
        if self.journal.broken || at.is_empty() {
            return None;
        }
        let mut pieces = Vec::new();
        for at in at.into_iter().rev() {
            let run = self.journal.runs[at].clone();
            let later = self.cut(&run.end, self.after_run(at, run.depth));
            pieces.push(self.take_run(at, later));
        }
        Some(pieces)
    }

    /// The runs of a body that are not part of another one, by their places.
    fn outermost_runs(&self, id: FunctionId) -> Vec<usize> {
        let runs = &self.journal.runs;
        let mut found: Vec<usize> = Vec::new();
        for (at, run) in runs.iter().enumerate() {
            let inside = found
                .last()
                .is_some_and(|last| at < self.after_run(*last, runs[*last].depth));
            if run.function == id && !inside {
                found.push(at);
            }
        }
        found
    }

    /// The place of the first run that is not part of this one.
    fn after_run(&self, at: usize, depth: usize) -> usize {
        let rest = &self.journal.runs[at + 1..];
        let inside = rest.iter().take_while(|run| run.depth > depth).count();
        at + 1 + inside
    }

    /// Takes off a run, behind which everything is taken off.
    fn take_run(&mut self, at: usize, later: Rollback) -> RerunBody {
        let run = self.journal.runs[at].clone();
        let changes = &self.journal.changes[run.start.changes..];
        let touched = RunChanges::before(changes, &run.start.lengths).now(self);
        RerunBody {
            own: self.cut(&run.start, at),
            run,
            touched,
            later,
        }
    }

    /// Puts trees in the place of older ones.
    fn put_trees(&mut self, body: &NewBody, pieces: &mut [RerunBody]) {
        let put = |info: &mut FunctionInfo| {
            info.function = Arc::clone(&body.tree);
            info.base = body.base;
        };
        put(&mut self.functions[body.function.0 as usize]);
        self.put_classes(&body.classes);
        for piece in pieces.iter_mut() {
            let first = piece.run.end.lengths.classes;
            for (id, class) in &body.classes {
                let at = (id.0 as usize).checked_sub(first);
                if let Some(info) = at.and_then(|at| piece.later.lists.classes.get_mut(at)) {
                    info.class = Arc::clone(class);
                }
            }
        }
        let cut = pieces.iter_mut();
        let cut = cut.flat_map(|piece| &mut piece.later.changes);
        for change in self.journal.changes.iter_mut().chain(cut) {
            match change {
                StateChange::Function(id, info) if *id == body.function => put(info),
                change => change.put_class(&body.classes),
            }
        }
    }

    /// Puts trees of classes in the place of older ones.
    pub(in crate::model) fn put_classes(&mut self, classes: &[(ClassId, Arc<Class>)]) {
        for (id, class) in classes {
            if let Some(info) = self.classes.get_mut(id.0 as usize) {
                info.class = Arc::clone(class);
            }
        }
        let changes = self.journal.changes.iter_mut();
        changes.for_each(|change| change.put_class(classes));
    }

    pub(super) fn move_all(&mut self, shift: &Shift, pieces: &mut [RerunBody]) {
        shift_all(self, shift);
        self.journal.changes.shift(shift);
        for piece in pieces {
            piece.later.shift(shift);
        }
        let derived = std::mem::take(&mut self.spawning.derived);
        let derived = derived.into_iter();
        self.spawning.derived = derived
            .map(|((id, call), made)| ((id, shift.start(call)), made))
            .collect();
    }

    /// Runs a body in the same way as it ran before; the run.
    fn run_once(&mut self, function: FunctionId, before: &BodyRun) -> BodyRun {
        let at = self.journal.runs.len();
        self.journal.depth = before.depth;
        match &before.asked {
            Some(asked) => {
                self.quiet = asked.quiet;
                self.busy.clone_from(&asked.busy);
                self.run(function, Worlds::ALL);
                self.quiet = 0;
                self.busy.clear();
            }
            None => self.run_for_good(function),
        }
        self.journal.depth = 0;
        self.journal.runs[at].clone()
    }

    /// The runs around one that has become another one take in all that it takes.
    fn grow_around(&mut self, at: usize, before: &BodyRun, now: &BodyRun) -> Option<()> {
        let end = before.end.moved(&before.start, &now.start)?;
        let mut inner = before.depth;
        for run in self.journal.runs[..at].iter_mut().rev() {
            if inner == 0 {
                break;
            }
            if run.depth < inner {
                inner = run.depth;
                run.end = run.end.moved(&end, &now.end)?;
            }
        }
        Some(())
    }

    /// Runs a body again, and gives what came after it at its new moment, and whether what is found of it is the same. Where
    /// others see a difference it is taken back, and given back as it was. `renumbering` is of all that came before it.
    fn run_piece(
        &mut self,
        piece: RerunBody,
        body: &NewBody,
        renumbering: &mut Renumbering,
    ) -> Result<(Likeness, Rollback), Option<Box<RerunBody>>> {
        let at = self.journal.runs.len();
        let now = self.run_once(body.function, &piece.run);
        let mut lists = piece.own.lists_at_end(&piece.run.start.lengths);
        let mut touched = piece.touched.clone();
        let mut asked = piece.run.asked.clone();
        let earlier = Shift::of_numbers(renumbering.clone());
        lists.shift(&earlier);
        touched.renumber(renumbering);
        asked.shift(&earlier);
        let changes = &self.journal.changes[now.start.changes..];
        let before = RunChanges::before(changes, &now.start.lengths);
        let assigned = before.assigned.clone();
        touched.add(before);
        let mut touched_now = touched.now(self);
        touched_now.assigned = assigned;
        let mut lists_now = Lists::copy(self, &now.start.lengths);
        lists.shift(&body.old);
        touched.shift(&body.old);
        lists_now.shift(&body.new);
        touched_now.shift(&body.new);
        let remade = RemadeThings::between(&lists.makes, &lists_now.makes);
        let first = now.start.lengths.makes;
        if let Some(remade) = &remade {
            let own = remade.by_itself(first);
            lists.shift(&own);
            touched.shift(&own);
            asked.shift(&own);
        }
        // Nobody else has what is new, or had what it was before that.
        for changes in [&mut touched, &mut touched_now] {
            changes.makes.retain(|id, _| !renumbering.is_new(*id));
        }
        if asked != now.asked || touched != touched_now || !lists.seen_alike(&lists_now) {
            self.cut(&now.start, at);
            return Err(Some(Box::new(piece)));
        }
        let RerunBody { run, mut later, .. } = piece;
        let changed = remade.is_some();
        if let Some(remade) = remade {
            remade.add_to(renumbering, run.start.lengths.makes, first);
        }
        later.renumber(renumbering).ok_or(None)?;
        self.grow_around(at, &run, &now).ok_or(None)?;
        Self::move_later(&mut later, &run, &now).ok_or(None)?;
        let alike = lists.likeness(&lists_now, changed, &body.paths);
        Ok((alike, later))
    }
}

impl StateChange {
    fn put_class(&mut self, classes: &[(ClassId, Arc<Class>)]) {
        if let Self::Class(id, info) = self
            && let Some((_, class)) = classes.iter().find(|(known, _)| known == id)
        {
            info.class = Arc::clone(class);
        }
    }
}
