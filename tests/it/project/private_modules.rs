//! Private modules that their package imports somewhere only: they are checked for there.

use crate::cli::Project;

const COMMON: &str = "import sys\nLINUX = sys.platform.startswith('linux')\nWINDOWS = sys.platform == 'win32'\nAIX = sys.platform.startswith('aix')\n";
const INIT: &str = "from ._common import AIX, LINUX, WINDOWS\nif LINUX:\n    from . import _linux as impl\nelif WINDOWS:\n    from ._windows import version\nelif AIX:\n    from . import _aix\n";
const LINUX: &str = "import fcntl, os\nfrom . import _posix\nos.sched_getaffinity(0)\n";
const POSIX: &str = "import pwd\n";
const WINDOWS: &str = "import winreg\n\ndef version():\n    import fcntl\n";

fn check(changed: &[(&str, &str)]) -> String {
    let project = Project::new(&[
        ("pkg/_common.py", COMMON),
        ("pkg/__init__.py", INIT),
        ("pkg/_linux.py", LINUX),
        ("pkg/_posix.py", POSIX),
        ("pkg/_windows.py", WINDOWS),
        ("pkg/_aix.py", LINUX),
        (
            "pkg/tests/test_linux.py",
            "from pkg import _linux, _windows\n",
        ),
        ("pkg/README.md", "`_linux`"),
    ]);
    for (path, text) in changed {
        project.write(path, text);
    }
    project
        .check("--select unavailable-import,unavailable-attribute --target-platforms linux,windows")
}

#[test]
fn a_private_module_is_checked_where_its_package_imports_it() {
    // What is wrong there is still told.
    assert_eq!(
        check(&[]),
        "pkg/_windows.py:4:12: warning[unavailable-import] `fcntl` does not exist on Windows: ModuleNotFoundError when called\n"
    );
}

#[test]
fn a_module_that_may_be_imported_anywhere_is_checked_everywhere() {
    for (path, text) in [
        ("pkg/other.py", "from . import _posix\n"),
        ("pkg/other.py", "import pkg._posix as posix\n"),
        ("pkg/other.py", "from pkg._posix import x\n"),
        (
            "pkg/sub/__init__.py",
            "def later():\n    from .. import _posix\n",
        ),
        (
            "pkg/other.py",
            "import importlib\nimportlib.import_module('pkg._posix')\n",
        ),
        ("pkg/other.py", "import broken (\nfrom . import _posix\n"),
        (
            "pkg/__init__.py",
            "import sys\nif sys.platform == 'linux':\n    from . import _linux\nfrom . import _posix\n",
        ),
        // It is public.
        ("pkg/users.py", POSIX),
        // Nobody is known to import it.
        ("pkg/_other.py", POSIX),
        ("pkg/other.py", "from . import posix\n"),
        // Each imports the other, and somebody one of them.
        ("pkg/_posix.py", "import pwd\nfrom . import _other\n"),
    ] {
        let mut files = vec![(path, text)];
        if path == "pkg/_posix.py" {
            files.push(("pkg/_other.py", "from . import _posix\n"));
            files.push(("pkg/other.py", "from . import _other\n"));
        }
        files.extend(
            text.ends_with("import posix\n")
                .then_some(("pkg/posix.py", POSIX)),
        );
        let told = check(&files);
        assert!(
            told.contains("`pwd` does not exist on Windows"),
            "{path}: {text}{told}"
        );
    }
}

#[test]
fn modules_that_all_import_each_other_take_no_time() {
    let project = Project::new(&[("pkg/__init__.py", "")]);
    for number in 0..34 {
        let others = (0..34).filter(|other| *other != number);
        let guarded = |other| format!("if sys.platform == 'linux':\n    from . import _m{other}\n");
        let imports: String = others.map(guarded).collect();
        project.write(
            &format!("pkg/_m{number}.py"),
            format!("import sys\n{imports}import pwd\n"),
        );
    }
    let begun = std::time::Instant::now();
    let told = project.check("--target-platforms windows");
    // Each is imported on Linux only.
    assert_eq!(told.matches("`pwd` does not exist on Windows").count(), 0);
    assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
}

#[test]
fn who_imports_the_importers_may_be_left_open() {
    // Too many modules import `pool` for all of them to be looked at.
    let user = "def run():\n    from pkg import pool\n";
    let users: Vec<(String, &str)> = (0..80)
        .map(|number| (format!("pkg/user{number}.py"), user))
        .collect();
    let project = Project::new(&[
        ("pkg/__init__.py", ""),
        (
            "pkg/pool.py",
            "import platform\nif platform.system() == 'Windows':\n    from ._win import kill\nelse:\n    from os import kill\n",
        ),
        ("pkg/_win.py", "import msvcrt\n\ndef kill(): ...\n"),
    ]);
    for (path, text) in &users {
        project.write(path, text);
    }
    let told = project.check("--target-platforms linux,windows");
    assert!(!told.contains("msvcrt"), "{told}");
}

