//! Files that cannot be read, and arguments that cannot be meant: one line each, the rest is checked.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use super::{DEFAULT, Project, UNUSED};

/// What a check of a good file and this one says of this one.
fn complaint(name: &str, content: &[u8]) -> String {
    let project = Project::new(&[("good.py", UNUSED.as_bytes()), (name, content)]);
    let (code, out, err) = project.run("check --output-format concise");
    assert_eq!(code, 2, "{err}");
    assert!(out.starts_with("good.py:1:34: "), "{out}");
    assert_eq!(out.lines().count(), 1, "{out}");
    let mut lines: Vec<&str> = err.lines().collect();
    lines.retain(|line| !line.starts_with("1 finding"));
    assert_eq!(lines.len(), 1, "{err}");
    lines[0].to_owned()
}

/// A check of a file with this content ends well and finds nothing.
fn fine(content: &[u8]) {
    let project = Project::new(&[("a.py", content)]);
    assert_eq!(
        project.run("check"),
        (0, String::new(), format!("No findings in 1 file {DEFAULT}")),
        "{content:?}"
    );
}

#[test]
fn bytes_that_are_no_text() {
    assert_eq!(
        complaint("bad.py", b"import os\nx = '\xff'\n"),
        "error: bad.py: it is not UTF-8 and declares no other encoding (byte 15, line 2)"
    );
    assert_eq!(
        complaint("wide.py", b"\xff\xfei\0m\0p\0o\0r\0t\0 \0o\0s\0"),
        "error: wide.py: it is UTF-16, which Python refuses; save it as UTF-8"
    );
    for wide in [b"\xff\xfe\0\0i\0\0\0m\0\0\0", b"\0\0\xfe\xff\0\0\0i\0\0\0m"] {
        assert_eq!(
            complaint("wider.py", wide),
            "error: wider.py: it is UTF-32, which Python refuses; save it as UTF-8"
        );
    }
    assert_eq!(
        complaint("nul.py", b"import os\n\0\n"),
        "error: nul.py: it contains a NUL byte, which Python refuses (byte 10, line 2)"
    );
    assert_eq!(
        complaint("jp.py", b"# -*- coding: iso2022_jp_2 -*-\nx = '\xa4\xa2'\n"),
        "error: jp.py: its encoding, iso2022_jp_2, is not supported; save it as UTF-8"
    );
}

#[test]
fn bytes_that_are_unusual_text() {
    fine(b"");
    fine(b"\n");
    fine(b"\xef\xbb\xbfimport os\n");
    fine(b"# coding: latin-1\nx = '\xe9'\n");
    fine(b"# -*- coding: KOI8_R -*-\nx = '\xf0'\n");
    fine(b"\n# coding=cp1252\nx = '\x80'\n");
    fine(b"#!/usr/bin/python\n# vim: set fileencoding=iso-8859-15 :\nx = '\xa4'\n");
    fine(b"import os\rimport sys\r");
    fine(b"def f(:\n  )]}\n'''");
    fine("(".repeat(100_000).as_bytes());
}

#[test]
fn columns_do_not_count_a_byte_order_mark() {
    let project = Project::new(&[("a.py", format!("\u{feff}{UNUSED}"))]);
    let (_, out, _) = project.run("check --output-format concise");
    assert!(out.starts_with("a.py:1:34: "), "{out}");
}

