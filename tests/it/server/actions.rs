//! Quick fixes, fixes of whole files, and comments that ignore.

use serde_json::{Value, json};

use super::client::Client;
use super::fixture::{FINDING, URI, apply, pulling, pushed, range};
use super::settings::{project, uri_of};

fn ask(client: &mut Client, uri: &str, line: u32, only: &[&str]) -> Vec<Value> {
    let mut context =
        json!({"diagnostics": [{"message": {"kind": "markdown"}, "of": "another server"}]});
    if !only.is_empty() {
        context["only"] = json!(only);
    }
    let params = json!({
        "textDocument": {"uri": uri},
        "range": range((line, 40), (line, 40)),
        "context": context,
    });
    let result = client.result("textDocument/codeAction", params);
    result.as_array().cloned().unwrap_or_default()
}

fn titles(actions: &[Value]) -> Vec<&str> {
    let titles = actions.iter().map(|action| action["title"].as_str());
    titles.map(|title| title.expect("a title")).collect()
}

fn titled<'a>(actions: &'a [Value], part: &str) -> &'a Value {
    let found = actions.iter().find(|action| {
        action["title"]
            .as_str()
            .is_some_and(|title| title.contains(part))
    });
    found.unwrap_or_else(|| panic!("no `{part}` in {:?}", titles(actions)))
}

/// The text after the only document edit of an action.
fn after(text: &str, action: &Value) -> String {
    let changes = action["edit"]["documentChanges"]
        .as_array()
        .expect("document changes");
    assert_eq!(changes.len(), 1);
    apply(text, &changes[0]["edits"])
}

#[test]
fn a_fix_clears_the_finding_and_the_preferred_one_is_safe() {
    let mut client = Client::greeted(&pushed());
    client.open(URI, FINDING);
    client.published_count(URI, 1);
    let actions = ask(&mut client, URI, 1, &["quickfix"]);
    let preferred: Vec<&Value> = actions
        .iter()
        .filter(|action| action["isPreferred"] == true)
        .collect();
    assert_eq!(preferred.len(), 1, "{:?}", titles(&actions));
    assert_eq!(preferred[0]["kind"], "quickfix");
    assert_eq!(preferred[0]["diagnostics"][0]["code"], "unavailable-import");
    assert_eq!(
        preferred[0]["edit"]["documentChanges"][0]["textDocument"],
        json!({"uri": URI, "version": 1})
    );
    for (version, action) in (2..).zip(&actions) {
        let fixed = after(FINDING, action);
        assert_ne!(fixed, FINDING);
        client.replace(URI, version, &fixed);
        client.published_count(URI, 0);
        client.replace(URI, version + 100, FINDING);
        client.published_count(URI, 1);
    }
}

#[test]
fn nothing_is_offered_away_from_findings() {
    let mut client = Client::greeted(&pushed());
    client.open(URI, &format!("{FINDING}x = 1{}\n", " ".repeat(60)));
    assert!(ask(&mut client, URI, 2, &["quickfix"]).is_empty());
    assert!(ask(&mut client, URI, 1, &["refactor"]).is_empty());
    assert!(ask(&mut client, "file:///not/open.py", 1, &[]).is_empty());
}

#[test]
fn edits_come_when_an_action_is_chosen_where_the_client_can_wait() {
    let mut client = Client::greeted(&pulling());
    client.open(URI, FINDING);
    let actions = ask(&mut client, URI, 1, &["quickfix"]);
    let action = &actions[0];
    assert!(action.get("edit").is_none() && action.get("data").is_some());
    let resolved = client.result("codeAction/resolve", action.clone());
    assert_ne!(after(FINDING, &resolved), FINDING);
    assert_eq!(resolved["title"], action["title"]);
    // The text has moved on: the edit would land in the wrong place.
    client.change(
        URI,
        2,
        &json!([{"range": range((0, 0), (0, 0)), "text": "\n"}]),
    );
    assert_eq!(
        client.ask("codeAction/resolve", action.clone())["error"]["code"],
        -32801
    );
    // An action that is not ours comes back as it was.
    let other = client.result(
        "codeAction/resolve",
        json!({"title": "t", "data": {"x": 1}}),
    );
    assert_eq!(other["title"], "t");
}

#[test]
fn a_client_without_document_changes_gets_changes_under_its_own_uri() {
    let mut capabilities = pushed();
    capabilities["workspace"]["workspaceEdit"] = Value::Null;
    let mut client = Client::greeted(&capabilities);
    let uri = "file:///a b/ä.py";
    client.open(uri, FINDING);
    let actions = ask(&mut client, uri, 1, &["quickfix"]);
    let changes = actions[0]["edit"]["changes"].as_object().expect("changes");
    assert_eq!(changes.keys().collect::<Vec<_>>(), [uri]);
}

