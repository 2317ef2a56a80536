//! Summaries of modules in memory: which imports fail where, and what names are.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use spawnsafe::model::surroundings::Summary;
use spawnsafe::project::{Archive, Modules};
use spawnsafe::world::Worlds;

fn modules(files: &[(&str, &str)]) -> Modules {
    let mut archive = Archive::default();
    for (path, text) in files {
        archive.add(PathBuf::from(path), text.as_bytes().to_vec());
    }
    Modules::new(Arc::new(archive), vec![PathBuf::new()], false, None)
}

fn summary(files: &[(&str, &str)], name: &str) -> Arc<Summary> {
    modules(files).module(name).expect("the module is there")
}

/// The worlds in which the import of `m` fails, and the last line to blame.
fn fails(text: &str) -> (Worlds, String) {
    blame(&summary(&[("m.py", text)], "m"))
}

fn blame(summary: &Summary) -> (Worlds, String) {
    let worlds = summary
        .failures
        .iter()
        .fold(Worlds::NONE, |all, failure| all | failure.worlds);
    let targets = Worlds::from_str(DESKS).expect("targets");
    let mut here = summary.failures.iter();
    let said = here.find(|failure| failure.worlds.overlaps(targets));
    let said = said.map(|failure| {
        let hop = failure.chain.last().expect("a place");
        let which = match failure.reason.is_empty() {
            true => String::new(),
            false => format!(", which {}", failure.reason),
        };
        format!("{}:{} {}{which}", hop.shown, hop.start.0, hop.does)
    });
    (worlds, said.unwrap_or_default())
}

#[track_caller]
fn assert_fails(text: &str, targets: &str, worlds: &str, said: &str) {
    let targets = Worlds::from_str(targets).expect("targets");
    let (found, says) = fails(text);
    assert_eq!((found & targets).show_within(targets), worlds, "{text}");
    assert_eq!(says, said, "{text}");
}

const DESKS: &str = "linux|macos|windows >=3.11 <3.16";

#[test]
fn a_statement_that_fails_is_the_one_to_blame() {
    assert_fails(
        "import os\nfrom multiprocessing.context import ForkProcess\n",
        DESKS,
        "windows",
        "m.py:2 imports `ForkProcess`, which exists on Unix only",
    );
    assert_fails(
        "import multiprocessing\nProcess = multiprocessing.get_context('fork').Process\n",
        DESKS,
        "windows",
        "m.py:2 asks for the start method `fork`, which exists on Unix only",
    );
    assert_fails(
        "import fcntl\n",
        DESKS,
        "windows",
        "m.py:1 imports `fcntl`, which exists on Unix only",
    );
    assert_fails(
        "import signal\n\nclass A:\n    stop = signal.SIGKILL\n",
        DESKS,
        "windows",
        "m.py:4 uses `signal.SIGKILL`, which exists on Unix only",
    );
    assert_fails(
        "import imp\n",
        DESKS,
        "linux|macos|windows >=3.12",
        "m.py:1 imports `imp`, which was removed in Python 3.12",
    );
    assert_fails(
        "import winreg\n",
        DESKS,
        "linux|macos",
        "m.py:1 imports `winreg`, which exists on Windows only",
    );
}

#[test]
fn a_module_may_refuse() {
    assert_fails(
        "import sys\nif sys.platform == 'win32':\n    raise ImportError('Unix only')\n",
        DESKS,
        "windows",
        "m.py:3 raises ImportError (\"Unix only\")",
    );
    assert_fails(
        "import sys\nif sys.platform != 'linux':\n    sys.exit(1)\n",
        DESKS,
        "macos|windows",
        "m.py:3 calls sys.exit",
    );
    assert_fails(
        "try:\n    import fcntl\nexcept ImportError as e:\n    raise RuntimeError('no locks') from e\n",
        DESKS,
        "windows",
        "m.py:4 raises RuntimeError (\"no locks\")",
    );
    assert_fails(
        "import os\n\ndef check():\n    if os.name == 'nt':\n        raise OSError('no')\n\ncheck()\n",
        DESKS,
        "windows",
        "m.py:5 raises OSError (\"no\")",
    );
}

