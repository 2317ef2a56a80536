//! `--fix` and its relatives, `--add-ignore` and baselines.

use insta_cmd::assert_cmd_snapshot;

use super::{Project, UNUSED};

const IMPORT: &str = "import os\nfrom multiprocessing.context import ForkProcess\n";

/// How many entries the project has, beside the cache.
fn entries(project: &Project) -> usize {
    let entries = std::fs::read_dir(project.root()).expect("a directory");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    names.filter(|name| name != ".cache").count()
}

#[test]
fn fix_writes_safe_fixes_and_reports_what_is_left() {
    let project = Project::new(&[("a.py", format!("{UNUSED}from fcntl import *\n"))]);
    let (code, out, err) = project.run("check --fix --show-fixes --output-format concise");
    assert_eq!(code, 1);
    assert_eq!(project.read("a.py"), "import json\nfrom fcntl import *\n");
    assert!(
        out.starts_with("a.py:2:6: error[unavailable-import] "),
        "{out}"
    );
    assert_eq!(out.lines().count(), 1, "{out}");
    let said =
        "a.py:\n    unused-ignore: Remove the comment that ignores nothing\n1 fix applied.\n";
    assert!(err.starts_with(said), "{err}");
    let before = project.read("a.py");
    assert_eq!(project.run("check --fix").0, 1);
    assert_eq!(project.read("a.py"), before);
}

#[test]
fn a_fixed_file_is_clean() {
    let project = Project::new(&[("a.py", IMPORT)]);
    assert_eq!(project.run("check").0, 1);
    let (code, out, _) = project.run("check --fix");
    assert_eq!((code, &*out), (0, ""));
    assert_eq!(project.run("check").0, 0);
}

#[test]
fn fix_only_does_not_report() {
    let project = Project::new(&[("a.py", format!("{UNUSED}from fcntl import *\n"))]);
    let (code, out, err) = project.run("check --fix-only");
    assert_eq!((code, &*out, &*err), (0, "", "1 fix applied.\n"));
}

/// A function that cannot work on Windows anyway: the fix for `fcntl` ends the call before `O_NONBLOCK` is reached.
const LOCKS: &str = "import fcntl
import os


def locked(file):
    with fcntl.flock(file, fcntl.LOCK_EX):
        return os.O_NONBLOCK
";

#[test]
fn no_fix_is_made_for_a_report_that_shows_none() {
    // In a line that nobody reads no fix is made, which is said when one is asked for.
    let line = format!("import os; os.fork(); x = '{}'\n", "x".repeat(1 << 13));
    let project = Project::new(&[("a.py", &*line), ("b.py", LOCKS)]);
    let asks = |arguments: &str| {
        let (code, _, err) = project.run(&format!("check -v --no-cache {arguments}"));
        assert_eq!(code, 1, "{err}");
        let was_asked = err.contains("characters in a line with a finding");
        let counted = err.contains(" fixable with `--fix`");
        let named = err.contains(" `--output-format full` shows what can be fixed.");
        assert_eq!(
            (was_asked, named),
            (counted, !counted),
            "{arguments}: {err}"
        );
        was_asked
    };
    for format in ["full", "json", "json-lines", "rdjson", "sarif"] {
        assert!(asks(&format!("--output-format {format}")), "{format}");
        assert!(!asks(&format!("--output-format {format} --statistics")));
    }
    for format in ["concise", "github", "gitlab", "junit"] {
        assert!(!asks(&format!("--output-format {format}")), "{format}");
    }
    let (_, _, err) = project.run("check -v --no-cache --output-format concise --fix");
    assert!(err.contains("1 fix applied"), "{err}");
}

