//! What the functions and classes of modules are, found out when a document uses one of them.

use std::sync::Arc;

use super::file_view::FileView;
use super::questions::Purpose;
use crate::limits::reached;
use crate::model::minds_children;
use crate::model::summary::definitions::Definitions;
use crate::syntax::Document;

/// Longer modules are not evaluated for others: they are data, mostly, or generated.
const MAX_MODULE_BYTES: usize = 1 << 19;

/// What a module defines, if it may have to do with child processes: whoever asks has (`minds`),
/// or it has itself, or what it imports. Installed modules are looked at only if they have.
pub(super) fn definitions(asking: &FileView, name: &str, minds: bool) -> Option<Arc<Definitions>> {
    let module = asking.modules.locate(name)?;
    let modules = Arc::clone(&module.modules);
    let text = modules.storage().text(&module.path)?;
    if text.len() > MAX_MODULE_BYTES {
        reached("characters in a module that starts children for others");
        return None;
    }
    if asking.stop.is_stopped() {
        return None;
    }
    let may_matter = match modules.are_own() {
        true => minds || modules.may_start_children(module.clone()),
        false => minds_children(&text),
    };
    if !may_matter {
        return None;
    }
    let answers = modules.known_answers();
    if let Some(known) = answers.definitions(&module.path, &text) {
        return Some(known);
    }
    let view = FileView {
        modules: module.modules,
        file: module.path.clone(),
        module: module.name,
        stop: asking.stop.clone(),
        purpose: Purpose::Module,
    };
    let document = Document::read_only(text.clone());
    let path = module.path.to_string_lossy();
    let worlds = asking.modules.worlds();
    let definitions = Arc::new(Definitions::of(&document, &view, worlds, &path));
    if asking.stop.is_stopped() {
        return None;
    }
    answers.keep_definitions(module.path, text, Arc::clone(&definitions));
    Some(definitions)
}
