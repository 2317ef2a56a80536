//! What is checked at once, and to which document of the client each byte of it belongs.

use std::ops::Range;

use tower_lsp::lsp_types as lsp;

use crate::syntax::Document;
use crate::text::{PositionEncoding, Text};

use super::convert;
use super::document_content::DocumentContent;
use super::documents::Snapshot;
use super::uri::Uri;

/// A Python module: one document, or the cells of one notebook.
#[derive(Debug)]
pub(crate) struct CheckedSource {
    /// The whole module.
    pub(crate) document: Document,
    parts: Vec<SourceDocument>,
}

/// One document of the client inside a [`CheckedSource`].
#[derive(Debug)]
pub(crate) struct SourceDocument {
    /// The client's name for it.
    pub(crate) uri: Uri,
    /// The client's number for its text, if it is open.
    pub(crate) version: Option<i32>,
    /// Its text.
    pub(crate) text: Text,
    start: usize,
}

impl CheckedSource {
    /// What a document is checked as, if it is: the module that it belongs to, or itself.
    pub(crate) fn of(snapshot: &Snapshot) -> Option<Self> {
        let single = |document: Document| Self {
            parts: vec![SourceDocument {
                uri: snapshot.key.clone(),
                version: snapshot.version,
                text: document.text().clone(),
                start: 0,
            }],
            document,
        };
        match &snapshot.content {
            DocumentContent::Python(document) => Some(single(document.clone())),
            DocumentContent::Settings(text) | DocumentContent::Requirements(text) => {
                Some(single(Document::new(text.as_str().to_owned())))
            }
            DocumentContent::Notebook(notebook) => {
                let (text, cells) = notebook.module();
                let parts = cells.into_iter().map(|(start, cell)| SourceDocument {
                    uri: cell.uri.clone(),
                    version: Some(cell.version),
                    text: cell.text.clone(),
                    start,
                });
                Some(Self {
                    parts: parts.collect(),
                    document: Document::new(text),
                })
            }
            DocumentContent::Unread(_) => Some(single(Document::new(String::new()))),
            DocumentContent::Other(_) => None,
        }
    }

    /// The documents of the client, in order.
    pub(crate) fn parts(&self) -> &[SourceDocument] {
        &self.parts
    }

    /// The part with this URI.
    pub(crate) fn part(&self, uri: &Uri) -> Option<&SourceDocument> {
        self.parts.iter().find(|part| part.uri == *uri)
    }

    /// The part that a byte of the module lies in.
    pub(crate) fn part_at(&self, byte: usize) -> Option<&SourceDocument> {
        let after = self.parts.partition_point(|part| part.start <= byte);
        self.parts.get(after.checked_sub(1)?)
    }

    /// A range of the module as part and range for the client, cut off where the part ends.
    pub(crate) fn to_lsp(
        &self,
        range: &Range<usize>,
        encoding: PositionEncoding,
    ) -> Option<(&SourceDocument, lsp::Range)> {
        let part = self.part_at(range.start)?;
        let length = part.text.as_str().len();
        let start = (range.start - part.start).min(length);
        let end = range.end.saturating_sub(part.start).clamp(start, length);
        Some((
            part,
            convert::range_to_lsp(&part.text, &(start..end), encoding),
        ))
    }

    /// A range of the module as part and range for the client; `None` if it leaves the part.
    pub(crate) fn to_lsp_whole(
        &self,
        range: &Range<usize>,
        encoding: PositionEncoding,
    ) -> Option<(&SourceDocument, lsp::Range)> {
        let part = self.part_at(range.start)?;
        let inside = range.end <= part.start + part.text.as_str().len();
        self.to_lsp(range, encoding).filter(|_| inside)
    }

    /// A range of a part as bytes of the module.
    pub(crate) fn bytes(
        &self,
        uri: &Uri,
        range: lsp::Range,
        encoding: PositionEncoding,
    ) -> Option<Range<usize>> {
        let part = self.part(uri)?;
        let Range { start, end } = convert::range_from_lsp(&part.text, range, encoding);
        Some(part.start + start..part.start + end)
    }
}
