//! A tree of files that somebody else made: whatever is in it, a check ends, soon and with little
//! memory, and says what it could not look at.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::cli::Project;

/// A check of anything here takes a fraction of this.
const LONGEST: Duration = Duration::from_secs(30);
const SITE: &str = ".venv/lib/python3.12/site-packages";
const FORKS: &str = "import os\n\nos.fork()\n";

/// Runs the command in a process that may have a few gigabytes; the exit code and what it wrote.
pub(super) fn bounded(project: &Project, arguments: &str) -> (i32, String, String) {
    let command = project.command(arguments);
    let mut limited = Command::new("sh");
    limited
        .args(["-c", "ulimit -v 4000000 2>/dev/null; exec \"$0\" \"$@\""])
        .arg(command.get_program())
        .args(command.get_args())
        .current_dir(project.root())
        .env("SPAWNSAFE_CACHE_DIR", project.path(".cache"))
        .stdin(Stdio::null())
        .stdout(fs::File::create(project.path("out.log")).expect("a file"))
        .stderr(fs::File::create(project.path("err.log")).expect("a file"));
    let mut running = limited.spawn().expect("a process");
    let start = Instant::now();
    let status = loop {
        match running.try_wait().expect("a state") {
            Some(status) => break status,
            None if start.elapsed() > LONGEST => {
                running.kill().expect("an end");
                panic!("`{arguments}` hangs: {}", project.read("err.log"));
            }
            None => std::thread::sleep(Duration::from_millis(10)),
        }
    };
    let (out, err) = (project.read("out.log"), project.read("err.log"));
    let code = status.code();
    (code.unwrap_or_else(|| panic!("{status}: {err}")), out, err)
}

/// Something that cannot be read to its end.
#[derive(Clone, Copy, Debug)]
enum Odd {
    /// Nobody ever writes into it.
    Pipe,
    /// It never ends.
    Device,
    /// It has a terabyte.
    Huge,
}

const ODD: [Odd; 3] = [Odd::Pipe, Odd::Device, Odd::Huge];

fn put(odd: Odd, path: &Path) {
    let parent = path.parent().expect("a parent");
    fs::create_dir_all(parent).expect("a directory");
    match odd {
        Odd::Pipe => {
            let made = Command::new("mkfifo").arg(path).status().expect("mkfifo");
            assert!(made.success());
        }
        Odd::Device => std::os::unix::fs::symlink("/dev/zero", path).expect("a link"),
        Odd::Huge => {
            let file = fs::File::create(path).expect("a file");
            file.set_len(1 << 40).expect("a file with holes");
        }
    }
}

#[test]
fn what_is_no_plain_file_holds_nobody_up() {
    for odd in ODD {
        let project = Project::new(&[("ok.py", FORKS)]);
        let sub = |name: &str| project.path(name);
        put(odd, &sub("a/odd.py"));
        put(odd, &sub("a/script"));
        put(odd, &sub("b/odd.ipynb"));
        put(odd, &sub("c/requirements.txt"));
        put(odd, &sub("d/environment.yml"));
        project.write("e/use.py", "import odd, package\nfrom . import odd\n");
        put(odd, &sub("e/odd.py"));
        put(odd, &sub("e/package/__init__.py"));
        let (code, out, err) = bounded(&project, "check --output-format concise");
        assert!(out.contains("ok.py:3:1"), "{odd:?}: {out}{err}");
        match odd {
            Odd::Huge => {
                assert_eq!(code, 2);
                assert!(
                    err.contains(
                        "a/odd.py: it is larger than 8 MB; raise `max-file-size`, or leave it out"
                    ),
                    "{err}"
                );
                assert!(
                    err.contains("b/odd.ipynb: it is larger than 64 MB; leave it out"),
                    "{err}"
                );
            }
            Odd::Pipe | Odd::Device => {
                assert!(code == 1 && !err.contains("error"), "{odd:?}: {err}");
            }
        }
    }
}

#[test]
fn settings_that_are_no_plain_file_are_an_error_that_says_so() {
    for odd in ODD {
        let project = Project::new(&[("ok.py", FORKS)]);
        let names = ["pyproject.toml", "spawnsafe.toml"];
        for name in names.iter().chain(&[".gitignore", ".ignore"]) {
            project.write(&format!("{name}-in/some.py"), FORKS);
            put(odd, &project.path(&format!("{name}-in/{name}")));
        }
        project.write("git/some.py", FORKS);
        put(odd, &project.path("git/.git"));
        put(odd, &project.path("git/.ignore"));
        let (code, out, err) = bounded(&project, "check --output-format concise");
        assert!(out.contains("ok.py:3:1"), "{odd:?}: {out}{err}");
        assert_eq!(code, 2, "{odd:?}: {err}");
        for name in names.iter().chain(&[".gitignore", ".ignore"]) {
            let place = format!("{name}-in/{name}: ");
            let line = err.lines().find(|line| line.contains(&place));
            let line = line.unwrap_or_else(|| panic!("{odd:?} {name}: {err}"));
            let says = line.contains("it is not a plain file") || line.contains("larger than");
            assert!(says, "{odd:?} {name}: {err}");
        }
        // The same above what is checked, and where it is named.
        for name in [".gitignore", "pyproject.toml"] {
            let (code, _, err) = bounded(&project, &format!("check {name}-in/some.py"));
            assert!(code == 1 || code == 2, "{odd:?} {name}: {code}: {err}");
            let (code, _, err) = bounded(&project, &format!("check {name}-in"));
            assert_eq!(code, 2, "{odd:?} {name}: {err}");
        }
    }
}

