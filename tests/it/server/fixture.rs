//! The documents and clients that most sessions use.

use serde_json::{Value, json};

/// One `unavailable-import` on Windows, in the second line.
pub(super) const FINDING: &str =
    "import os, signal\nfrom multiprocessing.context import ForkProcess\n";

/// The same names, available everywhere.
pub(super) const CLEAN: &str = "import os, signal\nfrom multiprocessing import Process\n";

/// The name of a document.
pub(super) const URI: &str = "file:///project/example.py";

/// A client that shows all there is and is pushed to.
pub(super) fn pushed() -> Value {
    json!({
        "general": {"positionEncodings": ["utf-16"]},
        "textDocument": {
            "publishDiagnostics": {
                "relatedInformation": true,
                "versionSupport": true,
                "codeDescriptionSupport": true,
                "dataSupport": true,
                "tagSupport": {"valueSet": [1, 2]},
            },
            "codeAction": {
                "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source"]}},
                "isPreferredSupport": true,
            },
            "hover": {"contentFormat": ["markdown", "plaintext"]},
        },
        "workspace": {"workspaceEdit": {"documentChanges": true}, "applyEdit": true},
    })
}

/// The same client, which asks for diagnostics and for the edits of code actions.
pub(super) fn pulling() -> Value {
    let mut client = pushed();
    client["textDocument"]["diagnostic"] = json!({"dynamicRegistration": true});
    client["workspace"]["diagnostics"] = json!({"refreshSupport": true});
    let actions = &mut client["textDocument"]["codeAction"];
    actions["dataSupport"] = json!(true);
    actions["resolveSupport"] = json!({"properties": ["edit"]});
    client
}

/// The parameters that name a document.
pub(super) fn document(uri: &str) -> Value {
    json!({"textDocument": {"uri": uri}})
}

/// A range in the protocol's form.
pub(super) fn range(start: (u32, u32), end: (u32, u32)) -> Value {
    json!({
        "start": {"line": start.0, "character": start.1},
        "end": {"line": end.0, "character": end.1},
    })
}

/// Applies text edits in utf-16 columns to a text.
pub(super) fn apply(text: &str, edits: &Value) -> String {
    let mut edits: Vec<_> = edits
        .as_array()
        .expect("a list of edits")
        .iter()
        .map(|edit| {
            let at = |end: &str| byte(text, &edit["range"][end]);
            let content = edit["newText"].as_str().expect("a text");
            (at("start"), at("end"), content)
        })
        .collect();
    edits.sort_by_key(|(start, end, _)| (*start, *end));
    let mut text = text.to_owned();
    for (start, end, content) in edits.into_iter().rev() {
        text.replace_range(start..end, content);
    }
    text
}

fn byte(text: &str, position: &Value) -> usize {
    let number =
        |name: &str| usize::try_from(position[name].as_u64().expect("a number")).expect("small");
    let start: usize = text
        .split_inclusive('\n')
        .take(number("line"))
        .map(str::len)
        .sum();
    let mut column = number("character");
    for (offset, character) in text[start..].char_indices() {
        if column == 0 {
            return start + offset;
        }
        column = column
            .checked_sub(character.len_utf16())
            .expect("inside no character");
    }
    text.len()
}
