//! The matrix of a job: what `${{ matrix.os }}` can be.

use crate::config::{SettingNode, SettingValue};

/// What a job is run with.
pub(super) struct Matrix<'n> {
    /// The lists of values by name.
    matrix: Option<&'n SettingNode>,
    /// Single combinations.
    include: &'n [SettingNode],
}

impl<'n> Matrix<'n> {
    /// The matrix of a job, empty if it has none; `None` if it is computed.
    pub(super) fn of(job: &'n SettingNode) -> Option<Self> {
        let matrix = job
            .get("strategy")
            .and_then(|strategy| strategy.get("matrix"));
        let is_table = |node: &&SettingNode| matches!(node.value, SettingValue::Table(_));
        if !matrix.as_ref().is_none_or(is_table) {
            return None;
        }
        let include = matrix.and_then(|matrix| matrix.get("include"));
        let is_list = |node: &&SettingNode| matches!(node.value, SettingValue::List(_));
        if !include.as_ref().is_none_or(is_list) {
            return None;
        }
        Some(Self {
            matrix,
            include: include.map_or(&[], SettingNode::items),
        })
    }

    /// Whether it lists more than one version of Python.
    pub(super) fn lists_versions(&self) -> bool {
        let names = ["python-version", "python_version", "python", "py"];
        names.iter().any(|name| {
            let values = self.of_path(&[name]);
            let all = values.iter().flatten();
            all.filter(|value| value.starts_with("3.")).count() > 1
        })
    }

    /// What a text with at most one expression of the matrix can be; `None` if it depends on
    /// anything else.
    pub(super) fn values(&self, text: &str) -> Option<Vec<String>> {
        let Some((before, rest)) = text.split_once("${{") else {
            return Some(vec![text.to_owned()]);
        };
        let (expression, after) = rest.split_once("}}")?;
        if after.contains("${{") {
            return None;
        }
        let path = expression.trim().strip_prefix("matrix.")?;
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
        if !path.chars().all(is_name) {
            return None;
        }
        let path: Vec<&str> = path.split('.').collect();
        let values = self.of_path(&path)?;
        let filled = values.iter().map(|value| format!("{before}{value}{after}"));
        Some(filled.collect())
    }

    /// The values at a path: those of the list, and those of single combinations.
    fn of_path(&self, path: &[&str]) -> Option<Vec<String>> {
        let (name, inside) = path.split_first()?;
        let list = self.matrix.and_then(|matrix| matrix.get(name));
        let listed = match list.map(|list| &list.value) {
            Some(SettingValue::List(items)) => &items[..],
            None => &[],
            Some(_) => return None,
        };
        let included = self.include.iter().filter_map(|entry| entry.get(name));
        let mut values = Vec::new();
        for node in listed.iter().chain(included) {
            let inner = inside.iter().try_fold(node, |node, name| node.get(name));
            values.push(inner?.text()?.to_owned());
        }
        (!values.is_empty()).then_some(values)
    }
}
