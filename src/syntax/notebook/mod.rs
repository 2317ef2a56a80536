//! A notebook file: its Python cells as one module, and every byte of that in the JSON.

mod cells;
mod json;
mod write;

use std::ops::Range;

pub(crate) use self::cells::append_python;
use crate::text::Text;

/// What stands between two cells of the module, so that what a fix adds between them is in one of
/// them for sure.
const BETWEEN: &str = "\n# the next cell\u{2063}\n";

/// A notebook that was read.
#[derive(Clone, Debug)]
pub struct Notebook {
    json: Text,
    cells: Vec<Cell>,
    module: String,
}

/// A cell with Python code.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Its number among all cells, prose included, from 1.
    pub number: usize,
    /// The byte of the module at which it starts.
    pub start: usize,
    /// Its code, as a person sees it.
    pub text: Text,
    /// The bytes of its `source` in the JSON.
    value: Range<usize>,
    /// The bytes of the strings there.
    strings: Vec<Range<usize>>,
}

impl Notebook {
    /// Reads a notebook; the error says what is wrong, and where.
    pub fn read(json: String) -> Result<Self, String> {
        let mut cells = json::cells(&json)?;
        let mut module = String::new();
        for (index, cell) in cells.iter_mut().enumerate() {
            if index > 0 {
                module.push_str(BETWEEN);
            }
            cell.start = module.len();
            append_python(cell.text.as_str(), &mut module);
        }
        module.push('\n');
        Ok(Self {
            json: Text::new(json),
            cells,
            module,
        })
    }

    /// The Python cells as one module.
    pub fn module(&self) -> &str {
        &self.module
    }

    /// The text of the file.
    pub fn json(&self) -> &Text {
        &self.json
    }

    /// The cell that a byte of the module is in.
    pub fn cell_at(&self, byte: usize) -> Option<&Cell> {
        let after = self.cells.partition_point(|cell| cell.start <= byte);
        self.cells.get(after.saturating_sub(1))
    }

    /// The byte of the JSON at which a byte of the module stands.
    pub fn in_file(&self, byte: usize) -> usize {
        self.cell_at(byte)
            .map_or(0, |cell| cell.in_file(self.json.as_str(), byte))
    }

    /// The notebook after its module was changed; the error is the reason why it cannot be written.
    pub fn with_module(&self, module: &str) -> Result<Self, String> {
        write::with_module(self, module)
    }
}

impl Cell {
    /// The byte of its own text for a byte of the module.
    pub fn byte(&self, byte: usize) -> usize {
        byte.saturating_sub(self.start)
            .min(self.text.as_str().len())
    }

    fn in_file(&self, json: &str, byte: usize) -> usize {
        let mut left = self.byte(byte);
        let last = self.strings.len().saturating_sub(1);
        for (index, string) in self.strings.iter().enumerate() {
            // Inside the quotes.
            let inside = string.start + 1..string.end - 1;
            match json::offset(&json[inside.clone()], left) {
                Ok(offset) if offset < inside.len() || index == last => {
                    return inside.start + offset;
                }
                Ok(_) => left = 0,
                Err(rest) => left = rest,
            }
        }
        self.value.start
    }
}
