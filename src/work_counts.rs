//! Counts of what was done on this thread: work is asserted by what it is, not by how long it takes.

use std::cell::Cell;

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WorkCounts {
    /// How many bytes of chunks were parsed.
    pub parsed: usize,
    /// How many statements whole texts were cut into.
    pub cut: usize,
    /// How many bodies of functions were run, those that others ask about included.
    pub bodies: usize,
    /// How many top-level statements were evaluated.
    pub statements: usize,
    /// How often it was put together which bodies run where.
    pub links: usize,
    /// How many occurrences of names fixes looked at.
    pub occurrences: usize,
    /// How many nodes of syntax were gone through, those in others that somebody asked about.
    pub nodes: usize,
    /// How many bytes were read to tell in which column something is.
    pub measured: usize,
    /// How many modules were passed on the way to where programs start.
    pub passed: usize,
    /// How many directories were asked what they hold, to find the one that says what others are about.
    pub directories: usize,
}

thread_local! {
    static DONE: Cell<WorkCounts> = const { Cell::new(WorkCounts {
        parsed: 0,
        cut: 0,
        bodies: 0,
        statements: 0,
        links: 0,
        occurrences: 0,
        nodes: 0,
        measured: 0,
        passed: 0,
        directories: 0,
    }) };
}

/// Counts something that is done.
pub(crate) fn count(add: impl FnOnce(&mut WorkCounts)) {
    DONE.with(|done| {
        let mut work = done.get();
        add(&mut work);
        done.set(work);
    });
}

/// Does something that is not counted.
pub(crate) fn uncounted<R>(work: impl FnOnce() -> R) -> R {
    let done = DONE.get();
    let result = work();
    DONE.set(done);
    result
}

/// What was done since the last time that somebody asked.
pub fn take() -> WorkCounts {
    DONE.take()
}
