//! An index that means no good, or is broken: a request ends soon, with the reason, and nothing is
//! sent to anybody else. Every server here is the test's own.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::archives::zip;
use super::http::{Server, empty, whole};
use crate::cli::Project;

fn command(project: &Project, index: &str, more: &str) -> Command {
    let mut command = project.command(&format!("releases pool {more}"));
    command
        .args(["--index-url", index])
        .env("NETRC", project.path("netrc"))
        .env("PIP_CONFIG_FILE", "/dev/null")
        .env("NO_PROXY", "127.0.0.1,localhost")
        .env("no_proxy", "127.0.0.1,localhost")
        .stdin(Stdio::null());
    command
}

fn run(index: &str, more: &str) -> (i32, String, String) {
    run_in(&Project::new::<&str>(&[]), index, more)
}

/// What the command says; it has to end soon.
fn run_in(project: &Project, index: &str, more: &str) -> (i32, String, String) {
    let start = Instant::now();
    let output = command(project, index, more).output().expect("an end");
    let took = start.elapsed();
    assert!(took < Duration::from_secs(15), "{took:?}");
    let text = |bytes| String::from_utf8(bytes).expect("utf-8");
    let code = output.status.code();
    let (out, err) = (text(output.stdout), text(output.stderr));
    (code.unwrap_or_else(|| panic!("{err}")), out, err)
}

/// The error of a run that cannot say anything.
fn error(index: &str, more: &str) -> String {
    let (code, out, err) = run(index, more);
    assert_eq!((code, &*out), (2, ""), "{err}");
    assert_eq!(err.trim_end().lines().count(), 1, "{err}");
    err
}

const JSON: &str = "application/vnd.pypi.simple.v1+json";

#[test]
fn an_answer_that_never_ends_does() {
    let endless = Server::new(|_, stream| {
        write!(
            stream,
            "HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\n\r\n{{\"files\": ["
        )?;
        loop {
            stream.write_all(&vec![b' '; 65_536])?;
        }
    });
    let err = error(&endless.url(), "--timeout 10");
    assert!(err.contains(&endless.address), "{err}");
    assert!(err.contains("larger than 64 MB"), "{err}");
    let drops = Server::new(|_, stream| {
        write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")?;
        loop {
            stream.write_all(b" ")?;
            std::thread::sleep(Duration::from_millis(50));
        }
    });
    let err = error(&drops.url(), "--timeout 1");
    assert!(
        err.contains("not done within 1 seconds (`--timeout`)"),
        "{err}"
    );
    let silent = Server::new(|_, _| {
        std::thread::sleep(Duration::from_secs(60));
        Ok(())
    });
    let err = error(&silent.url(), "--timeout 1");
    assert!(
        err.contains("not done within 1 seconds (`--timeout`)"),
        "{err}"
    );
    let headers = Server::new(|_, stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\n")?;
        loop {
            stream.write_all(b"X-More: and more and more and more and more\r\n")?;
        }
    });
    let err = error(&headers.url(), "--timeout 10");
    assert!(err.contains(&headers.address), "{err}");
}

#[test]
fn a_file_that_never_ends_does_not_hold_the_others_up() {
    let wheel = zip(&[("pool/__init__.py", "")]);
    let list = r#"{"files": [
        {"filename": "pool-1-py3-none-any.whl", "url": "/good.whl"},
        {"filename": "pool-2-py3-none-any.whl", "url": "/endless.whl"},
        {"filename": "pool-3-py3-none-any.whl", "url": "/short.whl"},
        {"filename": "pool-4-py3-none-any.whl", "url": "/refused.whl"}]}"#;
    let server = Server::new(move |path, stream| match path {
        "/good.whl" => whole(stream, "x", &wheel),
        "/endless.whl" => {
            write!(stream, "HTTP/1.1 200 OK\r\n\r\n")?;
            loop {
                stream.write_all(&vec![0; 65_536])?;
            }
        }
        "/short.whl" => write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nPK"),
        "/refused.whl" => empty(stream, "403 No", ""),
        _ => whole(stream, JSON, list.as_bytes()),
    });
    let (code, out, err) = run(&server.url(), "--max-download 8 --timeout 10");
    assert_eq!(code, 0, "{out}{err}");
    for (version, says) in [
        ("1 ", " works"),
        ("2 ", "(`--max-download`)"),
        ("3 ", "not known: "),
        ("4 ", "status 403"),
    ] {
        let mut lines = out.lines();
        let line = lines.find(|line| line.trim_start().starts_with(version));
        assert!(line.is_some_and(|line| line.contains(says)), "{out}");
    }
}

