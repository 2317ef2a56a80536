//! Modules and handlers that nobody runs somewhere, as the files around them say.

use crate::cli::Project;

const TARGETS: &str = "--select unavailable-import,unavailable-attribute,start-method-at-import --target-platforms linux,windows --target-python >=3.9";

fn found(files: &[(&str, &str)]) -> String {
    Project::new(files).check(TARGETS)
}

const HANDLER: &str = "try:\n    import multipart\nexcept ImportError:\n    import cgi\n";

/// Whether something is found in a project with these metadata, and a module that falls back to what Python has up to 3.12.
fn falls_back(metadata: (&str, &str)) -> bool {
    found(&[metadata, ("pk/__init__.py", ""), ("pk/a.py", HANDLER)]).contains("cgi")
}

#[test]
fn a_handler_for_an_import_does_not_run_where_the_project_requires_what_is_imported() {
    let required = "multipart>=1; python_version >= '3.13'";
    for (name, text) in [
        (
            "pyproject.toml",
            format!("[project]\nname = 'pk'\ndependencies = [\"{required}\"]\n"),
        ),
        (
            "setup.cfg",
            format!("[options]\ninstall_requires =\n    {required}\n"),
        ),
        (
            "setup.py",
            format!("from setuptools import setup\nsetup(install_requires=[\"{required}\"])\n"),
        ),
        (
            "pyproject.toml",
            "[tool.poetry.dependencies]\nmultipart = '*'\n".to_owned(),
        ),
    ] {
        assert!(!falls_back((name, &text)), "{text}");
    }
    for text in [
        "[project]\nname = 'pk'\n",
        "[project]\nname = 'pk'\ndependencies = [\"multipart; python_version < '3.13'\"]\n",
        "[project]\nname = 'pk'\n[project.optional-dependencies]\ntest = ['multipart']\n",
        "[project]\nname = 'pk'\n[dependency-groups]\ntest = ['multipart']\n",
        "[tool.poetry.dependencies]\nmultipart = {version = '*', optional = true}\n",
    ] {
        assert!(falls_back(("pyproject.toml", text)), "{text}");
    }
}

const WINDOWS: &str = "def key():\n    import winreg\n    return winreg\n";

#[test]
fn a_module_that_only_hands_another_one_on_does_not_say_where_it_runs() {
    let files = |alias| {
        let choice = "try:\n    from .win import key\nexcept ImportError:\n    key = None\n";
        found(&[
            ("pk/__init__.py", ""),
            ("pk/tz/__init__.py", "from .tz import *\n"),
            ("pk/tz/tz.py", choice),
            ("pk/tz/win.py", "import winreg\n"),
            ("pk/tzwin.py", alias),
        ])
    };
    assert_eq!(files("# It has moved.\nfrom .tz.win import *\n"), "");
    assert!(files("from .tz.win import *\nprint('used')\n").contains("winreg"));
}

#[test]
fn what_a_crate_reads_is_not_run() {
    let files = |path: &str| found(&[("crates/parser/Cargo.toml", ""), (path, WINDOWS)]);
    assert_eq!(files("crates/parser/resources/valid/try.py"), "");
    assert!(files("crates/parser/scripts/try.py").contains("winreg"));
}

#[test]
fn what_is_copied_into_a_project_is_found_by_its_own_name() {
    let script = "import sys\n\ndef on_windows():\n    from wad.keys import key\n    return key()\n\nif sys.platform == 'win32':\n    run = on_windows\nelse:\n    run = None\n";
    let files = |inner| {
        found(&[
            ("pyproject.toml", ""),
            ("src/pk/__init__.py", ""),
            ("src/pk/vendored/tools/attach/add.py", script),
            ("src/pk/vendored/tools/attach/wad/__init__.py", inner),
            ("src/pk/vendored/tools/attach/wad/keys.py", WINDOWS),
        ])
    };
    assert_eq!(files("from wad import keys\n"), "");
    assert!(files("").contains("winreg"));
}

#[test]
fn setuptools_brings_distutils_to_its_commands() {
    let command = ("pk/command.py", "from distutils import cmd\n");
    for (name, text) in [
        (
            "setup.cfg",
            "[entry_points]\ndistutils.commands =\n    build_pk = pk.command:Build\n",
        ),
        (
            "pyproject.toml",
            "[project.entry-points.\"distutils.commands\"]\nbuild_pk = \"pk.command:Build\"\n",
        ),
        (
            "setup.py",
            "from setuptools import setup\nsetup(entry_points={\n    'distutils.commands': [\n        'build_pk=pk.command:Build',\n    ],\n})\n",
        ),
    ] {
        assert_eq!(
            found(&[(name, text), ("pk/__init__.py", ""), command]),
            "",
            "{text}"
        );
    }
    let text = "[entry_points]\ndistutils.commands =\n    build_pk = pk.other:Build\nconsole_scripts =\n    pk = pk.command:main\n";
    let other = found(&[("setup.cfg", text), ("pk/__init__.py", ""), command]);
    assert!(other.contains("distutils"), "{other}");
}

#[test]
fn a_conftest_that_nobody_imports_is_imported_by_no_child() {
    let conftest = (
        "tests/conftest.py",
        "import multiprocessing\n\nmultiprocessing.set_start_method('spawn')\n",
    );
    assert_eq!(found(&[conftest]), "");
    let user = ("tests/test_a.py", "import conftest\n");
    assert!(found(&[conftest, user]).contains("start-method-at-import"));
}

#[test]
fn a_policy_that_another_file_sets_holds_for_the_whole_program() {
    let watch = "import asyncio\n\ndef watch(file, ready):\n    asyncio.get_running_loop().add_reader(file, ready)\n";
    let sets = |policy: &str| {
        let main = format!(
            "import asyncio, sys\nfrom pk.watch import watch\n\ndef main():\n    if sys.platform == 'win32':\n        asyncio.set_event_loop_policy(asyncio.{policy}())\n    watch(0, print)\n"
        );
        let files = [
            ("pyproject.toml", ""),
            ("pk/__init__.py", ""),
            ("pk/__main__.py", &main),
            ("pk/watch.py", watch),
        ];
        let targets = "--select unsupported-call --target-platforms linux,windows --target-python >=3.9,<3.14";
        Project::new(&files).check(targets)
    };
    assert_eq!(sets("WindowsSelectorEventLoopPolicy"), "");
    assert!(sets("WindowsProactorEventLoopPolicy").contains("add_reader"));
}

#[test]
fn files_that_tests_evaluate_are_not_run() {
    let files = |path: &str| found(&[("tests/test_rules.py", ""), (path, WINDOWS)]);
    assert_eq!(files("tests/eval_files/keys.py"), "");
    assert!(files("tests/keys.py").contains("winreg"));
}

#[test]
fn modules_that_only_import_each_other_run_where_the_public_ones_do() {
    let out = found(&[
        ("a.py", "import b\nimport fcntl\n"),
        ("b.py", "import a\nimport fcntl\n"),
        (
            "serial.py",
            "import sys\nclass Base:\n    pass\nif sys.platform == 'win32':\n    import _serial\n",
        ),
        ("_serial.py", "import winreg\nfrom serial import Base\n"),
    ]);
    assert!(out.contains("a.py:2") && out.contains("b.py:2"), "{out}");
    assert!(!out.contains("serial"), "{out}");
}