#[test]
fn a_module_that_is_named_for_a_platform_is_for_that() {
    let project = Project::new(&[
        ("pkg/__init__.py", ""),
        ("pkg/platforms/__init__.py", ""),
        ("pkg/platforms/win/__init__.py", ""),
        // Nobody is known to import these.
        ("pkg/platforms/win/cpu.py", "from ctypes import windll\n"),
        ("pkg/posix.py", POSIX),
        ("pkg/match_py310.py", "import ast\nast.MatchOr\n"),
        ("tests/test_match310.py", "import ast\nast.MatchOr\n"),
        ("python2/pkg2.py", "import asyncore\n"),
        // Somebody who is named for the same platform imports this.
        ("pkg/_win32.py", "from .util import win32\n"),
        ("pkg/util/__init__.py", ""),
        ("pkg/util/win32.py", "import winreg\n"),
        (
            "pkg/backends.py",
            "def win32():\n    from . import _win32 as backend\n    return backend\n\ndef xorg():\n    from . import _xorg as backend\n    return backend\n\nBACKENDS = [win32, xorg]\n",
        ),
        // What it has is for that platform, too.
        (
            "pkg/_win.py",
            "import ctypes\n\ndef short_name(name):\n    return ctypes.windll.kernel32.GetShortPathNameW(name)\n",
        ),
        ("pkg/chapter31.py", "import ast\nast.MatchOr\n"),
    ]);
    assert_eq!(
        project.check(
            "--select unavailable-import,unavailable-attribute --target-platforms linux,windows --target-python >=3.9"
        ),
        "pkg/chapter31.py:2:1: error[unavailable-attribute] `ast.MatchOr` is new in Python 3.10: AttributeError\n"
    );
}

#[test]
fn a_module_for_a_platform_that_all_import_is_for_all() {
    let project = Project::new(&[
        ("pkg/__init__.py", "from . import _win\n"),
        ("pkg/_win.py", "import ctypes\nctypes.windll\n"),
        (
            "pkg/_nt.py",
            "import ctypes\n\ndef used():\n    ctypes.windll\n",
        ),
        ("pkg/user.py", "from ._nt import used\nused()\n"),
    ]);
    let told = project.check("--select unavailable-attribute --target-platforms linux,windows");
    assert!(told.contains("pkg/_win.py:2:1: error"), "{told}");
    assert!(told.contains("pkg/_nt.py:4:5: warning"), "{told}");
}

#[test]
fn what_nobody_uses_says_nothing_of_a_module_for_a_platform() {
    const USER: &str = "from pkg.libs.win32 import kernel\n";
    let told = |files: &[(&str, &str)]| {
        let project = Project::new(&[
            ("pkg/libs/__init__.py", ""),
            (
                "pkg/libs/win32/__init__.py",
                "import winreg\nkernel = winreg\n",
            ),
        ]);
        for (path, text) in files {
            project.write(path, text);
        }
        project.check("--target-platforms linux,windows pkg/libs")
    };
    let chooses = "import sys\nif sys.platform == 'win32':\n    from pkg import app\n";
    let known = ("pkg/__init__.py", chooses);
    let app = ("pkg/app.py", USER);
    let silent = told(&[known, app, ("pkg/more/tried_out.py", USER)]);
    assert_eq!(silent.matches("`winreg`").count(), 0, "{silent}");
    let main = format!("{USER}if __name__ == '__main__':\n    kernel()\n");
    for (files, why) in [
        (vec![("pkg/__init__.py", ""), app], "nobody else imports it"),
        (
            vec![known, app, ("pkg/more/tool.py", &main)],
            "it is a program",
        ),
        (vec![known, app, ("tool.py", USER)], "it is in no package"),
        (
            vec![known, app, ("pkg/tool.py", USER)],
            "the package offers it",
        ),
        (
            vec![
                known,
                app,
                ("pkg/tool.py", USER),
                ("run.py", "import pkg.tool\n"),
            ],
            "somebody imports that",
        ),
    ] {
        let found = told(&files);
        assert_eq!(found.matches("`winreg`").count(), 1, "{why}: {found}");
    }
}

#[test]
fn an_option_that_only_other_modules_turn_on_counts() {
    let server = "import os\n\ndef chowned(owner):\n    if owner:\n        os.chown('a', owner, owner)\n\ndef leading(leads):\n    if leads:\n        os.setsid()\n\nchowned(None)\nleading(False)\n";
    let project = Project::new(&[
        ("pkg/__init__.py", ""),
        ("pkg/server.py", server),
        ("pkg/user.py", "from .server import chowned\nchowned(1)\n"),
    ]);
    let told = project.check("--target-platforms linux,windows");
    assert!(told.starts_with("pkg/server.py:5:9: "), "{told}");
    assert_eq!(told.lines().count(), 1, "{told}");
}

