//! When to give up: somebody has asked for it, or it has taken too long.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::limits::{is_reached, reached};

/// No question about modules takes longer.
const MAX_IMPORT_SEARCH_TIME: Duration = Duration::from_secs(60);

/// A flag that ends what is under way, shared by all its clones.
#[derive(Clone, Debug, Default)]
pub struct Cancellation(Arc<AtomicBool>);

impl Cancellation {
    /// Ends it.
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it is to end.
    pub fn is_stopped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// One piece of work, and when it ends even if it is not done.
#[derive(Clone, Debug)]
pub(super) struct Deadline {
    stop: Cancellation,
    start: Instant,
    longest: Duration,
}

impl Deadline {
    pub(super) fn new(stop: &Cancellation) -> Self {
        Self {
            stop: stop.clone(),
            start: Instant::now(),
            longest: MAX_IMPORT_SEARCH_TIME,
        }
    }

    /// The same, for so long at most.
    pub(super) fn within(self, longest: Duration) -> Self {
        Self { longest, ..self }
    }

    pub(super) fn is_over(&self) -> bool {
        let is_late = self.start.elapsed() > self.longest;
        if is_late {
            reached("seconds for the modules that a file imports");
        }
        self.stop.is_stopped() || is_late
    }
}

/// Whether some answer was given up because it took too long: another time it may be another one.
pub(super) fn was_late() -> bool {
    is_reached("seconds for the modules that a file imports")
}
