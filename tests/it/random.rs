//! The targets of the fuzzers with programs made of random words: a bounded run of each.

use proptest::prelude::*;
use serde_json::json;

#[path = "../../fuzz/targets.rs"]
mod targets;

/// What the programs are made of, one word a line; `\n` and its like are what they stand for.
const WORDS: &str = include_str!("random.txt");

fn program() -> impl Strategy<Value = String> {
    let unescaped = |word: &str| {
        let word = word.replace("\\n", "\n").replace("\\r", "\r");
        word.replace("\\0", "\0").replace("\\b", "\u{feff}")
    };
    let words: Vec<String> = WORDS.lines().map(unescaped).collect();
    let program = prop::collection::vec(prop::sample::select(words), 0..48);
    program.prop_map(|words| words.concat())
}

const INITIALIZE: &str = r#"{"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {"capabilities":
    {"textDocument": {"diagnostic": {}, "publishDiagnostics": {}}, "workspace": {"configuration": true}}}}"#;

/// A message as an editor may send it, about one of two documents, with a range that may be anywhere.
fn message() -> impl Strategy<Value = String> {
    let methods = [
        "textDocument/didOpen",
        "textDocument/didChange",
        "textDocument/didClose",
        "textDocument/didSave",
        "textDocument/diagnostic",
        "textDocument/codeAction",
        "textDocument/completion",
        "textDocument/hover",
        "codeAction/resolve",
        "workspace/didChangeConfiguration",
        "workspace/didChangeWatchedFiles",
        "workspace/executeCommand",
        "$/cancelRequest",
        "$/nothing",
        "shutdown",
    ];
    let place = (0..9_u32, 0..40_u32)
        .prop_map(|(line, character)| json!({"line": line, "character": character}));
    let parts = (
        prop::sample::select(methods.to_vec()),
        prop::option::of(0..30_i32),
        prop::sample::select(vec!["untitled:a.py", "untitled:spawnsafe.toml"]),
        place.clone(),
        place,
        program(),
        any::<bool>(),
    );
    parts.prop_map(|(method, id, uri, start, end, text, is_whole)| {
        let range = json!({"start": start, "end": end});
        let change = match is_whole {
            true => json!({"text": text}),
            false => json!({"text": text, "range": range}),
        };
        let document = json!({"uri": uri, "languageId": "python", "version": 1, "text": text});
        let mut message = json!({"jsonrpc": "2.0", "method": method, "params": {
            "textDocument": document, "contentChanges": [change], "range": range, "position": start,
            "context": {"diagnostics": []}, "settings": {"targetPython": text}, "changes": [], "command": text,
            "title": text, "data": {"rule": text}, "id": id,
        }});
        if let Some(id) = id {
            message["id"] = json!(id);
        }
        message.to_string()
    })
}

/// So many programs for each target, unless `PROPTEST_CASES` says how many.
fn programs() -> ProptestConfig {
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => ProptestConfig::default(),
        None => ProptestConfig::with_cases(48),
    }
}

proptest! {
    #![proptest_config(programs())]

    #[test]
    fn any_text_is_checked(text in program()) {
        targets::any_text_is_checked(text.as_bytes());
    }

    #[test]
    fn an_edited_document_is_like_a_new_one(
        at: u8,
        length in 0_u8..40,
        before in program(),
        added in program(),
    ) {
        let mut data = vec![at, length];
        data.extend(before.replace('\0', "").as_bytes());
        data.push(0);
        data.extend(added.replace('\0', "").as_bytes());
        targets::an_edited_document_is_like_a_new_one(&data);
    }

    #[test]
    fn fixes_leave_a_program_to_which_they_have_nothing_to_add(text in program()) {
        targets::fixes_leave_a_program_to_which_they_have_nothing_to_add(text.as_bytes());
    }

    #[test]
    fn the_notation_of_worlds_is_read_as_it_is_shown(text in program()) {
        targets::the_notation_of_worlds_is_read_as_it_is_shown(text.as_bytes());
    }

    #[test]
    fn settings_are_read_or_refused(text in program()) {
        targets::settings_are_read_or_refused(text.as_bytes());
    }

    #[test]
    fn a_notebook_is_written_as_it_was(text in program(), source in program()) {
        let cell = serde_json::json!({"cell_type": "code", "source": source, "outputs": [], "metadata": {}});
        let notebook = serde_json::json!({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5});
        targets::a_notebook_is_written_as_it_was(notebook.to_string().as_bytes());
        targets::a_notebook_is_written_as_it_was(text.as_bytes());
    }

    #[test]
    fn requirements_are_within_their_file(text in program()) {
        targets::requirements_are_within_their_file(text.as_bytes());
    }

    #[test]
    fn any_metadata_are_judged(metadata in program(), module in program()) {
        let data = [metadata.replace('\0', "").as_bytes(), b"\0", module.as_bytes()].concat();
        targets::any_metadata_are_judged(&data);
    }

    #[test]
    fn any_session_ends_well(messages in prop::collection::vec(message(), 0..24), rest in program()) {
        let mut session = vec![INITIALIZE.to_owned(), r#"{"jsonrpc": "2.0", "method": "initialized", "params": {}}"#.to_owned()];
        session.extend(messages);
        session.push(rest.replace('\0', ""));
        targets::any_session_ends_well(session.join("\0").as_bytes());
    }

    #[test]
    fn archives_are_unpacked_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..512)) {
        targets::archives_are_unpacked_or_refused(&bytes);
    }
}
