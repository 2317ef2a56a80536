//! The modules on a search path, summarised when somebody asks for one.

mod inside;
mod resolve;
mod scan;
mod session;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use inside::Inside;
pub(crate) use inside::without_failures_around;
use resolve::{Found, resolve};
use scan::{Scan, scan};
use session::{Entered, Session};

use super::storage::Storage;
use crate::facts;
use crate::model::surroundings::Summary;
use crate::syntax::Document;
use crate::world::Worlds;

/// Chains of imports may be long, and each link needs some of it; only what is used costs memory.
const STACK: usize = 512 << 20;

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
    /// What was found out, by file.
    known: Mutex<HashMap<PathBuf, Arc<Summary>>>,
    /// What was found where, by dotted name.
    places: Mutex<HashMap<String, Option<Found>>>,
}

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
            known: Mutex::default(),
            places: Mutex::default(),
        }
    }

    /// The summary of a module that is imported by this name, in every world.
    pub fn module(&self, name: &str) -> Option<Arc<Summary>> {
        match self.find(name)? {
            Place::Here(Found::File { path, .. }) => {
                if let Some(known) = self.lock().get(&path) {
                    return Some(Arc::clone(known));
                }
                self.afresh(name)
            }
            Place::Here(_) => Some(Arc::default()),
            Place::Base(base) => base.module(name),
        }
    }

    /// The entries of the search path.
    pub fn roots(&self) -> &[PathBuf] {
        &self.roots
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<PathBuf, Arc<Summary>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn afresh(&self, name: &str) -> Option<Arc<Summary>> {
        let session = Session::default();
        std::thread::scope(|scope| {
            let work = || self.within(&session, name);
            let thread = std::thread::Builder::new().stack_size(STACK);
            let thread = thread.spawn_scoped(scope, work).ok()?;
            // What panics there is not known here.
            thread.join().ok().flatten()
        })
    }

    /// The summary of a module for another one that is being summarised.
    fn within(&self, session: &Session, name: &str) -> Option<Arc<Summary>> {
        let (path, root, package) = match self.find(name)? {
            Place::Here(Found::File {
                path,
                root,
                package,
            }) => (path, root, package),
            Place::Here(_) => return Some(Arc::default()),
            Place::Base(base) => return base.module(name),
        };
        // Importing a module imports the packages around it first.
        if let Some((above, _)) = name.rsplit_once('.') {
            self.within(session, above);
        }
        if let Some(known) = self.lock().get(&path) {
            return Some(Arc::clone(known));
        }
        match session.enter(&path, name) {
            Entered::Known(summary) => Some(summary),
            Entered::Nothing => None,
            Entered::Now => {
                let mut summary = self.summarise(session, name, &path, &root, package);
                for failure in &mut summary.failures {
                    failure.own = self.own;
                }
                let summary = Arc::new(summary);
                if session.leave(&path, &summary) {
                    self.lock().insert(path, Arc::clone(&summary));
                }
                Some(summary)
            }
        }
    }

    fn summarise(
        &self,
        session: &Session,
        name: &str,
        path: &Path,
        root: &Path,
        package: bool,
    ) -> Summary {
        let Some(text) = self.storage.text(path) else {
            return Summary::default();
        };
        let inside = Inside {
            modules: self,
            session,
            name,
            package: match (package, name.rsplit_once('.')) {
                (true, _) => name,
                (false, Some((above, _))) => above,
                (false, None) => "",
            },
        };
        let scan = scan(&text);
        if !scan.matters && !self.imports_matter(&inside, &scan) {
            return Summary::default();
        }
        let shown = path.strip_prefix(root).unwrap_or(path);
        let shown = shown.to_string_lossy().replace('\\', "/");
        let document = Document::new(text);
        Summary::of(&document, &inside, &path.to_string_lossy(), &shown)
    }

    /// Whether a module that this one imports fails somewhere, or differs between worlds.
    fn imports_matter(&self, inside: &Inside<'_>, scan: &Scan) -> bool {
        let matters = |name: &str| {
            let mut ends: Vec<usize> = name.match_indices('.').map(|(at, _)| at).collect();
            ends.push(name.len());
            ends.into_iter().any(|end| {
                self.within(inside.session, &name[..end])
                    .is_some_and(|summary| summary.matters())
            })
        };
        // Each is asked, so that all of them are known afterwards.
        scan.imports
            .iter()
            .fold(false, |any, (level, module, names)| {
                let Some(module) = inside.absolute(*level, module) else {
                    return any;
                };
                let whole = matters(&module);
                let parts = names.iter().fold(false, |any, part| {
                    let submodule = format!("{module}.{part}");
                    (self.find(&submodule).is_some() && matters(&submodule)) || any
                });
                any || whole || parts
            })
    }

    /// Where a module is that is imported by this name: the project comes first, then the
    /// standard library, then what is installed.
    fn find(&self, name: &str) -> Option<Place<'_>> {
        let top = name.split('.').next().unwrap_or(name);
        let is_regular = |found| matches!(found, Some(Found::File { .. } | Found::Stub));
        if self.own && is_regular(self.place(top)) {
            return self.place(name).map(Place::Here);
        }
        if facts::is_module(top) {
            let installed = self.base.as_deref().unwrap_or(self);
            let instead = if top == "distutils" {
                "setuptools"
            } else {
                name
            };
            let found = is_removed(top) && installed.place(instead).is_some();
            return found.then_some(Place::Here(Found::Stub));
        }
        let base = self.base.as_deref();
        match base.and_then(|base| base.place(top)) {
            Some(Found::File { .. } | Found::Stub) => base.map(Place::Base),
            namespace => match (self.place(name), namespace) {
                (Some(here), _) => Some(Place::Here(here)),
                (None, Some(_)) => base.map(Place::Base),
                (None, None) => None,
            },
        }
    }

    fn place(&self, name: &str) -> Option<Found> {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = places.get(name) {
            return known.clone();
        }
        let found = resolve(&*self.storage, &self.roots, name);
        places.insert(name.to_owned(), found.clone());
        found
    }
}

/// Whether some version of Python has lost the module on every platform, so that an installed one
/// takes its place: setuptools that of `distutils`.
fn is_removed(top: &str) -> bool {
    facts::fact(top).is_some_and(|fact| {
        let versions = Worlds::minors(|minor| fact.available.contains(Worlds::minor(minor)));
        fact.failure == facts::Failure::Missing && fact.available == versions
    })
}

/// Where a module was found.
enum Place<'m> {
    /// Below the own search path.
    Here(Found),
    /// Among the modules that others share.
    Base(&'m Modules),
}