#[test]
fn as_many_findings_are_fixed_as_were_announced() {
    for arguments in ["", "--unsafe-fixes"] {
        let project = Project::new(&[("a.py", LOCKS), ("b.py", &LOCKS.replace("_EX", "_SH"))]);
        let (_, _, err) = project.run("check");
        let announced = " 2 fixable with `--fix`, 4 with";
        assert!(err.contains(announced), "{err}");
        let (code, _, err) = project.run(&format!("check --fix {arguments}"));
        let done = match arguments {
            "" => "2 fixes applied; 2 other findings are gone, too.\n",
            _ => "2 fixes applied, for 4 findings.\n",
        };
        assert!(err.starts_with(done), "{err}");
        assert_eq!(code, 0, "{err}");
    }
}

#[test]
fn what_is_gone_by_a_fix_in_another_file_is_not_reported() {
    // Whether `lib.start` runs on Windows is decided by who calls it.
    let lib = "import os\n\n\ndef _start(path):\n    return os.mkfifo(path), os.getpgid(0)\n";
    let main = "import fcntl\n\nimport lib\n\n\ndef run(file):\n    with fcntl.flock(file, fcntl.LOCK_EX):\n        lib._start(file)\n\n\nrun(1)\n";
    let project = Project::new(&[("lib.py", lib), ("main.py", main)]);
    let (_, out, err) = project.run("check --fix --output-format concise");
    let (_, again, _) = project.run("check --output-format concise");
    assert_eq!((&*out, &*again), ("", ""), "{err}");
    assert_ne!(project.read("main.py"), main);
    // What is said at the end counts the same.
    let lib = lib.replace("os.getpgid(0)", &["os.getpgid(0)"; 6].join(", "));
    project.write("main.py", main);
    project.write("lib.py", &lib);
    let (_, _, err) = project.run("check --fix");
    assert!(
        err.contains("No findings") && !err.contains("about Windows only"),
        "{err}"
    );
}

#[test]
fn diff_shows_and_writes_nothing() {
    let project = Project::new(&[("a.py", UNUSED), ("b.py", "")]);
    assert_cmd_snapshot!(project.command("check --diff"));
    assert_eq!(project.read("a.py"), UNUSED);
    assert_eq!(
        project.run("check --diff b.py"),
        (0, String::new(), String::new())
    );
}

#[test]
fn standard_input_is_fixed_to_standard_output() {
    let project = Project::new(&[("spawnsafe.toml", "target-platforms = ['linux']\n")]);
    let text = format!("{UNUSED}import msvcrt\nimport fcntl\n");
    assert_cmd_snapshot!(
        project
            .command("check - --stdin-filename sub/a.py --fix --output-format concise")
            .pass_stdin(text.clone())
    );
    assert_cmd_snapshot!(
        project
            .command("check - --output-format concise")
            .pass_stdin(text)
    );
}

#[test]
fn everything_else_in_the_file_survives() {
    let before = b"\xef\xbb\xbfx = 'caf\xc3\xa9'\r\nimport json  # noqa  # spawnsafe: ignore[unavailable-import]\r\ny = 1";
    let after = b"\xef\xbb\xbfx = 'caf\xc3\xa9'\r\nimport json  # noqa\r\ny = 1";
    let project = Project::new(&[("a.py", before)]);
    assert_eq!(project.run("check --fix").0, 0);
    assert_eq!(std::fs::read(project.path("a.py")).expect("bytes"), after);
    let before =
        b"# coding: latin-1\nx = '\xe9'\nimport json  # spawnsafe: ignore[unavailable-import]\n";
    let project = Project::new(&[("a.py", before)]);
    assert_eq!(project.run("check --fix").0, 0);
    let after = b"# coding: latin-1\nx = '\xe9'\nimport json\n";
    assert_eq!(std::fs::read(project.path("a.py")).expect("bytes"), after);
}

#[cfg(unix)]
#[test]
fn permissions_and_links_survive() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let project = Project::new(&[("tool", format!("#!/usr/bin/env python\n{UNUSED}"))]);
    let permissions = std::fs::Permissions::from_mode(0o750);
    std::fs::set_permissions(project.path("tool"), permissions).expect("permissions");
    symlink("tool", project.path("link.py")).expect("a link");
    assert_eq!(project.run("check --fix link.py").0, 0);
    assert_eq!(project.read("tool"), "#!/usr/bin/env python\nimport json\n");
    let link = std::fs::symlink_metadata(project.path("link.py")).expect("a link");
    assert!(link.file_type().is_symlink());
    let mode = std::fs::metadata(project.path("tool"))
        .expect("a file")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o750);
    let names = entries(&project);
    assert_eq!(names, 2, "a temporary file was left");
}

