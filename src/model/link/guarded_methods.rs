//! Methods that do not run everywhere: those that are only called under a guard, and those that a class for one platform has
//! its own of.

use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::functions::is_private;
use crate::model::eval::platform_words::named_platform;
use crate::model::link::call_sites::Used;
use crate::model::link::other_modules::same_module;
use crate::model::value::Value;
use crate::world::Worlds;

/// The public methods that another method of their class, or a function beside it, calls or hands on in some worlds only, or
/// all of the project.
pub(super) fn guarded_methods(evaluator: &Evaluator<'_>) -> Vec<bool> {
    let functions = &evaluator.functions;
    let mut guarded = vec![false; functions.len()];
    for usage in &evaluator.function_uses {
        let (Used::Function(id), Some(owner)) = (&usage.used, usage.owner) else {
            continue;
        };
        let (method, caller) = (&functions[id.0 as usize], &functions[owner.0 as usize]);
        // What is handed on runs where it is: the handler of a signal.
        let counts = usage.call || !usage.worlds.is_empty();
        // Code elsewhere that makes an object calls its constructor, too.
        let constructs = method.function.name.starts_with("__");
        let beside = caller.class.is_none() && !constructs && same_module(method.base, caller.base);
        let near = method.class == caller.class || usage.call && beside;
        if counts && *id != owner && method.is_public_method() && near {
            guarded[id.0 as usize] |= !usage.worlds.contains(caller.defined);
        }
    }
    for (used, worlds) in evaluator.methods_used_elsewhere() {
        let Used::Function(id) = used else { continue };
        guarded[id.0 as usize] |= !worlds.contains(functions[id.0 as usize].defined);
    }
    guarded
}

/// The worlds in which each function is defined, but for those of a platform that a class below is named for, which has a
/// method of its own: `WindowsPath.owner` instead of `Path.owner`.
pub(super) fn defined_worlds(evaluator: &Evaluator<'_>) -> Vec<Worlds> {
    let functions = evaluator.functions.iter();
    let mut most: Vec<Worlds> = functions.map(|info| info.defined).collect();
    for info in &evaluator.classes {
        let Some(named) = named_platform(&info.class.name) else {
            continue;
        };
        for base in &info.bases {
            let above = &evaluator.classes[base.0 as usize].attributes;
            let public = info.attributes.keys().filter(|name| !is_private(name));
            for (_, value) in public
                .filter_map(|name| above.get(name))
                .flat_map(|value| value.parts(Worlds::ALL))
            {
                if let Value::Function(id) = value {
                    most[id.0 as usize] -= named;
                }
            }
        }
    }
    most
}
