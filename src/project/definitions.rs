//! What the functions and classes of modules are, found out when a document uses one of them.

use std::sync::Arc;

use super::cancellation::Cancellation;
use super::file_view::FileView;
use super::modules::DefiningModule;
use super::questions::Purpose;
use crate::limits::reached;
use crate::model::minds_children;
use crate::model::summary::definitions::Definitions;
use crate::syntax::Document;
use crate::world::Worlds;

/// Longer modules are not evaluated for others: they are data, mostly, or generated.
const MAX_MODULE_BYTES: usize = 1 << 19;

/// What a module defines, if it may have to do with child processes: whoever asks has (`minds`),
/// or it has itself, or what it imports. Installed modules are looked at only if they have.
pub(super) fn definitions(asking: &FileView, name: &str, minds: bool) -> Option<Arc<Definitions>> {
    let module = asking.modules.locate(name)?;
    let text = module.modules.storage().text(&module.path)?;
    let modules = &module.modules;
    let may_matter = match modules.are_own() {
        true => minds || modules.may_start_children(module.clone()),
        false => minds_children(&text),
    };
    may_matter.then(|| evaluated(module, text, asking.modules.worlds(), &asking.stop))?
}

/// What a module with this text defines, evaluated unless that was done before.
pub(super) fn evaluated(
    module: DefiningModule,
    text: String,
    worlds: Worlds,
    stop: &Cancellation,
) -> Option<Arc<Definitions>> {
    if text.len() > MAX_MODULE_BYTES {
        reached("characters in a module that starts children for others");
        return None;
    }
    if stop.is_stopped() {
        return None;
    }
    let modules = Arc::clone(&module.modules);
    let answers = modules.known_answers();
    if let Some(known) = answers.definitions(&module.path, &text) {
        return Some(known);
    }
    let view = FileView {
        modules: module.modules,
        file: module.path.clone(),
        module: module.name,
        stop: stop.clone(),
        purpose: Purpose::Module,
    };
    let document = Document::read_only(text.clone());
    let path = module.path.to_string_lossy();
    let definitions = Arc::new(Definitions::of(&document, &view, worlds, &path));
    if stop.is_stopped() {
        return None;
    }
    answers.keep_definitions(module.path, text, Arc::clone(&definitions));
    Some(definitions)
}