#[test]
fn redirects_lead_to_no_file_and_come_to_an_end() {
    let to = |place: String| {
        Server::new(move |_, stream| empty(stream, "302 Found", &format!("Location: {place}\r\n")))
    };
    let circle = to("/simple/pool/".to_owned());
    let err = error(&circle.url(), "");
    assert!(
        err.contains(&circle.address) && err.contains("redirect"),
        "{err}"
    );
    assert!(circle.asked().len() < 10);
    // Where one leads, the addresses in the list begin.
    let wheel = zip(&[("pool.py", "")]);
    let moved = Server::new(move |path, stream| match path {
        "/simple/pool/" => empty(stream, "302 Found", "Location: /there/pool/\r\n"),
        "/there/pool/" => {
            let list = r#"{"files": [{"filename": "pool-1-py3-none-any.whl", "url": "a.whl"}]}"#;
            whole(stream, JSON, list.as_bytes())
        }
        "/there/pool/a.whl" => whole(stream, "x", &wheel),
        _ => empty(stream, "404 No", ""),
    });
    let (code, out, _) = run(&moved.url(), "");
    assert_eq!(code, 0, "{out}");
    for place in [
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "gopher://127.0.0.1/",
        "javascript:1",
        "::",
    ] {
        let server = to(place.to_owned());
        let err = error(&server.url(), "");
        assert!(err.contains(&server.address), "{err}");
        assert!(!err.contains("root:"), "{err}");
    }
}

#[test]
fn passwords_go_to_nobody_else() {
    let other = Server::answering(JSON, "{\"files\": []}");
    // The same machine by another name is somebody else.
    let place = format!(
        "http://localhost:{}/",
        other.address.rsplit_once(':').expect("a port").1
    );
    let list = format!(
        "{{\"files\": [{{\"filename\": \"pool-1-py3-none-any.whl\", \"url\": \"{place}a.whl\"}}, {{\"filename\": \"pool-2-py3-none-any.whl\", \"url\": \"/b.whl\"}}]}}"
    );
    let server = Server::new(move |path, stream| match path {
        "/b.whl" => empty(stream, "302 Found", &format!("Location: {place}\r\n")),
        _ => whole(stream, JSON, list.as_bytes()),
    });
    let url = server.url().replace("//", "//me:secret@");
    let (_, out, err) = run(&url, "");
    assert!(
        !out.contains("secret") && !err.contains("secret"),
        "{out}{err}"
    );
    let sent = |server: &Server| {
        let asked = server.asked().into_iter();
        asked
            .map(|(_, headers)| {
                headers
                    .iter()
                    .any(|line| line.starts_with("authorization:"))
            })
            .collect::<Vec<bool>>()
    };
    assert_eq!(sent(&server), [true, true]);
    assert_eq!(sent(&other), [false, false]);
    // No message shows it either.
    let (_, _, err) = run(
        &url.replace("/simple/", "/other/")
            .replace(&server.address, "127.0.0.1:9"),
        "",
    );
    assert!(
        err.contains("127.0.0.1:9") && !err.contains("secret"),
        "{err}"
    );
}

#[test]
fn nonsense_instead_of_a_list_is_an_error() {
    let deep = "[".repeat(1 << 20);
    for body in [
        "",
        "no list",
        "{\"files\": 1}",
        "{\"files\": [[[",
        "\u{0}\u{1}",
        &deep,
        &format!("{{\"files\": {deep}"),
        &format!("{{\"files\": [], \"more\": {deep}"),
    ] {
        let server = Server::answering("image/png", body);
        let err = error(&server.url(), "");
        assert!(
            err.contains("does not answer as indexes do"),
            "{body:.20}: {err}"
        );
    }
    for status in ["500 Broken", "401 Unauthorized", "999 What", "200"] {
        let server = Server::new(move |_, stream| empty(stream, status, ""));
        error(&server.url(), "");
    }
    for answer in [
        "nonsense\r\n\r\n",
        "",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
    ] {
        let server = Server::new(move |_, stream| stream.write_all(answer.as_bytes()));
        error(&server.url(), "");
    }
}

#[test]
fn a_list_with_everything_in_it_takes_little() {
    let odd = r#"{"filename": "pool-9-py3-none-any.whl", "url": 7},
        {"filename": "../../pool-8-py3-none-any.whl", "url": "a"},
        {"filename": "pool-7\n::error::forged-py3-none-any.whl", "url": "a"},
        {"filename": "pool-6-py3-none-any.whl", "url": "file:///etc/passwd"},
        {"filename": "pool-5-py3-none-any.whl", "url": "a", "upload-time": "\u001b[2J\n::err", "yanked": [[1]]},
        {"filename": "pool-4-py3-none-any.whl", "url": "a", "size": -1},
        {"filename": "pool-3-py3-none-any.whl", "url": "a", "hashes": {"sha256": "../../../evil"}}"#;
    let many =
        ",{\"filename\":\"pool-1.tar.gz\",\"url\":\"a\",\"yanked\":[[],[],[]]}".repeat(300_000);
    let server = Server::new(move |path, stream| match path.ends_with('/') {
        true => whole(
            stream,
            JSON,
            format!("{{\"files\": [{odd}{many}]}}").as_bytes(),
        ),
        false => empty(stream, "404 No", ""),
    });
    let project = Project::new::<&str>(&[]);
    let (code, out, err) = run_in(&project, &server.url(), "");
    assert_eq!(code, 1, "{err}");
    assert!(!out.contains('\x1b') && !out.contains("\n::"), "{out}");
    for version in ["9", "8", "7", "6", "4"] {
        assert!(
            !out.lines()
                .any(|line| line.trim_start().starts_with(version)),
            "{out}"
        );
    }
    for version in ["5", "3", "1"] {
        assert!(
            out.lines()
                .any(|line| line.trim_start().starts_with(version)),
            "{version}: {out}"
        );
    }
    assert!(
        !project
            .root()
            .parent()
            .expect("a parent")
            .join("evil.json")
            .exists()
    );
}

