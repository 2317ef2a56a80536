//! What can be said of a document before the modules that it imports are read.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use tokio::task::JoinSet;

use crate::project::Cancellation;

use super::analysis::{CheckDepth, CheckedModule, check, in_turn};
use super::check_task::StopOnDrop;
use super::documents::Snapshot;
use super::session::Session;

/// How long somebody waits for what has to be read of other modules; `SPAWNSAFE_PATIENCE_MS` says it in
/// another way, for slow disks and for tests.
static PATIENCE: LazyLock<Duration> = LazyLock::new(|| {
    let wanted = std::env::var("SPAWNSAFE_PATIENCE_MS").ok();
    let wanted = wanted.and_then(|wanted| wanted.parse().ok());
    wanted.map_or(Duration::from_secs(1), Duration::from_millis)
});

/// What can be said of a snapshot now.
pub(crate) enum EarlyResult {
    /// All there is to say.
    All(Arc<CheckedModule>),
    /// What needs no other module, while those are read; reading ends when the work is dropped.
    First(Arc<CheckedModule>, JoinSet<Option<Arc<CheckedModule>>>),
}

impl EarlyResult {
    /// What was found so far.
    pub(crate) fn checked(&self) -> &Arc<CheckedModule> {
        match self {
            Self::All(checked) | Self::First(checked, _) => checked,
        }
    }
}

/// The findings of a snapshot, without those for which other modules have to be read where that takes
/// too long to wait for.
pub(crate) async fn early_result(
    session: &Arc<Session>,
    snapshot: &Snapshot,
) -> Option<EarlyResult> {
    if let Some(known) = snapshot.work.known() {
        return Some(EarlyResult::All(known));
    }
    let mut all = JoinSet::new();
    let (worker, revision) = (session.clone(), snapshot.clone());
    all.spawn(async move { check(&worker, &revision).await });
    if let Ok(done) = tokio::time::timeout(*PATIENCE, all.join_next()).await {
        return done?.ok().flatten().map(EarlyResult::All);
    }
    let stop = Cancellation::default();
    let _when_nobody_waits = StopOnDrop(stop.clone());
    let (worker, revision) = (session.clone(), snapshot.clone());
    let first = in_turn(worker, revision, stop, CheckDepth::First).await?;
    Some(EarlyResult::First(Arc::new(first), all))
}
