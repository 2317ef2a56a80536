//! Notebooks: every byte of the module has its place in the file, and only changed cells change.

use proptest::prelude::*;
use serde_json::json;
use spawnsafe::syntax::notebook::Notebook;

/// As JSON, with some characters as escapes that need not be.
fn escaped(json: &serde_json::Value) -> String {
    let json = json.to_string();
    json.replace('é', "\\u00e9").replace('𝄞', "\\ud834\\udd1e")
}

fn cell((source, whole): &(String, bool)) -> serde_json::Value {
    let lines: Vec<&str> = source.split_inclusive('\n').collect();
    let source = if *whole { json!(source) } else { json!(lines) };
    json!({"cell_type": "code", "source": source})
}

fn file(cells: &[(String, bool)]) -> String {
    let cells: Vec<_> = cells.iter().map(cell).collect();
    escaped(&json!({"cells": cells, "nbformat": 4}))
}

fn cells() -> impl Strategy<Value = Vec<(String, bool)>> {
    let source = "([%!?]|files = |  )?[a-zé𝄞%!?\\\\\"\u{1}\t#=\r\n ]{0,30}";
    proptest::collection::vec((source, any::<bool>()), 1..4)
}

proptest! {
    #[test]
    fn every_byte_of_the_module_has_its_place(cells in cells()) {
        let json = file(&cells);
        let notebook = Notebook::read(json.clone()).expect("a notebook");
        for (byte, character) in notebook.module().char_indices() {
            let cell = notebook.cell_at(byte).expect("a cell");
            let own = cell.text.as_str().get(byte - cell.start..).unwrap_or("");
            // Blanks and what is between cells stand for nothing.
            if own.starts_with(character) {
                let quoted = escaped(&json!(character.to_string()));
                let place = &json[notebook.in_file(byte)..];
                prop_assert!(place.starts_with(&quoted[1..quoted.len() - 1]), "{quoted} {place}");
            }
        }
    }

    #[test]
    fn only_the_changed_cell_changes(cells in cells(), which in 0_usize..4) {
        let notebook = Notebook::read(file(&cells)).expect("a notebook");
        let which = which % cells.len();
        let mut changed = cells.clone();
        changed[which].0.push_str("\nadded = 1");
        let wanted = Notebook::read(file(&changed)).expect("a notebook");
        if let Ok(after) = notebook.with_module(wanted.module()) {
            prop_assert_eq!(after.module(), wanted.module());
            for (_, other) in cells.iter().enumerate().filter(|(place, _)| *place != which) {
                prop_assert!(after.json().as_str().contains(&escaped(&cell(other))));
            }
        } else {
            // What would change a magic is refused.
            prop_assert!(cells[which].0.contains(['%', '!', '?', '\\']));
        }
    }
}

#[test]
fn a_notebook_without_code_is_written_as_it_was() {
    for file in ["{\"nbformat\": 4, \"cells\": []}", "{\"nbformat\": 4}"] {
        let notebook = Notebook::read(file.to_owned()).expect("a notebook");
        let same = notebook.with_module(notebook.module());
        assert_eq!(
            same.map(|same| same.json().as_str().to_owned()).as_deref(),
            Ok(file)
        );
    }
}
