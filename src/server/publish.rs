//! Pushes diagnostics: one task takes the documents that changed, has the newest revision of each
//! checked, and tells the client what is new.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::{AbortHandle, JoinSet};
use tower_lsp::lsp_types::Diagnostic;

use super::documents::{Content, Snapshot};
use super::session::Session;
use super::uri::Uri;
use super::{analysis, diagnostics};

/// Publishes until the server ends.
pub(crate) async fn run(session: Arc<Session>, mut changed: UnboundedReceiver<Uri>) {
    let mut publisher = Publisher {
        session,
        waiting: VecDeque::new(),
        running: HashMap::new(),
        checks: JoinSet::new(),
        shown: HashMap::new(),
    };
    loop {
        tokio::select! {
            biased;
            key = changed.recv() => {
                let Some(key) = key else { return };
                publisher.enqueue(key);
                while let Ok(key) = changed.try_recv() {
                    publisher.enqueue(key);
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

/// One document of the client: its diagnostics for a version of its text.
type List = (Uri, i32, Vec<Diagnostic>);

/// What a check gave for a snapshot; no lists if it was given up.
struct Outcome {
    snapshot: Snapshot,
    lists: Option<Vec<List>>,
}

struct Publisher {
    session: Arc<Session>,
    /// Documents to check, each once, the one that changed last at the end.
    waiting: VecDeque<Uri>,
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
        while self.running.len() < room {
            let Some(key) = self.waiting.pop_front() else {
                return;
            };
            match self.session.documents.snapshot(&key) {
                Some(snapshot) if self.pushes(&snapshot) => {
                    let session = self.session.clone();
                    let check = self.checks.spawn(async move {
                        let lists = lists(&session, &snapshot).await;
                        Outcome { snapshot, lists }
                    });
                    self.running.insert(key, check);
                }
                Some(_) => {}
                None => self.clear(&key).await,
            }
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

    async fn finish(&mut self, Outcome { snapshot, lists }: Outcome) {
        if !self.session.documents.is_current(&snapshot) {
            // A newer revision is on its way through the queue.
            return;
        }
        self.running.remove(&snapshot.key);
        let Some(lists) = lists else { return };
        let key = snapshot.key;
        let before = self.shown.remove(&key);
        // A document that was closed and opened again may show nothing any more.
        let mut before = match before {
            Some(shown) if shown.opened == snapshot.opened => shown.lists,
            Some(_) | None => HashMap::new(),
        };
        let mut now = HashMap::new();
        for (uri, version, list) in lists {
            if before.remove(&uri).as_ref() != Some(&list) {
                self.publish(&uri, list.clone(), Some(version)).await;
            }
            now.insert(uri, list);
        }
        for (uri, list) in before {
            if !list.is_empty() {
                self.publish(&uri, Vec::new(), None).await;
            }
        }
        let opened = snapshot.opened;
        self.shown.insert(key, Shown { opened, lists: now });
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

async fn lists(session: &Arc<Session>, snapshot: &Snapshot) -> Option<Vec<List>> {
    match &snapshot.content {
        Content::Python(_) | Content::Notebook(_) => {
            let checked = analysis::check(session, snapshot).await?;
            Some(diagnostics::of_parts(&checked, session.peer()))
        }
        Content::Settings(_) | Content::Other(_) => {
            Some(vec![(snapshot.key.clone(), snapshot.version, Vec::new())])
        }
    }
}
