//! The modules on a search path, summarised when somebody asks for one.
//!
//! What an import reaches is found first, by a look at the lines of files. Then each module is
//! evaluated after those that it imports; those that import each other in a circle are evaluated
//! until nothing changes, so that no answer depends on who has asked first.

mod bound_names;
mod child_names;
mod child_outline;
mod child_words;
mod components;
mod defining_module;
mod evaluated_child_names;
mod graph;
mod imported_names;
mod input_record;
mod known_answers;
mod module_evaluation;
mod module_surroundings;
mod name_propagation;
mod outline;
mod platform_mentions;
mod quick_scan;
mod requirement_supply;
mod resolve;
mod search;
mod summary_cache;
mod summary_keys;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

use foldhash::{HashMap, HashMapExt};

use child_names::NamesByFile;
pub(super) use components::components;
pub(super) use defining_module::DefiningModule;
use graph::Graph;
use input_record::InputRecord;
pub(super) use known_answers::FailurePosition;
use known_answers::KnownAnswers;
pub(crate) use module_surroundings::{without_failures_around, without_failures_through};
pub(super) use requirement_supply::{Absence, RequirementSupply};
pub(super) use resolve::ResolvedModule;
pub(super) use search::{ModuleLocation, Target};
pub(super) use summary_cache::SummaryCache;

use super::cancellation::{Cancellation, Deadline};
use super::content_hash::Key;
use super::executables::Specifications;
use super::import_index::{Index, KnownImporters};
use super::import_lines;
use super::installed::Limits;
use super::storage::Storage;
use crate::limits::reached;
use crate::model::surroundings::Summary;
use crate::syntax::has_unread_code;
use crate::world::Worlds;

/// How often modules are looked at again because they import what their lines do not show.
const MAX_DISCOVERY_ROUNDS: usize = 6;

/// Modules below the entries of a search path.
#[derive(Debug)]
pub struct Modules {
    storage: Arc<dyn Storage>,
    /// The search path.
    roots: Vec<PathBuf>,
    /// They belong to the project, which is checked itself.
    own: bool,
    /// Where a name is looked for that is not here.
    base: Option<Arc<Modules>>,
    /// The worlds that are looked at.
    worlds: Worlds,
    /// Where what is here says something of what would be installed.
    limits: Limits,
    /// What requirements bring and do not bring.
    supply: RequirementSupply,
    /// What was found out, by file.
    known: Mutex<HashMap<PathBuf, Arc<Summary>>>,
    /// What was found where, by dotted name.
    places: Mutex<HashMap<String, Option<ResolvedModule>>>,
    /// Held while something is being found out.
    building: Mutex<()>,
    /// What earlier runs found out.
    kept: Arc<SummaryCache>,
    /// What each summary was made from, by file.
    keys: Mutex<HashMap<PathBuf, Key>>,
    /// Who imports modules of the project.
    importers: KnownImporters,
    /// What others found out about modules.
    answers: KnownAnswers,
    /// The names of modules that lead to child processes, by file.
    child_names: NamesByFile,
    /// Those of them that evaluations leave.
    evaluated_names: NamesByFile,
    /// What may say that modules of the project become executables.
    specifications: Specifications,
    /// Files that could not be read as modules: too long, or no text.
    unread: Mutex<BTreeSet<PathBuf>>,
    /// What is asked and read, where a later run takes over what is found.
    recorded: Option<InputRecord>,
}

/// What a module does has to be found out.
struct NotSummarised;

impl Modules {
    /// The modules below these entries; other names are looked for in `base`.
    pub fn new(
        storage: Arc<dyn Storage>,
        roots: Vec<PathBuf>,
        own: bool,
        base: Option<Arc<Self>>,
    ) -> Self {
        Self {
            storage,
            roots,
            own,
            base,
            worlds: Worlds::ALL,
            limits: Limits::default(),
            supply: RequirementSupply::default(),
            known: Mutex::default(),
            places: Mutex::default(),
            building: Mutex::default(),
            kept: Arc::default(),
            keys: Mutex::default(),
            importers: KnownImporters::default(),
            answers: KnownAnswers::default(),
            child_names: NamesByFile::default(),
            evaluated_names: NamesByFile::default(),
            specifications: Specifications::default(),
            unread: Mutex::default(),
            recorded: None,
        }
    }

    /// Looked at in these worlds only.
    #[must_use]
    pub fn within(mut self, worlds: Worlds) -> Self {
        self.worlds = worlds;
        self
    }

