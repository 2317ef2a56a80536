//! Projects on the disk: environments that are found, and what their packages do to findings.

use crate::cli::{DEFAULT, Project};

const FORKS: &str = "from multiprocessing.context import ForkProcess\n";

/// A project with a virtual environment in which a package is installed that fails on Windows.
fn project(more: &[(&str, &str)]) -> Project {
    let project = Project::new(&[
        (
            ".venv/pyvenv.cfg",
            "home = /usr/bin\ninclude-system-site-packages = false\n",
        ),
        (
            ".venv/lib/python3.12/site-packages/spaces/__init__.py",
            "from .zero import GPU\n",
        ),
        (".venv/lib/python3.12/site-packages/spaces/zero.py", FORKS),
        (
            ".venv/lib/python3.12/site-packages/spaces-0.28.3.dist-info/RECORD",
            "spaces/__init__.py,,\nspaces/zero.py,,\n",
        ),
    ]);
    for (path, text) in more {
        project.write(path, text);
    }
    project
}

/// The findings of a check: where and which.
fn found(project: &Project, arguments: &str) -> Vec<String> {
    let text = project.check(arguments);
    let place = |line: &str| {
        let (place, rest) = line.split_once(": ").expect("a place");
        let rule = rest.split(['[', ']']).nth(1).expect("a rule");
        format!("{place} {rule}")
    };
    text.lines().map(place).collect()
}

#[test]
fn an_installed_package_that_fails_is_said_at_the_import() {
    let project = project(&[("app.py", "import spaces\n\n@spaces.GPU\ndef f(): ...\n")]);
    assert_eq!(found(&project, ""), ["app.py:1:8 failing-import"]);
    let (_, out, _) = project.run("check app.py");
    assert!(
        out.contains("`import spaces` fails on Windows: spaces/zero.py:1 imports `ForkProcess`"),
        "{out}"
    );
}

#[test]
fn who_is_prepared_hears_nothing() {
    for text in [
        "try:\n    import spaces\nexcept ImportError:\n    spaces = None\n",
        "import sys\nif sys.platform != 'win32':\n    import spaces\n",
        "import not_installed\n",
    ] {
        assert_eq!(found(&project(&[("app.py", text)]), ""), [""; 0], "{text}");
    }
}

#[test]
fn other_environments_are_found_when_they_are_named() {
    let app = ("app.py", "import spaces\n");
    let elsewhere = project(&[]);
    let venv = elsewhere.path(".venv");
    let here = Project::new(&[app]);
    assert_eq!(found(&here, ""), [""; 0]);
    let setting = format!("environment = '{}'\n", venv.display());
    here.write("spawnsafe.toml", setting);
    assert_eq!(found(&here, "").len(), 1);
    let python = venv.join("bin/python");
    std::fs::create_dir_all(venv.join("bin")).expect("a directory");
    std::fs::write(&python, "").expect("a file");
    here.write(
        "spawnsafe.toml",
        format!("environment = '{}'\n", python.display()),
    );
    assert_eq!(found(&here, "").len(), 1);
    here.write("spawnsafe.toml", "");
    assert_eq!(found(&here, ""), [""; 0]);
    for variable in ["VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT", "CONDA_PREFIX"] {
        let output = here
            .command("check --output-format concise")
            .env(variable, &venv)
            .output()
            .expect("an end");
        let report = String::from_utf8_lossy(&output.stdout);
        assert!(report.contains("failing-import"), "{variable}");
    }
    // uv takes it relative to the project.
    std::fs::rename(&venv, here.path("its-own")).expect("moved");
    let output = here
        .command("check --output-format concise app.py")
        .env("UV_PROJECT_ENVIRONMENT", "its-own")
        .output()
        .expect("an end");
    assert!(String::from_utf8_lossy(&output.stdout).contains("failing-import"));
}

#[test]
fn lines_of_path_files_are_followed_and_never_run() {
    let site = ".venv/lib/python3.12/site-packages";
    let project = project(&[
        (
            "app.py",
            "import linked\nimport editable\nimport space.part\n",
        ),
        ("outside/one/linked.py", FORKS),
        ("outside/two/editable/__init__.py", FORKS),
    ]);
    let one = project.path("outside/one");
    let two = project.path("outside/two/editable");
    let lines = format!(
        "# a comment\nimport os; os.mkdir('ran')\n{}\n/nowhere\n",
        one.display()
    );
    project.write(&format!("{site}/a.pth"), lines);
    let three = project.path("outside/three");
    project.write("outside/three/space/part/__init__.py", FORKS);
    let finder = format!(
        "MAPPING: dict[str, str] = {{'editable': '{}', 'space.part': '{}/space/part'}}\n",
        two.display(),
        three.display()
    );
    project.write(&format!("{site}/__editable___x_1_0_finder.py"), finder);
    assert_eq!(
        found(&project, "app.py"),
        [
            "app.py:1:8 failing-import",
            "app.py:2:8 failing-import",
            "app.py:3:8 failing-import"
        ]
    );
    assert!(!project.path("ran").exists());
}

