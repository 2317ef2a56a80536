//! What is installed: the interpreter that was chosen, requirements, and answers that take their time.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::client::Client;
use super::fixture::{document, pulling, pushed};

/// A directory with an environment in `chosen`, in which `spaces` cannot be imported on Windows.
fn project(module: &str) -> TempDir {
    let directory = tempfile::tempdir().expect("a directory");
    let site = "chosen/lib/python3.12/site-packages";
    write(directory.path(), "chosen/pyvenv.cfg", "version = 3.12.1\n");
    write(directory.path(), "chosen/bin/python", "");
    write(
        directory.path(),
        &format!("{site}/spaces/__init__.py"),
        module,
    );
    write(
        directory.path(),
        &format!("{site}/spaces-0.28.3.dist-info/RECORD"),
        "spaces/__init__.py,,\nspaces-0.28.3.dist-info/RECORD,,\n",
    );
    directory
}

pub(super) fn write(directory: &Path, name: &str, text: &str) {
    let path = directory.join(name);
    fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
    fs::write(path, text).expect("a file");
}

pub(super) fn uri(directory: &Path, name: &str) -> String {
    format!("file://{}", directory.join(name).display())
}

pub(super) fn greeted(directory: &Path, capabilities: &Value, options: Value) -> Client {
    greet(Client::start(), directory, capabilities, options)
}

/// A server that does not wait at all for what takes long.
fn impatient(directory: &Path, capabilities: &Value, options: Value) -> Client {
    let client = Client::start_with("SPAWNSAFE_PATIENCE_MS", "0");
    greet(client, directory, capabilities, options)
}

#[expect(clippy::needless_pass_by_value, reason = "they are made for the call")]
fn greet(mut client: Client, directory: &Path, capabilities: &Value, options: Value) -> Client {
    let folders = json!([{"uri": uri(directory, "").trim_end_matches('/'), "name": "w"}]);
    client.greet(json!({
        "capabilities": capabilities,
        "workspaceFolders": folders,
        "initializationOptions": options,
    }));
    client
}

pub(super) const SPACES: &str = "import fcntl\n";

#[test]
fn the_interpreter_that_the_user_chose_tells_what_is_installed() {
    let project = project(SPACES);
    let at = project.path();
    let python = at.join("chosen/bin/python").display().to_string();
    let chosen = [
        json!({"interpreter": python}),
        json!({"interpreter": ["/no/such/python", "${workspaceFolder}/chosen/bin/python"]}),
        json!({"python": {"pythonPath": python}}),
        json!({"settings": {"spawnsafe": {}, "python": {"defaultInterpreterPath": "chosen/bin/python"}}}),
        json!({"interpreter": at.join("chosen"), "configurationPreference": "filesystemOnly"}),
    ];
    for options in chosen {
        let mut client = greeted(at, &pushed(), options.clone());
        client.open(&uri(at, "app.py"), "import spaces\n");
        let list = client.published(&uri(at, "app.py"));
        assert_eq!(
            list["diagnostics"][0]["code"], "failing-import",
            "{options}"
        );
        client.silent_about("window/showMessage");
    }
    let none = [
        Value::Null,
        json!({"interpreter": []}),
        // The one on PATH, whichever that is, says nothing.
        json!({"python": {"defaultInterpreterPath": "python"}}),
    ];
    for options in none {
        let mut client = greeted(at, &pushed(), options);
        client.open(&uri(at, "app.py"), "import spaces\n");
        client.published_count(&uri(at, "app.py"), 0);
    }
    // What the project says itself is stronger.
    write(at, "spawnsafe.toml", "environment = 'nowhere'\n");
    let mut client = greeted(at, &pushed(), json!({"interpreter": python}));
    client.open(&uri(at, "app.py"), "import spaces\n");
    client.published_count(&uri(at, "app.py"), 0);
}

#[test]
fn another_interpreter_is_asked_for_and_counts_at_once() {
    let project = project(SPACES);
    let at = project.path();
    let mut capabilities = pushed();
    capabilities["workspace"]["configuration"] = json!(true);
    let mut client = greeted(at, &capabilities, Value::Null);
    let asked = client.told("workspace/configuration");
    let sections: Vec<_> = asked["items"].as_array().expect("items").iter().collect();
    assert_eq!(sections.len(), 4);
    assert_eq!(sections[3]["section"], "python");
    assert!(sections[3]["scopeUri"].is_string());
    client.open(&uri(at, "app.py"), "import spaces\n");
    client.published_count(&uri(at, "app.py"), 0);
    let python = json!({"pythonPath": at.join("chosen/bin/python")});
    let answer = json!([null, null, null, python]);
    client.answers = vec![("workspace/configuration", answer)];
    client.tell(
        "workspace/didChangeConfiguration",
        json!({"settings": null}),
    );
    client.published_count(&uri(at, "app.py"), 1);
}

const REQUIREMENTS: [(&str, &str, &str); 3] = [
    (
        "requirements-dev.txt",
        "pip-requirements",
        "# why\nspaces==0.28.3\n",
    ),
    (
        "pyproject.toml",
        "toml",
        "[project]\ndependencies = [\n  \"spaces\",\n]\n",
    ),
    (
        "environment.yml",
        "yaml",
        "dependencies:\n- pip:\n  - spaces\n",
    ),
];

