//! Settings from the editor, from files, and who wins.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::client::Client;
use super::fixture::{FINDING, document, pulling, pushed};

/// A project with files; the URI of `example.py` in it.
pub(super) fn project(files: &[(&str, &str)]) -> (TempDir, String) {
    let directory = tempfile::tempdir().expect("a directory");
    for (name, content) in files {
        let path = directory.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
        fs::write(path, content).expect("a file");
    }
    let uri = uri_of(&directory.path().join("example.py"));
    (directory, uri)
}

pub(super) fn uri_of(path: &Path) -> String {
    format!("file://{}", path.display())
}

const LINUX: &str = "[tool.spawnsafe]\ntarget-platforms = [\"linux\"]\n";

#[expect(clippy::needless_pass_by_value, reason = "it is made for the call")]
fn greeted(capabilities: &Value, options: Value) -> Client {
    Client::greeted_with(json!({"capabilities": capabilities, "initializationOptions": options})).0
}

#[test]
fn options_of_initialize_come_flat_or_wrapped() {
    let linux = json!({"targetPlatforms": ["linux"]});
    let forms = [
        linux.clone(),
        json!({"settings": linux}),
        json!({"settings": {"spawnsafe": linux}}),
        json!({"spawnsafe": {"target-platforms": ["linux"], "targetPython": null}}),
        json!({"configuration": {"target-platforms": ["linux"]}}),
        json!({"rules": {"unavailable-import": "off"}}),
    ];
    for options in forms {
        let mut client = greeted(&pushed(), options);
        client.open("file:///x/example.py", FINDING);
        client.published_count("file:///x/example.py", 0);
        client.silent_about("window/showMessage");
    }
}

#[test]
fn files_win_unless_the_editor_is_preferred() {
    let (_directory, uri) = project(&[("pyproject.toml", LINUX)]);
    let windows = |preference: &str| json!({"targetPlatforms": ["windows"], "configurationPreference": preference});
    let cases = [
        ("filesystemFirst", 0),
        ("filesystemOnly", 0),
        ("editorFirst", 1),
        ("editorOnly", 1),
    ];
    for (preference, findings) in cases {
        let mut client = greeted(&pushed(), windows(preference));
        client.open(&uri, FINDING);
        client.published_count(&uri, findings);
    }
}

#[test]
fn a_file_of_settings_may_be_named_by_the_editor() {
    let (directory, uri) = project(&[("etc/spawnsafe.toml", "target-platforms = [\"linux\"]\n")]);
    let folder = json!([{"uri": uri_of(directory.path()), "name": "p"}]);
    let (mut client, _) = Client::greeted_with(json!({
        "capabilities": pushed(),
        "workspaceFolders": folder,
        "initializationOptions": {"configuration": "etc/spawnsafe.toml"},
    }));
    client.open(&uri, FINDING);
    client.published_count(&uri, 0);
}

#[test]
fn the_file_that_the_editor_names_is_read_again_when_it_changes() {
    let (directory, uri) = project(&[("etc/ours.toml", "target-platforms = [\"linux\"]\n")]);
    let file = directory.path().join("etc/ours.toml");
    let mut client = greeted(&pushed(), json!({"configuration": file}));
    client.open(&uri, FINDING);
    client.published_count(&uri, 0);
    fs::write(&file, "target-platforms = [\"windows\"]\n").expect("a file");
    let change = json!({"changes": [{"uri": uri_of(&file), "type": 2}]});
    client.tell("workspace/didChangeWatchedFiles", change);
    client.published_count(&uri, 1);
    fs::write(&file, "target-platforms = []\ntarget-python = \">=3.10\"\n").expect("a file");
    fs::write(&file, "target-platforms = [\"macos\"]\n").expect("a file");
    client.tell("textDocument/didSave", document(&uri));
    client.published_count(&uri, 0);
}

#[test]
fn wrong_settings_of_the_editor_are_said_once_and_the_rest_is_used() {
    let options =
        json!({"targetPlatforms": ["widows", "linux"], "diagnosticMode": "all", "nonsense": 1});
    let mut client = greeted(&pushed(), options);
    let message = client.told("window/showMessage")["message"].to_string();
    for part in [
        "widows",
        "windows",
        "diagnostic-mode",
        "openFilesOnly",
        "nonsense",
    ] {
        assert!(message.contains(part), "{part}: {message}");
    }
    client.open("file:///x/example.py", FINDING);
    client.published("file:///x/example.py");
    client.silent_about("window/showMessage");
}

