//! Commands that answer a question: explain, config, version, completions.

use insta_cmd::assert_cmd_snapshot;

use super::Project;

fn nothing() -> Project {
    Project::new::<&str>(&[])
}

#[test]
fn explain_a_rule() {
    let (code, out, err) = nothing().run("explain unused-ignore");
    assert_eq!((code, &*err), (0, ""));
    assert!(out.starts_with("# unused-ignore\n"), "{out}");
    let (_, out, _) = nothing().run("explain unused-ignore --output-format json");
    let answer: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(answer["rule"], "unused-ignore");
    assert_eq!(answer["severity"], "warning");
    assert_eq!(
        answer["summary"],
        "A comment ignores findings of a rule where there are none."
    );
}

#[test]
fn explain_every_rule() {
    let (code, out, _) = nothing().run("explain --all");
    assert_eq!(nothing().run("explain").1, out);
    assert_eq!(code, 0);
    for (line, rule) in out.lines().zip(spawnsafe::rules::RULES) {
        assert!(line.starts_with(rule.code), "{line}");
    }
    assert_eq!(out.lines().count(), spawnsafe::rules::RULES.len());
    let (_, out, _) = nothing().run("explain --all --output-format json");
    let answer: Vec<serde_json::Value> = serde_json::from_str(&out).expect("JSON");
    assert_eq!(answer.len(), spawnsafe::rules::RULES.len());
    let (_, out, _) = nothing().run("explain --all --output-format markdown");
    assert!(out.contains("\n# unused-ignore\n"), "{out}");
}

#[test]
fn what_pages_say_to_tests_is_shown_to_nobody() {
    for format in ["text", "json", "markdown"] {
        let arguments = format!("explain unavailable-attribute --output-format {format}");
        let (_, out, _) = nothing().run(&arguments);
        assert!(out.contains("^^^^ windows"), "{out}");
        for markup in ["targets=", "^^^^ unavailable-attribute"] {
            assert!(!out.contains(markup), "{format} shows {markup}: {out}");
        }
    }
}

#[test]
fn explain_a_name() {
    let (code, out, _) = nothing().run("explain fcntl");
    assert_eq!(code, 0);
    assert!(
        out.starts_with("fcntl\n  Works      on Linux, macOS"),
        "{out}"
    );
    assert!(
        out.contains("it does not exist on Windows and WASI"),
        "{out}"
    );
    let (_, out, _) = nothing().run("explain os.fork --output-format json");
    let answer: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(answer["name"], "os.fork");
    assert_eq!(answer["worlds"], "linux|macos|freebsd|android");
    let failures = answer["failures"].as_array().expect("a list");
    let missing = failures
        .iter()
        .find(|failure| failure["kind"] == "missing")
        .expect("a place without it");
    assert!(
        missing["worlds"]
            .as_str()
            .expect("worlds")
            .contains("windows"),
        "{missing}"
    );
    let (_, out, _) = nothing().run("explain os.fork --output-format markdown");
    assert!(out.starts_with("# `os.fork`\n\n- **Works**: "), "{out}");
}

#[test]
fn explain_what_takes_a_start_method() {
    let explained = |name: &str| nothing().run(&format!("explain {name}"));
    let (code, out, err) = explained("multiprocessing.get_context");
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("fork        on Linux, macOS"), "{out}");
    assert!(out.contains("ValueError on Windows"), "{out}");
    assert!(
        out.contains("spawn       everywhere; the default on macOS"),
        "{out}"
    );
    assert_eq!(explained("get_context(fork)").1, out);
    let (_, out, _) = nothing().run("explain set_start_method --output-format json");
    let answer: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(answer["name"], "multiprocessing.set_start_method");
    assert_eq!(answer["start_methods"][1]["worlds"], "all");
}

#[test]
fn explain_a_name_that_is_gone_everywhere() {
    let (code, out, _) = nothing().run("explain Queue");
    assert_eq!(code, 0);
    let lines: Vec<&str> = out.lines().take(3).collect();
    let said = [
        "Queue",
        "  Works      nowhere, it was removed in Python 3.0",
        "  Instead    queue",
    ];
    assert_eq!(lines, said);
}

