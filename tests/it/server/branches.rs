//! Another branch is checked out below the editor: thousands of files change at once.
//!
//! `SPAWNSAFE_FILES=10000 cargo nextest run branches --no-capture` is the full size, and says how long
//! hovers took.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::client::Client;
use super::fixture::{CLEAN, FINDING, pushed};

/// How many files there are, unless somebody wants to know better.
const FILES: usize = 1000;

fn git(directory: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args([
            "-c",
            "user.name=t",
            "-c",
            "user.email=t@t",
            "-c",
            "gc.auto=0",
        ])
        .args(arguments)
        .current_dir(directory)
        .output()
        .expect("git is installed");
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).expect("a text")
}

fn write(directory: &Path, n: usize, finds: bool) {
    let text = if finds { FINDING } else { CLEAN };
    fs::write(
        directory.join(format!("m{n}.py")),
        format!("{text}x = {n}\n"),
    )
    .expect("a file");
}

/// A repository in which `other` has other findings, fewer files, and new ones.
fn repository(files: usize) -> tempfile::TempDir {
    let directory = tempfile::tempdir().expect("a directory");
    let at = directory.path();
    git(at, &["init", "-q", "-b", "main"]);
    (0..files).for_each(|n| write(at, n, n % 10 == 0));
    git(at, &["add", "."]);
    git(at, &["commit", "-q", "-m", "one"]);
    git(at, &["checkout", "-q", "-b", "other"]);
    (0..files)
        .filter(|n| n % 2 == 0)
        .for_each(|n| write(at, n, n % 10 == 2));
    for n in (0..files).filter(|n| n % 10 == 7) {
        fs::remove_file(at.join(format!("m{n}.py"))).expect("the file");
    }
    (files..files + files / 10).for_each(|n| write(at, n, n % 10 == 5));
    git(at, &["add", "-A"]);
    git(at, &["commit", "-q", "-m", "two"]);
    git(at, &["checkout", "-q", "main"]);
    directory
}

/// How many findings each file has; those without any are left out.
fn expected(directory: &Path) -> HashMap<String, usize> {
    let entries = fs::read_dir(directory).expect("a directory");
    let files = entries.map(|entry| entry.expect("an entry").path());
    let found = files.filter(|path| {
        path.extension().is_some_and(|extension| extension == "py")
            && fs::read_to_string(path).is_ok_and(|text| text.contains("ForkProcess"))
    });
    found.map(|path| (uri(&path), 1)).collect()
}

fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

fn hover(client: &mut Client, open: &str) -> Duration {
    let started = Instant::now();
    let place = json!({"line": 1, "character": 12});
    client.result(
        "textDocument/hover",
        json!({"textDocument": {"uri": open}, "position": place}),
    );
    started.elapsed()
}

/// Hovers until the client shows what is in the files; how long the hovers took.
fn hover_until_shown(client: &mut Client, open: &str, directory: &Path) -> Vec<Duration> {
    let expected = expected(directory);
    let mut waits = Vec::new();
    let until = Instant::now() + Duration::from_secs(120);
    loop {
        waits.push(hover(client, open));
        client.listen(Duration::from_millis(10));
        let shown = client
            .shown
            .iter()
            .filter(|(uri, count)| *uri != open && **count > 0)
            .map(|(uri, count)| (uri.clone(), *count));
        let shown: HashMap<String, usize> = shown.collect();
        if shown == expected {
            return waits;
        }
        let wrong = (shown.len(), expected.len());
        assert!(Instant::now() < until, "files with findings: {wrong:?}");
    }
}

#[expect(
    clippy::print_stdout,
    reason = "the figures are for who runs it by hand"
)]
fn check_out_and_hover(watches: bool) {
    let files = std::env::var("SPAWNSAFE_FILES").ok();
    let files = files.map_or(FILES, |files| files.parse().expect("a number"));
    let directory = repository(files);
    let at = directory.path();
    let mut capabilities = pushed();
    capabilities["workspace"]["didChangeWatchedFiles"] = json!({"dynamicRegistration": watches});
    let (mut client, _) = Client::greeted_with(json!({
        "capabilities": capabilities,
        "workspaceFolders": [{"uri": uri(at), "name": "w"}],
        "initializationOptions": {"diagnosticMode": "workspace"},
    }));
    let open = uri(&at.join("open.py"));
    client.open(&open, CLEAN);
    let started = Instant::now();
    let mut waits = hover_until_shown(&mut client, &open, at);
    let first = started.elapsed();

    let started = Instant::now();
    git(at, &["checkout", "-q", "other"]);
    if watches {
        for some in changes(at).chunks(50) {
            client.tell("workspace/didChangeWatchedFiles", json!({"changes": some}));
            waits.push(hover(&mut client, &open));
        }
    } else {
        // Sooner or later somebody types.
        std::thread::sleep(Duration::from_millis(2100));
        client.replace(&open, 2, &format!("{CLEAN}\n"));
    }
    waits.extend(hover_until_shown(&mut client, &open, at));
    let second = started.elapsed();
    client.replace(&open, 3, FINDING);
    client.published_count(&open, 1);

    waits.sort();
    let (median, longest) = (waits[waits.len() / 2], waits[waits.len() - 1]);
    println!(
        "{files} files, reported: {watches}. All shown after {first:?}, after the checkout {second:?}; \
         {} hovers took {median:?} (median) to {longest:?}",
        waits.len()
    );
    assert!(longest < Duration::from_secs(3), "{longest:?}");
    assert_eq!(client.finish(), 0);
}

/// What a client that watches files would say of the checkout.
fn changes(directory: &Path) -> Vec<Value> {
    let changes = git(
        directory,
        &["diff", "--name-status", "--no-renames", "main", "other"],
    );
    let changes = changes.lines().map(|line| {
        let (kind, name) = line.split_once('\t').expect("a kind and a name");
        let kind = ["A", "M", "D"].iter().position(|known| *known == kind);
        let kind = 1 + kind.expect("a known kind");
        json!({"uri": uri(&directory.join(name)), "type": kind})
    });
    changes.collect()
}

#[test]
fn another_branch_is_checked_out_and_every_change_is_reported() {
    check_out_and_hover(true);
}

#[test]
fn another_branch_is_checked_out_and_nobody_says_so() {
    check_out_and_hover(false);
}