#[test]
fn guards_come_from_other_modules_of_the_project() {
    let project = Project::new(&[
        ("src/pkg/__init__.py", ""),
        (
            "src/pkg/compat.py",
            "import sys\nWINDOWS = sys.platform == 'win32'\ntry:\n    import fcntl\nexcept ImportError:\n    fcntl = None\n",
        ),
        (
            "src/pkg/use.py",
            "import os\nfrom .compat import WINDOWS, fcntl\nfrom pkg.compat import WINDOWS as W\nif not WINDOWS:\n    os.fork()\nif not W:\n    os.fork()\nif fcntl:\n    os.getuid()\nos.getuid()\n",
        ),
        (
            "src/plain/deep/mod.py",
            "from plain.deep.compat import UNIX\nimport os\nif UNIX:\n    os.fork()\n",
        ),
        (
            "src/plain/deep/compat.py",
            "import os\nUNIX = os.name == 'posix'\n",
        ),
    ]);
    project.write("pyproject.toml", "[project]\nname = 'pkg'\n");
    assert_eq!(
        found(&project, ""),
        ["src/pkg/use.py:10:1 unavailable-attribute"]
    );
}

#[test]
fn a_failing_module_of_the_project_is_said_once() {
    let project = Project::new(&[
        ("pkg/__init__.py", "from .low import x\n"),
        ("pkg/low.py", "import fcntl\nx = 1\n"),
        ("pkg/mid.py", "from . import low\nfrom .low import x\n"),
        ("main.py", "import pkg.mid\n"),
    ]);
    assert_eq!(found(&project, ""), ["pkg/low.py:1:8 unavailable-import"]);
}

#[test]
fn a_local_module_shadows_the_library_only_at_the_top() {
    let project = Project::new(&[
        ("fcntl.py", "flock = None\n"),
        ("top.py", "import fcntl\nfcntl.flock\n"),
        ("pkg/__init__.py", ""),
        ("pkg/pwd.py", ""),
        ("pkg/inner.py", "import pwd\nfrom . import pwd as own\n"),
        ("grp/readme.txt", ""),
        ("space.py", "import grp\n"),
    ]);
    assert_eq!(
        found(&project, ""),
        [
            "pkg/inner.py:1:8 unavailable-import",
            "space.py:1:8 unavailable-import"
        ]
    );
}

#[test]
fn a_name_that_a_module_lacks_somewhere_is_said_where_it_is_imported() {
    let project = Project::new(&[
        (
            "compat.py",
            "import os\nif os.name == 'posix':\n    import pwd\n",
        ),
        ("use.py", "from compat import pwd\n"),
        (
            "careful.py",
            "try:\n    from compat import pwd\nexcept ImportError:\n    pwd = None\n",
        ),
    ]);
    assert_eq!(found(&project, ""), ["use.py:1:20 failing-import"]);
}

#[test]
fn what_would_not_be_installed_there_does_not_fail_there() {
    let site = ".venv/lib/python3.12/site-packages";
    let metadata =
        "Metadata-Version: 2.1\nName: typed\nRequires-Python: >=3.10\n\nRequires-Python: >=3.8\n";
    let typed = "from typing import TypeAlias, Self\n";
    let project = project(&[
        (&format!("{site}/typed/__init__.py"), typed),
        (
            &format!("{site}/typed-1.dist-info/RECORD"),
            "typed/__init__.py,,\n",
        ),
        (&format!("{site}/typed-1.dist-info/METADATA"), metadata),
        ("a.py", "import typed\n"),
    ]);
    let (_, text, _) = project.run("check --output-format json --target-python >=3.9,<3.13 a.py");
    // `TypeAlias` came in 3.10, `Self` in 3.11.
    assert!(text.contains("fails with Python 3.10: "), "{text}");
}

