//! Settings from files and from the command line, as a check uses them.

use insta_cmd::assert_cmd_snapshot;

use super::{Project, UNUSED};

/// The platforms that each finding is about, by line.
fn findings(project: &Project, arguments: &str) -> Vec<String> {
    let (code, out, err) = project.run(&format!("check -q --output-format json {arguments}"));
    assert!(code < 2, "{err}");
    let findings: Vec<serde_json::Value> = serde_json::from_str(&out).expect("JSON");
    let show = |finding: &serde_json::Value| {
        let path = finding["path"].as_str().expect("a path");
        let severity = finding["severity"].as_str().expect("a severity");
        format!(
            "{path} {severity} {}",
            finding["worlds"].as_str().expect("worlds")
        )
    };
    findings.iter().map(show).collect()
}

#[test]
fn targets_come_from_the_strongest_source() {
    let project = Project::new(&[("a.py", "import fcntl\nimport msvcrt\n")]);
    let default = ["a.py error windows", "a.py error linux|macos"];
    assert_eq!(findings(&project, ""), default);
    let metadata = "[project]\nclassifiers = ['Operating System :: POSIX :: Linux']\n";
    project.write("pyproject.toml", metadata);
    assert_eq!(findings(&project, ""), ["a.py error all"]);
    project.write(
        "pyproject.toml",
        format!("{metadata}[tool.spawnsafe]\ntarget-platforms = ['windows']\n"),
    );
    assert_eq!(findings(&project, ""), ["a.py error all"]);
    let both = "--target-platforms linux,win32";
    assert_eq!(
        findings(&project, both),
        ["a.py error windows", "a.py error linux"]
    );
    assert_eq!(
        findings(&project, "--config target-platforms=linux"),
        ["a.py error all"]
    );
    assert_eq!(findings(&project, "--isolated"), ["a.py error all"]);
}

#[test]
fn the_nearest_file_with_settings_counts() {
    let project = Project::new(&[
        (
            "spawnsafe.toml",
            "target-platforms = ['linux', 'windows']\n",
        ),
        ("a.py", "import fcntl\n"),
        // Nothing of ours in it: what is above it counts.
        ("sub/pyproject.toml", "[tool.other]\n"),
        ("sub/b.py", "import fcntl\n"),
        ("own/.spawnsafe.toml", "target-platforms = ['linux']\n"),
        (
            "own/pyproject.toml",
            "[tool.spawnsafe]\ntarget-platforms = ['windows']\n",
        ),
        ("own/c.py", "import fcntl\n"),
    ]);
    assert_eq!(
        findings(&project, ""),
        ["a.py error windows", "sub/b.py error windows"]
    );
}

#[test]
fn overrides_hold_for_their_files_and_the_command_line_is_stronger() {
    let project = Project::new(&[
        (
            "spawnsafe.toml",
            "target-platforms = ['linux', 'windows']\nper-file-ignores = { 'tests/' = ['unavailable-import'] }\n\
             [[overrides]]\nfiles = ['inner/']\ntarget-platforms = ['linux']\n\
             [[overrides]]\nfiles = ['inner/both.py']\ntarget-platforms = ['macos', 'windows']\nrules = { unavailable-import = 'info' }\n",
        ),
        ("a.py", "import fcntl\n"),
        ("inner/both.py", "import fcntl\n"),
        ("inner/only.py", "import fcntl\n"),
        ("tests/t.py", "import fcntl\n"),
    ]);
    assert_eq!(
        findings(&project, ""),
        ["a.py error windows", "inner/both.py info windows"]
    );
    let all = [
        "a.py warning all",
        "inner/both.py warning all",
        "inner/only.py warning all",
        "tests/t.py warning all",
    ];
    let arguments = "--target-platforms windows --warn unavailable-import";
    assert_eq!(findings(&project, arguments), all);
}

#[test]
fn levels_from_the_command_line() {
    let project = Project::new(&[("a.py", format!("import fcntl\n{UNUSED}"))]);
    assert_eq!(findings(&project, "").len(), 2);
    assert_eq!(findings(&project, "--select unavailable-import").len(), 1);
    assert_eq!(
        findings(&project, "--ignore unused-ignore,unavailable-import").len(),
        0
    );
    assert_eq!(
        findings(
            &project,
            "--select unavailable-import --info unavailable-import"
        ),
        ["a.py info windows"]
    );
    // A rule that is off says nothing about comments for it.
    assert_eq!(findings(&project, "--ignore unavailable-import").len(), 0);
}

