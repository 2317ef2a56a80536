//! Requirements: which lines name a package, and what is said there.

use std::path::Path;

use spawnsafe::project::Metadata;

use crate::cli::Project;

fn read(path: &str, text: &str) -> Vec<String> {
    let file = Metadata::of(Path::new(path), text).expect("a file of metadata");
    file.requirements()
        .iter()
        .map(|requirement| {
            assert_eq!(text[requirement.range.clone()], requirement.name);
            format!("{} {}", requirement.name, requirement.worlds)
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
        for path in [
            "requirements.txt",
            "pyproject.toml",
            "environment.yml",
            "Pipfile",
        ] {
            read(path, text);
        }
    }
}

#[test]
fn a_marker_holds_where_it_does_on_some_machine() {
    let text = "a; platform_machine == 'arm64'\nb; sys_platform == 'linux' and platform_machine != 'x86_64'\n\
                c; platform_machine == 'AMD64' or platform_system == 'Linux'\nd; platform_machine == 'vax'\n\
                e; platform_python_implementation != 'PyPy'\nf; python_full_version >= '3.11.3'\n";
    assert_eq!(
        read("requirements.txt", text),
        [
            "a macos|freebsd|ios",
            "b linux",
            "c linux|windows",
            "d none",
            "e all",
            "f >=3.11"
        ]
    );
}

#[test]
fn every_tool_has_its_tables() {
    let text = "[packages]\na = '*'\nb = {version = '>=1', markers = \"sys_platform == 'darwin'\"}\n\
                c = {version = '*', sys_platform = \"!= 'win32'\"}\n[dev-packages]\nd = '*'\n[requires]\npython_version = '3.12'\n";
    assert_eq!(
        read("Pipfile", text),
        ["a all", "b macos", "c unix", "d all"]
    );
    let text = "[tool.hatch.envs.default]\ndependencies = ['a']\n[tool.hatch.envs.x]\nextra-dependencies = [\"b; os_name == 'nt'\"]\n\
                [tool.rye]\ndev-dependencies = ['c']\n";
    assert_eq!(
        read("pyproject.toml", text),
        ["c all", "a all", "b windows"]
    );
    let project = project();
    project.write("Pipfile", "[packages]\nspaces = '*' # gpu\n");
    project.check("--fix --unsafe-fixes Pipfile");
    assert_eq!(
        project.read("Pipfile"),
        "[packages]\nspaces = {version = '*', markers = \"sys_platform != 'win32'\"} # gpu\n"
    );
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

#[test]
fn the_line_that_asks_for_it_is_told() {
    let project = project();
    assert_eq!(
        project.check(""),
        "pyproject.toml:3:18: error[failing-import] `spaces` 0.28.3 is installed, and `import spaces` fails on Windows: \
         spaces/__init__.py:1 imports `fcntl`\n\
         requirements.txt:2:1: error[failing-import] `spaces` 0.28.3 is installed, and `import spaces` fails on Windows: \
         spaces/__init__.py:1 imports `fcntl`\n"
    );
    assert_eq!(project.check("--ignore failing-import"), "");
    assert_eq!(project.check("--target-platforms linux,macos"), "");
}

#[test]
fn a_marker_is_written_and_comments_are_kept() {
    let project = project();
    project.check("--fix --unsafe-fixes");
    assert_eq!(
        project.read("requirements.txt"),
        "a\nspaces==0.28.3; sys_platform != \"win32\"  # gpu\n"
    );
    assert!(
        project
            .read("pyproject.toml")
            .contains("[\"spaces; sys_platform != 'win32'\", 'spaces;")
    );
    assert_eq!(project.check(""), "");
}

#[test]
fn what_is_known_of_a_package_is_said_whether_it_is_installed_or_not() {
    let marked = "uvloop; sys_platform != 'win32'\nUVLoop>=0.17\npexpect\npywin32; os_name == 'nt'\nresource\n";
    let project = Project::new(&[("requirements.txt", marked)]);
    let uvloop = "requirements.txt:2:1: error[failing-import] `UVLoop` does not work on Windows: setup.py raises \
        RuntimeError for win32, cygwin and cli; wheels for Linux and macOS only\n";
    assert_eq!(project.check(""), uvloop);
    assert_eq!(project.check("--target-platforms linux,macos"), "");
    project.check("--fix --unsafe-fixes");
    let fixed = marked.replace("0.17", "0.17; sys_platform != \"win32\"");
    assert_eq!(project.read("requirements.txt"), fixed);
    project.write("requirements.txt", "pywin32\nptyprocess\n");
    let told = project.check("");
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
    project.check("--fix --unsafe-fixes");
    assert_eq!(
        project.read("requirements.txt"),
        "pywin32; sys_platform == \"win32\"\nptyprocess; sys_platform != \"win32\"\n"
    );
}

#[test]
fn what_is_named_for_a_platform_is_chosen_there() {
    let groups = "[project]\nname = 'x'\n[project.optional-dependencies]\nwindows = ['pywin32']\nmac-os = ['pyobjc']\n\
        posix = ['ptyprocess']\ntests = ['pywin32']\n[dependency-groups]\nno-windows = ['uvloop']\ndev-windows = ['uvloop', 'pywin32']\n\
        [tool.poetry.group.windows.dependencies]\npywin32 = '^3'\n";
    let project = Project::new(&[
        ("pyproject.toml", groups),
        ("win-requirements.txt", "pywin32\n"),
        ("requirements/linux.txt", "uvloop\n"),
        ("requirements-linux.txt", "pywin32\n"),
        ("requirements-windy.txt", "pywin32\n"),
    ]);
    let told = project.check("");
    let told: Vec<&str> = told
        .lines()
        .filter_map(|line| line.split(" error").next())
        .collect();
    assert_eq!(
        told,
        [
            "pyproject.toml:7:11:",
            "pyproject.toml:10:17:",
            "requirements-linux.txt:1:1:",
            "requirements-windy.txt:1:1:",
        ]
    );
}

#[test]
fn what_tests_read_is_installed_by_nobody() {
    let project = Project::new(&[
        ("benchmarks/test_data/requirements.txt", "uvloop\n"),
        ("tested/requirements.txt", "uvloop\n"),
    ]);
    let told = project.check("");
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(told.starts_with("tested/requirements.txt:1:1:"), "{told}");
}

#[test]
fn lines_of_pip_go_on_behind_a_backslash() {
    let text = "a==1 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\nb \\\n  ; sys_platform == 'win32'\nc\t# why\n\
                d[e, f]>=1 \\\r\n  --hash=sha256:aa\r\n# g \\\nh\n-r i.txt\n--requirement i.txt\n-c j.txt\n-e ./k\n\
                git+https://x/l.git#egg=l\n./m.whl\nhttps://x/n.whl\no @ file:///o.whl\np===1\nq (>=1)\nr==1;os_name=='nt'\n${S}\nt \\";
    assert_eq!(
        read("requirements.txt", text),
        [
            "a all",
            "b windows",
            "c all",
            "d all",
            "h all",
            "o all",
            "p all",
            "q all",
            "r windows",
            "t all"
        ]
    );
    assert_eq!(read("dev-reqs.txt", "a\n"), ["a all"]);
}

#[test]
fn a_marker_goes_before_the_backslash() {
    let project = project();
    let hashed = "spaces==0.28.3 \\\n    --hash=sha256:aa\nspaces \\\n  ==0.28.3\nspaces==1 --hash=sha256:bb\n";
    project.write("requirements.txt", hashed);
    project.write("pyproject.toml", "");
    project.check("--fix --unsafe-fixes");
    let fixed = hashed.replacen(" \\", "; sys_platform != \"win32\" \\", 1);
    assert_eq!(project.read("requirements.txt"), fixed);
}

#[test]
fn other_tools_require_in_tables_of_their_own() {
    let text = "[tool.poetry.group.dev.dependencies]\na = {version = '1', platform = 'win32'}\n[tool.poetry.dev-dependencies]\n\
                b = '*'\n[tool.uv]\ndev-dependencies = ['c']\n[tool.pdm.dev-dependencies]\ntest = ['d; python_version < \"3.10\"']\n";
    assert_eq!(
        read("pyproject.toml", text),
        ["b all", "a windows", "c all", "d <3.10"]
    );
    let text = "[metadata]\nname = x\n[options]\ninstall_requires =\n  a>1\n  # no\n  b; os_name == 'nt'\n\
                [options.extras_require]\nz = c\n";
    assert_eq!(read("setup.cfg", text), ["a all", "b windows", "c all"]);
}

#[test]
fn what_is_installed_without_a_list_of_files_is_known_by_its_name() {
    let editable = "import __editable___one_1_finder; __editable___one_1_finder.install()\n";
    let finder = |to: &str| format!("MAPPING: dict[str, str] = {{'one': '{to}'}}\n");
    let project = Project::new(&[
        ("requirements.txt", "One.Dist\ntwo\nthree-pkg\nfour\n"),
        (".venv/pyvenv.cfg", ""),
        ("build/out/one/__init__.py", "import fcntl\n"),
        ("build/out2/two/__init__.py", "import fcntl\n"),
        (
            "build/out2/two.egg-info/PKG-INFO",
            "Name: two\nVersion: 2.0\n",
        ),
        ("build/out2/two.egg-info/top_level.txt", "two\n"),
    ]);
    let path = |path: &str| project.path(path).display().to_string();
    for (name, text) in [
        (
            "__editable___one_1_finder.py",
            finder(&path("build/out/one")),
        ),
        ("__editable__.one-1.pth", editable.to_owned()),
        (
            "one_dist-1.dist-info/RECORD",
            "__editable__.one-1.pth,,\none_dist-1.dist-info/RECORD,,\n".to_owned(),
        ),
        ("one_dist-1.dist-info/top_level.txt", "one\n".to_owned()),
        ("easy-install.pth", format!("{}\n", path("build/out2"))),
        ("three_pkg.py", "import fcntl\n".to_owned()),
        (
            "three_pkg-3.dist-info/METADATA",
            "Name: three-pkg\n".to_owned(),
        ),
        ("four.py", "import fcntl\n".to_owned()),
        (
            "four-4-py3.12.egg-info/top_level.txt",
            "../../four\ntests\n4\nfour\n".to_owned(),
        ),
    ] {
        project.write(&format!("{SITE}/{name}"), text);
    }
    let told = project.check("");
    let heads: Vec<&str> = told
        .lines()
        .map(|line| line.split(" fails").next().unwrap_or(line))
        .collect();
    assert_eq!(
        heads,
        [
            "requirements.txt:1:1: error[failing-import] `One.Dist` 1 is installed, and `import one`",
            "requirements.txt:2:1: error[failing-import] `two` 2.0 is installed, and `import two`",
            "requirements.txt:3:1: error[failing-import] `three-pkg` 3 is installed, and `import three_pkg`",
            "requirements.txt:4:1: error[failing-import] `four` 4 is installed, and `import four`",
        ]
    );
}

#[test]
fn a_marker_is_written_into_a_table_of_poetry() {
    let project = project();
    project.write("requirements.txt", "");
    let poetry = "[tool.poetry.dependencies]\npython = '^3.11'\nspaces = '^0.28' # gpu\nuvloop = {version = '*', optional = true}\n";
    project.write("pyproject.toml", poetry);
    project.check("--fix --unsafe-fixes");
    let fixed = poetry.replace(
        "'^0.28'",
        "{version = '^0.28', markers = \"sys_platform != 'win32'\"}",
    );
    assert_eq!(project.read("pyproject.toml"), fixed);
    assert_eq!(project.check("").lines().count(), 1);
}
