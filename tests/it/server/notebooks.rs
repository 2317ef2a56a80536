//! Notebooks: cells in order are one module, and each shows its own part.

use serde_json::{Value, json};

use super::client::Client;
use super::fixture::{URI, pushed, range};

const NOTEBOOK: &str = "file:///project/book.ipynb";

fn uri(cell: &str) -> String {
    format!("vscode-notebook-cell:/project/book.ipynb#{cell}")
}

fn item(cell: &str, language: &str, text: &str) -> Value {
    json!({"uri": uri(cell), "languageId": language, "version": 1, "text": text})
}

fn entry(cell: &str) -> Value {
    json!({"kind": 2, "document": uri(cell)})
}

fn client() -> (Client, Value) {
    let mut capabilities = pushed();
    capabilities["notebookDocument"] = json!({"synchronization": {"dynamicRegistration": true}});
    Client::greeted_with(json!({"capabilities": capabilities}))
}

fn open(client: &mut Client, cells: &[(&str, &str)]) {
    let entries: Vec<Value> = cells.iter().map(|(cell, _)| entry(cell)).collect();
    let items: Vec<Value> = cells
        .iter()
        .map(|(cell, text)| item(cell, "python", text))
        .collect();
    let notebook = json!({"uri": NOTEBOOK, "notebookType": "jupyter-notebook", "version": 1, "cells": entries});
    client.tell(
        "notebookDocument/didOpen",
        json!({"notebookDocument": notebook, "cellTextDocuments": items}),
    );
}

fn change(client: &mut Client, cells: &Value) {
    client.tell(
        "notebookDocument/didChange",
        json!({"notebookDocument": {"uri": NOTEBOOK, "version": 2}, "change": {"cells": cells}}),
    );
}

const IMPORT: &str = "import os";
const FORK: &str = "def f():\n    os.fork()";

#[test]
fn names_flow_from_cell_to_cell_and_findings_come_back_to_theirs() {
    let (mut client, result) = client();
    assert!(result["capabilities"]["notebookDocumentSync"]["notebookSelector"].is_array());
    open(&mut client, &[("a", IMPORT), ("b", FORK)]);
    assert_eq!(client.published(&uri("a"))["diagnostics"], json!([]));
    let list = client.published_count(&uri("b"), 1);
    assert_eq!(list["diagnostics"][0]["code"], "unavailable-attribute");
    assert_eq!(list["diagnostics"][0]["range"]["start"]["line"], 1);
    client.tell(
        "notebookDocument/didClose",
        json!({
            "notebookDocument": {"uri": NOTEBOOK},
            "cellTextDocuments": [{"uri": uri("a")}, {"uri": uri("b")}],
        }),
    );
    client.published_count(&uri("b"), 0);
}

#[test]
fn a_client_without_notebooks_hears_nothing_of_them() {
    let (_, result) = Client::greeted_with(json!({"capabilities": pushed()}));
    assert!(result["capabilities"].get("notebookDocumentSync").is_none());
    assert!(result["capabilities"].get("experimental").is_none());
}

#[test]
fn order_counts_and_cells_move() {
    let (mut client, _) = client();
    open(
        &mut client,
        &[("b", "os = None"), ("a", IMPORT), ("c", "os.fork()")],
    );
    client.published_count(&uri("c"), 1);
    // The cell that binds os to something else moves behind the import.
    change(
        &mut client,
        &json!({"structure": {"array": {
            "start": 0, "deleteCount": 2, "cells": [entry("a"), entry("b")],
        }}}),
    );
    client.published_count(&uri("c"), 0);
    // Now it is deleted.
    change(
        &mut client,
        &json!({"structure": {
            "array": {"start": 1, "deleteCount": 1},
            "didClose": [{"uri": uri("b")}],
        }}),
    );
    client.published_count(&uri("c"), 1);
}

#[test]
fn text_changes_in_a_cell_and_languages_switch() {
    let (mut client, _) = client();
    open(&mut client, &[("a", IMPORT), ("b", FORK)]);
    client.published_count(&uri("b"), 1);
    change(
        &mut client,
        &json!({"textContent": [{
            "document": {"uri": uri("b"), "version": 2},
            "changes": [{"range": range((1, 7), (1, 11)), "text": "getpid"}],
        }]}),
    );
    assert_eq!(client.published_count(&uri("b"), 0)["version"], 2);
    change(
        &mut client,
        &json!({"textContent": [{
            "document": {"uri": uri("b"), "version": 3},
            "changes": [{"text": FORK}],
        }]}),
    );
    client.published_count(&uri("b"), 1);
    // Editors close a cell and open it again in its new language.
    let structure = |language| {
        json!({"structure": {
            "array": {"start": 1, "deleteCount": 1, "cells": [entry("b")]},
            "didClose": [{"uri": uri("b")}],
            "didOpen": [item("b", language, FORK)],
        }})
    };
    change(&mut client, &structure("markdown"));
    client.published_count(&uri("b"), 0);
    change(&mut client, &structure("python"));
    client.published_count(&uri("b"), 1);
    // A kind that is prose is not code, whatever the language.
    change(
        &mut client,
        &json!({"data": [{"kind": 1, "document": uri("b")}]}),
    );
    client.published_count(&uri("b"), 0);
}

