//! The edit of a settings file that turns a rule off for the project.

use std::path::{Path, PathBuf};

use tower_lsp::lsp_types as lsp;

use crate::config::turn_off;
use crate::project::read_text;
use crate::server::document_content::DocumentContent;
use crate::server::session::Session;
use crate::server::uri::Uri;
use crate::server::workspace::is_too_much;
use crate::server::{convert, toml};
use crate::text::Text;

use super::edit::{difference, for_client};

/// No file with settings is longer.
const MAX_SETTINGS_BYTES: u64 = 4 << 20;

/// The settings file of the project, or the one to create in the folder that is open; `None` if there is no place for one.
pub(super) fn file(session: &Session, document: &Uri) -> Option<PathBuf> {
    let there = session.settings.file_for(document);
    let new = || {
        let path = document
            .path()
            .filter(|_| session.abilities().creates_files)?;
        let folders = session.settings.folders().into_iter();
        let around = folders.filter(|folder| path.starts_with(folder) && !is_too_much(folder));
        let innermost = around.max_by_key(|folder| folder.as_os_str().len())?;
        Some(innermost.join("spawnsafe.toml"))
    };
    there.or_else(new)
}

/// The edit of this file, which it creates if need be; `None` if it cannot be read, or is no TOML.
pub(super) fn edit(session: &Session, file: &Path, rule: &str) -> Option<lsp::WorkspaceEdit> {
    let uri = session.documents.key(&Uri::of_path(file)?);
    let open = session.documents.snapshot(&uri);
    let is_new = open.is_none() && !file.exists();
    let (text, version) = match open.map(|open| (open.content, open.version)) {
        Some((DocumentContent::Settings(text) | DocumentContent::Other(text), version)) => {
            (text, version)
        }
        _ if is_new => (Text::new(String::new()), None),
        _ => (Text::new(read_text(file, MAX_SETTINGS_BYTES).ok()?), None),
    };
    let after = turn_off(text.as_str(), toml::table(&uri), rule)?;
    let abilities = session.abilities();
    let edits = difference(text.as_str(), &after).into_iter().map(|edit| {
        let range = convert::range_to_lsp(&text, &edit.range, abilities.encoding.0);
        lsp::TextEdit::new(range, edit.content)
    });
    let edits = edits.collect();
    Some(match is_new {
        true => created(&uri, edits),
        false => for_client(vec![(&uri, version, edits)], abilities),
    })
}

/// Edits of a file that is not there yet.
fn created(uri: &Uri, edits: Vec<lsp::TextEdit>) -> lsp::WorkspaceEdit {
    let create = lsp::CreateFile {
        uri: uri.to_lsp(),
        options: Some(lsp::CreateFileOptions {
            overwrite: Some(false),
            ignore_if_exists: Some(true),
        }),
        annotation_id: None,
    };
    let edit = lsp::TextDocumentEdit {
        text_document: lsp::OptionalVersionedTextDocumentIdentifier {
            uri: uri.to_lsp(),
            version: None,
        },
        edits: edits.into_iter().map(lsp::OneOf::Left).collect(),
    };
    let operations = vec![
        lsp::DocumentChangeOperation::Op(lsp::ResourceOp::Create(create)),
        lsp::DocumentChangeOperation::Edit(edit),
    ];
    lsp::WorkspaceEdit {
        document_changes: Some(lsp::DocumentChanges::Operations(operations)),
        ..Default::default()
    }
}
