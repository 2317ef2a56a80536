//! One question and all that it leads to: which modules are being summarised at the moment.
//!
//! An import that meets one of those gets nothing, as in Python. What was found out with the help
//! of such an answer depends on where the question started, and is forgotten after it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::model::surroundings::Summary;

/// Longer chains of imports are not followed.
const DEEPEST: usize = 250;
/// After so long a time nothing more is looked at.
const LONGEST: Duration = Duration::from_secs(60);

#[derive(Debug)]
pub(super) struct Session {
    state: Mutex<State>,
    start: Instant,
}

#[derive(Debug, Default)]
struct State {
    stack: Vec<Frame>,
    /// Summaries that depend on a module which is still on the stack, and its place there.
    tentative: HashMap<PathBuf, (Arc<Summary>, usize)>,
}

#[derive(Debug)]
struct Frame {
    path: PathBuf,
    name: String,
    /// The lowest place on the stack that anything in it met.
    met: usize,
}

/// What happens when a module is asked for.
pub(super) enum Entered {
    /// It is to be summarised now.
    Now,
    /// It was summarised before.
    Known(Arc<Summary>),
    /// It is being summarised, or the question has gone too far.
    Nothing,
}

impl Default for Session {
    fn default() -> Self {
        Self {
            state: Mutex::default(),
            start: Instant::now(),
        }
    }
}

impl Session {
    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins with a module.
    pub(super) fn enter(&self, path: &Path, name: &str) -> Entered {
        let mut state = self.lock();
        if let Some(at) = state.stack.iter().position(|frame| frame.path == path) {
            // That the package around a module is not ready yet is so wherever one starts.
            let asking = state.stack.last().map(|frame| frame.name.clone());
            let around = asking.is_some_and(|asking| {
                asking
                    .strip_prefix(name)
                    .is_some_and(|rest| rest.starts_with('.'))
            });
            if !around {
                state.meet(at);
            }
            return Entered::Nothing;
        }
        if let Some((summary, met)) = state.tentative.get(path).cloned() {
            state.meet(met);
            return Entered::Known(summary);
        }
        if state.stack.len() >= DEEPEST || self.start.elapsed() > LONGEST {
            state.meet(0);
            return Entered::Nothing;
        }
        let met = usize::MAX;
        state.stack.push(Frame {
            path: path.to_owned(),
            name: name.to_owned(),
            met,
        });
        Entered::Now
    }

    /// Ends with a module; whether its summary is the same wherever one starts.
    pub(super) fn leave(&self, path: &Path, summary: &Arc<Summary>) -> bool {
        let mut state = self.lock();
        let Some(frame) = state.stack.pop() else {
            return false;
        };
        let here = state.stack.len();
        state.tentative.retain(|_, (_, met)| *met < here);
        if frame.met >= here {
            return true;
        }
        state.meet(frame.met);
        let summary = Arc::clone(summary);
        state
            .tentative
            .insert(path.to_owned(), (summary, frame.met));
        false
    }

    /// Whether the time is over.
    pub(super) fn is_over(&self) -> bool {
        self.start.elapsed() > LONGEST
    }
}

impl State {
    fn meet(&mut self, at: usize) {
        if let Some(top) = self.stack.last_mut() {
            top.met = top.met.min(at);
        }
    }
}