#[test]
fn a_file_that_is_write_protected_is_left_alone() {
    let project = Project::new(&[("a.py", UNUSED)]);
    let mut permissions = std::fs::metadata(project.path("a.py"))
        .expect("a file")
        .permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(project.path("a.py"), permissions).expect("permissions");
    let (code, _, err) = project.run("check --fix");
    assert_eq!(code, 2);
    assert!(
        err.contains("error: a.py: not fixed: it is write-protected\n"),
        "{err}"
    );
    assert_eq!(project.read("a.py"), UNUSED);
}

#[test]
fn what_could_not_be_written_is_reported_as_it_was() {
    let project = Project::new(&[("a.py", UNUSED)]);
    let mut permissions = std::fs::metadata(project.path("a.py"))
        .expect("a file")
        .permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(project.path("a.py"), permissions).expect("permissions");
    let (code, out, err) = project.run("check --fix --output-format json-lines");
    assert_eq!((code, out.lines().count()), (2, 1), "{out}{err}");
    assert!(out.contains("\"line\":1"), "{out}");
    assert!(err.contains("\n1 finding in 1 file ("), "{err}");
    let project = Project::new(&[("a.py", "import fcntl\n")]);
    let mut permissions = std::fs::metadata(project.path("a.py"))
        .expect("a file")
        .permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(project.path("a.py"), permissions).expect("permissions");
    let (code, _, err) = project.run("check --add-ignore");
    assert_eq!(code, 2);
    assert!(err.ends_with("0 findings ignored in 0 files.\n"), "{err}");
}

#[test]
fn a_file_with_the_longest_name_is_fixed() {
    let name = format!("{}.py", "n".repeat(252));
    let project = Project::new(&[(&*name, UNUSED)]);
    assert_eq!(project.run("check --fix").0, 0);
    assert_eq!(project.read(&name), "import json\n");
}

#[cfg(target_os = "linux")]
#[test]
fn what_killed_processes_have_left_is_swept() {
    let project = Project::new(&[("a.py", UNUSED), (".spawnsafe-4194999-3.tmp", "half")]);
    project.write(
        &format!(".spawnsafe-{}-0.tmp", std::process::id()),
        "of one that lives",
    );
    project.write(".spawnsafe-x.tmp", "of somebody else");
    assert_eq!(project.run("check --fix").0, 0);
    let names = entries(&project);
    assert_eq!(names, 3);
    assert!(!project.path(".spawnsafe-4194999-3.tmp").exists());
}

#[cfg(unix)]
#[test]
fn a_file_with_two_names_is_not_parted() {
    let project = Project::new(&[("a.py", UNUSED)]);
    std::fs::hard_link(project.path("a.py"), project.path("b.txt")).expect("a link");
    let (code, _, err) = project.run("check --fix");
    assert_eq!(code, 2);
    assert!(err.contains("a hard link"), "{err}");
    assert_eq!(project.read("a.py"), UNUSED);
}