#[test]
fn what_may_not_happen_is_no_failure() {
    for text in [
        // Not there for sure, and nothing to do with platforms.
        "try:\n    import numpy\nexcept ImportError:\n    raise ImportError('install numpy')\n",
        "raise ImportError('this package has moved')\n",
        "from x import enabled\nif enabled():\n    import fcntl\n",
        "from x import enabled\nenabled() and __import__('fcntl').flock\n",
        "import os\nfor name in os.listdir():\n    os.getuid()\n",
        "def f():\n    import fcntl\n",
        "f = lambda: __import__('os').fork()\n",
        "from x import on\ndef f():\n    import fcntl\nif on:\n    f()\n",
        "from x import on\ndef f():\n    if on:\n        return\n    import fcntl\nf()\n",
        "try:\n    import fcntl\nexcept ImportError:\n    fcntl = None\n",
        "from x import Oops\ntry:\n    import fcntl\nexcept Oops:\n    fcntl = None\n",
        "import contextlib\nwith contextlib.suppress(ImportError):\n    import fcntl\n",
        "if __name__ == '__main__':\n    import fcntl\n",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import fcntl\n",
        "from x import Strange\ntry:\n    import fcntl\nexcept ImportError:\n    if Strange:\n        raise\n",
    ] {
        assert_fails(text, DESKS, "none", "");
    }
}

#[test]
fn a_function_that_is_called_runs_while_the_module_is_imported() {
    assert_fails(
        "import os\n\ndef f():\n    return os.fork\n\ndef g():\n    return f()\n\nX = g()\n",
        DESKS,
        "windows",
        "m.py:4 uses `os.fork`, which exists on Unix only",
    );
    assert_fails(
        "import os\n\ndef f():\n    return os.fork\n\ntry:\n    X = f()\nexcept AttributeError:\n    X = None\n",
        DESKS,
        "none",
        "",
    );
}

#[test]
fn an_assertion_or_a_refusal_before_it_saves_nobody() {
    assert_fails(
        "from x import ready\nassert ready()\nif not ready():\n    raise RuntimeError\nimport fcntl\n",
        DESKS,
        "windows",
        "m.py:5 imports `fcntl`, which exists on Unix only",
    );
}

#[test]
fn failures_come_through_imports_of_every_kind() {
    let bad = "import pwd\n";
    for text in [
        "import bad\n",
        "import pkg.bad\n",
        "from pkg import bad\n",
        "from pkg.bad import anything\n",
        "from pkg.bad import *\n",
        "from pkg.sub import relative\n",
        "import pkg.sub.relative as r\n",
        "if True:\n    import bad\n",
        "try:\n    import json\nexcept ImportError:\n    json = None\nelse:\n    import bad\n",
    ] {
        let files = [
            ("m.py", text),
            ("bad.py", bad),
            ("pkg/__init__.py", ""),
            ("pkg/bad.py", bad),
            ("pkg/sub/__init__.py", ""),
            ("pkg/sub/relative.py", "from .. import bad\n"),
        ];
        let (worlds, said) = blame(&summary(&files, "m"));
        let targets = Worlds::from_str(DESKS).expect("targets");
        assert_eq!((worlds & targets).show_within(targets), "windows", "{text}");
        assert!(
            said.ends_with("bad.py:1 imports `pwd`, which exists on Unix only"),
            "{text}: {said}"
        );
    }
}

