//! What a document is to the server, by its language and name.

use std::path::Path;

use crate::project::is_metadata;
use crate::syntax::{Document, Mark};
use crate::text::{Edit, Text};

use super::notebook::OpenNotebook;
use super::uri::Uri;

/// What a document is to the server.
#[derive(Clone, Debug)]
pub(crate) enum DocumentContent {
    /// Python, checked.
    Python(Document),
    /// The cells of a notebook, checked as one module.
    Notebook(OpenNotebook),
    /// A file with settings: what is wrong with them is shown, and with the requirements in it.
    Settings(Text),
    /// A file that names packages: what is wrong with them is shown.
    Requirements(Text),
    /// A file that cannot be read, or is too large to be, and why.
    Unread(String),
    /// Anything else that the client sends: kept, never checked.
    Other(Text),
}

impl DocumentContent {
    /// Takes the text of a document.
    pub(crate) fn of(uri: &Uri, language: &str, text: String) -> Self {
        let name = uri.file_name();
        let extension = name.rsplit_once('.').map(|(_, extension)| extension);
        if is_view(uri) {
            Self::Other(Text::new(text))
        } else if matches!(
            name.as_str(),
            "pyproject.toml" | "spawnsafe.toml" | ".spawnsafe.toml"
        ) {
            Self::Settings(Text::new(text))
        } else if language == "python" || matches!(extension, Some("py" | "pyi" | "pyw")) {
            Self::Python(Document::new(text))
        } else if uri.path().is_some_and(|path| is_metadata(&path)) {
            Self::Requirements(Text::new(text))
        } else {
            Self::Other(Text::new(text))
        }
    }

    /// Takes the text of a file that a walk has found.
    pub(crate) fn of_file(path: &Path, uri: &Uri, text: String) -> Self {
        let language = if is_metadata(path) { "" } else { "python" };
        Self::of(uri, language, text)
    }

    /// The text, where it is one; empty for the cells of a notebook.
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Python(document) => document.text().as_str(),
            Self::Settings(text) | Self::Requirements(text) | Self::Other(text) => text.as_str(),
            Self::Notebook(_) | Self::Unread(_) => "",
        }
    }

    /// The text, if it may have settings of its own.
    pub(crate) fn script(&self) -> &str {
        match self {
            Self::Python(document) if document.has(Mark::Script) => document.text().as_str(),
            _ => "",
        }
    }

    /// Applies an edit, made for the present text of the document or cell.
    pub(crate) fn edit(&mut self, uri: &Uri, change: impl FnOnce(&Text) -> Edit) {
        match self {
            Self::Python(document) => {
                let edit = change(document.text());
                document.edit(&edit);
            }
            Self::Settings(text) | Self::Requirements(text) | Self::Other(text) => {
                let edit = change(text);
                text.apply(&edit);
            }
            Self::Unread(_) => {}
            Self::Notebook(notebook) => {
                if let Some(cell) = notebook.cell_mut(uri) {
                    let edit = change(&cell.text);
                    cell.text.apply(&edit);
                }
            }
        }
    }
}

/// Schemes of texts that show another state of a file which may be open as well.
fn is_view(uri: &Uri) -> bool {
    let scheme = uri.scheme();
    let view = [
        "git", "gitlens", "hg", "svn", "review", "pr", "output", "scm",
    ];
    view.iter()
        .any(|name| scheme == *name || scheme.starts_with(&format!("{name}-")))
}
