//! Kinds of code actions; each is a prefix of its sub-kinds.

use tower_lsp::lsp_types::CodeActionKind;

/// Fixes on save.
pub(super) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.spawnsafe");
/// Fixes of a whole notebook on save: `source.fixAll` is asked of each cell by itself.
pub(super) const NOTEBOOK_FIX_ALL: CodeActionKind =
    CodeActionKind::new("notebook.source.fixAll.spawnsafe");

/// Whether a kind was asked for.
pub(super) fn wants(only: &[CodeActionKind], kind: &CodeActionKind) -> bool {
    let covers = |asked: &CodeActionKind| {
        let rest = kind.as_str().strip_prefix(asked.as_str());
        rest.is_some_and(|rest| {
            asked.as_str().is_empty() || rest.is_empty() || rest.starts_with('.')
        })
    };
    only.is_empty() || only.iter().any(covers)
}
