//! Opening, changing, saving and closing documents.

use std::sync::Arc;

use tower_lsp::lsp_types as lsp;

use crate::server::convert;
use crate::server::document_content::DocumentContent;
use crate::server::session::Session;
use crate::server::uri::Uri;
use crate::text::Text;

use super::watched_files;

/// Takes a document over from the disk.
pub(crate) fn did_open(session: &Arc<Session>, params: lsp::DidOpenTextDocumentParams) {
    let document = params.text_document;
    let uri = Uri::from_lsp(&document.uri);
    let content = DocumentContent::of(&uri, &document.language_id, document.text);
    session
        .documents
        .open(uri.clone(), document.version, content);
    session.look_at(&uri);
    watched_files::look(session);
}

/// Applies changes, each made for the text that the one before left.
pub(crate) fn did_change(session: &Arc<Session>, params: lsp::DidChangeTextDocumentParams) {
    let uri = Uri::from_lsp(&params.text_document.uri);
    let encoding = session.encoding();
    let changes = params
        .content_changes
        .into_iter()
        .map(|change| move |text: &Text| convert::edit_from_lsp(text, change, encoding));
    session
        .documents
        .change(&uri, params.text_document.version, changes);
    session.look_at(&uri);
    watched_files::look(session);
}

/// Gives a document back to the disk.
pub(crate) fn did_close(session: &Arc<Session>, params: &lsp::DidCloseTextDocumentParams) {
    let uri = Uri::from_lsp(&params.text_document.uri);
    session.documents.close(&uri);
    session.look_at(&uri);
}
