//! What continuous integration runs on, held against what a project claims.

use proptest::prelude::*;
use spawnsafe::config::{SettingValue, from_yaml};

use crate::cli::Project;

const PYPROJECT: &str = "[project]\nname = 'x'\nclassifiers = [\n  'Operating System :: OS Independent',\n  \
    'Programming Language :: Python :: 3.11',\n  'Programming Language :: Python :: 3.12',\n  \
    'Programming Language :: Python :: 3.13',\n]\n[tool.spawnsafe.rules]\nuntested-platform = 'info'\n";

/// What is said of a project with these jobs, without the rule.
fn told(jobs: &str) -> Vec<String> {
    told_with(jobs, &[])
}

fn told_with(jobs: &str, more: &[(&str, &str)]) -> Vec<String> {
    let workflow = format!("on: push\njobs:\n{jobs}");
    let project = Project::new(&[
        ("pyproject.toml", PYPROJECT),
        (".github/workflows/test.yml", &workflow),
    ]);
    for (path, text) in more {
        project.write(path, text);
    }
    let (_, out, err) = project.run("check --output-format concise");
    assert!(!err.contains("itself failed"), "{err}");
    let lines = out.lines().map(|line| {
        line.replace(" info[untested-platform]", "")
            .replace(" is claimed, but no job of `.github/workflows` runs", "")
    });
    lines.collect()
}

const WINDOWS: &str = "pyproject.toml:4:4: `Operating System :: OS Independent` on Windows";
const MACOS: &str = "pyproject.toml:4:4: `Operating System :: OS Independent` on macOS";

#[test]
fn a_platform_that_no_job_runs_on_is_told() {
    assert_eq!(
        told("  test:\n    runs-on: ubuntu-latest\n"),
        [MACOS, WINDOWS]
    );
    for jobs in [
        "  a:\n    runs-on: ${{ matrix.os }}\n    strategy:\n      matrix:\n        os: [ubuntu-22.04, 'macOS-13']\n",
        "  a:\n    runs-on: \"${{matrix.os}}-latest\"\n    strategy:\n      matrix:\n        os:\n        - ubuntu\n        - macos\n",
        "  a: {runs-on: [ubuntu-latest]}\n  b: {runs-on: macos-14-xlarge}\n",
        "  a:\n    runs-on: ${{ matrix.on.image }}\n    strategy:\n      matrix:\n        on: [{image: ubuntu-latest}]\n        \
            include:\n        - on: {image: macos-latest}\n        - other: 1\n",
        "  é:\n    strategy: {matrix: {include: [{os: macos-latest}, {os: ubuntu-latest}]}}\n    runs-on: ${{ matrix.os }}\n",
    ] {
        assert_eq!(told(jobs), [WINDOWS], "{jobs}");
    }
    let project = Project::new(&[
        ("pyproject.toml", PYPROJECT),
        (
            ".github/workflows/test.yaml",
            "jobs:\n  tests:\n    runs-on: [ubuntu-latest]\n",
        ),
    ]);
    let (_, out, _) = project.run("check");
    assert!(
        out.contains("note: the job `tests` runs on Linux\n"),
        "{out}"
    );
    assert!(out.contains(".github/workflows/test.yaml:3:14\n"), "{out}");
    // The setting is a claim as well.
    let set = PYPROJECT.replace("'OS Independent'", "").replace(
        "[tool.spawnsafe.rules]",
        "[tool.spawnsafe]\ntarget-platforms = ['linux', 'windows']\n[tool.spawnsafe.rules]",
    );
    let told = told_with(
        "  a:\n    runs-on: ubuntu-latest\n",
        &[("pyproject.toml", &set)],
    );
    assert_eq!(told, ["pyproject.toml:10:31: `windows` on Windows"]);
    // It is off unless somebody wants it.
    let (off, _) = PYPROJECT.split_once("[tool").expect("settings");
    assert!(
        told_with(
            "  a:\n    runs-on: ubuntu-latest\n",
            &[("pyproject.toml", off)]
        )
        .is_empty()
    );
}

#[test]
fn what_is_not_understood_is_left_alone() {
    for jobs in [
        "  a:\n    runs-on: ubuntu-latest\n  b:\n    uses: ./.github/workflows/more.yml\n",
        "  a:\n    runs-on: self-hosted\n",
        "  a:\n    runs-on: [self-hosted, linux]\n",
        "  a:\n    runs-on: {group: mine}\n",
        "  a:\n    runs-on: ${{ inputs.os }}\n",
        "  a:\n    runs-on: ${{ matrix.os || 'ubuntu-latest' }}\n    strategy: {matrix: {os: [ubuntu-latest]}}\n",
        "  a:\n    runs-on: ${{ matrix.os }}\n    strategy: {matrix: \"${{ fromJson(needs.x.y) }}\"}\n",
        "  a:\n    runs-on: ${{ matrix.os }}\n    strategy: {matrix: {os: \"${{ fromJson(needs.x.y) }}\"}}\n",
        "  a:\n    runs-on: ${{ matrix.os }}\n    strategy: {matrix: {os: [\"${{ inputs.os }}\"]}}\n",
        "  a:\n    runs-on: ${{ matrix.os }}\n",
        "  a: &a\n    runs-on: ubuntu-latest\n  b: *a\n",
        "  a:\n   - [\n",
        "",
    ] {
        assert_eq!(told(jobs), [""; 0], "{jobs}");
    }
    let one = "  a:\n    runs-on: ubuntu-latest\n";
    assert_eq!(told_with(one, &[("azure-pipelines.yml", "")]), [""; 0]);
    assert_eq!(told_with(one, &[(".github/workflows/b.yml", "{")]), [""; 0]);
}

