//! Requirements with markers: what they bring is not there where they do not hold.

use crate::cli::Project;

const SITE: &str = ".venv/lib/python3.12/site-packages";
const MARKED: &str = "Requires-Dist: helper>=1; sys_platform != \"win32\"\n";
const IMPORTS: &str = "from . import part\n";
const PART: &str = "import helper\n";

/// An environment in which pip installed `pkg`, which brought `helper` along.
fn project(files: &[(&str, &str)]) -> Project {
    let project = Project::new(&[(".venv/pyvenv.cfg", "home = /usr/bin\n")]);
    let site = |path: &str, text: &str| project.write(&format!("{SITE}/{path}"), text);
    site("pkg/__init__.py", IMPORTS);
    site("pkg/part.py", PART);
    site("helper/__init__.py", "");
    site("pkg-1.0.dist-info/METADATA", &metadata("pkg", MARKED));
    installed(&project, "pkg", &["pkg/__init__.py", "pkg/part.py"]);
    site("pkg-1.0.dist-info/REQUESTED", "");
    installed(&project, "helper", &["helper/__init__.py"]);
    project.write("app.py", "import pkg\n");
    for (path, text) in files {
        project.write(path, text);
    }
    project
}

fn metadata(name: &str, headers: &str) -> String {
    format!(
        "Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{headers}\nRequires-Dist: no; header\n"
    )
}

fn installed(project: &Project, name: &str, files: &[&str]) {
    let directory = format!("{SITE}/{name}-1.0.dist-info");
    let record: String = files.iter().map(|file| format!("{file},,\n")).collect();
    project.write(&format!("{directory}/RECORD"), record);
    project.write(&format!("{directory}/INSTALLER"), "pip\n");
}

fn site(path: &str) -> String {
    format!("{SITE}/{path}")
}

#[test]
fn what_a_marker_leaves_out_cannot_be_imported_there() {
    let told = "app.py:1:8: error[failing-import] `import pkg` fails on Windows: pkg-1.0.dist-info/METADATA:4 \
        requires `helper` only if `sys_platform != \"win32\"`\n";
    assert_eq!(project(&[]).check(""), told);
    let (_, report, _) = project(&[]).run("check");
    assert!(report.contains("pkg/part.py imports `helper`"), "{report}");
    // A module that is compiled is there, too.
    let compiled = project(&[(
        &site("helper-1.0.dist-info/RECORD"),
        "helper.cpython-312-darwin.so,,\n",
    )]);
    std::fs::remove_dir_all(compiled.path(&site("helper"))).expect("removed");
    assert_eq!(compiled.check(""), told);
    // What was found out is kept, and what changes changes it.
    let again = project(&[]);
    assert_eq!(again.check(""), told);
    assert_eq!(again.check(""), told);
    again.write(
        &site("pkg-1.0.dist-info/METADATA"),
        metadata("pkg", &MARKED.replace("win32", "darwin")),
    );
    assert!(again.check("").contains("fails on macOS"));
    again.write(&site("pkg-1.0.dist-info/METADATA"), metadata("pkg", ""));
    assert_eq!(again.check(""), "");
}

#[test]
fn where_it_may_be_there_all_the_same_nothing_is_said() {
    let headers = |headers: &str| metadata("pkg", headers);
    let another = metadata("another", "Requires-Dist: Helper (>=1)\n");
    for (path, text) in [
        // Somebody asked for it.
        ("helper-1.0.dist-info/REQUESTED", ""),
        // Nobody noted whether somebody did.
        ("helper-1.0.dist-info/INSTALLER", "uv\n"),
        ("another-1.0.dist-info/METADATA", &*another),
        (
            "pkg-1.0.dist-info/METADATA",
            &headers(&format!("{MARKED}Requires-Dist: helper; os_name == 'nt'\n")),
        ),
        (
            "pkg-1.0.dist-info/METADATA",
            &headers(&format!(
                "{MARKED}Requires-Dist: helper-bin; os_name == 'nt'\n"
            )),
        ),
        (
            "pkg-1.0.dist-info/METADATA",
            &headers(&format!(
                "{MARKED}Requires-Dist: helper; extra == 'all'\nProvides-Extra: all\n"
            )),
        ),
        (
            "pkg-1.0.dist-info/METADATA",
            &headers("Requires-Dist: helper; nonsense != 'win32' sys_platform\n"),
        ),
        (
            "pkg-1.0.dist-info/METADATA",
            &headers("Requires-Dist: helper; extra == 'x'\nProvides-Extra: x\n"),
        ),
        // Another distribution has files in it, too.
        ("other-1.0.dist-info/RECORD", "helper/more.py,,\n"),
        ("other-1.0.dist-info/RECORD", "pkg/more.py,,\n"),
        (
            "pkg/part.py",
            "try:\n    import helper\nexcept ModuleNotFoundError:\n    helper = None\n",
        ),
        (
            "pkg/part.py",
            "import os\nif os.name != 'nt':\n    import helper\n",
        ),
        ("pkg/part.py", "def f():\n    import helper\n"),
        ("pkg/part.py", ""),
    ] {
        assert_eq!(
            project(&[(&site(path), text)]).check(""),
            "",
            "{path} {text}"
        );
    }
    // The project asks for it, whatever is installed by now.
    assert_eq!(
        project(&[("requirements.txt", "pkg\nhelper\n")]).check(""),
        ""
    );
    let part = project(&[(
        "requirements.txt",
        "pkg\nhelper; sys_platform == 'darwin'\n",
    )]);
    assert_eq!(part.check("").lines().count(), 2, "{}", part.check(""));
    let other = "Requires-Dist: colorama; sys_platform == 'win32'\n";
    let other = project(&[(
        &site("pkg-1.0.dist-info/METADATA"),
        &headers(&format!("{MARKED}{other}")),
    )]);
    assert!(other.check("").contains("on Windows"));
}