#[test]
fn what_the_project_puts_into_the_library_is_there() {
    let app =
        "import logging\nimport socket\nlogging._acquireLock()\nsocket.AF_UNIX\nsocket.AF_VSOCK\n";
    let project = Project::new(&[
        ("pkg/__init__.py", ""),
        (
            "pkg/patch.py",
            "import logging, socket\nif not hasattr(logging, '_acquireLock'):\n    logging._acquireLock = print\nif socket.AF_UNIX == 1:\n    pass\n",
        ),
        ("pkg/app.py", app),
        ("tests/test_app.py", "import socket\nsocket.AF_VSOCK = 40\n"),
    ]);
    let told = project.check("--select unavailable-attribute --target-platforms windows");
    let places: Vec<&str> = told
        .lines()
        .filter_map(|line| line.split(": ").next())
        .collect();
    assert_eq!(
        places,
        ["pkg/app.py:4:1", "pkg/app.py:5:1", "pkg/patch.py:4:4"]
    );
}

#[test]
fn importers_are_found_however_they_are_written() {
    let project = Project::new(&[
        (
            "pkg/__init__.py",
            "def __getattr__(name):\n    return __import__(f'pkg.{name}')\n",
        ),
        (
            "pkg/input/__init__.py",
            "import sys\nif sys.platform == 'linux':\n    from. import keys\nelif sys.platform == 'win32':\n    from.mouse import Mouse\n",
        ),
        ("pkg/input/keys.py", "import fcntl\n"),
        ("pkg/input/mouse.py", "import winreg\n"),
        ("pkg/loops/__init__.py", ""),
        (
            "pkg/loops/choice.py",
            "import sys\nif sys.platform == 'win32':\n    from .windowed import Loop\nelse:\n    from .plain import Loop\n\nclass Running(Loop):\n    pass\n",
        ),
        (
            "pkg/loops/windowed.py",
            "import ctypes\n\nclass Loop:\n    def __init__(self):\n        ctypes.windll\n",
        ),
        ("pkg/loops/plain.py", "class Loop:\n    pass\n"),
    ]);
    let told = project.check("--target-platforms linux,windows");
    assert_eq!(told, "");
}

#[test]
fn a_match_that_names_platforms_chooses_by_them() {
    let project = Project::new(&[
        ("pkg/__init__.py", ""),
        ("pkg/rt/__init__.py", ""),
        ("pkg/rt/scanner.py", "from ctypes import WinError\n"),
        ("pkg/bus/__init__.py", ""),
        ("pkg/bus/scanner.py", "import fcntl\n"),
        (
            "pkg/scanner.py",
            "from elsewhere import Backend, chosen\n\ndef scanner():\n    match chosen():\n        case Backend.BUS:\n            from pkg.bus import scanner\n        case Backend.WIN_RT:\n            from pkg.rt import scanner\n    return scanner\n",
        ),
        ("pkg/other/__init__.py", ""),
        ("pkg/other/scanner.py", "import fcntl\n"),
        (
            "pkg/others.py",
            "from elsewhere import Kind, chosen\n\ndef scanner():\n    match chosen():\n        case Kind.OTHER:\n            from pkg.other import scanner\n    return scanner\n",
        ),
    ]);
    let told = project.check("--target-platforms linux,windows");
    let places: Vec<&str> = told
        .lines()
        .filter_map(|line| line.split(": ").next())
        .collect();
    assert_eq!(places, ["pkg/other/scanner.py:1:8"]);
}

#[test]
fn what_is_used_only_where_nothing_is_known_to_run_is_no_offer() {
    const USER: &str = "import sys\nfrom pkg.tools import change\n\ndef run():\n    change()\n";
    let told = |user: &str| {
        let project = Project::new(&[
            ("pkg/__init__.py", ""),
            (
                "pkg/tools.py",
                "import os\n\ndef change():\n    os.fork()\n",
            ),
            ("pkg/user.py", user),
        ]);
        project.check("--target-platforms linux,windows pkg/tools.py")
    };
    // Whoever comes past that has what it asks for.
    let demanding = USER.replace("\n\n", "\nrequire_platform('POSIX_FORK')\n\n");
    assert_eq!(told(&demanding).matches("`os.fork`").count(), 0);
    assert_eq!(told(USER).matches("`os.fork`").count(), 1);
}

#[test]
fn a_directory_may_be_named_for_a_distribution() {
    let installer = "import pwd\n";
    let project = Project::new(&[
        ("pkg/__init__.py", ""),
        ("pkg/installers/ubuntu/setup_all.py", installer),
        ("pkg/installers/common/setup_all.py", installer),
    ]);
    let told = project.check("--target-platforms linux,windows");
    assert_eq!(told.matches("`pwd`").count(), 1, "{told}");
}
