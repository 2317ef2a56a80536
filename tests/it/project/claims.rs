//! What a project claims to support, held against what its package does when it is imported.

use crate::cli::Project;

/// The reports of a check in files that are no Python, without what comes behind the first colon of
/// each message.
fn told(project: &Project, arguments: &str) -> Vec<String> {
    let output = project
        .command(&format!("check --output-format concise {arguments}"))
        .env_remove("VIRTUAL_ENV")
        .env_remove("CONDA_PREFIX")
        .output()
        .expect("an end");
    let text = String::from_utf8(output.stdout).expect("utf-8");
    let claims = text.lines().filter(|line| line.contains("[unsupported-"));
    claims.map(str::to_owned).collect()
}

const PYPROJECT: &str = "[project]\nname = 'some-pkg'\nrequires-python = '>=3.10'\nclassifiers = [\n  \
    \"Operating System :: OS Independent\", # all\n  'Programming Language :: Python :: 3.10',\n  \
    'Programming Language :: Python :: 3.12',\n]\n";

fn project(init: &str) -> Project {
    Project::new(&[
        ("pyproject.toml", PYPROJECT),
        ("src/some_pkg/__init__.py", init),
        ("src/some_pkg/core.py", "import fcntl\n"),
        ("src/other/__init__.py", "import fcntl\n"),
        ("tests/__init__.py", "import fcntl\n"),
    ])
}

#[test]
fn a_classifier_that_the_package_contradicts_is_told() {
    let project = project("from . import core\n");
    let message = "warning[unsupported-classifier] This claims `Operating System :: OS Independent`, but \
        `import some_pkg` fails on Windows: some_pkg/core.py line 1 imports `fcntl`, which exists on Unix only";
    assert_eq!(
        told(&project, ""),
        [format!("pyproject.toml:5:4: {message}")]
    );
    let (_, out, _) = project.run("check pyproject.toml");
    assert!(
        out.contains("note: some_pkg/__init__.py imports `some_pkg.core`"),
        "{out}"
    );
    assert_eq!(told(&project, "--target-platforms linux,macos"), [""; 0]);
    assert_eq!(told(&project, "--ignore unsupported-classifier"), [""; 0]);
    assert!(told(&project, "--warn unsupported-classifier")[0].contains("warning["));
    // The same in the other places in which it is written.
    project.write(
        "pyproject.toml",
        "[tool.poetry]\nname = 'some_pkg'\nclassifiers = ['Operating System :: Microsoft :: Windows :: Windows 10']\n",
    );
    assert!(
        told(&project, "")[0].starts_with("pyproject.toml:3:17: warning[unsupported-classifier]")
    );
    project.write("pyproject.toml", "[build-system]\nrequires = []\n");
    project.write(
        "setup.cfg",
        "[metadata]\nname = some.pkg\nclassifiers =\n    # all\n    Operating System :: OS Independent\n",
    );
    assert_eq!(told(&project, ""), [format!("setup.cfg:5:5: {message}")]);
}

#[test]
fn a_claim_that_holds_is_left_alone() {
    for init in [
        "",
        "def f():\n    from . import core\n",
        "import sys\nif sys.platform != 'win32':\n    from . import core\n",
        "try:\n    from . import core\nexcept ImportError:\n    core = None\n",
        "def __getattr__(name):\n    from . import core\n    return getattr(core, name)\n",
        "(",
    ] {
        assert_eq!(told(&project(init), ""), [""; 0], "{init}");
    }
    let fails = || project("from . import core\n");
    for settings in [
        "[tool.spawnsafe]\ntarget-platforms = ['linux']\n",
        "[tool.spawnsafe]\nextend-exclude = ['src/']\n",
        "[[tool.spawnsafe.overrides]]\nfiles = ['src/some_pkg/core.py']\ntarget-platforms = ['linux']\n",
        "[tool.spawnsafe]\nper-file-ignores = { 'pyproject.toml' = ['unsupported-classifier'] }\n",
    ] {
        let project = fails();
        project.write("pyproject.toml", format!("{PYPROJECT}{settings}"));
        assert_eq!(told(&project, ""), [""; 0], "{settings}");
    }
    // Which of two packages is installed is not known, and tests are not.
    let project = fails();
    project.write("pyproject.toml", PYPROJECT.replace("some-pkg", "third"));
    assert_eq!(told(&project, ""), [""; 0]);
    for claim in [
        "POSIX :: Linux",
        "MacOS",
        "Unix",
        "Nonsense",
        "POSIX :: \\u0042SD",
    ] {
        let project = fails();
        project.write("pyproject.toml", PYPROJECT.replace("OS Independent", claim));
        assert_eq!(told(&project, ""), [""; 0], "{claim}");
    }
}