#[test]
fn a_requirement_that_cannot_be_imported_is_told_where_it_is_required() {
    let project = project(SPACES);
    let at = project.path();
    let options = json!({"interpreter": at.join("chosen/bin/python")});
    for (name, language, text) in REQUIREMENTS {
        let uri = uri(at, name);
        let mut client = greeted(at, &pushed(), options.clone());
        client.open_as(&uri, language, text);
        let list = client.published_count(&uri, 1);
        let finding = &list["diagnostics"][0];
        let line = text.lines().position(|line| line.contains("spaces"));
        assert_eq!(finding["range"]["start"]["line"], json!(line), "{name}");
        assert_eq!(finding["code"], "failing-import");
        assert!(finding["relatedInformation"][0]["location"]["uri"].is_string());
        let change = text.replace("spaces", "numpy");
        client.replace(&uri, 2, &change);
        client.published_count(&uri, 0);
        client.replace(&uri, 3, text);
        client.published_count(&uri, 1);
        client.close(&uri);
        client.published_count(&uri, 0);
        // A client that asks gets the same.
        let mut client = greeted(at, &pulling(), options.clone());
        client.open_as(&uri, language, text);
        let report = client.result("textDocument/diagnostic", document(&uri));
        assert_eq!(report["items"][0]["message"], finding["message"], "{name}");
        client.silent_about("textDocument/publishDiagnostics");
    }
}

#[test]
fn requirements_are_told_on_the_command_line_and_in_the_workspace_alike() {
    let project = project(SPACES);
    let at = project.path();
    write(at, "spawnsafe.toml", "environment = 'chosen'\n");
    for (name, _, text) in REQUIREMENTS {
        write(at, name, text);
    }
    let mut client = greeted(at, &pushed(), json!({"diagnosticMode": "workspace"}));
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_spawnsafe"))
        .args(["check", "--output-format", "json"])
        .current_dir(at)
        .output()
        .expect("the program runs");
    let told = String::from_utf8(output.stdout).expect("a text");
    for (name, ..) in REQUIREMENTS {
        let list = client.published_count(&uri(at, name), 1);
        let message = list["diagnostics"][0]["message"].as_str().expect("a text");
        let first = message.lines().next().expect("a line");
        let quoted = serde_json::to_string(first).expect("a string");
        assert!(told.contains(quoted.trim_matches('"')), "{first}\n{told}");
        assert!(told.contains(name), "{name}: {told}");
    }
}

#[test]
fn a_requirement_is_fixed_with_a_marker_or_ignored_with_a_comment() {
    let project = project(SPACES);
    let at = project.path();
    let options = json!({"interpreter": at.join("chosen/bin/python")});
    let mut client = greeted(at, &pushed(), options);
    let uri = uri(at, "requirements.txt");
    client.open_as(&uri, "plaintext", "spaces==0.28.3\n");
    let list = client.published_count(&uri, 1);
    let range = list["diagnostics"][0]["range"].clone();
    let params = json!({
        "textDocument": {"uri": uri}, "range": range, "context": {"diagnostics": []},
    });
    let actions = client.result("textDocument/codeAction", params);
    let actions = actions.as_array().expect("actions");
    assert_eq!(actions.len(), 2, "{actions:?}");
    let ignore = &actions[1]["edit"]["documentChanges"][0]["edits"][0];
    assert_eq!(ignore["newText"], "  # spawnsafe: ignore[failing-import]");
    let edit = &actions[0]["edit"]["documentChanges"][0]["edits"][0];
    assert_eq!(edit["newText"], "; sys_platform != \"win32\"");
    let arguments = json!([{"textDocument": {"uri": uri}}]);
    let params = json!({"command": "spawnsafe.applyFixAll", "arguments": arguments});
    client.result("workspace/executeCommand", params);
    client.silent_about("workspace/applyEdit");
}

/// A package of many modules, which take their time.
fn slow() -> TempDir {
    let many = 40;
    let imports = (0..many).map(|n| format!("from . import m{n}\n"));
    let project = project(&format!("{SPACES}{}", imports.collect::<String>()));
    let mut module = String::from("import fcntl, os, sys\n");
    for n in 0..400 {
        let _ = writeln!(
            module,
            "if sys.platform == 'win32' or os.name == 'nt':\n    x{n} = [fcntl, {n}]\nelse:\n    x{n} = os.fork"
        );
    }
    let site = "chosen/lib/python3.12/site-packages/spaces";
    (0..many).for_each(|n| write(project.path(), &format!("{site}/m{n}.py"), &module));
    project
}

const USE: &str = "import os\nimport spaces\nos.fork()\n";