#[test]
fn an_environment_with_odd_files_is_read_as_far_as_it_goes() {
    for odd in ODD {
        let project = Project::new(&[
            ("app.py", "import good\nimport odd\nimport package\n"),
            ("requirements.txt", "good\nodd\n"),
            (&format!("{SITE}/good.py"), "import fcntl\n"),
            (&format!("{SITE}/good-1.dist-info/RECORD"), "good.py,,\n"),
        ]);
        let site = project.path(SITE);
        put(odd, &project.path(".venv/pyvenv.cfg"));
        put(odd, &site.join("odd.pth"));
        put(odd, &site.join("__editable___odd_finder.py"));
        put(odd, &site.join("odd.py"));
        put(odd, &site.join("package/__init__.py"));
        put(odd, &site.join("odd-1.dist-info/RECORD"));
        put(odd, &site.join("odd-1.dist-info/METADATA"));
        put(odd, &site.join("good-1.dist-info/METADATA"));
        put(odd, &site.join("good-1.dist-info/INSTALLER"));
        put(odd, &site.join("good-1.dist-info/entry_points.txt"));
        let (code, out, err) = bounded(&project, "check --output-format concise");
        assert_eq!(code, 1, "{odd:?}: {err}");
        assert!(
            out.contains("app.py:1:8: error[failing-import]"),
            "{odd:?}: {out}{err}"
        );
        assert!(out.contains("requirements.txt:1:1"), "{odd:?}: {out}{err}");
    }
}

#[test]
fn what_the_settings_name_is_read_within_limits() {
    for odd in ODD {
        let project = Project::new(&[
            ("app.py", FORKS),
            (
                "spawnsafe.toml",
                "baseline = \"known.json\"\nenvironment = \"odd\"\n",
            ),
        ]);
        put(odd, &project.path("known.json"));
        put(odd, &project.path("odd"));
        let (code, _, err) = bounded(&project, "check");
        assert_eq!(code, 2, "{odd:?}");
        let says = err.contains("it is not a plain file") || err.contains("larger than");
        assert!(err.contains("known.json: ") && says, "{odd:?}: {err}");
        let (code, _, err) = bounded(&project, "check --isolated --config known.json");
        assert_eq!(code, 2, "{odd:?}: {err}");
    }
}

#[test]
fn what_is_named_and_is_no_plain_file_is_an_error() {
    let project = Project::new(&[("app.py", FORKS)]);
    for odd in ODD {
        let name = format!("{odd:?}.py");
        put(odd, &project.path(&name));
        let (code, _, err) = bounded(&project, &format!("check {name}"));
        assert_eq!(code, 2, "{odd:?}");
        let says = err.contains("it is not a plain file") || err.contains("larger than");
        assert!(err.contains(&name) && says, "{odd:?}: {err}");
    }
}

