//! What is open, changed and closed, and the diagnostics of exactly that.

use serde_json::{Value, json};

use super::super::cli::Project;
use super::client::Client;
use super::fixture::{CLEAN, FINDING, URI, document, pulling, pushed, range};

#[test]
fn what_an_editor_opens_leaves_with_the_cache() {
    let project = Project::new::<&str>(&[]);
    let cache = project.path("kept");
    let cache = cache.to_str().expect("a path");
    let mut client = Client::start_with("SPAWNSAFE_CACHE_DIR", cache);
    client.greet(json!({"capabilities": pushed()}));
    client.open(URI, FINDING);
    let list = client.published(URI);
    let href = list["diagnostics"][0]["codeDescription"]["href"].as_str();
    assert!(href.is_some_and(|href| href.contains(cache)), "{list}");
    assert_eq!(client.finish(), 0);
    let (code, _, err) = project.run("clean --cache-dir kept");
    assert_eq!((code, &*err), (0, "Removed kept.\n"));
}

#[test]
fn a_finding_is_pushed_with_all_its_parts() {
    let mut client = Client::greeted(&pushed());
    client.open(URI, FINDING);
    let list = client.published(URI);
    assert_eq!(list["version"], 1);
    let items = list["diagnostics"].as_array().expect("a list");
    assert_eq!(items.len(), 1, "{list}");
    assert_eq!(items[0]["code"], "unavailable-import");
    assert_eq!(items[0]["severity"], 1);
    // The page of the rule, where an editor can open it.
    let href = items[0]["codeDescription"]["href"].as_str();
    let path = href.and_then(|href| href.strip_prefix("file://"));
    let page = std::fs::read_to_string(path.expect("a file")).expect("a page");
    assert!(page.starts_with("# unavailable-import\n"), "{page}");
    assert_eq!(items[0]["source"], "spawnsafe");
    assert_eq!(items[0]["range"]["start"]["line"], 1);
    let message = items[0]["message"].as_str().expect("a message");
    assert!(
        message.contains("ForkProcess") && message.contains("Windows"),
        "{message}"
    );
    assert_eq!(client.finish(), 0);
}

#[test]
fn what_explains_a_finding_is_linked_and_tags_come_with_a_severity() {
    let mut client = Client::greeted(&pushed());
    let text = "import multiprocessing\n\nif __name__ == '__main__':\n    \
                multiprocessing.set_start_method('spawn')\n    f = lambda: 1\n    \
                multiprocessing.Process(target=f).start()\n\
                # spawnsafe: ignore[unavailable-import]\n";
    client.open(URI, text);
    let list = client.published_count(URI, 2);
    let items = list["diagnostics"].as_array().expect("a list");
    let related = items[0]["relatedInformation"].as_array().expect("places");
    let places: Vec<_> = related
        .iter()
        .map(|place| {
            (
                &place["message"],
                &place["location"]["range"]["start"]["line"],
            )
        })
        .collect();
    assert_eq!(
        places,
        [
            (&json!("it is defined here"), &json!(4)),
            (&json!("the start method is set here"), &json!(3)),
        ]
    );
    let tagged: Vec<_> = items
        .iter()
        .filter(|item| item.get("tags").is_some())
        .collect();
    assert_eq!(tagged.len(), 1);
    assert_eq!(
        (&tagged[0]["code"], &tagged[0]["tags"]),
        (&json!("unused-ignore"), &json!([1]))
    );
    assert!(tagged[0]["severity"].is_number());
    // Where the start method is that of Linux anyway, nothing of it is said.
    let text = text.replace(
        "    multiprocessing.set_start_method('spawn')\n",
        "    pass\n",
    );
    client.replace(URI, 2, &text);
    let list = client.published_count(URI, 2);
    let related = list["diagnostics"][0]["relatedInformation"].as_array();
    assert_eq!(related.map(Vec::len), Some(1));
    // A client that shows neither gets neither.
    let mut capabilities = pushed();
    capabilities["textDocument"]["publishDiagnostics"] = json!({});
    let mut client = Client::greeted(&capabilities);
    client.open(URI, &text);
    let list = client.published_count(URI, 2).to_string();
    for absent in [
        "relatedInformation",
        "tags",
        "codeDescription",
        "\"version\"",
    ] {
        assert!(!list.contains(absent), "{absent} in {list}");
    }
}

