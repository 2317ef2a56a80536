//! Pushes diagnostics: one task takes the documents that changed, has the newest revision of each
//! checked, and tells the client what is new.

use std::collections::{HashMap, HashSet, VecDeque};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures::FutureExt;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::{AbortHandle, JoinSet};
use tower_lsp::lsp_types::Diagnostic;

use super::analysis::{self, CheckedModule};
use super::diagnostics::{self, DiagnosticList};
use super::document_content::DocumentContent;
use super::documents::Snapshot;
use super::early_result::{EarlyResult, early_result};
use super::progress::Progress;
use super::session::{PublishRequest, Session};
use super::settings::CheckMode;
use super::uri::Uri;
use super::workspace;

/// Publishes until the server ends.
pub(crate) async fn run(session: Arc<Session>, mut changed: UnboundedReceiver<PublishRequest>) {
    let (first, mut came_first) = unbounded_channel();
    let mut publisher = Publisher {
        session,
        first,
        waiting: VecDeque::new(),
        closed: VecDeque::new(),
        progress: None,
        running: HashMap::new(),
        checks: JoinSet::new(),
        shown: HashMap::new(),
    };
    loop {
        tokio::select! {
            biased;
            look = changed.recv() => {
                let Some(look) = look else { return };
                publisher.take(look).await;
                while let Ok(look) = changed.try_recv() {
                    publisher.take(look).await;
                }
            }
            Some((snapshot, lists)) = came_first.recv() => publisher.show(snapshot, lists).await,
            Some(done) = publisher.checks.join_next() => {
                if let Ok(outcome) = done {
                    publisher.finish(outcome).await;
                }
            }
        }
        publisher.start().await;
    }
}

/// What was checked, and what to show of it.
type DiagnosticLists = (Snapshot, Vec<DiagnosticList>);

/// What a check gave.
struct CheckOutcome {
    key: Uri,
    /// Nothing for a file that cannot be read or a check given up.
    checked: Option<DiagnosticLists>,
}

struct Publisher {
    session: Arc<Session>,
    /// For what can be shown before a check has ended.
    first: UnboundedSender<DiagnosticLists>,
    /// Open documents to check, each once, the one that changed last at the end.
    waiting: VecDeque<Uri>,
    /// Files to check when nothing else is to do.
    closed: VecDeque<Uri>,
    /// Of the files.
    progress: Option<Progress>,
    running: HashMap<Uri, RunningCheck>,
    checks: JoinSet<CheckOutcome>,
    /// What the client shows, by document or notebook.
    shown: HashMap<Uri, PublishedDiagnostics>,
}

/// A check that is under way.
struct RunningCheck {
    task: AbortHandle,
    open: bool,
}

struct PublishedDiagnostics {
    opened: u64,
    lists: HashMap<Uri, Vec<Diagnostic>>,
}

impl Publisher {
    async fn take(&mut self, look: PublishRequest) {
        match look {
            PublishRequest::Open(key) => self.enqueue(key),
            PublishRequest::Closed(files) => {
                let kept: HashSet<&Uri> = files.iter().collect();
                let gone: Vec<Uri> = self
                    .shown
                    .keys()
                    .filter(|key| !kept.contains(key) && !self.session.documents.is_open(key))
                    .cloned()
                    .collect();
                for key in gone {
                    self.clear(&key).await;
                }
                // Their files may have changed since they were read.
                self.running.retain(|_, check| {
                    if !check.open {
                        check.task.abort();
                    }
                    check.open
                });
                let total = files.len();
                self.progress = (total > 0).then(|| Progress::of_files(&self.session, None, total));
                self.closed = files.into();
            }
        }
    }

    fn enqueue(&mut self, key: Uri) {
        if let Some(older) = self.running.remove(&key) {
            older.task.abort();
        }
        if !self.waiting.contains(&key) {
            self.waiting.push_back(key);
        }
    }

    /// Starts as many checks as there is room for.
    async fn start(&mut self) {
        let room = std::thread::available_parallelism().map_or(2, |cores| cores.get().max(2));
        // What is open never waits for what is not, nor for long for other documents.
        while self.open_ones() < 4 * room
            && let Some(key) = self.waiting.pop_front()
        {
            match self.session.documents.snapshot(&key) {
                Some(snapshot) if self.pushes(&snapshot) => {
                    self.clear_namesake(&key).await;
                    let (session, first) = (self.session.clone(), self.first.clone());
                    let check = async move { check(&session, snapshot, &first).await };
                    self.spawn(key, true, check);
                }
                Some(_) => {
                    self.clear(&key).await;
                    self.clear_namesake(&key).await;
                }
                None => {
                    self.clear(&key).await;
                    self.enqueue_closed(&key);
                }
            }
        }
        if self.progress.as_ref().is_some_and(Progress::is_cancelled) {
            self.closed.clear();
        }
        while self.running.len() < room
            && let Some(key) = self.closed.pop_front()
        {
            let session = self.session.clone();
            self.spawn(key.clone(), false, async move {
                let reader = session.clone();
                let read = move || workspace::snapshot(&reader, &key);
                let snapshot = tokio::task::spawn_blocking(read).await.ok().flatten()?;
                check_all(&session, snapshot).await
            });
        }
        if self.closed.is_empty() && self.running.is_empty() {
            self.progress = None;
        }
    }

