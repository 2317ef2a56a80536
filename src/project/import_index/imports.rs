//! What a file imports, in which worlds, and where it uses that.

use std::cell::LazyCell;
use std::path::Path;
use std::sync::Arc;

use foldhash::HashMap;

use super::platform_paths::named_in;
use crate::model::eval::platform_words::names_a_platform;
use crate::model::link::document_imports::ImportedThing;
use crate::model::link::import_sites::ImportSite;
use crate::syntax::ast::Name;
use crate::syntax::{absolute, with_packages};
use crate::world::Worlds;

/// What a file imports, and where it uses that.
#[derive(Debug)]
pub(in crate::project) struct Imports {
    places: Vec<ImportSite>,
    /// Those that are about a module or something in it.
    by_module: HashMap<Box<str>, Vec<usize>>,
    /// Those that use a name.
    by_use: HashMap<Name, Vec<usize>>,
    /// Those that are about modules of which only a part of the name is known.
    patterns: Vec<usize>,
    /// Those that are strings.
    texts: Vec<usize>,
    /// The package that its relative names start from.
    package: Option<String>,
}

impl Imports {
    /// These places of a file, in a package that its relative names start from.
    pub(in crate::project) fn new(places: Vec<ImportSite>, package: Option<&str>) -> Self {
        let mut imports = Self {
            places: Vec::new(),
            by_module: HashMap::default(),
            by_use: HashMap::default(),
            patterns: Vec::new(),
            texts: Vec::new(),
            package: package.map(str::to_owned),
        };
        for (at, place) in places.iter().enumerate() {
            match &place.what {
                ImportedThing::Module(name)
                | ImportedThing::Star(name)
                | ImportedThing::Member(name, _) => imports.note_module(name, at),
                ImportedThing::Name { module, name, .. } => {
                    imports.note_module(&format!("{module}.{name}"), at);
                }
                ImportedThing::Prefix(_) | ImportedThing::Beside(_) => imports.patterns.push(at),
                ImportedThing::Text(_) => imports.texts.push(at),
                ImportedThing::Use(name) => {
                    imports
                        .by_use
                        .entry(Name::clone(name))
                        .or_default()
                        .push(at);
                }
                ImportedThing::Attribute(_) => {}
            }
        }
        imports.places = places;
        imports
    }

    /// Notes that a place is about a module, and so about all packages around that.
    fn note_module(&mut self, name: &str, at: usize) {
        for module in with_packages(name) {
            self.by_module.entry(module.into()).or_default().push(at);
        }
    }