#[test]
fn another_file_with_settings() {
    let project = Project::new(&[
        ("spawnsafe.toml", "nonsense = 1\n"),
        ("other.toml", "target-platforms = ['linux']\n"),
        ("a.py", "import fcntl\n"),
    ]);
    assert_eq!(project.run("check").0, 2);
    assert_eq!(project.run("check --config other.toml").0, 0);
    assert_eq!(project.run("check --isolated").0, 1);
}

#[test]
fn wrong_settings_are_all_named_with_their_places() {
    let project = Project::new(&[
        (
            "wrong/pyproject.toml",
            "[tool.spawnsafe]\n\
             target-platfroms = ['linux']\n\
             target-platforms = ['linux', 'widows', 3]\n\
             target-python = '3.12 or so'\n\
             exclude = ['[a']\n\
             respect-gitignore = 'no'\n\
             baseline = ['x']\n\
             environment = 2026-01-01\n\n\
             [tool.spawnsafe.rules]\n\
             unavailable-imports = 'error'\n\
             unavailable-import = 'eror'\n\
             unused-ignore = true\n\n\
             [tool.spawnsafe.per-file-ignores]\n\
             'tests/' = ['unused-ignored']\n\
             'docs/' = 'all'\n\n\
             [[tool.spawnsafe.overrides]]\n\
             target-python = '>=4'\n\
             file = ['x']\n",
        ),
        ("wrong/a.py", "import fcntl\n"),
        ("wrong/fine/spawnsafe.toml", ""),
        ("wrong/fine/e.py", UNUSED),
        ("broken/spawnsafe.toml", "rules = {\nexclude = [\n"),
        ("broken/b.py", ""),
        ("bytes/spawnsafe.toml", "x = '\u{fffd}'\n"),
        ("bytes/c.py", ""),
        ("fine/spawnsafe.toml", ""),
        ("fine/d.py", UNUSED),
    ]);
    std::fs::write(project.path("bytes/spawnsafe.toml"), b"\n\nx = '\xff'\n").expect("a file");
    // A new rule is one more allowed name.
    insta::with_settings!({filters => [(r"\(allowed: [^)]*unused-ignore[^)]*\)", "(allowed: every rule)")]}, {
        assert_cmd_snapshot!(project.command("check --output-format concise . wrong/fine"));
    });
}

#[test]
fn wrong_settings_on_the_command_line_are_all_named() {
    let project = Project::new(&[("a.py", "")]);
    assert_cmd_snapshot!(project.command(
        "check --target-platforms linux,bsd --target-python 2.7 --select unavailable-imports --ignore x \
         --exclude [ --config gone.toml --config rules.unused-ignore=loud --config nonsense=1"
    ));
}

#[cfg(unix)]
#[test]
fn a_directory_called_like_a_file_with_settings_is_none() {
    let project = Project::new(&[("spawnsafe.toml/a.py", "import fcntl\n")]);
    assert_eq!(
        findings(&project, ""),
        ["spawnsafe.toml/a.py error windows"]
    );
}

#[test]
fn a_rule_that_is_off_speaks_when_it_is_selected() {
    let text = "import multiprocessing\n\nif __name__ == '__main__':\n    multiprocessing.Process(target=print).start()\n";
    let project = Project::new(&[("a.py", text)]);
    assert_eq!(project.check(""), "");
    let found = project.check("--select implicit-start-method");
    assert!(found.contains("info[implicit-start-method]"), "{found}");
    // What a file says of its level holds.
    project.write(
        "spawnsafe.toml",
        "rules = { implicit-start-method = \"warn\" }\n",
    );
    let found = project.check("--select implicit-start-method");
    assert!(found.contains("warning[implicit-start-method]"), "{found}");
    project.write(
        "spawnsafe.toml",
        "rules = { implicit-start-method = \"off\" }\n",
    );
    let found = project.check("--select implicit-start-method");
    assert!(found.contains("info[implicit-start-method]"), "{found}");
    assert_eq!(project.check("--select unused-ignore"), "");
}