#[test]
fn paths_that_are_not_there() {
    let project = Project::new(&[("good.py", UNUSED)]);
    let (code, out, err) = project.run("check -q --output-format concise gone.py good.py gone/");
    assert_eq!(code, 2);
    assert!(out.starts_with("good.py:1:34: "), "{out}");
    assert_eq!(
        err,
        "error: gone: no such file or directory\nerror: gone.py: no such file or directory\n"
    );
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_in_walks() {
    use std::os::unix::fs::symlink;
    let project = Project::new(&[("a/b.py", UNUSED)]);
    symlink(project.path("a"), project.path("a/loop")).expect("a link");
    symlink(project.path("a/b.py"), project.path("c.py")).expect("a link");
    symlink(project.path("gone.py"), project.path("d.py")).expect("a link");
    let (code, out, err) = project.run("check --show-files");
    assert_eq!((code, &*out, &*err), (0, "a/b.py\n", ""));
    let (code, out, _) = project.run("check --show-files c.py a/loop");
    assert_eq!((code, &*out), (0, "a/loop/b.py\nc.py\n"));
    let (code, _, err) = project.run("check d.py");
    assert_eq!(code, 2);
    assert!(
        err.starts_with("error: d.py: no such file or directory\n"),
        "{err}"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_the_system_refuses_to_read() {
    let project = Project::new(&[("good.py", "")]);
    let (code, _, err) = project.run("check /proc/self/mem good.py");
    assert_eq!(code, 2);
    assert_eq!(
        err,
        format!("error: /proc/self/mem: input/output error\nNo findings in 1 file {DEFAULT}")
    );
}

#[cfg(unix)]
#[test]
fn a_path_that_is_no_unicode() {
    use std::os::unix::ffi::OsStrExt;
    let project = Project::new(&[("good.py", "")]);
    let name = std::ffi::OsStr::from_bytes(b"b\xff.py");
    std::fs::write(project.root().join(name), UNUSED).expect("a file");
    let (code, out, _) = project.run("check --output-format concise");
    assert_eq!(code, 1);
    assert!(out.starts_with("b\u{fffd}.py:1:34: "), "{out}");
}

#[test]
fn arguments_that_cannot_be_meant() {
    let project = Project::new(&[("a.py", "")]);
    for arguments in [
        "check --no-such-option",
        "check --output-format yaml",
        "check --target-platforms beos",
        "check --target-python 4",
        "check --select unavailable-imports",
        "check --exclude [",
        "check --config gone.toml",
        "check --config target-pythons=3.12",
        "check --baseline gone.json",
        "check - a.py",
        "explain os.getcwd",
        "explain os.frok",
        "config target-pythons",
        "completions tcsh",
        "",
        "chekc",
    ] {
        let (code, out, err) = project.run(arguments);
        assert_eq!(code, 2, "{arguments}: {err}");
        assert_eq!(out, "", "{arguments}");
        assert_ne!(err, "", "{arguments}");
    }
}

#[test]
fn a_reader_that_went_away() {
    let project = Project::new(&[("a.py", UNUSED.repeat(20_000))]);
    let mut child = project
        .command("check -q --output-format concise")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a child");
    let mut line = String::new();
    let mut out = BufReader::new(child.stdout.take().expect("a pipe"));
    out.read_line(&mut line).expect("a line");
    drop(out);
    let output = child.wait_with_output().expect("an end");
    assert!(line.starts_with("a.py:1:34"), "{line}");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(1));
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_like_any_other_command() {
    use std::os::unix::process::ExitStatusExt;
    let project = Project::new(&[("a.py", "")]);
    let mut child = super::interruptible(&project.command("check -"))
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a child");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(b"import os\n").expect("a reader");
    let started = std::time::Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child") {
            break status;
        }
        assert!(started.elapsed().as_secs() < 20);
        // It may not have been ready for the last one.
        std::thread::sleep(std::time::Duration::from_millis(200));
        let kill = std::process::Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .stderr(Stdio::null())
            .status();
        kill.expect("a signal");
    };
    // A shell reports this as 130.
    assert_eq!(status.signal(), Some(2));
}

#[test]
fn nothing_in_a_file_steers_a_terminal_or_a_service() {
    let project = Project::new(&[
        (
            "a.py",
            "import multiprocessing as m\nm.get_context('\u{1b}]0;x\u{7}\u{9b}\u{202e}')\n",
        ),
        ("t/spawnsafe.toml", "\"a\\n::error::\u{202e}\" = 1\n"),
        ("t/b.py", ""),
    ]);
    let steers = |c: char| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c);
    for format in [
        "full",
        "concise",
        "github",
        "json-lines",
        "junit",
        "sarif",
        "rdjson",
        "gitlab",
    ] {
        let (_, out, err) = project.run(&format!("check --output-format {format}"));
        let out = out.replace("\u{1b}[0m", "");
        assert!(!out.contains(steers), "{format}: {out:?}");
        assert!(!err.contains(steers), "{format}: {err:?}");
        assert!(err.lines().all(|line| !line.starts_with("::")), "{err}");
    }
    let (_, _, err) = project.run("explain os.f\u{9b}\u{202e}");
    assert!(!err.contains(steers), "{err:?}");
}

#[test]
fn a_file_that_is_too_large_is_not_checked_and_that_is_said() {
    let line = format!("x = '{}'\n", "x".repeat(1200));
    let large = format!("import fcntl\n{}", line.repeat(1000));
    let project = Project::new(&[("a.py", &*large), ("b.py", "import grp\n")]);
    assert_eq!(project.run("check").0, 1);
    let complaint = "error: a.py: it is larger than 1 MB; raise `max-file-size`, or leave it out with `extend-exclude`\n";
    let (code, out, err) = project.run("check --config max-file-size=1 --output-format concise");
    assert_eq!(code, 2);
    assert!(err.starts_with(complaint), "{err}");
    assert_eq!(out.lines().count(), 1, "{out}");
    project.write("spawnsafe.toml", "max-file-size = 1\n");
    assert!(project.run("check").2.starts_with(complaint));
    let (_, out, _) = project.run("config max-file-size");
    assert!(
        out.ends_with("max-file-size = 1  # spawnsafe.toml\n"),
        "{out}"
    );
    for wrong in ["0", "16", "-1", "1.5", "'8 MB'"] {
        let (code, _, err) = project.run(&format!("check --config max-file-size={wrong}"));
        let said = "it must be a whole number from 1 to 15";
        assert!(code == 2 && err.contains(said), "{wrong}: {err}");
    }
}

#[test]
fn a_statement_that_is_too_long_is_said_wherever_it_is() {
    let statement = format!(
        "import os\nX = [\n{}    os.fork(),\n]\n",
        "    (1234567890, 'abcdefghij'),\n".repeat(40_000)
    );
    let project = Project::new(&[("a.py", &*statement)]);
    let (code, _, err) = project.run("check");
    assert!(
        code == 2 && err.contains("a.py:2: 1 statement not looked at: longer than 1 MB"),
        "{err}"
    );
    let installed = ".venv/lib/python3.12/site-packages/pkg/__init__.py";
    let files = [
        ("a.py", "import pkg\n"),
        (installed, &*statement),
        (".venv/pyvenv.cfg", "version = 3.12\n"),
    ];
    let (code, _, err) = Project::new(&files).run("check");
    assert!(
        code == 0 && err.contains("1 imported module not checked, or only in part"),
        "{err}"
    );
    // Data has nothing to say.
    let data = statement.replace("    os.fork(),\n", "");
    let files = [
        ("a.py", "import pkg\n"),
        (installed, &*data),
        (".venv/pyvenv.cfg", "version = 3.12\n"),
    ];
    assert_eq!(
        Project::new(&files).run("check").2,
        format!("No findings in 1 file {DEFAULT}")
    );
}
