//! Who imports what in a project, by the lines of its files: no parse.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use foldhash::{HashMap, HashSet, HashSetExt};

use super::candidate_files::{files_below, is_below_test_data, is_test, outermost};
use super::dynamic_importers::DynamicImporters;
use super::file_words::{
    attributes, has_tests, hash, is_marked, is_script, leaves, only_hands_on, quoted,
};
use super::library_patches::{chooses_selector_loop, makes_missing_loop, patched_in};
use super::platform_paths::named_in;
use crate::facts::{brought_by, lists};
use crate::project::import_lines::each_import;
use crate::project::module_name::{MAX_MODULE_NAME_BYTES, ModuleName};
use crate::project::roots::name_below;
use crate::project::storage::{Disk, Storage};
use crate::syntax::{absolute, is_inside, with_packages};
use crate::world::Worlds;

/// A method that more files use is one that anybody uses.
pub(in crate::project) const MAX_METHOD_USERS: usize = 16;

/// The imports of a project's files.
#[derive(Debug, Default)]
pub(in crate::project) struct Index {
    pub(super) files: Vec<ProjectFile>,
    pub(super) by_path: HashMap<PathBuf, usize>,
    /// Who names a module in an import, by the module's dotted name.
    pub(super) importers: HashMap<String, Vec<usize>>,
    /// Who names one in a string.
    texts: HashMap<String, Vec<usize>>,
    /// Who names a file in a string, by what it is called before `.py`.
    scripts: HashMap<String, Vec<usize>>,
    /// Who imports modules whose names it puts together.
    dynamic: DynamicImporters,
    /// What the project says of itself: `pyproject.toml` and the like.
    pub(super) metadata: String,
    /// The names that its files put into modules of the library, in order, and whether tests and examples do.
    pub(super) patched: BTreeSet<(bool, String)>,
    /// The files with a function that makes an event loop where there is none.
    pub(super) loop_makers: Vec<usize>,
    /// The files near these, without and with tests and examples, once somebody has asked.
    pub(super) near_loops: [OnceLock<HashSet<usize>>; 2],
    /// The files that import what brings modules of the standard library, by the module's dotted name.
    pub(super) bringers: HashMap<String, Vec<usize>>,
}

/// A file of the project.
#[derive(Debug)]
pub(super) struct ProjectFile {
    pub(super) path: PathBuf,
    pub(super) module: ModuleName,
    pub(super) is_aside: bool,
    /// It says what to do when it is run itself, or has tests.
    pub(super) is_script: bool,
    /// Only its first line says so.
    is_marked: bool,
    /// It only hands on what other modules have.
    only_hands_on: bool,
    /// What it imports whenever it is imported itself.
    pub(super) plain: HashSet<String>,
    /// The names behind dots, as hashes in order.
    attributes: Vec<u32>,
    /// Modules of the standard library that come with what it imports.
    pub(super) brought: Vec<&'static str>,
    /// Who may import it, and whether that is plain, once somebody has asked.
    importers: OnceLock<Vec<(usize, bool)>>,
    /// Whether nothing imports it or starts with it, once somebody has asked.
    is_lone: OnceLock<bool>,
    /// Whether programs start with it, once somebody has asked.
    is_start: OnceLock<bool>,
    /// The platforms that its path names, if any, once somebody has asked.
    platforms: OnceLock<Option<Worlds>>,
}

/// A file that may import a module.
#[derive(Clone, Copy, Debug)]
pub(in crate::project) struct Importer<'i> {
    pub(in crate::project) path: &'i Path,
    pub(in crate::project) module: &'i ModuleName,
    /// It does so whenever it is imported itself.
    pub(in crate::project) is_plain: bool,
    /// Nothing in the project imports it or starts with it.
    pub(in crate::project) is_lone: bool,
}

/// The files in which a project says where its programs start.
const METADATA_FILES: &[&str] = &["pyproject.toml", "setup.cfg", "setup.py"];

impl Index {
    /// Reads all files below some directories; `None` if there are too many. `note` is told of each path before it is
    /// looked at.
    pub(in crate::project) fn below(roots: &[PathBuf], note: &dyn Fn(&Path)) -> Option<Self> {
        let mut index = Self::default();
        for root in outermost(roots) {
            for found in files_below(root, note)? {
                note(&found.file);
                if let Some(text) = Disk.text(&found.file) {
                    index.add(roots, found.file, found.is_aside, &text);
                }
            }
            for name in METADATA_FILES {
                let path = root.join(name);
                note(&path);
                let text = crate::project::read_text(&path, 1 << 20);
                index.metadata.push_str(&text.unwrap_or_default());
            }
        }
        Some(index)
    }

