//! Progress of long work, which the user may cancel.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::watch;
use tower_lsp::lsp_types as lsp;

use crate::project::Cancellation;

use super::documents::Snapshot;
use super::session::Session;

/// `$/progress` with any value; lsp-types knows only progress of work.
pub(crate) enum Progressed {}

impl lsp::notification::Notification for Progressed {
    type Params = Value;
    const METHOD: &'static str = "$/progress";
}

/// Work that is shown to the user until this is dropped.
#[derive(Debug)]
pub(crate) struct Progress {
    done: watch::Sender<usize>,
    stop: Cancellation,
}

impl Progress {
    /// Begins to show the check of so many files, if the client can show it. The token is the client's
    /// own, or one that the client is asked to take.
    pub(crate) fn of_files(
        session: &Arc<Session>,
        token: Option<lsp::NumberOrString>,
        total: usize,
    ) -> Self {
        Self::begin(
            session,
            token,
            ProgressState::Files(total),
            Cancellation::default(),
        )
    }

    /// Begins to show that the modules are read which a document imports; cancelling it gives up the
    /// check.
    pub(crate) fn of_modules(session: &Arc<Session>, snapshot: &Snapshot) -> Self {
        let name = snapshot.key.file_name();
        let stop = snapshot.work.running();
        Self::begin(session, None, ProgressState::Modules(name), stop)
    }

    fn begin(
        session: &Arc<Session>,
        token: Option<lsp::NumberOrString>,
        shown: ProgressState,
        stop: Cancellation,
    ) -> Self {
        let (done, steps) = watch::channel(0);
        if token.is_some() || session.abilities().progress {
            tokio::spawn(show(session.clone(), token, shown, steps, stop.clone()));
        }
        Self { done, stop }
    }

    /// One step is done.
    pub(crate) fn step(&self) {
        self.done.send_modify(|done| *done += 1);
    }

    /// Whether the user does not want it any more.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.stop.is_stopped()
    }
}

/// What is reported about the work.
enum ProgressState {
    /// So many files are checked.
    Files(usize),
    /// The modules are read that this document imports.
    Modules(String),
}

impl ProgressState {
    fn begin(&self) -> Value {
        match self {
            Self::Files(_) => {
                json!({"kind": "begin", "title": "spawnsafe", "cancellable": true, "percentage": 0})
            }
            Self::Modules(name) => {
                let message = format!("Reading what {name} imports");
                json!({"kind": "begin", "title": "spawnsafe", "cancellable": true, "message": message})
            }
        }
    }

    fn report(&self, done: usize) -> Value {
        match self {
            Self::Files(total) => {
                let percentage = (100 * done).checked_div(*total).unwrap_or(100).min(100);
                let message = format!("{done} of {total} files");
                json!({"kind": "report", "message": message, "percentage": percentage})
            }
            Self::Modules(_) => json!({"kind": "report"}),
        }
    }
}

async fn show(
    session: Arc<Session>,
    token: Option<lsp::NumberOrString>,
    shown: ProgressState,
    mut steps: watch::Receiver<usize>,
    stop: Cancellation,
) {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let token = if let Some(token) = token {
        token
    } else {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let token = lsp::NumberOrString::String(format!("spawnsafe/{number}"));
        let params = lsp::WorkDoneProgressCreateParams {
            token: token.clone(),
        };
        let client = &session.client;
        let asked = client.send_request::<lsp::request::WorkDoneProgressCreate>(params);
        if asked.await.is_err() {
            return;
        }
        token
    };
    let key = json!(token);
    session.cancellable.insert(key.to_string(), stop);
    let send = |value| {
        let params = json!({"token": key, "value": value});
        session.client.send_notification::<Progressed>(params)
    };
    send(shown.begin()).await;
    while steps.changed().await.is_ok() {
        let done = *steps.borrow_and_update();
        send(shown.report(done)).await;
        // A progress bar need not be faster than the eye.
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    send(json!({"kind": "end"})).await;
    session.cancellable.remove(&key.to_string());
}

/// Cancels the work behind a token.
pub(crate) fn cancel(session: &Session, params: &Value) {
    let Some(token) = params.get("token") else {
        return;
    };
    if let Some(stop) = session.cancellable.get(&token.to_string()) {
        stop.stop();
    }
}