#[test]
fn explain_what_is_in_a_name() {
    let explained = |name: &str| nothing().run(&format!("explain {name}")).1;
    let call = explained("subprocess.run");
    assert!(
        call.contains("  subprocess.Popen(preexec_fn!=None)  "),
        "{call}"
    );
    let module = explained("signal");
    assert!(
        module.starts_with("signal\n  Works      everywhere\n"),
        "{module}"
    );
    assert!(module.contains("\n  signal.alarm  "), "{module}");
    // A member of a module that a platform lacks is where the module is.
    assert!(explained("fcntl.flock").starts_with("fcntl\n"));
    assert!(explained("json.tool").contains("everywhere"));
    let (_, out, _) = nothing().run("explain os.kill --output-format json");
    let answer: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let parts = answer["parts"].as_array().expect("a list");
    assert!(
        parts.iter().any(|part| part["name"] == "os.kill(signal=0)"),
        "{parts:?}"
    );
}

#[test]
fn explain_suggests_what_may_have_been_meant() {
    for (written, meant) in [
        ("os.frok", "`os.fork`"),
        ("signal.SIGKIL", "`signal.SIGKILL`"),
        ("preexec_fn", "`subprocess.Popen(preexec_fn!=None)`"),
        ("ForkProces", "`multiprocessing.context.ForkProcess`"),
        ("frok", "`os.fork`"),
        ("subproces", "`subprocess`"),
        ("asynco", "`asyncio`"),
        ("multiprocesing.pool", "`multiprocessing.pool`"),
        ("unavailable-atribute", "`unavailable-attribute`"),
    ] {
        let (code, out, err) = nothing().run(&format!("explain {written}"));
        assert_eq!((code, &*out), (2, ""), "{written}");
        assert!(
            err.contains("did you mean ") && err.contains(meant),
            "{err}"
        );
    }
    let (code, _, err) = nothing().run("explain numpy.array");
    assert_eq!(code, 2);
    assert!(!err.contains("did you mean"), "{err}");
}

#[test]
fn who_forgets_the_command_is_told() {
    let project = Project::new(&[("src/a.py", "")]);
    for path in [".", "src", "src/a.py"] {
        let (code, _, err) = project.run(path);
        let tip = format!("tip: `spawnsafe check {path}` checks it");
        assert!(code == 2 && err.contains(&tip), "{err}");
    }
    let (_, _, err) = project.run("chekc");
    assert!(
        err.contains("'check'") && !err.contains("checks it"),
        "{err}"
    );
}

#[test]
fn an_unknown_subject_is_answered_with_a_guess() {
    let (code, _, err) = nothing().run("explain unused-ignores");
    assert_eq!(code, 2);
    assert!(err.contains("did you mean `unused-ignore`?"), "{err}");
}

#[test]
fn config_shows_values_and_sources() {
    let project = Project::new(&[
        (
            "pyproject.toml",
            "[project]\nrequires-python = '>=3.9,!=3.11.*'\nclassifiers = ['Operating System :: POSIX']\n\
             [tool.spawnsafe]\nextend-exclude = ['gen']\nrules = { unused-ignore = 'info' }\n\
             per-file-ignores = { 'tests/' = ['unavailable-import'] }\n\
             [[tool.spawnsafe.overrides]]\nfiles = ['win/']\ntarget-platforms = ['win32']\n",
        ),
        ("sub/a.py", ""),
    ]);
    assert_cmd_snapshot!(
        "config",
        project.command("config --for sub/a.py --warn unavailable-import")
    );
    assert_cmd_snapshot!(
        "config_of_one_setting",
        project.command("config target-python")
    );
    let (_, out, _) = project.run("check --show-settings --warn unavailable-import sub/a.py");
    assert_eq!(
        out,
        project
            .run("config --for sub/a.py --warn unavailable-import")
            .1
    );
}

