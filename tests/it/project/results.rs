//! What an earlier check found is taken over where nothing changed that it depends on, and nowhere else.

use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};

use proptest::prelude::*;

use crate::cli::Project;

/// A file of a project, and what may be in it; with nothing it is not there.
type Part = (&'static str, &'static [&'static str]);

const SITE: &str = ".venv/lib/python3.12/site-packages/lib/__init__.py";

/// What is found in each of these depends on the others.
const PARTS: &[Part] = &[
    (
        "app.py",
        &[
            "import pkg.posix\n",
            "import sys\nif sys.platform != 'win32':\n    import pkg.posix\n",
            "from pkg import work\nfrom multiprocessing import Process\nif __name__ == '__main__':\n    Process(target=work.task).start()\n",
            "import lib\n",
            "from multiprocessing import Process\nif __name__ == '__main__':\n    Process(target=print).start()\n",
            "",
        ],
    ),
    (
        "pkg/__init__.py",
        &["", "from . import work\n", "from .posix import *\n"],
    ),
    (
        "pkg/posix.py",
        &[
            "import fcntl\n",
            "import fcntl\n\ndef lock(file):\n    fcntl.flock(file, 2)\n",
            "X = 1\n",
        ],
    ),
    (
        "pkg/work.py",
        &[
            "task = lambda: None\n",
            "def task():\n    pass\n",
            "from pkg.posix import lock\n\ndef task():\n    lock(1)\n",
            "import importlib\nmodule = importlib.import_module('pkg.' + 'posix')\n\ndef task():\n    pass\n",
        ],
    ),
    (
        "pkg/use.py",
        &[
            "import os\n\ndef user():\n    return os.getuid()\n",
            "import os\n\nclass User:\n    def name(self):\n        return os.getlogin() + str(os.getuid())\n",
            "",
        ],
    ),
    (
        "pkg/other.py",
        &[
            "from pkg.use import user\nprint(user())\n",
            "import os\nfrom pkg import use\nif os.name == 'posix':\n    print(use.user())\n",
            "from pkg.use import User\nimport sys\nif sys.platform == 'linux':\n    print(User().name())\n",
            "",
        ],
    ),
    (
        "app.spec",
        &[
            "",
            "a = Analysis(['app.py'])\n",
            "a = Analysis(['other.py'])\n",
        ],
    ),
    ("conftest.py", &["", "collect_ignore = ['test_use.py']\n"]),
    ("test_use.py", &["import pwd\n", "import distutils.core\n"]),
    (
        "setup.py",
        &[
            "from setuptools import setup\nimport test_use\nsetup(name='x')\n",
            "",
        ],
    ),
    (
        "pyproject.toml",
        &[
            "",
            "[tool.spawnsafe]\ntarget-platforms = ['linux']\n",
            "[project.scripts]\nx = 'pkg.other:main'\n",
        ],
    ),
    (".venv/pyvenv.cfg", &["home = /usr/bin\nversion = 3.12.1\n"]),
    (
        SITE,
        &[
            "from multiprocessing.context import ForkProcess\n",
            "",
            "import sys\n",
        ],
    ),
];

/// Changes files of a project so that each change has an age of its own, as if somebody had worked for hours.
struct Clock {
    now: SystemTime,
}

impl Clock {
    fn new() -> Self {
        let day = Duration::from_secs(24 * 60 * 60);
        Self {
            now: SystemTime::now() - day,
        }
    }

    fn set(&mut self, project: &Project, path: &str, content: &str) {
        self.now += Duration::from_secs(1);
        match content {
            "" if !path.ends_with("__init__.py") => drop(fs::remove_file(project.path(path))),
            content => project.write(path, content),
        }
        // What is in the cache is not part of the project.
        for above in Path::new(path).ancestors() {
            let file = File::open(project.path(&above.to_string_lossy()));
            let _ = file.and_then(|file| file.set_modified(self.now));
        }
    }
}

fn start() -> (Project, Clock) {
    let project = Project::new::<&str>(&[]);
    let mut clock = Clock::new();
    for (path, contents) in PARTS {
        clock.set(&project, path, contents[0]);
    }
    (project, clock)
}

const CACHED: &str = "check -v --output-format json --cache-dir kept";

/// What a check says when it takes over what it can, and how many files it did that for.
fn cached(project: &Project) -> (String, usize) {
    let (_, report, said) = project.run(CACHED);
    let line = said
        .lines()
        .find(|line| line.contains(" checked in "))
        .expect("a line");
    let taken = line
        .split_once(" s, ")
        .and_then(|(_, rest)| rest.split(' ').next());
    (
        report,
        taken.map_or(0, |count| count.parse().expect("a number")),
    )
}

fn afresh(project: &Project) -> String {
    project.run("check --output-format json --no-cache").1
}

#[test]
fn a_second_check_takes_over_what_the_first_one_found() {
    let (project, _) = start();
    let (first, none) = cached(&project);
    assert_eq!(none, 0);
    assert!(first.contains("unavailable-import"), "{first}");
    let (second, taken) = cached(&project);
    assert_eq!(second, first);
    assert!(taken >= 8, "{taken}");
}

#[test]
fn what_was_found_without_fixes_is_not_taken_over_where_they_are_shown() {
    let (project, _) = start();
    let without = "check -v --output-format concise --cache-dir kept";
    let takes_over = |said: &str| said.contains("as an earlier check found them");
    let (_, first, said) = project.run(without);
    assert!(!takes_over(&said), "{said}");
    // What has no finding has no fix.
    let (all, silent) = cached(&project);
    assert_eq!(all, afresh(&project));
    assert!(all.contains("\"applicability\""), "{all}");
    let (_, taken) = cached(&project);
    assert!((1..taken).contains(&silent), "{silent} and {taken}");
    let (_, second, said) = project.run(without);
    assert_eq!(second, first);
    assert!(said.contains(&format!(", {taken} of them")), "{said}");
}

#[test]
fn only_what_depends_on_a_changed_file_is_checked_again() {
    let (project, mut clock) = start();
    let (_, _) = cached(&project);
    let (_, all) = cached(&project);
    clock.set(&project, "test_use.py", "import pwd, os\n");
    let (_, taken) = cached(&project);
    // `setup.py` imports it.
    assert!((all - 3..all).contains(&taken), "{taken} of {all}");
}

#[test]
fn who_imports_a_module_is_not_taken_over() {
    let (project, mut clock) = start();
    let (first, _) = cached(&project);
    assert!(first.contains("pkg/posix.py"), "{first}");
    clock.set(&project, "app.py", PARTS[0].1[1]);
    let (second, taken) = cached(&project);
    assert!(!second.contains("pkg/posix.py"), "{second}");
    assert!(taken > 0);
}

#[test]
fn a_file_that_somebody_has_damaged_is_no_more_than_none() {
    let (project, _) = start();
    let (first, _) = cached(&project);
    for directory in fs::read_dir(project.path("kept")).expect("a directory") {
        let directory = directory.expect("an entry").path();
        for file in fs::read_dir(&directory).into_iter().flatten() {
            let file = file.expect("an entry").path();
            let mut content = fs::read(&file).expect("a file");
            let middle = content.len() / 2;
            content[middle] ^= 1;
            fs::write(&file, content).expect("a file");
        }
    }
    assert_eq!(cached(&project), (first, 0));
}

/// 6 cases, or as many as `PROPTEST_CASES` says.
fn settings() -> ProptestConfig {
    let default = ProptestConfig::default();
    let is_set = std::env::var_os("PROPTEST_CASES").is_some();
    ProptestConfig {
        cases: if is_set { default.cases } else { 6 },
        failure_persistence: None,
        ..default
    }
}

proptest! {
    #![proptest_config(settings())]

    #[test]
    fn a_check_that_takes_over_says_what_one_from_scratch_says(
        changes in prop::collection::vec((0..PARTS.len(), 0..8_usize), 1..10),
    ) {
        let (project, mut clock) = start();
        cached(&project);
        for (part, content) in changes {
            let (path, contents) = PARTS[part];
            clock.set(&project, path, contents[content % contents.len()]);
            prop_assert_eq!(cached(&project).0, afresh(&project));
            prop_assert_eq!(cached(&project).0, afresh(&project));
        }
    }
}