#[test]
fn the_only_package_of_a_flat_project_is_the_one() {
    let project = Project::new(&[
        ("pyproject.toml", PYPROJECT),
        ("called/__init__.py", "import fcntl\n"),
        ("setup.py", "import fcntl\n"),
        ("docs/__init__.py", "import fcntl\n"),
        ("scripts/one.py", "import fcntl\n"),
    ]);
    assert!(told(&project, "")[0].contains("`import called` fails on Windows"));
    project.write("second/__init__.py", "");
    assert_eq!(told(&project, ""), [""; 0]);
    // One without `__init__` around it is found by its name.
    project.write("src/some/pkg/__init__.py", "import termios\n");
    assert!(told(&project, "")[0].contains("`import some.pkg` fails on Windows"));
}

#[test]
fn versions_and_commands_count_too() {
    let project = project("");
    project.write("src/some_pkg/cli.py", "from typing import Self\n");
    let script = "[project.scripts]\nrun = 'some_pkg.cli:main'\nother = 'elsewhere:main'\n";
    project.write("pyproject.toml", format!("{PYPROJECT}{script}"));
    let why = "but the command `run` fails up to Python 3.10: some_pkg/cli.py line 1 imports `Self`, which is new in Python 3.11";
    assert_eq!(
        told(&project, ""),
        [
            format!(
                "pyproject.toml:3:20: warning[unsupported-classifier] This claims `Python >=3.10`, {why}"
            ),
            format!(
                "pyproject.toml:6:4: warning[unsupported-classifier] This claims `Programming Language :: Python :: 3.10`, {why}"
            ),
        ]
    );
    told(
        &project,
        "--fix --unsafe-fixes --select unsupported-classifier",
    );
    let text = project.read("pyproject.toml");
    assert!(
        text.contains("'>=3.11'") && !text.contains(":: 3.10"),
        "{text}"
    );
    assert_eq!(told(&project, ""), [""; 0]);
}

#[test]
fn a_dependency_that_fails_is_blamed() {
    let project = project("import dep\n");
    project.write(".venv/pyvenv.cfg", "");
    project.write(
        ".venv/lib/python3.12/site-packages/dep.py",
        "import fcntl\n",
    );
    assert!(
        told(&project, "")[0].ends_with("dep.py line 1 imports `fcntl`, which exists on Unix only")
    );
}

/// The file with its claims mended.
fn mended(name: &str, text: &str) -> String {
    let project = project("from . import core\n");
    project.write("pyproject.toml", "");
    project.write(name, text);
    told(
        &project,
        "--fix --unsafe-fixes --select unsupported-classifier",
    );
    assert_eq!(told(&project, ""), [""; 0]);
    project.read(name)
}

#[test]
fn only_what_works_is_claimed_after_the_fix() {
    let list = |items: &str| format!("[project]\nname = 'some-pkg'\nclassifiers = [{items}]\n");
    let system = "Operating System ::";
    for (before, after) in [
        (
            format!("\n    '{system} OS Independent', # all\n"),
            format!("\n    '{system} POSIX :: Linux',\n    '{system} MacOS', # all\n"),
        ),
        (
            format!("'{system} MacOS', \"{system} OS Independent\""),
            format!("'{system} MacOS', \"{system} POSIX :: Linux\""),
        ),
        (
            format!("\n  'a',\n  '{system} Microsoft :: Windows', # really\n  'b'\n"),
            "\n  'a',\n  'b'\n".to_owned(),
        ),
        (
            format!("'a', '{system} Microsoft :: Windows'"),
            "'a'".to_owned(),
        ),
        (
            format!("'{system} Microsoft :: Windows', 'a'"),
            "'a'".to_owned(),
        ),
        (
            format!("\n  'a',\n  '{system} Microsoft :: Windows' "),
            "\n  'a' ".to_owned(),
        ),
    ] {
        assert_eq!(mended("pyproject.toml", &list(&before)), list(&after));
    }
    let lines = |items: &str| format!("[metadata]\nname = some_pkg\nclassifiers ={items}\n");
    for (before, after) in [
        (
            format!("\n  {system} OS Independent\n  b"),
            format!("\n  {system} POSIX :: Linux\n  {system} MacOS\n  b"),
        ),
        (
            format!("\n  a\n  {system} Microsoft :: Windows"),
            "\n  a".to_owned(),
        ),
        (
            format!(" {system} OS Independent"),
            format!(" {system} POSIX :: Linux\n    {system} MacOS"),
        ),
    ] {
        assert_eq!(mended("setup.cfg", &lines(&before)), lines(&after));
    }
}
