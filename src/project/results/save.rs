//! Storing what a run found, for the next one.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use foldhash::HashMap;

use super::dependencies::{Dependencies, Inspection};
use super::shelf::{Entry, Shelf, StoredQuestions};
use super::stored_finding::StoredFinding;
use super::{FileResult, Project, lock};
use crate::project::cache;
use crate::project::content_hash::{Key, hex};
use crate::project::file_view::FileView;
use crate::project::modules::Modules;
use crate::project::questions::{Asked, Purpose};
use crate::project::watched_disk::{self, Stamps};

impl Project {
    /// Stores what was found in the project, unless files changed in the meantime.
    pub(super) fn save(&self) {
        let new = std::mem::take(&mut *lock(&self.new));
        let used = std::mem::take(&mut *lock(&self.used));
        let before = |name: &String| self.before.entries.get(name).cloned();
        let used: HashMap<String, Entry> = used
            .into_iter()
            .filter_map(|name| Some((name.clone(), before(&name)?)))
            .collect();
        let is_known = |entry: &Entry| entry.check == self.before.check;
        if new.is_empty() && (used.values().all(is_known) && self.is_unchanged()) {
            return;
        }
        let mut dependencies = HashMap::default();
        let mut entries: HashMap<String, Entry> = HashMap::default();
        for (name, view, found) in new {
            let entry = self.entry(&view, found, &mut dependencies);
            entries.insert(name, entry);
        }
        let modules: Vec<_> = lock(&self.modules).values().cloned().collect();
        if !modules.iter().all(|modules| modules.is_as_it_was_read()) {
            return;
        }
        let now = SystemTime::now();
        let mut shelf = self.before.clone();
        if !modules
            .iter()
            .all(|modules| self.has_same_environment(modules))
        {
            shelf.entries.clear();
            shelf.installed.clear();
        }
        entries.extend(used);
        self.note_seen(&mut shelf, &modules, now);
        for entry in entries.values_mut() {
            entry.check = shelf.check;
        }
        shelf.replace(entries);
        for dependencies in dependencies.into_values() {
            for ((purpose, file), (text, asked)) in dependencies.asked {
                if purpose != Purpose::Check {
                    let text = hex(&text);
                    let questions = StoredQuestions {
                        purpose,
                        text,
                        asked,
                    };
                    shelf.note_asked(file, questions);
                }
            }
        }
        cache::write_sealed(&self.file, &shelf);
    }

    /// What is stored of a file.
    fn entry(
        &self,
        view: &FileView,
        found: FileResult,
        dependencies: &mut HashMap<Key, Dependencies>,
    ) -> Entry {
        let modules = &view.modules;
        let asked = |look: &Inspection, text: &Key| {
            let mut asked = match look.purpose {
                Purpose::Check => Asked::default(),
                Purpose::Module | Purpose::Importers => self.asked_before(look, text),
            };
            if let Some(questions) = modules.questions() {
                asked.extend(questions.of(look.purpose, &look.file));
            }
            asked
        };
        let look = Inspection::check(view);
        let dependencies = dependencies.entry(modules.context()).or_default();
        let hash = dependencies.of(modules, &asked, &look);
        let asked = dependencies.asked.get(&(look.purpose, look.file));
        Entry {
            dependencies: hex(&hash),
            asked: asked.map(|(_, asked)| asked.clone()).unwrap_or_default(),
            check: 0,
            findings: found.findings.iter().map(StoredFinding::of).collect(),
            with_fixes: found.with_fixes,
            imported: found.imported,
            unread: found.unread,
        }
    }

    /// Notes what was read and looked for, so that the next check sees at once if nothing changed.
    fn note_seen(&self, shelf: &mut Shelf, modules: &[Arc<Modules>], now: SystemTime) {
        let mut seen = Some(Stamps::new());
        let mut unread: BTreeSet<PathBuf> = self.still_unread().iter().cloned().collect();
        for modules in modules {
            let settled = modules.watched().and_then(|watched| watched.settled(now));
            seen = seen.zip(settled).map(|(mut all, settled)| {
                all.extend(settled);
                all
            });
            unread.extend(modules.unread());
            let Some(base) = modules.base() else {
                continue;
            };
            unread.extend(base.unread());
            let context = hex(&base.context());
            match base.watched().and_then(|watched| watched.settled(now)) {
                Some(settled) => shelf.installed.entry(context).or_default().extend(settled),
                // Of what is not noted nothing is taken over.
                None => _ = shelf.installed.remove(&context),
            }
        }
        shelf.unread = watched_disk::stamps_of(unread);
        match seen {
            Some(seen) if self.is_unchanged() => shelf.seen.extend(seen),
            seen => {
                shelf.check += 1;
                shelf.seen = seen.unwrap_or_default();
            }
        }
    }
}