#[test]
fn settings_are_asked_for_by_folder_and_asked_again_when_they_change() {
    let (one, one_uri) = project(&[]);
    let (two, two_uri) = project(&[]);
    let mut capabilities = pushed();
    capabilities["workspace"]["configuration"] = json!(true);
    capabilities["workspace"]["didChangeConfiguration"] = json!({"dynamicRegistration": true});
    let mut client = Client::start();
    let linux = json!({"targetPlatforms": ["linux"]});
    client.answers = vec![("workspace/configuration", json!([null, linux, {}]))];
    let folders: Vec<Value> = [&one, &two]
        .map(|folder| json!({"uri": uri_of(folder.path()), "name": "f"}))
        .into();
    client.greet(json!({"capabilities": capabilities, "workspaceFolders": folders}));
    let asked = client.told("workspace/configuration");
    assert_eq!(
        asked["items"],
        json!([
            {"section": "spawnsafe"},
            {"scopeUri": folders[0]["uri"], "section": "spawnsafe"},
            {"scopeUri": folders[1]["uri"], "section": "spawnsafe"},
            {"section": "python"},
            {"scopeUri": folders[0]["uri"], "section": "python"},
            {"scopeUri": folders[1]["uri"], "section": "python"},
        ])
    );
    let registered = client.told("client/registerCapability");
    assert_eq!(
        registered["registrations"][0]["method"],
        "workspace/didChangeConfiguration"
    );
    client.open(&one_uri, FINDING);
    client.published_count(&one_uri, 0);
    client.open(&two_uri, FINDING);
    client.published_count(&two_uri, 1);
    client.answers = vec![("workspace/configuration", json!([null, {}, linux]))];
    client.tell(
        "workspace/didChangeConfiguration",
        json!({"settings": null}),
    );
    client.published_count(&one_uri, 1);
    client.published_count(&two_uri, 0);
    // A folder that is closed takes its settings with it.
    client.answers = vec![("workspace/configuration", json!([null, {}]))];
    client.tell(
        "workspace/didChangeWorkspaceFolders",
        json!({
            "event": {"added": [], "removed": [folders[1]]},
        }),
    );
    client.published_count(&two_uri, 1);
}

#[test]
fn settings_that_say_nothing_new_disturb_nobody() {
    let mut capabilities = pulling();
    capabilities["workspace"]["configuration"] = json!(true);
    let said = json!({"targetPlatforms": ["linux", "windows"], "rules": {}});
    for (options, answer) in [(Value::Null, json!({})), (said.clone(), said)] {
        let folder = tempfile::tempdir().expect("a directory");
        let mut client = Client::start();
        client.answers = vec![(
            "workspace/configuration",
            json!([answer, answer, null, null]),
        )];
        client.greet(json!({
            "capabilities": capabilities,
            "initializationOptions": options,
            "workspaceFolders": [{"uri": uri_of(folder.path()), "name": "f"}],
        }));
        client.told("workspace/configuration");
        client.tell("workspace/didChangeConfiguration", json!({"settings": {}}));
        client.told("workspace/configuration");
        client.silent_about("workspace/diagnostic/refresh");
        let other = json!({"targetPlatforms": ["macos"]});
        client.answers = vec![("workspace/configuration", json!([other, other, null, null]))];
        client.tell("workspace/didChangeConfiguration", json!({"settings": {}}));
        client.told("workspace/diagnostic/refresh");
        client.silent_about("workspace/diagnostic/refresh");
    }
}

#[test]
fn settings_that_come_by_themselves_count() {
    let mut client = greeted(&pushed(), Value::Null);
    client.open("file:///x/example.py", FINDING);
    client.published_count("file:///x/example.py", 1);
    let settings = json!({"spawnsafe": {"targetPlatforms": ["linux"]}});
    client.tell(
        "workspace/didChangeConfiguration",
        json!({"settings": settings}),
    );
    client.published_count("file:///x/example.py", 0);
}

#[test]
fn a_file_of_settings_that_changes_counts_with_and_without_watchers() {
    let (directory, uri) = project(&[]);
    let file = directory.path().join("pyproject.toml");
    let mut client = greeted(&pushed(), Value::Null);
    client.open(&uri, FINDING);
    client.published_count(&uri, 1);
    fs::write(&file, LINUX).expect("a file");
    client.tell("textDocument/didSave", document(&uri));
    client.published_count(&uri, 0);
    fs::remove_file(&file).expect("the file");
    let change = json!({"changes": [{"uri": uri_of(&file), "type": 3}]});
    client.tell("workspace/didChangeWatchedFiles", change);
    client.published_count(&uri, 1);
}

