//! Where other modules use the names of a module.

use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};

use super::search::ImporterSearch;
use super::view_of;
use crate::limits::reached;
use crate::project::import_index::{Importer, MAX_METHOD_USERS};
use crate::project::storage::{Disk, Storage};
use crate::syntax::whole_words;
use crate::world::Worlds;

impl ImporterSearch<'_> {
    /// The worlds in which other modules use these names of the module.
    pub(super) fn used_in(&mut self, names: &[Arc<str>]) -> Vec<(Arc<str>, Worlds)> {
        let (methods, names): (Vec<_>, Vec<_>) =
            names.iter().cloned().partition(|name| name.contains('.'));
        let mut found = self.names_used_in(&names);
        found.extend(methods.into_iter().filter_map(|name| {
            let (_, method) = name.rsplit_once('.')?;
            let worlds = self.method_used_in(method)?;
            Some((name, worlds))
        }));
        found.sort();
        found
    }

    fn names_used_in(&mut self, names: &[Arc<str>]) -> Vec<(Arc<str>, Worlds)> {
        let index = Arc::clone(&self.index);
        let (file, module) = (&self.view.file, &self.view.module.dotted);
        let all = self.view.modules.worlds();
        let mut found: HashMap<&Arc<str>, Worlds> = HashMap::new();
        for importer in self.importers_of(&index, file, module) {
            // What is used everywhere need not be looked for further.
            let is_open = |name: &&Arc<str>| !found.get(name).is_some_and(|at| at.contains(all));
            let open: Vec<&Arc<str>> = names.iter().filter(is_open).collect();
            if open.is_empty() {
                break;
            }
            self.note_evaluated(&importer);
            let Some(text) = Disk.text(importer.path) else {
                continue;
            };
            let takes_all = text.contains("import *");
            let is_named = |name: &&&Arc<str>| takes_all || has_word(&text, name);
            let open: Vec<&Arc<str>> = open.iter().filter(is_named).copied().collect();
            if open.is_empty() {
                continue;
            }
            let Some(imports) = self.imports_of(&importer) else {
                return names
                    .iter()
                    .map(|name| (Arc::clone(name), Worlds::ALL))
                    .collect();
            };
            let uses = open.into_iter().filter_map(|name| {
                let worlds = match &*imports {
                    Some(imports) => imports.uses_of(module, name),
                    None => has_word(&text, name).then_some(Worlds::ALL),
                };
                Some((name, worlds?))
            });
            let uses: Vec<(&Arc<str>, Worlds)> = uses.collect();
            if uses.is_empty() {
                continue;
            }
            let own = view_of(self.view, importer.path, importer.module);
            let runs = super::imported_in(&own);
            for (name, worlds) in uses {
                *found.entry(name).or_default() |= worlds & runs;
            }
        }
        let found = found.into_iter();
        found
            .map(|(name, worlds)| (Arc::clone(name), worlds))
            .collect()
    }

    /// The worlds in which the project uses anything that an object has by this name, as long as these are not all;
    /// `None` if it does not, or in too many files.
    fn method_used_in(&mut self, method: &str) -> Option<Worlds> {
        let index = Arc::clone(&self.index);
        let all = self.view.modules.worlds();
        self.view
            .note(|asked| _ = asked.methods.insert(method.to_owned()));
        let mut users = index.mentioning(&self.view.file, method);
        let few: Vec<Importer<'_>> = users.by_ref().take(MAX_METHOD_USERS).collect();
        if users.next().is_some() {
            reached("files that use a method");
            return None;
        }
        let mut found: Option<Worlds> = None;
        for user in few {
            let imports = self.imports_of(&user)?;
            let Some(within) = (*imports).as_ref()?.uses_of_attribute(method) else {
                continue;
            };
            let own = view_of(self.view, user.path, user.module);
            let worlds = found.unwrap_or(Worlds::NONE) | (within & super::imported_in(&own));
            found = Some(worlds);
            if worlds.contains(all) {
                return None;
            }
        }
        found
    }
}

fn has_word(text: &str, word: &str) -> bool {
    whole_words(text, word).next().is_some()
}
