//! Releases on an index: a server of the test's own, never a real one.

use std::io::{Read, Write};
use std::process::Command;
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use super::archives::{tar_gz, zip};
use super::http::Server;
use super::offers::{Offer, downloads, end, index, offer, project, run};
use crate::cli::Project;

const FORKS: &str = "from multiprocessing.context import ForkProcess\n";

fn some_releases() -> Vec<Offer> {
    let none = || json!({});
    vec![
        offer(
            "pool-1.0.tar.gz",
            tar_gz(&[(
                "pool-1.0/src/pool/__init__.py",
                "import multiprocessing\nC = multiprocessing.get_context('fork')\n",
            )]),
            none(),
        ),
        offer(
            "pool-2.0-py3-none-any.whl",
            zip(&[
                ("pool/__init__.py", "from .work import run\n"),
                ("pool/work.py", FORKS),
            ]),
            none(),
        ),
        offer("pool-2.0.tar.gz", tar_gz(&[]), none()),
        offer(
            "pool-2.1-py3-none-any.whl",
            zip(&[
                ("pool/__init__.py", "def run():\n    from .work import go\n"),
                ("pool/work.py", FORKS),
            ]),
            json!({"upload-time": "2024-07-24T10:00:00Z"}),
        ),
        offer(
            "pool-2.2-py3-none-any.whl",
            zip(&[("pool/__init__.py", "")]),
            json!({"yanked": "broken"}),
        ),
        offer(
            "pool-2.3rc1-py3-none-any.whl",
            zip(&[("pool/__init__.py", "")]),
            none(),
        ),
        offer(
            "pool-2.4-cp312-cp312-manylinux_2_17_x86_64.whl",
            zip(&[("pool/__init__.py", "")]),
            none(),
        ),
        offer(
            "pool-2.5-py3-none-any.whl",
            zip(&[("pool/__init__.py", "")]),
            json!({"requires-python": ">=3.99"}),
        ),
        offer("other-9-py3-none-any.whl", zip(&[]), none()),
        offer("nonsense", Vec::new(), none()),
    ]
}

