//! `textDocument/completion`: rules in ignore comments, settings in files. All else is for others.

mod comments;
mod settings;

use std::sync::Arc;

use tower_lsp::lsp_types as lsp;

use crate::server::checked_source::CheckedSource;
use crate::server::client_capabilities::MarkupSupport;
use crate::server::convert;
use crate::server::document_content::DocumentContent;
use crate::server::session::Session;
use crate::server::uri::Uri;
use crate::text::Text;

/// What the server says of its completions.
pub(crate) fn capability() -> lsp::CompletionOptions {
    lsp::CompletionOptions {
        trigger_characters: Some(["[", ",", "\""].map(str::to_owned).into()),
        ..Default::default()
    }
}

/// Something that can be written.
struct CompletionCandidate {
    label: String,
    /// What is inserted; the label if nothing else.
    insert: Option<String>,
    kind: lsp::CompletionItemKind,
    documentation: String,
}

/// What can be written at the place.
pub(crate) fn completion(
    session: &Arc<Session>,
    params: &lsp::CompletionParams,
) -> Option<lsp::CompletionResponse> {
    let place = &params.text_document_position;
    let uri = Uri::from_lsp(&place.text_document.uri);
    let snapshot = session.documents.snapshot(&uri)?;
    let encoding = session.encoding();
    let source = match &snapshot.content {
        DocumentContent::Python(_) | DocumentContent::Notebook(_) => CheckedSource::of(&snapshot),
        _ => None,
    };
    let text: &Text = match (&source, &snapshot.content) {
        (Some(source), _) => &source.part(&uri)?.text,
        (None, DocumentContent::Settings(text)) => text,
        _ => return None,
    };
    let byte = text.byte(convert::position_from_lsp(place.position), encoding);
    let before = &text.as_str()[..byte];
    let candidates = if source.is_some() {
        comments::candidates(before)?
    } else {
        settings::candidates(&uri, before)?
    };
    // Editors would take the part behind the last hyphen for the word.
    let word = before
        .rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))
        .map_or(0, |at| {
            at + before[at..].chars().next().map_or(0, char::len_utf8)
        });
    let range = convert::range_to_lsp(text, &(word..byte), encoding);
    let prose = session.abilities().completion;
    let items = candidates.into_iter().map(|candidate| {
        let new_text = candidate.insert.unwrap_or_else(|| candidate.label.clone());
        lsp::CompletionItem {
            label: candidate.label,
            kind: Some(candidate.kind),
            documentation: documentation(candidate.documentation, prose),
            text_edit: Some(lsp::CompletionTextEdit::Edit(lsp::TextEdit {
                range,
                new_text,
            })),
            ..Default::default()
        }
    });
    Some(lsp::CompletionResponse::Array(items.collect()))
}

fn documentation(value: String, prose: MarkupSupport) -> Option<lsp::Documentation> {
    let kind = match prose {
        _ if value.is_empty() => return None,
        MarkupSupport::Markdown => lsp::MarkupKind::Markdown,
        MarkupSupport::Plain => lsp::MarkupKind::PlainText,
        MarkupSupport::Bare => return Some(lsp::Documentation::String(value)),
    };
    Some(lsp::Documentation::MarkupContent(lsp::MarkupContent {
        kind,
        value,
    }))
}
