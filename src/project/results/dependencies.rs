//! A hash for each file of all that a look at it depends on in its project: its text, where its imports lead, what an
//! earlier look asked for, and the same of the files that it leads to. No parse.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use foldhash::HashMap;

use crate::project::content_hash::{Key, key};
use crate::project::executables::frozen;
use crate::project::file_view::FileView;
use crate::project::import_index::project_files;
use crate::project::import_lines::each_import;
use crate::project::module_name::{MAX_MODULE_NAME_BYTES, ModuleName};
use crate::project::modules::{ModuleLocation, Modules, ResolvedModule, components};
use crate::project::questions::{Asked, Asker, Purpose};
use crate::project::roots::name_below;
use crate::project::thread_pool::in_parallel;
use crate::syntax::{absolute, with_packages};

/// Fewer files are read faster than threads are started.
const FEW_FILES: usize = 8;

/// A look at a file. The name tells where its relative imports lead.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Inspection {
    pub(super) purpose: Purpose,
    pub(super) file: PathBuf,
    pub(super) module: ModuleName,
}

impl Inspection {
    /// The check of a file.
    pub(super) fn check(view: &FileView) -> Self {
        Self {
            purpose: Purpose::Check,
            file: view.file.clone(),
            module: view.module.clone(),
        }
    }
}

/// What an earlier look asked for; the hash is that of the text.
pub(super) type AskedBefore<'a> = &'a (dyn Fn(&Inspection, &Key) -> Asked + Sync);

/// The hashes of the looks at the modules on a search path.
#[derive(Debug, Default)]
pub(super) struct Dependencies {
    known: HashMap<Inspection, Key>,
    /// What was asked for beside what the lines of a file import, with the hash of its text.
    pub(super) asked: BTreeMap<Asker, (Key, Asked)>,
}

/// What a look at a file depends on.
#[derive(Default)]
struct Node {
    asker: Option<Asker>,
    /// The hash of its text.
    text: Key,
    asked: Asked,
    /// The hash of its text, its place, and where each name leads.
    own: Key,
    /// The looks that it leads to.
    next: Vec<Inspection>,
}

impl Dependencies {
    /// The hash of a look.
    pub(super) fn of(
        &mut self,
        modules: &Modules,
        asked: AskedBefore<'_>,
        look: &Inspection,
    ) -> Key {
        self.read(modules, asked, look);
        self.known.get(look).copied().unwrap_or_default()
    }

    /// Reads a file and all that a look at it leads to and that is not known yet.
    fn read(&mut self, modules: &Modules, asked: AskedBefore<'_>, start: &Inspection) {
        let mut places: HashMap<Inspection, usize> = HashMap::default();
        let mut nodes: Vec<Node> = Vec::new();
        let mut frontier = Vec::new();
        self.enter(std::slice::from_ref(start), &mut places, &mut frontier);
        while !frontier.is_empty() {
            let read = |look: &Inspection| Node::of(modules, asked, look);
            let found: Vec<Option<Node>> = match frontier.len() {
                0..FEW_FILES => frontier.iter().map(read).map(Some).collect(),
                _ => in_parallel(&frontier, read),
            };
            frontier.clear();
            // They are numbered in the order in which they were entered.
            let first = nodes.len();
            nodes.extend(found.into_iter().map(Option::unwrap_or_default));
            for node in &nodes[first..] {
                self.enter(&node.next, &mut places, &mut frontier);
            }
        }
        self.compose(&places, &nodes);
        for node in nodes
            .into_iter()
            .filter(|node| node.asked != Asked::default())
        {
            let asked = (node.text, node.asked);
            self.asked.extend(node.asker.map(|asker| (asker, asked)));
        }
    }

    /// Adds the looks that are new to those that are to be read.
    fn enter(
        &self,
        looks: &[Inspection],
        places: &mut HashMap<Inspection, usize>,
        frontier: &mut Vec<Inspection>,
    ) {
        for look in looks {
            if !self.known.contains_key(look) && !places.contains_key(look) {
                places.insert(look.clone(), places.len());
                frontier.push(look.clone());
            }
        }
    }

    /// Gives each of these looks its hash. Those that lead to each other in a circle depend on each other.
    fn compose(&mut self, places: &HashMap<Inspection, usize>, nodes: &[Node]) {
        let mut edges: Vec<Vec<usize>> = Vec::new();
        let mut below: Vec<Vec<Key>> = Vec::new();
        for node in nodes {
            let inside = node.next.iter().filter_map(|look| places.get(look));
            edges.push(inside.copied().collect());
            let known = node.next.iter().filter_map(|look| self.known.get(look));
            below.push(known.copied().collect());
        }
        let mut hashes: Vec<Option<Key>> = vec![None; nodes.len()];
        for circle in components(&edges) {
            let mut inside: Vec<Key> = circle.iter().map(|&at| nodes[at].own).collect();
            let next = circle.iter().flat_map(|&at| &edges[at]);
            let outside = next.filter_map(|&at| hashes[at]);
            let known = circle.iter().flat_map(|&at| below[at].iter().copied());
            let mut outside: Vec<Key> = outside.chain(known).collect();
            inside.sort_unstable();
            outside.sort_unstable();
            outside.dedup();
            let whole = key(&[inside.as_flattened(), outside.as_flattened()]);
            for at in circle {
                hashes[at] = Some(key(&[&whole, &nodes[at].own]));
            }
        }
        let found = places.iter().filter_map(|(look, &at)| {
            let hash = hashes.get(at).copied().flatten()?;
            Some((look.clone(), hash))
        });
        self.known.extend(found.collect::<Vec<_>>());
    }
}

