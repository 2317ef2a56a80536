//! Whether an archive of the source has parts that are compiled when it is installed.

use std::path::Path;

use crate::config::SettingNode;
use crate::facts::lists;
use crate::project::conditional::required_name;
use crate::project::{Archive, Metadata, Storage};

/// Whether installing it takes a compiler, as far as its build files say so. Wheels have none of them.
pub(super) fn is_compiled(archive: &Archive) -> bool {
    of_project(archive) || of_setup(archive)
}

/// Whether `pyproject.toml` names extensions, or asks for what builds them.
fn of_project(archive: &Archive) -> bool {
    let path = Path::new("pyproject.toml");
    let text = archive.text(path).unwrap_or_default();
    let Some(file) = Metadata::of(path, &text) else {
        return false;
    };
    let requires = file.get(&["build-system", "requires"]);
    let requires = requires.map_or(&[][..], SettingNode::items).iter();
    let mut names = requires.filter_map(|node| Some(required_name(node.text()?)));
    names.any(|name| lists::NATIVE_BUILD_REQUIREMENTS.has(&name))
        || file.get(&["tool", "setuptools", "ext-modules"]).is_some()
}

/// Whether `setup.py` names an argument that says what is compiled, and not that it may fail.
fn of_setup(archive: &Archive) -> bool {
    let text = archive.text(Path::new("setup.py")).unwrap_or_default();
    let code = text
        .lines()
        .map(|line| line.split('#').next().unwrap_or(line));
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut words = code.flat_map(|line| line.split(move |c| !is_word(c)));
    words.any(|word| lists::NATIVE_BUILD_WORDS.has(word)) && !text.contains("optional=True")
}
