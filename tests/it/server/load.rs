//! Many messages at once, and work that is overtaken by newer text.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use serde_json::json;

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