impl Node {
    fn of(modules: &Modules, asked: AskedBefore<'_>, look: &Inspection) -> Self {
        // What imports a file does not depend on what is in it.
        let text = match look.purpose {
            Purpose::Importers => None,
            Purpose::Check | Purpose::Module => modules.storage().text(&look.file),
        };
        let text_key = text
            .as_deref()
            .map_or_else(Key::default, |text| key(&[text.as_bytes()]));
        let imported = text.map_or_else(BTreeSet::new, |text| imported_names(&text, &look.module));
        let mut asked = asked(look, &text_key);
        asked.modules.retain(|name| !imported.contains(name));
        let mut leads = Leads::new(modules);
        leads.add_words(&[&format!("{:?}", look.purpose)]);
        imported
            .iter()
            .chain(&asked.modules)
            .for_each(|name| leads.add_module(name));
        leads.add_asked(&look.file, &asked);
        let (path, name) = (look.file.to_string_lossy(), look.module.dotted.as_bytes());
        Self {
            asker: Some((look.purpose, look.file.clone())),
            text: text_key,
            asked,
            own: key(&[path.as_bytes(), name, &text_key, leads.words.as_bytes()]),
            next: leads.next,
        }
    }
}

/// Where a look leads.
struct Leads<'m> {
    modules: &'m Modules,
    /// All of it, for a hash.
    words: String,
    next: Vec<Inspection>,
}

impl<'m> Leads<'m> {
    fn new(modules: &'m Modules) -> Self {
        Self {
            modules,
            words: String::new(),
            next: Vec::new(),
        }
    }

    fn add_words(&mut self, words: &[&str]) {
        for words in words {
            self.words.push_str(words);
            self.words.push('\n');
        }
    }

    fn add_look(&mut self, purpose: Purpose, file: &Path, module: ModuleName) {
        let file = file.to_owned();
        self.add_words(&[&file.to_string_lossy()]);
        self.next.push(Inspection {
            purpose,
            file,
            module,
        });
    }

    fn add_module(&mut self, name: &str) {
        self.add_words(&[name]);
        match self.modules.find(name) {
            None => self.add_words(&["nowhere"]),
            Some(ModuleLocation::Base(_)) => self.add_words(&["installed"]),
            Some(ModuleLocation::Here(ResolvedModule::Stub)) => self.add_words(&["stub"]),
            Some(ModuleLocation::Here(ResolvedModule::Namespace(directories))) => {
                self.add_words(&[&format!("{directories:?}")]);
            }
            Some(ModuleLocation::Here(ResolvedModule::File { path, package, .. })) => {
                let module = ModuleName::new(name.to_owned(), package);
                self.add_look(Purpose::Module, &path, module);
            }
        }
    }

    fn add_asked(&mut self, file: &Path, asked: &Asked) {
        if asked.is_about_importers() {
            self.add_importers(file, asked);
        }
        if asked.executable {
            let specifications = self.modules.specifications();
            let frozen = frozen(file, specifications, &|path| self.modules.watch(path));
            self.add_words(&[&format!("{frozen:?}")]);
        }
        let roots = self.modules.roots();
        for (file, dotted) in &asked.evaluated {
            let is_package = file.file_name().is_some_and(|name| name == "__init__.py");
            let module = ModuleName::new(dotted.clone(), is_package);
            self.add_look(Purpose::Module, file, module);
        }
        for file in &asked.searched {
            let module = name_below(file, roots);
            self.add_look(Purpose::Importers, file, module);
        }
        if asked.all_files
            && let Some(files) = project_files(roots, &|path| self.modules.watch(path))
        {
            for file in files {
                let module = name_below(&file, roots);
                self.add_look(Purpose::Module, &file, module);
            }
        }
    }

    /// What the index says of who imports files.
    fn add_importers(&mut self, file: &Path, asked: &Asked) {
        let Some(index) = self.modules.importer_index() else {
            self.add_words(&["no index"]);
            return;
        };
        self.add_words(&[index.metadata()]);
        for name in index.patched(file) {
            self.add_words(&[name]);
        }
        for (listed, dotted) in &asked.listed {
            self.add_words(&[dotted, &index.importers_in_words(listed, dotted)]);
        }
        for method in &asked.methods {
            let users = format!("{:?}", index.users(file, method));
            self.add_words(&[method, &users]);
        }
    }
}

/// All that the imports of a text name, whenever they run: modules, the packages around them, what is taken from them.
fn imported_names(text: &str, module: &ModuleName) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    each_import(text, &mut |import, _| {
        let Some(whole) = absolute(import.level, &import.module, module.package()) else {
            return;
        };
        // No file has a longer name.
        if whole.is_empty() || whole.len() > MAX_MODULE_NAME_BYTES {
            return;
        }
        for (name, _) in &import.names {
            names.insert(format!("{whole}.{name}"));
        }
        names.extend(with_packages(&whole).map(str::to_owned));
    });
    names
}
