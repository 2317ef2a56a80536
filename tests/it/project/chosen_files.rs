//! Which releases count, and which file of a release does on which target: as pip chooses.

use serde_json::{Value, json};

use super::archives::{tar_gz, zip};
use super::http::{Server, empty, whole};
use super::offers::{Offer, index, offer, project, run};

const FORKS: &str = "import os\nos.fork()\n";

fn wheel(name: &str, code: &str) -> Offer {
    with(name, code, json!({}))
}

fn with(name: &str, code: &str, more: Value) -> Offer {
    offer(name, zip(&[("pool.py", code)]), more)
}

/// What is said of each release, the good ones first, and what is left out.
fn said(offers: Vec<Offer>, arguments: &str) -> (Vec<(String, String)>, String) {
    let index = index("pool", offers);
    let (_, out, err) = run(&project(), &index.url(), &format!("pool {arguments}"));
    assert_eq!(err, "");
    let rows = out.lines().filter_map(|line| {
        let (version, says) = line.strip_prefix("  ")?.split_once(' ')?;
        Some((version.to_owned(), says.trim().to_owned()))
    });
    let left_out = out.lines().find_map(|line| line.strip_prefix("Left out: "));
    (rows.collect(), left_out.unwrap_or_default().to_owned())
}

fn row(version: &str, says: &str) -> (String, String) {
    (version.to_owned(), says.to_owned())
}

const FAILS: &str = "AttributeError, pool.py:2 uses `os.fork`, which exists on Unix only";

#[test]
fn each_platform_has_its_own_wheel() {
    let on = |platform: &str, code: &str| wheel(&format!("pool-1-cp312-abi3-{platform}.whl"), code);
    let windows_fails = vec![
        on("win_amd64", FORKS),
        on("macosx_11_0_arm64", ""),
        on("manylinux_2_17_x86_64", ""),
    ];
    let fails = format!("fails on windows: {FAILS}");
    assert_eq!(said(windows_fails, "").0, [row("1", &fails)]);
    let windows_works = vec![
        on("win_amd64", "a = 1\n"),
        on("macosx_11_0_arm64", FORKS),
        on("manylinux_2_17_x86_64", FORKS),
    ];
    assert_eq!(said(windows_works, "").0, [row("1", "works")]);
    // A wheel for all and the source are only for those that have no wheel of their own.
    let others = || {
        vec![
            wheel("pool-1-py3-none-any.whl", FORKS),
            offer(
                "pool-1.tar.gz",
                tar_gz(&[("pool-1/pool.py", FORKS)]),
                json!({}),
            ),
        ]
    };
    let mut files = others();
    files.push(wheel("pool-1-cp312-cp312-win_amd64.whl", "a = 1\n"));
    // The wheel is for 3.12 alone, and Windows has 3.13 as well.
    let fails = format!("fails on windows 3.13: {FAILS}");
    assert_eq!(said(files, "").0, [row("1", &fails)]);
    let mut files = others();
    files.push(wheel("pool-1-cp312-abi3-win_amd64.whl", "a = 1\n"));
    assert_eq!(said(files, "").0, [row("1", "works")]);
    let source_only = others().split_off(1);
    let fails = format!("fails on windows: {FAILS}");
    assert_eq!(said(source_only, "").0, [row("1", &fails)]);
    // What is the same on several platforms is said once.
    let twice = vec![
        on("win_amd64", "import fcntl\n"),
        on("macosx_11_0_arm64", "import winreg\n"),
        on("manylinux_2_17_x86_64", "import winreg\n"),
    ];
    let (rows, _) = said(twice, "");
    assert!(rows[0].1.contains("fails on windows: "), "{rows:?}");
    assert!(rows[0].1.contains("fails on linux|macos: "), "{rows:?}");
}

#[test]
fn only_the_files_that_are_needed_are_downloaded() {
    let offers = || {
        let mut offers = vec![offer("pool-1.tar.gz", tar_gz(&[]), json!({}))];
        for minor in 8..14 {
            for platform in [
                "win_amd64",
                "win32",
                "macosx_11_0_arm64",
                "manylinux_2_17_x86_64",
            ] {
                offers.push(wheel(
                    &format!("pool-1-cp3{minor}-cp3{minor}-{platform}.whl"),
                    "",
                ));
            }
        }
        offers
    };
    let downloads = |targets: &str| {
        let index = index("pool", offers());
        let (code, out, err) = run(
            &project(),
            &index.url(),
            &format!("pool --no-cache --target-platforms {targets}"),
        );
        assert_eq!(code, 0, "{out}{err}");
        let asked = index.asked().into_iter().map(|(path, _)| path);
        asked
            .filter(|path| path.starts_with("/files/"))
            .collect::<Vec<_>>()
    };
    let windows = downloads("windows");
    assert_eq!(windows.len(), 1, "{windows:?}");
    assert!(
        windows[0].contains("-cp312-cp312-win") || windows[0].contains("-cp313-cp313-win"),
        "{windows:?}"
    );
    assert_eq!(downloads("windows,macos,linux").len(), 3);
}

#[test]
fn a_yanked_file_is_not_taken_and_a_yanked_release_only_when_it_is_asked_for() {
    let yanked = || json!({"yanked": "broken"});
    let files = || {
        vec![
            with("pool-3-py3-none-any.whl", "a = 3\n", yanked()),
            with(
                "pool-3-py2.py3-none-any.whl",
                "a = 33\n",
                json!({"yanked": true}),
            ),
            with("pool-2-cp312-abi3-win_amd64.whl", FORKS, yanked()),
            wheel("pool-2-py3-none-any.whl", ""),
            wheel("pool-1-py3-none-any.whl", "a = 1\n"),
        ]
    };
    let (rows, left_out) = said(files(), "");
    assert_eq!(rows, [row("2", "works"), row("1", "works")]);
    assert_eq!(left_out, "1 yanked release (`--yanked` includes them).");
    let (rows, left_out) = said(files(), "--yanked");
    assert_eq!(
        rows,
        [
            row("3", "yanked; works"),
            row("2", "works"),
            row("1", "works")
        ]
    );
    assert_eq!(left_out, "");
}

