//! What continuous integration runs on: the jobs of GitHub's workflows, as far as they say.

mod matrix;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use matrix::Matrix;

use crate::config::{SettingNode, SettingValue, from_yaml};
use crate::finding::{Location, Related};
use crate::limits::reached;
use crate::model::surroundings::TestedWorlds;
use crate::project::bounded_read;
use crate::text::Text;
use crate::world::{Platform, Worlds};

/// How many directories up a project is looked for.
const MAX_PARENT_DIRECTORIES: usize = 8;
/// More workflows are not read.
const MAX_WORKFLOWS: usize = 100;
/// Nor are longer ones.
const MAX_WORKFLOW_BYTES: u64 = 256 << 10;

/// Other services that may run the tests; what they run on is not known.
const OTHERS: [&str; 11] = [
    ".appveyor.yml",
    ".circleci",
    ".cirrus.yml",
    ".gitlab-ci.yml",
    ".travis.yml",
    "appveyor.yml",
    "azure-pipelines.yml",
    "bitbucket-pipelines.yml",
    ".azure-pipelines",
    ".buildkite",
    "Jenkinsfile",
];

/// Words of tools that run several versions of Python by themselves, or of versions that are not
/// written down here.
const RUNS_MORE: [&str; 16] = [
    "\"3\"",
    "'3'",
    "cibuildwheel",
    "conda",
    "docker",
    "fromJ",
    "hatch",
    "inputs.",
    "nox",
    "pixi",
    "pyenv",
    "python-version-file",
    "tox",
    "3.x",
    " - 3.",
    "uv run",
];

/// What the jobs of the project that this directory is in run on; nothing if it has none, or if some
/// job cannot be understood.
pub fn tested(directory: &Path) -> Option<TestedWorlds> {
    let (root, files) = find(directory)?;
    if OTHERS.iter().any(|other| root.join(other).exists()) {
        return None;
    }
    let mut all = TestedWorlds::default();
    let mut texts = String::new();
    let mut matrices = 0;
    for file in files {
        let text = bounded_read::read_text(&file, MAX_WORKFLOW_BYTES).ok()?;
        matrices += add(&mut all, &file, &text)?;
        texts.push_str(&text);
    }
    let says_all = matrices > 0 && !RUNS_MORE.iter().any(|word| texts.contains(word));
    all.versions = says_all.then(|| versions(&texts));
    (!all.places.is_empty()).then_some(all)
}

/// Adds the jobs of a file; gives how many of them list versions of Python.
fn add(all: &mut TestedWorlds, path: &Path, text: &str) -> Option<usize> {
    let root = from_yaml(text)?;
    let source = Text::new(text.to_owned());
    let mut matrices = 0;
    for job in root.get("jobs")?.entries() {
        let runs_on = job.node.get("runs-on")?;
        let matrix = Matrix::of(&job.node)?;
        matrices += usize::from(matrix.lists_versions());
        let mut platforms = BTreeSet::new();
        for label in labels(runs_on, &matrix)? {
            platforms.insert(platform(&label)?);
        }
        for platform in &platforms {
            all.platforms |= Worlds::platform(*platform);
        }
        let range = runs_on.range.clone()?;
        let titles: Vec<&str> = platforms.iter().map(|platform| platform.title()).collect();
        all.places.push(Related {
            place: Location::Elsewhere {
                path: path.to_string_lossy().into_owned(),
                start: source.line_and_column(range.start),
                end: source.line_and_column(range.end),
            },
            message: format!("the job `{}` runs on {}", job.key, titles.join(", ")),
        });
    }
    Some(matrices)
}

/// The directory with `.github`, and its workflows.
fn find(directory: &Path) -> Option<(PathBuf, Vec<PathBuf>)> {
    for above in directory.ancestors().take(MAX_PARENT_DIRECTORIES) {
        let entries = fs::read_dir(above.join(".github/workflows"));
        let Ok(entries) = entries else {
            // Beyond its repository is another one.
            if above.join(".git").exists() {
                return None;
            }
            continue;
        };
        let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
        let is_workflow = |path: &PathBuf| {
            let extension = path.extension();
            extension.is_some_and(|extension| extension == "yml" || extension == "yaml")
        };
        let mut files: Vec<PathBuf> = paths.filter(is_workflow).take(MAX_WORKFLOWS + 1).collect();
        files.sort();
        if files.len() > MAX_WORKFLOWS {
            reached("workflows of a project");
        }
        return (1..=MAX_WORKFLOWS)
            .contains(&files.len())
            .then(|| (above.to_owned(), files));
    }
    None
}

/// The labels of the machines that a job asks for.
fn labels(runs_on: &SettingNode, matrix: &Matrix<'_>) -> Option<Vec<String>> {
    match &runs_on.value {
        SettingValue::Text(text) => matrix.values(text),
        // Several labels are one machine of somebody's own.
        SettingValue::List(items) => match &items[..] {
            [only] => matrix.values(only.text()?),
            _ => None,
        },
        _ => None,
    }
}

/// The platform of a machine of GitHub's.
fn platform(label: &str) -> Option<Platform> {
    let label = label.to_ascii_lowercase();
    match label.split('-').next()? {
        "ubuntu" => Some(Platform::Linux),
        "macos" => Some(Platform::Macos),
        "windows" => Some(Platform::Windows),
        _ => None,
    }
}

/// Every minor version that is written somewhere, as `3.9`, `py39` or `cp39`.
fn versions(texts: &str) -> BTreeSet<u8> {
    let starts = ["3.", "py3", "cp3", "python3"].into_iter();
    let numbers = starts.flat_map(|start| {
        let found = texts.match_indices(start);
        // The end of `3.13.6` is no version.
        let whole = found.filter(|(at, _)| !texts[..*at].ends_with(|c: char| c.is_ascii_digit()));
        whole.map(|(at, start)| &texts[at + start.len()..])
    });
    let digits = numbers.map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_digit());
        &rest[..end.unwrap_or(rest.len())]
    });
    digits.filter_map(|digits| digits.parse().ok()).collect()
}
