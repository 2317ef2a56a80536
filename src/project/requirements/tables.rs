//! Requirements in tables: `pyproject.toml`, `setup.cfg` and the environments of conda.

use super::named_platforms::named_platforms;
use super::pip::{one, one_line};
use super::{Requirement, marker};
use crate::config::{SettingEntry, SettingNode, SettingValue};
use crate::project::package_name::normalised;
use crate::world::Worlds;

/// What `pyproject.toml` requires, in the ways of the standards and of some tools.
pub(super) fn of_project(root: &SettingNode, text: &str) -> Vec<Requirement> {
    let mut found = of_key(root.get("project"), "dependencies", text);
    if let Some(project) = root.get("project") {
        found.extend(of_groups(project.get("optional-dependencies"), text));
    }
    found.extend(of_groups(root.get("dependency-groups"), text));
    let tool = |name: &str| root.get("tool")?.get(name);
    let poetry = tool("poetry");
    let of = |key: &str| poetry.and_then(|poetry| poetry.get(key));
    for table in [of("dependencies"), of("dev-dependencies")] {
        found.extend(entries(table).iter().filter_map(of_poetry));
    }
    for group in entries(of("group")) {
        let table = entries(group.node.get("dependencies"));
        let of_group = table.iter().filter_map(of_poetry).collect();
        found.extend(chosen(&group.key, of_group));
    }
    let uv = tool("uv").and_then(|uv| uv.get("dev-dependencies"));
    found.extend(uv.into_iter().flat_map(|list| of_list(list, text)));
    let pdm = tool("pdm").and_then(|pdm| pdm.get("dev-dependencies"));
    found.extend(of_groups(pdm, text));
    let rye = tool("rye").and_then(|rye| rye.get("dev-dependencies"));
    found.extend(rye.into_iter().flat_map(|list| of_list(list, text)));
    let hatch = entries(tool("hatch").and_then(|hatch| hatch.get("envs"))).iter();
    let lists = ["dependencies", "extra-dependencies"];
    let hatch = hatch.flat_map(|environment| lists.map(|name| environment.node.get(name)));
    found.extend(hatch.flatten().flat_map(|list| of_list(list, text)));
    found
}

/// What of that is installed with the project, whatever somebody chooses.
pub(super) fn installed_by_project(root: &SettingNode, text: &str) -> Vec<Requirement> {
    let mut found = of_key(root.get("project"), "dependencies", text);
    let poetry = root.get("tool").and_then(|tool| tool.get("poetry"));
    let table = entries(poetry.and_then(|poetry| poetry.get("dependencies"))).iter();
    let certain = table.filter(|entry| entry.node.get("optional").is_none());
    found.extend(certain.filter_map(of_poetry));
    found
}

/// What the metadata in a script requires.
pub(super) fn of_script(root: &SettingNode, text: &str) -> Vec<Requirement> {
    let list = root.get("dependencies");
    list.map_or_else(Vec::new, |list| of_list(list, text))
}

/// What a `Pipfile` requires.
pub(super) fn of_pipfile(root: &SettingNode) -> Vec<Requirement> {
    let tables = ["packages", "dev-packages"].iter();
    let all = tables.flat_map(|name| entries(root.get(name)));
    all.filter_map(of_poetry).collect()
}

/// What `setup.cfg` says is installed with the project.
pub(super) fn of_setup_cfg(root: &SettingNode, text: &str) -> Vec<Requirement> {
    let mut found = installed_by_cfg(root, text);
    found.extend(of_groups(root.get("options.extras_require"), text));
    found
}

/// What of that is installed with the project, whatever somebody chooses.
pub(super) fn installed_by_cfg(root: &SettingNode, text: &str) -> Vec<Requirement> {
    of_key(root.get("options"), "install_requires", text)
}

/// What a call of `setup` says is installed with the project, as far as it is written out.
pub(super) fn of_setup(root: &SettingNode, text: &str) -> Vec<Requirement> {
    let mut found = installed_by_setup(root, text);
    found.extend(of_key(Some(root), "tests_require", text));
    found.extend(of_groups(root.get("extras_require"), text));
    found
}

/// What of that is installed with the project, whatever somebody chooses.
pub(super) fn installed_by_setup(root: &SettingNode, text: &str) -> Vec<Requirement> {
    of_key(Some(root), "install_requires", text)
}

