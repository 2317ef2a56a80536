//! What is kept on the disk between runs, and what happens when it is not what it should be.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::cli::Project;

const SITE: &str = ".venv/lib/python3.12/site-packages";

fn project() -> Project {
    let wrappers = "from multiprocessing.context import ForkProcess\n";
    Project::new(&[
        (".venv/pyvenv.cfg", "home = /usr/bin\n"),
        (
            &format!("{SITE}/spaces/__init__.py"),
            "from . import wrappers, again\n",
        ),
        (&format!("{SITE}/spaces/wrappers.py"), wrappers),
        (
            &format!("{SITE}/spaces/again.py"),
            "from spaces import wrappers\n",
        ),
        ("app.py", "import spaces\n"),
    ])
}

/// The report of a check, which has a finding. It takes over nothing but summaries.
fn report(project: &Project, arguments: &str) -> String {
    for directory in directories(project) {
        if is_named(&directory, "results-") {
            fs::remove_dir_all(directory).expect("a directory");
        }
    }
    let arguments = format!("check --output-format concise --cache-dir kept {arguments}");
    let (code, report, error) = project.run(&arguments);
    assert_eq!(code, 1, "{report}{error}");
    report
}

/// What is in the cache.
fn directories(project: &Project) -> Vec<PathBuf> {
    let entries = fs::read_dir(project.path("kept")).into_iter().flatten();
    entries
        .map(|entry| entry.expect("an entry").path())
        .collect()
}

fn is_named(path: &Path, start: &str) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with(start)
}

/// The files that hold summaries.
fn packs(project: &Project) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for directory in directories(project) {
        if directory.is_dir() && !is_named(&directory, "results-") {
            let files = fs::read_dir(directory).expect("a directory");
            let files = files.map(|entry| entry.expect("an entry").path());
            // Who comes while another makes the cache says here, too, whose it is.
            let is_mark =
                |path: &PathBuf| path.ends_with("CACHEDIR.TAG") || path.ends_with(".gitignore");
            found.extend(files.filter(|path| !is_mark(path)));
        }
    }
    found
}

fn pack(project: &Project) -> PathBuf {
    let packs = packs(project);
    assert_eq!(packs.len(), 1, "{packs:?}");
    packs[0].clone()
}

/// Writes a pack with the hash that belongs to its content.
fn write_pack(path: &Path, content: &str) {
    let mut hash = Sha256::new();
    hash.update((content.len() as u64).to_le_bytes());
    hash.update(content);
    let hash = hash.finalize();
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    fs::write(path, format!("{hash}\n{content}")).expect("a file");
}

fn content(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a text");
    text.split_once('\n').expect("a hash").1.to_owned()
}

const SAID: &str = "spaces/wrappers.py:1 imports `ForkProcess`";

#[test]
fn what_was_found_out_is_used_again() {
    let project = project();
    assert!(report(&project, "").contains(SAID));
    let pack = pack(&project);
    let kept = content(&pack);
    assert!(kept.contains("spaces/wrappers.py"));
    write_pack(&pack, &kept.replace("spaces/wrappers.py", "spaces/kept.py"));
    assert!(report(&project, "").contains("spaces/kept.py:1"));
}

#[test]
fn a_changed_module_is_looked_at_again() {
    let project = project();
    report(&project, "");
    let wrappers = "import os\n\nos.fork\n";
    project.write(&format!("{SITE}/spaces/wrappers.py"), wrappers);
    assert!(report(&project, "").contains("spaces/wrappers.py:3 uses `os.fork`"));
    // What a module imports counts as much as what is in it.
    project.write(&format!("{SITE}/spaces/wrappers.py"), "");
    project.write(&format!("{SITE}/spaces/again.py"), "import fcntl\n");
    assert!(report(&project, "").contains("spaces/again.py:1 imports `fcntl`"));
}

