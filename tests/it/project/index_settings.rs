//! Which index is asked, and how: as pip and uv are set up.

use spawnsafe::project::Variables;
use spawnsafe::project::index::IndexPlace;

use crate::cli::Project;

fn place(
    project: &Project,
    named: Option<&str>,
    variables: &[(&str, &str)],
) -> Result<IndexPlace, String> {
    let home = project.path("home").to_string_lossy().into_owned();
    let pairs = [("HOME", &*home)]
        .into_iter()
        .chain(variables.iter().copied());
    let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    let variables = Variables {
        values: pairs.map(owned).collect(),
    };
    IndexPlace::find(named, &variables, &project.path("project/inside"))
}

fn url(project: &Project, named: Option<&str>, variables: &[(&str, &str)]) -> String {
    place(project, named, variables)
        .expect("an index")
        .url
        .to_string()
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
    let said = place(&project, None, &home).expect_err("no index");
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
    assert_eq!(url(&project, None, &[]), "https://default.test/");
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
        let said = place(&project, Some(text), &[]).expect_err("no address");
        assert!(
            said.contains("is no address; write it like https://…"),
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
    let found = place(&project, None, &[]).expect("an index");
    assert_eq!(found.proxy.as_deref(), Some("http://proxy.test:3128"));
    assert_eq!(
        found.certificates.as_deref(),
        Some(std::path::Path::new("/a.pem"))
    );
    let found = place(
        &project,
        None,
        &[("PIP_PROXY", "http://other.test"), ("PIP_CERT", "/b.pem")],
    );
    let found = found.expect("an index");
    assert_eq!(found.proxy.as_deref(), Some("http://other.test"));
    assert_eq!(
        found.certificates.as_deref(),
        Some(std::path::Path::new("/b.pem"))
    );
}
