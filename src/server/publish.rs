//! Pushes diagnostics: one task takes the documents that changed, has the newest revision of each
//! checked, and tells the client what is new.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::{AbortHandle, JoinSet};
use tower_lsp::lsp_types::Diagnostic;

use super::diagnostics::List;
use super::documents::{Content, Snapshot};
use super::progress::Progress;
use super::session::{Look, Session};
use super::settings::Mode;
use super::uri::Uri;
use super::{analysis, diagnostics, toml, workspace};

/// Publishes until the server ends.
pub(crate) async fn run(session: Arc<Session>, mut changed: UnboundedReceiver<Look>) {
    let mut publisher = Publisher {
        session,
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
            Some(done) = publisher.checks.join_next() => {
                if let Ok(outcome) = done {
                    publisher.finish(outcome).await;
                }
            }
        }
        publisher.start().await;
    }
}

/// What a check gave.
struct Outcome {
    key: Uri,
    /// What was checked, and the lists; nothing for a file that cannot be read or a check given up.
    checked: Option<(Snapshot, Vec<List>)>,
}

struct Publisher {
    session: Arc<Session>,
    /// Open documents to check, each once, the one that changed last at the end.
    waiting: VecDeque<Uri>,
    /// Files to check when nothing else is to do.
    closed: VecDeque<Uri>,
    /// Of the files.
    progress: Option<Progress>,
    running: HashMap<Uri, AbortHandle>,
    checks: JoinSet<Outcome>,
    /// What the client shows, by document or notebook.
    shown: HashMap<Uri, Shown>,
}

struct Shown {
    opened: u64,
    lists: HashMap<Uri, Vec<Diagnostic>>,
}

impl Publisher {
    async fn take(&mut self, look: Look) {
        match look {
            Look::Open(key) => self.enqueue(key),
            Look::Closed(files) => {
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
                let total = files.len() as u64;
                self.progress = (total > 0).then(|| Progress::begin(&self.session, None, total));
                self.closed = files.into();
            }
        }
    }

    fn enqueue(&mut self, key: Uri) {
        if let Some(older) = self.running.remove(&key) {
            older.abort();
        }
        if !self.waiting.contains(&key) {
            self.waiting.push_back(key);
        }
    }

    /// Starts as many checks as there is room for.
    async fn start(&mut self) {
        let room = std::thread::available_parallelism().map_or(2, |cores| cores.get().max(2));
        while self.running.len() < room
            && let Some(key) = self.waiting.pop_front()
        {
            match self.session.documents.snapshot(&key) {
                Some(snapshot) if self.pushes(&snapshot) => {
                    let session = self.session.clone();
                    self.spawn(key, async move { check(&session, snapshot).await });
                }
                Some(_) => {}
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
            self.spawn(key.clone(), async move {
                let reader = session.clone();
                let read = move || workspace::snapshot(&reader, &key);
                let snapshot = tokio::task::spawn_blocking(read).await.ok().flatten()?;
                check(&session, snapshot).await
            });
        }
        if self.closed.is_empty() && self.running.is_empty() {
            self.progress = None;
        }
    }

    fn spawn(
        &mut self,
        key: Uri,
        check: impl Future<Output = Option<(Snapshot, Vec<List>)>> + Send + 'static,
    ) {
        let outcome = |key, checked| Outcome { key, checked };
        let named = key.clone();
        let check = self
            .checks
            .spawn(async move { outcome(named, check.await) });
        self.running.insert(key, check);
    }

    /// A document that was closed is a file of the workspace again.
    fn enqueue_closed(&mut self, key: &Uri) {
        let pushes = !self.session.peer().pulls;
        if pushes && self.session.settings.mode() == Mode::Workspace {
            self.closed
                .extend(key.path().and_then(|path| Uri::of_path(&path)));
        }
    }

    /// A document that is pulled is never pushed as well.
    fn pushes(&self, snapshot: &Snapshot) -> bool {
        match snapshot.content {
            Content::Notebook(_) => true,
            Content::Python(_) | Content::Settings(_) => !self.session.peer().pulls,
            Content::Other(_) => false,
        }
    }

    async fn finish(&mut self, outcome: Outcome) {
        let Some((snapshot, lists)) = outcome.checked else {
            return self.forget(&outcome.key);
        };
        if !self.session.documents.is_current(&snapshot) {
            // A newer revision is on its way through the queue; what runs now may be its check.
            return;
        }
        self.forget(&outcome.key);
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
            .insert(snapshot.key, Shown { opened, lists: now });
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

    async fn publish(&self, uri: &Uri, list: Vec<Diagnostic>, version: Option<i32>) {
        let version = version.filter(|_| self.session.peer().diagnostic_version);
        self.session
            .client
            .publish_diagnostics(uri.to_lsp(), list, version)
            .await;
    }
}

async fn check(session: &Arc<Session>, snapshot: Snapshot) -> Option<(Snapshot, Vec<List>)> {
    let lists = match &snapshot.content {
        Content::Python(_) | Content::Notebook(_) => {
            let checked = analysis::check(session, &snapshot).await?;
            diagnostics::of_parts(&checked, session.peer())
        }
        Content::Settings(text) => {
            let list = toml::diagnostics(&snapshot.key, text, session.encoding());
            vec![(snapshot.key.clone(), snapshot.version, list)]
        }
        Content::Other(_) => vec![(snapshot.key.clone(), snapshot.version, Vec::new())],
    };
    Some((snapshot, lists))
}