#[test]
fn magics_are_no_python_and_hide_none() {
    let (mut client, _) = client();
    open(
        &mut client,
        &[
            ("a", "%load_ext x\n!pip install \\\n  y\nimport os\nos?"),
            ("b", "%%bash\nimport ( nothing"),
            ("c", "%%time\nif True:\n    %cd ..\n!ls\nos.fork()"),
            ("d", "x = (7\n     % 2)\nos.fork()"),
        ],
    );
    let list = client.published_count(&uri("c"), 1);
    assert_eq!(list["diagnostics"][0]["range"]["start"]["line"], 4);
    assert_eq!(
        client.published_count(&uri("d"), 1)["diagnostics"][0]["range"]["start"]["line"],
        2
    );
    assert_eq!(client.published(&uri("b"))["diagnostics"], json!([]));
}

#[test]
fn nonsense_about_cells_is_survived() {
    let (mut client, _) = client();
    open(&mut client, &[("a", IMPORT), ("b", FORK)]);
    client.published_count(&uri("b"), 1);
    change(
        &mut client,
        &json!({"structure": {
            "array": {"start": 900, "deleteCount": 18_446_744_073_709_551_615_u64, "cells": [entry("ghost")]},
            "didClose": [{"uri": uri("nobody")}],
            "didOpen": [item("stranger", "python", "os.fork()")],
        }}),
    );
    change(
        &mut client,
        &json!({"textContent": [{"document": {"uri": uri("nobody"), "version": 1}, "changes": [{"text": "x"}]}]}),
    );
    change(&mut client, &Value::Null);
    client.tell(
        "notebookDocument/didChange",
        json!({"notebookDocument": {"uri": "file:///no.ipynb", "version": 1}, "change": {}}),
    );
    client.tell("notebookDocument/didOpen", json!({"notebookDocument": 7}));
    client.open(URI, "import os\nos.fork()\n");
    client.published_count(URI, 1);
    assert_eq!(client.finish(), 0);
}

#[test]
fn a_cell_is_fixed_alone_and_the_notebook_by_its_own_kind() {
    let (mut client, _) = client();
    let import = "from multiprocessing.context import ForkProcess";
    open(
        &mut client,
        &[
            ("a", import),
            ("b", "!ls\nfrom multiprocessing.context import ForkContext"),
        ],
    );
    client.published_count(&uri("b"), 1);
    let mut ask = |kind: &str| {
        let params = json!({
            "textDocument": {"uri": uri("a")},
            "range": range((0, 40), (0, 40)),
            "context": {"diagnostics": [], "only": [kind]},
        });
        client
            .result("textDocument/codeAction", params)
            .as_array()
            .expect("a list")
            .clone()
    };
    assert!(ask("source.fixAll").is_empty());
    assert!(ask("source").is_empty());
    let quiet = |action: &Value| action["kind"] == "quickfix";
    assert!(
        ask("").iter().all(quiet),
        "nothing for all cells unless it is asked for"
    );
    let fix = &ask("quickfix")[0];
    assert_eq!(
        fix["edit"]["documentChanges"][0]["textDocument"]["uri"],
        uri("a")
    );
    for kind in [
        "notebook",
        "notebook.source.fixAll",
        "notebook.source.fixAll.spawnsafe",
    ] {
        let actions = ask(kind);
        assert_eq!(actions.len(), 1, "{kind}");
        assert_eq!(actions[0]["kind"], "notebook.source.fixAll.spawnsafe");
        let changes = actions[0]["edit"]["documentChanges"]
            .as_array()
            .expect("changes");
        let cells: Vec<&Value> = changes
            .iter()
            .map(|change| &change["textDocument"]["uri"])
            .collect();
        assert_eq!(cells, [&json!(uri("a")), &json!(uri("b"))]);
        assert_eq!(changes[1]["edits"][0]["range"]["start"]["line"], 1);
    }
}