/// What a list in a table requires.
fn of_key(table: Option<&SettingNode>, key: &str, text: &str) -> Vec<Requirement> {
    let list = table.and_then(|table| table.get(key));
    list.map_or_else(Vec::new, |list| of_list(list, text))
}

fn entries(node: Option<&SettingNode>) -> &[SettingEntry] {
    match node.map(|node| &node.value) {
        Some(SettingValue::Table(entries)) => entries,
        _ => &[],
    }
}

/// What groups of requirements add, each chosen by its name. Whoever chooses `project[pywin32]` asks for `pywin32`
/// itself, and knows where it works.
fn of_groups(groups: Option<&SettingNode>, text: &str) -> Vec<Requirement> {
    let of_group = |group: &SettingEntry| {
        let mut found = of_list(&group.node, text);
        found.retain(|requirement| normalised(&requirement.name) != normalised(&group.key));
        chosen(&group.key, found)
    };
    entries(groups).iter().flat_map(of_group).collect()
}

/// The requirements of a group, for those who choose it.
fn chosen(group: &str, mut requirements: Vec<Requirement>) -> Vec<Requirement> {
    let chosen_in = named_platforms(group);
    for requirement in &mut requirements {
        requirement.chosen_in = chosen_in;
    }
    requirements
}

fn of_list(list: &SettingNode, text: &str) -> Vec<Requirement> {
    list.items()
        .iter()
        .filter_map(|node| {
            let (code, at) = written(node, text)?;
            one(code, at)
        })
        .collect()
}

/// A key of Poetry's or Pipenv's: the version, or a table that may have a marker.
fn of_poetry(entry: &SettingEntry) -> Option<Requirement> {
    let of = |key: &str| entry.node.get(key).and_then(SettingNode::text);
    // Pipenv takes a comparison under the name of each variable.
    let compared = |name: &str| Some(format!("{name} {}", of(name)?));
    let marker = of("markers")
        .map(str::to_owned)
        .or_else(|| Some(format!("sys_platform == '{}'", of("platform")?)))
        .or_else(|| {
            ["sys_platform", "os_name", "platform_system"]
                .into_iter()
                .find_map(compared)
        });
    let worlds = match &marker {
        Some(marker) => marker::worlds_of_marker(marker)?,
        None => Worlds::ALL,
    };
    (entry.key != "python").then(|| {
        Some(Requirement {
            name: entry.key.clone(),
            range: entry.key_range.clone()?,
            end: None,
            value: entry.node.text().and(entry.node.range.clone()),
            versions: None,
            required: None,
            marked: marker.is_some(),
            worlds,
            chosen_in: Worlds::ALL,
        })
    })?
}

/// The packages of a conda environment: `- name=1.0`, and those under `- pip:`.
pub(super) fn of_conda(root: &SettingNode, text: &str) -> Vec<Requirement> {
    let list = root.get("dependencies");
    let mut found = Vec::new();
    for item in list.into_iter().flat_map(SettingNode::items) {
        if let Some(pip) = item.get("pip") {
            let lines = pip.items().iter().filter_map(|line| written(line, text));
            let required = lines.filter_map(|(code, at)| one_line(code, code, at));
            // What is added there may have to be quoted.
            found.extend(required.map(|requirement| Requirement {
                end: None,
                ..requirement
            }));
        } else if let Some((code, at)) = written(item, text) {
            let from = code.find("::").map_or(0, |channel| channel + 2);
            // conda's own versions are written differently; the name is enough.
            let name = code[from..]
                .split(['=', '<', '>', '!', ' ', '[', '~'])
                .next();
            let required = name.and_then(|name| one(name, at + from));
            found.extend(required.map(|requirement| Requirement {
                end: None,
                versions: None,
                ..requirement
            }));
        }
    }
    found
}

/// A string as it is written, with its first byte; only where every character stands for itself.
fn written<'t>(node: &SettingNode, text: &'t str) -> Option<(&'t str, usize)> {
    let (value, range) = (node.text()?, node.range.clone()?);
    let inner = range.start + 1..range.end.saturating_sub(1);
    let range = [range, inner]
        .into_iter()
        .find(|range| text.get(range.clone()) == Some(value))?;
    Some((text.get(range.clone())?, range.start))
}
