//! Files that are not open.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::client::Client;
use super::fixture::{CLEAN, FINDING, pulling, pushed};

fn workspace(capabilities: &Value, folder: &Path, mode: &str) -> Client {
    Client::greeted_with(json!({
        "capabilities": capabilities,
        "workspaceFolders": [{"uri": uri_of(folder), "name": "w"}],
        "initializationOptions": {"diagnosticMode": mode},
    }))
    .0
}

fn uri_of(path: &Path) -> String {
    format!("file://{}", path.display())
}

#[test]
fn findings_of_closed_files_are_pushed_taken_over_and_given_back() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("a.py");
    fs::write(&file, FINDING).expect("a file");
    fs::write(directory.path().join("b.py"), CLEAN).expect("a file");
    fs::create_dir(directory.path().join(".venv")).expect("a directory");
    fs::write(directory.path().join(".venv/c.py"), FINDING).expect("a file");
    let uri = uri_of(&file);
    let mut client = workspace(&pushed(), directory.path(), "workspace");
    let list = client.published_count(&uri, 1);
    assert!(list.get("version").is_none(), "{list}");
    client.open(&uri, CLEAN);
    client.published_count(&uri, 0);
    client.close(&uri);
    client.published_count(&uri, 1);
    fs::write(&file, CLEAN).expect("a file");
    let change = json!({"changes": [{"uri": uri, "type": 2}]});
    client.tell("workspace/didChangeWatchedFiles", change);
    client.published_count(&uri, 0);
    fs::write(&file, FINDING).expect("a file");
    client.tell(
        "workspace/didChangeWatchedFiles",
        json!({"changes": [{"uri": uri, "type": 2}]}),
    );
    client.published_count(&uri, 1);
    fs::remove_file(&file).expect("the file");
    client.tell(
        "workspace/didChangeWatchedFiles",
        json!({"changes": [{"uri": uri, "type": 3}]}),
    );
    client.published_count(&uri, 0);
    client.silent_about("textDocument/publishDiagnostics");
}

#[test]
fn the_workspace_is_left_alone_unless_it_is_wanted() {
    let directory = tempfile::tempdir().expect("a directory");
    fs::write(directory.path().join("a.py"), FINDING).expect("a file");
    for mode in ["openFilesOnly", "off"] {
        let mut client = workspace(&pushed(), directory.path(), mode);
        client.silent_about("textDocument/publishDiagnostics");
    }
    // And what is shown goes away when it is not wanted any more.
    let uri = uri_of(&directory.path().join("a.py"));
    let mut client = workspace(&pushed(), directory.path(), "workspace");
    client.published_count(&uri, 1);
    let settings = json!({"spawnsafe": {"diagnosticMode": "openFilesOnly"}});
    client.tell(
        "workspace/didChangeConfiguration",
        json!({"settings": settings}),
    );
    client.published_count(&uri, 0);
}

#[test]
fn the_mode_may_come_with_the_settings_that_are_asked_for() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("a.py");
    fs::write(&file, FINDING).expect("a file");
    let uri = uri_of(&file);
    for capabilities in [pushed(), pulling()] {
        let mut capabilities = capabilities;
        capabilities["workspace"]["configuration"] = json!(true);
        let mode = |mode: &str| json!([{"diagnosticMode": mode}, null]);
        let mut client = Client::start();
        client.answers = vec![("workspace/configuration", mode("workspace"))];
        client.greet(json!({
            "capabilities": capabilities,
            "workspaceFolders": [{"uri": uri_of(directory.path()), "name": "w"}],
        }));
        client.published_count(&uri, 1);
        // What is open is shown once: asked for, or pushed with its version.
        client.open(&uri, FINDING);
        let list = client.published(&uri);
        let pulls = capabilities["textDocument"].get("diagnostic").is_some();
        let items = list["diagnostics"].as_array().map(Vec::len);
        assert_eq!(items, Some(usize::from(!pulls)), "{list}");
        client.close(&uri);
        client.published_count(&uri, 1);
        client.answers = vec![("workspace/configuration", mode("openFilesOnly"))];
        client.tell(
            "workspace/didChangeConfiguration",
            json!({"settings": null}),
        );
        client.published_count(&uri, 0);
    }
}

#[test]
fn a_client_that_forgets_what_is_open_is_not_told_of_the_workspace() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("a.py");
    fs::write(&file, FINDING).expect("a file");
    let (mut client, result) = Client::greeted_with(json!({
        "capabilities": pulling(),
        "clientInfo": {"name": "Neovim", "version": "0.12"},
        "workspaceFolders": [{"uri": uri_of(directory.path()), "name": "w"}],
        "initializationOptions": {"diagnosticMode": "workspace"},
    }));
    let offered = &result["capabilities"]["diagnosticProvider"];
    assert_eq!(offered["workspaceDiagnostics"], false);
    client.published_count(&uri_of(&file), 1);
}

