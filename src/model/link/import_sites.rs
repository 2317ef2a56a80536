//! The places at which a document imports something, or uses it, once it is known what runs where.

use foldhash::{HashMap, HashMapExt};

use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::platform_words::is_for_one_platform;
use crate::model::link::call_sites::{FunctionUse, Used};
use crate::model::link::document_imports::ImportedThing;
use crate::model::link::reachability::Entries;
use crate::model::surroundings::Surroundings;
use crate::model::value::exception::Exception;
use crate::model::{Model, pieces};
use crate::syntax::Document;
use crate::syntax::ast::Name;
use crate::world::Worlds;

/// A place that imports, or uses what was imported.
#[derive(Clone, Debug)]
pub(crate) struct ImportSite {
    pub(crate) what: ImportedThing,
    /// The worlds in which it is reached.
    pub(crate) worlds: Worlds,
    /// A user asks for just this module there.
    pub(crate) wanted: bool,
    /// It stands in a function that is named for a platform: `def win32(): from . import _win32`.
    pub(crate) is_for_platform: bool,
    /// Those in which nothing around it catches that the import fails, by what is raised.
    uncaught: [Worlds; RAISED.len()],
}

/// What an import may raise, as far as handlers tell it apart.
const RAISED: [Exception; 4] = [
    Exception::ModuleNotFound,
    Exception::Import,
    Exception::Attribute,
    Exception::Other,
];

impl ImportSite {
    /// An import under nothing.
    pub(crate) fn plain(what: ImportedThing) -> Self {
        Self {
            what,
            worlds: Worlds::ALL,
            wanted: false,
            is_for_platform: false,
            uncaught: [Worlds::ALL; RAISED.len()],
        }
    }

    /// The worlds in which it goes on when the import raises an exception with this name.
    pub(crate) fn catches(&self, exception: &str) -> Worlds {
        let raised = Exception::named(exception);
        let at = RAISED.iter().position(|known| *known == raised);
        self.worlds - self.uncaught[at.unwrap_or(RAISED.len() - 1)]
    }

    /// The places of a document, once it is known what runs where.
    pub(in crate::model) fn all(evaluator: &Evaluator<'_>, entries: &mut Entries) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        let skipped = evaluator.skipped | evaluator.left_by_all_tests();
        let mut attributes: HashMap<&Name, usize> = HashMap::new();
        for place in &evaluator.function_uses {
            let Used::Imported(what) = &place.used else {
                continue;
            };
            let mut site = Self::at(place, what, entries);
            // Code that asks for the platform, in whatever way, knows what the module is for.
            site.worlds -= place.unclear.doubtful();
            site.is_for_platform = place.owner.is_some_and(|owner| {
                is_for_one_platform(&evaluator.functions[owner.0 as usize].function.name)
            });
            // What stands beside tests is there for them.
            if place.owner.is_none() && matches!(what, ImportedThing::Text(_)) {
                site.worlds -= skipped;
            }
            if let ImportedThing::Attribute(name) = what {
                // There are many, and nobody asks for more than where.
                if let Some(known) = attributes.get(name) {
                    found[*known].worlds |= site.worlds;
                    continue;
                }
                attributes.insert(name, found.len());
            }
            found.push(site);
        }
        found
    }

    fn at(place: &FunctionUse, what: &ImportedThing, entries: &mut Entries) -> Self {
        let runs = place.owner.map_or(Worlds::ALL, |owner| entries.runs(owner));
        let imports = !matches!(
            what,
            ImportedThing::Use(_) | ImportedThing::Member(..) | ImportedThing::Attribute(_)
        );
        let uncaught = RAISED.map(|exception| match place.owner {
            _ if place.caught.contains(exception) => Worlds::NONE,
            Some(owner) if imports => place.worlds & entries.uncaught(owner, exception),
            _ => place.worlds & runs,
        });
        Self {
            what: what.clone(),
            worlds: place.worlds & runs,
            wanted: imports && place.wanted.is_some(),
            is_for_platform: false,
            uncaught,
        }
    }
}

impl Model {
    /// Evaluates a document with this name for what it imports.
    pub(crate) fn importing(
        document: &Document,
        surroundings: &dyn Surroundings,
        worlds: Worlds,
        name: &str,
    ) -> Self {
        let mut evaluator = Evaluator::new(surroundings, worlds);
        evaluator.importing = Some(name.into());
        evaluator.outside.alone = true;
        evaluator.module(&pieces(document));
        Self::settled(evaluator, worlds)
    }
}
