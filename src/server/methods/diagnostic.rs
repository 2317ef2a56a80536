//! `textDocument/diagnostic`: for clients that ask.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use serde_json::json;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::lsp_types as lsp;

use crate::server::documents::{Content, Snapshot};
use crate::server::session::Session;
use crate::server::uri::Uri;
use crate::server::{analysis, diagnostics, toml};

use super::files;

/// The diagnostics of one document, or that they are those that the client has.
pub(crate) async fn diagnostic(
    session: &Arc<Session>,
    params: lsp::DocumentDiagnosticParams,
) -> Result<lsp::DocumentDiagnosticReportResult> {
    let uri = Uri::from_lsp(&params.text_document.uri);
    // The text that the client asks about is the one of now, before any wait.
    let snapshot = session.documents.snapshot(&uri);
    let looking = session.clone();
    let _ = tokio::task::spawn_blocking(move || files::look_now(&looking)).await;
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
    match &snapshot.content {
        Content::Python(_) => {
            let checked = analysis::check(session, snapshot).await;
            let checked = checked.ok_or_else(Error::internal_error)?;
            if !session.documents.is_current(snapshot) {
                return Err(outdated());
            }
            let lists = diagnostics::of_parts(&checked, session.peer());
            Ok(lists.into_iter().flat_map(|(_, _, list)| list).collect())
        }
        Content::Settings(text) => Ok(toml::diagnostics(&snapshot.key, text, session.encoding())),
        // Cells are pushed: their notebook is one module.
        Content::Notebook(_) | Content::Other(_) => Ok(Vec::new()),
    }
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
