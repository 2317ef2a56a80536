//! What can be sent to another process, and what cannot.

use std::cell::OnceCell;
use std::collections::{HashSet, VecDeque};
use std::ops::Range;

use crate::facts::spawns::{Kind, holds};
use crate::model::Model;
use crate::model::children::records::{Handed, Spawn};
use crate::model::eval::guards::Guard;
use crate::model::link::outside::is_outside;
use crate::model::objects::reasons::{Unpicklable, simple};
use crate::model::objects::state::{Attribute, Moment};
use crate::model::value::{ClassId, FunctionId, MakeId, Partition, Value};
use crate::syntax::ast::Function;
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

/// How deep collections and objects are looked into.
const DEPTH: u32 = 6;
/// How many things are looked at.
const THINGS: u32 = 256;

/// Something that goes along, and how it is reached.
struct Thing {
    value: Value,
    path: String,
    /// It is what a `functools.partial` or the like holds, of the outermost of which this is the name.
    within: Option<&'static str>,
    set: Option<Range<usize>>,
    depth: u32,
}

/// When something is pickled.
struct Sight<'s> {
    worlds: Worlds,
    moment: Option<Moment>,
    /// What starts the child.
    spawn: Option<&'s Spawn>,
    /// Functions that only the child runs.
    inside: &'s OnceCell<HashSet<FunctionId>>,
}

impl Model {
    /// The worlds in which something that goes to a child is known not to be picklable, and why
    /// in the first of them.
    pub(crate) fn unpicklable(
        &self,
        spawn: &Spawn,
        handed: &Handed,
        within: Worlds,
    ) -> Option<(Worlds, Unpicklable)> {
        let mut found: Option<(Worlds, Unpicklable)> = None;
        let inside = OnceCell::new();
        for (worlds, value) in handed.value.parts(within) {
            // Only what comes out of it goes there: an open file gives lines.
            if handed.items && !matches!(value, Value::Items(_) | Value::Each(_) | Value::Dict(_)) {
                continue;
            }
            let sight = Sight {
                worlds,
                moment: Some(self.pickled_at(spawn, worlds)),
                spawn: Some(spawn),
                inside: &inside,
            };
            let reason = self.walk(value, &sight);
            if let Some(reason) = reason.or_else(|| self.bound_to(handed, value, &sight)) {
                match &mut found {
                    Some((all, _)) => *all |= worlds,
                    None => found = Some((worlds, reason)),
                }
            }
        }
        found
    }

    /// What a process object of a class holds and cannot be pickled when it starts.
    pub(crate) fn process_state(&self, process: &Value, within: Worlds) -> Option<Unpicklable> {
        let sight = Sight {
            worlds: within,
            moment: None,
            spawn: None,
            inside: &OnceCell::new(),
        };
        self.walk(process, &sight)
            .filter(|reason| reason.set.is_some())
    }

    /// A bound method takes its object along.
    fn bound_to(&self, handed: &Handed, value: &Value, sight: &Sight<'_>) -> Option<Unpicklable> {
        let Value::Function(id) = value else {
            return None;
        };
        let info = &self.functions[id.0 as usize];
        info.class?;
        if is_static(&info.function) {
            return None;
        }
        let along = handed.along.as_deref();
        // A method of a class has no object.
        if along == Some("cls") {
            return None;
        }
        match handed.bound.as_ref()?.single(sight.worlds)? {
            Value::Object(id, _) if self.is_test(*id) && !self.pickles_itself(*id) => Some(simple(
                "takes the test along, which holds the result of the run".into(),
            )),
            object @ Value::Object(..) => {
                let reason = self.walk(object, sight)?;
                Some(Unpicklable {
                    along: Some(along.unwrap_or("its object").to_owned()),
                    ..reason
                })
            }
            _ => None,
        }
    }

    /// When what a call hands over is pickled: a process is, when it starts.
    fn pickled_at(&self, spawn: &Spawn, worlds: Worlds) -> Moment {
        let here = Moment {
            owner: spawn.owner,
            at: spawn.range.start,
        };
        if spawn.role.kind != Kind::Process {
            return here;
        }
        let mut starts = self.spawns.iter().filter(|start| {
            start.role.kind == Kind::Start
                && matches!(start.subject.single(worlds), Some(Value::Made(id, _) | Value::Object(_, Some(id)))
                    if self.makes[id.0 as usize].range == spawn.range)
        });
        let Some(start) = starts.next() else {
            return here;
        };
        let constructs = spawn
            .owner
            .is_some_and(|owner| &*self.functions[owner.0 as usize].function.name == "__init__");
        match start.owner == spawn.owner || constructs {
            true => Moment {
                owner: start.owner,
                at: start.range.start,
            },
            false => here,
        }
    }

    /// The functions that a worker runs.
    pub(crate) fn run_by(&self, spawn: &Spawn) -> HashSet<FunctionId> {
        let mut found = HashSet::new();
        let mut next: Vec<FunctionId> = Vec::new();
        if let Some(worker) = &spawn.worker {
            for (_, value) in worker.value.parts(spawn.worlds) {
                if let Value::Function(id) = value
                    && !self.function_info(*id).is_local()
                {
                    next.push(*id);
                }
            }
        }
        while let Some(id) = next.pop() {
            if found.insert(id) {
                next.extend(self.called_by(id));
            }
        }
        found
    }

