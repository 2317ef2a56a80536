//! `textDocument/codeAction` and `codeAction/resolve`.

mod action_data;
mod edit;
mod ignore_file;
mod kinds;
mod offered_actions;
mod turn_off;

use std::sync::Arc;

use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::lsp_types as lsp;

use crate::rules;
use crate::server::analysis::{self, CheckedModule};
use crate::server::client_capabilities::ClientCapabilities;
use crate::server::documents::Snapshot;
use crate::server::early_result::early_result;
use crate::server::patches;
use crate::server::session::Session;
use crate::server::uri::Uri;

pub(crate) use action_data::ActionData;
use action_data::ChosenAction;
use kinds::{FIX_ALL, NOTEBOOK_FIX_ALL};

/// What the server says of its code actions.
pub(crate) fn capability(abilities: &ClientCapabilities) -> lsp::CodeActionProviderCapability {
    let mut kinds = vec![lsp::CodeActionKind::QUICKFIX, FIX_ALL];
    if abilities.notebooks {
        kinds.push(NOTEBOOK_FIX_ALL);
    }
    lsp::CodeActionProviderCapability::Options(lsp::CodeActionOptions {
        code_action_kinds: Some(kinds),
        work_done_progress_options: lsp::WorkDoneProgressOptions::default(),
        resolve_provider: Some(abilities.resolves_edits),
    })
}

/// The actions for the findings that the range touches, and for the whole document.
pub(crate) async fn code_action(
    session: &Arc<Session>,
    params: lsp::CodeActionParams,
) -> Result<Option<lsp::CodeActionResponse>> {
    let abilities = session.abilities();
    let uri = Uri::from_lsp(&params.text_document.uri);
    let Some(snapshot) = session
        .documents
        .snapshot(&uri)
        .filter(|_| abilities.code_actions)
    else {
        return Ok(None);
    };
    let Some(early) = early_result(session, &snapshot).await else {
        return Ok(None);
    };
    let checked = early.checked();
    let Some(range) = checked
        .source
        .bytes(&uri, params.range, abilities.encoding.0)
    else {
        return Ok(None);
    };
    let only = params.context.only.unwrap_or_default();
    let is_cell = session.documents.is_cell(&uri);
    // Making fixes takes too long for the loop.
    let (worker, revision, module) = (session.clone(), snapshot.clone(), checked.clone());
    let (touched, wanted) = (range.clone(), only.clone());
    let offers = tokio::task::spawn_blocking(move || {
        let has_file = turn_off::file(&worker, &revision.key).is_some();
        analysis::with_fixes(&worker, &revision, &module, |fixes_of| {
            let findings = (&*module, fixes_of);
            offered_actions::offers(
                findings,
                &touched,
                &wanted,
                is_cell,
                has_file,
                worker.abilities(),
            )
        })
    });
    let offers = offers.await.unwrap_or_default();
    let mut actions: lsp::CodeActionResponse = Vec::new();
    for (mut action, data) in offers {
        if abilities.resolves_edits {
            let chosen = ChosenAction {
                document: uri.as_str().to_owned(),
                action: data,
            };
            action.data = serde_json::to_value(chosen).ok();
        } else {
            match workspace_edit(session, &snapshot, checked, data).await {
                Some(edit) => action.edit = Some(edit),
                None => continue,
            }
        }
        actions.push(action.into());
    }
    let shown = patches::touched(checked, &range).filter(|_| {
        abilities.shows_documents && kinds::wants(&only, &lsp::CodeActionKind::QUICKFIX)
    });
    actions.extend(shown.and_then(patches::command).map(Into::into));
    Ok(Some(actions))
}

/// Adds the edit to an action that was chosen.
pub(crate) async fn resolve(
    session: &Arc<Session>,
    mut action: lsp::CodeAction,
) -> Result<lsp::CodeAction> {
    let data = action.data.clone().unwrap_or_default();
    let Ok(chosen) = serde_json::from_value::<ChosenAction>(data) else {
        return Ok(action);
    };
    // It goes into a document or a file with settings, and may come from anywhere.
    if chosen
        .action
        .rule()
        .is_some_and(|rule| rules::rule(rule).is_none())
    {
        return Err(Error::invalid_params("The action names no rule."));
    }
    let modified = || Error::new(ErrorCode::ContentModified);
    let uri = Uri::new(chosen.document);
    // A finding is known by its place: where it is there no more, the text has moved on.
    let snapshot = session.documents.snapshot(&uri).ok_or_else(modified)?;
    let early = early_result(session, &snapshot).await;
    let early = early.ok_or_else(modified)?;
    let edit = workspace_edit(session, &snapshot, early.checked(), chosen.action).await;
    action.edit = Some(edit.ok_or_else(modified)?);
    Ok(action)
}

/// The edit that fixes everything that can be fixed safely; `None` if there is nothing to do.
pub(crate) async fn fix_all(session: &Arc<Session>, uri: &Uri) -> Option<lsp::WorkspaceEdit> {
    let snapshot = session.documents.snapshot(uri)?;
    let early = early_result(session, &snapshot).await?;
    let checked = early.checked();
    if !checked.python {
        return None;
    }
    workspace_edit(session, &snapshot, checked, ActionData::FixAll).await
}

async fn workspace_edit(
    session: &Arc<Session>,
    snapshot: &Snapshot,
    checked: &Arc<CheckedModule>,
    data: ActionData,
) -> Option<lsp::WorkspaceEdit> {
    if let ActionData::TurnOff { rule } = &data {
        // It looks at the disk.
        let (worker, document, rule) = (session.clone(), snapshot.key.clone(), rule.clone());
        let edit = tokio::task::spawn_blocking(move || {
            let file = turn_off::file(&worker, &document)?;
            turn_off::edit(&worker, &file, &rule)
        });
        return edit.await.ok().flatten();
    }
    let superseded = snapshot.work.superseded().clone();
    // Fixing in rounds checks again and again, which takes too long for the loop.
    let (worker, snapshot, module) = (session.clone(), snapshot.clone(), checked.clone());
    let edits = tokio::task::spawn_blocking(move || data.edits(&module, &worker, &snapshot));
    let edits = edits.await.ok().flatten()?;
    // What was given up half-way is no edit.
    if superseded.is_stopped() {
        return None;
    }
    edit::workspace_edit(&edits, &checked.source, session.abilities())
}
