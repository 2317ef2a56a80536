//! What a project's own metadata says about its targets.

use super::{Config, Options, SettingNode, from_cfg, from_setup, is_mere_version, minors};
use crate::syntax::Document;
use crate::world::{LAST_MINOR, Platform, Worlds};

/// What `pyproject.toml` declares: `[project]`, else `[tool.poetry]`; `None` when it has neither.
/// What cannot be read there is no setting of ours and counts as not declared.
pub fn declared(pyproject: &SettingNode) -> Option<Options> {
    if let Some(project) = pyproject.get("project") {
        let required = project.get("requires-python").and_then(SettingNode::text);
        return Some(options(required, &classifiers(project)));
    }
    let poetry = pyproject.get("tool")?.get("poetry")?;
    let python = poetry
        .get("dependencies")
        .and_then(|dependencies| dependencies.get("python"))
        .and_then(SettingNode::text)
        .map(without_caret);
    // To Poetry a mere version is that version.
    let mut options = options(python.as_deref(), &classifiers(poetry));
    if options.python.is_some() {
        options.unclear = None;
    }
    Some(options)
}

/// What the text of a `setup.cfg` declares; `None` when it describes no package.
pub fn declared_in_setup_cfg(text: &str) -> Option<Options> {
    let root = from_cfg(text);
    let (metadata, package) = (root.get("metadata"), root.get("options"));
    metadata.or(package)?;
    let required: String = package
        .and_then(|options| options.get("python_requires"))
        .map(|lines| lines.items().iter().filter_map(SettingNode::text).collect())
        .unwrap_or_default();
    let classifiers = ["classifiers", "classifier"]
        .into_iter()
        .find_map(|key| metadata?.get(key))
        .map(|lines| lines.items().iter().filter_map(SettingNode::text).collect());
    Some(options(
        (!required.is_empty()).then_some(&*required),
        &classifiers.unwrap_or_else(Vec::new),
    ))
}

/// What a call of `setup` declares; `None` when the document has none that says so.
pub fn declared_in_setup(document: &Document) -> Option<Options> {
    let arguments = from_setup(document)?;
    let required = arguments.get("python_requires").and_then(SettingNode::text);
    let options = options(required, &classifiers(&arguments));
    (options != Options::default()).then_some(options)
}

/// What the metadata in a script declares.
pub fn declared_in_script(script: &SettingNode) -> Options {
    let required = script.get("requires-python").and_then(SettingNode::text);
    options(required, &[])
}

/// The platforms that a trove classifier claims; `None`: it is about something else.
pub fn claimed_platforms(classifier: &str) -> Option<Worlds> {
    let system = classifier.trim().strip_prefix("Operating System ::")?;
    Some(platforms(system.trim())).filter(|platforms| !platforms.is_empty())
}

/// The minor version that a trove classifier claims; `None`: it is about something else.
pub fn claimed_minor(classifier: &str) -> Option<u8> {
    let minor = classifier
        .trim()
        .strip_prefix("Programming Language :: Python :: 3.")?;
    let minor = minor.trim().parse().ok();
    minor.filter(|minor| *minor <= LAST_MINOR)
}

fn classifiers(table: &SettingNode) -> Vec<&str> {
    table
        .get("classifiers")
        .map(|list| list.items().iter().filter_map(SettingNode::text).collect())
        .unwrap_or_default()
}

fn options(required: Option<&str>, classifiers: &[&str]) -> Options {
    let platforms = classifiers
        .iter()
        .filter_map(|classifier| claimed_platforms(classifier))
        .fold(Worlds::NONE, |all, claimed| all | claimed);
    let unclear = required.and_then(unclear);
    let python = match required {
        Some(specifier) => minors(specifier).ok(),
        None => oldest(classifiers).and_then(|minor| minors(&format!(">=3.{minor}")).ok()),
    };
    Options {
        platforms: (!platforms.is_empty()).then_some(platforms),
        python,
        unclear,
        ..Options::default()
    }
}

/// What is wrong with a `requires-python`.
fn unclear(specifier: &str) -> Option<String> {
    match minors(specifier) {
        Err(wrong) => Some(format!("`requires-python` is not used: {wrong}")),
        Ok(_) if is_mere_version(specifier) => Some(format!(
            "`requires-python` is `{specifier}`, taken here for that version only; installers refuse it: write `>={specifier}` or `=={specifier}.*`",
            specifier = specifier.trim_end_matches(".*")
        )),
        Ok(_) => None,
    }
}

fn oldest(classifiers: &[&str]) -> Option<u8> {
    let minors = classifiers
        .iter()
        .map(|classifier| claimed_minor(classifier));
    minors.flatten().min()
}

/// The platforms of a trove classifier, without its first part.
fn platforms(system: &str) -> Worlds {
    let named: &[Platform] = match system {
        "OS Independent" => &Config::PLATFORMS,
        "POSIX" | "Unix" => &[Platform::Linux, Platform::Macos],
        "POSIX :: BSD" | "POSIX :: BSD :: FreeBSD" => &[Platform::Freebsd],
        "Android" => &[Platform::Android],
        "iOS" => &[Platform::Ios],
        _ if system.starts_with("POSIX :: Linux") => &[Platform::Linux],
        _ if system.starts_with("MacOS") => &[Platform::Macos],
        _ if system.starts_with("Microsoft") && !system.ends_with("MS-DOS") => &[Platform::Windows],
        _ => &[],
    };
    named.iter().fold(Worlds::NONE, |all, platform| {
        all | Worlds::platform(*platform)
    })
}

/// Poetry's `^3.8` is `>=3.8,<4`.
fn without_caret(specifier: &str) -> String {
    let parts = specifier.split(',').map(|part| {
        part.trim()
            .strip_prefix('^')
            .map_or_else(|| part.to_owned(), |version| format!(">={version},<4"))
    });
    parts.collect::<Vec<_>>().join(",")
}
