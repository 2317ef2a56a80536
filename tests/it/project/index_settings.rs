//! Which index is asked, and how: as pip and uv are set up.

use spawnsafe::project::Variables;
use spawnsafe::project::index::{IndexStrategy, Indexes, NamedIndexes};

use crate::cli::Project;

pub(super) fn indexes(
    project: &Project,
    index: Option<&str>,
    variables: &[(&str, &str)],
) -> Result<Indexes, String> {
    let home = project.path("home").to_string_lossy().into_owned();
    let pairs = [("HOME", &*home)]
        .into_iter()
        .chain(variables.iter().copied());
    let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    let variables = Variables {
        values: pairs.map(owned).collect(),
    };
    let named = NamedIndexes { index, extra: &[] };
    Indexes::find("pool", named, &variables, &project.path("project/inside"))
}

/// The addresses of the indexes, the strongest first.
pub(super) fn addresses(found: &Indexes) -> Vec<&str> {
    found
        .places
        .iter()
        .map(|place| place.url.as_str())
        .collect()
}

pub(super) fn url(project: &Project, named: Option<&str>, variables: &[(&str, &str)]) -> String {
    let found = indexes(project, named, variables).expect("an index");
    addresses(&found).join(" ")
}

#[test]
fn the_strongest_setting_names_the_index() {
    let project = Project::new(&[
        (
            "home/.config/pip/pip.conf",
            "[global]\nindex-url = https://user-file.test/simple\n",
        ),
        (
            "project/uv.toml",
            "[[index]]\nname = \"a\"\nurl = \"https://only-some.test/\"\nexplicit = true\n[[index]]\nurl = \"https://uv-file.test/simple\"\n",
        ),
        (
            "pip.conf",
            "[global]\nindex_url: https://global.test/\n# a comment\n[install]\nindex-url =\n    https://install.test/simple\n    https://more.test/\n[freeze]\nindex-url = https://freeze.test/\n",
        ),
        (
            "other/pyproject.toml",
            "[tool.uv]\nindex-url = \"https://old.test/\"\n[[tool.uv.index]]\nurl = \"https://first.test/\"\n[[tool.uv.index]]\nurl = \"https://default.test/\"\ndefault = true\n",
        ),
    ]);
    let config = project.path("pip.conf").to_string_lossy().into_owned();
    let mut variables: Vec<(&str, &str)> = Vec::new();
    assert_eq!(
        url(&project, None, &variables),
        "https://uv-file.test/simple/"
    );
    for (name, value, asked) in [
        ("UV_NO_CONFIG", "1", "https://user-file.test/simple/"),
        ("PIP_CONFIG_FILE", &*config, "https://install.test/simple/"),
        (
            "PIP_INDEX_URL",
            "https://pip-variable.test",
            "https://pip-variable.test/",
        ),
        (
            "UV_DEFAULT_INDEX",
            "name=https://uv-variable.test/a",
            "https://uv-variable.test/a/",
        ),
    ] {
        variables.push((name, value));
        assert_eq!(url(&project, None, &variables), asked, "{name}");
    }
    assert_eq!(
        url(&project, Some("http://named.test/x"), &variables),
        "http://named.test/x/"
    );
    let other = project
        .path("other/pyproject.toml")
        .to_string_lossy()
        .into_owned();
    let home = [("UV_NO_CONFIG", "1"), ("PIP_CONFIG_FILE", "/dev/null")];
    let said = indexes(&project, None, &home).expect_err("no index");
    for way in [
        "--index-url",
        "UV_DEFAULT_INDEX",
        "PIP_INDEX_URL",
        "pip config set",
        "uv.toml",
    ] {
        assert!(said.contains(way), "{said}");
    }
    project.write(
        "project/pyproject.toml",
        std::fs::read(other).expect("a file"),
    );
    std::fs::remove_file(project.path("project/uv.toml")).expect("a file");
    assert_eq!(
        url(&project, None, &[]),
        "https://first.test/ https://default.test/"
    );
}

#[test]
fn what_is_no_address_is_said_without_its_password() {
    let project = Project::new::<&str>(&[]);
    for text in [
        "ftp://me:secret@there",
        "me:secret@there",
        "https://",
        "x",
        "",
    ] {
        let said = indexes(&project, Some(text), &[]).expect_err("no address");
        assert!(
            said.contains("is not an address; write it like https://…"),
            "{said}"
        );
        assert!(!said.contains("secret"), "{said}");
    }
}

