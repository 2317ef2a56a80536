//! What a check says at its end: what it did not follow, and how to say whom a project is for.

use super::{DEFAULT, Project};

/// A file whose words may lead to findings, and that has none.
const GUARDED: &str = "import os\nimport spaces\n\nif os.name == 'posix':\n    os.fork()\n";
const UNIX: &str = "import fcntl\nimport pwd\nimport grp\nimport termios\nimport pty\n";

#[test]
fn imports_are_named_whether_or_not_the_file_could_have_findings() {
    for code in [
        GUARDED,
        "import spaces\n",
        &format!("{GUARDED}import fcntl\n"),
    ] {
        let (_, _, err) = Project::new(&[("a.py", code)]).run("check");
        assert!(err.contains("were not followed: `spaces`."), "{code}{err}");
    }
}

#[test]
fn verbose_names_every_import_that_was_not_followed() {
    let project = Project::new(&[("a.py", "import aa, bb, cc, dd, ee\n")]);
    let (_, _, err) = project.run("check");
    assert!(err.contains("`aa`, `bb`, `cc` and 2 more"), "{err}");
    assert!(!err.contains("`dd`"), "{err}");
    let (_, _, err) = project.run("check -v");
    assert!(err.contains("`aa`, `bb`, `cc`, `dd`, `ee`"), "{err}");
}

#[test]
fn what_is_checked_itself_is_no_missing_package() {
    let project = Project::new(&[
        (
            "tests/unit/test_a.py",
            "import helper, __main__, support.x\n",
        ),
        ("tests/helper.py", ""),
        ("lib/support/__init__.py", ""),
    ]);
    assert_eq!(
        project.run("check").2,
        format!("No findings in 3 files {DEFAULT}")
    );
    assert_eq!(
        project
            .run("check tests/unit")
            .2
            .matches("`helper`")
            .count(),
        1
    );
}

#[test]
fn an_environment_that_has_nothing_of_the_project_is_no_reason_for_silence() {
    let site = ".venv/lib/python3.12/site-packages";
    let project = Project::new(&[
        ("a.py", "import spaces\nimport things\n"),
        (".venv/pyvenv.cfg", "version = 3.12.1\n"),
        (&format!("{site}/pip/__init__.py"), ""),
    ]);
    let (_, _, err) = project.run("check");
    let said = "Nothing that is imported is installed in .venv, so these imports were not followed: `spaces`, `things`. Install the project there, or name another environment";
    assert!(err.contains(said), "{err}");
    // One that has some of it is the right one; what else is imported may be optional.
    project.write(&format!("{site}/things/__init__.py"), "");
    let (_, _, err) = project.run("check");
    assert_eq!(err, format!("No findings in 1 file {DEFAULT}"));
    assert!(project.run("check -v").2.contains("not followed: `spaces`"));
}

#[test]
fn the_last_line_says_what_was_checked_for() {
    let script = "# /// script\n# requires-python = '==3.12.*'\n# ///\nimport json\n";
    let project = Project::new(&[("a.py", ""), ("b.py", ""), ("c.py", script)]);
    let (_, _, err) = project.run("check");
    let targets = "Linux, macOS and Windows, Python 3.11 to 3.15; 1 file for others";
    assert_eq!(err, format!("No findings in 3 files ({targets}).\n"));
    project.write("a.py", "import fcntl\n");
    let (_, _, err) = project.run("check");
    let said = format!("1 finding in 1 of 3 files ({targets}). 1 fixable");
    assert!(err.starts_with(&said), "{err}");
    // No targets are those of most files.
    let (_, _, err) = project.run("check b.py c.py");
    assert_eq!(err, "No findings in 2 files.\n");
}

#[test]
fn the_hint_for_unix_only_names_the_file_that_init_writes() {
    let project = Project::new(&[("a.py", UNIX)]);
    let (_, _, err) = project.run("check");
    let lines = "add to a file spawnsafe.toml (or run `spawnsafe init --write`):\n\n    target-platforms = [\"linux\", \"macos\"]\n";
    assert!(
        err.contains("All 5 findings are about Windows only"),
        "{err}"
    );
    assert!(err.contains(lines), "{err}");
    project.write("pyproject.toml", "[project]\nname = \"x\"\n");
    project.write("b.py", "import crypt\n");
    let (_, _, err) = project.run("check");
    let lines = "add to pyproject.toml (or run `spawnsafe init --write`):\n\n    [tool.spawnsafe]\n    target-platforms = [\"linux\", \"macos\"]\n";
    assert!(
        err.contains("5 of 6 findings are about Windows only"),
        "{err}"
    );
    assert!(err.contains(lines), "{err}");
    assert_eq!(project.run("init --write").0, 0);
    assert_eq!(project.run("check a.py").0, 0);
    // Who says that it is for Windows, too, is not asked.
    let settings = "[tool.spawnsafe]\ntarget-platforms = [\"windows\", \"linux\"]\n";
    project.write("pyproject.toml", settings);
    let (_, _, err) = project.run("check");
    assert!(!err.contains("target-platforms"), "{err}");
}

#[test]
fn a_project_for_python_2_is_told_what_its_findings_are() {
    let python_2 = "import urllib2, Queue, ConfigParser\nimport cPickle\nimport StringIO\n";
    let project = Project::new(&[("a.py", python_2), ("b.py", "import fcntl\n")]);
    let (_, _, err) = project.run("check");
    let said = "5 of 6 findings are in files for Python 2: no Python 3 has `ConfigParser`, `Queue`, `StringIO` and 2 more.";
    assert!(err.contains(said), "{err}");
    assert!(
        err.contains("add to a file spawnsafe.toml:\n\n    extend-exclude = [\"PATTERN\"]\n"),
        "{err}"
    );
    project.write("spawnsafe.toml", "extend-exclude = [\"a.py\"]\n");
    assert!(!project.run("check").2.contains("Python 2"));
    // What asks which Python it is is for both.
    let both = "try:\n    import Queue\nexcept ImportError:\n    import queue\n";
    let project = Project::new(&[("a.py", format!("{both}{UNIX}"))]);
    assert!(!project.run("check").2.contains("Python 2"));
}
