//! What a project claims to support, held against what its package does when it is imported.

use crate::cli::Project;

/// The reports of a check in files that are no Python, without what comes behind the first colon of
/// each message.
fn told(project: &Project, arguments: &str) -> Vec<String> {
    let text = project.check(arguments);
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
    let message = "warning[unsupported-classifier] `Operating System :: OS Independent` is claimed, but \
        `import some_pkg` fails on Windows: some_pkg/core.py:1 imports `fcntl`";
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
fn every_package_that_is_installed_counts() {
    let fails = |settings: &str, module: &str| {
        let project = Project::new(&[
            ("src/one/__init__.py", ""),
            ("src/two/__init__.py", "import fcntl\n"),
            ("lib/three/part/__init__.py", "import fcntl\n"),
            ("four.py", "import fcntl\n"),
            ("pyproject.toml", ""),
        ]);
        let third = PYPROJECT.replace("some-pkg", "third");
        project.write("pyproject.toml", format!("{third}{settings}"));
        let told = told(&project, "");
        let expected = format!("`import {module}` fails on Windows");
        assert_eq!(told.len(), 1, "{settings}: {told:?}");
        assert!(told[0].contains(&expected), "{settings}: {told:?}");
    };
    fails("", "two");
    fails(
        "[build-system]\nbuild-backend = 'setuptools.build_meta'\n",
        "two",
    );
    fails(
        "[tool.setuptools]\npackages = ['one', 'three.part']\n",
        "three.part",
    );
    fails("[tool.setuptools]\npy-modules = ['four']\n", "four");
    fails(
        "[tool.poetry]\npackages = [{include = 'two', from = 'src'}]\n",
        "two",
    );
    fails(
        "[tool.hatch.build.targets.wheel]\npackages = ['src/one', 'src/two']\n",
        "two",
    );
    fails("[tool.flit.module]\nname = 'two'\n", "two");
    fails(
        "[tool.uv.build-backend]\nmodule-name = ['one', 'two']\n",
        "two",
    );
    // What is not installed fails nobody.
    let project = Project::new(&[
        ("one/__init__.py", ""),
        ("two/__init__.py", "import fcntl\n"),
        (
            "setup.cfg",
            "[metadata]\nclassifiers = Operating System :: OS Independent\n[options]\npackages =\n    one\n",
        ),
    ]);
    assert_eq!(told(&project, ""), [""; 0]);
    project.write("setup.cfg", project.read("setup.cfg") + "    two\n");
    assert_eq!(told(&project, "").len(), 1);
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
    let third = PYPROJECT.replace("some-pkg", "third");
    let hatch = format!("{third}[build-system]\nbuild-backend = 'hatchling.build'\n");
    project.write("pyproject.toml", &hatch);
    assert_eq!(told(&project, ""), [""; 0]);
    let flat = Project::new(&[
        ("pyproject.toml", &*third),
        ("one/__init__.py", "import fcntl\n"),
        ("two/__init__.py", "import fcntl\n"),
    ]);
    assert_eq!(told(&flat, ""), [""; 0]);
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
    let why = "but the command `run` fails up to Python 3.10: some_pkg/cli.py:1 imports `Self`";
    assert_eq!(
        told(&project, ""),
        [
            format!(
                "pyproject.toml:3:20: warning[unsupported-classifier] `Python >=3.10` is claimed, {why}"
            ),
            format!(
                "pyproject.toml:6:4: warning[unsupported-classifier] `Programming Language :: Python :: 3.10` is claimed, {why}"
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
    assert!(told(&project, "")[0].ends_with("dep.py:1 imports `fcntl`"));
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

#[test]
fn a_call_of_setup_claims_too() {
    let setup = |arguments: &str| format!("import setuptools\nsetuptools.setup({arguments})\n");
    let system = "classifiers=['Operating System :: OS Independent']";
    let cases = [
        (setup(&format!("name='some-pkg', {system}")), 1),
        (
            setup(&format!("packages=['some_pkg', 'some_pkg.sub'], {system}")),
            1,
        ),
        (setup(&format!("py_modules=['fine'], {system}")), 0),
        (
            setup(&format!(
                "py_modules=['fine'], entry_points={{'console_scripts': ['x = some_pkg:main']}}, {system}"
            )),
            1,
        ),
        (
            setup(&format!("name=NAME, packages=find_packages(), {system}")),
            0,
        ),
        (setup(&format!("name='some-pkg', **more, {system}")), 1),
        (setup("name='some-pkg', classifiers=CLASSIFIERS"), 0),
        (
            format!(
                "from setuptools import setup\nif True:\n    setup(name='some-pkg',\n      {system})  # spawnsafe: ignore[unsupported-classifier] why not\n"
            ),
            0,
        ),
    ];
    for (text, expected) in cases {
        let project = project("from . import core\n");
        project.write("pyproject.toml", "");
        project.write("fine.py", "");
        project.write("setup.py", &text);
        let told = told(&project, "");
        assert_eq!(told.len(), expected, "{text} {told:?}");
        if expected == 1 {
            assert!(told[0].starts_with("setup.py:2:"), "{told:?}");
            assert!(
                told[0].contains("fails on Windows: some_pkg/core.py:1"),
                "{told:?}"
            );
        }
        let (_, out, _) = project.run("check --output-format concise");
        assert!(!out.contains("unused-ignore"), "{out}");
    }
}

#[test]
fn comments_ignore_what_is_said_of_metadata() {
    let setup = "[metadata]\nname = some_pkg\nclassifiers =\n    Operating System :: OS Independent\n[options]\n\
        install_requires =\n    uvloop\n";
    let project = project("from . import core\n");
    let files = [
        "pyproject.toml",
        "setup.cfg",
        "requirements.txt",
        "environment.yml",
    ];
    project.write("setup.cfg", setup);
    project.write(
        "requirements.txt",
        "uvloop==1 \\\n  --hash=sha256:aa\nuvloop\n",
    );
    project.write("environment.yml", "dependencies:\n- uvloop\n");
    let before = told(&project, "");
    assert_eq!(before.len(), 2, "{before:?}");
    project.run("check --add-ignore=why");
    let (code, out, _) = project.run("check");
    assert_eq!((code, &*out), (0, ""));
    assert_eq!(
        project.read("setup.cfg"),
        setup
            .replace(
                "    Op",
                "    # spawnsafe: ignore[unsupported-classifier] why\n    Op"
            )
            .replace(
                "    uv",
                "    # spawnsafe: ignore[failing-import] why\n    uv"
            )
    );
    let comment = "# spawnsafe: ignore[failing-import] why";
    assert_eq!(
        project.read("requirements.txt"),
        format!("{comment}\nuvloop==1 \\\n  --hash=sha256:aa\nuvloop  {comment}\n")
    );
    assert_eq!(
        project.read("environment.yml"),
        format!("dependencies:\n- uvloop  {comment}\n")
    );
    let known: Vec<String> = files.iter().map(|file| project.read(file)).collect();
    project.run("check --add-ignore=again");
    let again: Vec<String> = files.iter().map(|file| project.read(file)).collect();
    assert_eq!(known, again);
    // A comment for another rule, or in a value, ignores nothing.
    project.write(
        "setup.cfg",
        setup.replace(
            "Independent",
            "Independent # spawnsafe: ignore[failing-import]",
        ),
    );
    project.write("requirements.txt", "# spawnsafe: ignore[unavailable-import]\nuvloop\n# spawnsafe: file-ignore[failing-import]\n");
    let (_, out, _) = project.run("check --output-format concise");
    assert_eq!(out.matches("[failing-import]").count(), 2, "{out}");
}

#[test]
fn a_call_of_setup_declares_the_targets() {
    let unix = "from setuptools import setup\nsetup(name='x', classifiers=['Operating System :: POSIX'], python_requires='>=3.12')\n";
    let silent = "from setuptools import setup\nsetup(name='x', classifiers=CLASSIFIERS)\n";
    let app = ("pkg/app.py", "import fcntl\nfrom typing import override\n");
    let cases: [(&[(&str, &str)], usize); 6] = [
        (&[("setup.py", unix)], 0),
        (&[("setup.py", silent)], 2),
        (
            &[
                ("setup.py", unix),
                ("setup.cfg", "[metadata]\nlicense_files = LICENSE\n"),
            ],
            0,
        ),
        (
            &[
                ("setup.py", unix),
                ("setup.cfg", "[options]\npython_requires = >=3.12\n"),
            ],
            1,
        ),
        (
            &[
                ("setup.py", unix),
                (
                    "pyproject.toml",
                    "[project]\nname = 'x'\ndynamic = ['classifiers']\n",
                ),
            ],
            0,
        ),
        (
            &[
                ("setup.py", unix),
                (
                    "pyproject.toml",
                    "[project]\nclassifiers = ['Operating System :: OS Independent']\n",
                ),
            ],
            2,
        ),
    ];
    for (files, expected) in cases {
        let project = Project::new(&[app]);
        files
            .iter()
            .for_each(|(path, text)| project.write(path, text));
        let (_, out, _) = project.run("check pkg --output-format concise");
        assert_eq!(out.lines().count(), expected, "{files:?} {out}");
    }
}

#[test]
fn what_setup_is_given_by_name_is_looked_up() {
    let spellings = [
        "C = ['Operating System :: POSIX']\nsetup(classifiers=C)\n",
        "C = []\nC += ['Operating System :: POSIX']\nsetup(classifiers=C)\n",
        "C = []\nif True:\n    C.append('Operating System :: POSIX')\nsetup(classifiers=C)\n",
        "C = ['a']\nsetup(classifiers=C + ['Operating System :: POSIX'])\n",
        "C = '''\na\nOperating System :: POSIX\n'''\nsetup(classifiers=C.strip().splitlines())\n",
        "C = '''\na\nOperating System :: POSIX\n'''\nsetup(classifiers=list(filter(None, C.split('\\n'))))\n",
        "C = '''\na\nOperating System :: POSIX\n'''\nsetup(classifiers=[line for line in C.split('\\n') if line])\n",
        // Names that stand for each other come to an end.
        "C = D = [C, 'Operating System :: POSIX', D]\nsetup(keywords=D, classifiers=[C, *D] + C)\n",
    ];
    for spelling in spellings {
        let project = Project::new(&[("pkg/app.py", "import fcntl\n")]);
        project.write(
            "setup.py",
            format!("from setuptools import setup\n{spelling}"),
        );
        let told = project.check("");
        let expected = usize::from(spelling.starts_with("C = D"));
        assert_eq!(told.matches("fcntl").count(), expected, "{spelling}{told}");
    }
    let project = Project::new(&[("app.py", "import curses\n")]);
    project.write(
        "setup.py",
        "from setuptools import setup\nneeded = ['a']\nif mingw:\n    needed += ['windows-curses; os_name == \"nt\"']\nsetup(install_requires=needed)\n",
    );
    assert_eq!(project.check(""), "");
}