    fn add(&mut self, roots: &[PathBuf], path: PathBuf, is_aside: bool, text: &str) {
        let at = self.files.len();
        let module = name_below(&path, roots);
        let leaves = leaves(text);
        let mut plain = HashSet::new();
        let mut brought = Vec::new();
        each_import(text, &mut |import, _| {
            if import.level == 0 {
                brought.extend(brought_by(&import.module));
            }
            let Some(whole) = absolute(import.level, &import.module, module.package()) else {
                return;
            };
            if whole.len() > MAX_MODULE_NAME_BYTES {
                return;
            }
            let names = import
                .names
                .iter()
                .map(|(name, _)| format!("{whole}.{name}"));
            let all: Vec<String> = with_packages(&whole)
                .map(str::to_owned)
                .chain(names)
                .collect();
            for name in all {
                if import.indent == 0 && !leaves {
                    plain.insert(name.clone());
                }
                note(&mut self.importers, name, at);
            }
        });
        let is_dynamic = text.contains("import_module") || text.contains("__import__");
        if is_dynamic {
            self.dynamic.add_package(module.package(), at);
        }
        for text in quoted(text) {
            let level = text.chars().take_while(|c| *c == '.').count();
            if let Some(script) = text.strip_suffix(".py")
                && let Some((_, script)) = script.rsplit_once('/')
            {
                note(&mut self.scripts, script.to_owned(), at);
                continue;
            }
            if level > 0 && is_dynamic {
                self.dynamic.add_beside(&text[level..], at);
            }
            let Some(name) = absolute(level, &text[level..], module.package()) else {
                continue;
            };
            let name = name.split(':').next().unwrap_or_default();
            if name.len() > MAX_MODULE_NAME_BYTES {
                continue;
            }
            if let Some((above, last)) = name.rsplit_once('.') {
                note(&mut self.texts, above.to_owned(), at);
                if last == "py" {
                    note(&mut self.scripts, above.to_owned(), at);
                }
            }
            if is_dynamic {
                self.dynamic.add_beginning(name, at);
            }
            note(&mut self.texts, name.to_owned(), at);
        }
        let patched = patched_in(text).map(|name| (is_aside, name.to_owned()));
        self.patched.extend(patched);
        if chooses_selector_loop(text) {
            let readers = lists::LOOP_READERS.names().iter();
            let patched = readers.map(|name| (is_aside, (*name).to_owned()));
            self.patched.extend(patched);
        }
        if makes_missing_loop(text) {
            self.loop_makers.push(at);
        }
        if !brought.is_empty() {
            note(&mut self.bringers, module.dotted.clone(), at);
        }
        self.by_path.insert(path.clone(), at);
        self.files.push(ProjectFile {
            path,
            module,
            is_aside,
            is_script: is_script(text) || is_aside && has_tests(text),
            is_marked: is_marked(text),
            only_hands_on: only_hands_on(text),
            plain,
            attributes: attributes(text),
            brought,
            importers: OnceLock::new(),
            is_lone: OnceLock::new(),
            is_start: OnceLock::new(),
            platforms: OnceLock::new(),
        });
    }

