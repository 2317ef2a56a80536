//! The open documents: what the client last said of each.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use dashmap::DashMap;
use tokio::sync::OnceCell;

use crate::syntax::Document;
use crate::text::{Edit, Text};

use super::analysis::Checked;
use super::notebook::{Cell, Notebook};
use super::uri::Uri;

/// The revision of what is not open; the first that is open has the next number.
const CLOSED: u64 = 0;

/// What was found in one revision, computed once by whoever asks first.
pub(crate) type Result = Arc<OnceCell<Arc<Checked>>>;

/// All open documents and notebooks.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    open: DashMap<Uri, Open>,
    /// To which notebook a cell belongs.
    cells: DashMap<Uri, Uri>,
    clock: AtomicU64,
}

#[derive(Debug)]
struct Open {
    opened: u64,
    revision: u64,
    version: i32,
    content: Content,
    result: Result,
}

/// What a document is to the server.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// Python, checked.
    Python(Document),
    /// The cells of a notebook, checked as one module.
    Notebook(Notebook),
    /// A file with settings: its own problems are shown.
    Settings(Text),
    /// Anything else that the client sends: kept, never checked.
    Other(Text),
}

/// One revision of a document; does not change.
#[derive(Clone, Debug)]
pub(crate) struct Snapshot {
    /// The document, or the notebook of the cell.
    pub(crate) key: Uri,
    /// Differs each time the document is opened.
    pub(crate) opened: u64,
    /// Differs after every change of the text or the settings.
    pub(crate) revision: u64,
    /// The client's number for the text; none for a file that is not open.
    pub(crate) version: Option<i32>,
    /// The text.
    pub(crate) content: Content,
    /// What was found in it, once somebody has looked.
    pub(crate) result: Result,
}

impl Documents {
    /// Takes an opened document.
    pub(crate) fn open(&self, uri: Uri, version: i32, content: Content) {
        let now = self.tick();
        if let Content::Notebook(notebook) = &content {
            self.index_cells(&uri, notebook);
        }
        let open = Open {
            opened: now,
            revision: now,
            version,
            content,
            result: Result::default(),
        };
        self.open.insert(uri, open);
    }

    /// Changes a document by edits, each made for the text that the one before left.
    pub(crate) fn change(
        &self,
        uri: &Uri,
        version: i32,
        changes: impl Iterator<Item = impl FnOnce(&Text) -> Edit>,
    ) {
        let key = self.key(uri);
        self.update(&key, |open| {
            for change in changes {
                open.content.edit(uri, change);
            }
            match &mut open.content {
                Content::Notebook(notebook) => {
                    if let Some(cell) = notebook.cell_mut(uri) {
                        cell.version = version;
                    }
                }
                _ => open.version = version,
            }
        });
    }

    /// Changes the cells of a notebook: order, languages, which there are.
    pub(crate) fn change_notebook(
        &self,
        uri: &Uri,
        version: i32,
        change: impl FnOnce(&mut Notebook),
    ) {
        self.update(uri, |open| {
            open.version = version;
            if let Content::Notebook(notebook) = &mut open.content {
                change(notebook);
            }
        });
        let notebook = self.open.get(uri).map(|open| open.content.clone());
        if let Some(Content::Notebook(notebook)) = notebook {
            self.index_cells(uri, &notebook);
        }
    }

    /// Forgets a document or a notebook with its cells.
    pub(crate) fn close(&self, uri: &Uri) {
        self.open.remove(uri);
        self.cells.retain(|_, notebook| notebook != uri);
    }

    /// Makes every result that was computed so far an old one, since the settings or other files changed.
    pub(crate) fn renew(&self) {
        for mut open in self.open.iter_mut() {
            open.revision = self.tick();
            open.result = Result::default();
        }
    }

    /// The present revision of a document, or of the notebook that a cell belongs to.
    pub(crate) fn snapshot(&self, uri: &Uri) -> Option<Snapshot> {
        let key = self.key(uri);
        let open = self.open.get(&key)?;
        Some(Snapshot {
            key: key.clone(),
            opened: open.opened,
            revision: open.revision,
            version: Some(open.version),
            content: open.content.clone(),
            result: open.result.clone(),
        })
    }

    /// Whether nothing has changed since the snapshot.
    pub(crate) fn is_current(&self, snapshot: &Snapshot) -> bool {
        match self.open.get(&snapshot.key) {
            Some(open) => open.revision == snapshot.revision,
            None => snapshot.revision == CLOSED,
        }
    }

    /// Every open document and notebook.
    pub(crate) fn keys(&self) -> Vec<Uri> {
        self.open.iter().map(|open| open.key().clone()).collect()
    }

    /// The document itself, or the notebook of a cell.
    pub(crate) fn key(&self, uri: &Uri) -> Uri {
        self.cells
            .get(uri)
            .map_or_else(|| uri.clone(), |notebook| notebook.clone())
    }

    /// Whether a document or notebook is open.
    pub(crate) fn is_open(&self, key: &Uri) -> bool {
        self.open.contains_key(key)
    }

    /// Whether this is a cell of an open notebook.
    pub(crate) fn is_cell(&self, uri: &Uri) -> bool {
        self.cells.contains_key(uri)
    }

    fn update(&self, key: &Uri, change: impl FnOnce(&mut Open)) {
        let Some(mut open) = self.open.get_mut(key) else {
            return tracing::warn!("A change came for {key}, which is not open.");
        };
        open.revision = self.tick();
        open.result = Result::default();
        change(&mut open);
    }

    fn index_cells(&self, uri: &Uri, notebook: &Notebook) {
        self.cells.retain(|_, owner| owner != uri);
        for Cell { uri: cell, .. } in notebook.cells() {
            self.cells.insert(cell.clone(), uri.clone());
        }
    }

    fn tick(&self) -> u64 {
        self.clock.fetch_add(1, Ordering::Relaxed) + 1
    }
}

impl Snapshot {
    /// A file that is not open.
    pub(crate) fn of_file(key: Uri, content: Content) -> Self {
        Self {
            key,
            opened: CLOSED,
            revision: CLOSED,
            version: None,
            content,
            result: Result::default(),
        }
    }

    /// Whether the client has it open.
    pub(crate) fn is_open(&self) -> bool {
        self.revision != CLOSED
    }
}

impl Content {
    fn edit(&mut self, uri: &Uri, change: impl FnOnce(&Text) -> Edit) {
        match self {
            Self::Python(document) => {
                let edit = change(document.text());
                document.edit(&edit);
            }
            Self::Settings(text) | Self::Other(text) => {
                let edit = change(text);
                text.apply(&edit);
            }
            Self::Notebook(notebook) => {
                if let Some(cell) = notebook.cell_mut(uri) {
                    let edit = change(&cell.text);
                    cell.text.apply(&edit);
                }
            }
        }
    }
}
