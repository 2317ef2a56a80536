//! Which indexes are asked with uv's settings: in which order, where a package is pinned, and as whom.

use spawnsafe::project::index::IndexStrategy;

use super::index_settings::{addresses, indexes, url};
use crate::cli::Project;

#[test]
fn uv_asks_one_index_after_the_other() {
    let project = Project::new(&[
        (
            "project/pyproject.toml",
            "[tool.uv]\nextra-index-url = [\"https://old.test/\"]\n[[tool.uv.index]]\nurl = \"https://default.test/\"\ndefault = true\n[[tool.uv.index]]\nname = \"near\"\nurl = \"https://near.test/\"\n[[tool.uv.index]]\nname = \"some\"\nurl = \"https://only-some.test/\"\nexplicit = true\n[[tool.uv.index]]\nurl = \"./wheels\"\nformat = \"flat\"\n",
        ),
        (
            "home/.config/uv/uv.toml",
            "index-strategy = \"unsafe-best-match\"\n[[index]]\nurl = \"https://user.test/\"\n[[index]]\nname = \"near\"\nurl = \"https://not-near.test/\"\n",
        ),
    ]);
    let found = indexes(&project, None, &[]).expect("indexes");
    assert_eq!(
        addresses(&found),
        [
            "https://near.test/",
            "https://user.test/",
            "https://old.test/",
            "https://default.test/"
        ]
    );
    assert_eq!(
        (found.choice, found.has_default),
        (IndexStrategy::FirstOfEach, true)
    );
    assert_eq!(
        found.unasked,
        ["what is on indexes that are directories or flat lists"]
    );
    // Variables are stronger, and the rest still holds.
    let variables = [
        ("UV_INDEX", "a=https://first.test/ https://second.test"),
        ("UV_DEFAULT_INDEX", "https://last.test/"),
        ("UV_INDEX_STRATEGY", "first-index"),
    ];
    let found = indexes(&project, None, &variables).expect("indexes");
    assert_eq!(
        addresses(&found),
        [
            "https://first.test/",
            "https://second.test/",
            "https://near.test/",
            "https://user.test/",
            "https://old.test/",
            "https://last.test/"
        ]
    );
    assert_eq!(found.choice, IndexStrategy::First);
    let older = [
        ("UV_INDEX_URL", "https://last.test/"),
        ("UV_EXTRA_INDEX_URL", "https://first.test/"),
    ];
    let asked = url(&project, None, &older);
    assert!(
        asked.starts_with("https://first.test/ https://near.test/"),
        "{asked}"
    );
    assert!(asked.ends_with(" https://last.test/"), "{asked}");
    let alone = [
        ("UV_NO_CONFIG", "1"),
        ("UV_EXTRA_INDEX_URL", "https://extra.test"),
    ];
    let found = indexes(&project, None, &alone).expect("indexes");
    assert_eq!(
        (addresses(&found), found.has_default),
        (vec!["https://extra.test/"], false)
    );
}

#[test]
fn a_package_that_is_pinned_comes_from_nowhere_else() {
    let places = |sources: &str, variables: &[(&str, &str)]| {
        let text = format!(
            "[[tool.uv.index]]\nurl = \"https://default.test/\"\ndefault = true\n[[tool.uv.index]]\nname = \"a\"\nurl = \"https://a.test/\"\nexplicit = true\n[[tool.uv.index]]\nname = \"b\"\nurl = \"https://b.test/\"\n[tool.uv.sources]\n{sources}\n"
        );
        let project = Project::new(&[("project/pyproject.toml", text)]);
        let found = indexes(&project, None, variables).expect("indexes");
        assert_eq!(found.choice, IndexStrategy::First);
        let places = found
            .places
            .iter()
            .map(|place| format!("{} {}", place.url, place.worlds));
        places.collect::<Vec<_>>()
    };
    let pinned = |sources: &str| places(sources, &[]);
    // It is the project that says so, and no setting.
    let variables = [("UV_NO_CONFIG", "1"), ("UV_INDEX", "https://c.test/")];
    let sources = "pool = { index = \"a\" }";
    assert_eq!(places(sources, &variables), ["https://a.test/ all"]);
    assert_eq!(pinned("Pool = { index = \"a\" }"), ["https://a.test/ all"]);
    assert_eq!(
        pinned(
            "pool = [{ index = \"a\", marker = \"sys_platform == 'win32'\" }, { index = \"b\", marker = \"sys_platform != 'win32'\" }]"
        ),
        ["https://a.test/ windows", "https://b.test/ unix"]
    );
    // Elsewhere it comes from where the others come from.
    assert_eq!(
        pinned("pool = { index = \"a\", marker = \"sys_platform == 'win32'\" }"),
        [
            "https://a.test/ windows",
            "https://b.test/ unix",
            "https://default.test/ unix"
        ]
    );
    // What comes from no index here, and what is of another package, changes nothing.
    for other in [
        "pool = { git = \"https://git.test/pool\" }",
        "pools = { index = \"a\" }",
        "pool = { index = \"c\" }",
    ] {
        assert_eq!(
            pinned(other),
            ["https://b.test/ all", "https://default.test/ all"],
            "{other}"
        );
    }
}

#[test]
fn the_variables_of_an_index_hold_its_name_and_password() {
    let project = Project::new(&[
        (
            "project/uv.toml",
            "[[index]]\nname = \"my-own.index\"\nurl = \"https://there.test/\"\n[[index]]\nname = \"never\"\nurl = \"https://a:b@never.test/\"\nauthenticate = \"never\"\nignore-error-codes = [403]\n",
        ),
        (
            "home/.netrc",
            "machine there.test login somebody password else\n",
        ),
    ]);
    let user = ("UV_INDEX_MY_OWN_INDEX_USERNAME", "me");
    let password = ("UV_INDEX_MY_OWN_INDEX_PASSWORD", "p@ss");
    let sent = |variables: &[(&str, &str)]| {
        let found = indexes(&project, None, variables).expect("indexes");
        let shown = format!("{found:?}");
        assert!(
            !shown.contains("p@ss") && !shown.contains("Basic") && !shown.contains("one@"),
            "{shown}"
        );
        assert_eq!(
            (
                found.places[1].authorization.as_deref(),
                &*found.places[1].absent
            ),
            (None, &[403][..])
        );
        found.places[0].authorization.clone().expect("a header")
    };
    assert_eq!(sent(&[user, password]), "Basic bWU6cEBzcw==");
    assert_eq!(sent(&[user]), "Basic bWU6");
    assert_eq!(sent(&[]), "Basic c29tZWJvZHk6ZWxzZQ==");
    let settings = project.read("project/uv.toml");
    let settings = settings.replace("//there", "//old:one@there");
    project.write("project/uv.toml", settings);
    assert_eq!(sent(&[user, password]), "Basic b2xkOm9uZQ==");
}
