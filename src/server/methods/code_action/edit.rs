//! Edits of a module as edits of the client's documents.

use std::collections::HashMap;

use similar::{DiffOp, TextDiff};
use tower_lsp::lsp_types as lsp;

use crate::server::checked_source::CheckedSource;
use crate::server::client_capabilities::ClientCapabilities;
use crate::server::uri::Uri;
use crate::text::Edit;

/// The edit for the client; `None` if a part of it lies in no document, or in two.
pub(super) fn workspace_edit(
    edits: &[Edit],
    source: &CheckedSource,
    abilities: &ClientCapabilities,
) -> Option<lsp::WorkspaceEdit> {
    let mut by_document: Vec<(&Uri, Option<i32>, Vec<lsp::TextEdit>)> = Vec::new();
    for edit in edits {
        let (part, range) = source.to_lsp_whole(&edit.range, abilities.encoding.0)?;
        let edit = lsp::TextEdit::new(range, edit.content.clone());
        match by_document.iter_mut().find(|(uri, ..)| **uri == part.uri) {
            Some((_, _, edits)) => edits.push(edit),
            None => by_document.push((&part.uri, part.version, vec![edit])),
        }
    }
    Some(for_client(by_document, abilities))
}

/// Edits by document, in the form that the client knows.
pub(super) fn for_client(
    by_document: Vec<(&Uri, Option<i32>, Vec<lsp::TextEdit>)>,
    abilities: &ClientCapabilities,
) -> lsp::WorkspaceEdit {
    if abilities.document_changes {
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

/// The edits, line by line, that make one text another.
pub(super) fn difference(before: &str, after: &str) -> Vec<Edit> {
    let diff = TextDiff::from_lines(before, after);
    let old = starts((0..diff.old_len()).filter_map(|line| diff.old_slice(line)));
    let new = starts((0..diff.new_len()).filter_map(|line| diff.new_slice(line)));
    let changed = diff
        .ops()
        .iter()
        .filter(|op| !matches!(op, DiffOp::Equal { .. }));
    let edits = changed.map(|op| {
        let (from, to) = (op.old_range(), op.new_range());
        let range = old[from.start]..old[from.end];
        let content = &after[new[to.start]..new[to.end]];
        // The line break at the end may be the one between two cells.
        let same_end = before[range.clone()].ends_with('\n') && content.ends_with('\n');
        Edit {
            range: range.start..range.end - usize::from(same_end),
            content: content[..content.len() - usize::from(same_end)].to_owned(),
        }
    });
    edits.collect()
}

/// The byte at which each line starts, and the end.
fn starts<'t>(lines: impl Iterator<Item = &'t str>) -> Vec<usize> {
    let mut starts = vec![0];
    for line in lines {
        starts.push(starts.last().copied().unwrap_or(0) + line.len());
    }
    starts
}