#[test]
fn how_the_package_would_have_to_change_is_said_and_never_done() {
    let wrappers = "import multiprocessing\nfrom multiprocessing.context import ForkProcess\n\n\
        Process = multiprocessing.get_context('fork').Process\n\ndef run(process: \"ForkProcess\"):\n    return ForkProcess\n";
    let project = project(&[
        ("app.py", "import spaces\n"),
        ("more.py", "import spaces\n"),
    ]);
    let path = ".venv/lib/python3.12/site-packages/spaces/zero.py";
    project.write(path, wrappers);
    let (_, out, _) = project.run("check");
    let patch = "--- a/spaces/zero.py\n+++ b/spaces/zero.py\n";
    assert_eq!(out.matches(patch).count(), 1, "{out}");
    assert!(
        out.contains("-Process = multiprocessing.get_context('fork').Process\n"),
        "{out}"
    );
    let (_, out, _) = project.run("check app.py --output-format json");
    let findings: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert!(
        findings[0]["patch"]
            .as_str()
            .expect("a patch")
            .starts_with(patch)
    );
    project.run("check --fix --unsafe-fixes");
    assert_eq!(project.read(path), wrappers);
    // Where nothing is known to help, nothing is said.
    project.write(
        path,
        "import sys\nif sys.platform == 'win32':\n    raise ImportError('no')\n",
    );
    let (_, out, _) = project.run("check app.py --output-format json");
    assert!(!out.contains("\"patch\""), "{out}");
}

#[test]
fn what_a_package_refuses_is_said_when_only_that_is_a_target() {
    let refuses = "import platform\nif 'windows' in platform.system().lower():\n    raise ImportError('no')\n";
    let project = project(&[
        (".venv/lib/python3.12/site-packages/sh/__init__.py", refuses),
        (
            ".venv/lib/python3.12/site-packages/broken/__init__.py",
            "raise ImportError('for everybody')\n",
        ),
        (
            ".venv/lib/python3.12/site-packages/tubes.py",
            "import sys\nassert sys.platform != 'win32'\n",
        ),
        (
            ".venv/lib/python3.12/site-packages/typed.py",
            "import sys\nfrom typing import TYPE_CHECKING\nassert not TYPE_CHECKING or sys.platform != 'win32'\n",
        ),
        (
            "app.py",
            "import sh\nimport broken\nimport tubes\nimport typed\n",
        ),
    ]);
    assert_eq!(
        found(&project, "--target-platforms windows"),
        ["app.py:1:8 failing-import", "app.py:3:8 failing-import"]
    );
    assert!(found(&project, "--target-platforms linux,macos").is_empty());
}

#[test]
fn environments_beside_the_code_are_found_by_their_usual_names() {
    for prefix in [".venv", "venv", "env", ".conda", ".pixi/envs/default"] {
        let module = format!("{prefix}/lib/python3.12/site-packages/dep.py");
        let project = Project::new(&[("app.py", "import dep\n"), (&*module, FORKS)]);
        assert_eq!(
            found(&project, "app.py"),
            ["app.py:1:8 failing-import"],
            "{prefix}"
        );
    }
}

#[test]
fn what_the_system_shares_is_that_of_the_same_version() {
    let config = "home = BASE/bin\ninclude-system-site-packages = SHARES\nversion = 3.11.2\n";
    for (other, shares, expected) in [("3.8", "true", 1), ("3.12", "true", 1), ("3.8", "false", 0)]
    {
        let project = Project::new(&[
            ("app.py", "import dep\n"),
            ("base/lib/python3.11/site-packages/dep.py", FORKS),
            (
                &format!("base/lib/python{other}/site-packages/dep.py"),
                "x = 1\n",
            ),
            (".venv/lib/python3.11/site-packages/a.py", ""),
        ]);
        let base = project.path("base").display().to_string();
        let config = config.replace("BASE", &base).replace("SHARES", shares);
        project.write(".venv/pyvenv.cfg", config);
        assert_eq!(
            found(&project, "app.py").len(),
            expected,
            "{other} {shares}"
        );
    }
    // Without a version the newest one comes first.
    let project = Project::new(&[
        ("app.py", "import dep\n"),
        (".venv/lib/python3.9/site-packages/dep.py", "x = 1\n"),
        (".venv/lib/python3.13/site-packages/dep.py", FORKS),
    ]);
    assert_eq!(found(&project, "app.py").len(), 1);
}

#[test]
fn a_module_that_makes_its_names_when_they_are_asked_for_has_them_all() {
    let lazy = |more: &str| {
        format!("import sys\nif sys.platform != 'win32':\n    from .posix import Fork\n{more}")
    };
    for (more, expected) in [
        ("", &["app.py:1:18 failing-import"][..]),
        ("def __getattr__(name):\n    return name\n", &[]),
    ] {
        let project = project(&[
            (
                ".venv/lib/python3.12/site-packages/lazy/__init__.py",
                &lazy(more),
            ),
            (
                ".venv/lib/python3.12/site-packages/lazy/posix.py",
                "class Fork: ...\n",
            ),
            ("app.py", "from lazy import Fork\n"),
        ]);
        assert_eq!(found(&project, ""), expected, "{more}");
    }
}

