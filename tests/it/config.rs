//! Settings: what each source says, what is wrong with it, and which one holds.

use std::path::Path;

use serde_json::json;
use spawnsafe::config::{
    self, Config, Level, Options, SettingNode, SettingProblem, TomlTable, minors,
};
use spawnsafe::finding::Severity;
use spawnsafe::project::{Discovery, Layer, Settings, SettingsSource};
use spawnsafe::rules::codes;
use spawnsafe::world::Worlds;

fn worlds(notation: &str) -> Worlds {
    notation.parse().expect("the notation of a test")
}

fn from_toml(text: &str, table: TomlTable) -> (SettingNode, Option<Options>, Vec<SettingProblem>) {
    config::from_toml(text, table, &codes())
}

fn from_json(json: &serde_json::Value, elsewhere: &[&str]) -> (Options, Vec<SettingProblem>) {
    config::from_json(json, elsewhere, &codes())
}

fn top(text: &str) -> Options {
    let (_, options, problems) = from_toml(text, TomlTable::Top);
    assert_eq!(problems, [], "{text}");
    options.expect("options")
}

#[test]
fn specifiers_become_minor_versions() {
    for (specifier, expected) in [
        (">=3.10", ">=3.10 <3.16"),
        (">=3.10,<3.12", ">=3.10 <3.12"),
        (">= 3.9, != 3.11.*", ">=3.9 <3.11 + >=3.12 <3.16"),
        // Some release of 3.10 is let in, so 3.10 is a target.
        (">=3.10.4", ">=3.10 <3.16"),
        (">3.13.0", ">=3.13 <3.16"),
        ("<=3.12", ">=3.8 <3.13"),
        ("~=3.11", ">=3.11 <3.16"),
        ("~=3.11.0", "3.11"),
        ("==3.12.*", "3.12"),
        ("3.12", "3.12"),
        ("3.12.*", "3.12"),
        (">=2.7", ">=3.8 <3.16"),
        (">=3.6,!=3.7.*,<4", ">=3.8 <3.16"),
    ] {
        assert_eq!(minors(specifier), Ok(worlds(expected)), "{specifier}");
    }
    for wrong in ["", "python3", ">=3.x", "<3.8", ">=4", "==2.*", ",", "≥3.10"] {
        assert!(minors(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn toml_and_json_say_the_same() {
    let toml = top(
        "target-platforms = ['win32', 'macos']\ntarget-python = '>=3.12'\nexclude = ['a', 'b/']\n\
         environment = '.venv'\nbaseline = 'b.json'\nforce-exclude = true\nrespect-gitignore = false\n\
         extend-exclude = ['c']\nrules = { unavailable-import = 'warn', unused-ignore = 'off' }\n\
         per-file-ignores = { 'tests/' = ['unused-ignore'] }\n\
         [[overrides]]\nfiles = ['win/*']\ntarget-platforms = 'all'\ntarget-python = '3.13'\nrules = { unused-ignore = 'error' }\n",
    );
    let json = json!({
        "target-platforms": ["windows", "darwin"], "target-python": ">=3.12", "exclude": ["a", "b/"],
        "environment": ".venv", "baseline": "b.json", "force-exclude": true, "respect-gitignore": false,
        "extend-exclude": ["c"], "rules": {"unavailable-import": "warn", "unused-ignore": "off"},
        "overrides": [{"files": ["win/*"], "target-platforms": ["all"], "target-python": "3.13", "rules": {"unused-ignore": "error"}}],
        "per-file-ignores": {"tests/": ["unused-ignore"]},
        "diagnosticMode": "workspace",
    });
    let (options, problems) = from_json(&json, &["diagnosticMode"]);
    assert_eq!(problems, []);
    assert_eq!(options, toml);
    assert_eq!(toml.platforms, Some(worlds("windows|macos")));
    assert_eq!(toml.python, Some(worlds(">=3.12 <3.16")));
    assert_eq!(
        toml.rules["unavailable-import"],
        Level::At(Severity::Warning)
    );
    assert_eq!(toml.overrides[0].rules["unused-ignore"], Level::Off);
    assert_eq!(toml.overrides[1].platforms, Some(Worlds::ALL));
}

#[test]
fn problems_in_json_name_the_setting() {
    let (_, problems) = from_json(
        &json!({"rules": {"unused-ignore": "warning"}, "targets": 1}),
        &[],
    );
    let said: Vec<(&str, &str)> = problems
        .iter()
        .map(|problem| {
            (
                &*problem.setting,
                problem.message.split(" (").next().unwrap_or(""),
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            (
                "rules.unused-ignore",
                "unknown level `warning`; did you mean `warn`?"
            ),
            ("targets", "unknown setting `targets`"),
        ]
    );
    assert_eq!(
        from_json(&json!(null), &[]),
        (Options::default(), Vec::new())
    );
    assert_eq!(from_json(&json!([]), &[]).1.len(), 1);
}

#[test]
fn every_problem_has_its_bytes() {
    let text = "target-platforms = ['linux', 'widows']\n[rules]\nx = 'off'\n";
    let (_, options, problems) = from_toml(text, TomlTable::Top);
    let wrong: Vec<&str> = problems
        .iter()
        .map(|problem| &text[problem.range.clone().expect("bytes")])
        .collect();
    assert_eq!(wrong, ["'widows'", "x"]);
    // What is right is still there for the editor.
    assert_eq!(options.expect("options").platforms, Some(worlds("linux")));
}

#[test]
fn a_file_without_our_table_has_no_settings() {
    assert_eq!(from_toml("[tool.black]\n", TomlTable::Tool).1, None);
    assert_eq!(from_toml("", TomlTable::Tool).1, None);
    assert_eq!(
        from_toml("[tool.spawnsafe]\n", TomlTable::Tool).1,
        Some(Options::default())
    );
    assert_eq!(from_toml("tool = 3\n", TomlTable::Tool).1, None);
    assert_eq!(
        from_toml("[tool]\nspawnsafe = 3\n", TomlTable::Tool)
            .2
            .len(),
        1
    );
}

#[test]
fn metadata_declares_targets() {
    let declared = |text: &str| {
        let (root, _, problems) = from_toml(text, TomlTable::Tool);
        assert_eq!(problems, []);
        config::declared(&root).map(|options| (options.platforms, options.python))
    };
    let systems = |names: &[&str]| {
        let names: Vec<String> = names
            .iter()
            .map(|name| format!("'Operating System :: {name}'"))
            .collect();
        let text = format!("[project]\nclassifiers = [{}]\n", names.join(", "));
        declared(&text)
            .expect("a project")
            .0
            .map(|worlds| worlds.to_string())
    };
    let is = |expected: &str| Some(expected.to_owned());
    assert_eq!(systems(&["POSIX"]), is("linux|macos"));
    assert_eq!(systems(&["POSIX :: Linux"]), is("linux"));
    assert_eq!(systems(&["MacOS", "MacOS :: MacOS X"]), is("macos"));
    assert_eq!(
        systems(&["Microsoft :: Windows :: Windows 10", "POSIX :: Linux"]),
        is("linux|windows")
    );
    assert_eq!(systems(&["OS Independent"]), is("linux|macos|windows"));
    assert_eq!(
        systems(&["Unix", "POSIX :: BSD :: FreeBSD"]),
        is("linux|macos|freebsd")
    );
    assert_eq!(systems(&["Android", "iOS"]), is("android|ios"));
    assert_eq!(systems(&["Other OS"]), None);
    assert_eq!(systems(&[]), None);

    let python = |text: &str| {
        declared(text)
            .expect("a project")
            .1
            .map(|worlds| worlds.to_string())
    };
    assert_eq!(
        python("[project]\nrequires-python = '>=3.10'\n"),
        is(">=3.10 <3.16")
    );
    // It is not our setting: what cannot be read is not declared.
    assert_eq!(python("[project]\nrequires-python = 'new'\n"), None);
    assert_eq!(python("[project]\nrequires-python = 3.10\n"), None);
    let classifiers = "[project]\nclassifiers = ['Programming Language :: Python :: 3.12', 'Programming Language :: Python :: 3.11', 'Programming Language :: Python :: 3 :: Only']\n";
    assert_eq!(python(classifiers), is(">=3.11 <3.16"));
    assert_eq!(
        python("[tool.poetry.dependencies]\npython = '^3.9'\n"),
        is(">=3.9 <3.16")
    );
    assert_eq!(declared("[tool.black]\n"), None);
}

#[test]
fn setup_cfg_declares_targets() {
    let text = "[metadata]\nname = x\nclassifiers =\n    Operating System :: POSIX :: Linux\n    # a comment\n    Operating System :: MacOS\n\
                [options]\npython_requires = >=3.9,\n    <3.12\n[options.extras_require]\npython_requires = 1\n";
    let options = config::declared_in_setup_cfg(text).expect("a project");
    assert_eq!(options.platforms, Some(worlds("linux|macos")));
    assert_eq!(options.python, Some(worlds(">=3.9 <3.12")));
    assert_eq!(
        config::declared_in_setup_cfg("[flake8]\nmax-line-length = 100\n"),
        None
    );
    assert_eq!(config::declared_in_setup_cfg("=\n[\n]\n:\n  x\n"), None);
}

#[test]
fn without_settings_the_usual_targets_hold() {
    assert_eq!(
        Config::default().targets,
        worlds("linux|macos|windows >=3.11 <3.16")
    );
}

#[test]
fn the_stronger_layer_wins_setting_by_setting() {
    let layer = |source, text| Layer {
        source,
        base: "/project".into(),
        options: top(text),
    };
    let settings = Settings::new(
        "/project".into(),
        vec![
            layer(
                SettingsSource::CommandLine,
                "rules = { unused-ignore = 'error' }\n",
            ),
            layer(
                SettingsSource::Editor,
                "target-platforms = ['linux']\nrules = { unused-ignore = 'off', unavailable-import = 'info' }\n\
                 [[overrides]]\nfiles = ['x/']\ntarget-platforms = ['windows']\n",
            ),
            layer(
                SettingsSource::Declared("/project/pyproject.toml".into()),
                "target-platforms = ['macos']\ntarget-python = '3.12'\n",
            ),
        ],
    );
    let config = settings.config(Path::new("/project/a.py"));
    assert_eq!(config.targets, worlds("linux 3.12"));
    assert_eq!(config.levels["unused-ignore"], Level::At(Severity::Error));
    assert_eq!(
        config.levels["unavailable-import"],
        Level::At(Severity::Info)
    );
    let config = settings.config(Path::new("/project/x/y/a.py"));
    assert_eq!(config.targets, worlds("windows 3.12"));
    // A path outside the project is in nobody's way.
    let config = settings.config(Path::new("/x/a.py"));
    assert_eq!(config.targets, worlds("linux 3.12"));
}

#[test]
fn discovery_remembers_what_it_has_read() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("sub/a.py");
    let settings = directory.path().join("spawnsafe.toml");
    let discovery = Discovery::new();
    let targets = |discovery: &Discovery| {
        let found = discovery.settings_of(&file).expect("settings");
        found.config(&file).targets
    };
    assert_eq!(targets(&discovery), Config::default().targets);
    std::fs::write(&settings, "target-platforms = ['linux']\n").expect("a file");
    assert_eq!(targets(&discovery), Config::default().targets);
    assert_eq!(targets(&Discovery::new()), worlds("linux >=3.11 <3.16"));
    std::fs::write(&settings, "nonsense = 1\n").expect("a file");
    let error = Discovery::new()
        .settings_of(&file)
        .expect_err("wrong settings");
    assert_eq!(error.path, settings);
    assert_eq!(error.problems[0].range, Some(0..8));
}

#[test]
fn files_in_environments_below_the_root_are_covered() {
    let settings = Settings::new("/venv/project".into(), Vec::new());
    for (path, covered) in [
        ("/venv/project/a.py", false),
        ("/venv/project/.venv/lib/site-packages/x.py", true),
        ("/venv/project/build/a.py", true),
        ("/venv/project/src/rebuild/a.py", false),
        ("/usr/lib/python3/dist-packages/x.py", false),
    ] {
        assert_eq!(settings.covers(Path::new(path)), covered, "{path}");
    }
}

#[test]
fn the_schema_in_the_repository_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/spawnsafe.schema.json");
    let expected = format!("{:#}\n", config::schema(&codes()));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &expected).expect("a file");
    }
    let written = std::fs::read_to_string(&path).expect("the schema");
    assert_eq!(
        written, expected,
        "write it again: UPDATE=1 cargo test schema"
    );
}

#[test]
fn the_schema_knows_every_setting() {
    let schema = config::schema(&codes());
    for setting in config::SETTINGS {
        assert_eq!(
            schema["properties"][setting.key]["description"],
            setting.meaning
        );
    }
    for rule in spawnsafe::rules::RULES {
        assert!(
            schema["properties"]["rules"]["properties"][rule.code].is_object(),
            "{}",
            rule.code
        );
    }
}

#[test]
fn a_rule_is_turned_off_and_the_file_stays_as_it_is() {
    use spawnsafe::config::{TomlTable, turn_off};
    let off = |text: &str, table| turn_off(text, table, "divergent-call");
    for (before, after) in [
        ("", "[tool.spawnsafe]\nrules.divergent-call = \"off\"\n"),
        (
            "[project]\nname = 'x' # why\n",
            "[project]\nname = 'x' # why\n\n[tool.spawnsafe]\nrules.divergent-call = \"off\"\n",
        ),
        (
            "[tool.spawnsafe]\n# Levels.\n[tool.spawnsafe.rules]\nunused-ignore = \"off\"\n",
            "[tool.spawnsafe]\n# Levels.\n[tool.spawnsafe.rules]\nunused-ignore = \"off\"\ndivergent-call = \"off\"\n",
        ),
        (
            "[tool.spawnsafe]\r\nrules.divergent-call = \"info\" # quiet\r\nx = 1\r\n",
            "[tool.spawnsafe]\r\nrules.divergent-call = \"off\" # quiet\r\nx = 1\r\n",
        ),
        (
            "tool.spawnsafe = { rules = { unused-ignore = \"off\" } }\n",
            "tool.spawnsafe = { rules = { unused-ignore = \"off\" , divergent-call = \"off\" } }\n",
        ),
    ] {
        assert_eq!(off(before, TomlTable::Tool).as_deref(), Some(after));
    }
    assert_eq!(
        off("[rules]\n", TomlTable::Top).as_deref(),
        Some("[rules]\ndivergent-call = \"off\"\n")
    );
    for wrong in [
        "x = ",
        "tool = 1",
        "tool.spawnsafe = 1",
        "tool.spawnsafe.rules = 1",
    ] {
        assert_eq!(off(wrong, TomlTable::Tool), None, "{wrong}");
    }
}
