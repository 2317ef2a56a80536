//! What earlier checks found, used again for files of which nothing changed that their findings depend on.
//!
//! An answer is stored under a hash of the file's text, its settings and its place. It holds as long as a hash of all
//! that it was made from is the same: the texts of the modules that the file leads to, and of those that lead to it where
//! that was asked. Finding out costs no parse, and where every file that an earlier check read or looked for has the same
//! age and length as then, not even a read.

mod dependencies;
mod save;
mod shelf;
mod stored_finding;

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use foldhash::{HashMap, HashSet};

use dependencies::{Dependencies, Inspection};
use shelf::{Entry, Shelf, StoredQuestions};
use stored_finding::StoredFinding;

use super::cache::{self, CacheDirectory};
use super::cancellation::was_late;
use super::content_hash::{Key, hex, key};
use super::file_view::FileView;
use super::modules::Modules;
use super::questions::{Asked, Purpose};
use super::watched_disk;
use crate::config::Config;
use crate::finding::Finding;

/// What earlier checks found, and what this one finds.
#[derive(Debug)]
pub struct Results {
    directory: PathBuf,
    projects: Mutex<HashMap<PathBuf, Arc<Project>>>,
}

/// What was found in a file.
#[derive(Clone, Debug, Default)]
pub struct FileResult {
    /// The findings, in the order of the text.
    pub findings: Vec<Finding>,
    /// Whether their fixes were made.
    pub with_fixes: bool,
    /// The top-level modules that it imports.
    pub imported: BTreeSet<String>,
    /// The first lines of the statements that were not looked at.
    pub unread: Vec<Range<usize>>,
}

/// A file as it is checked.
#[derive(Debug)]
pub struct CheckedFile<'a> {
    view: &'a FileView,
    /// Under which what was found is stored.
    key: String,
}

impl<'a> CheckedFile<'a> {
    /// A file with these bytes, what it sees of its project, and what it is checked for.
    pub fn new(view: &'a FileView, config: &Config, bytes: &[u8]) -> Self {
        let path = view.file.to_string_lossy();
        let name = view.module.dotted.as_bytes();
        let config = format!("{config:?}");
        let context = view.modules.context();
        let parts = [path.as_bytes(), bytes, name, config.as_bytes(), &context];
        Self {
            view,
            key: hex(&key(&parts)),
        }
    }

    /// The outermost entry of its search path: what is stored of files that have it in common lies together.
    fn root(&self) -> &Path {
        let roots = self.view.modules.roots().iter();
        let outermost = roots.min_by_key(|root| root.as_os_str().len());
        outermost.map_or(Path::new(""), PathBuf::as_path)
    }
}

/// The results of one project.
#[derive(Debug)]
struct Project {
    file: PathBuf,
    before: Shelf,
    /// Whether all that the check before saw is as it was.
    is_unchanged: OnceLock<bool>,
    /// Those of the files that could not be read then that are still the same.
    still_unread: OnceLock<Vec<PathBuf>>,
    /// Whether all that was seen of environments is as it was.
    installed: Mutex<HashMap<Key, bool>>,
    dependencies: Mutex<HashMap<Key, Dependencies>>,
    used: Mutex<HashSet<String>>,
    new: Mutex<Vec<(String, FileView, FileResult)>>,
    /// The search paths that were looked at.
    modules: Mutex<HashMap<Key, Arc<Modules>>>,
}

impl Results {
    /// Those below a cache directory.
    pub fn below(cache: &Path) -> Self {
        Self {
            directory: cache::part(cache, CacheDirectory::Results),
            projects: Mutex::default(),
        }
    }

    /// What an earlier check found in a file, if it would be found again; with its fixes if they are asked for.
    pub fn get(&self, file: &CheckedFile<'_>, with_fixes: bool) -> Option<FileResult> {
        self.project(file.root()).get(file, with_fixes)
    }

    /// Takes down what was found in a file.
    pub fn put(&self, file: &CheckedFile<'_>, found: FileResult) {
        let project = self.project(file.root());
        project.note_modules(file.view);
        let questions = file.view.modules.questions();
        let asked = questions.map(|asked| asked.of(Purpose::Check, &file.view.file));
        if asked.is_some_and(|asked| !asked.others) {
            let new = (file.key.clone(), file.view.clone(), found);
            lock(&project.new).push(new);
        }
    }