#[test]
fn closing_while_a_check_is_under_way_leaves_nothing_behind() {
    let mut client = Client::greeted(&pushed());
    for version in 0..30 {
        let uri = format!("file:///project/m{version}.py");
        client.open(&uri, &format!("{FINDING}{}", "x = [1, 2, 3]\n".repeat(300)));
        client.close(&uri);
    }
    client.open(URI, FINDING);
    client.published_count(URI, 1);
    client.listen(std::time::Duration::from_millis(300));
    let left: Vec<_> = client
        .shown
        .iter()
        .filter(|(uri, count)| *uri != URI && **count > 0)
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn an_edit_clears_the_finding_and_another_brings_it_back() {
    let mut client = Client::greeted(&pushed());
    client.open(URI, FINDING);
    client.published_count(URI, 1);
    // "multiprocessing.context import ForkProcess" → "multiprocessing import Process"
    let changes = json!([
        {"range": range((1, 35), (1, 39)), "text": ""},
        {"range": range((1, 20), (1, 28)), "text": ""},
    ]);
    client.change(URI, 2, &changes);
    let list = client.published(URI);
    assert_eq!(
        (&list["version"], &list["diagnostics"]),
        (&json!(2), &json!([]))
    );
    client.replace(URI, 3, FINDING);
    assert_eq!(client.published_count(URI, 1)["version"], 3);
}

#[test]
fn an_unchanged_list_is_not_sent_again() {
    let mut client = Client::greeted(&pushed());
    client.open(URI, FINDING);
    client.published_count(URI, 1);
    client.change(
        URI,
        2,
        &json!([{"range": range((2, 0), (2, 0)), "text": "\nx = 1\n"}]),
    );
    client.silent_about("textDocument/publishDiagnostics");
}

#[test]
fn closing_clears_and_opening_shows_again() {
    let mut client = Client::greeted(&pushed());
    client.open(URI, FINDING);
    client.published_count(URI, 1);
    client.close(URI);
    assert_eq!(client.published(URI)["diagnostics"], json!([]));
    client.open(URI, FINDING);
    client.published_count(URI, 1);
    // So fast that the server may see both at once: the client has forgotten, so it must be told.
    client.close(URI);
    client.open(URI, FINDING);
    client.published_count(URI, 1);
}

#[test]
fn columns_are_counted_in_the_unit_that_was_agreed() {
    let text = "x = '𝔘𝔫𝔦𝔠𝔬𝔡𝔢 ä'; from multiprocessing.context import ForkProcess\n";
    let before = text.split_once("from").expect("an import").0;
    let cases = [
        (json!(["utf-16", "utf-8"]), "utf-8", before.len()),
        (
            json!(["utf-16", "utf-32"]),
            "utf-32",
            before.chars().count(),
        ),
        (json!(["utf-16"]), "utf-16", before.encode_utf16().count()),
        (Value::Null, "utf-16", before.encode_utf16().count()),
    ];
    for (offered, agreed, column) in cases {
        let mut capabilities = pushed();
        capabilities["general"]["positionEncodings"] = offered;
        let (mut client, result) = Client::greeted_with(json!({"capabilities": capabilities}));
        assert_eq!(result["capabilities"]["positionEncoding"], agreed);
        client.open(URI, text);
        let list = client.published_count(URI, 1);
        let name = "from multiprocessing.context import ".len();
        let start = list["diagnostics"][0]["range"]["start"]["character"].as_u64();
        let start = usize::try_from(start.expect("a column")).expect("small");
        assert!(
            start == column || start == column + name,
            "{agreed}: {list}"
        );
        // An edit behind these characters lands where it was meant.
        let at = u32::try_from(column).expect("small");
        client.change(
            URI,
            2,
            &json!([{"range": range((0, at), (0, at)), "text": "pass  # "}]),
        );
        client.published_count(URI, 0);
    }
}

#[test]
fn changes_past_the_end_upside_down_and_without_bounds_leave_the_document_right() {
    let mut client = Client::greeted(&pushed());
    client.open(URI, "x = 1\n");
    client.published_count(URI, 0);
    client.change(URI, 2, &json!([
        {"range": range((400, 7), (500, 0)), "text": "y = 2\n"},
        {"range": {"start": {"line": 1, "character": 5}, "end": {"line": 1, "character": 4}}, "text": "3"},
        {"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 1.797_693_134_862_315_7e308}},
         "rangeLength": -1, "text": "from multiprocessing.context import ForkProcess"},
        {"range": range((1, 0), (1, u32::MAX)), "text": "z = 4"},
    ]));
    let list = client.published_count(URI, 1);
    assert_eq!(list["diagnostics"][0]["range"]["start"]["line"], 0);
    client.change(
        URI,
        3,
        &json!([{"range": range((0, 0), (0, 4)), "text": "from"}]),
    );
    client.replace(URI, 4, "x = 1\n");
    assert_eq!(client.published_count(URI, 0)["version"], 4);
}

#[test]
fn every_line_break_counts() {
    let mut client = Client::greeted(&pushed());
    client.open(URI, "a = 1\r\nb = 2\rc = 3\nd = 4");
    client.published_count(URI, 0);
    client.change(
        URI,
        2,
        &json!([{
            "range": range((2, 0), (2, 5)),
            "text": "from multiprocessing.context import ForkProcess",
        }]),
    );
    let list = client.published_count(URI, 1);
    assert_eq!(list["diagnostics"][0]["range"]["start"]["line"], 2);
}

#[test]
fn changes_of_documents_that_are_not_open_are_ignored() {
    let mut client = Client::greeted(&pushed());
    client.replace(URI, 2, FINDING);
    client.close(URI);
    client.silent_about("textDocument/publishDiagnostics");
    client.open(URI, FINDING);
    client.published_count(URI, 1);
}

#[test]
fn the_clients_spelling_of_a_uri_comes_back() {
    let mut client = Client::greeted(&pushed());
    let spellings = [
        "untitled:Untitled-1",
        "file:///c%3A/Users/me/a b.py",
        "file:///c:/Users/me/%C3%A4 ö.py",
        "FILE:///UPPER/x.py",
        "vscode-notebook-cell:/a/b.ipynb#W0sZmlsZQ%3D%3D",
        "memfs:/virtual/x.py",
        "no uri at all",
    ];
    for uri in spellings {
        client.open(uri, FINDING);
        client.published_count(uri, 1);
        client.close(uri);
        client.published_count(uri, 0);
    }
}

#[test]
fn views_of_a_file_and_other_languages_show_nothing() {
    let mut client = Client::greeted(&pushed());
    client.open("git:/project/example.py?%7B%22ref%22%3A%22~%22%7D", FINDING);
    client.open_as("file:///project/notes.md", "markdown", FINDING);
    client.silent_about("textDocument/publishDiagnostics");
}

#[test]
fn a_client_that_pulls_is_not_pushed_to() {
    let (mut client, result) = Client::greeted_with(json!({"capabilities": pulling()}));
    assert_eq!(
        result["capabilities"]["diagnosticProvider"]["identifier"],
        "spawnsafe"
    );
    client.open(URI, FINDING);
    let report = client.result("textDocument/diagnostic", document(URI));
    assert_eq!(report["kind"], "full");
    assert_eq!(
        report["items"].as_array().map(Vec::len),
        Some(1),
        "{report}"
    );
    let mut again = document(URI);
    again["previousResultId"] = report["resultId"].clone();
    let report = client.result("textDocument/diagnostic", again.clone());
    assert_eq!(
        (&report["kind"], &report["resultId"]),
        (&json!("unchanged"), &again["previousResultId"])
    );
    client.replace(URI, 2, CLEAN);
    let report = client.result("textDocument/diagnostic", again);
    assert_eq!(
        (&report["kind"], &report["items"]),
        (&json!("full"), &json!([]))
    );
    client.silent_about("textDocument/publishDiagnostics");
}

#[test]
fn a_client_that_cannot_be_told_to_pull_again_is_pushed_to() {
    let mut capabilities = pulling();
    capabilities["workspace"]["diagnostics"] = Value::Null;
    let (mut client, result) = Client::greeted_with(json!({"capabilities": capabilities}));
    assert_eq!(result["capabilities"]["diagnosticProvider"], Value::Null);
    client.open(URI, FINDING);
    client.published_count(URI, 1);
    // As lsp-types and some clients spell it.
    let mut capabilities = pulling();
    capabilities["workspace"]["diagnostics"] = Value::Null;
    capabilities["workspace"]["diagnostic"] = json!({"refreshSupport": true});
    let (_, result) = Client::greeted_with(json!({"capabilities": capabilities}));
    assert!(result["capabilities"]["diagnosticProvider"].is_object());
}