#[test]
fn a_damaged_or_foreign_file_is_not_trusted() {
    let project = project();
    let before = report(&project, "");
    let path = pack(&project);
    let whole = fs::read(&path).expect("a file");
    let kept = content(&path);
    let lie = String::from_utf8_lossy(&whole).replace("spaces/wrappers.py", "spaces/lie.py");
    let damaged: [&[u8]; 6] = [
        b"",
        b"\n",
        b"nonsense",
        &whole[..whole.len() / 2],
        lie.as_bytes(),
        &[0xff; 1000],
    ];
    for bytes in damaged {
        fs::write(&path, bytes).expect("a file");
        assert_eq!(report(&project, ""), before);
        // It is whole again.
        assert_eq!(content(&path).len(), kept.len());
    }
    for foreign in ["{}", "[]", "{\"summaries\": {\"a\": 1}, \"asked\": {}}"] {
        write_pack(&path, foreign);
        assert_eq!(report(&project, ""), before);
    }
    write_pack(&path, &"[".repeat(100_000));
    assert_eq!(report(&project, ""), before);
}

#[test]
fn many_may_run_at_once() {
    let project = project();
    let reports: Vec<String> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..6)
            .map(|_| scope.spawn(|| report(&project, "")))
            .collect();
        runs.into_iter()
            .map(|run| run.join().expect("a report"))
            .collect()
    });
    assert!(
        reports.iter().all(|report| *report == reports[0]),
        "{reports:#?}"
    );
    // Nothing is left behind, and what is there is whole.
    let path = pack(&project);
    let kept = content(&path);
    write_pack(&path, &kept.replace("spaces/wrappers.py", "spaces/kept.py"));
    assert!(report(&project, "").contains("spaces/kept.py"));
}

#[test]
fn nothing_is_kept_where_that_is_not_wanted_or_not_possible() {
    let project = project();
    assert!(report(&project, "--no-cache").contains(SAID));
    assert!(!project.path("kept").exists());
    project.write("kept", "a file");
    assert!(report(&project, "").contains(SAID));
    assert_eq!(project.read("kept"), "a file");
}

#[test]
fn a_cache_says_what_it_is_and_can_be_removed() {
    let project = project();
    report(&project, "");
    let tag = project.read("kept/CACHEDIR.TAG");
    assert!(tag.starts_with("Signature: 8a477f597d28d172789f06886806bc55\n"));
    assert_eq!(project.read("kept/.gitignore"), "*\n");
    let (code, _, err) = project.run("clean --cache-dir kept");
    assert_eq!((code, &*err), (0, "Removed kept.\n"));
    assert!(!project.path("kept").exists());
    let (code, _, err) = project.run("clean --cache-dir kept");
    assert_eq!((code, &*err), (0, "Nothing is cached in kept.\n"));
    // What is not ours is left alone.
    let (code, _, err) = project.run("clean --cache-dir .venv");
    assert_eq!(code, 2);
    assert!(err.contains("nothing was removed"), "{err}");
    assert!(project.path(".venv/pyvenv.cfg").exists());
}

