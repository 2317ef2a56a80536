//! What pickle sends as a name, and classes that say for themselves how they are pickled.

use std::cell::OnceCell;
use std::ops::Range;

use crate::model::Model;
use crate::model::children::records::Spawn;
use crate::model::eval::guards::Guard;
use crate::model::link::other_modules::is_outside;
use crate::model::objects::unpicklable_reasons::PickleContext;
use crate::model::objects::unpicklable_reasons::{Unpicklable, simple};
use crate::model::value::{ClassId, Value};
use crate::world::Worlds;

/// A function or class that pickle sends as its name, for the child to look up.
#[derive(Clone, Debug)]
pub(crate) struct ByName {
    /// Where its name stands in the document.
    pub(crate) place: Range<usize>,
    /// What guards its definition.
    pub(crate) guard: Guard,
    /// It is defined inside a function.
    pub(crate) local: bool,
}

impl Model {
    /// The definition that the child has to find to have this.
    pub(crate) fn by_name(&self, value: &Value) -> Option<ByName> {
        // What is in another module, the child imports from there.
        self.definition(value)
            .filter(|definition| !is_outside(&definition.place))
    }

    /// What goes along with a value, is defined under the main guard, and has to be found by its name.
    pub(crate) fn hidden_by_guard(
        &self,
        spawn: &Spawn,
        value: &Value,
        worlds: Worlds,
    ) -> Option<Unpicklable> {
        let inside = OnceCell::new();
        let sight = PickleContext {
            worlds,
            moment: Some(self.pickled_at(spawn, worlds)),
            spawn: Some(spawn),
            inside: &inside,
        };
        let reason = self.walk(value, &sight, &|value| {
            let definition = self.by_name(value)?;
            let hidden = definition.guard == Guard::Main && !definition.local;
            hidden.then(|| Unpicklable {
                place: Some(definition.place),
                ..simple("is defined under the main guard".into())
            })
        });
        reason.filter(|reason| !reason.path.is_empty())
    }

    fn definition(&self, value: &Value) -> Option<ByName> {
        match value {
            Value::Function(id) => {
                let info = &self.functions[id.0 as usize];
                Some(ByName {
                    place: info.name_range(),
                    guard: info.guard,
                    local: info.local,
                })
            }
            Value::Class(id) | Value::Object(id, _) => {
                let info = &self.classes[id.0 as usize];
                Some(ByName {
                    place: info.place.clone(),
                    guard: info.guard,
                    local: info.local,
                })
            }
            Value::Made(id, _) => {
                let make = &self.makes[id.0 as usize];
                let (_, first) = make.arguments.first()?;
                let partial = &*make.name == "functools.partial";
                match first.single(self.worlds)? {
                    inner @ Value::Function(_) if partial => self.by_name(inner),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Whether the class is one of tests of the library's `unittest`.
    pub(super) fn is_test(&self, id: ClassId) -> bool {
        let lineage = self.lineage(id);
        let classes = || lineage.iter().map(|class| &self.classes[class.0 as usize]);
        // No runner calls what has a `__call__` of its own.
        classes().any(|class| class.test)
            && !classes().any(|class| class.attributes.contains_key("__call__"))
    }

    /// Whether the class, or one above it, says how it is pickled.
    pub(in crate::model) fn pickles_itself(&self, id: ClassId) -> bool {
        let own = [
            "__reduce__",
            "__reduce_ex__",
            "__getstate__",
            "__getnewargs__",
            "__getnewargs_ex__",
        ];
        let is_said = self.says_how_to_pickle(&self.classes[id.0 as usize].class.name);
        is_said
            || self.lineage(id).into_iter().any(|class| {
                let attributes = &self.classes[class.0 as usize].attributes;
                own.iter().any(|name| attributes.contains_key(*name))
            })
    }
}
