//! The open documents: what the client last said of each.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use dashmap::DashMap;

use crate::check::PreviousCheck;
use crate::text::{Edit, Text};

use super::check_task::CheckTask;
use super::document_content::DocumentContent;
use super::fixable_flags::FixableFlags;
use super::notebook::{OpenCell, OpenNotebook};
use super::uri::Uri;

/// The revision of what is not open; the first that is open has the next number.
const REVISION_OF_CLOSED: u64 = 0;

/// All open documents and notebooks.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    open: DashMap<Uri, OpenDocument>,
    /// To which notebook a cell belongs.
    cells: DashMap<Uri, Uri>,
    clock: AtomicU64,
    /// Whose turn it is to be checked, by document, opened again or not.
    turns: DashMap<Uri, CheckTurns>,
}

/// Who may check a document: one at a time, each as far as it goes. Given to a check until it has really ended,
/// also when nobody waits for it any more.
#[derive(Clone, Debug, Default)]
pub(crate) struct CheckTurns {
    /// To the end.
    pub(crate) all: Arc<tokio::sync::Mutex<()>>,
    /// As far as it can be said at once.
    pub(crate) first: Arc<tokio::sync::Mutex<()>>,
    /// What the last check leaves for the next one, and since when nothing else has changed.
    pub(crate) remembered: Arc<Mutex<Option<(u64, PreviousCheck)>>>,
    /// Which of its findings can be mended safely, as far as somebody has asked.
    pub(crate) fixable: Arc<Mutex<FixableFlags>>,
}

#[derive(Debug)]
struct OpenDocument {
    opened: u64,
    revision: u64,
    version: i32,
    content: DocumentContent,
    work: Arc<CheckTask>,
}

impl OpenDocument {
    /// Makes what was found, or is being looked for, a thing of the past.
    fn supersede(&mut self, revision: u64) {
        self.revision = revision;
        std::mem::take(&mut self.work).supersede();
    }
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
    pub(crate) content: DocumentContent,
    /// What was found in it, once somebody has looked.
    pub(crate) work: Arc<CheckTask>,
    /// Whose turn it is to look.
    pub(crate) turns: CheckTurns,
}

impl Documents {
    /// Takes an opened document.
    pub(crate) fn open(&self, uri: Uri, version: i32, content: DocumentContent) {
        let now = self.tick();
        if let DocumentContent::Notebook(notebook) = &content {
            self.index_cells(&uri, notebook);
        }
        let open = OpenDocument {
            opened: now,
            revision: now,
            version,
            content,
            work: Arc::default(),
        };
        if let Some(older) = self.open.insert(uri, open) {
            older.work.supersede();
        }
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
                DocumentContent::Notebook(notebook) => {
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
        change: impl FnOnce(&mut OpenNotebook),
    ) {
        self.update(uri, |open| {
            open.version = version;
            if let DocumentContent::Notebook(notebook) = &mut open.content {
                change(notebook);
            }
        });
        let notebook = self.open.get(uri).map(|open| open.content.clone());
        if let Some(DocumentContent::Notebook(notebook)) = notebook {
            self.index_cells(uri, &notebook);
        }
    }

    /// Forgets a document or a notebook with its cells.
    pub(crate) fn close(&self, uri: &Uri) {
        if let Some((_, closed)) = self.open.remove(uri) {
            closed.work.supersede();
        }
        self.turns.retain(|document, turns| {
            self.open.contains_key(document)
                || Arc::strong_count(&turns.all) + Arc::strong_count(&turns.first) > 2
        });
        self.cells.retain(|_, notebook| notebook != uri);
    }

    /// Makes every result that was computed so far an old one, since the settings or other files changed.
    pub(crate) fn renew(&self) {
        for mut open in self.open.iter_mut() {
            open.supersede(self.tick());
        }
    }

    /// The present revision of a document, or of the notebook that a cell belongs to.
    pub(crate) fn snapshot(&self, uri: &Uri) -> Option<Snapshot> {
        let key = self.key(uri);
        let open = self.open.get(&key)?;
        let turns = self.turns.entry(key.clone()).or_default().clone();
        Some(Snapshot {
            turns,
            key: key.clone(),
            opened: open.opened,
            revision: open.revision,
            version: Some(open.version),
            content: open.content.clone(),
            work: open.work.clone(),
        })
    }

    /// Whether nothing has changed since the snapshot.
    pub(crate) fn is_current(&self, snapshot: &Snapshot) -> bool {
        match self.open.get(&snapshot.key) {
            Some(open) => open.revision == snapshot.revision,
            None => snapshot.revision == REVISION_OF_CLOSED,
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

    fn update(&self, key: &Uri, change: impl FnOnce(&mut OpenDocument)) {
        let Some(mut open) = self.open.get_mut(key) else {
            return tracing::warn!("Received a change for {key}, which is not open.");
        };
        open.supersede(self.tick());
        change(&mut open);
    }

    fn index_cells(&self, uri: &Uri, notebook: &OpenNotebook) {
        self.cells.retain(|_, owner| owner != uri);
        for OpenCell { uri: cell, .. } in notebook.cells() {
            self.cells.insert(cell.clone(), uri.clone());
        }
    }

    fn tick(&self) -> u64 {
        self.clock.fetch_add(1, Ordering::Relaxed) + 1
    }
}

impl Snapshot {
    /// A file that is not open.
    pub(crate) fn of_file(key: Uri, content: DocumentContent) -> Self {
        Self {
            key,
            opened: REVISION_OF_CLOSED,
            revision: REVISION_OF_CLOSED,
            version: None,
            content,
            work: Arc::default(),
            turns: CheckTurns::default(),
        }
    }

    /// Whether the client has it open.
    pub(crate) fn is_open(&self) -> bool {
        self.revision != REVISION_OF_CLOSED
    }
}
