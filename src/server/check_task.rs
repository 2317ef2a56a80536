//! The check of one revision: done once, for whoever asks first, and given up when the text moves on.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;

use crate::project::Cancellation;

use super::analysis::CheckedModule;

/// What was found in one revision, or is being looked for.
#[derive(Debug, Default)]
pub(crate) struct CheckTask {
    found: OnceCell<Arc<CheckedModule>>,
    superseded: Cancellation,
    /// Of the check that is under way.
    running: Mutex<Cancellation>,
}

impl CheckTask {
    /// The result, from the one that `check` gives unless somebody has asked before. `None`: the
    /// check was given up.
    pub(crate) async fn result<F>(
        &self,
        check: impl FnOnce(Cancellation) -> F,
    ) -> Option<Arc<CheckedModule>>
    where
        F: Future<Output = Option<CheckedModule>>,
    {
        let found = self.found.get_or_try_init(|| async {
            let stop = self.begin();
            let _when_nobody_waits = StopOnDrop(stop.clone());
            check(stop).await.map(Arc::new).ok_or(())
        });
        found.await.ok().cloned()
    }

    /// The result, if it is there.
    pub(crate) fn known(&self) -> Option<Arc<CheckedModule>> {
        self.found.get().cloned()
    }

    /// There is a newer revision.
    pub(crate) fn supersede(&self) {
        self.superseded.stop();
        self.running().stop();
    }

    /// The flag that is raised when there is a newer revision.
    pub(crate) fn superseded(&self) -> &Cancellation {
        &self.superseded
    }

    /// The flag of the check that is under way.
    pub(crate) fn running(&self) -> Cancellation {
        self.running
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn begin(&self) -> Cancellation {
        let stop = Cancellation::default();
        *self.running.lock().unwrap_or_else(PoisonError::into_inner) = stop.clone();
        // In this order: else a revision that comes in between would not stop it.
        if self.superseded.is_stopped() {
            stop.stop();
        }
        stop
    }
}

/// Ends work when the one who waits for it goes away.
#[derive(Debug)]
pub(crate) struct StopOnDrop(pub(crate) Cancellation);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.stop();
    }
}
