//! The imports of a statement.

use std::ops::Range;
use std::sync::LazyLock;

use tree_sitter::Node;

use super::query_bindings::{Bound, captures};
use crate::syntax::Chunk;

captures!(
    Capture,
    "imports.scm",
    Statement = "import.statement",
    Module = "import.module",
    From = "import.from",
    Name = "import.name",
    All = "import.all",
    Future = "import.future",
);

static QUERY: LazyLock<Bound<Capture>> = LazyLock::new(Bound::new);

/// One thing that an import statement imports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// The whole statement.
    pub statement: Range<usize>,
    /// The dotted name of the module, without the dots of a relative import; empty in `from . import x`.
    pub module: Box<str>,
    /// Where it is, with those dots.
    pub module_range: Range<usize>,
    /// How many dots stand before it.
    pub level: usize,
    /// What is imported.
    pub imported: Imported,
    /// The name after `as`, and where it is.
    pub alias: Option<Alias>,
}

/// The name after `as`, and where it is.
pub type Alias = (Box<str>, Range<usize>);

/// What is imported from a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Imported {
    /// The module itself.
    Module,
    /// This name from it, and where it is.
    Name(Box<str>, Range<usize>),
    /// Every name: `*`.
    All,
}

pub(super) fn find(chunk: &Chunk) -> Box<[Import]> {
    let text = chunk.text();
    let mut imports = Vec::new();
    QUERY.each(chunk, |found| {
        let Some(statement) = found.get(Capture::Statement) else {
            return;
        };
        let import = |module: Option<Node<'_>>, imported, alias| {
            let module_range = module.map_or(0..0, |module| module.byte_range());
            let dotted = dotted(text, module);
            let module = dotted.trim_start_matches('.');
            Import {
                statement: statement.byte_range(),
                level: dotted.len() - module.len(),
                module: module.into(),
                module_range,
                imported,
                alias,
            }
        };
        let from = found.get(Capture::From);
        for (capture, node) in found.iter() {
            let (name, alias) = aliased(node, text);
            imports.push(match capture {
                Capture::Module => import(name, Imported::Module, alias),
                Capture::Name => import(from, named(name, text), alias),
                Capture::All => import(from, Imported::All, None),
                Capture::Future => Import {
                    module: "__future__".into(),
                    module_range: future(statement, text),
                    ..import(None, named(name, text), alias)
                },
                Capture::Statement | Capture::From => continue,
            });
        }
    });
    imports.sort_by_key(Import::place);
    imports.into()
}

impl Import {
    /// Where the imported thing is.
    fn place(&self) -> usize {
        match &self.imported {
            Imported::Name(_, range) => range.start,
            Imported::Module | Imported::All => self.module_range.start,
        }
    }
}

/// The name and the alias of an `aliased_import`; otherwise the node itself and nothing.
fn aliased<'tree>(node: Node<'tree>, text: &str) -> (Option<Node<'tree>>, Option<Alias>) {
    if node.kind() != "aliased_import" {
        return (Some(node), None);
    }
    let alias = node
        .child_by_field_name("alias")
        .map(|alias| alias.byte_range());
    (
        node.child_by_field_name("name"),
        alias.map(|range| (text[range.clone()].into(), range)),
    )
}

fn named(name: Option<Node<'_>>, text: &str) -> Imported {
    Imported::Name(
        dotted(text, name),
        name.map_or(0..0, |name| name.byte_range()),
    )
}

/// A dotted name, without what may stand between its parts.
fn dotted(text: &str, node: Option<Node<'_>>) -> Box<str> {
    let Some(node) = node else {
        return Box::default();
    };
    let source = &text[node.byte_range()];
    if !source.contains(|c: char| c.is_whitespace() || c == '\\') {
        return source.into();
    }
    source
        .split(|c: char| c.is_whitespace() || c == '\\')
        .collect::<String>()
        .into()
}

/// Where `__future__` is in its statement.
fn future(statement: Node<'_>, text: &str) -> Range<usize> {
    const NAME: &str = "__future__";
    let source = &text[statement.byte_range()];
    let start = statement.start_byte() + source.find(NAME).unwrap_or(0);
    start..start + NAME.len()
}