#[test]
fn the_chain_names_every_place() {
    let files = [
        ("a/__init__.py", "from . import b\n"),
        ("a/b.py", "import os\nfrom .c import (\n    x,\n    y,\n)\n"),
        ("a/c.py", "\n\nimport grp\n"),
    ];
    let summary = summary(&files, "a");
    let targets = Worlds::from_str(DESKS).expect("targets");
    let mut here = summary.failures.iter();
    let failure = here.find(|failure| failure.worlds.overlaps(targets));
    let chain: Vec<String> = failure
        .expect("a failure")
        .chain
        .iter()
        .map(|hop| {
            format!(
                "{}:{}:{}-{} {}",
                hop.shown, hop.start.0, hop.start.1, hop.end.1, hop.does
            )
        })
        .collect();
    assert_eq!(
        chain,
        [
            "a/__init__.py:1:15-16 imports `a.b`",
            "a/b.py:2:6-8 imports `a.c`",
            "a/c.py:3:8-11 imports `grp`",
        ]
    );
}

#[test]
fn an_import_may_be_rescued_on_the_way() {
    let bad = ("bad.py", "import fcntl\n");
    for (text, worlds) in [
        (
            "try:\n    import bad\nexcept ImportError:\n    bad = None\n",
            "none",
        ),
        (
            "try:\n    import bad\nexcept Exception:\n    pass\n",
            "none",
        ),
        (
            "try:\n    import bad\nexcept ValueError:\n    pass\n",
            "windows",
        ),
        (
            "import sys\nif sys.platform != 'win32':\n    import bad\n",
            "none",
        ),
        ("def lazily():\n    import bad\n", "none"),
        (
            "def __getattr__(name):\n    import bad\n    return bad\n",
            "none",
        ),
        ("class A:\n    def f(self):\n        import bad\n", "none"),
    ] {
        let (found, _) = blame(&summary(&[("m.py", text), bad], "m"));
        let targets = Worlds::from_str(DESKS).expect("targets");
        assert_eq!((found & targets).show_within(targets), worlds, "{text}");
    }
}

#[test]
fn cycles_come_to_an_end_and_do_not_depend_on_the_start() {
    let files = [
        ("p/__init__.py", "from . import a\n"),
        ("p/a.py", "from . import b\nimport fcntl\n"),
        ("p/b.py", "from . import a\nfrom .c import c\n"),
        ("p/c.py", "from .b import a\nimport pwd\n"),
        ("x.py", "import y\n"),
        ("y.py", "import x\nimport y\nimport fcntl\n"),
    ];
    let said = |order: &[&str]| {
        let modules = modules(&files);
        let mut all: Vec<String> = order
            .iter()
            .map(|name| {
                let summary = modules.module(name).expect("there");
                format!("{name} {:?}", blame(&summary))
            })
            .collect();
        all.sort();
        all
    };
    let one = said(&["p", "p.a", "p.b", "p.c", "x", "y"]);
    let other = said(&["y", "x", "p.c", "p.b", "p.a", "p"]);
    assert_eq!(one, other);
    assert!(
        one.iter()
            .all(|line| line.contains("unix") || !line.contains("none")),
        "{one:#?}"
    );
}

#[track_caller]
fn assert_name(files: &[(&str, &str)], module: &str, name: &str, value: &str) {
    let targets = Worlds::from_str("linux|macos|windows").expect("targets");
    let summary = summary(files, module);
    let found = summary.names.get(name).cloned().unwrap_or_default();
    assert_eq!(found.show(targets), value, "{module}.{name}");
}

