//! In which worlds a function's body runs: where something uses it, or where it is defined if
//! nothing in the module does.

use std::collections::HashMap;
use std::ops::Range;

use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::functions::is_private;
use crate::model::eval::guards::Guard;
use crate::model::link::call_sites::{FunctionUse, Used};
use crate::model::value::exception::Exception;
use crate::model::value::{ClassId, FunctionId};
use crate::world::Worlds;

/// The worlds in which each function's body runs.
pub(in crate::model) struct Entries {
    runs: Vec<Worlds>,
    /// Those in which it runs while the module is imported.
    at_import: Vec<Worlds>,
    /// Those in which it runs then outside any main guard.
    unguarded: Vec<Worlds>,
    /// Those in which it runs then in the fork server too.
    served: Vec<Worlds>,
    /// Those in which what is raised in it comes out at the top, by exception.
    uncaught: HashMap<Exception, Vec<Worlds>>,
    /// Those in which that is certain to happen while the module is imported.
    surely: HashMap<Exception, Vec<Worlds>>,
    uses: Uses,
    /// Functions that may run although nothing in the module uses them.
    roots: Vec<bool>,
    /// The classes of methods that run where something uses the class.
    classes: Vec<Option<ClassId>>,
    /// Methods that run where their class is called.
    constructors: Vec<bool>,
    defined: Vec<Worlds>,
}

impl Entries {
    pub(in crate::model) fn of(evaluator: &Evaluator<'_>) -> Self {
        let uses = Uses::of(evaluator);
        let functions = &evaluator.functions;
        let ids = (0..functions.len()).map(id_at);
        let classes: Vec<Option<ClassId>> = functions
            .iter()
            .map(|info| {
                info.class
                    .filter(|class| uses.of_classes.contains_key(class))
            })
            .collect();
        let roots: Vec<bool> = ids
            .zip(functions)
            .map(|(id, info)| {
                let outermost = !info.local && info.class.is_none();
                let exported = outermost && evaluator.exported.contains(&info.function.name);
                info.open || exported || !uses.elsewhere(id)
            })
            .collect();
        let none = vec![Worlds::NONE; functions.len()];
        let mut entries = Self {
            runs: none.clone(),
            at_import: none.clone(),
            unguarded: none.clone(),
            served: none,
            uncaught: HashMap::new(),
            surely: HashMap::new(),
            uses,
            roots,
            classes,
            constructors: functions
                .iter()
                .map(|info| matches!(&*info.function.name, "__init__" | "__new__"))
                .collect(),
            defined: functions.iter().map(|info| info.defined).collect(),
        };
        entries.open_closed_circles(|at| is_private(&functions[at].function.name));
        entries.runs = entries.fixpoint(
            |at, runs| entries.enters_root(at, |one| one.worlds & around(one, runs)),
            |one, runs| one.worlds & around(one, runs),
        );
        let called = |one: &FunctionUse| one.runs_it();
        entries.at_import = entries.led_to(called, |one| one.worlds);
        let past = |most| move |one: &FunctionUse| one.runs_it() && lets_through(one.guard, most);
        entries.unguarded = entries.led_to(past(Guard::Absent), |one| one.worlds);
        entries.served = entries.led_to(past(Guard::Process), |one| one.worlds);
        entries
    }

    /// Lets one of those start that only use one another, rather a public one: somebody elsewhere does.
    fn open_closed_circles(&mut self, private: impl Fn(usize) -> bool) {
        /// More circles than these are opened all at once.
        const ONE_BY_ONE: usize = 32;
        for round in 0..=ONE_BY_ONE {
            let reached = self.fixpoint(
                |at, runs| self.enters_root(at, |one| around(one, runs)),
                around,
            );
            let mut closed: Vec<usize> = (0..reached.len())
                .filter(|&at| reached[at].is_empty() && !self.defined[at].is_empty())
                .collect();
            closed.sort_by_key(|&at| private(at));
            let opened = if round < ONE_BY_ONE { 1 } else { closed.len() };
            closed.truncate(opened);
            if closed.is_empty() {
                return;
            }
            for at in closed {
                match self.classes[at] {
                    Some(class) if self.roots[at] => {
                        let methods = self.classes.iter_mut().filter(|one| **one == Some(class));
                        methods.for_each(|one| *one = None);
                    }
                    _ => self.roots[at] = true,
                }
            }
        }
    }

