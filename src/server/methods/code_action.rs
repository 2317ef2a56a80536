//! `textDocument/codeAction` and `codeAction/resolve`.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::lsp_types as lsp;

use crate::finding::{Applicability, Finding};
use crate::server::analysis::{self, Checked};
use crate::server::diagnostics;
use crate::server::peer::Peer;
use crate::server::session::Session;
use crate::server::source::Source;
use crate::server::uri::Uri;
use crate::text::Edit;

/// What the server says of its code actions.
pub(crate) fn capability(peer: &Peer) -> lsp::CodeActionProviderCapability {
    lsp::CodeActionProviderCapability::Options(lsp::CodeActionOptions {
        code_action_kinds: Some(vec![lsp::CodeActionKind::QUICKFIX]),
        work_done_progress_options: lsp::WorkDoneProgressOptions::default(),
        resolve_provider: Some(peer.resolves_edits),
    })
}

/// The fixes of the findings that the range touches.
pub(crate) async fn code_action(
    session: &Arc<Session>,
    params: lsp::CodeActionParams,
) -> Result<Option<lsp::CodeActionResponse>> {
    let uri = Uri::from_lsp(&params.text_document.uri);
    let Some(snapshot) = session.documents.snapshot(&uri) else {
        return Ok(None);
    };
    let Some(checked) = analysis::check(session, &snapshot).await else {
        return Ok(None);
    };
    let peer = session.peer();
    let Some(range) = checked.source.from_lsp(&uri, params.range, peer.encoding.0) else {
        return Ok(None);
    };
    let only = params.context.only.unwrap_or_default();
    let mut actions = Vec::new();
    if wants(&only, &lsp::CodeActionKind::QUICKFIX) {
        for finding in checked
            .findings
            .iter()
            .filter(|finding| touches(&finding.range, &range))
        {
            actions.extend(quick_fixes(
                finding,
                &uri,
                snapshot.revision,
                &checked,
                peer,
            ));
        }
    }
    Ok(Some(actions.into_iter().map(Into::into).collect()))
}

/// Adds the edit to an action that was chosen.
pub(crate) async fn resolve(
    session: &Arc<Session>,
    mut action: lsp::CodeAction,
) -> Result<lsp::CodeAction> {
    let data = action.data.clone().unwrap_or_default();
    let Ok(chosen) = serde_json::from_value::<Chosen>(data) else {
        return Ok(action);
    };
    let modified = || Error::new(ErrorCode::ContentModified);
    let uri = Uri::new(chosen.document);
    let snapshot = session.documents.snapshot(&uri).ok_or_else(modified)?;
    if snapshot.revision != chosen.revision {
        return Err(modified());
    }
    let checked = analysis::check(session, &snapshot)
        .await
        .ok_or_else(modified)?;
    let finding = checked
        .findings
        .iter()
        .find(|finding| finding.rule == chosen.rule && finding.range == chosen.range);
    let fix = finding
        .and_then(|finding| finding.fixes.get(chosen.fix))
        .ok_or_else(modified)?;
    action.edit = Some(workspace_edit(&fix.edits, &checked.source, session.peer()));
    Ok(action)
}

/// Names a fix until the client asks for its edit.
#[derive(Serialize, Deserialize)]
struct Chosen {
    document: String,
    revision: u64,
    rule: String,
    range: Range<usize>,
    fix: usize,
}

fn quick_fixes(
    finding: &Finding,
    uri: &Uri,
    revision: u64,
    checked: &Checked,
    peer: &Peer,
) -> Vec<lsp::CodeAction> {
    let Some((_, diagnostic)) = diagnostics::to_lsp(finding, &checked.source, peer) else {
        return Vec::new();
    };
    let is_safe = |fix: &crate::finding::Fix| fix.applicability == Applicability::Safe;
    let preferred = finding.fixes.iter().position(is_safe);
    let fixes = finding.fixes.iter().enumerate().map(|(index, fix)| {
        let chosen = Chosen {
            document: uri.as_str().to_owned(),
            revision,
            rule: finding.rule.to_owned(),
            range: finding.range.clone(),
            fix: index,
        };
        let lazy = peer.resolves_edits;
        lsp::CodeAction {
            title: format!("spawnsafe ({}): {}", finding.rule, fix.title),
            kind: Some(lsp::CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![diagnostic.clone()]),
            is_preferred: (peer.preferred && preferred == Some(index)).then_some(true),
            edit: (!lazy).then(|| workspace_edit(&fix.edits, &checked.source, peer)),
            data: lazy.then(|| serde_json::to_value(chosen).ok()).flatten(),
            ..Default::default()
        }
    });
    fixes.collect()
}

/// Edits of a module as edits of the client's documents.
pub(crate) fn workspace_edit(edits: &[Edit], source: &Source, peer: &Peer) -> lsp::WorkspaceEdit {
    let mut by_document: Vec<(&Uri, Option<i32>, Vec<lsp::TextEdit>)> = Vec::new();
    for edit in edits {
        let Some((part, range)) = source.to_lsp(&edit.range, peer.encoding.0) else {
            continue;
        };
        let edit = lsp::TextEdit::new(range, edit.content.clone());
        match by_document.iter_mut().find(|(uri, ..)| **uri == part.uri) {
            Some((_, _, edits)) => edits.push(edit),
            None => by_document.push((&part.uri, part.version, vec![edit])),
        }
    }
    if peer.document_changes {
        let edits = by_document
            .into_iter()
            .map(|(uri, version, edits)| lsp::TextDocumentEdit {
                text_document: lsp::OptionalVersionedTextDocumentIdentifier {
                    uri: uri.to_lsp(),
                    version,
                },
                edits: edits.into_iter().map(lsp::OneOf::Left).collect(),
            });
        lsp::WorkspaceEdit {
            document_changes: Some(lsp::DocumentChanges::Edits(edits.collect())),
            ..Default::default()
        }
    } else {
        let changes = by_document
            .into_iter()
            .map(|(uri, _, edits)| (uri.to_lsp(), edits));
        lsp::WorkspaceEdit {
            changes: Some(changes.collect::<HashMap<_, _>>()),
            ..Default::default()
        }
    }
}

/// Whether a kind of action was asked for; kinds are prefixes of their sub-kinds.
fn wants(only: &[lsp::CodeActionKind], kind: &lsp::CodeActionKind) -> bool {
    only.is_empty()
        || only.iter().any(|asked| {
            let rest = kind.as_str().strip_prefix(asked.as_str());
            rest.is_some_and(|rest| {
                rest.is_empty() || rest.starts_with('.') || asked.as_str().is_empty()
            })
        })
}

fn touches(finding: &Range<usize>, range: &Range<usize>) -> bool {
    finding.start <= range.end && range.start <= finding.end
}
