//! ARCHITECTURE.md, CONTRIBUTING.md and the README say what is so.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    let text = fs::read_to_string(root().join(path)).unwrap_or_else(|_| panic!("{path}"));
    text.replace("\r\n", "\n")
}

/// The directories below one, by their paths in the repository.
fn directories(below: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(below).expect("a directory") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() && !name.starts_with(['.', '_']) {
            directories(&path, found);
            let shown = path.strip_prefix(root()).expect("inside").to_string_lossy();
            found.insert(shown.replace('\\', "/"));
        }
    }
}

/// The files of tests, by their paths.
fn tests(below: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(below).expect("a directory") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            tests(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn every_rule_has_an_example_a_way_out_and_its_settings() {
    for rule in spawnsafe::rules::RULES {
        let page = rule.page;
        for part in ["\n## What to do\n", "\n## How to configure\n"] {
            assert!(page.contains(part), "{} has no {part:?}", rule.code);
        }
        let setting = format!("`rules.{} = ", rule.code);
        assert!(page.contains(&setting), "{} has no {setting}", rule.code);
        assert!(page.contains("\n```"), "{} shows nothing", rule.code);
        // What lists of rules say is one sentence.
        let summary = rule.summary();
        assert!(summary.ends_with('.') && summary.len() < 200, "{summary}");
    }
}

#[test]
fn the_architecture_page_is_right() {
    let page = read("ARCHITECTURE.md");
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `src/"));
    let rooms: BTreeSet<String> = rows
        .filter_map(|row| Some(format!("src/{}", row.split_once("/` |")?.0)))
        .collect();
    let mut there = BTreeSet::new();
    directories(&root().join("src"), &mut there);
    // It only holds the package.
    there.remove("src/python");
    let missing: Vec<_> = there.difference(&rooms).collect();
    let gone: Vec<_> = rooms
        .iter()
        .filter(|room| !there.contains(*room) && !root().join(format!("{room}.rs")).is_file())
        .collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "ARCHITECTURE.md has no row for {missing:?}, and one for {gone:?}, which are no rooms"
    );
    let lib = read("src/lib.rs");
    let order = page
        .lines()
        .find(|line| line.starts_with("limits work_counts world text "));
    let order = order.expect("the order of the layers");
    assert!(lib.contains(&format!("//! {order}\n")), "{order}");
    let mut files = Vec::new();
    tests(&root().join("tests/it"), &mut files);
    let sources: Vec<String> = files
        .iter()
        .map(|path| fs::read_to_string(path).expect("a source"))
        .collect();
    let (_, invariants) = page
        .split_once("## What must stay true")
        .expect("a section");
    let named = invariants.split('`').skip(1).step_by(2);
    let named: Vec<&str> = named.filter(|name| !name.contains('/')).collect();
    assert!(named.len() > 20, "{named:?}");
    for name in named {
        let is_there = |source: &String| source.contains(&format!("fn {name}("));
        assert!(sources.iter().any(is_there), "there is no test `{name}`");
    }
    for path in page.split('`').filter(|part| part.ends_with(".rs")) {
        assert!(root().join(path).is_file(), "there is no {path}");
    }
    for (at, line) in invariants
        .lines()
        .filter(|line| line.starts_with(char::is_numeric))
        .enumerate()
    {
        assert!(line.starts_with(&format!("{}. ", at + 1)), "{line}");
    }
}

/// The part between these two in a line.
fn between<'l>(line: &'l str, before: &str, after: &str) -> Option<&'l str> {
    Some(line.split_once(before)?.1.split_once(after)?.0)
}

#[test]
fn the_places_that_recipes_name_are_there() {
    let page = read("CONTRIBUTING.md");
    let (_, recipes) = page.split_once("## Recipes\n").expect("recipes");
    let mut count = 0;
    for line in recipes.lines() {
        if let Some(path) = between(line, "Create `", "`:") {
            assert!(
                !root().join(path).exists(),
                "{path} is there already: {line}"
            );
        } else if let Some(path) = between(line, "In `", "`, ") {
            let text = read(path);
            let place = between(line, ", behind `", "`, add:");
            let place = place.or_else(|| between(line, ", instead of `", "`, write:"));
            let place = place.unwrap_or_else(|| panic!("no step: {line}"));
            let places = text.lines().filter(|line| *line == place).count();
            assert_eq!(
                places, 1,
                "CONTRIBUTING.md: {path} has no such line: {place}"
            );
        } else if let Some(path) = between(line, "At the end of `", "`, add:") {
            assert!(root().join(path).is_file(), "{line}");
        } else {
            continue;
        }
        count += 1;
    }
    assert!(count > 15, "{count} steps");
}

/// The files that a page links to, apart from addresses.
fn links(page: &str) -> impl Iterator<Item = &str> {
    let targets = page.split("](").skip(1);
    let targets = targets.filter_map(|rest| rest.split_once(')').map(|(target, _)| target));
    targets.filter(|target| !target.contains("://") && !target.starts_with('#'))
}