#[test]
fn fix_all_answers_to_its_kind_and_all_above_it() {
    let text = format!("{FINDING}from multiprocessing.context import ForkContext\n");
    let mut client = Client::greeted(&pushed());
    client.open(URI, &text);
    for kind in ["source", "source.fixAll", "source.fixAll.spawnsafe"] {
        let actions = ask(&mut client, URI, 0, &[kind]);
        assert_eq!(actions.len(), 1, "{kind}: {:?}", titles(&actions));
        assert_eq!(actions[0]["kind"], "source.fixAll.spawnsafe");
        let fixed = after(&text, &actions[0]);
        client.replace(URI, 2, &fixed);
        client.published_count(URI, 0);
        client.replace(URI, 3, &text);
        client.published_count(URI, 2);
    }
    for kind in ["source.organizeImports", "source.fixAll.ruff", "source.fix"] {
        assert!(ask(&mut client, URI, 0, &[kind]).is_empty(), "{kind}");
    }
    let actions = ask(&mut client, URI, 1, &["quickfix"]);
    let fixed = after(
        &text,
        titled(&actions, "Fix all unavailable-import in this file"),
    );
    client.replace(URI, 4, &fixed);
    client.published_count(URI, 0);
}

#[test]
fn ignoring_on_the_line_and_in_the_file() {
    let text = format!("#!/usr/bin/env python3\n# coding: utf-8\n{FINDING}");
    let mut client = Client::greeted(&pushed());
    client.open(URI, &text);
    client.published_count(URI, 1);
    let actions = ask(&mut client, URI, 3, &["quickfix"]);
    let line = after(
        &text,
        titled(&actions, "Ignore unavailable-import on this line"),
    );
    assert!(
        line.ends_with("ForkProcess  # spawnsafe: ignore[unavailable-import]\n"),
        "{line}"
    );
    let file = after(
        &text,
        titled(&actions, "Ignore unavailable-import in this file"),
    );
    assert!(file.starts_with("#!/usr/bin/env python3\n# coding: utf-8\n# spawnsafe: file-ignore[unavailable-import]\n"), "{file}");
    for (version, text) in [(2, &line), (3, &file)] {
        client.replace(URI, version, text);
        client.published_count(URI, 0);
        client.replace(URI, version + 10, FINDING);
        client.published_count(URI, 1);
    }
}

#[test]
fn turning_a_rule_off_for_the_project() {
    let settings = "# Ours.\n[tool.spawnsafe]\ntarget-platforms = [\"windows\"]  # for now\n\n[tool.other]\nx=1\n";
    let off = settings.replace(
        "# for now\n",
        "# for now\nrules.unavailable-import = \"off\"\n",
    );
    let (directory, uri) = project(&[("pyproject.toml", settings)]);
    let file = directory.path().join("pyproject.toml");
    let mut client = Client::greeted(&pushed());
    client.open(&uri, FINDING);
    client.published_count(&uri, 1);
    let title = "Turn unavailable-import off for the project";
    let actions = ask(&mut client, &uri, 1, &["quickfix"]);
    let action = titled(&actions, title);
    let document = &action["edit"]["documentChanges"][0]["textDocument"];
    assert_eq!(document["uri"], uri_of(&file));
    assert_eq!(document["version"], Value::Null);
    assert_eq!(after(settings, action), off);
    // What the editor has of the file counts, saved or not.
    client.open(&uri_of(&file), "[tool.spawnsafe]\nrules = {}\n");
    let actions = ask(&mut client, &uri, 1, &["quickfix"]);
    let edited = after("[tool.spawnsafe]\nrules = {}\n", titled(&actions, title));
    assert!(edited.contains("unavailable-import = \"off\""), "{edited}");
    // Without a file there is nothing to write it to.
    let (_directory, uri) = project(&[]);
    client.open(&uri, FINDING);
    let actions = ask(&mut client, &uri, 1, &["quickfix"]);
    assert!(!titles(&actions).iter().any(|shown| shown.contains(title)));
}