    /// Where functions run that calls of this kind lead to from the top level.
    fn led_to(
        &self,
        counts: impl Fn(&FunctionUse) -> bool,
        worlds: impl Fn(&FunctionUse) -> Worlds,
    ) -> Vec<Worlds> {
        self.fixpoint(
            |_, _| Worlds::NONE,
            |one, runs| match counts(one) {
                true => worlds(one) & around(one, runs),
                false => Worlds::NONE,
            },
        )
    }

    /// Where a function runs that may be used from elsewhere: where it is defined, and a method
    /// where something uses its class if the module does that at all.
    fn enters_root(&self, at: usize, enters: impl Fn(&FunctionUse) -> Worlds) -> Worlds {
        match self.classes[at] {
            _ if !self.roots[at] => Worlds::NONE,
            None => self.defined[at],
            Some(class) => all(self.uses.of_class(class), enters),
        }
    }

    /// The least sets such that a function runs where it starts, and where a use lets it.
    fn fixpoint(
        &self,
        starts: impl Fn(usize, &[Worlds]) -> Worlds,
        enters: impl Fn(&FunctionUse, &[Worlds]) -> Worlds,
    ) -> Vec<Worlds> {
        let mut runs = vec![Worlds::NONE; self.defined.len()];
        // Each round adds a world to some function, or is the last.
        loop {
            let mut changed = false;
            for at in 0..runs.len() {
                let uses = self.uses.of_function(id_at(at));
                let entry = starts(at, &runs) | all(uses, |one| enters(one, &runs));
                let entry = runs[at] | (entry & self.defined[at]);
                changed |= entry != runs[at];
                runs[at] = entry;
            }
            if !changed {
                return runs;
            }
        }
    }

    /// The worlds in which the function's body runs and nothing around its uses catches this.
    pub(in crate::model) fn uncaught(&mut self, id: FunctionId, exception: Exception) -> Worlds {
        if !self.uncaught.contains_key(&exception) {
            // What is called passes it on; what is only mentioned runs elsewhere.
            let enters = |one: &FunctionUse, found: &[Worlds]| match one.call {
                true if one.catches(exception) => Worlds::NONE,
                true => one.worlds & around(one, found),
                false => one.worlds & around(one, &self.runs),
            };
            let starts = |at: usize, found: &[Worlds]| match self.constructors[at] {
                true => self.enters_root(at, |one| enters(one, found)),
                false if self.roots[at] => self.runs[at],
                false => Worlds::NONE,
            };
            let found = self.fixpoint(starts, enters);
            self.uncaught.insert(exception, found);
        }
        at(self.uncaught.get(&exception), id)
    }

    /// The worlds in which the body is certain to run while the module is imported, and nothing
    /// around its calls catches this.
    pub(in crate::model) fn surely(&mut self, id: FunctionId, exception: Exception) -> Worlds {
        if !self.surely.contains_key(&exception) {
            let counts = |one: &FunctionUse| one.runs_it() && !one.catches(exception);
            let found = self.led_to(counts, |one| one.certain);
            self.surely.insert(exception, found);
        }
        at(self.surely.get(&exception), id)
    }

    /// The worlds in which each function's body runs.
    pub(in crate::model) fn all_runs(&self) -> Vec<Worlds> {
        self.runs.clone()
    }

    /// The worlds in which each runs while the module is imported, whichever process does that.
    pub(in crate::model) fn all_unguarded(&self) -> Vec<Worlds> {
        self.unguarded.clone()
    }

    pub(in crate::model) fn runs(&self, id: FunctionId) -> Worlds {
        self.runs[id.0 as usize]
    }

    /// The worlds in which it runs while the module is imported, whichever process does that.
    pub(in crate::model) fn unguarded(&self, id: FunctionId) -> Worlds {
        self.unguarded[id.0 as usize]
    }

    /// The worlds in which it runs then in the fork server too.
    pub(in crate::model) fn served(&self, id: FunctionId) -> Worlds {
        self.served[id.0 as usize]
    }

