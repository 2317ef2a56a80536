//! `textDocument/diagnostic`: for clients that ask.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use serde_json::json;
use tokio::task::JoinSet;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::lsp_types as lsp;

use crate::server::analysis::CheckedModule;
use crate::server::diagnostics;
use crate::server::document_content::DocumentContent;
use crate::server::documents::Snapshot;
use crate::server::early_result::{EarlyResult, early_result};
use crate::server::progress::Progress;
use crate::server::session::Session;
use crate::server::uri::Uri;

use super::watched_files;

/// The diagnostics of one document, or that they are those that the client has.
pub(crate) async fn diagnostic(
    session: &Arc<Session>,
    params: lsp::DocumentDiagnosticParams,
) -> Result<lsp::DocumentDiagnosticReportResult> {
    let uri = Uri::from_lsp(&params.text_document.uri);
    // The text that the client asks about is the one of now, before any wait.
    let snapshot = session.documents.snapshot(&uri);
    watched_files::look(session);
    let items = match &snapshot {
        Some(snapshot) => of_document(session, snapshot).await?,
        None => Vec::new(),
    };
    let result_id = result_id(&items);
    let report = if params.previous_result_id.as_ref() == Some(&result_id) {
        let report = lsp::UnchangedDocumentDiagnosticReport { result_id };
        lsp::DocumentDiagnosticReport::Unchanged(lsp::RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: report,
        })
    } else {
        let report = lsp::FullDocumentDiagnosticReport {
            result_id: Some(result_id),
            items,
        };
        lsp::DocumentDiagnosticReport::Full(lsp::RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: report,
        })
    };
    Ok(report.into())
}

async fn of_document(session: &Arc<Session>, snapshot: &Snapshot) -> Result<Vec<lsp::Diagnostic>> {
    // Cells are pushed: their notebook is one module.
    if matches!(
        snapshot.content,
        DocumentContent::Notebook(_) | DocumentContent::Other(_)
    ) {
        return Ok(Vec::new());
    }
    let early = early_result(session, snapshot).await;
    if !session.documents.is_current(snapshot) {
        return Err(outdated());
    }
    let early = early.ok_or_else(Error::internal_error)?;
    let lists = diagnostics::of_snapshot(snapshot, early.checked(), session.abilities());
    if let EarlyResult::First(_, all) = early {
        ask_again_after(all, session, snapshot);
    }
    Ok(lists.into_iter().flat_map(|(_, _, list)| list).collect())
}

/// Has the client ask again when all is known. It is shown, and can be cancelled.
fn ask_again_after(
    mut all: JoinSet<Option<Arc<CheckedModule>>>,
    session: &Arc<Session>,
    snapshot: &Snapshot,
) {
    let (session, snapshot) = (session.clone(), snapshot.clone());
    tokio::spawn(async move {
        let _shown = Progress::of_modules(&session, &snapshot);
        let found = matches!(all.join_next().await, Some(Ok(Some(_))));
        if found && session.documents.is_current(&snapshot) {
            session.refresh();
        }
    });
}

/// That the client is to ask again: a plain "content modified" would leave Neovim without any findings.
fn outdated() -> Error {
    const SERVER_CANCELLED: i64 = -32802;
    Error {
        code: ErrorCode::ServerError(SERVER_CANCELLED),
        message: "The document or its settings have changed; ask again.".into(),
        data: Some(json!({"retriggerRequest": true})),
    }
}

/// A name for a list of diagnostics: equal lists have equal names.
pub(crate) fn result_id(items: &[lsp::Diagnostic]) -> String {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(items)
        .unwrap_or_default()
        .hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