#[test]
fn turning_a_rule_off_makes_the_settings_of_the_project() {
    let title = "Turn unavailable-import off for the project";
    let (directory, uri) = project(&[("package/__init__.py", "")]);
    let uri = uri.replace("example.py", "package/example.py");
    let folders = json!([{"uri": uri_of(directory.path()), "name": "f"}]);
    let mut capabilities = pushed();
    let mut client =
        Client::greeted_with(json!({"capabilities": capabilities, "workspaceFolders": folders})).0;
    client.open(&uri, FINDING);
    let actions = ask(&mut client, &uri, 1, &["quickfix"]);
    assert!(!titles(&actions).iter().any(|shown| shown.contains(title)));
    capabilities["workspace"]["workspaceEdit"]["resourceOperations"] = json!(["create"]);
    let mut client =
        Client::greeted_with(json!({"capabilities": capabilities, "workspaceFolders": folders})).0;
    client.open(&uri, FINDING);
    client.published_count(&uri, 1);
    let actions = ask(&mut client, &uri, 1, &["quickfix"]);
    let changes = &titled(&actions, title)["edit"]["documentChanges"];
    let file = directory.path().join("spawnsafe.toml");
    assert_eq!(changes[0]["kind"], "create");
    assert_eq!(changes[0]["uri"], uri_of(&file));
    assert_eq!(changes[1]["textDocument"]["uri"], uri_of(&file));
    let written = &changes[1]["edits"][0]["newText"];
    std::fs::write(&file, written.as_str().expect("text")).expect("a file");
    let change = json!({"changes": [{"uri": uri_of(&file), "type": 1}]});
    client.tell("workspace/didChangeWatchedFiles", change);
    client.published_count(&uri, 0);
    // Nobody's project.
    client.open("file:///elsewhere/example.py", FINDING);
    let actions = ask(
        &mut client,
        "file:///elsewhere/example.py",
        1,
        &["quickfix"],
    );
    assert!(!titles(&actions).iter().any(|shown| shown.contains(title)));
}

#[test]
fn a_client_that_takes_commands_only_is_offered_nothing() {
    let mut capabilities = pushed();
    capabilities["textDocument"]["codeAction"] = json!({});
    let mut client = Client::greeted(&capabilities);
    client.open(URI, FINDING);
    let params = json!({"textDocument": {"uri": URI}, "range": range((1, 40), (1, 40)), "context": {"diagnostics": []}});
    assert_eq!(
        client.result("textDocument/codeAction", params),
        Value::Null
    );
}

#[test]
fn the_command_fixes_a_document_through_the_client() {
    let mut client = Client::greeted(&pushed());
    client.open(URI, FINDING);
    let params = json!({"command": "spawnsafe.applyFixAll", "arguments": [{"uri": URI}]});
    assert_eq!(
        client.result("workspace/executeCommand", params),
        Value::Null
    );
    let edit = client.told("workspace/applyEdit")["edit"].clone();
    client.replace(URI, 2, &after(FINDING, &json!({"edit": edit})));
    client.published_count(URI, 0);
    for (wrong, code) in [
        (json!({"command": "spawnsafe.applyFixAll"}), -32602),
        (json!({"command": "x"}), -32803),
    ] {
        assert_eq!(
            client.ask("workspace/executeCommand", wrong)["error"]["code"],
            code
        );
    }
}

#[test]
fn a_comment_that_is_for_nothing_is_no_place_for_a_rule() {
    let text = format!("{FINDING}# spawnsafe: file-ignore[unavailable-import]\n");
    let mut client = Client::greeted(&pushed());
    client.open(URI, &text);
    let actions = ask(&mut client, URI, 1, &["quickfix"]);
    let file = after(
        &text,
        titled(&actions, "Ignore unavailable-import in this file"),
    );
    assert!(
        file.starts_with("# spawnsafe: file-ignore[unavailable-import]\n"),
        "{file}"
    );
}

#[test]
fn data_that_names_no_rule_is_refused() {
    let mut abilities = pushed();
    abilities["textDocument"]["codeAction"]["dataSupport"] = json!(true);
    abilities["textDocument"]["codeAction"]["resolveSupport"] = json!({"properties": ["edit"]});
    let mut client = Client::greeted(&abilities);
    client.open(URI, FINDING);
    for kind in ["ignoreFile", "fixRule", "turnOff"] {
        let action = json!({"kind": kind, "rule": "x]\nimport evil"});
        let data = json!({"document": URI, "action": action});
        let answer = client.ask("codeAction/resolve", json!({"title": "x", "data": data}));
        assert!(answer["error"]["code"].is_i64(), "{answer}");
    }
}

#[test]
fn what_is_offered_nothing_among_many_is_offered_fixes_alone() {
    let mut client = Client::greeted(&pushed());
    let start = "from multiprocessing import Process\ndef f(): pass\n".to_owned();
    client.open(URI, &(start + &"Process(target=f).start()\n".repeat(60)));
    client.published_count(URI, 60);
    let params = json!({
        "textDocument": {"uri": URI},
        "range": range((0, 0), (62, 0)),
        "context": {"diagnostics": []},
    });
    let all = client.result("textDocument/codeAction", params);
    let all = all.as_array().cloned().unwrap_or_default();
    let is_guard = |title: &&str| title.contains("Put it under the main guard");
    let offered = titles(&all).into_iter().filter(is_guard).count();
    assert!((16..60).contains(&offered), "{offered}");
    let alone = ask(&mut client, URI, 60, &["quickfix"]);
    titled(&alone, "Put it under the main guard");
}