#[test]
fn pre_releases_count_where_nothing_else_can_be_installed() {
    let early = |platform: &str| wheel(&format!("pool-2rc1-cp312-abi3-{platform}.whl"), "");
    let old = || {
        with(
            "pool-1-py3-none-any.whl",
            "",
            json!({"requires-python": "<3.9"}),
        )
    };
    let new = || wheel("pool-1-py3-none-any.whl", "");
    let left = "1 pre-release (`--pre` includes them).";
    assert_eq!(
        said(vec![early("win_amd64"), new()], ""),
        (vec![row("1", "works")], left.to_owned())
    );
    let lacks = row("2rc1", "has no wheel for linux|macos and no source");
    // The release that lasts is for no target.
    assert_eq!(said(vec![early("win_amd64"), old()], "").0, [lacks]);
    // On Windows there is nothing else, and pip looks no further than at where it runs.
    let elsewhere = wheel("pool-1-cp312-abi3-manylinux_2_17_x86_64.whl", "a = 1\n");
    assert_eq!(
        said(
            vec![early("win_amd64"), elsewhere],
            "--target-platforms windows,linux"
        )
        .0,
        [
            row("2rc1", "has no wheel for linux and no source"),
            row("1", "has no wheel for windows and no source")
        ]
    );
    // A yanked release is one that lasts, as far as pip is concerned.
    let yanked = with("pool-1-py3-none-any.whl", "", json!({"yanked": true}));
    let (rows, left_out) = said(vec![early("any"), yanked], "");
    assert_eq!(rows, []);
    assert!(
        left_out.contains(&left[..14]) && left_out.contains("1 yanked"),
        "{left_out}"
    );
}

#[test]
fn what_a_file_says_about_python_holds_for_that_file() {
    let source = tar_gz(&[("pool-1/pool.py", "")]);
    let files = vec![
        with(
            "pool-1-py3-none-any.whl",
            FORKS,
            json!({"requires-python": ">=3.13"}),
        ),
        offer("pool-1.tar.gz", source, json!({"requires-python": ">=3.8"})),
    ];
    let fails = format!("fails on windows 3.13: {FAILS}");
    assert_eq!(said(files, "").0, [row("1", &fails)]);
    // pip ignores what is no specifier, and so is an odd name of a file.
    let odd = vec![
        with(
            "pool-1-py3-none-any.whl",
            "",
            json!({"requires-python": "three"}),
        ),
        wheel("pool-2-€€-none-any.whl", ""),
        wheel("pool-3-€-ä-ö.whl", ""),
    ];
    let (rows, left_out) = said(odd, "");
    assert_eq!(
        (rows, &*left_out),
        (
            vec![row("1", "works")],
            "2 releases for none of the targets."
        )
    );
}

#[test]
fn what_is_not_known_is_neither_good_nor_bad() {
    let good = zip(&[("pool.py", "")]);
    let list = json!({"files": [
        {"filename": "pool-1-py3-none-any.whl", "url": "/good"},
        {"filename": "pool-2-py3-none-any.whl", "url": "/never"},
        {"filename": "pool-3-cp312-abi3-win_amd64.whl", "url": "/good"},
        {"filename": "pool-3-cp312-abi3-macosx_11_0_arm64.whl", "url": "/gone"},
        {"filename": "pool-3-cp312-abi3-manylinux_2_17_x86_64.whl", "url": "/gone"},
    ]});
    let list = list.to_string();
    let server = Server::new(move |path, stream| match path {
        "/good" => whole(stream, "x", &good),
        "/never" => {
            std::thread::sleep(std::time::Duration::from_secs(30));
            Ok(())
        }
        "/gone" => empty(stream, "404 No", ""),
        _ => whole(stream, "x", list.as_bytes()),
    });
    let (url, ways) = (server.url(), ["", "--output-format json", "--limit 2"]);
    let ends = std::thread::scope(|scope| {
        let start = |more| {
            let arguments = format!("pool --timeout 4 {more}");
            scope.spawn(|| run(&project(), &url, &{ arguments }))
        };
        ways.map(start).map(|thread| thread.join().expect("an end"))
    });
    let [(code, out, err), (_, answer, _), (all_unknown, headline, _)] = ends;
    assert_eq!((code, &*err), (0, ""));
    insta::assert_snapshot!(out, @r"
    pool 1 can be imported on every target (linux|macos|windows >=3.12 <3.14); 2 newer releases could not be judged.

      1  works
      3  not known on linux|macos: the index does not have the file any more
      2  not known: not done within 4 seconds (`--timeout`)
    ");
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    assert_eq!(answer["newest-good"], "1");
    let of = |at: usize, key: &str| answer["releases"][at][key].clone();
    assert_eq!(
        [of(0, "works"), of(0, "fails"), of(0, "not-known")],
        [json!(false), json!("none"), json!("linux|macos")]
    );
    assert_eq!(
        [of(1, "works"), of(1, "not-known")],
        [json!(false), json!("all")]
    );
    let error = of(1, "error");
    assert!(
        error
            .as_str()
            .is_some_and(|error| error.contains("(`--timeout`)"))
    );
    // Where nothing better is known, nothing worse is claimed.
    assert_eq!(all_unknown, 1);
    let said = "No release of pool is known to be importable on every target";
    assert!(headline.starts_with(said), "{headline}");
}
