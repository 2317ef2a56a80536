//! Notebooks: the Python cells of one, in order, are one module.

use crate::syntax::notebook::append_python;
use crate::text::Text;

use super::uri::Uri;

/// A notebook as the client sends it.
#[derive(Clone, Debug, Default)]
pub(crate) struct OpenNotebook {
    cells: Vec<OpenCell>,
}

/// One cell: a document of its own for the client.
#[derive(Clone, Debug)]
pub(crate) struct OpenCell {
    /// Its URI.
    pub(crate) uri: Uri,
    /// The client's number for its text.
    pub(crate) version: i32,
    /// Whether it is code, not prose.
    pub(crate) code: bool,
    /// Whether its language is Python.
    pub(crate) python: bool,
    /// Its text.
    pub(crate) text: Text,
}

impl OpenNotebook {
    /// Takes cells in order.
    pub(crate) fn new(cells: Vec<OpenCell>) -> Self {
        Self { cells }
    }

    /// The cells in order.
    pub(crate) fn cells(&self) -> &[OpenCell] {
        &self.cells
    }

    /// The cells in order, to be changed.
    pub(crate) fn cells_mut(&mut self) -> &mut Vec<OpenCell> {
        &mut self.cells
    }

    /// The cell with this URI.
    pub(crate) fn cell_mut(&mut self, uri: &Uri) -> Option<&mut OpenCell> {
        self.cells.iter_mut().find(|cell| cell.uri == *uri)
    }

    /// All Python cells as one text, each with the byte at which it starts. What is not Python in
    /// them becomes blanks of the same length.
    pub(crate) fn module(&self) -> (String, Vec<(usize, &OpenCell)>) {
        let mut text = String::new();
        let mut starts = Vec::new();
        for cell in self.cells.iter().filter(|cell| cell.code && cell.python) {
            starts.push((text.len(), cell));
            append_python(cell.text.as_str(), &mut text);
            text.push('\n');
        }
        (text, starts)
    }
}