    /// Saying nothing of worlds in which another release would be installed.
    #[must_use]
    pub(super) fn limited(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Knowing what requirements bring and do not bring.
    #[must_use]
    pub(super) fn supplied(mut self, supply: RequirementSupply) -> Self {
        self.supply = supply;
        self
    }

    /// With what earlier runs kept below a cache directory; without one, what is found out is kept for this run.
    #[must_use]
    pub fn kept_below(mut self, cache: Option<&Path>) -> Self {
        let search_path = format!("{:?} {}", self.roots, self.worlds);
        let below = |cache| SummaryCache::below(cache, &search_path);
        self.kept = Arc::new(cache.map_or_else(SummaryCache::in_memory, below));
        self
    }

    /// With what others have found out of the same modules.
    #[must_use]
    pub(super) fn kept_with(mut self, kept: &Arc<SummaryCache>) -> Self {
        self.kept = Arc::clone(kept);
        self
    }

    /// The summary of a module that is imported by this name.
    pub fn module(&self, name: &str) -> Option<Arc<Summary>> {
        self.module_until(name, &Cancellation::default())
    }

    /// The summary of a module; nothing if it is not known when it is time to stop.
    pub fn module_until(&self, name: &str, stop: &Cancellation) -> Option<Arc<Summary>> {
        if let Ok(known) = self.at_once(name) {
            return known;
        }
        self.prepare(&[name.to_owned()], stop);
        self.at_once(name).ok().flatten()
    }

    /// Finds out about all these modules at once.
    pub fn prepare(&self, names: &[String], stop: &Cancellation) {
        self.build(names, &Deadline::new(stop));
    }

    /// The same, for so long at most.
    pub(super) fn prepare_within(&self, names: &[String], stop: &Cancellation, longest: Duration) {
        self.build(names, &Deadline::new(stop).within(longest));
    }

    /// The worlds that are looked at.
    pub(super) fn worlds(&self) -> Worlds {
        self.worlds
    }

    /// What was found out about who imports modules of the project.
    pub(super) fn known_importers(&self) -> &KnownImporters {
        &self.importers
    }

    /// Whether they belong to the project, which is checked itself.
    pub(super) fn are_own(&self) -> bool {
        self.own
    }

    /// What others found out about modules.
    pub(super) fn known_answers(&self) -> &KnownAnswers {
        &self.answers
    }

    /// What may say that modules of the project become executables.
    pub(super) fn specifications(&self) -> &Specifications {
        &self.specifications
    }

    /// Who imports whom among the files of the project, by their lines; `None` if there are too many.
    pub(super) fn importer_index(&self) -> Option<Arc<Index>> {
        self.importers.index(&self.roots, &|path| self.watch(path))
    }

    /// The files of modules that could not be looked at, of those that somebody has asked for.
    pub(super) fn unread(&self) -> BTreeSet<PathBuf> {
        let unread = self.unread.lock().unwrap_or_else(PoisonError::into_inner);
        unread.clone()
    }

    /// The text of a module; noted if it cannot be read, or not all of it can be looked at.
    pub(super) fn text(&self, path: &Path) -> Option<String> {
        let text = self.storage.text(path);
        if text.as_deref().is_none_or(has_unread_code) {
            self.note_unread(path);
        }
        text
    }

    /// Notes the file of a module that is not looked at.
    pub(super) fn note_unread(&self, path: &Path) {
        let mut unread = self.unread.lock().unwrap_or_else(PoisonError::into_inner);
        unread.insert(path.to_owned());
    }

    /// The entries of the search path.
    pub fn roots(&self) -> &[PathBuf] {
        &self.roots
    }

    /// What is known of a module, if there is one.
    fn at_once(&self, name: &str) -> Result<Option<Arc<Summary>>, NotSummarised> {
        match self.find(name) {
            None => Ok(None),
            Some(ModuleLocation::Here(ResolvedModule::File { path, .. })) => {
                self.known(&path).map(Some).ok_or(NotSummarised)
            }
            Some(ModuleLocation::Here(_)) => Ok(Some(Arc::default())),
            Some(ModuleLocation::Base(base)) => base.at_once(name),
        }
    }

    fn known(&self, path: &Path) -> Option<Arc<Summary>> {
        self.lock().get(path).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<PathBuf, Arc<Summary>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn build(&self, names: &[String], patience: &Deadline) {
        let turn = self.turn(patience).filter(|_| !patience.is_over());
        let Some(_building) = turn else {
            return;
        };
        let mut asked = HashMap::new();
        let mut graph = Graph::default();
        for round in 1..=MAX_DISCOVERY_ROUNDS {
            graph = Graph::of(self, names, graph, &asked, patience);
            if let Some(base) = self.base.as_deref().filter(|_| !graph.shared.is_empty()) {
                let shared: Vec<String> = graph.shared.iter().cloned().collect();
                base.build(&shared, patience);
            }
            let new = self.settle(&graph, round, patience);
            if round == MAX_DISCOVERY_ROUNDS && !new.is_empty() {
                reached("rounds of imports found while evaluating");
            }
            if new.is_empty() || patience.is_over() {
                break;
            }
            for (path, hash, names) in new {
                let all = asked.entry(path).or_insert_with(Vec::new);
                all.extend(names);
                self.kept.put_asked(&hash, all);
            }
        }
        self.kept.save();
    }

    /// Waits until nobody else finds out something here.
    fn turn(&self, patience: &Deadline) -> Option<MutexGuard<'_, ()>> {
        loop {
            match self.building.try_lock() {
                Ok(turn) => return Some(turn),
                Err(TryLockError::Poisoned(turn)) => return Some(turn.into_inner()),
                Err(TryLockError::WouldBlock) if patience.is_over() => return None,
                Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(2)),
            }
        }
    }
}
