//! A session in which the server says everything that it can say, recorded.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::client::Client;
use super::fixture::{CLEAN, FINDING, URI, document, pulling, pushed, range};

/// Everything that the server asks and tells a client, and every request that it answers.
const SAID: [&str; 20] = [
    "$/logTrace",
    "$/progress",
    "client/registerCapability",
    "codeAction/resolve",
    "initialize",
    "nonsense",
    "shutdown",
    "textDocument/codeAction",
    "textDocument/completion",
    "textDocument/diagnostic",
    "textDocument/hover",
    "textDocument/publishDiagnostics",
    "window/logMessage",
    "window/showMessage",
    "window/workDoneProgress/create",
    "workspace/applyEdit",
    "workspace/configuration",
    "workspace/diagnostic",
    "workspace/diagnostic/refresh",
    "workspace/executeCommand",
];

/// Two clients, one that is pushed to and one that asks, see all; their records are in the directory.
pub(super) fn record(directory: &Path) {
    let said = [
        ask_for_everything(&directory.join("pulling.jsonl")),
        be_told_everything(&directory.join("pushed.jsonl")),
    ];
    let said: BTreeSet<String> = said.into_iter().flatten().collect();
    assert_eq!(said, SAID.map(str::to_owned).into());
}

fn workspace() -> (tempfile::TempDir, Value) {
    let directory = tempfile::tempdir().expect("a directory");
    for n in 0..3 {
        fs::write(directory.path().join(format!("m{n}.py")), FINDING).expect("a file");
    }
    let uri = format!("file://{}", directory.path().display());
    (directory, json!([{"uri": uri, "name": "w"}]))
}

fn with_everything(mut capabilities: Value) -> Value {
    capabilities["window"] = json!({"workDoneProgress": true});
    capabilities["notebookDocument"] = json!({"synchronization": {}});
    let workspace = &mut capabilities["workspace"];
    workspace["configuration"] = json!(true);
    workspace["didChangeConfiguration"] = json!({"dynamicRegistration": true});
    workspace["didChangeWatchedFiles"] = json!({"dynamicRegistration": true});
    capabilities
}

fn ask_for_everything(record: &Path) -> BTreeSet<String> {
    let (_directory, folders) = workspace();
    let mut client = Client::start();
    client.record_to(record);
    client.answers = vec![("workspace/configuration", json!([null, null, null, null]))];
    client.greet(json!({
        "capabilities": with_everything(pulling()),
        "workspaceFolders": folders,
        "initializationOptions": {"diagnosticMode": "workspace", "rules": {"no-such-rule": "off"}},
        "trace": "verbose",
    }));
    client.open(
        URI,
        &format!("{FINDING}x = 1  # spawnsafe: ignore[unavailable-import]\n"),
    );
    let report = client.result("textDocument/diagnostic", document(URI));
    let again = json!({"textDocument": {"uri": URI}, "previousResultId": report["resultId"]});
    client.result("textDocument/diagnostic", again);
    let params = json!({"previousResultIds": [], "partialResultToken": "p", "workDoneToken": 1});
    client.result("workspace/diagnostic", params);
    client.result("workspace/diagnostic", json!({"previousResultIds": []}));
    let hover = json!({"textDocument": {"uri": URI}, "position": {"line": 1, "character": 40}});
    client.result("textDocument/hover", hover);
    let place = json!({"textDocument": {"uri": URI}, "position": {"line": 2, "character": 30}});
    client.result("textDocument/completion", place);
    let params = json!({
        "textDocument": {"uri": URI},
        "range": range((1, 0), (2, 30)),
        "context": {"diagnostics": []},
    });
    let actions = client.result("textDocument/codeAction", params);
    client.result("codeAction/resolve", actions[0].clone());
    assert!(client.ask("nonsense", Value::Null)["error"].is_object());
    for (command, answer) in [
        ("printDebugInformation", json!(null)),
        ("applyFixAll", json!({"applied": true})),
    ] {
        client.answers.push(("workspace/applyEdit", answer));
        let command = format!("spawnsafe.{command}");
        let params = json!({"command": command, "arguments": [URI]});
        client.result("workspace/executeCommand", params);
    }
    let linux = json!({"spawnsafe": {"targetPlatforms": ["linux"]}});
    client.tell(
        "workspace/didChangeConfiguration",
        json!({"settings": linux}),
    );
    client.told("workspace/diagnostic/refresh");
    client.result("shutdown", Value::Null);
    client.said()
}

fn be_told_everything(record: &Path) -> BTreeSet<String> {
    let (_directory, folders) = workspace();
    let mut client = Client::start();
    client.record_to(record);
    client.greet(json!({
        "capabilities": with_everything(pushed()),
        "workspaceFolders": folders,
        "initializationOptions": {"diagnosticMode": "workspace", "logLevel": "debug"},
    }));
    let text = "import multiprocessing\n\nif __name__ == '__main__':\n    f = lambda: 1\n    \
                multiprocessing.Process(target=f).start()\n# spawnsafe: ignore[unavailable-import]\n";
    client.open(URI, text);
    let list = client.published_count(URI, 2);
    let all = list["diagnostics"].as_array().expect("a list");
    assert!(
        all.iter()
            .any(|diagnostic| diagnostic["relatedInformation"].is_array())
    );
    assert!(
        all.iter()
            .any(|diagnostic| diagnostic["tags"] == json!([1]))
    );
    assert!(
        all.iter()
            .all(|diagnostic| diagnostic["codeDescription"]["href"].is_string())
    );
    let cell = "vscode-notebook-cell:/a.ipynb#1";
    let item = json!({"uri": cell, "languageId": "python", "version": 1, "text": FINDING});
    client.tell(
        "notebookDocument/didOpen",
        json!({
            "notebookDocument": {
                "uri": "file:///a.ipynb",
                "notebookType": "jupyter-notebook",
                "version": 1,
                "cells": [{"kind": 2, "document": cell}],
            },
            "cellTextDocuments": [item],
        }),
    );
    client.published_count(cell, 1);
    client.replace(URI, 2, CLEAN);
    client.published_count(URI, 0);
    client.told("window/logMessage");
    client.wait("the end", |message| {
        message["params"]["value"]["kind"] == "end"
    });
    client.result("shutdown", Value::Null);
    client.said()
}
