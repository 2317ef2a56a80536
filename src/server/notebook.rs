//! Notebooks: the Python cells of one, in order, are one module.

use crate::text::Text;

use super::uri::Uri;

/// A notebook as the client sends it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Notebook {
    cells: Vec<Cell>,
}

/// One cell: a document of its own for the client.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
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

impl Notebook {
    /// Takes cells in order.
    pub(crate) fn new(cells: Vec<Cell>) -> Self {
        Self { cells }
    }

    /// The cells in order.
    pub(crate) fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The cells in order, to be changed.
    pub(crate) fn cells_mut(&mut self) -> &mut Vec<Cell> {
        &mut self.cells
    }

    /// The cell with this URI.
    pub(crate) fn cell_mut(&mut self, uri: &Uri) -> Option<&mut Cell> {
        self.cells.iter_mut().find(|cell| cell.uri == *uri)
    }

    /// All Python cells as one text, each with the byte at which it starts. What is not Python in
    /// them becomes blanks of the same length.
    pub(crate) fn module(&self) -> (String, Vec<(usize, &Cell)>) {
        let mut text = String::new();
        let mut starts = Vec::new();
        for cell in self.cells.iter().filter(|cell| cell.code && cell.python) {
            starts.push((text.len(), cell));
            blank_magics(cell.text.as_str(), &mut text);
            text.push('\n');
        }
        (text, starts)
    }
}

/// Appends a cell with every line that `IPython` would take out replaced by blanks.
fn blank_magics(cell: &str, into: &mut String) {
    let whole = cell.trim_start().starts_with("%%") && !runs_python(cell);
    let mut goes_on = false;
    for line in cell.split_inclusive(['\n', '\r']) {
        let magic = whole || goes_on || is_magic(line.trim());
        // A shell command may go on behind a backslash.
        goes_on = magic && line.trim_end().ends_with('\\');
        if magic {
            blank(line, into);
        } else {
            into.push_str(line);
        }
    }
}

fn is_magic(line: &str) -> bool {
    let mut characters = line.chars();
    match (characters.next(), characters.next()) {
        (Some('%'), Some(next)) => next == '%' || next.is_alphabetic(),
        (Some('!'), next) => next != Some('='),
        (Some('?'), _) => true,
        (Some(first), _) => first != '#' && line.ends_with('?'),
        (None, _) => false,
    }
}

/// Blanks a line; one that is indented becomes `pass`, since its block may need a statement.
fn blank(line: &str, into: &mut String) {
    let content = line.trim_end_matches(['\n', '\r']);
    let indent = content.len() - content.trim_start().len();
    let (before, rest) = content.split_at(indent);
    into.push_str(before);
    let statement = if indent > 0 && rest.len() >= 4 {
        "pass"
    } else {
        ""
    };
    into.push_str(statement);
    into.extend(std::iter::repeat_n(' ', rest.len() - statement.len()));
    into.push_str(&line[content.len()..]);
}

/// Cell magics whose body is Python in this very process.
fn runs_python(cell: &str) -> bool {
    let name = cell.trim_start().trim_start_matches('%');
    let name = name.split_whitespace().next().unwrap_or_default();
    matches!(
        name,
        "time" | "timeit" | "capture" | "prun" | "python3" | "python"
    )
}
