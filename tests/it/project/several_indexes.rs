//! Several indexes: whose answer counts, as with pip and with uv.

use serde_json::json;

use super::archives::zip;
use super::http::{Server, empty};
use super::offers::{downloads, end, index, offer, project};
use crate::cli::Project;

const FORKS: &str = "import os\nos.fork()\n";

/// An index with these versions of a package, which fail on Windows or do not.
fn with(versions: &[(&str, &str)]) -> Server {
    let offers = versions.iter().map(|(version, code)| {
        let name = format!("pool-{version}-py3-none-any.whl");
        offer(&name, zip(&[("pool.py", code)]), json!({}))
    });
    index("pool", offers.collect())
}

/// What the command says with these variables and no others of pip and uv, and no one's files.
fn run(project: &Project, variables: &[(&str, &str)], more: &str) -> (i32, String, String) {
    let mut command = project.command(&format!("releases pool {more}"));
    for (name, _) in std::env::vars() {
        if name.starts_with("PIP_") || name.starts_with("UV_") {
            command.env_remove(name);
        }
    }
    command
        .env("HOME", project.root())
        // No pip or uv with a default of its own.
        .env("PATH", "")
        .env_remove("XDG_CONFIG_HOME")
        .env("PIP_CONFIG_FILE", "/dev/null")
        .envs(variables.iter().copied());
    end(project, &mut command)
}

/// The lines of releases in a table.
fn rows(table: &str) -> Vec<&str> {
    let rows = table.lines().filter(|line| line.starts_with("  "));
    rows.map(str::trim).collect()
}

#[test]
fn with_pip_the_files_of_all_indexes_count() {
    let one = with(&[("1", ""), ("2", FORKS)]);
    let two = with(&[("2", ""), ("3", FORKS)]);
    let project = project();
    let variables = [
        ("PIP_INDEX_URL", &*one.url()),
        ("PIP_EXTRA_INDEX_URL", &*two.url()),
    ];
    let (code, out, err) = run(&project, &variables, "");
    assert_eq!(code, 0, "{err}");
    let fails =
        "fails on windows: AttributeError, pool.py:2 uses `os.fork`, which exists on Unix only";
    assert_eq!(
        rows(&out),
        ["1  works", &format!("3  {fails}"), &format!("2  {fails}")]
    );
    assert!(!out.contains("Left out"), "{out}");
    // What is named on the command line is asked in the same way, and nothing else.
    let two_only = format!("--index-url {}", two.url());
    let (_, out, _) = run(&project, &variables[..1], &two_only);
    assert_eq!(rows(&out).len(), 2, "{out}");
    let both = format!("{two_only} --extra-index-url {}", one.url());
    let (_, out, _) = run(&project, &[], &both);
    assert_eq!(rows(&out)[1], "1  works", "{out}");
    let extra = format!("--extra-index-url {}", one.url());
    let (_, out, _) = run(&project, &[("PIP_INDEX_URL", &two.url())], &extra);
    assert_eq!(rows(&out).len(), 3, "{out}");
    // Where nobody names the first index, that is said.
    let (code, out, _) = run(&project, &variables[1..], "");
    assert_eq!(code, 0);
    assert!(
        out.contains("Left out: what is on the default index, which is not set up"),
        "{out}"
    );
}

#[test]
fn an_index_that_is_away_does_not_keep_pip_from_the_others() {
    let one = with(&[("1", "")]);
    let away = Server::new(|_, stream| empty(stream, "503 Away", ""));
    let project = project();
    let variables = [
        ("PIP_INDEX_URL", &*away.url()),
        ("PIP_EXTRA_INDEX_URL", &*one.url()),
    ];
    let (code, out, err) = run(&project, &variables, "");
    assert_eq!((code, &*err), (0, ""));
    let said = format!(
        "Left out: what another index has (asking the index {}: it answers with status 503).",
        away.url()
    );
    assert!(out.contains(&said), "{out}");
    // Where no other has the package, it may be there.
    let none = with(&[]);
    let absent = format!("{}absent/", none.url());
    let variables = [
        ("PIP_INDEX_URL", &*away.url()),
        ("PIP_EXTRA_INDEX_URL", &*absent),
    ];
    let (code, out, err) = run(&project, &variables, "");
    assert_eq!((code, &*out), (2, ""));
    assert!(
        err.contains("no package `pool`") && err.contains("status 503"),
        "{err}"
    );
}

