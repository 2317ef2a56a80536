//! What one client and the server know of each other.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use dashmap::DashMap;
use serde_json::Value;
use tokio::sync::{mpsc, watch};
use tower_lsp::{Client, lsp_types as lsp};

use crate::project::Cancellation;
use crate::text::PositionEncoding;

use super::client_capabilities::ClientCapabilities;
use super::documents::Documents;
use super::log;
use super::settings::{SentSettings, SettingsStore};
use super::uri::Uri;
use super::workspace;

/// How many different messages are shown.
const MAX_SHOWN_MESSAGES: usize = 50;

/// What the publisher is asked to look at.
#[derive(Debug)]
pub(crate) enum PublishRequest {
    /// A document that was opened, changed or closed.
    Open(Uri),
    /// All files of the workspace that are not open.
    Closed(Vec<Uri>),
}

/// The state behind all methods.
#[derive(Debug)]
pub(crate) struct Session {
    /// The way to the client.
    pub(crate) client: Client,
    /// The open documents.
    pub(crate) documents: Documents,
    /// The settings of editor and files.
    pub(crate) settings: SettingsStore,
    abilities: OnceLock<ClientCapabilities>,
    changed: mpsc::UnboundedSender<PublishRequest>,
    /// Raised with everything that may change a diagnostic anywhere.
    news: watch::Sender<()>,
    /// Work that the user may cancel, by its token.
    pub(crate) cancellable: DashMap<String, Cancellation>,
    /// What the user was told already.
    complaints: Mutex<HashSet<String>>,
    /// When the disk may be looked at again.
    next_look: Mutex<Option<Instant>>,
    /// The files of the workspace as they were when they were last looked at.
    pub(crate) walked: Mutex<workspace::FileStamps>,
    /// Whether a refresh is about to be sent.
    refreshing: AtomicBool,
    /// Whether a walk through the workspace is about to begin.
    pub(crate) sweeping: AtomicBool,
    epoch: AtomicU64,
    /// What was found in files that are not open, for `workspace/diagnostic`.
    pub(crate) closed: tokio::sync::Mutex<workspace::ClosedFiles>,
    /// Whether the client has said `initialized`.
    begun: AtomicBool,
    /// Whether the client wants `$/logTrace`.
    traced: AtomicBool,
    /// Whether the client asks for what is not open.
    pulls_closed: AtomicBool,
}

impl Session {
    /// A session before `initialize`; the documents to look at again come out of the receiver.
    pub(crate) fn new(client: Client) -> (Self, mpsc::UnboundedReceiver<PublishRequest>) {
        let (changed, queue) = mpsc::unbounded_channel();
        let session = Self {
            client,
            documents: Documents::default(),
            settings: SettingsStore::default(),
            abilities: OnceLock::new(),
            changed,
            news: watch::Sender::new(()),
            cancellable: DashMap::new(),
            complaints: Mutex::default(),
            next_look: Mutex::default(),
            walked: Mutex::default(),
            refreshing: AtomicBool::new(false),
            sweeping: AtomicBool::new(false),
            epoch: AtomicU64::new(1),
            closed: tokio::sync::Mutex::default(),
            begun: AtomicBool::new(false),
            traced: AtomicBool::new(false),
            pulls_closed: AtomicBool::new(false),
        };
        (session, queue)
    }

    /// The client's abilities; none before `initialize`.
    pub(crate) fn abilities(&self) -> &ClientCapabilities {
        static NOBODY: std::sync::LazyLock<ClientCapabilities> =
            std::sync::LazyLock::new(ClientCapabilities::default);
        self.abilities.get().unwrap_or(&NOBODY)
    }

    /// Remembers the client's abilities; the first time counts.
    pub(crate) fn meet(&self, abilities: ClientCapabilities) {
        let _ = self.abilities.set(abilities);
    }

    /// Whether findings in files that are not open are pushed: unless the client was told that it may
    /// ask for them.
    pub(crate) fn pushes_closed(&self) -> bool {
        !self.pulls_closed.load(Ordering::SeqCst)
    }

    /// Tells the client that it may ask for findings in files that are not open.
    pub(crate) fn offer_closed(&self) {
        self.pulls_closed.store(true, Ordering::SeqCst);
    }

    /// The agreed unit of columns.
    pub(crate) fn encoding(&self) -> PositionEncoding {
        self.abilities().encoding.0
    }

    /// Has a document, or the notebook of a cell, looked at again.
    pub(crate) fn look_at(&self, uri: &Uri) {
        // The publisher lives as long as the server.
        let _ = self
            .changed
            .send(PublishRequest::Open(self.documents.key(uri)));
        self.news.send_replace(());
    }

