//! Runs one body again in the state in which it ran before, and says whether others see a difference.

use std::sync::Arc;

use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::functions::FunctionInfo;
use crate::model::eval::journal::{BodyRun, Change, Moment};
use crate::model::eval::lists::{Lists, shift_all};
use crate::model::eval::touched::Touched;
use crate::model::value::shifted::{Shift, Shiftable};
use crate::model::value::{ClassId, FunctionId, Partition};
use crate::syntax::ast::{Class, Function, Name};
use crate::world::Worlds;

/// A body that says something else now, and where everything is.
pub(in crate::model) struct NewBody {
    pub(in crate::model) function: FunctionId,
    pub(in crate::model) tree: Arc<Function>,
    /// The classes around it.
    pub(in crate::model) classes: Vec<(ClassId, Arc<Class>)>,
    /// Where the chunk starts.
    pub(in crate::model) base: usize,
    /// Where that is now which is not in the body.
    pub(in crate::model) around: Shift,
    /// What is in the old body, and in the new one, at places at which both can be compared.
    pub(in crate::model) old: Shift,
    pub(in crate::model) new: Shift,
}

/// What came after a moment, taken back.
struct Cut {
    lists: Lists,
    changes: Vec<Change>,
    runs: Vec<BodyRun>,
    names: Vec<(Name, Option<Partition>)>,
    stars: Vec<Name>,
    fuel: u32,
    lazy: bool,
    done: bool,
}

/// A run that is to be done again, and what came of it the last time.
struct Piece {
    run: BodyRun,
    lists: Lists,
    touched: Touched,
    later: Cut,
}