    /// The nearest thing that cannot be pickled, of all that goes along with a value.
    fn walk(&self, value: &Value, sight: &Sight<'_>) -> Option<Unpicklable> {
        let mut things = VecDeque::from([Thing {
            value: value.clone(),
            path: String::new(),
            within: None,
            set: None,
            depth: DEPTH,
        }]);
        let (mut seen, mut collections) = (HashSet::new(), HashSet::new());
        let mut left = THINGS;
        while let Some(thing) = things.pop_front() {
            left = left.checked_sub(1)?;
            if let Some(reason) = self.itself(&thing.value) {
                let what = match thing.within {
                    Some(holder) => match reason.what.strip_prefix("is ") {
                        Some(noun) => format!("is {holder} that holds {noun}"),
                        None => format!("is {holder} of what {}", reason.what),
                    },
                    None => reason.what,
                };
                return Some(Unpicklable {
                    what,
                    path: thing.path,
                    set: thing.set,
                    ..reason
                });
            }
            if thing.depth == 0 {
                continue;
            }
            if let Value::Object(class, made) = &thing.value {
                if seen.insert((*class, *made)) && !self.pickles_itself(*class) {
                    self.attributes(&thing, (*class, *made), sight, &mut things);
                }
                continue;
            }
            // A collection that holds itself twice is looked into once.
            let fresh = match &thing.value {
                Value::Items(items) => collections.insert(items.digest()),
                Value::Dict(entries) => collections.insert(entries.digest()),
                _ => true,
            };
            if fresh {
                self.parts(&thing, sight.worlds, &mut things);
            }
        }
        None
    }

    /// What an instance holds.
    fn attributes(
        &self,
        thing: &Thing,
        (class, made): (ClassId, Option<MakeId>),
        sight: &Sight<'_>,
        things: &mut VecDeque<Thing>,
    ) {
        let outermost = thing.path.is_empty();
        let moment = sight.moment.filter(|_| outermost || made.is_some());
        let held = |attribute: &Attribute| {
            let value = attribute.value.single(sight.worlds)?;
            let also = |other: &Partition| {
                let other = other.single(sight.worlds);
                other.is_some_and(|other| self.itself(other).is_some())
            };
            attribute.elsewhere.iter().all(also).then(|| value.clone())
        };
        let run_by = || {
            sight
                .spawn
                .map_or_else(HashSet::new, |spawn| self.run_by(spawn))
        };
        let inside = sight.inside.get_or_init(run_by);
        for attribute in self.state(class, made, moment, inside) {
            let Some(value) = held(&attribute) else {
                continue;
            };
            let path = match outermost {
                true => attribute.name.to_string(),
                false => format!("{}.{}", thing.path, attribute.name),
            };
            things.push_back(Thing {
                value,
                path,
                within: None,
                set: thing.set.clone().or(Some(attribute.range)),
                depth: thing.depth - 1,
            });
        }
    }

    /// What a collection, or something that keeps its arguments, holds.
    fn parts(&self, thing: &Thing, worlds: Worlds, things: &mut VecDeque<Thing>) {
        let mut part = |value: &Value, step: String, within: Option<&'static str>| {
            things.push_back(Thing {
                value: value.clone(),
                path: format!("{}{step}", thing.path),
                within,
                set: thing.set.clone(),
                depth: thing.depth - 1,
            });
        };
        match &thing.value {
            Value::Items(items) => {
                for (at, item) in items.iter().enumerate() {
                    part(item, format!("[{at}]"), None);
                }
            }
            Value::Each(item) => part(item, "[…]".into(), None),
            Value::Dict(entries) => {
                for (key, value) in entries.iter() {
                    if let Some(value) = value.single(worlds) {
                        part(value, format!("[{key}]"), None);
                    }
                }
            }
            Value::Made(id, _) => {
                let make = &self.makes[id.0 as usize];
                if let Some(holder) = holds(&make.name) {
                    for (_, value) in &make.arguments {
                        if let Some(value) = value.single(worlds) {
                            part(value, String::new(), Some(thing.within.unwrap_or(holder)));
                        }
                    }
                }
            }
            _ => {}
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
    fn is_test(&self, id: ClassId) -> bool {
        let mut lineage = self.lineage(id).into_iter();
        lineage.any(|class| self.classes[class.0 as usize].test)
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
        self.lineage(id).into_iter().any(|class| {
            let attributes = &self.classes[class.0 as usize].attributes;
            own.iter().any(|name| attributes.contains_key(*name))
        })
    }
}

pub(in crate::model) fn is_static(function: &Function) -> bool {
    function.decorators.iter().any(|decorator| {
        matches!(&decorator.kind, crate::syntax::ast::ExprKind::Name(name)
            if matches!(&**name, "staticmethod" | "classmethod"))
    })
}
