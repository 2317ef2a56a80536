//! `spawnsafe init`: what it proposes, why, and the difference that it says it makes.

use super::Project;

const UNIX: &str = "import fcntl\nimport pwd\nimport grp\nimport termios\nimport pty\n";

/// A workflow whose tests run on these machines with these versions.
fn workflow(machines: &str, versions: &str) -> String {
    format!(
        "jobs:\n  test:\n    strategy:\n      matrix:\n        os: [{machines}]\n        python: [{versions}]\n    runs-on: ${{{{ matrix.os }}}}\n"
    )
}

#[test]
fn findings_about_one_platform_leave_it_out() {
    let project = Project::new(&[("a.py", UNIX)]);
    let (code, out, err) = project.run("init");
    assert_eq!(code, 0, "{err}");
    assert_eq!(
        out,
        "# target-python: no file declares it, so every supported version of Python counts\n\
         # 5 of 5 findings are about Windows only\n\
         target-platforms = [\"linux\", \"macos\"]\n"
    );
    assert!(
        err.contains(
            "5 findings now, 0 with these settings:\n  unavailable-import: 5 now, 0 then\n"
        ),
        "{err}"
    );
    assert!(!project.path("spawnsafe.toml").exists());
    let (_, _, err) = project.run("init --write");
    assert!(err.contains("spawnsafe.toml: written.\n"), "{err}");
    assert_eq!(
        project.read("spawnsafe.toml"),
        "target-platforms = [\"linux\", \"macos\"]\n"
    );
    assert_eq!(project.run("check").0, 0);
}

#[test]
fn what_the_classifiers_and_the_workflows_say_is_proposed() {
    let project = Project::new(&[
        ("a.py", UNIX.to_owned()),
        (
            "pyproject.toml",
            "[project] # ours\nname = \"x\"\nclassifiers = [\"Operating System :: POSIX :: Linux\"]\n".to_owned(),
        ),
        (
            ".github/workflows/tests.yml",
            workflow("ubuntu-latest", "\"3.12\", \"3.13\""),
        ),
    ]);
    let (_, out, err) = project.run("init --write");
    assert!(
        out.contains("# the classifiers in pyproject.toml\ntarget-platforms = [\"linux\"]\n"),
        "{out}"
    );
    assert!(out.contains("target-python = \">=3.12\"\n"), "{out}");
    assert!(
        err.contains("0 findings, with these settings or without."),
        "{err}"
    );
    let written = project.read("pyproject.toml");
    assert!(written.starts_with("[project] # ours\n"), "{written}");
    assert!(
        written.ends_with(
            "[tool.spawnsafe]\ntarget-platforms = [\"linux\"]\ntarget-python = \">=3.12\"\n"
        ),
        "{written}"
    );
    // What is set is left alone.
    let (_, out, _) = project.run("init --write");
    assert!(
        out.contains("# target-platforms: set in pyproject.toml\n"),
        "{out}"
    );
    assert_eq!(project.read("pyproject.toml"), written);
}

#[test]
fn a_platform_that_a_job_runs_on_is_meant() {
    let project = Project::new(&[
        ("a.py", UNIX.to_owned()),
        (
            ".github/workflows/tests.yml",
            workflow("ubuntu-latest, windows-latest", "\"3.12\", \"3.13\""),
        ),
    ]);
    let (_, out, _) = project.run("init");
    assert!(
        out.contains("target-platforms = [\"linux\", \"macos\", \"windows\"]\n"),
        "{out}"
    );
    project.write(
        ".github/workflows/tests.yml",
        workflow("ubuntu-latest", "\"3.12\", \"3.13\""),
    );
    let (_, out, _) = project.run("init");
    assert!(
        out.contains("# 5 of 5 findings are about Windows only, and no job of the workflows runs there\ntarget-platforms = [\"linux\", \"macos\"]\n"),
        "{out}"
    );
}

#[test]
fn a_directory_elsewhere_and_a_file_that_is_wrong() {
    let project = Project::new(&[("sub/a.py", "import os\n"), ("sub/pyproject.toml", "")]);
    let (_, out, err) = project.run("init sub");
    assert!(
        out.contains("target-platforms = [\"linux\", \"macos\", \"windows\"]\n"),
        "{out}"
    );
    assert!(
        err.contains("`spawnsafe init sub --write` writes these settings into sub"),
        "{err}"
    );
    project.write("sub/pyproject.toml", "[tool\n");
    let (code, _, err) = project.run("init sub");
    assert_eq!(code, 2);
    assert!(err.contains("this is not TOML"), "{err}");
}
