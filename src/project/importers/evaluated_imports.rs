//! What a file imports, found out by evaluating it.

use super::{package, view_of};
use crate::limits::reached;
use crate::model::Model;
use crate::project::file_view::FileView;
use crate::project::import_index::{Importer, Imports};
use crate::project::storage::{Disk, Storage};
use crate::syntax::Document;

/// A longer importer is not looked at: those that people write are shorter.
const MAX_IMPORTER_BYTES: usize = 2 << 20;

/// Evaluates a file; `None` where it may import in ways that are not seen.
pub(super) fn imports_of(view: &FileView, importer: &Importer<'_>) -> Option<Imports> {
    let text = Disk.text(importer.path)?;
    if text.len() > MAX_IMPORTER_BYTES {
        reached("characters in a module that imports another one");
        return None;
    }
    let document = Document::read_only(text);
    let mut statements = document.statements().iter();
    if statements.any(|statement| statement.chunk.is_broken()) {
        return None;
    }
    let surroundings = view_of(view, importer.path, importer.module);
    let worlds = view.modules.worlds();
    let name = &importer.module.dotted;
    let model = Model::importing(&document, &surroundings, worlds, name);
    Some(Imports::new(model.importing, package(&surroundings)))
}
