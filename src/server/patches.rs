//! Changes that an installed package would need: shown in the hover, or opened as a file of their own.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;
use tower_lsp::lsp_types as lsp;

use crate::finding::Finding;
use crate::project::{Variables, cache_directory};

use super::analysis::Checked;
use super::peer::Prose;
use super::session::Session;
use super::uri::Uri;

/// Opens the patch that it is given.
pub(crate) const SHOW: &str = "spawnsafe.showPatch";

/// A longer patch is not shown.
const LONGEST: usize = 1 << 20;

/// The first finding with a patch that these bytes touch.
pub(crate) fn touched<'c>(checked: &'c Checked, range: &Range<usize>) -> Option<&'c Finding> {
    let mut findings = checked.findings.iter();
    findings.find(|one| {
        let touches = one.range.start <= range.end && range.start <= one.range.end;
        touches && one.patch.is_some()
    })
}

/// What a hover says of it.
pub(crate) fn about(finding: &Finding, prose: Prose) -> Option<String> {
    let patch = finding.patch.as_deref()?;
    let patch = match prose {
        Prose::Markdown => format!("```diff\n{patch}```"),
        Prose::Plain | Prose::Bare => patch.to_owned(),
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
    let written = cache_directory(&Variables::of_process())
        .filter(|_| patch.len() <= LONGEST)
        .and_then(|cache| write(&cache, patch));
    let Some(uri) = written.and_then(|path| Uri::of_path(&path)) else {
        tracing::warn!("The patch could not be written to the cache directory.");
        return;
    };
    // Waiting for the client inside a handler could wait for ever.
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

fn write(cache: &Path, patch: &str) -> Option<PathBuf> {
    let directory = cache.join("patches");
    fs::create_dir_all(&directory).ok()?;
    // One file for all: nobody needs the one before.
    let path = directory.join("package.diff");
    let beside = directory.join(format!(".{}.tmp", std::process::id()));
    let written = fs::write(&beside, patch).and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
        return None;
    }
    Some(path)
}
