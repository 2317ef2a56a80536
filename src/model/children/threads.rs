//! Threads that run when a process is forked, as far as the calls of a module show it.

use std::ops::Range;

use crate::model::Model;
use crate::model::children::records::Thread;
use crate::model::eval::guards::Guard;
use crate::model::link::call_sites::{FunctionUse, Used};
use crate::model::value::FunctionId;
use crate::world::Worlds;

/// How many calls lie between a place and the start of a thread at most.
const DEPTH: u32 = 4;

/// What ends a thread, or all of them.
const ENDS: &[&str] = &[".join(", ".cancel(", ".stop(", ".shutdown(", ".close("];

impl Model {
    /// A thread that was started, and goes on, before control comes to these bytes.
    pub(crate) fn thread_before(
        &self,
        place: &Range<usize>,
        owner: Option<FunctionId>,
        worlds: Worlds,
        text: &str,
    ) -> Option<&Thread> {
        self.before(place, owner, worlds, text, DEPTH)
    }

    fn before(
        &self,
        place: &Range<usize>,
        owner: Option<FunctionId>,
        worlds: Worlds,
        text: &str,
        depth: u32,
    ) -> Option<&Thread> {
        let goes_on = |from: usize| {
            let between = text.get(from..place.start).unwrap_or("");
            from <= place.start && !ENDS.iter().any(|end| between.contains(end))
        };
        let direct = self.threads.iter().find(|thread| {
            thread.owner == owner && self.counts(thread, worlds) && goes_on(thread.range.end)
        });
        let in_calls = || {
            let before = |one: &&FunctionUse| one.owner == owner && goes_on(one.statement.end);
            self.sure_calls(worlds)
                .filter(before)
                .find_map(|one| self.started_by(called(one)?, worlds, text, depth))
        };
        let callers = || {
            let depth = depth.checked_sub(1)?;
            let calls = |one: &&FunctionUse| called(one) == owner && one.owner != owner;
            self.sure_calls(worlds)
                .filter(calls)
                .find_map(|one| self.before(&one.statement, one.owner, worlds, text, depth))
        };
        direct
            .or_else(in_calls)
            .or_else(|| owner.and_then(|_| callers()))
    }

    /// A thread that a function starts and leaves running.
    fn started_by(
        &self,
        id: FunctionId,
        worlds: Worlds,
        text: &str,
        depth: u32,
    ) -> Option<&Thread> {
        let end = self.functions[id.0 as usize].body_range()?.end;
        let goes_on = |from: usize| {
            let rest = text.get(from..end).unwrap_or("");
            !ENDS.iter().any(|end| rest.contains(end))
        };
        let mut threads = self.threads.iter();
        let direct = threads.find(|thread| {
            thread.owner == Some(id) && self.counts(thread, worlds) && goes_on(thread.range.end)
        });
        direct.or_else(|| {
            let depth = depth.checked_sub(1)?;
            self.sure_calls(worlds)
                .filter(|one| one.owner == Some(id) && goes_on(one.statement.end))
                .find_map(|one| self.started_by(called(one)?, worlds, text, depth))
        })
    }

    fn counts(&self, thread: &Thread, worlds: Worlds) -> bool {
        thread.guard != Guard::Unknown && thread.worlds.overlaps(worlds)
    }

    fn sure_calls(&self, worlds: Worlds) -> impl Iterator<Item = &FunctionUse> {
        let sure = move |one: &&FunctionUse| {
            one.call && one.guard != Guard::Unknown && one.worlds.overlaps(worlds)
        };
        self.function_uses.iter().filter(sure)
    }
}

fn called(one: &FunctionUse) -> Option<FunctionId> {
    match one.used {
        Used::Function(id) => Some(id),
        _ => None,
    }
}