#[test]
fn files_that_nobody_reports_are_looked_at() {
    let directory = tempfile::tempdir().expect("a directory");
    let closed = directory.path().join("closed.py");
    fs::write(&closed, CLEAN).expect("a file");
    let open = uri_of(&directory.path().join("open.py"));
    let mut client = workspace(&pushed(), directory.path(), "workspace");
    client.open(&open, CLEAN);
    client.published_count(&open, 0);
    std::thread::sleep(std::time::Duration::from_millis(2100));
    fs::write(&closed, FINDING).expect("a file");
    client.replace(&open, 2, "x = 1\n");
    client.published_count(&uri_of(&closed), 1);
}

#[test]
fn reports_come_in_parts_then_as_unchanged_and_gone_files_are_cleared() {
    let directory = tempfile::tempdir().expect("a directory");
    for n in 0..30 {
        let text = if n % 2 == 0 { FINDING } else { CLEAN };
        fs::write(directory.path().join(format!("m{n}.py")), text).expect("a file");
    }
    let mut client = workspace(&pulling(), directory.path(), "workspace");
    let params = json!({"previousResultIds": [], "partialResultToken": "p"});
    let report = client.result("workspace/diagnostic", params);
    assert_eq!(report["items"], json!([]), "all came in parts");
    let mut items = Vec::new();
    while items.len() < 15 {
        let part = client.told("$/progress");
        assert_eq!(part["token"], "p");
        items.extend(part["value"]["items"].as_array().expect("items").clone());
    }
    assert!(
        items
            .iter()
            .all(|item| item["kind"] == "full" && item["items"][0]["code"] == "unavailable-import")
    );
    let mut known: Vec<Value> = items
        .iter()
        .map(|item| json!({"uri": item["uri"], "value": item["resultId"]}))
        .collect();
    known.push(json!({"uri": "file:///gone.py", "value": "x"}));
    let report = client.result("workspace/diagnostic", json!({"previousResultIds": known}));
    let items = report["items"].as_array().expect("items");
    let kind = |name: &str| items.iter().filter(|item| item["kind"] == name).count();
    assert_eq!((kind("unchanged"), kind("full")), (15, 1), "{report}");
    let gone = items
        .iter()
        .find(|item| item["kind"] == "full")
        .expect("one");
    assert_eq!(
        (&gone["uri"], &gone["items"]),
        (&json!("file:///gone.py"), &json!([]))
    );
}

#[test]
fn an_answer_without_news_waits_for_them_and_can_be_cancelled() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("a.py");
    fs::write(&file, CLEAN).expect("a file");
    let mut client = workspace(&pulling(), directory.path(), "workspace");
    let params = json!({"previousResultIds": [], "partialResultToken": 7});
    let waiting = client.begin("workspace/diagnostic", params.clone());
    client.silent_about("$/progress");
    fs::write(&file, FINDING).expect("a file");
    let change = json!({"changes": [{"uri": uri_of(&file), "type": 2}]});
    client.tell("workspace/didChangeWatchedFiles", change);
    let part = client.told("$/progress");
    assert_eq!(part["value"]["items"][0]["uri"], uri_of(&file));
    client.answer_to(waiting);
    let mut again = params;
    let id = part["value"]["items"][0]["resultId"].clone();
    again["previousResultIds"] = json!([{"uri": uri_of(&file), "value": id}]);
    let waiting = client.begin("workspace/diagnostic", again);
    client.tell("$/cancelRequest", json!({"id": waiting}));
    assert_eq!(client.answer_to(waiting)["error"]["code"], -32800);
    assert_eq!(client.finish(), 0);
}

#[test]
fn work_is_shown_and_the_user_may_cancel_it() {
    let directory = tempfile::tempdir().expect("a directory");
    for n in 0..400 {
        let body = "def f(a):\n    return [a for a in range(a)]\n".repeat(100);
        fs::write(directory.path().join(format!("m{n:03}.py")), body + FINDING).expect("a file");
    }
    let mut capabilities = pushed();
    capabilities["window"] = json!({"workDoneProgress": true});
    let mut client = workspace(&capabilities, directory.path(), "workspace");
    let token = client.told("window/workDoneProgress/create")["token"].clone();
    let begin = client.told("$/progress");
    assert_eq!(
        (&begin["token"], &begin["value"]["kind"]),
        (&token, &json!("begin"))
    );
    assert_eq!(begin["value"]["cancellable"], true);
    client.tell("window/workDoneProgress/cancel", json!({"token": token}));
    let end = client.wait("the end", |message| {
        message["params"]["value"]["kind"] == "end"
    });
    assert_eq!(end["params"]["token"], token);
    let shown = client.seen_of("textDocument/publishDiagnostics");
    assert!(shown < 400, "{shown} files were checked nevertheless");
    assert_eq!(client.finish(), 0);
}
