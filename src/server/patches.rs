//! Changes that an installed package would need: shown in the hover, or opened as a file of their own.

use std::ops::Range;
use std::sync::Arc;

use serde_json::Value;
use tower_lsp::lsp_types as lsp;

use crate::finding::Finding;
use crate::project::{CacheDirectory, PATCH_FILE, shown_file};

use super::analysis::CheckedModule;
use super::client_capabilities::MarkupSupport;
use super::session::Session;
use super::uri::Uri;

/// Opens the patch that it is given.
pub(crate) const SHOW: &str = "spawnsafe.showPatch";

/// The first finding with a patch that these bytes touch.
pub(crate) fn touched<'c>(checked: &'c CheckedModule, range: &Range<usize>) -> Option<&'c Finding> {
    let mut findings = checked.findings.iter();
    findings.find(|finding| {
        let touches = finding.range.start <= range.end && range.start <= finding.range.end;
        touches && finding.patch.is_some()
    })
}

/// What a hover says of it.
pub(crate) fn about(finding: &Finding, prose: MarkupSupport) -> Option<String> {
    let patch = finding.patch.as_deref()?;
    let patch = match prose {
        MarkupSupport::Markdown => format!("```diff\n{patch}```"),
        MarkupSupport::Plain | MarkupSupport::Bare => patch.to_owned(),
    };
    Some(format!(
        "{}\n\nThe installed package would have to change like this (spawnsafe never changes it):\n\n{patch}",
        finding.message
    ))
}

/// The command that opens it.
pub(crate) fn command(finding: &Finding) -> Option<lsp::Command> {
    let patch = finding.patch.as_deref()?;
    Some(lsp::Command {
        title: "spawnsafe: Show how the installed package would have to change".to_owned(),
        command: SHOW.to_owned(),
        arguments: Some(vec![Value::String(patch.to_owned())]),
    })
}

/// Has the client open a patch, as a file of the cache.
pub(crate) fn show(session: &Arc<Session>, patch: &str) {
    // One file for all: nobody needs the one before.
    let written = shown_file(CacheDirectory::Patches, PATCH_FILE, patch);
    let Some(uri) = written.and_then(|path| Uri::of_path(&path)) else {
        tracing::warn!("The patch could not be written to the cache directory.");
        return;
    };
    // Waiting for the client inside a handler could wait forever.
    let session = session.clone();
    tokio::spawn(async move {
        let shown = session.client.show_document(lsp::ShowDocumentParams {
            uri: uri.to_lsp(),
            external: None,
            take_focus: Some(true),
            selection: None,
        });
        if let Err(error) = shown.await {
            tracing::warn!("The patch was not shown: {error}");
        }
    });
}