/// A project with an environment for Python 3.11 that holds one distribution, `old`.
fn with_old(code: &str, metadata: &str, more: &[(&str, &str)]) -> Project {
    let site = ".venv/lib/python3.11/site-packages";
    let project = Project::new(&[
        ("app.py", "import old\n"),
        (".venv/pyvenv.cfg", "home = /usr/bin\nversion = 3.11.7\n"),
    ]);
    project.write(&format!("{site}/old/__init__.py"), code);
    let info = format!("{site}/old-1.0.dist-info");
    project.write(&format!("{info}/RECORD"), "old/__init__.py,,\n");
    project.write(
        &format!("{info}/METADATA"),
        format!("Name: old\nVersion: 1.0\n{metadata}\n"),
    );
    for (path, text) in more {
        project.write(&path.replace("INFO", &info), text);
    }
    project
}

#[test]
fn an_environment_says_nothing_of_a_python_that_would_get_another_release() {
    let removed = "import distutils\n";
    let all = "--target-platforms linux,windows --target-python >=3.9";
    let fails = |metadata: &str, more: &[(&str, &str)]| {
        let project = with_old(removed, metadata, more);
        project.check(all).contains("failing-import")
    };
    // The copy of setuptools that a new environment for 3.11 begins with says just this.
    assert!(!fails("Requires-Python: >=3.7", &[]));
    assert!(!fails("", &[]));
    // It says itself that it is for that Python.
    assert!(fails("Requires-Python: >=3.7,<3.13", &[]));
    assert!(fails(
        "Classifier: Programming Language :: Python :: 3.12",
        &[]
    ));
    // There is no choice.
    let pinned = ("requirements.txt", "old==1.0\n");
    assert!(fails("Requires-Python: >=3.7", &[pinned]));
    let locked = (
        "uv.lock",
        "version = 1\n\n[[package]]\nname = \"old\"\nversion = \"1.0\"\n",
    );
    assert!(fails("Requires-Python: >=3.7", &[locked]));
    let from_here = ("INFO/direct_url.json", "{}");
    assert!(fails("Requires-Python: >=3.7", &[from_here]));
    let other = ("requirements.txt", "old>=1.0\n");
    assert!(!fails("Requires-Python: >=3.7", &[other]));
    // A wheel for one Python is not what another gets.
    let wheel = (
        "INFO/WHEEL",
        "Wheel-Version: 1.0\nTag: cp311-cp311-manylinux_2_17_x86_64\n",
    );
    assert!(!fails("Requires-Python: >=3.7", &[pinned, wheel]));
}

#[test]
fn what_fails_under_the_environments_own_python_fails_under_others_too() {
    let project = with_old("import fcntl\n", "Requires-Python: >=3.7", &[]);
    let text = project.check("--target-platforms linux,windows --target-python >=3.12");
    assert!(text.contains("`import old` fails on Windows: "), "{text}");
}

#[test]
fn a_name_that_another_release_may_have_is_not_missing() {
    let code = "import sys\nif sys.version_info < (3, 12):\n    tool = 1\n";
    let project = with_old(
        code,
        "Requires-Python: >=3.7",
        &[("app.py", "from old import tool\n")],
    );
    assert_eq!(project.check("--target-python >=3.9"), "");
    let pinned = ("requirements.txt", "old==1.0\n");
    let project = with_old(code, "", &[("app.py", "from old import tool\n"), pinned]);
    assert!(
        project
            .check("--target-python >=3.9")
            .contains("failing-import")
    );
}