#[test]
fn certificates_and_proxies_are_those_of_pip() {
    let project = Project::new(&[(
        "home/.pip/pip.conf",
        "[global]\nindex-url = https://there.test\nproxy = http://proxy.test:3128\ncert = /a.pem\n",
    )]);
    let found = indexes(&project, None, &[]).expect("an index");
    assert_eq!(found.proxy.as_deref(), Some("http://proxy.test:3128"));
    assert_eq!(
        found.certificates.as_deref(),
        Some(std::path::Path::new("/a.pem"))
    );
    let found = indexes(
        &project,
        None,
        &[
            ("PIP_PROXY", "http://me:secret@other.test"),
            ("PIP_CERT", "/b.pem"),
        ],
    );
    let found = found.expect("an index");
    assert_eq!(found.proxy.as_deref(), Some("http://me:secret@other.test"));
    assert!(!format!("{found:?}").contains("secret"));
    // Each tool has its own order, and uv knows nothing of pip's.
    let all = [
        ("SSL_CERT_FILE", "/c.pem"),
        ("REQUESTS_CA_BUNDLE", "/d.pem"),
        ("PIP_CERT", "/b.pem"),
        ("UV_DEFAULT_INDEX", "https://uv.test"),
    ];
    let without_files = [
        ("PIP_CONFIG_FILE", "/dev/null"),
        ("PIP_INDEX_URL", "https://pip.test"),
        all[0],
    ];
    for (variables, path, proxy) in [
        (&without_files[..], "/c.pem", false),
        (&all[..1], "/a.pem", true),
        (&all[..3], "/b.pem", true),
        (&all[..], "/c.pem", false),
    ] {
        let found = indexes(&project, None, variables).expect("an index");
        assert_eq!(
            found.certificates.as_deref(),
            Some(std::path::Path::new(path))
        );
        assert_eq!(found.proxy.is_some(), proxy);
    }
    assert_eq!(
        found.certificates.as_deref(),
        Some(std::path::Path::new("/b.pem"))
    );
}

#[test]
fn pip_asks_further_indexes_alike() {
    let project = Project::new(&[(
        "home/.config/pip/pip.conf",
        "[global]\nindex-url = https://one.test/\nextra-index-url =\n    https://two.test/simple\n    # not this one\n    https://three.test/\nfind-links = /wheels\n[freeze]\nno-index = yes\n",
    )]);
    let found = indexes(&project, None, &[]).expect("indexes");
    assert_eq!(
        addresses(&found),
        [
            "https://one.test/",
            "https://two.test/simple/",
            "https://three.test/"
        ]
    );
    assert_eq!(
        (found.choice, found.has_default),
        (IndexStrategy::All, true)
    );
    assert_eq!(found.unasked, ["what pip's `find-links` lead to"]);
    // A variable replaces what the files say of the same, and of nothing else.
    let extra = ("PIP_EXTRA_INDEX_URL", "https://four.test https://five.test");
    assert_eq!(
        url(&project, None, &[extra]),
        "https://one.test/ https://four.test/ https://five.test/"
    );
    let found = indexes(&project, None, &[extra, ("PIP_CONFIG_FILE", "/dev/null")]);
    let found = found.expect("indexes");
    assert_eq!(
        addresses(&found),
        ["https://four.test/", "https://five.test/"]
    );
    assert!(!found.has_default);
    // Who names an index wants that one.
    assert_eq!(
        url(&project, Some("https://six.test/"), &[extra]),
        "https://six.test/"
    );
}

#[test]
fn a_file_that_pip_is_pointed_to_stands_for_those_of_the_user() {
    let project = Project::new(&[
        (
            "home/.config/pip/pip.conf",
            "[global]\nindex-url = https://user.test/\nextra-index-url = https://more.test/\n",
        ),
        ("pip.conf", "[global]\nindex-url = https://named.test/\n"),
    ]);
    let of = |path: &str| project.path(path).to_string_lossy().into_owned();
    let asked = |path: &str| url(&project, None, &[("PIP_CONFIG_FILE", path)]);
    assert_eq!(asked(&of("pip.conf")), "https://named.test/");
    assert_eq!(
        asked(&of("absent")),
        "https://user.test/ https://more.test/"
    );
}