#[test]
fn a_setting_is_shown_in_one_line_of_printable_text() {
    let settings = "environment = \"\\u001b[31m\\n::error::\\u202e \\\"x\\\" \\\\\"\n";
    let project = Project::new(&[("spawnsafe.toml", settings)]);
    let (_, out, _) = project.run("config environment");
    let shown =
        "environment = \"\\u001b[31m\\u000a::error::\\u202e \\\"x\\\" \\\\\"  # spawnsafe.toml\n";
    assert!(out.ends_with(shown), "{out}");
}

#[test]
fn a_version_that_is_not_known_is_answered_with_those_that_are() {
    for unknown in ["3.20", "3.7", "3.16", "2.7", "python3.12"] {
        let (code, _, err) = nothing().run(&format!("explain --python {unknown}"));
        let said = "the known versions are 3.8 to 3.15";
        assert!(code == 2 && err.contains(said), "{unknown}: {err}");
    }
}

#[test]
fn version_and_help() {
    let version = env!("CARGO_PKG_VERSION");
    for arguments in ["version", "--version", "-V", "version -q"] {
        let said = (0, format!("spawnsafe {version}\n"), String::new());
        assert_eq!(nothing().run(arguments), said, "{arguments}");
    }
    let (_, out, _) = nothing().run("version --output-format json");
    let answer: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(answer["version"], version);
    for arguments in ["--help", "-h", "check --help"] {
        let (code, out, err) = nothing().run(arguments);
        assert_eq!((code, &*err), (0, ""), "{arguments}");
        assert!(out.contains("Usage: spawnsafe"), "{out}");
    }
}

#[test]
fn a_manual_page_for_every_command() {
    let (code, out, err) = nothing().run("man");
    assert_eq!((code, &*err), (0, ""));
    assert!(out.contains(".TH spawnsafe 1"), "{out}");
    for command in ["check", "init", "explain", "releases"] {
        let (_, out, _) = nothing().run(&format!("man {command}"));
        assert!(out.contains(&format!(".TH spawnsafe-{command} 1")), "{out}");
    }
    let (code, _, err) = nothing().run("man chek");
    assert_eq!(code, 2);
    assert!(
        err.contains("there is no command `chek` (there are check, "),
        "{err}"
    );
}

#[test]
fn completions_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (code, out, err) = nothing().run(&format!("completions {shell}"));
        assert_eq!((code, &*err), (0, ""), "{shell}");
        assert!(out.contains("target-platforms"), "{shell}");
    }
}

#[test]
fn explain_what_a_platform_or_a_version_lacks() {
    let explained = |arguments: &str| nothing().run(&format!("explain {arguments}"));
    let (code, out, _) = explained("--platform windows os");
    assert_eq!(code, 0);
    assert!(
        out.starts_with("What does not work in `os` on Windows ("),
        "{out}"
    );
    assert!(out.contains("\n  os.fork "), "{out}");
    assert!(!out.contains("os.startfile"), "{out}");
    let (_, out, _) = explained("--python 3.14 ast");
    assert!(out.contains("\n  ast.Num "), "{out}");
    let (_, out, _) = explained("--python 3.12");
    assert!(
        out.contains("\n  imp ") && !out.contains("\n  cgi "),
        "{out}"
    );
    let (_, out, _) = explained("--platform windows --python 3.12 signal --output-format json");
    let rows: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let names: Vec<&str> = rows
        .as_array()
        .expect("rows")
        .iter()
        .filter_map(|row| row["name"].as_str())
        .collect();
    assert!(names.contains(&"signal.SIGKILL"), "{names:?}");
    let (code, _, err) = explained("--platform solaris");
    assert_eq!(code, 2);
    assert!(err.contains("it is one of linux, macos"), "{err}");
    let (_, out, _) = explained("--platform linux json");
    assert_eq!(out, "Nothing is known not to work in `json` on Linux.\n");
}