    /// Stores what this run found, for the next one.
    pub fn save(&self) {
        if was_late() {
            return;
        }
        for project in lock(&self.projects).values() {
            project.save();
        }
    }

    fn project(&self, root: &Path) -> Arc<Project> {
        let mut projects = lock(&self.projects);
        if let Some(known) = projects.get(root) {
            return Arc::clone(known);
        }
        let name = hex(&key(&[root.to_string_lossy().as_bytes()])[..16]);
        let project = Arc::new(Project::read(self.directory.join(format!("{name}.json"))));
        projects.insert(root.to_owned(), Arc::clone(&project));
        project
    }
}

impl Project {
    fn read(file: PathBuf) -> Self {
        Self {
            before: cache::read_sealed(&file).unwrap_or_default(),
            file,
            is_unchanged: OnceLock::new(),
            still_unread: OnceLock::new(),
            installed: Mutex::default(),
            dependencies: Mutex::default(),
            used: Mutex::default(),
            new: Mutex::default(),
            modules: Mutex::default(),
        }
    }

    fn note_modules(&self, view: &FileView) {
        let mut modules = lock(&self.modules);
        let known = modules.entry(view.modules.context());
        known.or_insert_with(|| Arc::clone(&view.modules));
    }

    fn get(&self, file: &CheckedFile<'_>, with_fixes: bool) -> Option<FileResult> {
        let view = file.view;
        let entry = self.before.entries.get(&file.key)?;
        let lacks_fixes = with_fixes && !entry.with_fixes && !entry.findings.is_empty();
        if lacks_fixes || !self.has_same_environment(&view.modules) {
            return None;
        }
        let is_known_to_hold = entry.check == self.before.check && self.is_unchanged();
        if !is_known_to_hold && !self.holds(entry, view) {
            return None;
        }
        let findings = entry.findings.iter().map(StoredFinding::finding);
        let findings = findings.collect::<Option<Vec<Finding>>>()?;
        self.note_modules(view);
        for unread in self.still_unread() {
            view.modules.note_unread(unread);
        }
        lock(&self.used).insert(file.key.clone());
        Some(FileResult {
            findings,
            with_fixes: entry.with_fixes,
            imported: entry.imported.clone(),
            unread: entry.unread.clone(),
        })
    }

    /// Whether all that a file depends on is as it was.
    fn holds(&self, entry: &Entry, view: &FileView) -> bool {
        let asked = |look: &Inspection, text: &Key| match look.purpose {
            Purpose::Check => entry.asked.clone(),
            Purpose::Module | Purpose::Importers => self.asked_before(look, text),
        };
        let mut known = lock(&self.dependencies);
        let dependencies = known.entry(view.modules.context()).or_default();
        let hash = dependencies.of(&view.modules, &asked, &Inspection::check(view));
        hex(&hash) == entry.dependencies
    }

    /// What an earlier look at the same text asked for.
    fn asked_before(&self, look: &Inspection, text: &Key) -> Asked {
        let asked = self.before.asked.get(&look.file);
        let mut asked = asked.into_iter().flatten();
        let text = hex(text);
        let same =
            |stored: &&StoredQuestions| stored.purpose == look.purpose && stored.text == text;
        let asked = asked.find(same).map(|stored| stored.asked.clone());
        asked.unwrap_or_default()
    }

    fn is_unchanged(&self) -> bool {
        let look = || !self.before.seen.is_empty() && watched_disk::are_the_same(&self.before.seen);
        *self.is_unchanged.get_or_init(look)
    }

    /// Whether the environment is as it was when something was last found out about its modules.
    fn has_same_environment(&self, modules: &Modules) -> bool {
        let Some(base) = modules.base() else {
            return true;
        };
        let context = base.context();
        let look = || {
            let before = self.before.installed.get(&hex(&context));
            before.is_some_and(watched_disk::are_the_same)
        };
        *lock(&self.installed).entry(context).or_insert_with(look)
    }

    /// Files that could not be read as modules, and are still the same.
    fn still_unread(&self) -> &[PathBuf] {
        let same = |(path, stamp): &(&PathBuf, &_)| watched_disk::is_the_same(path, **stamp);
        let look = || {
            let unread = self.before.unread.iter().filter(same);
            unread.map(|(path, _)| path.clone()).collect()
        };
        self.still_unread.get_or_init(look)
    }
}

fn lock<T>(known: &Mutex<T>) -> MutexGuard<'_, T> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}