#[test]
fn pages_in_html_are_read_as_well() {
    let good = zip(&[("pool/__init__.py", "")]);
    let page = r#"<!DOCTYPE html><html><head><title>Links &lt;for&gt; pool</title></head><body>
        <!-- <a href="no">pool-9-py3-none-any.whl</a> -->
        <A HREF='../../files/pool-1-py3-none-any.whl#sha256=00' data-requires-python="&gt;=3.8"> pool-1-py3-none-any.whl </A><br>
        <a href="../../files/pool-2-py3-none-any.whl" data-requires-python="&gt;=3.99">pool-2-py3-none-any.whl</a>
        <a href="../../files/pool-3-py3-none-any.whl" data-yanked="">pool-3-py3-none-any.whl</a>
        <a href="../../files/pool-4-py3-none-any.whl">pool-4-py3-none-any.whl</a>
        <a href="../../files/pool-5-py3-none-any.whl">pool-5-py3-none-any.whl"#;
    let server = Server::new(move |path, stream| match path {
        "/simple/pool/" => whole(stream, "text/html", page.as_bytes()),
        _ => whole(stream, "x", &good),
    });
    let (code, out, err) = run(&server.url(), "--target-python >=3.12,<3.14");
    assert_eq!(code, 0, "{err}");
    insta::assert_snapshot!(out, @r"
    pool 4 is the newest release that can be imported on every target (linux|macos|windows >=3.12 <3.14).

      4  works
      1  not known: its hash is not the one that the index lists

    Left out: 1 yanked release (`--yanked` includes them), 1 release for none of the targets.
    ");
    let accepted = server.asked()[0].1.join("\n");
    assert!(
        accepted.contains("vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q="),
        "{accepted}"
    );
    let login = Server::answering("text/html", "<html><form><input></form>");
    let (code, out, _) = run(&login.url(), "");
    assert_eq!(code, 1);
    assert!(out.starts_with("pool has no release for "), "{out}");
    let deep = Server::answering("text/html", "<div>".repeat(1 << 20));
    assert_eq!(run(&deep.url(), "").0, 1);
}

#[test]
fn code_in_a_release_is_only_read() {
    let deep = format!(
        "import os\nos.fork()\na = {}{}\n",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    let many: Vec<String> = (0..1500).map(|at| format!("module{at}.py")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|name| (&**name, "")).collect();
    let escape = "raise ImportError('\x1b[2J')\n";
    let files = [
        ("/simple/pool/", Vec::new()),
        ("/1", zip(&[("pool/__init__.py", &deep)])),
        ("/2", zip(&many)),
        (
            "/3",
            zip(&[(
                "pool/__init__.py",
                &format!("import sys\nif sys.platform == 'win32':\n    {escape}"),
            )]),
        ),
    ];
    let list = r#"{"files": [
        {"filename": "pool-1-py3-none-any.whl", "url": "/1"},
        {"filename": "pool-2-py3-none-any.whl", "url": "/2"},
        {"filename": "pool-3-py3-none-any.whl", "url": "/3"}]}"#;
    let server =
        Server::new(
            move |path, stream| match files.iter().find(|(known, _)| *known == path) {
                Some((_, wheel)) if !wheel.is_empty() => whole(stream, "x", wheel),
                _ => whole(stream, JSON, list.as_bytes()),
            },
        );
    let (code, out, err) = run(&server.url(), "--color always");
    assert_eq!(code, 1, "{out}{err}");
    assert!(out.contains("it has more than 1000 modules"), "{out}");
    assert!(!out.contains("\x1b[2J"), "{out:?}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_at_once() {
    let server = Server::new(|_, _| {
        std::thread::sleep(Duration::from_secs(60));
        Ok(())
    });
    let project = Project::new::<&str>(&[]);
    let command = command(&project, &server.url(), "");
    let mut running = crate::cli::interruptible(&command)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a process");
    while server.asked().is_empty() {
        std::thread::sleep(Duration::from_millis(5));
    }
    let start = Instant::now();
    let id = running.id().to_string();
    let sent = Command::new("kill").args(["-INT", &id]).status();
    assert!(sent.expect("kill").success());
    let status = running.wait().expect("an end");
    assert!(
        start.elapsed() < Duration::from_secs(2),
        "{:?}",
        start.elapsed()
    );
    assert_eq!(status.code(), Some(130));
}
