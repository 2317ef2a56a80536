//! Functions that are for Windows, by their names and by what they use: where nobody calls them, they do not run.

use foldhash::HashMap;

use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::functions::is_private;
use crate::model::eval::platform_words::says_windows;
use crate::model::link::call_sites::Used;
use crate::model::summary::uses::Use;
use crate::model::value::FunctionId;
use crate::world::{Platform, Worlds};

/// The functions that use what only Windows has, by themselves or through others like them, and say so in their name.
pub(super) fn for_windows(evaluator: &Evaluator<'_>) -> Vec<bool> {
    let mut found = vec![false; evaluator.functions.len()];
    let windows = Worlds::platform(Platform::Windows);
    let fails = |usage: &&Use| !usage.worlds.is_empty() && !usage.worlds.overlaps(windows);
    let failing = evaluator.uses.iter().filter(fails);
    let mut due: Vec<FunctionId> = failing.filter_map(|usage| usage.owner).collect();
    if due.is_empty() {
        return found;
    }
    let mut users: HashMap<FunctionId, Vec<FunctionId>> = HashMap::default();
    for usage in &evaluator.function_uses {
        if let (Used::Function(used), Some(owner)) = (&usage.used, usage.owner) {
            users.entry(*used).or_default().push(owner);
        }
    }
    while let Some(id) = due.pop() {
        let info = &evaluator.functions[id.0 as usize];
        let name = &info.function.name;
        let open = info.local || info.class.is_some() && !is_private(name);
        let says_so = !open && says_windows(name);
        if says_so && !std::mem::replace(&mut found[id.0 as usize], true) {
            due.extend(users.get(&id).into_iter().flatten());
        }
    }
    found
}
