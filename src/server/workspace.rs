//! The files of the workspace that are not open.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::Duration;

use tower_lsp::lsp_types as lsp;

use crate::project::{self, PythonSource};

use super::document_content::DocumentContent;
use super::documents::Snapshot;
use super::session::Session;
use super::settings::{CheckMode, Stamp, stamp};
use super::uri::Uri;

/// The files of the workspace, each as it was when it was looked at.
pub(crate) type FileStamps = HashMap<PathBuf, Option<Stamp>>;

/// Every file below the folders that is checked and not open; none unless the workspace is checked.
/// Walks the disk.
pub(crate) fn closed_files(session: &Session) -> Vec<Uri> {
    let files = files(session);
    if !session.abilities().registers_watchers {
        *walked(session) = stamps(&files);
    }
    let open: HashSet<PathBuf> = session
        .documents
        .keys()
        .iter()
        .filter_map(Uri::path)
        .collect();
    let closed = files.iter().filter(|path| !open.contains(*path));
    closed.filter_map(|path| Uri::of_path(path)).collect()
}

/// Whether the files of the workspace are others than those that were looked at, for clients that do not
/// report it. Walks the disk.
pub(crate) fn has_changed(session: &Session) -> bool {
    if session.settings.mode() != CheckMode::Workspace {
        return false;
    }
    let now = stamps(&files(session));
    *walked(session) != now
}

fn files(session: &Session) -> Vec<PathBuf> {
    if session.settings.mode() != CheckMode::Workspace {
        return Vec::new();
    }
    let mut files = Vec::new();
    for folder in session.settings.folders() {
        if is_too_much(&folder) {
            tracing::warn!("{} is not checked as a workspace.", folder.display());
            continue;
        }
        let discovery = session.settings.discovery(&folder);
        let project::PythonFiles {
            found,
            requirements,
            ..
        } = project::files([&folder], None, &discovery);
        // The cells of a notebook have no names until a client opens it.
        let is_module = |path: &PathBuf| path.extension().is_none_or(|end| end != "ipynb");
        files.extend(found.into_iter().filter(is_module).chain(requirements));
    }
    files
}

fn stamps(files: &[PathBuf]) -> FileStamps {
    let stamps = files.iter().map(|path| (path.clone(), stamp(path)));
    stamps.collect()
}

fn walked(session: &Session) -> MutexGuard<'_, FileStamps> {
    session
        .walked
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
}

/// A file as it is on the disk; `None` if it is not checked or cannot be read. Reads the disk.
pub(crate) fn snapshot(session: &Session, uri: &Uri) -> Option<Snapshot> {
    if session.settings.mode() != CheckMode::Workspace {
        return None;
    }
    let path = uri.path()?;
    let inside = session.settings.folders();
    if !inside.iter().any(|folder| path.starts_with(folder)) {
        return None;
    }
    let megabytes = session.settings.max_file_size(uri);
    let content = match PythonSource::read(&path, megabytes) {
        Ok(source) => DocumentContent::of_file(&path, uri, source.text),
        // One that is gone is no file of the workspace any more.
        Err(reason) => path.is_file().then_some(DocumentContent::Unread(reason))?,
    };
    Some(Snapshot::of_file(uri.clone(), content))
}

/// An editor without a folder names the file system or the home directory; nobody wants all of that.
pub(crate) fn is_too_much(folder: &Path) -> bool {
    folder.parent().is_none() || std::env::home_dir().is_some_and(|home| home == folder)
}

/// What was found in the files that are not open, as long as none of them has changed.
#[derive(Debug, Default)]
pub(crate) struct ClosedFiles {
    /// When it was found.
    pub(crate) epoch: u64,
    /// The diagnostics by file.
    pub(crate) lists: HashMap<Uri, Vec<lsp::Diagnostic>>,
}

/// Has every file that is not open looked at, or what is shown of them taken back. Beside the loop;
/// many reasons in a short time, as when another branch is checked out, make one walk.
pub(crate) fn sweep(session: &Arc<Session>) {
    if !session.pushes_closed() || session.sweeping.swap(true, Ordering::SeqCst) {
        return;
    }
    let session = session.clone();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(100)).await;
        session.sweeping.store(false, Ordering::SeqCst);
        let walker = session.clone();
        let files = tokio::task::spawn_blocking(move || closed_files(&walker)).await;
        session.look_at_closed(files.unwrap_or_default());
    });
}
