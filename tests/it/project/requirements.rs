//! Requirements: which lines name a package, and what is said there.

use std::path::Path;

use spawnsafe::project::requirements;

use crate::cli::Project;

fn read(path: &str, text: &str) -> Vec<String> {
    requirements(Path::new(path), text)
        .iter()
        .map(|one| {
            assert_eq!(text[one.range.clone()], one.name);
            format!("{} {}", one.name, one.worlds)
        })
        .collect()
}

#[test]
fn every_way_to_write_a_requirement_is_read() {
    let text = "# a\nspaces==1 # why\n  Foo[bar]>=1,<2 ; sys_platform == 'win32'\n-r more.txt\n\
                --hash=sha256:00\nx @ https://host/x.whl\nlong==1 \\\n    --hash=sha256:00\n-e .\n???\n\
                old; python_version < '3.10'\ngone; extra == 'x'";
    assert_eq!(
        read("requirements-dev.txt", text),
        [
            "spaces all",
            "Foo windows",
            "x all",
            "long all",
            "old <3.10",
            "gone none"
        ]
    );
    let text = "[project]\ndependencies = [\n  'a>1', # one\n  \"b; os_name != 'nt'\",\n]\n\
                [project.optional-dependencies]\nx = ['c']\n[dependency-groups]\ndev = ['d', {include-group = 'x'}]\n\
                [tool.poetry.dependencies]\npython = '^3.9'\ne = '^1'\nf = {version = '1', markers = \"sys_platform == 'darwin'\"}\n";
    assert_eq!(
        read("pyproject.toml", text),
        ["a all", "b unix", "c all", "d all", "e all", "f macos"]
    );
    let text = "name: x\ndependencies:\n- numpy=1.2\n- conda-forge::y\n- 'z>=1'\n- pip:\n  - spaces==1\n  - \"q; sys_platform=='linux'\"\n- last\nprefix: /x\nno: [no]\n";
    assert_eq!(
        read("environment.yml", text),
        [
            "numpy all",
            "y all",
            "z all",
            "spaces all",
            "q linux",
            "last all"
        ]
    );
    assert_eq!(read("requirements/base.in", "a"), ["a all"]);
}

#[test]
fn nonsense_is_no_requirement() {
    for text in [
        "\0",
        "[[[",
        "dependencies = 'x'",
        "\u{feff}",
        "- - -",
        "project = 1",
    ] {
        for path in ["requirements.txt", "pyproject.toml", "environment.yml"] {
            read(path, text);
        }
    }
}

const SITE: &str = ".venv/lib/python3.12/site-packages";

fn project() -> Project {
    let project = Project::new(&[
        ("requirements.txt", "a\nspaces==0.28.3  # gpu\n"),
        (
            "pyproject.toml",
            "[project]\nname = 'x'\ndependencies = [\"spaces\", 'spaces; sys_platform != \"win32\"']\n",
        ),
        (".venv/pyvenv.cfg", ""),
    ]);
    project.write(&format!("{SITE}/spaces/__init__.py"), "import fcntl\n");
    project.write(
        &format!("{SITE}/spaces-0.28.3.dist-info/RECORD"),
        "spaces/__init__.py,sha256=x,12\n../../../bin/x,,\n",
    );
    project
}

fn check(project: &Project, arguments: &str) -> String {
    let output = project
        .command(&format!("check --output-format concise {arguments}"))
        .env_remove("VIRTUAL_ENV")
        .output()
        .expect("an end");
    String::from_utf8(output.stdout).expect("utf-8")
}

#[test]
fn the_line_that_asks_for_it_is_told() {
    let project = project();
    assert_eq!(
        check(&project, ""),
        "pyproject.toml:3:18: error[failing-import] `spaces` 0.28.3 is installed, and `import spaces` fails on Windows: \
         spaces/__init__.py line 1 imports `fcntl`, which exists on Unix only\n\
         requirements.txt:2:1: error[failing-import] `spaces` 0.28.3 is installed, and `import spaces` fails on Windows: \
         spaces/__init__.py line 1 imports `fcntl`, which exists on Unix only\n"
    );
    assert_eq!(check(&project, "--ignore failing-import"), "");
    assert_eq!(check(&project, "--target-platforms linux,macos"), "");
}

#[test]
fn a_marker_is_written_and_comments_are_kept() {
    let project = project();
    check(&project, "--fix --unsafe-fixes");
    assert_eq!(
        project.read("requirements.txt"),
        "a\nspaces==0.28.3; sys_platform != \"win32\"  # gpu\n"
    );
    assert!(
        project
            .read("pyproject.toml")
            .contains("[\"spaces; sys_platform != 'win32'\", 'spaces;")
    );
    assert_eq!(check(&project, ""), "");
}

#[test]
fn what_is_known_of_a_package_is_said_whether_it_is_installed_or_not() {
    let marked = "uvloop; sys_platform != 'win32'\nUVLoop>=0.17\npexpect\npywin32; os_name == 'nt'\nresource\n";
    let project = Project::new(&[("requirements.txt", marked)]);
    let uvloop = "requirements.txt:2:1: error[failing-import] `UVLoop` does not work on Windows: setup.py raises \
        RuntimeError for win32, cygwin and cli; wheels for Linux and macOS only\n";
    assert_eq!(check(&project, ""), uvloop);
    assert_eq!(check(&project, "--target-platforms linux,macos"), "");
    check(&project, "--fix --unsafe-fixes");
    let fixed = marked.replace("0.17", "0.17; sys_platform != \"win32\"");
    assert_eq!(project.read("requirements.txt"), fixed);
    project.write("requirements.txt", "pywin32\nptyprocess\n");
    let told = check(&project, "");
    assert!(
        told.contains(
            "`pywin32` does not work on Linux and macOS: the package has wheels for Windows only"
        ),
        "{told}"
    );
    assert!(
        told.contains(
            "`ptyprocess` does not work on Windows: ptyprocess/ptyprocess.py imports fcntl"
        ),
        "{told}"
    );
    check(&project, "--fix --unsafe-fixes");
    assert_eq!(
        project.read("requirements.txt"),
        "pywin32; sys_platform == \"win32\"\nptyprocess; sys_platform != \"win32\"\n"
    );
}
