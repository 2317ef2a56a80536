//! `workspace/executeCommand`.

use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::Value;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::lsp_types as lsp;

use crate::server::patches;
use crate::server::session::Session;
use crate::server::uri::Uri;
use crate::world::Worlds;

use super::code_action;

/// Tells what the server knows; for reports of problems.
const DEBUG_INFORMATION: &str = "spawnsafe.printDebugInformation";
/// Fixes a document as `source.fixAll.spawnsafe` does.
const FIX_ALL: &str = "spawnsafe.applyFixAll";

/// The protocol's code for a request that is right and cannot be fulfilled.
const REQUEST_FAILED: i64 = -32803;

/// What the server says of its commands.
pub(crate) fn capability() -> lsp::ExecuteCommandOptions {
    lsp::ExecuteCommandOptions {
        commands: [DEBUG_INFORMATION, FIX_ALL, patches::SHOW]
            .map(str::to_owned)
            .into(),
        work_done_progress_options: lsp::WorkDoneProgressOptions::default(),
    }
}

/// Runs a command. A document is named as `{"textDocument": {"uri": …}}`, `{"uri": …}` or its URI.
pub(crate) async fn execute(
    session: &Arc<Session>,
    params: lsp::ExecuteCommandParams,
) -> Result<Option<Value>> {
    let document = params.arguments.first().and_then(document);
    match params.command.as_str() {
        DEBUG_INFORMATION => {
            let (session, document) = (session.clone(), document);
            let information = move || debug_information(&session, document.as_ref());
            let information = tokio::task::spawn_blocking(information).await;
            let information = information.map_err(|_| Error::internal_error())?;
            Ok(Some(Value::String(information)))
        }
        FIX_ALL => {
            let document = document
                .ok_or_else(|| Error::invalid_params(format!("{FIX_ALL} needs a document")))?;
            let edit = code_action::fix_all(session, &document).await;
            if let Some(edit) = edit.filter(|_| session.abilities().applies_edits) {
                // Waiting for the client inside a handler could wait forever.
                let session = session.clone();
                tokio::spawn(async move {
                    if let Err(error) = session.client.apply_edit(edit).await {
                        tracing::warn!("The fixes were not applied: {error}");
                    }
                });
            }
            Ok(None)
        }
        patches::SHOW => {
            let patch = params.arguments.first().and_then(Value::as_str);
            let patch = patch
                .ok_or_else(|| Error::invalid_params(format!("{} needs a patch", patches::SHOW)))?;
            patches::show(session, patch);
            Ok(None)
        }
        unknown => {
            let mut error = Error::new(ErrorCode::ServerError(REQUEST_FAILED));
            error.message = format!("Unknown command `{unknown}`.").into();
            Err(error)
        }
    }
}

fn document(argument: &Value) -> Option<Uri> {
    let uri = argument
        .pointer("/textDocument/uri")
        .or_else(|| argument.get("uri"))
        .unwrap_or(argument);
    uri.as_str().map(Uri::new)
}

fn debug_information(session: &Session, document: Option<&Uri>) -> String {
    let abilities = session.abilities();
    let mut text = format!(
        "spawnsafe {}\nprogram: {}\nclient: {}\npositions: {:?}\ndiagnostics: {}, {:?}\n",
        env!("CARGO_PKG_VERSION"),
        std::env::current_exe().map_or_else(|_| "?".into(), |path| path.display().to_string()),
        abilities.name,
        session.encoding(),
        if abilities.pulls { "pulled" } else { "pushed" },
        session.settings.mode(),
    );
    let mut line = |name: &str, value: String| {
        // Writing to a string does not fail.
        let _ = writeln!(text, "{name}: {value}");
    };
    for folder in session.settings.folder_uris() {
        line("folder", folder.to_string());
    }
    line("open documents", session.documents.keys().len().to_string());
    if let Some(uri) = document {
        let open = session.documents.snapshot(uri);
        let written = open.as_ref().map_or("", |open| open.content.text());
        let settings = session.settings.of(uri, written);
        let config = settings.config();
        line("document", uri.to_string());
        line("checked", settings.checked().to_string());
        line("settings from", settings.sources.join(", "));
        line("targets", config.targets.to_string());
        line("in words", config.targets.in_english(Worlds::ALL));
        for (rule, level) in &config.levels {
            line(rule, format!("{level:?}"));
        }
        if let Some(error) = &settings.problems {
            line("problem", error.to_string());
        }
    }
    text
}
