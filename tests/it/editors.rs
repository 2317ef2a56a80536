//! The files in editors/ are valid, agree with the program, and with each other.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use spawnsafe::world::Platform;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("editors")
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn json(path: impl AsRef<Path>) -> Value {
    let path = path.as_ref();
    serde_json::from_str(&read(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn toml(path: impl AsRef<Path>) -> toml::Table {
    let path = path.as_ref();
    toml::from_str(&read(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every file under editors/ that is ours, not fetched or built.
fn files() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut directories = vec![root()];
    while let Some(directory) = directories.pop() {
        for entry in fs::read_dir(&directory).expect("a directory of editors/") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().unwrap_or_default();
            if !path.is_dir() {
                found.push(path);
            } else if !["node_modules", "dist", "bundled", "target"]
                .map(OsStr::new)
                .contains(&name)
            {
                directories.push(path);
            }
        }
    }
    found
}

fn strings(list: &Value) -> Vec<&str> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

#[test]
fn every_data_file_parses() {
    let mut kinds = BTreeSet::new();
    for path in files() {
        let kind = path.extension().and_then(OsStr::to_str).unwrap_or_default();
        match kind {
            "json" | "sublime-settings" if !path.ends_with("tsconfig.json") => drop(json(&path)),
            "toml" => drop(toml(&path)),
            _ => continue,
        }
        kinds.insert(kind.to_owned());
    }
    assert_eq!(
        kinds,
        ["json", "sublime-settings", "toml"]
            .map(String::from)
            .into()
    );
}

#[test]
fn every_editor_starts_the_server() {
    let command = ["spawnsafe", "server"];
    let helix = toml("helix/languages.toml");
    let server = &helix["language-server"]["spawnsafe"];
    assert_eq!(server["command"].as_str(), Some(command[0]));
    assert_eq!(server["args"][0].as_str(), Some(command[1]));
    let python = &helix["language"][0];
    let servers = python["language-servers"]
        .as_array()
        .expect("Helix's list of servers");
    assert!(
        servers
            .iter()
            .any(|name| name.as_str() == Some("spawnsafe"))
    );

    let kate = json("kate/settings.json");
    assert_eq!(strings(&kate["servers"]["python"]["command"]), command);
    let sublime = json("sublime/LSP.sublime-settings");
    assert_eq!(
        strings(&sublime["clients"]["spawnsafe"]["command"]),
        command
    );
    let zed = toml("zed/extension.toml");
    assert!(zed["language_servers"].get("spawnsafe").is_some());
    assert!(read("neovim/lsp/spawnsafe.lua").contains("cmd = { 'spawnsafe', 'server' }"));
    assert!(read("emacs/spawnsafe.el").contains(r#"'("spawnsafe" "server")"#));
}

/// Editors that no test here can start: their files hold the keys that they know, and name Python as they
/// do. A wrong key would be passed over in silence.
#[test]
fn zed_sublime_and_kate_know_every_key_and_the_language() {
    let keys = |table: &Value| -> BTreeSet<String> {
        table
            .as_object()
            .expect("a table")
            .keys()
            .cloned()
            .collect()
    };
    let within = |table: &Value, known: &[&str]| {
        let known: BTreeSet<String> = known.iter().map(|key| (*key).to_owned()).collect();
        let unknown: Vec<_> = keys(table).difference(&known).cloned().collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    };

    let kate = json("kate/settings.json");
    assert_eq!(keys(&kate), ["servers".to_owned()].into());
    // The name of Kate's own entry for the language, which this one takes the place of.
    let python = &kate["servers"]["python"];
    let known = [
        "command",
        "commandDebug",
        "url",
        "path",
        "root",
        "rootIndicationFileNames",
        "rootIndicationFilePatterns",
        "rootfile",
        "environment",
        "highlightingModeRegex",
        "documentLanguageId",
        "initializationOptions",
        "settings",
        "use",
    ];
    within(python, &known);
    assert_eq!(python["highlightingModeRegex"], "^Python$");

    let sublime = json("sublime/LSP.sublime-settings");
    assert_eq!(keys(&sublime), ["clients".to_owned()].into());
    let client = &sublime["clients"]["spawnsafe"];
    let known = [
        "enabled",
        "command",
        "selector",
        "priority_selector",
        "schemes",
        "env",
        "settings",
        "initializationOptions",
        "initialization_options",
        "tcp_port",
        "disabled_capabilities",
        "experimental_capabilities",
        "diagnostics_mode",
        "path_maps",
        "file_watcher",
    ];
    within(client, &known);
    assert_eq!(client["enabled"], true);
    assert_eq!(client["selector"], "source.python");

    let zed = serde_json::to_value(toml("zed/extension.toml")).expect("JSON");
    let known = [
        "id",
        "name",
        "version",
        "schema_version",
        "authors",
        "description",
        "repository",
        "language_servers",
    ];
    within(&zed, &known);
    assert_eq!(zed["schema_version"], 1);
    let server = &zed["language_servers"]["spawnsafe"];
    within(server, &["name", "language", "languages", "language_ids"]);
    assert_eq!(strings(&server["languages"]), ["Python"]);
    let settings = json("zed/settings.json");
    let order = strings(&settings["languages"]["Python"]["language_servers"]);
    // The dots stand for all others.
    assert_eq!(order, ["spawnsafe", "..."]);
    let manifest = toml("zed/Cargo.toml");
    let kinds = manifest["lib"]["crate-type"].as_array().expect("kinds");
    assert_eq!(kinds[0].as_str(), Some("cdylib"));
    let source = read("zed/src/lib.rs");
    for part in [
        "worktree.which(\"spawnsafe\")",
        "vec![\"server\".into()]",
        "register_extension!",
    ] {
        assert!(source.contains(part), "{part}");
    }
}

/// What the real editors are to show is what the program says and does.
#[test]
fn the_cases_for_the_editors_are_what_the_command_line_says() {
    let cases = root().join("../tests/editors/cases");
    let mut tried = 0;
    for entry in fs::read_dir(cases).expect("the cases") {
        let directory = entry.expect("a case").path();
        let case: Value =
            serde_json::from_str(&fs::read_to_string(directory.join("case.json")).expect("a case"))
                .expect("JSON");
        let text = |key: &str| case[key].as_str().expect("a text").to_owned();
        let scratch = tempfile::tempdir().expect("a directory");
        let file = scratch.path().join(text("file"));
        for entry in fs::read_dir(directory.join("workspace")).expect("a workspace") {
            let from = entry.expect("a file").path();
            fs::copy(
                &from,
                scratch.path().join(from.file_name().expect("a name")),
            )
            .expect("a copy");
        }
        let check = |arguments: &[&str]| {
            let output = Command::new(env!("CARGO_BIN_EXE_spawnsafe"))
                .arg("check")
                .args(arguments)
                .arg(&file)
                .output()
                .expect("the program runs");
            String::from_utf8(output.stdout).expect("a text")
        };
        let findings: Value =
            serde_json::from_str(&check(&["--output-format", "json"])).expect("JSON");
        let finding = &findings[0];
        assert_eq!(finding["rule"], text("code"));
        let message = finding["message"].as_str().expect("a message");
        assert!(message.contains(&text("message")), "{message}");
        let fix = finding["fixes"][0]["title"].as_str().expect("a fix");
        assert!(fix.contains(&text("action")), "{fix}");
        check(&["--fix"]);
        let expected = directory
            .join("expected")
            .with_extension(file.extension().expect("one"));
        let fixed = fs::read_to_string(&file).expect("the file");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&expected, &fixed).expect("the expected file");
        }
        assert_eq!(
            fixed,
            fs::read_to_string(&expected).expect("the expected file")
        );
        tried += 1;
    }
    assert!(tried >= 3, "{tried}");
}

/// Files with settings and requirements are the server's as well, where an editor can tell them from others.
#[test]
fn editors_attach_to_settings_and_requirements() {
    let vscode = read("vscode/src/documents.ts");
    let neovim = read("neovim/lsp/spawnsafe.lua");
    for name in [
        "pyproject.toml",
        "spawnsafe.toml",
        "environment.",
        "Pipfile",
        "requirements",
    ] {
        assert!(vscode.contains(name), "{name}");
        assert!(neovim.contains(name), "{name}");
    }
    let helix = toml("helix/languages.toml");
    let languages = helix["language"].as_array().expect("languages");
    let names: Vec<_> = languages
        .iter()
        .filter_map(|language| language["name"].as_str())
        .collect();
    assert_eq!(names, ["python", "pip-requirements"]);
    assert!(
        read("emacs/spawnsafe.el").contains("(python-mode python-ts-mode pip-requirements-mode)")
    );
}

#[test]
fn every_package_has_the_version_of_the_program() {
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(json("vscode/package.json")["version"], version);
    assert_eq!(json("vscode/package-lock.json")["version"], version);
    assert_eq!(
        toml("zed/extension.toml")["version"].as_str(),
        Some(version)
    );
    assert_eq!(
        toml("zed/Cargo.toml")["package"]["version"].as_str(),
        Some(version)
    );
    assert!(read("emacs/spawnsafe.el").contains(&format!(";; Version: {version}\n")));
}

#[test]
fn the_vscode_lockfile_names_no_host() {
    let lock = json("vscode/package-lock.json");
    let packages = lock["packages"].as_object().expect("packages");
    assert!(packages.len() > 2);
    for (name, package) in packages {
        assert_eq!(
            package.get("resolved"),
            None,
            "{name}: npm install --omit-lockfile-registry-resolved"
        );
    }
}

#[test]
fn the_vscode_settings_are_the_programs() {
    let package = json("vscode/package.json");
    let settings = package["contributes"]["configuration"]["properties"]
        .as_object()
        .expect("settings");
    let platforms = Platform::ALL.map(Platform::name);
    assert_eq!(
        strings(&settings["spawnsafe.targetPlatforms"]["items"]["enum"]),
        platforms
    );
    for (name, setting) in settings {
        assert!(name.starts_with("spawnsafe."), "{name}");
        assert!(
            ["window", "resource"]
                .map(Value::from)
                .contains(&setting["scope"]),
            "{name} says no scope"
        );
        assert!(setting.get("default").is_some(), "{name} says no default");
    }
    let restricted =
        strings(&package["capabilities"]["untrustedWorkspaces"]["restrictedConfigurations"]);
    assert_eq!(restricted.len(), 4);
    for name in restricted {
        assert!(
            settings.contains_key(name),
            "{name} is restricted, but no setting"
        );
    }
}

#[test]
fn what_the_vscode_package_names_is_there() {
    let package = json("vscode/package.json");
    let steps = package["contributes"]["walkthroughs"][0]["steps"]
        .as_array()
        .expect("steps");
    let media = steps
        .iter()
        .flat_map(|step| step["media"].as_object().expect("media"))
        .filter(|(kind, _)| *kind != "altText")
        .map(|(_, path)| path);
    for path in media.chain([&package["icon"]]) {
        // Packaging copies the pictures of the walkthrough from images/.
        let path = path
            .as_str()
            .expect("a path")
            .replace("walkthrough/vscode-", "../images/vscode-");
        let path = root().join("vscode").join(path);
        assert!(path.is_file(), "{} is missing", path.display());
    }
}
