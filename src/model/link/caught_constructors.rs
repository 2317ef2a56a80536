//! Classes of which there is no object in some worlds: their constructor fails there, and whoever calls it catches that.

use foldhash::{HashMap, HashSet};

use crate::model::eval::evaluator::Evaluator;
use crate::model::summary::calls::is_decorated;
use crate::model::value::exception::Exception;
use crate::model::value::{ClassId, FunctionId, Value};
use crate::world::Worlds;

/// The methods that need an object, and the worlds in which there is none; `uncaught` says where something comes out of a
/// constructor and of all that call it.
pub(super) fn methods_without_objects(
    evaluator: &Evaluator<'_>,
    mut uncaught: impl FnMut(FunctionId, Exception) -> Worlds,
) -> Vec<(FunctionId, Worlds)> {
    let classes = &evaluator.classes;
    let extended = classes.iter().flat_map(|info| info.bases.iter().copied());
    let extended: HashSet<ClassId> = extended.collect();
    let mut failing: HashMap<ClassId, Worlds> = HashMap::default();
    for (at, info) in classes.iter().enumerate() {
        let class = ClassId::at(at);
        let init = info.attributes.get("__init__");
        let init = init.and_then(|init| {
            init.parts(Worlds::ALL).find_map(|(_, value)| match value {
                Value::Function(id) => Some(*id),
                _ => None,
            })
        });
        let Some(init) = init else { continue };
        let outcome = evaluator.functions[init.0 as usize].outcome.as_ref();
        let Some(outcome) = outcome.filter(|_| !extended.contains(&class)) else {
            continue;
        };
        let mut none = Worlds::NONE;
        for (exception, worlds) in outcome.escapes.iter() {
            none |= worlds - uncaught(init, exception);
        }
        if !none.is_empty() {
            failing.insert(class, none);
        }
    }
    if failing.is_empty() {
        return Vec::new();
    }
    let methods = evaluator.functions.iter().enumerate();
    let without = methods.filter_map(|(at, info)| {
        let none = *failing.get(&info.class?)?;
        let makes = matches!(&*info.function.name, "__init__" | "__new__");
        let needs_none = ["staticmethod", "classmethod"];
        let needs = !needs_none.iter().any(|by| is_decorated(&info.function, by));
        (needs && !makes).then(|| (FunctionId::at(at), none))
    });
    without.collect()
}
