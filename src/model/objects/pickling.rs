//! What can be sent to another process, and what cannot.

use std::collections::HashSet;
use std::ops::Range;

use crate::facts::spawns::limit;
use crate::model::Model;
use crate::model::children::records::Handed;
use crate::model::eval::classes::ClassInfo;
use crate::model::eval::functions::FunctionInfo;
use crate::model::eval::guards::Guard;
use crate::model::link::outside::is_outside;
use crate::model::link::rebinding::{DECORATED, INNER};
use crate::model::value::shared::Digest;
use crate::model::value::{ClassId, FunctionId, Value};
use crate::syntax::ast::{ExprKind, Function};
use crate::world::Worlds;

/// Why something cannot be sent to another process.
#[derive(Clone, Debug)]
pub(crate) struct Unpicklable {
    /// What it is, as a clause that follows the thing's name: "is a nested function".
    pub(crate) what: String,
    /// Where it is defined or made.
    pub(crate) place: Option<Range<usize>>,
    /// It can go to a child while that starts, and never with a task.
    pub(crate) while_starting: bool,
    /// What is defined there.
    pub(crate) definition: Definition,
}

impl Unpicklable {
    /// Whether cloudpickle sends it all the same.
    pub(crate) fn takes_cloudpickle(&self) -> bool {
        let code = !matches!(self.definition, Definition::Other);
        code || ["open file", "module", "weak", "memory", "logging"]
            .iter()
            .any(|word| self.what.contains(word))
    }
}

/// What cannot be sent.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Definition {
    Lambda,
    Function,
    Class,
    /// A function that another one has taken the name of.
    Renamed,
    /// Anything else.
    Other,
}

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

/// How deep collections and objects are looked into.
const DEPTH: u32 = 4;

/// What was looked into so deep and held nothing that cannot be pickled.
#[derive(Default)]
struct Searched {
    collections: HashSet<(Digest, u32)>,
    classes: HashSet<(ClassId, u32)>,
}

impl Model {
    /// The worlds in which something that goes to a child is known not to be picklable, and why
    /// in the first of them.
    pub(crate) fn unpicklable(
        &self,
        handed: &Handed,
        within: Worlds,
    ) -> Option<(Worlds, Unpicklable)> {
        let mut found: Option<(Worlds, Unpicklable)> = None;
        for (worlds, value) in handed.value.parts(within) {
            // Only what comes out of it goes there: an open file gives lines.
            if handed.items && !matches!(value, Value::Items(_) | Value::Each(_) | Value::Dict(_)) {
                continue;
            }
            let bound = self.bound_to(handed, value, worlds);
            let reason = self.reason(value, DEPTH, &mut Searched::default());
            if let Some(reason) = reason.or(bound) {
                match &mut found {
                    Some((all, _)) => *all |= worlds,
                    None => found = Some((worlds, reason)),
                }
            }
        }
        found
    }

    /// A bound method takes its object along.
    fn bound_to(&self, handed: &Handed, value: &Value, worlds: Worlds) -> Option<Unpicklable> {
        let Value::Function(id) = value else {
            return None;
        };
        let info = &self.functions[id.0 as usize];
        info.class?;
        if is_static(&info.function) {
            return None;
        }
        // A method of a class has no object.
        if let ExprKind::Attribute { object, .. } = &handed.expr.kind
            && matches!(&object.kind, ExprKind::Name(name) if &**name == "cls")
        {
            return None;
        }
        match handed.bound.as_ref()?.single(worlds)? {
            Value::Object(id) if self.is_test(*id) && !self.pickles_itself(*id) => Some(simple(
                "takes the test along, which holds the result of the run".into(),
            )),
            object @ Value::Object(_) => self.reason(object, DEPTH, &mut Searched::default()),
            _ => None,
        }
    }

