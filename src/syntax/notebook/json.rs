//! The cells in the JSON of a notebook, with the bytes at which they stand.

use std::ops::Range;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::Cell;
use crate::text::Text;

#[derive(Deserialize)]
struct NotebookFile<'a> {
    #[serde(borrow, default)]
    cells: Vec<CellEntry<'a>>,
    /// Where the cells were before format 4.
    #[serde(borrow, default)]
    worksheets: Vec<Worksheet<'a>>,
    #[serde(default)]
    metadata: NotebookMetadata,
    nbformat: Option<u64>,
}

#[derive(Deserialize)]
struct Worksheet<'a> {
    #[serde(borrow, default)]
    cells: Vec<CellEntry<'a>>,
}

#[derive(Deserialize)]
struct CellEntry<'a> {
    cell_type: String,
    #[serde(borrow, alias = "input")]
    source: Option<&'a RawValue>,
    language: Option<String>,
    #[serde(default)]
    metadata: EntryMetadata,
}

#[derive(Default, Deserialize)]
struct NotebookMetadata {
    language_info: Option<Language>,
    kernelspec: Option<Kernel>,
}

#[derive(Deserialize)]
struct Language {
    name: Option<String>,
}

#[derive(Deserialize)]
struct Kernel {
    language: Option<String>,
}

#[derive(Default, Deserialize)]
struct EntryMetadata {
    vscode: Option<EditorMetadata>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EditorMetadata {
    language_id: Option<String>,
}

/// The source of a cell: one string, or one for each line.
#[derive(Deserialize)]
#[serde(untagged)]
enum CellSource {
    Whole(String),
    Lines(Vec<String>),
}

/// The Python cells of a notebook.
pub(super) fn cells(json: &str) -> Result<Vec<Cell>, String> {
    let file: NotebookFile<'_> = serde_json::from_str(json).map_err(|error| wrong(&error))?;
    if file.nbformat.is_none() {
        return Err("it is not a notebook: it has no `nbformat`".into());
    }
    if !file.metadata.is_python() {
        return Ok(Vec::new());
    }
    let entries = file.cells.iter();
    let entries = entries.chain(file.worksheets.iter().flat_map(|sheet| &sheet.cells));
    let mut cells = Vec::new();
    for (index, entry) in entries.enumerate().filter(|(_, entry)| entry.is_python()) {
        let Some(source) = entry.source else { continue };
        let value = place(json, source.get());
        let cell = cell(json, index + 1, value.clone());
        cells.push(cell.map_err(|reason| {
            let line = 1 + memchr::memchr_iter(b'\n', &json.as_bytes()[..value.start]).count();
            format!(
                "the source of cell {} cannot be read: {reason} (line {line})",
                index + 1
            )
        })?);
    }
    Ok(cells)
}

fn cell(json: &str, number: usize, value: Range<usize>) -> Result<Cell, String> {
    let raw = &json[value.clone()];
    let source: CellSource =
        serde_json::from_str(raw).map_err(|_| "it is neither text nor a list of texts")?;
    let (text, strings) = match source {
        CellSource::Whole(text) => (text, vec![value.clone()]),
        CellSource::Lines(lines) => {
            let raw: Vec<&RawValue> = serde_json::from_str(raw).map_err(|error| wrong(&error))?;
            let places = raw.iter().map(|raw| place(json, raw.get()));
            (lines.concat(), places.collect())
        }
    };
    Ok(Cell {
        number,
        start: 0,
        text: Text::new(text),
        value,
        strings,
    })
}

/// Where a part of a text stands in it.
fn place(whole: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr().addr() - whole.as_ptr().addr();
    start..start + part.len()
}

fn wrong(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let reason = text.split(" at line ").next().unwrap_or(&text);
    let (line, column) = (error.line(), error.column());
    let what = match error.classify() {
        serde_json::error::Category::Data => "it is not a notebook",
        _ => "it is not valid JSON",
    };
    format!("{what}: {reason} (line {line}, column {column})")
}

impl NotebookMetadata {
    /// What does not say what it is, is taken for Python.
    fn is_python(&self) -> bool {
        let info = self.language_info.as_ref();
        let kernel = self.kernelspec.as_ref();
        info.and_then(|info| info.name.as_ref())
            .or_else(|| kernel.and_then(|kernel| kernel.language.as_ref()))
            .is_none_or(|name| is_python(name))
    }
}

impl CellEntry<'_> {
    fn is_python(&self) -> bool {
        let editor = self.metadata.vscode.as_ref();
        let language = editor.and_then(|editor| editor.language_id.as_ref());
        let language = language.or(self.language.as_ref());
        self.cell_type == "code" && language.is_none_or(|name| is_python(name))
    }
}

fn is_python(name: &str) -> bool {
    matches!(&*name.to_ascii_lowercase(), "python" | "ipython")
}

/// The byte, inside the quotes of a JSON string, of a byte of the text that it stands for; past the
/// end, how many bytes are left.
pub(super) fn offset(raw: &str, byte: usize) -> Result<usize, usize> {
    let mut left = byte;
    let mut at = 0;
    while at < raw.len() {
        if left == 0 {
            return Ok(at);
        }
        let (length, stands_for) = character(&raw[at..]);
        at += length;
        left = left.saturating_sub(stands_for);
    }
    if left == 0 { Ok(at) } else { Err(left) }
}

/// How many bytes the first character takes, here and in the text.
fn character(raw: &str) -> (usize, usize) {
    let unit = |raw: &str| u32::from_str_radix(raw.strip_prefix("\\u")?.get(..4)?, 16).ok();
    match (raw.strip_prefix('\\'), unit(raw)) {
        // Two of them are one character.
        (Some(_), Some(0xd800..=0xdbff)) => (12, 4),
        (Some(_), Some(number)) => (6, char::from_u32(number).map_or(1, char::len_utf8)),
        (Some(_), None) => (2, 1),
        (None, _) => {
            let length = raw.chars().next().map_or(1, char::len_utf8);
            (length, length)
        }
    }
}
