//! The formats of a report.

use insta_cmd::assert_cmd_snapshot;

use super::{Project, UNUSED};

/// Two files: one with findings that need every kind of escape, one without any.
fn project() -> Project {
    Project::new(&[
        ("a b/ü,%:.py", format!("x = 'é€𝄞'; {UNUSED}")),
        ("clean.py", String::new()),
        ("twice.py", UNUSED.repeat(2)),
    ])
}

macro_rules! format_is {
    ($($name:ident: $arguments:literal,)*) => {$(
        #[test]
        fn $name() {
            assert_cmd_snapshot!(stringify!($name), project().command($arguments));
        }
    )*};
}

format_is! {
    full: "check",
    full_in_colour: "check --color always twice.py",
    concise: "check --output-format concise",
    json: "check --output-format json",
    json_of_nothing: "check --output-format json clean.py",
    json_lines: "check --output-format json-lines",
    github: "check --output-format github",
    gitlab: "check --output-format gitlab",
    junit: "check --output-format junit",
    rdjson: "check --output-format rdjson",
    statistics: "check --statistics",
    statistics_in_json: "check --statistics --output-format json",
    quiet: "check -q --output-format concise",
}

#[test]
fn of_a_line_that_nobody_reads_the_place_is_shown() {
    let line = format!(
        "import os; os.fork(); x = '{}'; os.fork()\n",
        "é".repeat(1 << 12)
    );
    let project = Project::new(&[("a.py", &*line)]);
    let (_, out, _) = project.run("check");
    let second = line.chars().count() - "os.fork()".len();
    for column in [12, second] {
        assert!(out.contains(&format!("--> a.py:1:{column}\n")), "{out}");
    }
    assert!(!out.contains("import os;"), "{out}");
    // Of a shorter one the code is shown.
    project.write("a.py", &line[..21]);
    let (_, out, _) = project.run("check");
    assert!(out.contains("1 | import os; os.fork()"), "{out}");
}

#[test]
fn sarif() {
    let (code, out, _) = project().run("check --output-format sarif");
    assert_eq!(code, 1);
    let mut log: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let run = &mut log["runs"][0];
    let rules = run["tool"]["driver"]["rules"]
        .as_array()
        .expect("the rules")
        .clone();
    for result in run["results"].as_array_mut().expect("the results") {
        // A new rule moves the others.
        let result = result.as_object_mut().expect("a result");
        let index = result.remove("ruleIndex").and_then(|index| index.as_u64());
        let index = usize::try_from(index.expect("an index")).expect("a small one");
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    let driver = &mut run["tool"]["driver"];
    let rules = driver["rules"].as_array_mut().expect("the rules");
    // Their pages are long and belong to others.
    rules.retain(|rule| rule["id"] == "unused-ignore");
    let help = rules[0]["help"]["markdown"].as_str().expect("a page");
    assert!(
        help.starts_with("# unused-ignore\n") && !help.contains("targets="),
        "{help}"
    );
    rules[0]["help"] = "…".into();
    insta::assert_snapshot!(format!("{log:#}"));
}

#[test]
fn a_finding_says_where_it_fails() {
    let text = "from multiprocessing.context import ForkProcess\n";
    let project = Project::new(&[("a.py", text)]);
    let (code, out, _) = project.run("check --output-format json --target-python >=3.10");
    assert_eq!(code, 1);
    let findings: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let finding = &findings[0];
    assert_eq!(finding["rule"], "unavailable-import");
    assert_eq!(finding["severity"], "error");
    assert_eq!(finding["worlds"], "windows");
    assert_eq!(finding["platforms"], serde_json::json!(["windows"]));
    let range =
        serde_json::json!({"start": {"line": 1, "column": 37}, "end": {"line": 1, "column": 48}});
    assert_eq!(finding["range"], range);
    let mut keys: Vec<&str> = finding
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    assert_eq!(
        keys,
        [
            "fixes",
            "help",
            "message",
            "path",
            "platforms",
            "range",
            "related",
            "rule",
            "severity",
            "worlds"
        ]
    );
    let fix = &finding["fixes"][0];
    assert_eq!(fix["applicability"], "safe");
    let edit = &fix["edits"][0];
    assert!(
        edit["range"]["start"]["line"].is_u64() && edit["content"].is_string(),
        "{edit}"
    );
}

#[test]
fn a_report_can_go_to_a_file() {
    let project = project();
    let (code, out, _) = project.run("check --output-format concise --output-file report.txt");
    assert_eq!((code, &*out), (1, ""));
    let report = project.read("report.txt");
    assert_eq!(report, project.run("check --output-format concise").1);
    let (code, out, err) = project.run("check -q --output-file gone/report.txt");
    assert_eq!((code, &*out), (2, ""));
    assert!(
        err.starts_with("error: gone/report.txt cannot be written: "),
        "{err}"
    );
}

#[test]
fn the_format_can_come_from_the_environment() {
    let project = project();
    let mut command = project.command("check -q");
    let output = command
        .env("SPAWNSAFE_OUTPUT_FORMAT", "concise")
        .output()
        .expect("an end");
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        project.run("check --output-format concise").1
    );
}

#[test]
fn exit_zero_hides_findings_but_no_errors() {
    let project = project();
    assert_eq!(project.run("check --exit-zero").0, 0);
    project.write("bad.py", [0xff]);
    assert_eq!(project.run("check --exit-zero").0, 2);
}

#[test]
fn places_in_other_files_are_shown_like_the_file_itself() {
    let project = Project::new(&[
        (
            "pyproject.toml",
            "[project]\nname = \"app\"\nclassifiers = [\"Operating System :: Microsoft :: Windows\"]\n[project.scripts]\nrun = \"app.main:run\"\n",
        ),
        ("app/__init__.py", ""),
        (
            "app/main.py",
            "import fcntl\n\n\ndef run():\n    fcntl.flock\n",
        ),
    ]);
    let (_, out, _) = project.run("check");
    assert!(out.contains("--> app/main.py:1:8\n\n"), "{out}");
    let root = project.root().to_str().expect("utf-8");
    for format in ["full", "json", "sarif", "github", "rdjson"] {
        let (_, out, _) = project.run(&format!("check --output-format {format}"));
        assert!(!out.contains(root), "{format}: {out}");
    }
    // From a directory beside it no path leads there but the whole one.
    project.write("elsewhere/a.txt", "");
    let mut command = project.command("check ..");
    let output = command.current_dir(project.path("elsewhere")).output();
    let out = String::from_utf8(output.expect("an end").stdout).expect("utf-8");
    assert!(out.contains("main.py:1:8\n\n"), "{out}");
}
