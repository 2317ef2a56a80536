//! Many messages at once, and work that is overtaken by newer text.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use serde_json::json;

use super::super::cli::Project;
use super::client::Client;
use super::fixture::{CLEAN, FINDING, URI, document, pulling, pushed, range};
use super::wire::framed;

#[test]
fn two_thousand_changes_without_waiting_give_the_diagnostics_of_the_last_text() {
    let mut client = Client::greeted(&pushed());
    client.open(URI, CLEAN);
    let mut bytes = Vec::new();
    for version in 2..=2001 {
        let text = if version % 2 == 1 {
            "# 𝔘\n"
        } else {
            "# x\n"
        };
        bytes.extend(framed(&json!({
            "jsonrpc": "2.0",
            "method": "textDocument/didChange",
            "params": {
                "textDocument": {"uri": URI, "version": version},
                "contentChanges": [{"range": range((0, 0), (0, 0)), "text": text}],
            },
        })));
    }
    client.send_raw(&bytes);
    client.change(
        URI,
        2002,
        &json!([{
            "range": range((2000, 0), (2000, 0)),
            "text": "from multiprocessing.context import ForkProcess\n",
        }]),
    );
    let list = client.published_count(URI, 1);
    assert_eq!(list["version"], 2002);
    assert_eq!(list["diagnostics"][0]["range"]["start"]["line"], 2000);
    client.silent_about("textDocument/publishDiagnostics");
}

#[test]
fn results_of_old_text_are_never_shown() {
    let mut client = Client::greeted(&pushed());
    client.open(URI, FINDING);
    for version in 2..200 {
        let text = if version % 2 == 0 { CLEAN } else { FINDING };
        client.replace(URI, version, text);
    }
    client.replace(URI, 200, CLEAN);
    // Whatever came in between, each list fits the text of its version, and the last one is empty.
    let mut last = None;
    while let Some(list) = client.published_if_any(URI) {
        let items = list["diagnostics"].as_array().expect("a list").len();
        let version = list["version"].as_i64().expect("a version");
        assert_eq!(items, usize::from(version % 2 == 1), "{list}");
        last = Some(items);
    }
    assert_eq!(last, Some(0));
}

#[test]
fn a_check_does_not_hold_up_a_request() {
    let mut client = Client::greeted(&pulling());
    let mut large = String::new();
    for n in 0..20_000 {
        let _ = writeln!(
            large,
            "def f{n}(a, b):\n    return os.fork() if a else [b, {n}]\n"
        );
    }
    client.open(URI, &format!("import os\n{large}"));
    client.open("file:///project/small.py", FINDING);
    let slow = client.begin("textDocument/diagnostic", document(URI));
    let started = Instant::now();
    let quick = client.result(
        "textDocument/diagnostic",
        document("file:///project/small.py"),
    );
    let waited = started.elapsed();
    assert_eq!(quick["items"].as_array().map(Vec::len), Some(1));
    client.tell("$/cancelRequest", json!({"id": slow}));
    let answer = client.answer_to(slow);
    // The larger one was still at work, or it was that fast that nothing could wait for it.
    assert!(
        answer["error"]["code"] == -32800 || waited < Duration::from_secs(1),
        "waited {waited:?}: {}",
        answer["error"]
    );
}

#[test]
fn a_pull_for_text_that_has_changed_since_is_refused() {
    let mut client = Client::greeted(&pulling());
    let mut large = String::from(FINDING);
    for n in 0..3000 {
        let _ = writeln!(
            large,
            "def f{n}(a, b):\n    return os.fork() if a else [b, {n}]\n"
        );
    }
    client.open(URI, &large);
    let id = client.begin("textDocument/diagnostic", document(URI));
    client.replace(URI, 2, CLEAN);
    let error = &client.answer_to(id)["error"];
    assert_eq!(
        (&error["code"], &error["data"]),
        (&json!(-32802), &json!({"retriggerRequest": true}))
    );
    let report = client.result("textDocument/diagnostic", document(URI));
    assert_eq!(report["items"], json!([]));
}

#[test]
fn a_document_that_is_too_large_says_so_instead_of_being_checked() {
    let project = Project::new(&[("spawnsafe.toml", "max-file-size = 1\n")]);
    let uri = format!("file://{}", project.path("a.py").display());
    let mut client = Client::greeted(&pulling());
    let line = format!("# {}\n", "x".repeat(120));
    let large = format!("{FINDING}{}", line.repeat(10_000));
    client.open(&uri, &large);
    let report = client.result("textDocument/diagnostic", document(&uri));
    let items = report["items"].as_array().expect("a list");
    let said = "This file is not checked: it is larger than 1 MB; raise `max-file-size`, or leave it out with `extend-exclude`.";
    assert_eq!((items.len(), &items[0]["message"]), (1, &json!(said)));
    assert_eq!(items[0]["range"], range((0, 0), (0, 0)));
    client.replace(&uri, 2, FINDING);
    let report = client.result("textDocument/diagnostic", document(&uri));
    assert_eq!(report["items"][0]["code"], "unavailable-import");
    // A statement alone is too long for the parser.
    project.write("spawnsafe.toml", "");
    let rows = "    (1234567890, 'abcdefghij'),\n".repeat(40_000);
    let text = format!("# A comment.\n\nX = [\n{rows}    os.fork(),\n]\nimport os\nimport fcntl\n");
    let uri = format!("file://{}", project.path("b.py").display());
    client.tell("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": format!("file://{}", project.path("spawnsafe.toml").display()), "type": 2}]}));
    client.open(&uri, &text);
    let report = client.result("textDocument/diagnostic", document(&uri));
    let items = report["items"].as_array().expect("a list");
    assert_eq!(items[0]["range"], range((2, 0), (2, 5)));
    let said = "This statement is not checked: longer than 1 MB";
    assert!(
        items[0]["message"]
            .as_str()
            .is_some_and(|message| message.starts_with(said)),
        "{items:?}"
    );
    assert_eq!(items[1]["code"], "unavailable-import");
}

#[test]
fn of_very_many_findings_the_first_are_shown_and_the_others_counted() {
    let mut client = Client::greeted(&pulling());
    let text = format!("import os\n{}", "os.fork()\n".repeat(5003));
    client.open(URI, &text);
    let report = client.result("textDocument/diagnostic", document(URI));
    let items = report["items"].as_array().expect("a list");
    assert_eq!(items.len(), 5001);
    let mut counting = items.iter().filter(|item| item["code"] == "not-shown");
    let said = "3 more findings are not shown from here on; `spawnsafe check` lists all of them.";
    let counted = counting
        .next()
        .map(|item| (&item["message"], &item["range"]));
    assert_eq!(counted, Some((&json!(said), &range((5001, 0), (5001, 7)))));
}