#[test]
fn a_version_that_no_job_runs_is_told() {
    let all = "  a:\n    runs-on: ${{ matrix.os }}\n    strategy:\n      matrix:\n        \
        os: [ubuntu-latest, macos-latest, windows-latest]\n        python-version: ['3.11', '3.13.6']\n";
    assert_eq!(
        told(all),
        ["pyproject.toml:6:4: `Programming Language :: Python :: 3.12` Python 3.12"]
    );
    for more in [
        "    steps: [{run: tox}]\n",
        "    steps: [{run: 'uv run --python cpython3.12 pytest'}]\n",
        "    env: {TOXENV: py312}\n",
        "        include: [{python-version: '3.12.7'}]\n",
        "        include: [{python-version: '3'}]\n",
        "        include: [{python-version: '3.12'}]\n",
        "  b:\n    runs-on: ubuntu-latest\n    steps: [{uses: setup-python, with: {python-version: 3.x}}]\n",
    ] {
        assert_eq!(told(&format!("{all}{more}")), [""; 0], "{more}");
    }
}

#[test]
fn targets_that_are_set_and_claims_of_setup_py_count() {
    let jobs = "  a:\n    runs-on: ubuntu-latest\n";
    let settings =
        "target-platforms = [\n  'linux', 'windows']\n[rules]\nuntested-platform = 'warn'\n";
    let with = |more: &[(&str, &str)]| {
        let project = Project::new(&[(".github/workflows/test.yml", format!("jobs:\n{jobs}"))]);
        for (path, text) in more {
            project.write(path, text);
        }
        project.check("")
    };
    let told = "spawnsafe.toml:2:13: warning[untested-platform] `windows` is claimed, but no job of \
        `.github/workflows` runs on Windows\n";
    assert_eq!(with(&[("spawnsafe.toml", settings)]), told);
    let ignored = settings.replace(
        "]\n[rules",
        "] # spawnsafe: ignore[untested-platform]\n[rules",
    );
    assert_eq!(with(&[("spawnsafe.toml", &ignored)]), "");
    let setup = "from setuptools import setup\nsetup(name='x', classifiers=['Operating System :: POSIX :: Linux', \
        'Operating System :: MacOS'])\n";
    let told = "setup.py:2:69: warning[untested-platform] `Operating System :: MacOS` is claimed, but no job of \
        `.github/workflows` runs on macOS\n";
    let on = "[rules]\nuntested-platform = 'warn'\n";
    assert_eq!(with(&[("spawnsafe.toml", on), ("setup.py", setup)]), told);
    assert_eq!(with(&[("setup.py", setup)]), "");
}

#[test]
fn yaml_is_read_with_its_places_and_its_bounds() {
    let text = "é: [a, 'b', {c: \"d\"}] # x\nf:\n  - g\n";
    let root = from_yaml(text).expect("YAML");
    let list = root.get("é").expect("a list");
    assert_eq!(
        &text[list.range.clone().expect("a place")],
        "[a, 'b', {c: \"d\"}]"
    );
    assert_eq!(
        &text[list.items()[1].range.clone().expect("a place")],
        "'b'"
    );
    assert_eq!(list.items()[2].get("c").and_then(|d| d.text()), Some("d"));
    assert_eq!(
        &text[root.get("f").expect("f").items()[0]
            .range
            .clone()
            .expect("a place")],
        "g"
    );
    assert!(from_yaml(&"[".repeat(100_000)).is_none());
    assert!(from_yaml(&format!("{}{}", "[".repeat(90), "]".repeat(90))).is_none());
    assert!(from_yaml(&" ".repeat(2 << 20)).is_none());
    // Ten lists of ten lists of ten lists would be many.
    let mut bomb = String::from("a0: &a0 [x, x]\n");
    for n in 1..60 {
        bomb += &format!("a{n}: &a{n} [*a{0}, *a{0}]\n", n - 1);
    }
    let root = from_yaml(&bomb).expect("YAML");
    let last = root.get("a59").expect("the last").items();
    assert_eq!(last[0].value, SettingValue::Other("an alias"));
}

proptest! {
    #[test]
    fn any_text_is_read_or_not(text in "[-a:\\[\\]{}&*!|>'\"%@#, \n\t\r\u{feff}é?]{0,60}") {
        if let Some(root) = from_yaml(&text) {
            prop_assert!(root.range.is_some_and(|range| range.end <= text.len()));
        }
    }
}