#[test]
fn what_holds_for_a_file_counts_its_overrides_in() {
    let settings = "target-platforms = [\"windows\"]\n[[overrides]]\nfiles = [\"src/\"]\ntarget-platforms = [\"linux\"]\nrules = { unused-ignore = \"off\" }\n";
    let project = Project::new(&[("src/a.py", ""), ("b.py", ""), ("spawnsafe.toml", settings)]);
    let shown = |path: &str, key: &str| project.run(&format!("config {key} --for {path}")).1;
    let overridden = "[\"linux\"]  # spawnsafe.toml, for [\"src/\"]\n";
    assert!(shown("src/a.py", "target-platforms").ends_with(overridden));
    assert!(shown("b.py", "target-platforms").ends_with("[\"windows\"]  # spawnsafe.toml\n"));
    assert!(shown("src/a.py", "rules").contains("unused-ignore = \"off\""));
    assert!(!shown("b.py", "rules").contains("unused-ignore"));
}

#[test]
fn what_a_project_declares_and_means_nothing_is_said() {
    let project = Project::new(&[
        ("a.py", ""),
        (
            "pyproject.toml",
            "[project]\nname = \"x\"\nrequires-python = \"3.10 or so\"\n",
        ),
    ]);
    let (code, _, err) = project.run("check");
    assert_eq!(code, 0);
    assert!(
        err.contains("warning: pyproject.toml: `requires-python` is not used: "),
        "{err}"
    );
    project.write(
        "pyproject.toml",
        "[project]\nname = \"x\"\nrequires-python = \"3.10\"\n",
    );
    let (code, _, err) = project.run("check");
    assert_eq!(code, 0);
    let meant = "`requires-python` is `3.10`, taken here for that version only; installers refuse it: write `>=3.10` or `==3.10.*`\n";
    assert!(err.contains(meant), "{err}");
    // Poetry takes it.
    project.write(
        "pyproject.toml",
        "[tool.poetry.dependencies]\npython = \"3.12\"\n",
    );
    assert_eq!(
        project.run("check").2,
        "No findings in 1 file (Linux, macOS and Windows, Python 3.12).\n"
    );
}

#[test]
fn a_family_of_platforms_is_answered_with_its_members() {
    let project = Project::new(&[("a.py", "")]);
    for written in ["unix", "posix"] {
        let (code, _, err) = project.run(&format!("check --target-platforms {written}"));
        assert_eq!(code, 2);
        assert!(err.contains("such as `linux` and `macos`"), "{err}");
    }
}

#[test]
fn a_wrong_version_is_answered_with_right_ones() {
    let project = Project::new(&[("a.py", "")]);
    let either = "`>=3.11` means 3.11 and later, `3.11` that version only";
    for (written, answer) in [
        ("3.11+", either),
        ("py311", either),
        ("311", either),
        ("3.11.x", either),
        ("3.10-3.12", "did you mean `>=3.10,<3.13`?"),
        ("latest", "`>=3.10` means 3.10 and later"),
        (
            "4",
            "matches no version of Python that spawnsafe knows (3.8 to 3.15)\n",
        ),
    ] {
        let (code, _, err) = project.run(&format!("check --target-python {written}"));
        assert_eq!(code, 2, "{written}");
        assert!(err.contains(answer), "{written}: {err}");
    }
}

#[test]
fn help_is_where_people_look_for_it() {
    let project = Project::new(&[("a.py", "")]);
    for command in [
        "help check",
        "check -h",
        "check --help",
        "help",
        "releases -h",
    ] {
        let (code, out, _) = project.run(command);
        assert_eq!(code, 0, "{command}");
        let long = out.lines().find(|line| line.chars().count() > 80);
        assert_eq!(long, None, "{command}");
    }
    let (_, out, _) = project.run("explain ForkProcess");
    assert!(
        out.starts_with("multiprocessing.context.ForkProcess\n"),
        "{out}"
    );
    let (_, _, err) = project.run("config targt");
    assert!(
        err.contains("did you mean `target-platforms` or `target-python`?"),
        "{err}"
    );
    let (_, out, _) = project.run("explain unavailable-import");
    assert!(
        !out.contains("targets=") && !out.contains("^ unavailable-import:"),
        "{out}"
    );
}

#[test]
fn colours_can_be_forced() {
    let project = Project::new(&[("a.py", "import fcntl\n")]);
    let out = |variables: &[(&str, &str)]| {
        let mut command = project.command("check");
        let output = command.envs(variables.iter().copied()).output();
        String::from_utf8(output.expect("an end").stdout).expect("utf-8")
    };
    assert!(out(&[("FORCE_COLOR", "1")]).contains('\u{1b}'));
    assert!(!out(&[("FORCE_COLOR", "0")]).contains('\u{1b}'));
    assert!(!out(&[("FORCE_COLOR", "1"), ("NO_COLOR", "1")]).contains('\u{1b}'));
    assert!(!out(&[]).contains('\u{1b}'));
}