impl Evaluator<'_> {
    /// Runs a body again. `None`: what comes after it may see a difference, and all of this is of no use
    /// any more. Else whether what it notes is the same.
    pub(in crate::model) fn run_again(&mut self, body: &NewBody) -> Option<bool> {
        let at: Vec<usize> = self.outermost_runs(body.function);
        if self.journal.broken || at.is_empty() {
            return None;
        }
        let mut pieces: Vec<Piece> = at.iter().rev().map(|at| self.take_piece(*at)).collect();
        self.put_trees(body, &mut pieces);
        self.move_all(&body.around, &mut pieces);
        if body.around.between.get() {
            return None;
        }
        let mut same = true;
        while let Some(piece) = pieces.pop() {
            same &= self.run_piece(piece, body)?;
        }
        (!self.journal.broken).then_some(same)
    }

    /// Moves everything, where no body has changed.
    pub(in crate::model) fn move_by(&mut self, shift: &Shift) -> bool {
        self.move_all(shift, &mut []);
        !shift.between.get()
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

    fn take_piece(&mut self, at: usize) -> Piece {
        let run = self.journal.runs[at].clone();
        let later = self.cut(&run.end, self.after_run(at, run.depth));
        let lists = Lists::copy(self, &run.start.lengths);
        let changes = &self.journal.changes[run.start.changes..];
        let touched = Touched::before(changes, &run.start.lengths).now(self);
        self.cut(&run.start, at);
        Piece {
            run,
            lists,
            touched,
            later,
        }
    }

    /// Goes back to a moment before which so many runs began; gives what came after it.
    fn cut(&mut self, to: &Moment, runs: usize) -> Cut {
        let fuel = std::mem::replace(&mut self.fuel, to.fuel);
        let mut changes = self.journal.changes.split_off(to.changes);
        for change in changes.iter_mut().rev() {
            change.swap(self);
        }
        Cut {
            lists: Lists::cut(self, &to.lengths),
            changes,
            runs: self.journal.runs.split_off(runs),
            names: self.scopes[0].take_back(to.names),
            stars: self.scopes[0].stars.split_off(to.stars),
            fuel,
            lazy: std::mem::replace(&mut self.lazy_annotations, to.lazy),
            done: std::mem::replace(&mut self.module_done, to.done),
        }
    }

    /// Puts trees in the place of older ones.
    fn put_trees(&mut self, body: &NewBody, pieces: &mut [Piece]) {
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
                Change::Function(id, info) if *id == body.function => put(info),
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

    fn move_all(&mut self, shift: &Shift, pieces: &mut [Piece]) {
        shift_all(self, shift);
        self.journal.changes.shift(shift);
        for piece in pieces {
            piece.later.lists.shift(shift);
            piece.later.changes.shift(shift);
        }
        let derived = std::mem::take(&mut self.spawning.derived);
        let derived = derived.into_iter();
        self.spawning.derived = derived
            .map(|((id, call), made)| ((id, shift.start(call)), made))
            .collect();
    }

    fn run_piece(&mut self, piece: Piece, body: &NewBody) -> Option<bool> {
        let Piece {
            run,
            mut lists,
            mut touched,
            mut later,
        } = piece;
        let at = self.journal.runs.len();
        self.journal.depth = run.depth;
        match &run.asked {
            Some(asked) => {
                self.quiet = asked.quiet;
                self.busy.clone_from(&asked.busy);
                self.run(body.function, Worlds::ALL);
                self.quiet = 0;
                self.busy.clear();
            }
            None => self.run_for_good(body.function),
        }
        self.journal.depth = 0;
        let now = self.journal.runs[at].clone();
        // Where others are around it, they take in all that it takes.
        let end = run.end.moved(&run.start, &now.start)?;
        let mut inner = run.depth;
        for run in self.journal.runs[..at].iter_mut().rev() {
            if run.depth < inner {
                inner = run.depth;
                run.end = run.end.moved(&end, &now.end)?;
            }
        }
        let changes = &self.journal.changes[now.start.changes..];
        let before = Touched::before(changes, &now.start.lengths);
        let assigned = before.assigned.clone();
        touched.add(before);
        let mut touched_now = touched.now(self);
        touched_now.assigned = assigned;
        let mut lists_now = Lists::copy(self, &now.start.lengths);
        lists.shift(&body.old);
        touched.shift(&body.old);
        lists_now.shift(&body.new);
        touched_now.shift(&body.new);
        if run.asked != now.asked || touched != touched_now || !lists.seen_alike(&lists_now) {
            return None;
        }
        for one in &mut later.runs {
            one.start = one.start.moved(&run.end, &now.end)?;
            one.end = one.end.moved(&run.end, &now.end)?;
        }
        let fuel = moved_fuel(later.fuel, run.end.fuel, now.end.fuel)?;
        if (run.end.names, run.end.stars) != (now.end.names, now.end.stars) {
            return None;
        }
        later.lists.append(self);
        for mut change in later.changes {
            change.swap(self);
            self.journal.changes.push(change);
        }
        self.journal.runs.extend(later.runs);
        self.scopes[0].make_again(later.names);
        self.scopes[0].stars.extend(later.stars);
        self.fuel = fuel;
        (self.lazy_annotations, self.module_done) = (later.lazy, later.done);
        Some(lists == lists_now)
    }
}

impl Change {
    fn put_class(&mut self, classes: &[(ClassId, Arc<Class>)]) {
        if let Self::Class(id, info) = self
            && let Some((_, class)) = classes.iter().find(|(known, _)| known == id)
        {
            info.class = Arc::clone(class);
        }
    }
}

impl Moment {
    /// The same moment where another one before it has become a third; `None` where too little fuel is left to be sure
    /// that none was missed.
    fn moved(&self, old: &Self, new: &Self) -> Option<Self> {
        Some(Self {
            lengths: self.lengths.moved(&old.lengths, &new.lengths),
            changes: self.changes + new.changes - old.changes,
            fuel: moved_fuel(self.fuel, old.fuel, new.fuel)?,
            ..*self
        })
    }
}

fn moved_fuel(fuel: u32, old: u32, new: u32) -> Option<u32> {
    let moved = (fuel > 0).then(|| (fuel + new).checked_sub(old)).flatten();
    moved.filter(|fuel| *fuel > 0)
}
