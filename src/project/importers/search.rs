//! The search for the importers of a module, up to where programs start.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt, HashSet};

use super::collect_ignore::left_out_in;
use super::evaluated_imports::imports_of;
use crate::limits::reached;
use crate::model::link::document_imports::ImportedThing;
use crate::model::link::import_sites::ImportSite;
use crate::model::surroundings::Summary;
use crate::project::file_view::FileView;
use crate::project::import_index::{Importer, Imports, Index, base};
use crate::project::module_name::ModuleName;
use crate::work_counts;
use crate::world::Worlds;

/// More importers are not evaluated for one module.
const MAX_IMPORTERS_EVALUATED: usize = 64;
/// More modules are not passed on the way to where a program starts.
const MAX_STEPS_TO_PROGRAM: usize = 256;

/// The modules that import each other, up to those that run everywhere.
pub(super) struct ImporterSearch<'v> {
    pub(super) view: &'v FileView,
    pub(super) index: Arc<Index>,
    /// The modules whose importers are looked for, by file and name.
    pub(super) modules: Vec<(PathBuf, ModuleName)>,
    /// The place of each among them, by file.
    places: HashMap<PathBuf, usize>,
    /// Where something else imports each, or a program starts with it, if anything does.
    pub(super) outside: Vec<Option<Worlds>>,
    /// Which imports which, and where.
    pub(super) inside: Vec<(usize, usize, Worlds)>,
    /// The files that were evaluated.
    looked_at: HashSet<PathBuf>,
    /// Whether each module runs wherever programs do, as its plain importers say.
    everywhere: HashMap<PathBuf, bool>,
}

impl<'v> ImporterSearch<'v> {
    pub(super) fn new(view: &'v FileView) -> Option<Self> {
        if view.module.dotted.is_empty() || base(&view.file, &view.module).is_none() {
            return None;
        }
        let index = view.modules.importer_index()?;
        Some(Self {
            view,
            index,
            modules: vec![(view.file.clone(), view.module.clone())],
            places: HashMap::from_iter([(view.file.clone(), 0)]),
            outside: vec![None],
            inside: Vec::new(),
            looked_at: HashSet::default(),
            everywhere: HashMap::new(),
        })
    }

    /// Where this module is imported, which comes first, and its importers, and whether lines alone tell that; `None` if
    /// there are too many.
    pub(super) fn imported_in(mut self) -> Option<(Vec<(PathBuf, Worlds)>, bool)> {
        let (mut at, mut is_whole) = (0, true);
        while let Some((file, module)) = self.modules.get(at).cloned() {
            if self.add_importers(at, &file, &module).is_none() {
                // What imports an importer is not worth a longer look: it may run everywhere.
                match at {
                    0 => return None,
                    _ => self.outside[at] = Some(self.named_alone(&file, &module)),
                }
                is_whole = false;
            }
            at += 1;
        }
        self.open_closed_circles();
        let outside = self.outside.iter().copied();
        let mut worlds: Vec<Worlds> = outside.map(Option::unwrap_or_default).collect();
        let mut is_settled = false;
        while !is_settled {
            is_settled = true;
            for (from, to, within) in &self.inside {
                let more = worlds[*to] | (worlds[*from] & *within);
                is_settled &= more == worlds[*to];
                worlds[*to] = more;
            }
        }
        // Of the others, more can be known to whoever asks for them.
        let known = if is_whole { worlds.len() } else { 1 };
        let files = self.modules.into_iter().map(|(file, _)| file);
        let is_by_lines = is_whole && self.looked_at.is_empty();
        Some((files.zip(worlds).take(known).collect(), is_by_lines))
    }

    /// The modules whose lines import this one.
    pub(super) fn importers(&self) -> Vec<Arc<str>> {
        let (file, module) = (&self.view.file, &self.view.module.dotted);
        let importers = self.importers_of(&self.index, file, module).into_iter();
        let names = importers.map(|importer| importer.module.dotted.as_str());
        names
            .filter(|name| !name.is_empty())
            .map(Arc::from)
            .collect()
    }

    /// Notes the importers of a module; `None` if there are too many.
    fn add_importers(&mut self, at: usize, file: &Path, module: &ModuleName) -> Option<()> {
        let left_out = left_out_in(self.view, file);
        if self.runs_everywhere(file, module) {
            self.outside[at] = Some(self.alone_in(file, module) - left_out);
            return Some(());
        }
        let index = Arc::clone(&self.index);
        self.view.note_module(&module.dotted);
        let summary = self
            .view
            .modules
            .module_until(&module.dotted, &self.view.stop);
        let mut texts: Option<Worlds> = None;
        let mut is_imported = false;
        let mut wanted = Vec::new();
        let named = self.named_alone(file, module);
        let (plain, others): (Vec<_>, Vec<_>) = self
            .telling_importers(&index, file, module)
            .into_iter()
            .partition(|importer| importer.is_plain);
        let all = self.view.modules.worlds() - left_out;
        for importer in &plain {
            is_imported = true;
            let plain = ImportSite::plain(ImportedThing::Module("".into()));
            let within = loads(&plain, summary.as_deref());
            self.note(importer, at, within - left_out);
            // Further importers add nothing.
            if self.outside[at].is_some_and(|worlds| worlds.contains(all)) {
                return Some(());
            }
        }
        for importer in others {
            let imports = self.imports_of(&importer)?;
            let Some(imports) = &*imports else {
                self.outside[at] = Some(!left_out);
                return Some(());
            };
            for place in imports.of_module(&module.dotted) {
                let mut within = loads(&place, summary.as_deref()) - left_out;
                if place.is_for_platform {
                    within &= named;
                }
                if place.wanted {
                    wanted.push((importer, within));
                    continue;
                }
                is_imported = true;
                self.note(&importer, at, within);
            }
            for worlds in imports.texts_of(&module.dotted) {
                texts = Some(texts.unwrap_or(Worlds::NONE) | worlds);
            }
        }
        // Code that asks for a module by its name knows what it is for, unless nobody imports it for another reason.
        for (importer, within) in wanted.iter().filter(|_| !is_imported) {
            self.note(importer, at, *within);
        }
        if !is_imported && wanted.is_empty() {
            let alone = || self.named_alone(file, module);
            self.outside[at] = Some(texts.unwrap_or_else(alone) - left_out);
        }
        Some(())
    }