#[cfg(unix)]
#[test]
fn a_process_that_is_told_to_end_leaves_nothing_behind() {
    for (signal, pause) in [("-TERM", 3), ("-INT", 9), ("-TERM", 20), ("-INT", 45)] {
        let project = Project::new::<&str>(&[]);
        for at in 0..300 {
            project.write(&format!("m{at}.py"), UNUSED);
        }
        let mut child = project
            .command("check --fix --quiet")
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("a child");
        // Until the first file is fixed.
        let started = std::time::Instant::now();
        while child.try_wait().expect("a child").is_none()
            && !(0..300).any(|at| project.read(&format!("m{at}.py")) != UNUSED)
        {
            assert!(started.elapsed().as_secs() < 20);
        }
        std::thread::sleep(std::time::Duration::from_millis(pause));
        let kill = std::process::Command::new("kill")
            .args([signal, &child.id().to_string()])
            .stderr(std::process::Stdio::null())
            .status();
        kill.expect("a signal");
        child.wait().expect("an end");
        for entry in std::fs::read_dir(project.root()).expect("a directory") {
            let name = entry.expect("an entry").file_name();
            let name = name.to_string_lossy();
            assert!(!name.ends_with(".tmp"), "{name}");
            if name.ends_with(".py") {
                let text = project.read(&name);
                assert!(text == UNUSED || text == "import json\n", "{text}");
            }
        }
    }
}

#[test]
fn the_text_of_a_file_goes_through_byte_by_byte() {
    let text = "x = '\u{1b}[1m\u{9b}'\nimport json  # spawnsafe: ignore[unavailable-import]\n";
    let project = Project::new(&[("a.py", text)]);
    let (_, out, _) = project.run("check --diff");
    assert!(out.contains(" x = '\u{1b}[1m\u{9b}'\n"), "{out:?}");
}

#[test]
fn a_statement_that_goes_on_after_a_backslash_is_not_torn() {
    let text = "import os\ndef f():\n    \\\nos.fork()\n\ndef g():\n    x = 1; \\\n  os.fork()\n";
    let project = Project::new(&[("a.py", text)]);
    let (_, out, _) = project.run("check --diff --unsafe-fixes --target-platforms linux,windows");
    assert_eq!(out, "");
    // A comment does not go on.
    project.write("a.py", "import os\n# see \\\nos.fork()\n");
    let (_, out, _) = project.run("check --diff --target-platforms linux,windows");
    assert!(out.contains("+    os.fork()"), "{out}");
}

#[test]
fn add_ignore_silences_everything_and_nothing_else() {
    let text = format!("import fcntl\n{IMPORT}os.fork()  # noqa: X1\n");
    let project = Project::new(&[("a.py", text)]);
    let (code, out, err) = project.run("check --add-ignore=legacy");
    assert_eq!((code, &*out), (0, ""), "{err}");
    assert_eq!(err, "3 findings ignored in 1 file.\n");
    assert_eq!(
        project.read("a.py"),
        "import fcntl  # spawnsafe: ignore[unavailable-import] legacy\n\
         import os\n\
         from multiprocessing.context import ForkProcess  # spawnsafe: ignore[unavailable-import] legacy\n\
         os.fork()  # noqa: X1  # spawnsafe: ignore[unavailable-attribute] legacy\n"
    );
    assert_eq!(project.run("check").0, 0);
    assert_eq!(
        project.run("check --add-ignore").2,
        "0 findings ignored in 0 files.\n"
    );
}

#[test]
fn a_baseline_hides_what_is_known() {
    let project = Project::new(&[
        ("a.py", "import fcntl\nimport pwd\n"),
        ("sub/b.py", "import grp\n"),
    ]);
    let (code, out, err) = project.run("baseline");
    assert_eq!((code, &*out), (0, ""));
    assert_eq!(err, "spawnsafe-baseline.json: 3 findings written.\n");
    insta::assert_snapshot!("baseline_file", project.read("spawnsafe-baseline.json"));
    assert_eq!(project.run("check").0, 1);
    let known = "check --baseline spawnsafe-baseline.json";
    assert_eq!(project.run(known).0, 0);
    // Lines that move are no new findings; one that says something else is.
    project.write("a.py", "\n\nimport pwd\nimport fcntl\n");
    assert_eq!(project.run(known).0, 0);
    project.write("a.py", "import pwd\nimport fcntl\nimport termios\n");
    let (code, out, _) = project.run(&format!("{known} --output-format concise"));
    assert_eq!(code, 1);
    assert_eq!(out.lines().count(), 1, "{out}");
    project.write("a.py", "import pwd\n");
    let (code, _, err) = project.run(known);
    assert_eq!(code, 0);
    assert!(
        err.starts_with("1 finding in the baseline is gone; `spawnsafe baseline` updates it."),
        "{err}"
    );
    // What could not be looked at is no reason to forget what is known.
    let before = project.read("spawnsafe-baseline.json");
    let (code, _, err) = project.run("baseline gone");
    assert_eq!(code, 2);
    assert!(err.contains("no baseline was written"), "{err}");
    assert_eq!(project.read("spawnsafe-baseline.json"), before);
    // By the settings, and from another directory.
    project.write("spawnsafe.toml", "baseline = 'spawnsafe-baseline.json'\n");
    let mut command = project.command("check");
    let status = command
        .current_dir(project.path("sub"))
        .status()
        .expect("an end");
    assert_eq!(status.code(), Some(0));
}