#[test]
fn releases_that_work_come_first() {
    let index = index("pool", some_releases());
    let (code, out, err) = run(&project(), &index.url(), "Pool");
    insta::assert_snapshot!(out, @r"
    Pool 2.1 is the newest release that can be imported on every target (linux|macos|windows >=3.12 <3.14).

      2.1  2024-07-24  works
      2.4              has no wheel for macos|windows and no source
      2.0              fails on windows: ImportError, pool/work.py:1 imports `ForkProcess`, which exists on Unix only
      1.0              fails on windows: ValueError, pool/__init__.py:2 asks for the start method `fork`, which exists on Unix only

    Left out: 1 pre-release (`--pre` includes them), 1 yanked release (`--yanked` includes them), 1 release for none of the targets.
    ");
    assert_eq!((code, &*err), (0, ""));
}

#[test]
fn what_a_release_requires_may_bring_what_python_lacks() {
    let code = "import curses\n";
    let metadata = |name: &str| {
        format!("Metadata-Version: 2.1\nRequires-Dist: {name}; platform_system == 'Windows'\n\n")
    };
    let wheel = |name: &str| {
        zip(&[
            ("tui/__init__.py", code),
            ("tui-1.dist-info/METADATA", &metadata(name)),
        ])
    };
    let setup = "from setuptools import setup\nsetup(install_requires=['windows-curses; os_name == \"nt\"'])\n";
    let source = tar_gz(&[("tui-0.3/tui.py", code), ("tui-0.3/setup.py", setup)]);
    let none = || json!({});
    let offers = vec![
        offer("tui-0.1-py3-none-any.whl", wheel("colorama"), none()),
        offer("tui-0.2-py3-none-any.whl", wheel("Windows_Curses"), none()),
        offer("tui-0.3.tar.gz", source, none()),
    ];
    let (_, out, err) = run(&project(), &index("tui", offers).url(), "tui");
    insta::assert_snapshot!(out, @r"
    tui 0.3 is the newest release that can be imported on every target (linux|macos|windows >=3.12 <3.14).

      0.3  works
      0.2  works
      0.1  fails on windows: ModuleNotFoundError, tui/__init__.py:1 imports `curses`, which exists on Unix only
    ");
    assert_eq!(err, "");
}

#[test]
fn of_what_is_compiled_first_nobody_knows_whether_it_works() {
    let module = ("quick-1/quick/__init__.py", "from quick._speed import go\n");
    let fails = ("quick-1/quick/__init__.py", FORKS);
    let setup = |text: &'static str| ("quick-1/setup.py", text);
    let project = |text: &'static str| ("quick-1/pyproject.toml", text);
    let none = || json!({});
    let extension = "from setuptools import Extension, setup\nsetup(ext_modules=[Extension('quick._speed', ['a.c'])])\n";
    let optional = "setup(ext_modules=[Extension('a', ['a.c'], optional=True)])\n";
    let rust = "[build-system]\nrequires = ['setuptools', 'Setuptools_Rust>=1']\n";
    let pure = "[build-system]\nrequires = ['hatchling']\n";
    let plain = "setup(name='quick')  # no ext_modules\n";
    let wheel = zip(&[("quick/__init__.py", "")]);
    let source = |files: &[(&str, &str)]| tar_gz(files);
    let offers = vec![
        offer(
            "quick-0.1.tar.gz",
            source(&[module, setup(extension)]),
            none(),
        ),
        offer("quick-0.2.tar.gz", source(&[module, project(rust)]), none()),
        offer("quick-0.3.tar.gz", source(&[module, project(pure)]), none()),
        offer("quick-0.4.tar.gz", source(&[module, setup(plain)]), none()),
        offer(
            "quick-0.5.tar.gz",
            source(&[module, setup(optional)]),
            none(),
        ),
        offer(
            "quick-0.6.tar.gz",
            source(&[fails, setup(extension)]),
            none(),
        ),
        offer(
            "quick-0.7.tar.gz",
            source(&[module, setup(extension)]),
            none(),
        ),
        offer("quick-0.7-cp312-cp312-win_amd64.whl", wheel.clone(), none()),
        offer("quick-0.7-cp313-cp313-win_amd64.whl", wheel, none()),
    ];
    let (_, out, err) = run(
        &super::offers::project(),
        &index("quick", offers).url(),
        "quick",
    );
    insta::assert_snapshot!(out, @r"
    quick 0.5 can be imported on every target (linux|macos|windows >=3.12 <3.14); 1 newer release could not be judged.

      0.5  works
      0.4  works
      0.3  works
      0.7  not known on linux|macos: there is no wheel, it is built from source
      0.6  fails on windows: ImportError, quick/__init__.py:1 imports `ForkProcess`, which exists on Unix only; not known on linux|macos: there is no wheel, it is built from source
      0.2  not known: there is no wheel, it is built from source
      0.1  not known: there is no wheel, it is built from source
    ");
    assert_eq!(err, "");
}

#[test]
fn json_says_the_same() {
    let index = index("pool", some_releases());
    let (code, out, _) = run(
        &project(),
        &index.url(),
        "pool --output-format json --pre --yanked",
    );
    let answer: Value = serde_json::from_str(&out).expect("json");
    assert_eq!(code, 0);
    assert_eq!(answer["newest-good"], "2.3rc1");
    let said = |version: &str| {
        let all = answer["releases"].as_array().expect("a list");
        all.iter()
            .find(|release| release["version"] == version)
            .expect("the release")
            .clone()
    };
    assert_eq!(said("2.2")["yanked"], "broken");
    assert_eq!(said("2.0")["fails"], "windows");
    assert_eq!(said("2.0")["failures"][0]["path"], "pool/work.py");
    assert_eq!(said("2.0")["failures"][0]["line"], 1);
    assert_eq!(said("1.0")["failures"][0]["exception"], "ValueError");
    assert_eq!(said("2.4")["no-file-for"], "macos|windows");
    assert_eq!(said("2.4")["works"], false);
}

#[test]
fn nothing_is_downloaded_twice_and_a_broken_cache_does_no_harm() {
    let index = index("pool", some_releases());
    let project = project();
    let (_, first, _) = run(&project, &index.url(), "pool");
    let first_time = downloads(&index);
    assert!(first_time > 0);
    let (_, second, _) = run(&project, &index.url(), "pool");
    assert_eq!((downloads(&index), &second), (first_time, &first));
    for entry in walk(&project.path("cache")) {
        std::fs::write(entry, "{\"modules\": [], \"failures\": [{}]}").expect("a file");
    }
    let (_, third, _) = run(&project, &index.url(), "pool");
    assert_eq!((downloads(&index), &third), (2 * first_time, &first));
}

#[test]
fn another_build_does_not_take_over_what_this_one_found_out() {
    let index = index("pool", some_releases());
    let project = project();
    let copy = project.path("spawnsafe-of-another-day");
    std::fs::copy(env!("CARGO_BIN_EXE_spawnsafe"), &copy).expect("a copy");
    let asked = |day: u64| {
        let made = SystemTime::UNIX_EPOCH + Duration::from_secs(day * 86_400);
        let file = std::fs::OpenOptions::new().append(true).open(&copy);
        let dated = file.and_then(|file| file.set_modified(made));
        dated.expect("another date");
        // What another test starts meanwhile may still hold the file open.
        while Command::new(&copy).arg("version").output().is_err() {
            std::thread::sleep(Duration::from_millis(5));
        }
        let before = downloads(&index);
        let mut command = Command::new(&copy);
        command
            .current_dir(project.root())
            .args(["releases", "pool", "--index-url", &index.url()]);
        let (code, _, err) = end(&project, &mut command);
        assert_eq!(code, 0, "{err}");
        downloads(&index) - before
    };
    let all = asked(20_000);
    assert!(all > 0);
    assert_eq!([asked(20_000), asked(20_001), asked(20_001)], [0, all, 0]);
}

fn walk(directory: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory).expect("a directory").flatten() {
        match entry.path().is_dir() {
            true => found.extend(walk(&entry.path())),
            false => found.push(entry.path()),
        }
    }
    found
}

#[test]
fn names_and_passwords_are_those_of_the_address_or_of_netrc() {
    let index = index("pool", Vec::new());
    let project = project();
    project.write("netrc", "machine 127.0.0.1 login me password secret\n");
    run(&project, &index.url(), "pool");
    run(
        &project,
        &index.url().replace("//", "//you:p%40ss@"),
        "pool",
    );
    let asked = index.asked();
    let sent: Vec<&str> = asked
        .iter()
        .flat_map(|(_, headers)| headers)
        .filter_map(|header| header.strip_prefix("authorization: "))
        .collect();
    assert_eq!(sent, ["Basic bWU6c2VjcmV0", "Basic eW91OnBAc3M="]);
}

#[test]
fn what_goes_wrong_is_said() {
    let index = index(
        "pool",
        vec![
            offer("pool-1-py3-none-any.whl", b"no archive".to_vec(), json!({})),
            offer(
                "pool-2-py3-none-any.whl",
                zip(&[("pool.py", "")]),
                json!({"hashes": {"sha256": "00"}}),
            ),
            offer(
                "pool-3-py3-none-any.whl",
                zip(&[("pool.py", "")]),
                json!({"size": 1u64 << 40}),
            ),
        ],
    );
    let (code, out, _) = run(&project(), &index.url(), "pool");
    assert_eq!(code, 1);
    for part in [
        "not a readable archive",
        "its hash is not the one that the index lists",
        "(`--max-download`)",
    ] {
        assert!(out.contains(part), "{part}: {out}");
    }
    let (code, _, err) = run(&project(), &index.url(), "missing");
    assert_eq!(code, 2);
    assert!(err.contains("has no package `missing`"), "{err}");
    let clear = Server::serve(|mut stream, _| {
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(b"HTTP/1.1 400 What?\r\n\r\n");
    });
    let (code, _, err) = run(&project(), &clear.url().replace("http:", "https:"), "pool");
    assert_eq!(code, 2);
    assert!(err.contains("http:// instead of https://"), "{err}");
    let (code, out, _) = run(&project(), &index.url(), "pool --limit 1");
    assert_eq!(code, 1);
    assert!(
        out.contains("Left out: 2 older releases (`--limit`)."),
        "{out}"
    );
    let (code, _, err) = run(&project(), &index.url(), "pool --limit 0");
    assert_eq!(code, 2);
    assert!(err.contains("--limit"), "{err}");
    let (code, _, err) = run(&project(), "ftp://there", "pool");
    assert_eq!(code, 2);
    assert!(err.contains("is not an address"), "{err}");
    let (code, _, err) = run(&project(), &index.url(), "../pool");
    assert_eq!(code, 2);
    assert!(err.contains("is not the name of a package"), "{err}");
}

#[test]
fn a_requirement_is_mended_with_a_release_that_is_known_to_work() {
    let index = index("pool", some_releases());
    let site = ".venv/lib/python3.12/site-packages";
    let project = Project::new(&[
        (".venv/pyvenv.cfg", "home = /usr/bin\n"),
        (&format!("{site}/pool/__init__.py"), FORKS),
        (
            &format!("{site}/pool-2.0.dist-info/RECORD"),
            "pool/__init__.py,,\n",
        ),
    ]);
    let mended = |line: &str| {
        project.write("requirements.txt", line);
        let _ = project
            .command("check --fix --unsafe-fixes requirements.txt --target-python >=3.12,<3.14")
            .env("SPAWNSAFE_CACHE_DIR", project.path("cache"))
            .output()
            .expect("an end");
        project.read("requirements.txt")
    };
    // Nothing is known before somebody has asked.
    assert_eq!(
        mended("pool==2.0\n"),
        "pool==2.0; sys_platform != \"win32\"\n"
    );
    let (code, ..) = run(&project, &index.url(), "pool");
    assert_eq!(code, 0);
    for (line, after) in [
        ("pool==2.0  # the pool\n", "pool>=2.1  # the pool\n"),
        ("pool[x] >=1,<3\n", "pool[x]>=2.1,<3\n"),
        ("pool\n", "pool>=2.1\n"),
        (
            "pool~=2.0; python_version > '3.8'\n",
            "pool>=2.1; python_version > '3.8'\n",
        ),
        // What is wanted fails there, and a marker is all that is left.
        ("pool<2.1\n", "pool<2.1; sys_platform != \"win32\"\n"),
        // The environment is not what is required.
        ("pool>=3\n", "pool>=3\n"),
    ] {
        assert_eq!(mended(line), after);
    }
}