    /// The places that may be about a module or something in it, in their order.
    fn about<'i>(&'i self, module: &str) -> impl Iterator<Item = &'i ImportSite> {
        let mut places = self.by_module.get(module).cloned().unwrap_or_default();
        places.extend(&self.patterns);
        places.sort_unstable();
        places.into_iter().filter_map(|at| self.places.get(at))
    }

    /// The places that import a module, or something in it.
    pub(in crate::project) fn of_module<'i>(
        &'i self,
        module: &'i str,
    ) -> impl Iterator<Item = ImportSite> + 'i {
        let inside = move |name: &str| {
            let rest = name.strip_prefix(module);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let is_for_platform = LazyCell::new(move || names_a_platform(module));
        self.about(module).filter_map(move |place| {
            let mut place = place.clone();
            match &place.what {
                ImportedThing::Module(name) | ImportedThing::Star(name) => {
                    inside(name).then_some(place)
                }
                ImportedThing::Name {
                    module: from, name, ..
                } => {
                    let is_it = inside(from)
                        || module
                            .rsplit_once('.')
                            .is_some_and(|(package, last)| package == &**from && last == &**name);
                    is_it.then_some(place)
                }
                ImportedThing::Prefix(beginning) if module.starts_with(&**beginning) => {
                    // Whoever puts its name together asks for the platform, if that is what it names.
                    if *is_for_platform {
                        place.worlds = Worlds::NONE;
                    }
                    // `f"pkg.{name}"` is for what is directly in the package, if anything else imports the others.
                    place.wanted |= module[beginning.len()..].contains('.');
                    Some(place)
                }
                ImportedThing::Beside(beginning)
                    if is_beside(module, beginning, || *is_for_platform) =>
                {
                    if *is_for_platform {
                        place.worlds = Worlds::NONE;
                    }
                    Some(place)
                }
                _ => None,
            }
        })
    }

    /// The places that name a module in a string, and the worlds of each.
    pub(in crate::project) fn texts_of<'i>(
        &'i self,
        module: &'i str,
    ) -> impl Iterator<Item = Worlds> + 'i {
        let is_for_platform = LazyCell::new(move || names_a_platform(module));
        let texts = self.texts.iter().filter_map(|at| self.places.get(*at));
        texts.filter_map(move |place| {
            let ImportedThing::Text(text) = &place.what else {
                return None;
            };
            let text = text.split(':').next().unwrap_or_default();
            let script = text.strip_suffix(".py");
            let script = script.map(|path| path.rsplit('/').next().unwrap_or(path));
            if let Some(script) = script.filter(|script| module.rsplit('.').next() == Some(script))
            {
                // Whoever starts one that is named for a platform knows it.
                let named = named_in(Path::new(script)).unwrap_or(Worlds::ALL);
                return Some(place.worlds & named);
            }
            let level = text.chars().take_while(|c| *c == '.').count();
            let name = absolute(level, &text[level..], self.package.as_deref())?;
            let is_it = name == module
                || name
                    .rsplit_once('.')
                    .is_some_and(|(above, _)| above == module);
            is_it.then_some(match *is_for_platform {
                true => Worlds::NONE,
                false => place.worlds,
            })
        })
    }

    /// The worlds in which the file uses what an object has by this name; `None` if it does not.
    pub(in crate::project) fn uses_of_attribute(&self, name: &str) -> Option<Worlds> {
        let is_it = |place: &&ImportSite| matches!(&place.what, ImportedThing::Attribute(used) if **used == *name);
        self.places.iter().find(is_it).map(|place| place.worlds)
    }

    /// The worlds in which the file uses a name of a module; `None` if it does not.
    pub(in crate::project) fn uses_of(&self, module: &str, name: &str) -> Option<Worlds> {
        let mut found: Option<Worlds> = None;
        let mut add = |worlds: Worlds| found = Some(found.unwrap_or(Worlds::NONE) | worlds);
        let mut bound: Vec<(Arc<str>, Worlds)> = Vec::new();
        for place in self.about(module) {
            match &place.what {
                ImportedThing::Star(from) if **from == *module => add(place.worlds),
                ImportedThing::Name {
                    module: from,
                    name: taken,
                    bound: to,
                } if **from == *module && **taken == *name => {
                    bound.push((Arc::clone(to), place.worlds));
                }
                ImportedThing::Member(from, taken) if **from == *module && **taken == *name => {
                    add(place.worlds);
                }
                _ => {}
            }
        }
        for (to, worlds) in bound {
            let uses = self.by_use.get(&to).map_or(&[][..], Vec::as_slice);
            let mut uses = uses.iter().filter_map(|at| self.places.get(*at)).peekable();
            match uses.peek() {
                // Others take it from here.
                None => add(worlds),
                // Elsewhere the name is something else.
                Some(_) => uses.for_each(|place| add(place.worlds & worlds)),
            }
        }
        found
    }
}

/// Whether a module may be the one of some package whose name there starts like this.
fn is_beside(module: &str, beginning: &str, is_for_platform: impl FnOnce() -> bool) -> bool {
    let name = module.rsplit_once('.').map(|(_, name)| name);
    name.is_some_and(|name| match beginning {
        // Any module at all: who puts the name of a platform there knows for what it is.
        "" => is_for_platform(),
        beginning => name.starts_with(beginning),
    })
}
