//! Whether a document imports what leads to child processes.

use crate::model::eval::evaluator::TopLevelStatement;
use crate::model::surroundings::Surroundings;
use crate::model::{each_statement, pieces};
use crate::syntax::ast::{ImportFrom, StmtKind};
use crate::syntax::{Document, absolute, with_packages};

/// Whether a document has to do with child processes, by its own words or by what it imports.
pub(in crate::model) fn minds(document: &Document, surroundings: &dyn Surroundings) -> bool {
    document.tells_of_children() || brings_child_names(&pieces(document), surroundings)
}

/// Whether one of the imports in these statements, wherever it stands, brings such a name.
fn brings_child_names(pieces: &[TopLevelStatement<'_>], surroundings: &dyn Surroundings) -> bool {
    let any_of = |module: &str| !surroundings.child_names(module).is_empty();
    let mut brings = false;
    for (_, block) in pieces {
        each_statement(block, &mut |statement| {
            brings = brings
                || match &statement.kind {
                    StmtKind::Import(items) => items
                        .iter()
                        .any(|item| with_packages(&item.module).any(any_of)),
                    StmtKind::ImportFrom(import) => brings_from(import, surroundings),
                    _ => false,
                };
        });
    }
    brings
}

fn brings_from(import: &ImportFrom, surroundings: &dyn Surroundings) -> bool {
    let package = surroundings.package();
    let Some(module) = absolute(import.level as usize, &import.module, package) else {
        return false;
    };
    let names = surroundings.child_names(&module);
    import.star && !names.is_empty()
        || import.names.iter().any(|name| {
            let inside = format!("{module}.{}", name.name);
            names.has(&name.name)
                || names.has_module(&name.name)
                || !surroundings.child_names(&inside).is_empty()
        })
}