#[test]
fn a_client_that_pulls_is_told_to_pull_again() {
    let (directory, uri) = project(&[]);
    let mut capabilities = pulling();
    capabilities["workspace"]["didChangeWatchedFiles"] = json!({"dynamicRegistration": true});
    let mut client = greeted(&capabilities, Value::Null);
    let registered = client.told("client/registerCapability");
    let watchers = registered["registrations"][0]["registerOptions"]["watchers"].to_string();
    for name in ["pyproject.toml", "spawnsafe.toml", "*.py"] {
        assert!(watchers.contains(name), "{name}: {watchers}");
    }
    client.open(&uri, FINDING);
    let report = client.result("textDocument/diagnostic", document(&uri));
    assert_eq!(report["items"].as_array().map(Vec::len), Some(1));
    fs::write(
        directory.path().join("spawnsafe.toml"),
        "target-platforms = [\"linux\"]\n",
    )
    .expect("a file");
    client.tell("textDocument/didSave", document(&uri));
    client.told("workspace/diagnostic/refresh");
    let report = client.result("textDocument/diagnostic", document(&uri));
    assert_eq!(report["items"], json!([]));
}

#[test]
fn a_file_of_settings_that_is_wrong_is_said_once_and_shown_where_it_is_wrong() {
    let wrong = "[tool.spawnsafe]\ntarget-platforms = [\"widows\"]\n[tool.spawnsafe.rules]\nunavailable-imports = \"off\"\n";
    let (directory, uri) = project(&[("pyproject.toml", wrong)]);
    let mut client = greeted(&pushed(), Value::Null);
    client.open(&uri, FINDING);
    client.published_count(&uri, 1);
    let message = client.told("window/showMessage")["message"].to_string();
    assert!(message.contains("pyproject.toml:2:21"), "{message}");
    client.replace(&uri, 2, &format!("\n{FINDING}"));
    client.published(&uri);
    client.silent_about("window/showMessage");
    let settings = uri_of(&directory.path().join("pyproject.toml"));
    client.open_as(&settings, "toml", wrong);
    let list = client.published_count(&settings, 2);
    assert_eq!(
        list["diagnostics"][0]["range"]["start"],
        json!({"line": 1, "character": 20})
    );
    client.replace(&settings, 2, LINUX);
    client.published_count(&settings, 0);
    // What is wrong with other people's projects is not ours to say.
    client.replace(&settings, 3, "[tool.other\n");
    client.silent_about("textDocument/publishDiagnostics");
}

#[test]
fn excluded_files_and_mode_off_show_nothing() {
    let (_directory, uri) = project(&[("spawnsafe.toml", "exclude = [\"example.py\"]\n")]);
    let mut client = greeted(&pushed(), Value::Null);
    client.open(&uri, FINDING);
    client.published_count(&uri, 0);
    let mut client = greeted(&pushed(), json!({"diagnosticMode": "off"}));
    client.open("file:///x/example.py", FINDING);
    client.published_count("file:///x/example.py", 0);
}

#[test]
fn a_file_that_is_broken_from_the_start_changes_nothing_but_the_settings() {
    let broken = "[tool.spawnsafe]\nno toml\n";
    let main = "import sys\n\nif sys.platform != 'win32':\n    import example\n";
    let (directory, uri) = project(&[("pyproject.toml", broken), ("main.py", main)]);
    let path = directory.path().join("pyproject.toml");
    let mut client = Client::greeted(&pulling());
    client.open(&uri, "import fcntl\n");
    // It is imported where it works only.
    let items = &client.result("textDocument/diagnostic", document(&uri))["items"];
    assert_eq!(items, &json!([]));
    for text in ["[tool.spawnsafe]\n", broken] {
        fs::write(&path, text).expect("a file");
        let changes = json!([{"uri": uri_of(&path), "type": 2}]);
        client.tell(
            "workspace/didChangeWatchedFiles",
            json!({"changes": changes}),
        );
        let items = &client.result("textDocument/diagnostic", document(&uri))["items"];
        assert_eq!(items, &json!([]), "{text}");
    }
}