#[test]
fn with_uv_the_first_index_that_has_a_package_is_the_only_one() {
    let one = with(&[("1", "")]);
    let two = with(&[("1", FORKS), ("2", "a = 1\n")]);
    let project = project();
    let all = format!("{} {}", one.url(), two.url());
    let variables = [("UV_INDEX", &*all), ("UV_INDEX_STRATEGY", "first-index")];
    let (code, out, err) = run(&project, &variables, "");
    assert_eq!((code, &*err), (0, ""));
    assert_eq!(rows(&out), ["1  works"]);
    assert!(!out.contains("Left out"), "{out}");
    assert_eq!(two.asked(), []);
    // All versions are looked at if that is wanted, each from the first index that has it.
    let variables = [
        ("UV_INDEX", &*all),
        ("UV_INDEX_STRATEGY", "unsafe-best-match"),
    ];
    let (_, out, _) = run(&project, &variables, "");
    assert_eq!(rows(&out), ["2  works", "1  works"]);
    assert_eq!(downloads(&two), 1);
    let wheel = zip(&[("pool.py", FORKS)]);
    let more = offer("pool-1-cp312-abi3-win_amd64.whl", wheel, json!({}));
    let more = format!("{} {}", one.url(), index("pool", vec![more]).url());
    let variables = [
        ("UV_INDEX", &*more),
        ("UV_INDEX_STRATEGY", "unsafe-best-match"),
    ];
    let (_, out, _) = run(&project, &variables, "");
    assert_eq!(rows(&out), ["1  works"]);
    // One that has no such package is passed over, one that does not answer is not.
    let absent = format!("{}absent/ {}", one.url(), two.url());
    let (_, out, _) = run(&project, &[("UV_INDEX", &absent)], "");
    assert_eq!(rows(&out).len(), 2, "{out}");
    let refused = Server::new(|_, stream| empty(stream, "403 No", ""));
    let all = format!("refused={} {}", refused.url(), two.url());
    let (code, out, err) = run(&project, &[("UV_INDEX", &all)], "");
    assert_eq!((code, &*out), (2, ""));
    assert!(err.contains("status 403"), "{err}");
    project.write(
        "uv.toml",
        format!(
            "[[index]]\nurl = \"{}\"\nignore-error-codes = [403]\n[[index]]\nurl = \"{}\"\n",
            refused.url(),
            two.url()
        ),
    );
    let (code, out, _) = run(&project, &[], "");
    assert_eq!((code, rows(&out).len()), (0, 2));
    // Where none has it, what was not asked is said.
    let none = format!("{0}a/ {0}b/", one.url());
    let (code, _, err) = run(&project, &[("UV_INDEX", &none), ("UV_NO_CONFIG", "1")], "");
    assert_eq!(code, 2);
    let said = format!(
        "no index has a package `pool`: {0}a/, {0}b/; not looked at: ",
        one.url()
    );
    assert!(
        err.contains(&said) && err.contains("UV_DEFAULT_INDEX"),
        "{err}"
    );
}

#[test]
fn each_platform_has_the_index_that_it_is_pinned_to() {
    let one = with(&[("1", FORKS)]);
    let two = with(&[("1", "import winreg\n")]);
    let pins = |windows: &str, others: &str| {
        project_with(&format!(
            "[[tool.uv.index]]\nname = \"one\"\nurl = \"{}\"\n[[tool.uv.index]]\nname = \"two\"\nurl = \"{}\"\n[tool.uv.sources]\npool = [{{ index = \"{windows}\", marker = \"sys_platform == 'win32'\" }}, {{ index = \"{others}\", marker = \"sys_platform != 'win32'\" }}]\n",
            one.url(),
            two.url()
        ))
    };
    let (code, out, err) = run(&pins("two", "one"), &[], "");
    assert_eq!((code, rows(&out)), (0, vec!["1  works"]), "{err}");
    let (code, out, _) = run(&pins("one", "two"), &[], "");
    assert_eq!(code, 1);
    assert!(rows(&out)[0].contains("fails on windows: "), "{out}");
}

#[test]
fn where_a_package_is_not_pinned_it_comes_from_where_others_come_from() {
    let one = with(&[("1", FORKS)]);
    let two = with(&[("1", "import winreg\n"), ("2", "a = 2\n")]);
    let three = with(&[("3", "a = 3\n")]);
    let settings = format!(
        "[[tool.uv.index]]\nname = \"two\"\nurl = \"{}\"\nexplicit = true\n[[tool.uv.index]]\nurl = \"{}\"\n[[tool.uv.index]]\nurl = \"{}\"\n[tool.uv.sources]\npool = {{ index = \"two\", marker = \"sys_platform == 'win32'\" }}\n",
        two.url(),
        one.url(),
        three.url()
    );
    let (code, out, err) = run(&project_with(&settings), &[], "");
    assert_eq!((code, &*err), (0, ""));
    let lacks = "2  has no wheel for linux|macos and no source";
    assert_eq!(rows(&out), ["1  works", lacks]);
    assert_eq!(three.asked(), []);
    assert!(!out.contains("Left out"), "{out}");
}

fn project_with(settings: &str) -> Project {
    Project::new(&[("pyproject.toml", settings)])
}

#[test]
fn each_index_has_its_own_name_and_password() {
    let one = Server::new(|_, stream| empty(stream, "404 No", ""));
    let two = with(&[("1", "")]);
    let settings = format!(
        "[[tool.uv.index]]\nname = \"one\"\nurl = \"{}\"\n[[tool.uv.index]]\nname = \"two\"\nurl = \"{}\"\n",
        one.url(),
        two.url()
    );
    let variables = [
        ("UV_INDEX_ONE_USERNAME", "a"),
        ("UV_INDEX_TWO_PASSWORD", "b"),
    ];
    let (code, out, err) = run(&project_with(&settings), &variables, "");
    assert_eq!((code, &*err), (0, ""), "{out}");
    let sent = |server: &Server| {
        let headers = server.asked().into_iter().flat_map(|(_, headers)| headers);
        let sent = headers.filter(|header| header.starts_with("authorization:"));
        sent.collect::<Vec<_>>()
    };
    assert_eq!(sent(&one), ["authorization: Basic YTo="]);
    assert_eq!(
        sent(&two),
        ["authorization: Basic OmI=", "authorization: Basic OmI="]
    );
}