    /// The definition that the child has to find to have this.
    pub(crate) fn by_name(&self, value: &Value) -> Option<ByName> {
        // What is in another module, the child imports from there.
        self.definition(value)
            .filter(|definition| !is_outside(&definition.place))
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
            Value::Class(id) | Value::Object(id) => {
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

    fn reason(&self, value: &Value, depth: u32, searched: &mut Searched) -> Option<Unpicklable> {
        let depth = depth.checked_sub(1)?;
        match value {
            Value::Function(id) => self.function(*id),
            Value::Class(id) => self.local_class(*id),
            Value::Object(id) => self
                .local_class(*id)
                .filter(|_| !self.pickles_itself(*id))
                .or_else(|| self.object_in(*id, depth, searched)),
            Value::Module(name) => Some(simple(format!("is the module `{name}`"))),
            Value::Symbol(name) if matches!(&**name, "sys.stdin" | "sys.stdout" | "sys.stderr") => {
                Some(simple("is an open file".into()))
            }
            Value::Items(items) if searched.collections.insert((items.digest(), depth)) => items
                .iter()
                .find_map(|item| self.reason(item, depth, searched)),
            Value::Each(item) => self.reason(item, depth, searched),
            Value::Dict(entries) if searched.collections.insert((entries.digest(), depth)) => {
                entries.iter().find_map(|(_, value)| {
                    let value = value.single(self.worlds)?;
                    self.reason(value, depth, searched)
                })
            }
            Value::Made(id, _) => {
                let make = &self.makes[id.0 as usize];
                let place = Some(make.range.clone());
                match &*make.name {
                    "lambda" => Some(Unpicklable {
                        what: "is a lambda".into(),
                        place,
                        while_starting: false,
                        definition: Definition::Lambda,
                    }),
                    DECORATED => Some(Unpicklable {
                        what: "is what its decorator gives, a nested function without `functools.wraps`,".into(),
                        place,
                        while_starting: false,
                        definition: Definition::Renamed,
                    }),
                    INNER => Some(Unpicklable {
                        what: "is a nested function".into(),
                        place,
                        while_starting: false,
                        definition: Definition::Function,
                    }),
                    "generator" => Some(Unpicklable {
                        what: "is a generator or coroutine".into(),
                        place,
                        while_starting: false,
                        definition: Definition::Other,
                    }),
                    "functools.partial" => make.arguments.iter().find_map(|(_, value)| {
                        let value = value.single(self.worlds)?;
                        let inner = self.reason(value, depth, searched)?;
                        Some(Unpicklable {
                            what: format!("is a partial of what {}", inner.what),
                            ..inner
                        })
                    }),
                    name => limit(name).map(|limit| Unpicklable {
                        what: format!("is {}", limit.what),
                        place,
                        while_starting: limit.while_starting,
                        definition: Definition::Other,
                    }),
                }
            }
            _ => None,
        }
    }

    fn function(&self, id: FunctionId) -> Option<Unpicklable> {
        let info: &FunctionInfo = &self.functions[id.0 as usize];
        if self.bound_again.get(id.0 as usize) == Some(&true) {
            return Some(Unpicklable {
                what: "is not what its name stands for in the end".into(),
                place: Some(info.name_range()),
                while_starting: false,
                definition: Definition::Renamed,
            });
        }
        // What `wraps` gives another name may be found by it.
        let renamed = info.class.is_none() && !info.function.decorators.is_empty();
        if !info.local || renamed {
            return None;
        }
        let what = match info.class {
            None => "is a nested function".to_owned(),
            Some(class) => {
                let class = &self.classes[class.0 as usize];
                format!("is a method of the local class `{}`", class.class.name)
            }
        };
        Some(Unpicklable {
            what,
            place: Some(info.name_range()),
            while_starting: false,
            definition: Definition::Function,
        })
    }

    pub(crate) fn local_class(&self, id: ClassId) -> Option<Unpicklable> {
        let info: &ClassInfo = &self.classes[id.0 as usize];
        info.local.then(|| Unpicklable {
            what: format!("belongs to the local class `{}`", info.class.name),
            place: Some(info.place.clone()),
            while_starting: false,
            definition: Definition::Class,
        })
    }

    /// What `__init__` puts into an object and pickle cannot take out again.
    pub(crate) fn object(&self, id: ClassId, depth: u32) -> Option<Unpicklable> {
        self.object_in(id, depth, &mut Searched::default())
    }

    fn object_in(&self, id: ClassId, depth: u32, searched: &mut Searched) -> Option<Unpicklable> {
        let depth = depth.checked_sub(1)?;
        if !searched.classes.insert((id, depth)) {
            return None;
        }
        let info: &ClassInfo = &self.classes[id.0 as usize];
        if (info.open && info.process.is_none()) || self.pickles_itself(id) {
            return None;
        }
        for assigned in &info.assigned {
            let owner = assigned
                .owner
                .map(|owner| &self.functions[owner.0 as usize]);
            let in_init = owner.is_some_and(|owner| {
                &*owner.function.name == "__init__" && owner.class == Some(id)
            });
            // What another method puts there instead may be what is there when it counts.
            let again = info
                .assigned
                .iter()
                .any(|other| other.name == assigned.name && other.range != assigned.range);
            if !in_init || again || !assigned.certain {
                continue;
            }
            let value = assigned.value.single(assigned.worlds);
            if let Some(inner) = value.and_then(|value| self.reason(value, depth, searched)) {
                return Some(Unpicklable {
                    what: format!("holds `self.{}`, which {}", assigned.name, inner.what),
                    place: Some(assigned.range.clone()),
                    ..inner
                });
            }
        }
        info.bases
            .iter()
            .find_map(|base| self.object_in(*base, depth, searched))
    }

    /// Whether the class is one of tests of the library's `unittest`.
    fn is_test(&self, id: ClassId) -> bool {
        let info = &self.classes[id.0 as usize];
        info.test
            || info
                .bases
                .iter()
                .any(|base| *base != id && self.is_test(*base))
    }

    /// Whether the class, or one above it, says how it is pickled.
    pub(in crate::model) fn pickles_itself(&self, id: ClassId) -> bool {
        let info = &self.classes[id.0 as usize];
        let own = [
            "__reduce__",
            "__reduce_ex__",
            "__getstate__",
            "__getnewargs__",
            "__getnewargs_ex__",
        ];
        own.iter().any(|name| info.attributes.contains_key(*name))
            || info
                .bases
                .iter()
                .any(|base| *base != id && self.pickles_itself(*base))
    }
}

fn simple(what: String) -> Unpicklable {
    Unpicklable {
        what,
        place: None,
        while_starting: false,
        definition: Definition::Other,
    }
}

pub(in crate::model) fn is_static(function: &Function) -> bool {
    function.decorators.iter().any(|decorator| {
        matches!(&decorator.kind, crate::syntax::ast::ExprKind::Name(name)
            if matches!(&**name, "staticmethod" | "classmethod"))
    })
}
