//! Fixes of what another module makes, wraps or holds: the program fails under spawn before them, and runs after them.

use std::process::Command;

use crate::cli::Project;

const OTHER: &str = r#"
_options = {}


def configure(**options):
    _options.update(options)


def set_level(level):
    _options["level"] = level


def option(name):
    return _options[name]


def traced(function):
    def wrapper(*args):
        return function(*args)
    return wrapper


def make(number):
    def work():
        print("work", number)
    return work
"#;

/// The function that is decorated by another module.
const DECORATED: &str = r#"
from multiprocessing import Process

from other import traced


@traced
def work():
    print("work", 1)


if __name__ == "__main__":
    child = Process(target=work)
    child.start()
    child.join()
    raise SystemExit(child.exitcode)
"#;

/// A method of an object that can be sent.
const METHOD: &str = r#"
from multiprocessing import Process

from other import traced


class Poller:
    @traced
    def start(self):
        print("work", 1)


if __name__ == "__main__":
    child = Process(target=Poller().start)
    child.start()
    child.join()
    raise SystemExit(child.exitcode)
"#;

/// What a function of another module makes.
const MADE: &str = r#"
from multiprocessing import Process

from other import make

if __name__ == "__main__":
    child = Process(target=make(1))
    child.start()
    child.join()
    raise SystemExit(child.exitcode)
"#;

/// What is set in another module before a process starts.
const SET: &str = r#"
from multiprocessing import Process

import other


def work():
    print("work", other.option("level"))


def main():
    other.configure(level=1)
    child = Process(target=work)
    child.start()
    child.join()
    raise SystemExit(child.exitcode)


if __name__ == "__main__":
    main()
"#;

/// And before a pool does.
const SET_FOR_POOL: &str = r#"
from multiprocessing import Pool

import other


def work(name):
    return other.option(name)


def main():
    other.configure(level=1)
    with Pool(1) as pool:
        found = pool.map(work, ["level"])
    print("work", *found)


if __name__ == "__main__":
    main()
"#;

/// What a function of the program registers, and a third module starts the process for.
const REGISTERED: &str = r#"
import other
import third


def one():
    return 1


def main():
    other.set_level(one)
    third.start()


if __name__ == "__main__":
    main()
"#;

const THIRD: &str = r#"
from multiprocessing import Process

import other


def work():
    print("work", other.option("level")())


def start():
    child = Process(target=work)
    child.start()
    child.join()
    raise SystemExit(child.exitcode)
"#;

/// The exit code and what it prints, with children that start by spawn.
fn spawned(project: &Project) -> (Option<i32>, String) {
    let switch = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/run_with");
    let output = Command::new("python3")
        .args(["-W", "ignore", "main.py"])
        .current_dir(project.root())
        .env("SPAWN_TRUTH", "spawn")
        .env("PYTHONPATH", switch)
        .output()
        .expect("python3 runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    (output.status.code(), said)
}

#[test]
fn what_is_in_another_module_is_mended_here() {
    for program in [DECORATED, METHOD, MADE, SET, SET_FOR_POOL, REGISTERED] {
        let project = Project::new(&[
            ("other.py", OTHER),
            ("third.py", THIRD),
            ("main.py", program),
        ]);
        assert_ne!(spawned(&project).0, Some(0), "{program}");
        let (_, _, said) = project.run("check --fix --unsafe-fixes main.py");
        let after = project.read("main.py");
        let expected = (Some(0), "work 1\n".to_owned());
        assert_eq!(spawned(&project), expected, "{said}\n{after}");
        let (code, left, _) = project.run("check --output-format concise main.py");
        assert_eq!(code, 0, "{left}\n{after}");
    }
}
