//! What leads to something that fails: what is found depends on the uses of that, and on no others.

use foldhash::{HashMap, HashSet};

use crate::facts::lists::RENAMES;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::functions::is_private;
use crate::model::limits::MAX_RENAMING_TEXT_BYTES;
use crate::model::link::call_sites::{FunctionUse, Used};
use crate::model::summary::uses::Use;
use crate::model::value::{ClassId, FunctionId};
use crate::syntax::ast::Name;

/// The functions in which something fails, and all that may use them.
#[derive(Clone, Default)]
pub(in crate::model) struct PathsToFailures {
    functions: HashSet<FunctionId>,
    /// Their classes, and those that extend them.
    classes: HashSet<ClassId>,
    /// The names by which they may be used: those of private ones, and of those in which something fails.
    names: HashSet<Name>,
    /// What calls are given decides whether something fails.
    asks_for_arguments: bool,
    /// So does what else a file says that has to do with that.
    renames: bool,
}

/// The uses that may be of the same function or class.
#[derive(Default)]
struct UsesByUsed<'e> {
    functions: HashMap<FunctionId, Vec<&'e FunctionUse>>,
    classes: HashMap<ClassId, Vec<&'e FunctionUse>>,
    names: HashMap<&'e Name, Vec<&'e FunctionUse>>,
}

impl<'e> UsesByUsed<'e> {
    fn add(&mut self, used: &'e Used, usage: &'e FunctionUse) {
        match used {
            Used::Function(id) => self.functions.entry(*id).or_default().push(usage),
            Used::Class(id) => self.classes.entry(*id).or_default().push(usage),
            Used::Attribute(name) => self.names.entry(name).or_default().push(usage),
            Used::Handed(_, _, used) => self.add(used, usage),
            Used::Imported(_) | Used::Parameter(..) | Used::Lambda(_) => {}
        }
    }
}

impl PathsToFailures {
    /// What leads to failures in an evaluation.
    pub(in crate::model) fn of(evaluator: &Evaluator<'_>) -> Self {
        let fails = evaluator.uses.iter().chain(&evaluator.signal_handlers);
        let asks = |usage: &Use| usage.wanted.is_some() || !usage.conditions.is_empty();
        let names = fails.clone().filter_map(|usage| usage.site.fact());
        let mut found = Self {
            renames: names.clone().any(|fact| RENAMES.has(fact.name)),
            asks_for_arguments: fails.clone().any(asks),
            ..Self::default()
        };
        let mut due: Vec<FunctionId> = fails.filter_map(|usage| usage.owner).collect();
        if due.is_empty() {
            return found;
        }
        let failing = due.iter().map(|id| &evaluator.functions[id.0 as usize]);
        let public = failing.filter(|info| !is_private(&info.function.name));
        found.names = public
            .map(|info| Name::clone(&info.function.name))
            .collect();
        let mut uses = UsesByUsed::default();
        for usage in &evaluator.function_uses {
            uses.add(&usage.used, usage);
        }
        while let Some(id) = due.pop() {
            if !found.functions.insert(id) {
                continue;
            }
            let info = &evaluator.functions[id.0 as usize];
            let mut lead: Vec<&FunctionUse> = Vec::new();
            lead.extend(uses.functions.get(&id).into_iter().flatten());
            let mut classes: Vec<ClassId> = info.class.into_iter().collect();
            while let Some(class) = classes.pop() {
                if found.classes.insert(class) {
                    let of_class = uses.classes.get(&class).into_iter().flatten();
                    classes.extend(of_class.clone().filter_map(|usage| usage.through));
                    lead.extend(of_class);
                }
            }
            let name = &info.function.name;
            // Anybody may use a public method.
            if is_private(name) && found.names.insert(Name::clone(name)) {
                lead.extend(uses.names.get(name).into_iter().flatten());
            }
            for usage in lead {
                due.extend(usage.owner);
                if let Used::Handed(callee, ..) = usage.used {
                    due.push(callee);
                }
            }
        }
        found
    }

    /// Whether what is found may depend on the words of a text of this length, wherever they stand.
    pub(in crate::model) fn ask_for_text(&self, length: usize) -> bool {
        self.renames && length <= MAX_RENAMING_TEXT_BYTES
    }

    /// Whether what is found may depend on what this function is given.
    pub(in crate::model) fn depend_on_arguments_of(&self, function: FunctionId) -> bool {
        self.asks_for_arguments && self.functions.contains(&function)
    }

    /// Whether what is found may depend on this use.
    pub(in crate::model) fn include(&self, usage: &FunctionUse) -> bool {
        !self.functions.is_empty() && (usage.dynamic || self.lead_through(&usage.used))
    }

    fn lead_through(&self, used: &Used) -> bool {
        match used {
            Used::Function(id) => self.functions.contains(id),
            Used::Class(id) => self.classes.contains(id),
            Used::Attribute(name) => self.names.contains(name),
            Used::Imported(_) | Used::Parameter(..) | Used::Handed(..) | Used::Lambda(_) => true,
        }
    }
}
