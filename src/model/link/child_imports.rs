//! Whether a document imports what leads to child processes.

use crate::model::surroundings::Surroundings;
use crate::model::{each_statement, pieces};
use crate::syntax::ast::{ImportFrom, StmtKind};
use crate::syntax::{Document, absolute, with_packages};

/// Whether one of a document's imports, wherever it stands, brings a name that leads to child processes.
pub(in crate::model) fn brings_child_names(
    document: &Document,
    surroundings: &dyn Surroundings,
) -> bool {
    let any_of = |module: &str| !surroundings.child_names(module).is_empty();
    let mut brings = false;
    for (_, block) in &pieces(document) {
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
        || import.names.iter().any(|one| {
            let inside = format!("{module}.{}", one.name);
            names.has(&one.name)
                || names.has_module(&one.name)
                || !surroundings.child_names(&inside).is_empty()
        })
}