    /// The files that may use what an object has by this name, as far as they count for this one.
    pub(in crate::project) fn mentioning<'i>(
        &'i self,
        file: &Path,
        attribute: &str,
    ) -> impl Iterator<Item = Importer<'i>> + use<'i> {
        let counts_aside = self.is_aside(file);
        let wanted = hash(attribute);
        let files = self.files.iter();
        let counts = move |other: &&ProjectFile| {
            (counts_aside || !other.is_aside) && other.attributes.binary_search(&wanted).is_ok()
        };
        files.filter(counts).map(|other| Importer {
            path: &other.path,
            module: &other.module,
            is_plain: false,
            is_lone: false,
        })
    }

    /// Whether a file is there to try out others or to show them: those that are like it count, too.
    pub(in crate::project) fn is_aside(&self, file: &Path) -> bool {
        let own = self.by_path.get(file).map(|at| &self.files[*at]);
        own.is_some_and(|own| own.is_aside)
    }

    /// Whether a file is what tests read, and nobody runs: `tests/data/cases/decorators.py`.
    pub(in crate::project) fn is_test_data(&self, file: &Path) -> bool {
        let own = self.by_path.get(file).map(|at| &self.files[*at]);
        // Tests name what they start.
        let stem = file.file_stem().and_then(|stem| stem.to_str());
        let is_named = || stem.is_some_and(|stem| self.scripts.contains_key(stem));
        let is_run = |own: &ProjectFile| own.is_script && (!own.is_marked || is_named());
        own.is_some_and(|own| own.is_aside && !is_run(own)) && is_below_test_data(file)
    }

    /// Whether a file has tests, which run whether or not another file imports it.
    pub(in crate::project) fn has_own_tests(&self, file: &Path) -> bool {
        let own = self.by_path.get(file).map(|at| &self.files[*at]);
        let stem = file.file_stem().and_then(|stem| stem.to_str());
        own.is_some_and(|own| own.is_aside && own.is_script) && stem.is_some_and(is_test)
    }

    /// The files that may import this one.
    pub(in crate::project) fn importers(&self, file: &Path, module: &str) -> Vec<Importer<'_>> {
        let own = self.own(file, module);
        let importer = |(at, is_plain): &(usize, bool)| Importer {
            path: &self.files[*at].path,
            module: &self.files[*at].module,
            is_plain: *is_plain,
            is_lone: self.is_lone(&self.files[*at]),
        };
        let find = || self.find_importers(file, module);
        match own {
            Some(own) => {
                let known = own.importers.get_or_init(find);
                known.iter().map(importer).collect()
            }
            None => find().iter().map(importer).collect(),
        }
    }

    /// Whether nothing in the project names a module, or starts with it, that is no part of what the outermost package
    /// offers first, or only another name of one.
    fn is_lone(&self, file: &ProjectFile) -> bool {
        let name = &file.module.dotted;
        let find = || {
            !file.is_aside
                && !file.is_script
                && (name.matches('.').count() > 1 || file.only_hands_on)
                && !name.ends_with(".__main__")
                && !self.importers.contains_key(name)
                && !self.texts.contains_key(name)
                && !self.starts_with(&file.path, name)
        };
        *file.is_lone.get_or_init(find)
    }

    /// The file of a module, where it is one of the project by this name.
    fn own(&self, file: &Path, module: &str) -> Option<&ProjectFile> {
        let own = self.by_path.get(file).map(|at| &self.files[*at]);
        own.filter(|own| own.module.dotted == module)
    }

    /// The platforms that the path of a module names, if it names any; found out now, unless that was done before.
    pub(in crate::project) fn platforms(
        &self,
        file: &Path,
        module: &str,
        find: impl FnOnce() -> Option<Worlds>,
    ) -> Option<Worlds> {
        match self.own(file, module) {
            Some(own) => *own.platforms.get_or_init(find),
            None => find(),
        }
    }

    /// Where they are among the files, and whether each imports it whenever it is imported itself.
    fn find_importers(&self, file: &Path, module: &str) -> Vec<(usize, bool)> {
        let counts_aside = self.is_aside(file);
        // What is in a package imports it, but somebody else did so before.
        let inside = file.file_name().filter(|name| *name == "__init__.py");
        let inside = inside.and_then(|_| file.parent());
        let named = self.importers.get(module).into_iter().flatten();
        let texts = self.texts.get(module).into_iter().flatten();
        // A test starts the script beside it, and whoever starts one that is named for a platform knows it.
        let last = module.rsplit('.').next();
        let last = last.filter(|last| counts_aside || named_in(Path::new(last)).is_some());
        let scripts = last.and_then(|last| self.scripts.get(last));
        let texts = texts.chain(scripts.into_iter().flatten());
        let mut all: Vec<usize> = named.chain(texts).copied().collect();
        all.extend(self.dynamic.of_module(module));
        all.sort_unstable();
        all.dedup();
        let counts = |at: &usize| {
            let other = &self.files[*at];
            other.path != file
                && (counts_aside || !other.is_aside)
                && inside.is_none_or(|inside| !other.path.starts_with(inside))
        };
        let is_plain = |at: usize| self.files[at].plain.contains(module);
        all.into_iter()
            .filter(counts)
            .map(|at| (at, is_plain(at)))
            .collect()
    }

    /// What it says of who imports a file, for a hash.
    pub(in crate::project) fn importers_in_words(&self, file: &Path, module: &str) -> String {
        let importers = self.importers(file, module).into_iter();
        let importers = importers.map(|importer| {
            let (path, plain) = (importer.path.display(), importer.is_plain);
            format!("{path} {plain} {}\n", importer.is_lone)
        });
        importers.collect()
    }

    /// What it says of who may use a method, for a hash, and these files, as far as anybody looks at them.
    pub(in crate::project) fn users(&self, file: &Path, method: &str) -> Vec<PathBuf> {
        let users = self.mentioning(file, method).take(MAX_METHOD_USERS + 1);
        users.map(|user| user.path.to_owned()).collect()
    }

    /// What the project says of itself, for a hash.
    pub(in crate::project) fn metadata(&self) -> &str {
        &self.metadata
    }

    /// Whether the project says that the module of a file is where a program starts.
    pub(in crate::project) fn starts_with(&self, file: &Path, module: &str) -> bool {
        match self.own(file, module) {
            Some(own) => *own.is_start.get_or_init(|| self.starts(module)),
            None => self.starts(module),
        }
    }

    fn starts(&self, module: &str) -> bool {
        let places = self.metadata.match_indices(module);
        let mut ends = places.map(|(at, _)| (at, at + module.len()));
        ends.any(|(start, end)| {
            let before = self.metadata[..start].chars().next_back();
            self.metadata[end..].starts_with(':')
                && !before.is_some_and(|c| is_inside(c) || c == '.')
        })
    }
}

fn note(map: &mut HashMap<String, Vec<usize>>, name: String, at: usize) {
    let known = map.entry(name).or_default();
    if known.last() != Some(&at) {
        known.push(at);
    }
}
