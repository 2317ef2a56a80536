//! Projects on the disk: environments that are found, and what their packages do to findings.

use crate::cli::Project;

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
        out.contains("`import spaces` fails on Windows: spaces/zero.py line 1 imports `ForkProcess`, which exists on Unix only"),
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