    fn spawn(
        &mut self,
        key: Uri,
        open: bool,
        check: impl Future<Output = Option<DiagnosticLists>> + Send + 'static,
    ) {
        let named = key.clone();
        let task = self.checks.spawn(async move {
            // One that never ended would hold its place forever.
            let checked = AssertUnwindSafe(check).catch_unwind().await;
            let checked = checked.unwrap_or_else(|_panic| {
                tracing::error!("The check of {named} failed; it shows nothing new.");
                None
            });
            let key = named;
            CheckOutcome { key, checked }
        });
        if let Some(older) = self.running.insert(key, RunningCheck { task, open }) {
            older.task.abort();
        }
    }

    fn open_ones(&self) -> usize {
        self.running.values().filter(|check| check.open).count()
    }

    /// A document that was closed is a file of the workspace again.
    fn enqueue_closed(&mut self, key: &Uri) {
        if self.session.pushes_closed() && self.session.settings.mode() == CheckMode::Workspace {
            self.closed
                .extend(key.path().and_then(|path| Uri::of_path(&path)));
        }
    }

    /// A document that is pulled is never pushed as well.
    fn pushes(&self, snapshot: &Snapshot) -> bool {
        match snapshot.content {
            DocumentContent::Notebook(_) => true,
            DocumentContent::Python(_)
            | DocumentContent::Settings(_)
            | DocumentContent::Requirements(_) => !self.session.abilities().pulls,
            DocumentContent::Unread(_) | DocumentContent::Other(_) => false,
        }
    }

    async fn finish(&mut self, outcome: CheckOutcome) {
        let Some((snapshot, lists)) = outcome.checked else {
            return self.forget(&outcome.key);
        };
        if !self.session.documents.is_current(&snapshot) {
            // A newer revision is on its way through the queue; what runs now may be its check.
            return;
        }
        self.forget(&outcome.key);
        self.show(snapshot, lists).await;
    }

    /// Tells the client what is new in the lists of a snapshot, unless its text has moved on.
    async fn show(&mut self, snapshot: Snapshot, lists: Vec<DiagnosticList>) {
        if !self.session.documents.is_current(&snapshot) {
            return;
        }
        let before = self.shown.remove(&snapshot.key);
        // A document that was closed and opened again may show nothing any more.
        let mut before = match before {
            Some(shown) if shown.opened == snapshot.opened => shown.lists,
            Some(_) | None => HashMap::new(),
        };
        let mut now = HashMap::new();
        for (uri, version, list) in lists {
            let shown = before.remove(&uri);
            // Thousands of files without findings need no word.
            let needless = list.is_empty() && shown.is_none() && !snapshot.is_open();
            if !needless && shown.as_ref() != Some(&list) {
                self.publish(&uri, list.clone(), version).await;
            }
            now.insert(uri, list);
        }
        for (uri, list) in before {
            if !list.is_empty() {
                self.publish(&uri, Vec::new(), None).await;
            }
        }
        let opened = snapshot.opened;
        self.shown
            .insert(snapshot.key, PublishedDiagnostics { opened, lists: now });
    }

    /// A check has ended.
    fn forget(&mut self, key: &Uri) {
        self.running.remove(key);
        if let Some(progress) = &self.progress
            && !self.session.documents.is_open(key)
        {
            progress.step();
        }
    }

    /// Takes back what is shown for a document that is closed.
    async fn clear(&mut self, key: &Uri) {
        let Some(shown) = self.shown.remove(key) else {
            return;
        };
        for uri in shown.lists.into_keys() {
            self.publish(&uri, Vec::new(), None).await;
        }
    }

    /// Takes back what is shown for the file that was opened, where the client writes its name in another
    /// way than we did.
    async fn clear_namesake(&mut self, key: &Uri) {
        let ours = key.path().and_then(|path| Uri::of_path(&path));
        if let Some(ours) = ours.filter(|ours| ours != key && !self.session.documents.is_open(ours))
        {
            self.clear(&ours).await;
        }
    }

    async fn publish(&self, uri: &Uri, list: Vec<Diagnostic>, version: Option<i32>) {
        let version = version.filter(|_| self.session.abilities().diagnostic_version);
        self.session
            .client
            .publish_diagnostics(uri.to_lsp(), list, version)
            .await;
    }
}

/// Checks what is open: what can be said at once is shown first.
async fn check(
    session: &Arc<Session>,
    snapshot: Snapshot,
    first: &UnboundedSender<DiagnosticLists>,
) -> Option<DiagnosticLists> {
    let lists = |checked: &Arc<CheckedModule>| {
        let lists = diagnostics::of_snapshot(&snapshot, checked, session.abilities());
        (snapshot.clone(), lists)
    };
    match early_result(session, &snapshot).await? {
        EarlyResult::All(checked) => Some(lists(&checked)),
        EarlyResult::First(checked, mut all) => {
            let _shown = Progress::of_modules(session, &snapshot);
            // The publisher lives as long as the server.
            let _ = first.send(lists(&checked));
            let checked = all.join_next().await?.ok().flatten()?;
            Some(lists(&checked))
        }
    }
}

/// Checks what is not open: nobody looks at it while it takes its time.
async fn check_all(session: &Arc<Session>, snapshot: Snapshot) -> Option<DiagnosticLists> {
    let checked = analysis::check(session, &snapshot).await?;
    let lists = diagnostics::of_snapshot(&snapshot, &checked, session.abilities());
    Some((snapshot, lists))
}