#[test]
fn names_are_what_they_are_in_each_world() {
    let files = [
        (
            "compat.py",
            "import os, sys\nWINDOWS = os.name == 'nt'\nPLATFORM = sys.platform\n\
             def is_windows():\n    return os.name == 'nt'\n\
             try:\n    import fcntl\nexcept ImportError:\n    fcntl = None\n\
             if not WINDOWS:\n    import pwd\n\
             _HIDDEN = not WINDOWS\nclass A: pass\nhere = A()\n",
        ),
        (
            "again.py",
            "from compat import WINDOWS, fcntl as lock, is_windows\nfrom compat import *\n",
        ),
        ("some.py", "from compat import *\n__all__ = ['PLATFORM']\n"),
        ("third.py", "from some import *\nimport os\nX = os.name\n"),
    ];
    assert_name(
        &files,
        "compat",
        "WINDOWS",
        "True on windows; False on linux|macos",
    );
    assert_name(
        &files,
        "compat",
        "fcntl",
        "module fcntl on linux|macos; None on windows",
    );
    assert_name(
        &files,
        "compat",
        "pwd",
        "module pwd on linux|macos; unbound on windows",
    );
    assert_name(&files, "compat", "is_windows", "function");
    assert_name(&files, "compat", "here", "unknown");
    assert_name(
        &files,
        "again",
        "WINDOWS",
        "True on windows; False on linux|macos",
    );
    assert_name(
        &files,
        "again",
        "lock",
        "module fcntl on linux|macos; None on windows",
    );
    assert_name(&files, "again", "_HIDDEN", "unknown");
    assert_name(
        &files,
        "third",
        "PLATFORM",
        "\"darwin\" on macos; \"linux\" on linux; \"win32\" on windows",
    );
    assert_name(&files, "third", "WINDOWS", "unknown");
}

#[test]
fn a_name_that_is_missing_in_a_world_cannot_be_imported_there() {
    let compat = (
        "compat.py",
        "import os\nif os.name != 'nt':\n    import pwd\n",
    );
    let taken = |text| {
        let summary = summary(&[("m.py", text), compat], "m");
        let worlds = summary
            .failures
            .iter()
            .fold(Worlds::NONE, |all, failure| all | failure.worlds);
        let targets = Worlds::from_str(DESKS).expect("targets");
        (worlds & targets).show_within(targets)
    };
    assert_eq!(taken("from compat import pwd\n"), "windows");
    assert_eq!(taken("from compat import os\n"), "none");
    assert_eq!(taken("from compat import anything\n"), "none");
    assert_eq!(
        taken("try:\n    from compat import pwd\nexcept ImportError:\n    pwd = None\n"),
        "none"
    );
}

#[test]
fn the_standard_library_is_not_looked_for_among_the_installed() {
    let files = [
        ("enum.py", "import fcntl\n"),
        ("multiprocess/__init__.py", "import fcntl\n"),
        ("m.py", "import enum\nimport multiprocess\n"),
        ("imp.py", ""),
        ("n.py", "import imp\n"),
    ];
    assert_eq!(blame(&summary(&files, "m")).1, "");
    // What Python has lost, an installed package may bring back.
    assert_eq!(blame(&summary(&files, "n")).1, "");
    // setuptools brings distutils back, by a trick.
    let files = [
        ("m.py", "import distutils\n"),
        ("setuptools/__init__.py", ""),
    ];
    assert_eq!(blame(&summary(&files, "m")).1, "");
    assert_ne!(blame(&summary(&files[..1], "m")).1, "");
}

#[test]
fn what_has_no_source_is_not_known() {
    let files = [
        ("stub.pyi", "import fcntl\n"),
        ("broken.py", "import fcntl(\n"),
        ("m.py", "import stub\nimport broken\nimport space.inner\n"),
        ("space/inner.py", "import fcntl\n"),
    ];
    let (worlds, said) = blame(&summary(&files, "m"));
    assert!(!worlds.is_empty());
    assert!(said.starts_with("space/inner.py:1"), "{said}");
}

#[test]
fn long_chains_and_strange_names_come_to_an_end() {
    let mut files: Vec<(String, String)> = (0..2000)
        .map(|at| (format!("c{at}.py"), format!("import c{}\n", at + 1)))
        .collect();
    files.push(("c2000.py".into(), "import fcntl\n".into()));
    files.push((
        "m.py".into(),
        "from .... import x\nfrom . import *\nimport a..b\nimport \u{0}\n".into(),
    ));
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (&**a, &**b)).collect();
    let modules = modules(&files);
    assert!(modules.module("c0").is_some());
    assert!(!modules.module("c1900").expect("there").failures.is_empty());
    assert!(modules.module("m").is_some());
    assert!(modules.module("../m").is_none());
    assert!(modules.module("").is_none());
    assert!(modules.module("a\0b").is_none());
}