    /// The bytes of the top-level statement that makes it run then, past such a guard at most.
    pub(in crate::model) fn entry(&self, id: FunctionId, most: Guard) -> Option<Range<usize>> {
        let mut seen = vec![id];
        let mut at = 0;
        while let Some(id) = seen.get(at) {
            for one in self.uses.of_function(*id) {
                match one.owner {
                    _ if !(one.runs_it() && lets_through(one.guard, most)) => {}
                    None => return Some(one.statement.clone()),
                    Some(owner) if seen.contains(&owner) => {}
                    Some(owner) => seen.push(owner),
                }
            }
            at += 1;
        }
        None
    }

    pub(in crate::model) fn at_import(&self, id: FunctionId) -> Worlds {
        self.at_import[id.0 as usize]
    }
}

/// Whether a guard stands open in a process that only such guards keep out.
pub(in crate::model) fn lets_through(guard: Guard, most: Guard) -> bool {
    guard == Guard::Absent || guard == most
}

fn id_at(at: usize) -> FunctionId {
    FunctionId(u32::try_from(at).unwrap_or(u32::MAX))
}

fn at(found: Option<&Vec<Worlds>>, id: FunctionId) -> Worlds {
    found.map_or(Worlds::NONE, |found| found[id.0 as usize])
}

fn all(uses: &[FunctionUse], worlds: impl Fn(&FunctionUse) -> Worlds) -> Worlds {
    uses.iter().fold(Worlds::NONE, |all, one| all | worlds(one))
}

/// The worlds in which the code around a use runs.
fn around(one: &FunctionUse, runs: &[Worlds]) -> Worlds {
    one.owner
        .map_or(Worlds::ALL, |owner| runs[owner.0 as usize])
}

/// Every use of each function and class.
struct Uses {
    of_functions: HashMap<FunctionId, Vec<FunctionUse>>,
    /// Only of those that something outside of them uses.
    of_classes: HashMap<ClassId, Vec<FunctionUse>>,
}

impl Uses {
    /// By name, and as a private method.
    fn of(evaluator: &Evaluator<'_>) -> Self {
        let mut by_name: HashMap<&str, Vec<FunctionId>> = HashMap::new();
        for (at, info) in evaluator.functions.iter().enumerate() {
            if info.class.is_some() && is_private(&info.function.name) {
                by_name
                    .entry(&info.function.name)
                    .or_default()
                    .push(id_at(at));
            }
        }
        let mut uses = Self {
            of_functions: HashMap::new(),
            of_classes: HashMap::new(),
        };
        for one in &evaluator.function_uses {
            match &one.used {
                Used::Function(id) => uses.add(*id, one.clone()),
                Used::Attribute(name) => {
                    for id in by_name.get(&**name).into_iter().flatten() {
                        let mut one = one.clone();
                        one.call |= evaluator.functions[id.0 as usize].property;
                        uses.add(*id, one);
                    }
                }
                Used::Class(class) => {
                    let own = |owner: FunctionId| {
                        evaluator.functions[owner.0 as usize].class == Some(*class)
                    };
                    if !one.owner.is_some_and(own) {
                        uses.add_class(*class, one);
                    }
                }
                Used::Imported(_) => {}
            }
        }
        uses
    }

    fn add(&mut self, id: FunctionId, one: FunctionUse) {
        self.of_functions.entry(id).or_default().push(one);
    }

    fn add_class(&mut self, class: ClassId, one: &FunctionUse) {
        let uses = self.of_classes.entry(class).or_default();
        let like = |other: &&mut FunctionUse| {
            other.owner == one.owner && other.call == one.call && other.caught == one.caught
        };
        match uses.iter_mut().find(like) {
            Some(other) => other.worlds |= one.worlds,
            None => uses.push(one.clone()),
        }
    }

    fn of_function(&self, id: FunctionId) -> &[FunctionUse] {
        self.of_functions.get(&id).map_or(&[], Vec::as_slice)
    }

    fn of_class(&self, id: ClassId) -> &[FunctionUse] {
        self.of_classes.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Whether something outside the function uses it.
    fn elsewhere(&self, id: FunctionId) -> bool {
        self.of_function(id).iter().any(|one| one.owner != Some(id))
    }
}
