//! Runs the check beside the loop: cancelled when nobody waits, contained when it panics.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::check;
use crate::facts::Fact;
use crate::finding::Finding;
use crate::model::Model;
use crate::model::surroundings::{Origin, Summary, Surroundings};
use crate::syntax::Document;
use crate::world::Worlds;

use super::documents::Snapshot;
use super::session::Session;
use super::source::Source;
use super::uri::Uri;

/// A module with its findings.
#[derive(Debug)]
pub(crate) struct Checked {
    /// What was checked.
    pub(crate) source: Source,
    /// What was found, in the order of the text.
    pub(crate) findings: Vec<Finding>,
}

/// The findings of a snapshot, from memory if somebody has asked before. `None`: it is not Python, or
/// the check was given up.
pub(crate) async fn check(session: &Arc<Session>, snapshot: &Snapshot) -> Option<Arc<Checked>> {
    let compute = || async {
        let stop = StopOnDrop::default();
        let (flag, session, snapshot) = (stop.0.clone(), session.clone(), snapshot.clone());
        let work = move || run(&session, &snapshot, &flag);
        tokio::task::spawn_blocking(work)
            .await
            .ok()
            .flatten()
            .map(Arc::new)
            .ok_or(())
    };
    snapshot.result.get_or_try_init(compute).await.ok().cloned()
}

fn run(session: &Arc<Session>, snapshot: &Snapshot, stop: &AtomicBool) -> Option<Checked> {
    let started = std::time::Instant::now();
    let source = Source::of(snapshot)?;
    let findings = catch_unwind(AssertUnwindSafe(|| {
        let settings = session.settings.of(&snapshot.key);
        if let Some(error) = &settings.problems {
            let path = error.path.display();
            session.complain(format!(
                "spawnsafe: {path} cannot be used until it is mended:\n{error}"
            ));
        }
        if !settings.checked() {
            return Vec::new();
        }
        let surroundings = Stoppable {
            inner: settings.surroundings(),
            stop,
        };
        check::check(&source.document, &surroundings, settings.config())
    }));
    if stop.load(Ordering::Relaxed) {
        return None;
    }
    let findings = findings.unwrap_or_else(|_panic| {
        tracing::error!(
            "The check of {} failed; it shows no findings.",
            snapshot.key
        );
        Vec::new()
    });
    session.trace(format!(
        "Checked {} (revision {}) in {:?}: {} findings",
        snapshot.key,
        snapshot.revision,
        started.elapsed(),
        findings.len()
    ));
    Some(Checked { source, findings })
}

/// Checks texts as if they were this document.
pub(crate) fn checker(session: &Session, key: &Uri) -> impl Fn(&Document) -> Vec<Finding> + use<> {
    let settings = session.settings.of(key);
    move |document| check::check(document, settings.surroundings(), settings.config())
}

/// The fact about the innermost name at a byte, and the bytes of the name.
pub(crate) fn fact_at(
    session: &Session,
    key: &Uri,
    document: &Document,
    byte: usize,
) -> Option<(&'static Fact, Range<usize>)> {
    let settings = session.settings.of(key);
    let find = || {
        // A name that is not used in any target is still worth a word.
        let model = Model::of(document, settings.surroundings(), Worlds::ALL);
        let mentions = model.mentions.into_iter();
        let touching = mentions.filter(|m| m.range.start <= byte && byte <= m.range.end);
        touching.min_by_key(|mention| mention.range.len())
    };
    let mention = catch_unwind(AssertUnwindSafe(find)).ok().flatten()?;
    Some((mention.fact, mention.range))
}

/// Raises a flag when the one who waits goes away.
#[derive(Default)]
struct StopOnDrop(Arc<AtomicBool>);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Surroundings that say when to give up.
struct Stoppable<'a> {
    inner: &'a dyn Surroundings,
    stop: &'a AtomicBool,
}

impl Surroundings for Stoppable<'_> {
    fn module(&self, name: &str) -> Option<Arc<Summary>> {
        self.inner.module(name)
    }

    fn package(&self) -> Option<&str> {
        self.inner.package()
    }

    fn origin(&self) -> Origin {
        self.inner.origin()
    }

    fn imported_as(&self) -> Option<&str> {
        self.inner.imported_as()
    }

    fn cancelled(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}