#[test]
fn what_the_project_itself_requires_only_somewhere_cannot_be_imported_elsewhere() {
    let pyproject = "[project]\nname = 'x'\ndependencies = [\n  \"helper; sys_platform == 'linux'\",\n  'pkg',\n]\n";
    let own = |more: &[(&str, &str)]| {
        let project = project(&[
            (&site("pkg/__init__.py"), ""),
            (&site("pkg-1.0.dist-info/METADATA"), &metadata("pkg", "")),
            (&site("helper-1.0.dist-info/REQUESTED"), ""),
            ("pyproject.toml", pyproject),
            (&site("helper/inner.py"), ""),
            ("app.py", "import helper.inner\n"),
        ]);
        for (path, text) in more {
            project.write(path, text);
        }
        project
    };
    assert_eq!(
        own(&[]).check(""),
        "app.py:1:8: error[failing-import] `import helper` fails on macOS and Windows: pyproject.toml:4 requires \
         `helper` only if `sys_platform == 'linux'`\n"
    );
    for (path, text) in [
        ("requirements-dev.txt", "helper\n"),
        (
            "setup.py",
            "from setuptools import setup\nsetup(name='x', extras_require={'all': ['helper']})\n",
        ),
        ("requirements/all.txt", "helper; sys_platform != 'linux'\n"),
        ("setup.cfg", "[options]\ninstall_requires =\n    helper\n"),
        (
            "app.py",
            "try:\n    import helper\nexcept ImportError:\n    helper = None\n",
        ),
        (
            "app.py",
            "import sys\nif sys.platform == 'linux':\n    import helper\n",
        ),
    ] {
        assert_eq!(own(&[(path, text)]).check(""), "", "{path}");
    }
    let brought = own(&[(
        &site("pkg-1.0.dist-info/METADATA"),
        &metadata("pkg", "Requires-Dist: helper\n"),
    )]);
    assert_eq!(brought.check(""), "");
    // The module fails where it is, and whoever imports it hears nothing twice.
    let twice = own(&[("main.py", "import app\n"), ("app.py", "import helper\n")]);
    assert_eq!(twice.check("").lines().count(), 1);
}

#[test]
fn metadata_without_an_end_take_no_time() {
    let lines = "Requires-Dist: helper; sys_platform != 'win32' and python_version < '3.99'\n"
        .repeat(200_000);
    let more: String = (0..100_000)
        .map(|n| format!("Requires-Dist: p{n}; os_name == 'nt'\n"))
        .collect();
    let nested = format!(
        "Requires-Dist: helper; {}os_name != 'nt'{}\n",
        "(".repeat(3_000),
        ")".repeat(3_000)
    );
    for headers in [
        lines,
        more,
        nested.repeat(1_000),
        "Requires-Dist: \n; ;\n".repeat(1_000),
    ] {
        let project = project(&[(
            &site("pkg-1.0.dist-info/METADATA"),
            &metadata("pkg", &headers),
        )]);
        let start = std::time::Instant::now();
        let (code, _, error) = project.run("check --no-cache");
        assert!(code <= 1, "{error}");
        assert!(
            start.elapsed().as_secs() < 8,
            "{:?} {}",
            start.elapsed(),
            &headers[..60]
        );
    }
}

#[test]
fn what_takes_the_place_of_a_library_module_is_there() {
    let brought = |requirements: &str, code: &str| {
        let files = [("requirements.txt", requirements), ("app.py", code)];
        Project::new(&files).check("--target-python >=3.12")
    };
    let curses =
        "import curses\nfrom curses import panel\nfrom curses import *\ncurses.initscr()\n";
    assert_eq!(
        brought("windows-curses; sys_platform == 'win32'\n", curses),
        ""
    );
    assert_eq!(brought("Windows_Curses>=2\n", curses), "");
    for requirements in ["", "windows-curses; sys_platform == 'linux'\n", "other\n"] {
        assert!(
            brought(requirements, curses)
                .contains("app.py:1:8: error[unavailable-import] `curses`"),
            "{requirements}"
        );
    }
    let telnet = "import importlib.util\nif importlib.util.find_spec('telnetlib'):\n    from telnetlib import Telnet\n\
        import telnetlib as t\nt.Telnet('host')\n";
    assert_eq!(
        brought("standard-telnetlib; python_version >= '3.13'\n", telnet),
        ""
    );
    let late = brought("standard-telnetlib; python_version >= '3.14'\n", telnet);
    assert!(
        late.contains("app.py:4:8") && late.contains("with Python 3.13:"),
        "{late}"
    );
    // What an installed package brings is there for all.
    let curses = |headers: &str| {
        project(&[
            (&site("pkg/part.py"), "import curses\n"),
            (
                &site("pkg-1.0.dist-info/METADATA"),
                &metadata("pkg", headers),
            ),
            ("app.py", "import pkg\nimport curses\n"),
        ])
        .check("")
    };
    assert_eq!(curses("").lines().count(), 2);
    assert_eq!(
        curses("Requires-Dist: windows-curses>=2.4; platform_system == 'Windows'\n"),
        ""
    );
    assert_eq!(
        curses("Requires-Dist: windows-curses; platform_system == 'Linux'\n")
            .lines()
            .count(),
        2
    );
}