#[test]
fn tests_are_skipped_alike_with_and_without_pytest_in_the_environment() {
    let site = ".venv/lib/python3.12/site-packages";
    let code = "\
import os, sys
import pytest
from pytest import mark, skip

needs_fork = pytest.mark.skipif(not hasattr(os, 'fork'), reason='needs fork')

@needs_fork
def test_one(): os.fork()

@mark.skipif(sys.platform == 'win32', reason='no fork')
def test_two(): os.fork()

def test_three():
    if sys.platform == 'win32':
        pytest.skip('no fork')
    os.fork()

def test_four():
    if sys.platform == 'win32':
        skip('no fork')
    os.fork()

def test_five():
    if os.name == 'nt':
        raise pytest.skip.Exception('no fork')
    os.fork()
";
    let module = "\
import os, sys, pytest
if sys.platform == 'win32':
    pytest.skip('no fork', allow_module_level=True)
def test(): os.fork()
";
    let mark = "\
import os, sys, pytest
pytestmark = [pytest.mark.skipif(sys.platform == 'win32', reason='no fork')]
def test(): os.fork()
";
    let skip = "import pytest\nfcntl = pytest.importorskip('fcntl')\nfcntl.flock\n";
    let project = Project::new(&[
        ("test_a.py", code),
        ("test_b.py", module),
        ("test_c.py", mark),
        ("test_d.py", skip),
        (".venv/pyvenv.cfg", "version = 3.12.1\n"),
    ]);
    assert_eq!(project.check(""), "");
    project.write(
        &format!("{site}/pytest/__init__.py"),
        "from _pytest.outcomes import skip, importorskip\nfrom _pytest.mark import MARK_GEN as mark\n",
    );
    project.write(
        &format!("{site}/_pytest/outcomes.py"),
        "def skip(reason='', *, allow_module_level=False): raise Skipped(reason)\n\
         def importorskip(name): return __import__(name)\n",
    );
    project.write(
        &format!("{site}/_pytest/mark/__init__.py"),
        "MARK_GEN = MarkGenerator()\n",
    );
    assert_eq!(project.check(""), "");
}

#[test]
fn a_fixture_that_skips_is_a_guard() {
    let conftest = "\
import os, pytest

@pytest.fixture
def from_above():
    if not hasattr(os, 'fork'):
        pytest.skip('no fork')
";
    let code = "\
import os, sys, pytest

@pytest.fixture
def posix():
    if sys.platform == 'win32':
        pytest.skip('no fork')
    yield 1

@pytest.fixture
def uses(posix):
    return posix

def test_one(posix): os.fork()

def test_two(uses): os.fork()

@pytest.mark.usefixtures('posix')
def test_three(): os.fork()

def test_four(from_above): os.fork()

def test_five(tmp_path): os.fork()
";
    let project = Project::new(&[("test_a.py", code), ("conftest.py", conftest)]);
    assert_eq!(
        found(&project, ""),
        ["test_a.py:22:26 unavailable-attribute"]
    );
    let for_all = "\
import os, pytest

@pytest.fixture(autouse=True)
def posix():
    if os.name == 'nt':
        pytest.skip('no fork')

def test(): os.fork()
";
    assert_eq!(found(&Project::new(&[("test_b.py", for_all)]), ""), [""; 0]);
}

#[test]
fn what_was_not_followed_is_said_once_at_the_end() {
    let project = Project::new(&[
        ("a.py", "import spaces\nimport json\n"),
        ("b.py", "import spaces\n"),
    ]);
    let (code, _, err) = project.run("check");
    assert_eq!(code, 0);
    let end = "No environment with packages was found, so these imports were not followed: `spaces`. Activate one, or name one: `--config environment=PATH`.\n";
    assert!(err.ends_with(end), "{err}");
    let (_, _, err) = project.run("check --config environment=/nope");
    let absent = "`environment` on the command line names `/nope`, which is not an environment, so these imports were not followed: `spaces`";
    assert!(err.contains(absent), "{err}");
    let mut command = project.command("check");
    let output = command.env("VIRTUAL_ENV", "/gone").output();
    let err = String::from_utf8(output.expect("an end").stderr).expect("utf-8");
    assert!(
        err.contains("VIRTUAL_ENV names `/gone`, which is not an environment"),
        "{err}"
    );
    project.write("b.py", "import own\n");
    project.write("a.py", "");
    project.write("own.py", "");
    assert_eq!(
        project.run("check").2,
        format!("No findings in 3 files {DEFAULT}")
    );
}

#[test]
fn what_is_too_long_is_not_taken_for_what_works() {
    let site = ".venv/lib/python3.12/site-packages";
    let project = project(&[("app.py", "import large\n")]);
    let long = format!("import fcntl\nx = '{}'\n", "x".repeat(5 << 20));
    project.write(&format!("{site}/large/__init__.py"), &long);
    let (_, _, err) = project.run("check app.py");
    assert!(
        err.contains("1 imported module not checked, or only in part (too long, or not text)"),
        "{err}"
    );
    // Nor is a statement.
    let long = format!("import fcntl\nx = [{}]\n", "1, ".repeat(400_000));
    project.write("app.py", &long);
    let (code, out, err) = project.run("check app.py --output-format concise");
    assert_eq!((code, out.lines().count()), (2, 1), "{out}{err}");
    assert!(err.contains("app.py:2: 1 statement not looked at"), "{err}");
}