#[test]
fn links_in_circles_end() {
    let project = Project::new(&[
        ("ok.py", FORKS),
        ("app.py", "import round\n"),
        (
            &format!("{SITE}/round/__init__.py"),
            "from . import one, two, three\n",
        ),
        (".venv/pyvenv.cfg", ""),
        ("inside/mod.py", "import inside.inside.mod\n"),
    ]);
    let link = |to: &str, at: &str| {
        std::os::unix::fs::symlink(to, project.path(at)).expect("a link");
    };
    // Each module imports three more, down to the depth at which the system gives up.
    for name in ["one", "two", "three"] {
        link(".", &format!("{SITE}/round/{name}"));
    }
    link("..", "inside/up");
    link(".", "inside/inside");
    link("self.py", "self.py");
    link("nowhere.py", "gone.py");
    let start = Instant::now();
    let (code, out, err) = bounded(&project, "check --output-format concise");
    assert_eq!(code, 1, "{err}");
    assert!(out.contains("ok.py:3:1"), "{out}{err}");
    assert!(
        start.elapsed() < Duration::from_secs(15),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn deep_directories_and_odd_names_are_no_way_out() {
    let project = Project::new(&[("ok.py", FORKS)]);
    let mut deep = project.root().to_owned();
    while deep.as_os_str().len() < 3_900 {
        deep.push("deep");
    }
    fs::create_dir_all(&deep).expect("directories");
    fs::write(deep.join("last.py"), FORKS).expect("a file");
    let (code, out, err) = bounded(&project, "check --output-format concise");
    assert_eq!(code, 1, "{err}");
    assert!(out.contains("deep/last.py:3:1"), "{err}");
}

#[test]
fn a_name_cannot_write_a_line_of_its_own() {
    let project = Project::new::<&str>(&[]);
    project.write("x\n::error file=app.py::forged\n\x1b[2J.py", FORKS);
    project.write("bad\n::error::forged\x1b[2J.py", "\0");
    for format in ["full", "concise", "github", "rdjson", "junit", "gitlab"] {
        let (_, out, err) = bounded(
            &project,
            &format!("check --color never --output-format {format}"),
        );
        let forged = |text: &str| {
            text.lines().any(|line| {
                line.starts_with("::error file=app.py") || line.starts_with("::error::forged")
            }) || text.contains('\x1b')
        };
        assert!(!forged(&out), "{format}: {out:?}");
        assert!(!forged(&err), "{format}: {err:?}");
    }
}

#[test]
fn deep_nesting_is_no_way_to_the_end_of_the_stack() {
    let deep = |open: &str, close: &str| {
        let (open, close) = (open.repeat(200_000), close.repeat(200_000));
        [open, close].concat()
    };
    let square = deep("[", "]");
    let project = Project::new(&[
        ("ok.py", FORKS.to_owned()),
        ("app.py", "import deep\n".to_owned()),
        ("toml/pyproject.toml", format!("a = {square}\n")),
        ("toml/some.py", String::new()),
        (
            "tables/spawnsafe.toml",
            deep("a.", "a = 1")[..400_004].to_owned(),
        ),
        ("tables/some.py", String::new()),
        ("code/lists.py", format!("a = {square}\n")),
        ("code/calls.py", format!("a = {}\n", deep("f(", ")"))),
        ("code/minus.py", format!("a = {}1\n", "-".repeat(200_000))),
        ("code/plus.py", format!("a = 1{}\n", " + 1".repeat(200_000))),
        ("code/dots.py", format!("a = b{}\n", ".c".repeat(200_000))),
        (
            "code/library.py",
            format!("import os\nimport os{0}\nos{0}\n", ".c".repeat(200_000)),
        ),
        (
            "code/import.py",
            format!("import b{}\n", ".c".repeat(200_000)),
        ),
        (
            "book.ipynb",
            format!("{{\"nbformat\": 4, \"cells\": {square}}}"),
        ),
        ("known.json", square.clone()),
        (".venv/pyvenv.cfg", String::new()),
        (
            &format!("{SITE}/deep.py"),
            format!("import os\na = {square}\nos.fork()\n"),
        ),
        (
            "marker/requirements.txt",
            format!(
                "a; {}os_name == 'a'{}\n",
                "(".repeat(200_000),
                ")".repeat(200_000)
            ),
        ),
    ]);
    let (code, out, err) = bounded(&project, "check --output-format concise");
    assert!(out.contains("ok.py:3:1"), "{out}{err}");
    assert_eq!(code, 2, "{err}");
    let (code, _, err) = bounded(&project, "check ok.py --baseline known.json");
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("known.json: no baseline"), "{err}");
}

#[test]
fn patterns_cannot_hold_up_the_walk() {
    let patterns: String = (0..2_000)
        .map(|at| format!("{at}*a*b*c*d*[!x]{{a,b,c}}**/e\n"))
        .collect();
    let nested = "{a,".repeat(5_000) + &"}".repeat(5_000);
    let project = Project::new(&[
        ("ok.py", FORKS.to_owned()),
        ("more/.gitignore", patterns),
        ("more/ok.py", FORKS.to_owned()),
        ("nested/.gitignore", nested.clone()),
        ("set/spawnsafe.toml", format!("exclude = [\"{nested}\"]\n")),
        ("set/ok.py", FORKS.to_owned()),
    ]);
    let (_, out, err) = bounded(&project, "check --output-format concise");
    assert!(
        out.contains("\nok.py:3:1") || out.starts_with("ok.py:3:1"),
        "{out}{err}"
    );
    assert!(out.contains("more/ok.py:3:1"), "{out}{err}");
}

#[test]
fn a_marker_cannot_take_for_ever() {
    let terms: Vec<String> = (0..60)
        .map(|at| format!("(extra == 'a{at}' and extra == 'z{at}')"))
        .collect();
    let marker = terms.join(" or ");
    let project = Project::new(&[
        ("ok.py", FORKS.to_owned()),
        ("requirements.txt", format!("good; {marker}\n")),
        (
            "pyproject.toml",
            format!("[project]\nname = \"x\"\ndependencies = [\"good; {marker}\"]\n"),
        ),
    ]);
    let (code, out, err) = bounded(&project, "check --output-format concise");
    assert_eq!(code, 1, "{err}");
    assert!(out.contains("ok.py:3:1"), "{out}{err}");
}
