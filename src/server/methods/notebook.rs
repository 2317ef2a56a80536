//! `notebookDocument/*`, which lsp-types 0.94.1 does not know.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Deserialize;
use tower_lsp::lsp_types as lsp;

use crate::server::convert;
use crate::server::document_content::DocumentContent;
use crate::server::notebook::{OpenCell, OpenNotebook};
use crate::server::session::Session;
use crate::server::uri::Uri;
use crate::text::Text;

/// Parameters of `notebookDocument/didOpen`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DidOpen {
    notebook_document: OpenedNotebook,
    #[serde(default)]
    cell_text_documents: Vec<lsp::TextDocumentItem>,
}

/// Parameters of `notebookDocument/didChange`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DidChange {
    notebook_document: Versioned,
    change: NotebookChange,
}

/// Parameters of `notebookDocument/didClose`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DidClose {
    notebook_document: lsp::TextDocumentIdentifier,
}

#[derive(Deserialize)]
struct OpenedNotebook {
    uri: lsp::Url,
    version: i32,
    #[serde(default)]
    cells: Vec<CellEntry>,
}

#[derive(Deserialize)]
struct Versioned {
    uri: lsp::Url,
    version: i32,
}

#[derive(Deserialize)]
struct CellEntry {
    kind: u8,
    document: lsp::Url,
}

#[derive(Deserialize)]
struct NotebookChange {
    cells: Option<CellsChange>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CellsChange {
    structure: Option<Structure>,
    #[serde(default)]
    data: Vec<CellEntry>,
    #[serde(default)]
    text_content: Vec<TextContent>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Structure {
    array: Splice,
    #[serde(default)]
    did_open: Vec<lsp::TextDocumentItem>,
    #[serde(default)]
    did_close: Vec<lsp::TextDocumentIdentifier>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Splice {
    start: usize,
    delete_count: usize,
    #[serde(default)]
    cells: Vec<CellEntry>,
}

#[derive(Deserialize)]
struct TextContent {
    document: lsp::VersionedTextDocumentIdentifier,
    changes: Vec<lsp::TextDocumentContentChangeEvent>,
}

/// Takes a notebook with its cells.
pub(crate) fn did_open(session: &Arc<Session>, params: DidOpen) {
    let uri = Uri::from_lsp(&params.notebook_document.uri);
    let mut notebook =
        OpenNotebook::new(params.notebook_document.cells.iter().map(closed).collect());
    open_cells(&mut notebook, params.cell_text_documents);
    let version = params.notebook_document.version;
    let content = DocumentContent::Notebook(notebook);
    session.documents.open(uri.clone(), version, content);
    session.look_at(&uri);
}

/// Changes which cells there are, what they are, and their texts.
pub(crate) fn did_change(session: &Arc<Session>, params: DidChange) {
    let uri = Uri::from_lsp(&params.notebook_document.uri);
    let cells = params.change.cells.unwrap_or(CellsChange {
        structure: None,
        data: Vec::new(),
        text_content: Vec::new(),
    });
    let version = params.notebook_document.version;
    session
        .documents
        .change_notebook(&uri, version, |notebook| {
            if let Some(structure) = cells.structure {
                restructure(notebook, structure);
            }
            for entry in &cells.data {
                if let Some(cell) = notebook.cell_mut(&Uri::from_lsp(&entry.document)) {
                    cell.code = is_code(entry);
                }
            }
        });
    let encoding = session.encoding();
    for TextContent { document, changes } in cells.text_content {
        let changes = changes
            .into_iter()
            .map(|change| move |text: &Text| convert::edit_from_lsp(text, change, encoding));
        let cell = Uri::from_lsp(&document.uri);
        session.documents.change(&cell, document.version, changes);
    }
    session.look_at(&uri);
}

/// Looks again, since other files may have been saved with it.
pub(crate) fn did_save(session: &Arc<Session>, params: &DidClose) {
    session.look_at(&Uri::from_lsp(&params.notebook_document.uri));
}

/// Forgets a notebook and its cells.
pub(crate) fn did_close(session: &Arc<Session>, params: &DidClose) {
    let uri = Uri::from_lsp(&params.notebook_document.uri);
    session.documents.close(&uri);
    session.look_at(&uri);
}

/// Puts cells in, takes cells out; one that is taken out and put in again has moved.
fn restructure(notebook: &mut OpenNotebook, structure: Structure) {
    let cells = notebook.cells_mut();
    let start = structure.array.start.min(cells.len());
    let end = start
        .saturating_add(structure.array.delete_count)
        .min(cells.len());
    let known: HashMap<Uri, OpenCell> = cells
        .iter()
        .map(|cell| (cell.uri.clone(), cell.clone()))
        .collect();
    let inserted = structure.array.cells.iter().map(|entry| {
        let mut cell = known
            .get(&Uri::from_lsp(&entry.document))
            .cloned()
            .unwrap_or_else(|| closed(entry));
        cell.code = is_code(entry);
        cell
    });
    cells.splice(start..end, inserted);
    for document in structure.did_close {
        if let Some(cell) = notebook.cell_mut(&Uri::from_lsp(&document.uri)) {
            cell.python = false;
        }
    }
    open_cells(notebook, structure.did_open);
}

fn open_cells(notebook: &mut OpenNotebook, documents: Vec<lsp::TextDocumentItem>) {
    for document in documents {
        if let Some(cell) = notebook.cell_mut(&Uri::from_lsp(&document.uri)) {
            cell.python = document.language_id == "python";
            cell.version = document.version;
            cell.text = Text::new(document.text);
        }
    }
}

/// A cell whose text has not come yet.
fn closed(entry: &CellEntry) -> OpenCell {
    OpenCell {
        uri: Uri::from_lsp(&entry.document),
        version: 0,
        code: is_code(entry),
        python: false,
        text: Text::new(String::new()),
    }
}

fn is_code(entry: &CellEntry) -> bool {
    entry.kind == 2
}