#[test]
fn links_between_pages_lead_somewhere() {
    let mut pages = vec![
        "README.md".to_owned(),
        "ARCHITECTURE.md".to_owned(),
        "CONTRIBUTING.md".to_owned(),
        "SECURITY.md".to_owned(),
        "CHANGELOG.md".to_owned(),
        "editors/README.md".to_owned(),
        "editors/vscode/README.md".to_owned(),
    ];
    for entry in fs::read_dir(root().join("docs")).expect("docs") {
        let name = entry.expect("an entry").file_name();
        let name = name.to_string_lossy();
        if name.ends_with(".md") {
            pages.push(format!("docs/{name}"));
        }
    }
    for page in pages {
        let text = read(&page);
        let directory = root().join(&page);
        let directory = directory.parent().expect("a directory");
        for link in links(&text) {
            let path = link.split('#').next().unwrap_or(link);
            assert!(directory.join(path).exists(), "{page} links to {link}");
        }
    }
}

/// The commands in the `console` blocks of a page, each with what is written below it, if anything is. Those for a checkout, which take
/// minutes, are run by `tests/packages/run`.
fn commands(page: &str) -> Vec<(String, Vec<String>)> {
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    let mut is_console = false;
    let mut before = "";
    for line in page.lines() {
        match line {
            "```console" => is_console = before != "<!-- checkout -->",
            "```" => is_console = false,
            _ if !is_console => {}
            _ => match (line.strip_prefix("$ "), found.last_mut()) {
                (Some(command), _) => found.push((command.to_owned(), Vec::new())),
                (None, Some((_, expected))) => expected.push(line.to_owned()),
                (None, None) => panic!("{line} stands below no command"),
            },
        }
        before = line;
    }
    found
}

/// Whether these lines were written; `...` stands for any number of them.
fn fits(expected: &[String], lines: &[&str]) -> bool {
    match (expected.split_first(), lines.split_first()) {
        (None, _) => lines.is_empty(),
        (Some((first, rest)), _) if first == "..." => {
            (0..=lines.len()).any(|at| fits(rest, &lines[at..]))
        }
        (Some((first, rest)), Some((line, lines))) => first == line && fits(rest, lines),
        (Some(_), None) => false,
    }
}

#[cfg(unix)]
#[test]
fn every_command_on_a_page_runs_as_it_is_written() {
    use std::process::Command;

    use crate::cli::Project;

    let program = Path::new(env!("CARGO_BIN_EXE_spawnsafe"));
    let programs = program.parent().expect("a directory").display();
    let path = format!("{programs}:{}", std::env::var("PATH").expect("PATH"));
    let code = "import fcntl\nimport os\n\nprint(fcntl.LOCK_EX, os.getuid())\n";
    let mut count = 0;
    for page in [
        "README.md",
        "docs/comparison.md",
        "docs/continuous-integration.md",
        "docs/porting-to-windows.md",
        "docs/porting-to-python-3.14.md",
        "editors/README.md",
        "editors/vscode/README.md",
    ] {
        let project = Project::new(&[
            ("pyproject.toml", "[project]\nname = \"app\"\n"),
            ("app.py", code),
            ("src/app.py", code),
            ("tests/run.py", code),
        ]);
        let run = |command: &str| {
            let mut shell = Command::new("bash");
            shell.args(["-c", command]).current_dir(project.root());
            for (name, _) in std::env::vars() {
                if name.starts_with("SPAWNSAFE_") || name.starts_with("GIT_") {
                    shell.env_remove(name);
                }
            }
            let shell = shell.env("PATH", &path).env_remove("VIRTUAL_ENV");
            let output = shell
                .env("SPAWNSAFE_CACHE_DIR", project.path(".cache"))
                .output();
            output.expect("bash runs")
        };
        let git = run(
            "git init -q . && git add app.py && git -c user.name=x -c user.email=x@example.org commit -q -m first",
        );
        assert!(
            git.status.success(),
            "{}",
            String::from_utf8_lossy(&git.stderr)
        );
        for (command, expected) in commands(&read(page)) {
            let output = run(&command);
            let error = String::from_utf8_lossy(&output.stderr);
            // Findings are no failure.
            let is_fine = matches!(output.status.code(), Some(0 | 1));
            assert!(is_fine, "{page}: {command}: {}\n{error}", output.status);
            let text = String::from_utf8_lossy(&output.stdout);
            let both = format!("{text}{error}");
            let lines: Vec<&str> = both.lines().collect();
            let is_written = expected.is_empty() || fits(&expected, &lines);
            assert!(is_written, "{page}: {command} writes\n{both}");
            count += 1;
        }
    }
    assert!(count > 12, "{count} commands");
}

#[test]
fn every_link_on_the_site_leads_to_a_page_of_it() {
    let build = tempfile::tempdir().expect("a directory");
    let output = std::process::Command::new("python3")
        .arg(root().join(".ci/site"))
        .args(["--pages", "--program", env!("CARGO_BIN_EXE_spawnsafe")])
        .env("CARGO_TARGET_DIR", build.path())
        .output()
        .expect("Python runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let start = fs::read_to_string(build.path().join("site-source/docs/index.md"));
    assert!(start.expect("a page").contains("](limits.md)"));
}

#[test]
fn what_is_to_be_sent_to_editors_agrees_with_what_is_shipped() {
    let table = |path: &str| {
        let text = read(path);
        let at = text.find("-- Of these types").expect("the table");
        text[at..].to_owned()
    };
    assert_eq!(
        table("editors/neovim/lsp/spawnsafe.lua"),
        table("editors/neovim/nvim-lspconfig/spawnsafe.lua")
    );
    let version = env!("CARGO_PKG_VERSION");
    for path in [
        "editors/neovim/mason/package.yaml",
        "docs/continuous-integration.md",
    ] {
        assert!(
            read(path).contains(&format!("spawnsafe@v{version}\n")),
            "{path}"
        );
    }
}
