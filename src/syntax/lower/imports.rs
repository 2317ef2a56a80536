//! Lowering of import statements.

use tree_sitter::Node;

use super::super::ast::{ImportFrom, ImportItem, ImportedName};
use super::{Lowering, children, field, fields};

impl Lowering<'_> {
    pub(super) fn import_items(&self, node: Node<'_>) -> Vec<ImportItem> {
        fields(node, "name")
            .into_iter()
            .filter_map(|item| {
                let (module, alias) = aliased(item)?;
                Some(ImportItem {
                    span: self.span(item),
                    module: self.dotted(module),
                    module_span: self.span(module),
                    alias: alias.map(|alias| self.name(alias)),
                })
            })
            .collect()
    }

    pub(super) fn imported_names(&self, node: Node<'_>) -> Vec<ImportedName> {
        fields(node, "name")
            .into_iter()
            .filter_map(|item| {
                let (name, alias) = aliased(item)?;
                Some(ImportedName {
                    span: self.span(item),
                    name: self.dotted(name),
                    name_span: self.span(name),
                    alias: alias.map(|alias| self.name(alias)),
                })
            })
            .collect()
    }

    pub(super) fn import_from(&self, node: Node<'_>) -> ImportFrom {
        let source = field(node, "module_name");
        let mut level = 0;
        let mut module = source;
        if let Some(relative) = source.filter(|source| source.kind() == "relative_import") {
            module = children(relative).find(|child| child.kind() == "dotted_name");
            let dots = children(relative).find(|child| child.kind() == "import_prefix");
            level = dots.map_or(0, |dots| {
                self.text(dots).bytes().filter(|&byte| byte == b'.').count()
            });
        }
        ImportFrom {
            level: u32::try_from(level).unwrap_or(u32::MAX),
            module: module.map_or_else(|| "".into(), |module| self.dotted(module)),
            module_span: self.span(source.unwrap_or(node)),
            names: self.imported_names(node),
            star: children(node).any(|child| child.kind() == "wildcard_import"),
        }
    }
}

fn aliased(item: Node<'_>) -> Option<(Node<'_>, Option<Node<'_>>)> {
    if item.kind() == "aliased_import" {
        return Some((field(item, "name")?, field(item, "alias")));
    }
    Some((item, None))
}