    /// The files that may import this one.
    pub(super) fn importers_of<'i>(
        &self,
        index: &'i Index,
        file: &Path,
        module: &str,
    ) -> Vec<Importer<'i>> {
        let listed = || (file.to_owned(), module.to_owned());
        self.view.note(|asked| _ = asked.listed.insert(listed()));
        index.importers(file, module)
    }

    pub(super) fn note_evaluated(&self, importer: &Importer<'_>) {
        self.view.modules.watch(importer.path);
        let dotted = importer.module.dotted.clone();
        let evaluated = (importer.path.to_owned(), dotted);
        self.view
            .note(|asked| _ = asked.evaluated.insert(evaluated));
    }

    /// Evaluates an importer, unless that was done before; `None` if that is enough.
    pub(super) fn imports_of(&mut self, importer: &Importer<'_>) -> Option<Arc<Option<Imports>>> {
        self.looked_at.insert(importer.path.to_owned());
        if self.looked_at.len() > MAX_IMPORTERS_EVALUATED {
            reached("importers that are evaluated for a module");
            return None;
        }
        self.note_evaluated(importer);
        let view = self.view;
        let known = view.modules.known_importers();
        Some(known.imports_of(importer.path, || {
            let imports = imports_of(view, importer);
            (imports, !view.stop.is_stopped())
        }))
    }

    fn note(&mut self, importer: &Importer<'_>, to: usize, worlds: Worlds) {
        if let Some(known) = self.known_by_lines(importer.path) {
            *self.outside[to].get_or_insert_default() |= worlds & known;
            return;
        }
        if self.runs_everywhere(importer.path, importer.module) {
            let alone = self.alone_in(importer.path, importer.module);
            let left_out = left_out_in(self.view, importer.path);
            *self.outside[to].get_or_insert_default() |= (worlds & alone) - left_out;
            return;
        }
        let known = self.places.get(importer.path).copied();
        let from = known.unwrap_or_else(|| {
            let new = (importer.path.to_owned(), importer.module.clone());
            self.places.insert(new.0.clone(), self.modules.len());
            self.modules.push(new);
            self.outside.push(None);
            self.modules.len() - 1
        });
        self.inside.push((from, to, worlds));
    }

    /// Where a module runs, if a search that evaluated nobody found that out: this one would find the same, after another
    /// walk to where programs start.
    fn known_by_lines(&self, file: &Path) -> Option<Worlds> {
        let known = self.view.modules.known_importers().imported_in(file)?;
        let known = Some(known).filter(|known| known.is_by_lines)?;
        self.view
            .note(|asked| _ = asked.searched.insert(known.asker));
        Some(known.worlds)
    }

    /// Whether programs start with a module, or a module like that imports it under nothing.
    fn runs_everywhere(&mut self, file: &Path, module: &ModuleName) -> bool {
        if let Some(known) = self.everywhere.get(file) {
            return *known;
        }
        let index = Arc::clone(&self.index);
        let mut seen = HashSet::from_iter([file.to_owned()]);
        let mut next = vec![(file, module)];
        let mut runs = false;
        while let Some((file, module)) = next.pop() {
            work_counts::count(|work| work.passed += 1);
            if self.is_start(file, module) || self.is_test(file, module) {
                runs = true;
                break;
            }
            let importers = self.telling_importers(&index, file, module);
            if importers.is_empty() {
                if self.alone_in(file, module) != Worlds::ALL {
                    continue;
                }
                runs = true;
                break;
            }
            // An import that fails may be caught further up.
            self.view.note_module(&module.dotted);
            let summary = self
                .view
                .modules
                .module_until(&module.dotted, &self.view.stop);
            if summary.is_some_and(|summary| !summary.failures.is_empty()) && seen.len() > 1 {
                continue;
            }
            if self.known_by_lines(file) == Some(Worlds::ALL) {
                runs = true;
                break;
            }
            for importer in importers.iter().filter(|importer| importer.is_plain) {
                if seen.len() >= MAX_STEPS_TO_PROGRAM {
                    reached("modules between a module and where the program starts");
                    break;
                }
                if seen.insert(importer.path.to_owned()) {
                    next.push((importer.path, importer.module));
                }
            }
        }
        self.everywhere.insert(file.to_owned(), runs);
        runs
    }
}

/// The worlds in which what an import brings runs: not where that fails, and it goes on all the same.
fn loads(place: &ImportSite, summary: Option<&Summary>) -> Worlds {
    let failures = summary.map_or(&[][..], |summary| &summary.failures);
    failures.iter().fold(place.worlds, |left, failure| {
        left - (failure.worlds & place.catches(&failure.exception))
    })
}
