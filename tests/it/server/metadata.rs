//! What a project says of itself, and what that does to its code while somebody edits it.

use serde_json::{Value, json};

use super::fixture::pushed;
use super::packages::{SPACES, greeted, uri, write};

#[test]
fn a_claim_that_the_package_contradicts_is_told_until_the_package_is_mended() {
    let project = tempfile::tempdir().expect("a directory");
    let at = project.path();
    for (name, language, text) in [
        (
            "pyproject.toml",
            "toml",
            "[project]\nname = 'pkg'\nclassifiers = ['Operating System :: OS Independent']\n",
        ),
        (
            "setup.cfg",
            "ini",
            "[metadata]\nname = pkg\nclassifiers =\n  Operating System :: OS Independent\n",
        ),
    ] {
        write(at, "src/pkg/__init__.py", SPACES);
        let uri = uri(at, name);
        let mut client = greeted(at, &pushed(), Value::Null);
        client.open_as(&uri, language, text);
        let list = client.published_count(&uri, 1);
        let finding = &list["diagnostics"][0];
        assert_eq!(finding["code"], "unsupported-classifier");
        assert_eq!(finding["severity"], 2);
        let place = &finding["relatedInformation"][0]["location"]["uri"];
        assert!(
            place
                .as_str()
                .is_some_and(|uri| uri.ends_with("src/pkg/__init__.py"))
        );
        let params = json!({
            "textDocument": {"uri": uri}, "range": finding["range"], "context": {"diagnostics": []},
        });
        let actions = client.result("textDocument/codeAction", params);
        assert_eq!(actions[0]["title"], "spawnsafe: Claim Linux and macOS only");
        write(at, "src/pkg/__init__.py", "");
        let changed = format!(
            "{}/src/pkg/__init__.py",
            uri.trim_end_matches(&format!("/{name}"))
        );
        client.tell(
            "workspace/didChangeWatchedFiles",
            json!({"changes": [{"uri": changed, "type": 2}]}),
        );
        client.published_count(&uri, 0);
    }
}

#[test]
fn a_requirement_that_is_added_makes_an_import_good_at_once() {
    let project = tempfile::tempdir().expect("a directory");
    let at = project.path();
    let app = uri(at, "app.py");
    let mut client = greeted(at, &pushed(), Value::Null);
    client.open(&app, "import curses\n");
    client.published_count(&app, 1);
    for (name, before, text) in [
        (
            "requirements.txt",
            "rich\n",
            "rich\nwindows-curses; sys_platform == 'win32'\n",
        ),
        (
            "pyproject.toml",
            "[project]\nname = 'x'\n",
            "[project]\nname = 'x'\ndependencies = ['windows-curses; os_name == \"nt\"']\n",
        ),
    ] {
        for (text, count) in [(text, 0), (before, 1)] {
            write(at, name, text);
            let change = json!({"changes": [{"uri": uri(at, name), "type": 2}]});
            client.tell("workspace/didChangeWatchedFiles", change);
            client.published_count(&app, count);
        }
    }
}