#[test]
fn what_was_not_used_for_weeks_is_forgotten() {
    let project = project();
    report(&project, "");
    let age = |path: &str, days: u64| {
        let old = std::time::SystemTime::now() - std::time::Duration::from_secs(days * 86_400);
        let file = fs::OpenOptions::new().append(true).open(project.path(path));
        let file = file.expect("a file");
        file.set_modified(old).expect("an age");
    };
    let own = pack_below(&project);
    for (path, days) in [
        ("kept/modules-0.0.1-1-old/a.json", 40),
        ("kept/modules-0.0.1-1-mixed/old.json", 40),
        ("kept/modules-0.0.1-1-mixed/new.json", 20),
        ("kept/releases-0.0.1-1/a.json", 40),
        ("kept/mine/a.json", 400),
        ("outside/a.json", 400),
    ] {
        project.write(path, "{}");
        age(path, days);
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink("../outside", project.path("kept/modules-link")).expect("a link");
    age(&own, 40);
    let there = |path: &str| project.path(path).exists();
    // What is used is as good as new, and nobody looks twice a day.
    report(&project, "");
    assert!(there("kept/modules-0.0.1-1-old/a.json"));
    age("kept/.looked", 2);
    project.write(&format!("{SITE}/spaces/more.py"), "");
    project.write(
        &format!("{SITE}/spaces/again.py"),
        "from spaces import more\nimport fcntl\n",
    );
    report(&project, "");
    for gone in [
        "kept/modules-0.0.1-1-old",
        "kept/modules-0.0.1-1-mixed/old.json",
        "kept/releases-0.0.1-1",
    ] {
        assert!(!there(gone), "{gone}");
    }
    for kept in [
        &*own,
        "kept/modules-0.0.1-1-mixed/new.json",
        "kept/mine/a.json",
        "outside/a.json",
    ] {
        assert!(there(kept), "{kept}");
    }
}

/// The path of the file with summaries.
fn pack_below(project: &Project) -> String {
    let path = pack(project);
    let below = path.strip_prefix(project.root()).expect("below");
    below.to_string_lossy().into_owned()
}

#[cfg(unix)]
#[test]
fn a_link_in_the_cache_directory_leads_nobody_out() {
    let project = project();
    let before = report(&project, "");
    let directory = pack(&project).parent().expect("a directory").to_owned();
    let file = pack(&project);
    // A file that is a link is replaced, and what it leads to is not read.
    let whole = fs::read_to_string(&file).expect("a file");
    project.write(
        "secret",
        whole.replace("spaces/wrappers.py", "spaces/lie.py"),
    );
    fs::remove_file(&file).expect("a file");
    std::os::unix::fs::symlink(project.path("secret"), &file).expect("a link");
    assert_eq!(report(&project, ""), before);
    assert!(project.read("secret").contains("spaces/lie.py"));
    // A directory that is a link is not written to.
    fs::remove_dir_all(&directory).expect("a directory");
    fs::create_dir(project.path("outside")).expect("a directory");
    std::os::unix::fs::symlink(project.path("outside"), &directory).expect("a link");
    assert_eq!(report(&project, ""), before);
    assert_eq!(
        fs::read_dir(project.path("outside"))
            .expect("a directory")
            .count(),
        0
    );
    // Nor is what never ends read.
    fs::remove_file(&directory).expect("a link");
    fs::create_dir(&directory).expect("a directory");
    std::os::unix::fs::symlink("/dev/zero", &file).expect("a link");
    assert_eq!(report(&project, ""), before);
}

#[test]
fn only_what_was_put_there_is_taken_out_of_a_directory_of_somebody_else() {
    let project = project();
    project.write("modules-0.1.0-mine/data.json", "{}");
    let in_project = |arguments: &str| {
        let mut command = project.command(arguments);
        let output = command.env("SPAWNSAFE_CACHE_DIR", ".").output();
        output.expect("an end").status.code()
    };
    assert_eq!(in_project("check"), Some(1));
    assert!(!project.path(".gitignore").exists());
    assert!(!project.path("CACHEDIR.TAG").exists());
    let kept = || {
        let entries = fs::read_dir(project.root()).expect("a directory");
        let names = entries.map(|entry| entry.expect("an entry").file_name());
        let names = names.map(|name| name.to_string_lossy().into_owned());
        names
            .filter(|name| name.starts_with("modules-"))
            .collect::<Vec<_>>()
    };
    let ours = kept().into_iter().find(|name| !name.ends_with("-mine"));
    let ours = ours.expect("a part of the cache");
    assert_eq!(project.read(&format!("{ours}/.gitignore")), "*\n");
    project.write(&format!("{ours}/note.txt"), "mine");
    assert_eq!(in_project("clean"), Some(0));
    assert_eq!(project.read(&format!("{ours}/note.txt")), "mine");
    fs::remove_file(project.path(&format!("{ours}/note.txt"))).expect("a file");
    // A project that an older build has marked keeps all that is its own, too.
    project.write(
        "CACHEDIR.TAG",
        "Signature: 8a477f597d28d172789f06886806bc55\n# This directory is a cache of spawnsafe. `spawnsafe clean` removes it.\n",
    );
    project.write(".gitignore", "*\n");
    assert_eq!(in_project("check --no-respect-gitignore"), Some(1));
    assert_eq!(in_project("clean"), Some(0));
    assert_eq!(kept(), ["modules-0.1.0-mine"]);
    assert!(project.path("app.py").exists() && project.path(SITE).exists());
    assert!(!project.path(".gitignore").exists());
}