#[test]
fn where_no_index_may_be_asked_none_is() {
    let project = Project::new(&[(
        "pip.conf",
        "[install]\nno-index = true\nindex-url = https://there.test/\nfind-links = /wheels\n",
    )]);
    let config = project.path("pip.conf").to_string_lossy().into_owned();
    let said = |variables: &[(&str, &str)]| indexes(&project, None, variables).expect_err("none");
    assert_eq!(
        said(&[("PIP_CONFIG_FILE", &config)]),
        format!(
            "pip is told to ask no index (`no-index` in {config} says so), and its `find-links` are not read here: name an index with --index-url URL"
        )
    );
    let by_variable = said(&[
        ("PIP_NO_INDEX", "1"),
        ("PIP_INDEX_URL", "https://there.test/"),
    ]);
    assert!(
        by_variable.starts_with("pip is told to ask no index (the variable PIP_NO_INDEX says so)"),
        "{by_variable}"
    );
    let by_uv = said(&[("UV_NO_INDEX", "true")]);
    assert!(
        by_uv.starts_with("uv is told to ask no index (the variable UV_NO_INDEX says so)"),
        "{by_uv}"
    );
    let config = [("PIP_CONFIG_FILE", &*config), ("PIP_NO_INDEX", "false")];
    assert_eq!(url(&project, None, &config), "https://there.test/");
    assert_eq!(
        url(
            &project,
            Some("https://named.test/"),
            &[("PIP_NO_INDEX", "1")]
        ),
        "https://named.test/"
    );
    // Who says that an index may be asked does not say which.
    let neither = [
        ("PIP_CONFIG_FILE", "/dev/null"),
        ("UV_NO_INDEX", "0"),
        ("PIP_NO_INDEX", "0"),
    ];
    assert!(
        said(&neither).starts_with("no package index is set up, and neither pip nor uv was found"),
        "{}",
        said(&neither)
    );
    project.write("project/uv.toml", "no-index = true\n");
    assert!(said(&[]).contains("(`no-index` in "), "{}", said(&[]));
    // Who asks the wrong index gets a wrong answer.
    project.write("project/uv.toml", "index-url = 1\n");
    assert!(said(&[]).contains("uv.toml: "), "{}", said(&[]));
}

/// What pip says of itself, in its module about indexes.
fn pip(address: &str) -> String {
    format!(
        "class PackageIndex:\n    def __init__(self, url): ...\n\n\nPyPI = PackageIndex(\n    \"{address}\", file_storage_domain=\"files.test\"\n)\nOther = PackageIndex(\"https://other.test/\")\n"
    )
}

#[test]
fn without_any_setting_the_default_of_pip_is_asked() {
    let module = "site-packages/pip/_internal/models/index.py";
    let project = Project::new(&[
        (
            &*format!("active/lib/python3.12/{module}"),
            pip("https://env.test/"),
        ),
        (
            &*format!("usr/lib/python3.11/{module}"),
            pip("https://usr.test/"),
        ),
        (
            &*format!("shims/versions/3.12.1/lib/python3.12/{module}"),
            pip("https://shim.test"),
        ),
        ("active/pyvenv.cfg", "version = 3.12.1\n".to_owned()),
        ("usr/bin/python3", String::new()),
        ("shims/shims/pip", String::new()),
    ]);
    let path = |path: &str| project.path(path).to_string_lossy().into_owned();
    let (env, usr, shims) = (path("active"), path("usr/bin"), path("shims/shims"));
    let quiet = ("PIP_CONFIG_FILE", "/dev/null");
    let with = |more: &[(&str, &str)]| url(&project, None, &[&[quiet], more].concat());
    assert_eq!(with(&[("PATH", &usr)]), "https://usr.test/simple/");
    assert_eq!(with(&[("PATH", &shims)]), "https://shim.test/simple/");
    assert_eq!(
        with(&[("PATH", &usr), ("VIRTUAL_ENV", &env)]),
        "https://env.test/simple/"
    );
    // It is asked beside what is named in addition, and not beside what is named instead.
    assert_eq!(
        with(&[
            ("PATH", &usr),
            ("PIP_EXTRA_INDEX_URL", "https://more.test/")
        ]),
        "https://usr.test/simple/ https://more.test/"
    );
    assert_eq!(
        with(&[("PATH", &usr), ("PIP_INDEX_URL", "https://named.test/")]),
        "https://named.test/"
    );
    assert_eq!(
        with(&[("PATH", &usr), ("UV_INDEX", "https://more.test/")]),
        "https://more.test/ https://usr.test/simple/"
    );
    // Never from the current directory.
    let relative = indexes(&project, None, &[quiet, ("PATH", "usr/bin")]);
    assert!(relative.is_err(), "{relative:?}");
}

#[cfg(unix)]
#[test]
fn without_pip_the_default_of_uv_is_asked() {
    use std::os::unix::fs::PermissionsExt;
    let help = "#!/bin/sh\necho '      --default-index <DEFAULT_INDEX>'\necho '          The default package index (by default: <https://uv.test/simple>) [env: …]'\n";
    let project = Project::new(&[("bin/uv", help)]);
    let program = project.path("bin/uv");
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).expect("a mode");
    let path = project.path("bin").to_string_lossy().into_owned();
    let variables = [("PIP_CONFIG_FILE", "/dev/null"), ("PATH", &*path)];
    assert_eq!(url(&project, None, &variables), "https://uv.test/simple/");
}
