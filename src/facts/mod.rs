//! What exists where: look-up in the data files beside this one.

mod audit;
mod condition;
mod english;
mod format;
mod links;
pub(crate) mod lists;
mod lookup;
mod modules;
mod python2;
mod record;
mod related_names;
mod replacements;
pub(crate) mod spawns;
mod start_methods;
mod table;
mod third_party_names;
mod values;

pub(crate) use audit::problems;
pub use condition::{ArgumentCondition, ArgumentTest, Literal};
pub(crate) use links::{UNNAMED, links};
pub(crate) use lookup::is_always_there;
pub use lookup::{
    all, arguments, canonical, distribution, fact, is_module, parameters, returns, texts, through,
    yields,
};
pub use modules::{brought_by, substitutes};
pub use python2::is_gone_built_in;
pub use related_names::{around, inside, near};
pub(crate) use related_names::{is_about_built_in, methods};
pub use replacements::{Replacement, replacement};
pub use start_methods::{StartMethod, default_start_method, start_method_argument};
pub use third_party_names::is_known_elsewhere;
pub use values::value;
pub(crate) use values::values;

use crate::world::Worlds;

/// What happens where a name is not available.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Failure {
    /// It does not exist: importing it raises `ImportError`, reaching it `AttributeError`, passing it `TypeError`.
    Missing,
    /// It exists, and importing it (a module) or using it (anything else) raises this exception.
    Raises(&'static str),
    /// It exists and silently does something else.
    Diverges,
    /// It can be passed and has no effect.
    Ignored,
}

/// Where one module, function, class, method, constant or argument can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The dotted name: `os.fork`, `multiprocessing.context.ForkProcess`, `subprocess.Popen(preexec_fn!=None)`.
    pub name: &'static str,
    /// The worlds in which it works.
    pub available: Worlds,
    /// What happens in the others; the first of `failures`.
    pub failure: Failure,
    /// What happens in which of the others: together they are the worlds in which it does not work.
    pub failures: &'static [(Worlds, Failure)],
    /// It fails only sometimes: where a file is there, say.
    pub perhaps: bool,
    /// For an argument: what its value must be for the fact to hold; empty when passing it is enough.
    pub when: &'static [ArgumentCondition],
    /// The version that removed it, if that was before the first one that worlds know: "3.0".
    pub removed: Option<&'static str>,
    /// What happens where it fails, as one clause: "it sends Ctrl+C".
    pub effect: Option<&'static str>,
    /// Where this is known from.
    pub source: &'static str,
    /// What to write instead, as one clause that follows "Use", or why there is nothing.
    pub alternative: Option<&'static str>,
}

impl Fact {
    /// The worlds in which the name is there, whether it works or not: what `hasattr` answers.
    pub fn exists(&self) -> Worlds {
        let missing = self.failures.iter();
        let missing = missing.filter(|(_, failure)| *failure == Failure::Missing);
        missing.fold(Worlds::ALL, |all, (worlds, _)| all - *worlds)
    }
}