#[test]
fn what_takes_long_comes_later_and_is_shown() {
    let project = slow();
    let at = project.path();
    let options = json!({"interpreter": at.join("chosen/bin/python")});
    let app = uri(at, "app.py");
    let mut capabilities = pushed();
    capabilities["window"] = json!({"workDoneProgress": true});
    let mut client = impatient(at, &capabilities, options.clone());
    client.open(&app, USE);
    let first = client.published(&app);
    assert_eq!(
        first["diagnostics"].as_array().map(Vec::len),
        Some(1),
        "{first}"
    );
    assert_eq!(first["diagnostics"][0]["code"], "unavailable-attribute");
    let begin = client.told("$/progress");
    let message = begin["value"]["message"].as_str();
    assert_eq!(message, Some("Reading what app.py imports"));
    assert_eq!(begin["value"]["cancellable"], true);
    client.published_count(&app, 2);
    let ended = |message: &Value| message["params"]["value"]["kind"] == "end";
    client.wait("the end", ended);
    // The one who asks is told to ask again.
    let mut client = impatient(at, &pulling(), options);
    client.open(&app, USE);
    let report = client.result("textDocument/diagnostic", document(&app));
    assert_eq!(report["items"].as_array().map(Vec::len), Some(1));
    client.told("workspace/diagnostic/refresh");
    let report = client.result("textDocument/diagnostic", document(&app));
    assert_eq!(report["items"].as_array().map(Vec::len), Some(2));
    client.silent_about("workspace/diagnostic/refresh");
}

#[test]
fn a_newer_text_does_not_wait_for_what_the_older_one_imports() {
    let project = slow();
    let at = project.path();
    let options = json!({"interpreter": at.join("chosen/bin/python")});
    let app = uri(at, "app.py");
    let mut client = greeted(at, &pushed(), options);
    client.open(&app, USE);
    let started = Instant::now();
    client.replace(&app, 2, "import os\nos.fork()\nos.getuid()\n");
    let list = client.published_count(&app, 2);
    assert_eq!(list["version"], 2);
    assert!(
        started.elapsed() < Duration::from_secs(2),
        "{:?}",
        started.elapsed()
    );
    // What the older one would have shown never comes.
    client.silent_about("textDocument/publishDiagnostics");
}

#[test]
fn the_user_may_do_without_what_takes_long() {
    let project = slow();
    let at = project.path();
    let options = json!({"interpreter": at.join("chosen/bin/python")});
    let app = uri(at, "app.py");
    let mut capabilities = pushed();
    capabilities["window"] = json!({"workDoneProgress": true});
    let mut client = impatient(at, &capabilities, options);
    client.open(&app, USE);
    let token = client.told("$/progress")["token"].clone();
    client.published_count(&app, 1);
    client.tell("window/workDoneProgress/cancel", json!({"token": token}));
    let ended = |message: &Value| message["params"]["value"]["kind"] == "end";
    client.wait("the end", ended);
    client.silent_about("textDocument/publishDiagnostics");
    assert_eq!(client.finish(), 0);
}

/// A module that fails on Windows, and what would have to change in it.
const PATCH: &str = "--- a/spaces/__init__.py\n+++ b/spaces/__init__.py\n@@ -1 +1,4 @@\n-import fcntl\n\
    +import sys\n+\n+if sys.platform != \"win32\":\n+    import fcntl\n";

#[test]
fn how_the_package_would_have_to_change_is_shown_and_never_done() {
    let project = project(SPACES);
    let at = project.path();
    let options = json!({"interpreter": at.join("chosen/bin/python")});
    for (name, language, text) in [
        ("app.py", "python", "import spaces\n"),
        ("requirements.txt", "pip-requirements", "spaces==0.28.3\n"),
        (
            "pyproject.toml",
            "toml",
            "project = {dependencies = ['spaces']}\n",
        ),
    ] {
        let uri = uri(at, name);
        let mut capabilities = pushed();
        capabilities["window"] = json!({"showDocument": {"support": true}});
        let mut client = greeted(at, &capabilities, options.clone());
        client.open_as(&uri, language, text);
        let list = client.published_count(&uri, 1);
        let range = &list["diagnostics"][0]["range"];
        let mut place = document(&uri);
        place["position"] = range["start"].clone();
        let hover = client.result("textDocument/hover", place);
        let shown = hover["contents"]["value"].as_str().expect("a text");
        assert!(
            shown.contains(&format!("```diff\n{PATCH}```")),
            "{name}: {shown}"
        );
        let params = json!({
            "textDocument": {"uri": uri}, "range": range, "context": {"diagnostics": []},
        });
        let actions = client.result("textDocument/codeAction", params);
        let actions = actions.as_array().expect("actions");
        let last = actions.last().expect("an action");
        assert_eq!(last["command"], "spawnsafe.showPatch", "{actions:?}");
        client.answers = vec![("window/showDocument", json!({"success": true}))];
        let command = json!({"command": last["command"], "arguments": last["arguments"]});
        client.result("workspace/executeCommand", command);
        let asked = client.told("window/showDocument");
        let path = asked["uri"]
            .as_str()
            .and_then(|uri| uri.strip_prefix("file://"));
        assert_eq!(
            fs::read_to_string(path.expect("a file")).expect("a text"),
            PATCH
        );
        let site = "chosen/lib/python3.12/site-packages/spaces/__init__.py";
        assert_eq!(fs::read_to_string(at.join(site)).expect("a text"), SPACES);
    }
}
