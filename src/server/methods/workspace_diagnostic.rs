//! `workspace/diagnostic`: for clients that ask for more than what is open.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::{StreamExt, stream};
use serde_json::json;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::lsp_types as lsp;

use crate::server::progress::{Progress, Progressed};
use crate::server::session::Session;
use crate::server::settings::CheckMode;
use crate::server::uri::Uri;
use crate::server::{analysis, diagnostics, workspace};

use super::diagnostic::result_id;

type DocumentReport = lsp::WorkspaceDocumentDiagnosticReport;

/// How long results are collected before they are sent on.
const BATCH_INTERVAL: Duration = Duration::from_millis(100);

/// The diagnostics of all files, those that the client has already only by their ids. Where the client
/// takes partial results and nothing is new, the answer waits until something is: else it would ask
/// every other second.
pub(crate) async fn workspace_diagnostic(
    session: &Arc<Session>,
    params: lsp::WorkspaceDiagnosticParams,
) -> Result<lsp::WorkspaceDiagnosticReportResult> {
    let partial = params.partial_result_params.partial_result_token;
    let known = params.previous_result_ids.into_iter();
    let known: HashMap<Uri, String> = known
        .map(|previous| (Uri::from_lsp(&previous.uri), previous.value))
        .collect();
    let mut token = params.work_done_progress_params.work_done_token;
    let mut news = session.news();
    loop {
        news.mark_unchanged();
        let mut sink = Sink::new(session, partial.clone());
        check_all(session, &known, token.take(), &mut sink).await?;
        if partial.is_none() || sink.is_new {
            let items = sink.finish().await;
            return Ok(lsp::WorkspaceDiagnosticReport { items }.into());
        }
        // The sender is the session itself.
        let _ = news.changed().await;
        tokio::time::sleep(BATCH_INTERVAL).await;
    }
}

async fn check_all(
    session: &Arc<Session>,
    known: &HashMap<Uri, String>,
    token: Option<lsp::NumberOrString>,
    sink: &mut Sink<'_>,
) -> Result<()> {
    let mut missing = known.clone();
    if session.settings.mode() == CheckMode::Workspace {
        for uri in session.documents.keys() {
            if let Some((version, items)) = items(session, &uri).await {
                let before = missing.remove(&uri);
                sink.add(uri, version, items, before).await;
            }
        }
        check_closed(session, token, &mut missing, sink).await?;
    }
    // Files that are gone, or not checked any more, show nothing.
    for (uri, id) in missing {
        if id != result_id(&[]) {
            sink.add(uri, None, Vec::new(), Some(id)).await;
        }
    }
    Ok(())
}

/// Reports on the files that are not open: from memory, unless settings or files have changed since.
async fn check_closed(
    session: &Arc<Session>,
    token: Option<lsp::NumberOrString>,
    missing: &mut HashMap<Uri, String>,
    sink: &mut Sink<'_>,
) -> Result<()> {
    let epoch = session.epoch();
    let mut closed = session.closed.lock().await;
    if closed.epoch != epoch {
        closed.epoch = epoch;
        closed.lists.clear();
    }
    let walker = session.clone();
    let files = tokio::task::spawn_blocking(move || workspace::closed_files(&walker)).await;
    let files = files.map_err(|_| Error::internal_error())?;
    let (known, new): (Vec<_>, Vec<_>) = files
        .into_iter()
        .partition(|uri| closed.lists.contains_key(uri));
    for uri in known {
        let before = missing.remove(&uri);
        let items = closed.lists[&uri].clone();
        sink.add(uri, None, items, before).await;
    }
    let progress = (!new.is_empty()).then(|| Progress::of_files(session, token, new.len()));
    let room = std::thread::available_parallelism().map_or(2, usize::from);
    let checks = new.into_iter().map(|uri| async move {
        let checked = items(session, &uri).await;
        (uri, checked)
    });
    let mut checks = stream::iter(checks).buffer_unordered(room);
    while let Some((uri, checked)) = checks.next().await {
        if let Some(progress) = &progress {
            if progress.is_cancelled() {
                return Err(Error::new(ErrorCode::RequestCancelled));
            }
            progress.step();
        }
        let before = missing.remove(&uri);
        if let Some((version, items)) = checked {
            if version.is_none() {
                closed.lists.insert(uri.clone(), items.clone());
            }
            sink.add(uri, version, items, before).await;
        }
    }
    Ok(())
}

/// The diagnostics of an open document, or of a file; `None` if it is no Python or cannot be read.
async fn items(session: &Arc<Session>, uri: &Uri) -> Option<(Option<i32>, Vec<lsp::Diagnostic>)> {
    let snapshot = if let Some(open) = session.documents.snapshot(uri) {
        open
    } else {
        let (session, uri) = (session.clone(), uri.clone());
        let read = tokio::task::spawn_blocking(move || workspace::snapshot(&session, &uri));
        read.await.ok().flatten()?
    };
    let checked = analysis::check(session, &snapshot).await?;
    let lists = diagnostics::of_snapshot(&snapshot, &checked, session.abilities());
    let list = lists.into_iter().find(|(part, ..)| part == uri)?;
    Some((snapshot.version, list.2))
}

/// Collects reports, and sends them on in batches where the client takes that.
struct Sink<'a> {
    session: &'a Session,
    partial: Option<lsp::NumberOrString>,
    items: Vec<DocumentReport>,
    started: Instant,
    is_new: bool,
}

impl<'a> Sink<'a> {
    fn new(session: &'a Session, partial: Option<lsp::NumberOrString>) -> Self {
        Self {
            session,
            partial,
            items: Vec::new(),
            started: Instant::now(),
            is_new: false,
        }
    }

    async fn add(
        &mut self,
        uri: Uri,
        version: Option<i32>,
        items: Vec<lsp::Diagnostic>,
        before: Option<String>,
    ) {
        let id = result_id(&items);
        let version = version.map(i64::from);
        let report = if before.as_ref() == Some(&id) {
            DocumentReport::Unchanged(lsp::WorkspaceUnchangedDocumentDiagnosticReport {
                uri: uri.to_lsp(),
                version,
                unchanged_document_diagnostic_report: lsp::UnchangedDocumentDiagnosticReport {
                    result_id: id,
                },
            })
        } else if before.is_none() && items.is_empty() {
            // Thousands of files without findings need no word.
            return;
        } else {
            self.is_new = true;
            DocumentReport::Full(lsp::WorkspaceFullDocumentDiagnosticReport {
                uri: uri.to_lsp(),
                version,
                full_document_diagnostic_report: lsp::FullDocumentDiagnosticReport {
                    result_id: Some(id),
                    items,
                },
            })
        };
        self.items.push(report);
        if self.started.elapsed() > BATCH_INTERVAL && self.is_new {
            self.send().await;
        }
    }

    /// What is left for the answer itself.
    async fn finish(mut self) -> Vec<DocumentReport> {
        self.send().await;
        self.items
    }

    async fn send(&mut self) {
        let Some(token) = &self.partial else { return };
        if self.items.is_empty() {
            return;
        }
        let items = std::mem::take(&mut self.items);
        let params = json!({"token": token, "value": {"items": items}});
        self.session
            .client
            .send_notification::<Progressed>(params)
            .await;
        self.started = Instant::now();
    }
}
