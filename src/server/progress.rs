//! Progress of long work, which the user may cancel.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::watch;
use tower_lsp::lsp_types as lsp;

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
    done: watch::Sender<u64>,
    cancelled: Arc<AtomicBool>,
}

impl Progress {
    /// Begins to show work of so many steps, if the client can show it. The token is the client's own,
    /// or one that the client is asked to take.
    pub(crate) fn begin(
        session: &Arc<Session>,
        token: Option<lsp::NumberOrString>,
        total: u64,
    ) -> Self {
        let (done, steps) = watch::channel(0);
        let cancelled = Arc::new(AtomicBool::new(false));
        let peer = session.peer();
        if token.is_some() || peer.progress {
            let (session, cancelled) = (session.clone(), cancelled.clone());
            tokio::spawn(show(session, token, total, steps, cancelled));
        }
        Self { done, cancelled }
    }

    /// One step is done.
    pub(crate) fn step(&self) {
        self.done.send_modify(|done| *done += 1);
    }

    /// Whether the user does not want it any more.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}

async fn show(
    session: Arc<Session>,
    token: Option<lsp::NumberOrString>,
    total: u64,
    mut steps: watch::Receiver<u64>,
    cancelled: Arc<AtomicBool>,
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
    session.cancellable.insert(key.to_string(), cancelled);
    let send = |value| {
        let params = json!({"token": key, "value": value});
        session.client.send_notification::<Progressed>(params)
    };
    send(json!({"kind": "begin", "title": "spawnsafe", "cancellable": true, "percentage": 0}))
        .await;
    while steps.changed().await.is_ok() {
        let done = *steps.borrow_and_update();
        let percentage = (100 * done).checked_div(total).unwrap_or(100).min(100);
        let message = format!("{done} of {total} files");
        send(json!({"kind": "report", "message": message, "percentage": percentage})).await;
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
    if let Some(cancelled) = session.cancellable.get(&token.to_string()) {
        cancelled.store(true, Ordering::Relaxed);
    }
}
