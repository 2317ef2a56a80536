//! In which worlds a function's body runs: where something uses it, or where it is defined if
//! nothing in the module does.

use std::collections::HashMap;
use std::ops::Range;

use super::evaluate::Evaluator;
use super::exception::Exception;
use super::functions::{FunctionUse, Used, is_private};
use super::guards::Guard;
use super::value::FunctionId;
use crate::world::Worlds;

/// The worlds in which each function's body runs.
pub(super) struct Entries {
    runs: Vec<Worlds>,
    /// Those in which it runs while the module is imported.
    at_import: Vec<Worlds>,
    /// Those in which it runs then outside any main guard.
    unguarded: Vec<Worlds>,
    /// Those in which it runs then in the fork server too.
    served: Vec<Worlds>,
    /// Those in which that is certain.
    surely: Vec<Worlds>,
    /// What was used, by function, with what is caught around it.
    uses: HashMap<FunctionId, Vec<FunctionUse>>,
    /// Functions that may run although nothing in the module uses them.
    roots: Vec<bool>,
    defined: Vec<Worlds>,
}

impl Entries {
    pub(super) fn of(evaluator: &Evaluator<'_>) -> Self {
        let uses = uses_by_function(evaluator);
        let functions = &evaluator.functions;
        let used_elsewhere = |id: FunctionId| {
            uses.get(&id)
                .is_some_and(|uses| uses.iter().any(|one| one.owner != Some(id)))
        };
        let ids = (0..functions.len()).map(|at| FunctionId(u32::try_from(at).unwrap_or(u32::MAX)));
        let roots: Vec<bool> = ids
            .zip(functions)
            .map(|(id, info)| info.open || !used_elsewhere(id))
            .collect();
        let defined: Vec<Worlds> = functions.iter().map(|info| info.defined).collect();
        let none = vec![Worlds::NONE; functions.len()];
        let mut entries = Self {
            runs: none.clone(),
            at_import: none.clone(),
            unguarded: none.clone(),
            served: none.clone(),
            surely: none,
            uses,
            roots,
            defined,
        };
        entries.runs = entries.fixpoint(
            |one| one.worlds,
            |root, defined| if root { defined } else { Worlds::NONE },
        );
        let called = |one: &FunctionUse, worlds| if one.call { worlds } else { Worlds::NONE };
        entries.at_import = entries.fixpoint(|one| called(one, one.worlds), |_, _| Worlds::NONE);
        entries.surely = entries.fixpoint(|one| called(one, one.certain), |_, _| Worlds::NONE);
        let past = |one: &FunctionUse, most| match one.guard {
            guard if one.call && lets_through(guard, most) => one.worlds,
            _ => Worlds::NONE,
        };
        let plain = |one: &FunctionUse| past(one, Guard::Absent);
        let served = |one: &FunctionUse| past(one, Guard::Process);
        entries.unguarded = entries.fixpoint(plain, |_, _| Worlds::NONE);
        entries.served = entries.fixpoint(served, |_, _| Worlds::NONE);
        entries
    }

    /// The least sets such that a function runs where it starts and where a use of it runs.
    fn fixpoint(
        &self,
        worlds: impl Fn(&FunctionUse) -> Worlds,
        start: impl Fn(bool, Worlds) -> Worlds,
    ) -> Vec<Worlds> {
        let mut runs: Vec<Worlds> = self
            .roots
            .iter()
            .zip(&self.defined)
            .map(|(root, defined)| start(*root, *defined))
            .collect();
        // Each round adds a world to some function, or is the last.
        loop {
            let mut changed = false;
            for (id, uses) in &self.uses {
                let at = id.0 as usize;
                let mut entry = runs[at];
                for one in uses {
                    let around = one
                        .owner
                        .map_or(Worlds::ALL, |owner| runs[owner.0 as usize]);
                    entry |= worlds(one) & around & self.defined[at];
                }
                changed |= entry != runs[at];
                runs[at] = entry;
            }
            if !changed {
                return runs;
            }
        }
    }