#[test]
fn a_new_finding_in_the_place_of_a_known_one_is_new() {
    let project = Project::new(&[("a.py", "import fcntl\n")]);
    project.run("baseline");
    let new = "check --baseline spawnsafe-baseline.json --output-format concise";
    project.write("a.py", "\n\nimport fcntl\n");
    assert_eq!(project.run(new).0, 0);
    project.write("a.py", "import grp\n");
    let (code, out, _) = project.run(new);
    assert_eq!((code, out.contains("`grp`")), (1, true), "{out}");
    // What an older version wrote is still read.
    let older = "{\"version\": 1, \"findings\": {\"a.py\": {\"unavailable-import\": 1}}}";
    project.write("spawnsafe-baseline.json", older);
    assert_eq!(project.run(new).0, 0);
}

#[test]
fn a_misspelt_rule_is_corrected() {
    let text = "import fcntl  # spawnsafe: ignore[unavailable-imports] why\n";
    let project = Project::new(&[("a.py", text)]);
    for arguments in ["--select unused-ignore", ""] {
        // Before the finding that it is for is fixed instead.
        project.write("a.py", text);
        let (code, _, err) = project.run(&format!("check --fix {arguments}"));
        // The finding that the comment is for was announced, too.
        let both = err.starts_with("1 fix applied, for 2 findings.\n");
        assert_eq!((code, both), (0, arguments.is_empty()), "{err}");
        assert_eq!(
            project.read("a.py"),
            "import fcntl  # spawnsafe: ignore[unavailable-import] why\n"
        );
    }
}

#[test]
fn a_file_in_an_encoding_of_east_asia_is_checked_and_fixed() {
    let text = b"# coding: big5\n# \xa4\xa4\xa4\xe5\nimport json  # spawnsafe: ignore[unavailable-import]\n";
    let project = Project::new(&[("a.py", &text[..])]);
    assert_eq!(project.run("check --fix").0, 0);
    let after = std::fs::read(project.path("a.py")).expect("a file");
    assert_eq!(after, b"# coding: big5\n# \xa4\xa4\xa4\xe5\nimport json\n");
}

#[test]
fn a_table_of_another_module_is_filled_in_the_child_too() {
    let project = Project::new(&[
        (
            "plugins.py",
            "class Plugins:\n    known = {}\n\n    @classmethod\n    def register(cls, name, plugin):\n        cls.known[name] = plugin\n\n    @classmethod\n    def get(cls, name):\n        return cls.known[name]\n",
        ),
        (
            "page.py",
            "from multiprocessing import Pool\n\nfrom plugins import Plugins\n\n\ndef work(name):\n    return Plugins.get(name)\n\n\nif __name__ == \"__main__\":\n    Plugins.register(\"a\", 1)\n    with Pool(1) as pool:\n        print(pool.map(work, [\"a\"]))\n",
        ),
    ]);
    let (code, _, err) =
        project.run("check --fix --unsafe-fixes --target-platforms windows page.py");
    assert_eq!(code, 0, "{err}");
    let text = project.read("page.py");
    let filled = "Pool(1, initializer=Plugins.register, initargs=(\"a\", 1)) as pool:";
    assert!(text.contains(filled), "{text}");
}
