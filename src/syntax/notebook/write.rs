//! Writing a changed module back: only the sources of the changed cells change in the JSON.

use foldhash::HashMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::{BETWEEN, Cell, Notebook, append_python};

/// The notebook after its module was changed.
pub(super) fn with_module(notebook: &Notebook, module: &str) -> Result<Notebook, String> {
    let code = module.strip_suffix('\n').unwrap_or(module);
    let pieces: Vec<&str> = match notebook.cells.is_empty() && code.is_empty() {
        true => Vec::new(),
        false => code.split(BETWEEN).collect(),
    };
    let unclear = || "what changes is not inside one cell".to_owned();
    if pieces.len() != notebook.cells.len() {
        return Err(unclear());
    }
    let json = notebook.json.as_str();
    let mut written = String::with_capacity(json.len());
    let mut copied = 0;
    for (cell, piece) in notebook.cells.iter().zip(pieces) {
        let mut before = String::new();
        append_python(cell.text.as_str(), &mut before);
        if before == piece {
            continue;
        }
        let text = restored(cell.text.as_str(), &before, piece).ok_or_else(unclear)?;
        written.push_str(&json[copied..cell.value.start]);
        write(json, cell, &text, &mut written);
        copied = cell.value.end;
    }
    written.push_str(&json[copied..]);
    let after = Notebook::read(written)?;
    // A fix that gives something else than it promised is none.
    if after.module == module {
        Ok(after)
    } else {
        Err(unclear())
    }
}

/// The changed code with the magics that its lines stand for.
fn restored(code: &str, before: &str, after: &str) -> Option<String> {
    let lines = |text| -> Vec<&str> { str::split_inclusive(text, '\n').collect() };
    let (code, before, after) = (lines(code), lines(before), lines(after));
    let is_magic = |line: usize| code[line] != before[line];
    let mut text = String::new();
    for change in capture_diff_slices(Algorithm::Myers, &before, &after) {
        if let DiffOp::Equal { old_index, len, .. } = change {
            text.extend(code[old_index..old_index + len].iter().copied());
            continue;
        }
        if change.old_range().any(is_magic) {
            return None;
        }
        text.extend(after[change.new_range()].iter().copied());
    }
    Some(text)
}

/// Writes the source of a cell as it was written: one string or many, with the same space around.
fn write(json: &str, cell: &Cell, text: &str, into: &mut String) {
    let [first, ..] = &cell.strings[..] else {
        into.push_str(&quoted(text));
        return;
    };
    if *first == cell.value {
        into.push_str(&quoted(text));
        return;
    }
    let last = cell.strings.last().unwrap_or(first);
    let open = &json[cell.value.start..first.start];
    let close = &json[last.end..cell.value.end];
    let between = match cell.strings.get(1) {
        Some(second) => json[first.end..second.start].to_owned(),
        None => format!(",{}", &open[1..]),
    };
    // What did not change stays as it was escaped.
    let known: HashMap<String, &str> = cell
        .strings
        .iter()
        .filter_map(|place| {
            let raw = &json[place.clone()];
            Some((serde_json::from_str(raw).ok()?, raw))
        })
        .collect();
    into.push_str(open);
    for (index, line) in text.split_inclusive('\n').enumerate() {
        if index > 0 {
            into.push_str(&between);
        }
        match known.get(line) {
            Some(raw) => into.push_str(raw),
            None => into.push_str(&quoted(line)),
        }
    }
    into.push_str(close);
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