    /// Has these files looked at, and no others that are not open.
    pub(crate) fn look_at_closed(&self, files: Vec<Uri>) {
        let _ = self.changed.send(PublishRequest::Closed(files));
    }

    /// Changes whenever settings or files that are not open may have changed.
    pub(crate) fn epoch(&self) -> u64 {
        self.epoch.load(Ordering::SeqCst)
    }

    /// Tells when anything may have changed a diagnostic.
    pub(crate) fn news(&self) -> watch::Receiver<()> {
        self.news.subscribe()
    }

    /// Whether it is time to look at the disk again; if so, the next time comes after this pause.
    pub(crate) fn may_look(&self, pause: Duration) -> bool {
        let mut next = self.next_look();
        let now = Instant::now();
        let may = next.is_none_or(|next| now >= next);
        if may {
            *next = Some(now + pause);
        }
        may
    }

    /// Does not look at the disk for a while.
    pub(crate) fn pause_polling(&self, pause: Duration) {
        *self.next_look() = Some(Instant::now() + pause);
    }

    fn next_look(&self) -> MutexGuard<'_, Option<Instant>> {
        self.next_look
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Has everything looked at again, since settings or other files changed.
    pub(crate) fn reconsider(self: &Arc<Self>) {
        self.settings.forget_modules();
        self.epoch.fetch_add(1, Ordering::SeqCst);
        self.documents.renew();
        for key in self.documents.keys() {
            self.look_at(&key);
        }
        self.news.send_replace(());
        self.refresh();
        workspace::sweep(self);
    }

    /// Takes settings of the editor, each for a folder or for all.
    pub(crate) fn set<'a>(
        self: &Arc<Self>,
        sent: impl IntoIterator<Item = (Option<&'a Uri>, SentSettings)>,
    ) {
        let mut changed = false;
        for (folder, sent) in sent {
            let Some(problems) = self.settings.set(folder, sent) else {
                continue;
            };
            changed = true;
            if !problems.is_empty() {
                let problems = problems.join("; ");
                self.complain(format!("spawnsafe: settings of the editor: {problems}."));
            }
        }
        if changed {
            if let Some(level) = self.settings.log_level() {
                log::set_level(&level);
            }
            self.reconsider();
        }
    }

    /// Shows a message to the user, each only once, and not too many.
    pub(crate) fn complain(self: &Arc<Self>, mut message: String) {
        let count = {
            let complaints = self.complaints.lock();
            let mut complaints = complaints.unwrap_or_else(PoisonError::into_inner);
            if complaints.len() > MAX_SHOWN_MESSAGES || !complaints.insert(message.clone()) {
                return;
            }
            complaints.len()
        };
        if count > MAX_SHOWN_MESSAGES {
            "spawnsafe has reported many problems, and will report no more until it is restarted."
                .clone_into(&mut message);
        }
        tracing::warn!("{message}");
        let session = self.clone();
        tokio::spawn(async move {
            let kind = lsp::MessageType::WARNING;
            session.client.show_message(kind, message).await;
        });
    }

    /// The client is ready to be asked.
    pub(crate) fn begin(&self) {
        self.begun.store(true, Ordering::SeqCst);
    }

    /// Switches `$/logTrace` on or off.
    pub(crate) fn set_trace(&self, value: Option<&Value>) {
        let on = value.is_some_and(|value| value == "messages" || value == "verbose");
        self.traced.store(on, Ordering::Relaxed);
    }

    /// Tells a client that wants to know what the server does.
    pub(crate) fn trace(self: &Arc<Self>, message: String) {
        tracing::debug!("{message}");
        if self.traced.load(Ordering::Relaxed) {
            let session = self.clone();
            let params = lsp::LogTraceParams {
                message,
                verbose: None,
            };
            tokio::spawn(async move {
                let client = &session.client;
                client
                    .send_notification::<lsp::notification::LogTrace>(params)
                    .await;
            });
        }
    }

    /// Tells a client that pulls to pull again; many reasons in a short time make one request.
    pub(crate) fn refresh(self: &Arc<Self>) {
        let can = self.abilities().pulls && self.begun.load(Ordering::SeqCst);
        if !can || self.refreshing.swap(true, Ordering::SeqCst) {
            return;
        }
        let session = self.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(50)).await;
            session.refreshing.store(false, Ordering::SeqCst);
            // A client that cannot do it will ask some day anyway.
            let _ = session.client.workspace_diagnostic_refresh().await;
        });
    }
}