    /// The worlds in which the function's body runs and nothing around its uses catches this.
    pub(super) fn uncaught(&self, id: FunctionId, exception: Exception) -> Worlds {
        let at = id.0 as usize;
        if self.roots[at] {
            return self.runs[at];
        }
        let uses = self.uses.get(&id).map_or(&[][..], Vec::as_slice);
        uses.iter()
            .filter(|one| !(one.call && one.caught.contains(exception)))
            .fold(Worlds::NONE, |all, one| {
                let around = one
                    .owner
                    .map_or(Worlds::ALL, |owner| self.runs[owner.0 as usize]);
                all | (one.worlds & around)
            })
            & self.runs[at]
    }

    /// The worlds in which the body is certain to run while the module is imported, and nothing
    /// around its calls catches this.
    pub(super) fn surely(&self, id: FunctionId, exception: Exception) -> Worlds {
        let uses = self.uses.get(&id).map_or(&[][..], Vec::as_slice);
        uses.iter()
            .filter(|one| one.call && !one.caught.contains(exception))
            .fold(Worlds::NONE, |all, one| {
                let around = one
                    .owner
                    .map_or(Worlds::ALL, |owner| self.surely[owner.0 as usize]);
                all | (one.certain & around)
            })
            & self.surely[id.0 as usize]
    }

    /// The worlds in which each function's body runs.
    pub(super) fn all_runs(&self) -> Vec<Worlds> {
        self.runs.clone()
    }

    pub(super) fn runs(&self, id: FunctionId) -> Worlds {
        self.runs[id.0 as usize]
    }

    /// The worlds in which it runs while the module is imported, whichever process does that.
    pub(super) fn unguarded(&self, id: FunctionId) -> Worlds {
        self.unguarded[id.0 as usize]
    }

    /// The worlds in which it runs then in the fork server too.
    pub(super) fn served(&self, id: FunctionId) -> Worlds {
        self.served[id.0 as usize]
    }

    /// The bytes of the top-level statement that makes it run then, past such a guard at most.
    pub(super) fn entry(&self, id: FunctionId, most: Guard) -> Option<Range<usize>> {
        let mut seen = vec![id];
        let mut at = 0;
        while let Some(id) = seen.get(at) {
            for one in self.uses.get(id).map_or(&[][..], Vec::as_slice) {
                match one.owner {
                    _ if !(one.call && lets_through(one.guard, most)) => {}
                    None => return Some(one.statement.clone()),
                    Some(owner) if seen.contains(&owner) => {}
                    Some(owner) => seen.push(owner),
                }
            }
            at += 1;
        }
        None
    }

    pub(super) fn at_import(&self, id: FunctionId) -> Worlds {
        self.at_import[id.0 as usize]
    }
}

/// Whether a guard stands open in a process that only such guards keep out.
pub(super) fn lets_through(guard: Guard, most: Guard) -> bool {
    guard == Guard::Absent || guard == most
}

/// Every use of each function: by name, as a private method, and as part of a class.
fn uses_by_function(evaluator: &Evaluator<'_>) -> HashMap<FunctionId, Vec<FunctionUse>> {
    let mut by_name: HashMap<&str, Vec<FunctionId>> = HashMap::new();
    for (at, info) in evaluator.functions.iter().enumerate() {
        if info.class.is_some() && is_private(&info.function.name) {
            let id = FunctionId(u32::try_from(at).unwrap_or(u32::MAX));
            by_name.entry(&info.function.name).or_default().push(id);
        }
    }
    let mut uses: HashMap<FunctionId, Vec<FunctionUse>> = HashMap::new();
    for one in &evaluator.function_uses {
        match &one.used {
            Used::Function(id) => uses.entry(*id).or_default().push(one.clone()),
            Used::Attribute(name) => {
                for id in by_name.get(&**name).into_iter().flatten() {
                    uses.entry(*id).or_default().push(one.clone());
                }
            }
            Used::Class(_) => {}
        }
    }
    uses
}
