//! Threads that run when a process is forked, as far as the calls of a module show it.

use std::collections::HashMap;
use std::ops::Range;

use crate::model::Model;
use crate::model::children::records::Thread;
use crate::model::eval::guards::Guard;
use crate::model::link::call_sites::FunctionUse;
use crate::model::value::FunctionId;
use crate::world::Worlds;

/// How many calls lie between a place and the start of a thread at most.
const DEPTH: u32 = 4;

/// What ends a thread, or all of them.
const ENDS: &[&str] = &[".join(", ".cancel(", ".stop(", ".shutdown(", ".close("];

/// The function in whose body something stands, the worlds that are asked about, and how many more calls may lie
/// between.
type Question = (Option<FunctionId>, Worlds, u32);

/// Looks for threads before places; what was found for one place serves the others.
pub(crate) struct ThreadSearch<'m> {
    model: &'m Model,
    /// Where the text ends threads, in order.
    ends: Vec<usize>,
    /// Places that start threads, by the function in whose body they stand; each with where it ends.
    starts: HashMap<Option<FunctionId>, Vec<(usize, &'m Thread)>>,
    /// The same of statements that call what starts threads and leaves them running.
    calls: HashMap<Question, Vec<(usize, &'m Thread)>>,
    /// What runs when a function is called.
    callers: HashMap<Question, Option<&'m Thread>>,
    /// What runs when a function comes back.
    left: HashMap<Question, Option<&'m Thread>>,
}

impl<'m> ThreadSearch<'m> {
    pub(crate) fn of(model: &'m Model, text: &str) -> Self {
        let mut ends: Vec<usize> = Vec::new();
        for end in ENDS {
            ends.extend(text.match_indices(end).map(|(at, _)| at));
        }
        ends.sort_unstable();
        let mut starts: HashMap<_, Vec<_>> = HashMap::new();
        for thread in &model.threads {
            if thread.guard != Guard::Unknown {
                let starts = starts.entry(thread.owner).or_default();
                starts.push((thread.range.end, thread));
            }
        }
        starts
            .values_mut()
            .for_each(|starts| starts.sort_by_key(|(end, _)| *end));
        Self {
            model,
            ends,
            starts,
            calls: HashMap::new(),
            callers: HashMap::new(),
            left: HashMap::new(),
        }
    }

    /// A thread that was started, and goes on, before control comes to these bytes.
    pub(crate) fn before(
        &mut self,
        place: &Range<usize>,
        owner: Option<FunctionId>,
        worlds: Worlds,
    ) -> Option<&'m Thread> {
        if self.starts.is_empty() {
            return None;
        }
        self.before_within(place, (owner, worlds, DEPTH))
    }

    fn before_within(&mut self, place: &Range<usize>, asked: Question) -> Option<&'m Thread> {
        let (owner, worlds, _) = asked;
        let since = self.last_end_before(place.start);
        let direct = self.started_in(owner, worlds, since..place.start);
        direct
            .or_else(|| between(self.calls_in(asked), since..place.start).next())
            .or_else(|| self.before_callers(asked))
    }

    /// A thread that a body itself starts in this part of the text.
    fn started_in(
        &self,
        owner: Option<FunctionId>,
        worlds: Worlds,
        part: Range<usize>,
    ) -> Option<&'m Thread> {
        let mut started = between(self.starts.get(&owner)?, part);
        started.find(|thread| thread.worlds.overlaps(worlds))
    }

    /// Where the last thread ends before a place in the text; what starts at or after it goes on.
    fn last_end_before(&self, place: usize) -> usize {
        // All of these words have an end: one that is cut off by the place is none.
        let before = self.ends.partition_point(|end| *end < place);
        self.ends[..before].last().map_or(0, |end| end + 1)
    }

    /// The calls in a body that leave threads running, with where their statements end.
    fn calls_in(&mut self, asked: Question) -> &[(usize, &'m Thread)] {
        let (owner, worlds, depth) = asked;
        if !self.calls.contains_key(&asked) {
            let mut found = Vec::new();
            for one in self
                .model
                .function_uses
                .inside(owner)
                .filter(|one| is_sure(one, worlds))
            {
                let thread = one
                    .function()
                    .and_then(|id| self.left_by(id, worlds, depth));
                found.extend(thread.map(|thread| (one.statement.end, thread)));
            }
            found.sort_by_key(|(end, _)| *end);
            self.calls.insert(asked, found);
        }
        self.calls.get(&asked).map_or(&[], Vec::as_slice)
    }

    /// A thread that runs when a function is called.
    fn before_callers(&mut self, asked: Question) -> Option<&'m Thread> {
        let (owner, worlds, depth) = asked;
        let (id, depth) = (owner?, depth.checked_sub(1)?);
        if let Some(known) = self.callers.get(&asked) {
            return *known;
        }
        let calls = self.model.function_uses.of(id);
        let mut calls = calls.filter(|one| one.owner != owner && is_sure(one, worlds));
        let found =
            calls.find_map(|one| self.before_within(&one.statement, (one.owner, worlds, depth)));
        self.callers.insert(asked, found);
        found
    }

    /// A thread that a function starts and leaves running.
    fn left_by(&mut self, id: FunctionId, worlds: Worlds, depth: u32) -> Option<&'m Thread> {
        let asked = (Some(id), worlds, depth);
        if let Some(known) = self.left.get(&asked) {
            return *known;
        }
        let body = self.model.function_info(id).body_range()?;
        let since = self.last_end_before(body.end);
        let direct = self.started_in(Some(id), worlds, since..body.end);
        let found = direct.or_else(|| {
            let asked = (Some(id), worlds, depth.checked_sub(1)?);
            between(self.calls_in(asked), since..body.end).next()
        });
        self.left.insert(asked, found);
        found
    }
}

/// What ends in this part of the text.
fn between<'t, 'm>(
    places: &'t [(usize, &'m Thread)],
    part: Range<usize>,
) -> impl Iterator<Item = &'m Thread> + use<'t, 'm> {
    let first = places.partition_point(|(end, _)| *end < part.start);
    let inside = places[first..]
        .iter()
        .take_while(move |(end, _)| *end <= part.end);
    inside.map(|(_, thread)| *thread)
}

fn is_sure(one: &FunctionUse, worlds: Worlds) -> bool {
    one.call && one.guard != Guard::Unknown && one.worlds.overlaps(worlds)
}
