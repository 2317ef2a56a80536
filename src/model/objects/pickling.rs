//! What can be sent to another process, and what cannot.

use std::cell::OnceCell;
use std::collections::VecDeque;
use std::ops::Range;

use foldhash::{HashSet, HashSetExt};

use crate::facts::spawns::{SpawnKind, holds};
use crate::limits::reached;
use crate::model::Model;
use crate::model::children::records::{HandedValue, Spawn};
use crate::model::objects::class_ancestors::is_static;
use crate::model::objects::events::Moment;
use crate::model::objects::object_state::Attribute;
use crate::model::objects::unpicklable_reasons::{
    PickleCheck, PickleContext, Unpicklable, first_if_all, simple,
};
use crate::model::value::{ClassId, MakeId, Partition, Value};
use crate::syntax::ast::Name;
use crate::world::Worlds;

/// How deep collections and objects are looked into.
const MAX_PICKLING_DEPTH: u32 = 6;
/// How many subclasses of one class are looked at.
const MAX_SUBCLASSES: usize = 8;
/// How many of the objects that are sent along are looked at.
const MAX_PICKLED_OBJECTS: u32 = 256;

/// Something that goes along, and how it is reached.
struct PickledObject {
    value: Value,
    path: String,
    /// It is what a `functools.partial` or the like holds, of the outermost of which this is the name.
    within: Option<&'static str>,
    set: Option<Range<usize>>,
    depth: u32,
}

impl Model {
    /// The worlds in which something that goes to a child is known not to be picklable, and why
    /// in the first of them.
    pub(crate) fn unpicklable(
        &self,
        spawn: &Spawn,
        handed: &HandedValue,
        within: Worlds,
    ) -> Option<(Worlds, Unpicklable)> {
        let mut found: Option<(Worlds, Unpicklable)> = None;
        let inside = OnceCell::new();
        for (worlds, value) in handed.value.parts(within) {
            // Only what comes out of it goes there: an open file gives lines.
            if handed.items && !matches!(value, Value::Items(_) | Value::Each(_) | Value::Dict(_)) {
                continue;
            }
            let sight = PickleContext {
                worlds,
                moment: Some(self.pickled_at(spawn, worlds)),
                spawn: Some(spawn),
                inside: &inside,
            };
            // What a child may inherit goes to one that starts.
            let inherits = !spawn.role.always || spawn.role.kind == SpawnKind::Torch;
            let judge = |value: &Value| {
                let reason = self.itself(value);
                reason.filter(|reason| !(reason.while_starting && inherits))
            };
            // That is said where the child starts, whoever calls the method.
            if self.is_known_of_class(spawn, worlds, &judge) {
                continue;
            }
            let reason = self.walk(value, &sight, &judge);
            if let Some(reason) = reason.or_else(|| self.bound_to(handed, value, &sight, &judge)) {
                match &mut found {
                    Some((all, _)) => *all |= worlds,
                    None => found = Some((worlds, reason)),
                }
            }
        }
        found
    }

    /// Why what a worker returns cannot be sent back, and where.
    pub(crate) fn unpicklable_result(&self, spawn: &Spawn) -> Option<(Worlds, Unpicklable)> {
        let inside = OnceCell::new();
        let results = spawn.results.iter();
        let mut parts = results.flat_map(|result| result.parts(spawn.worlds));
        parts.find_map(|(worlds, value)| {
            let sight = PickleContext {
                worlds,
                moment: None,
                spawn: None,
                inside: &inside,
            };
            let reason = self.walk(value, &sight, &|value| self.itself(value))?;
            Some((worlds, reason))
        })
    }

    /// What a process object of a class holds and cannot be pickled when it starts: by this call, if any is known.
    pub(crate) fn process_state(
        &self,
        process: &Value,
        start: Option<&Spawn>,
        within: Worlds,
    ) -> Option<Unpicklable> {
        let moment = start.map(|start| Moment {
            owner: start.owner,
            at: start.range.start,
        });
        let sight = PickleContext {
            worlds: within,
            moment,
            spawn: start,
            inside: &OnceCell::new(),
        };
        let judge = |value: &Value| {
            let reason = self.itself(value);
            reason.filter(|reason| !reason.while_starting)
        };
        self.walk(process, &sight, &judge)
            .filter(|reason| reason.set.is_some())
    }

    /// A bound method takes its object along.
    fn bound_to(
        &self,
        handed: &HandedValue,
        value: &Value,
        sight: &PickleContext<'_>,
        judge: PickleCheck<'_>,
    ) -> Option<Unpicklable> {
        if let Value::Symbol(name) = value
            && let Some(Value::Made(_, class)) = handed
                .bound
                .as_ref()
                .and_then(|bound| bound.single(sight.worlds))
            && name
                .strip_prefix(&**class)
                .is_some_and(|rest| rest.starts_with('.'))
        {
            let bound = handed.bound.as_ref()?.single(sight.worlds)?;
            let reason = self.walk(bound, sight, judge)?;
            return Some(Unpicklable {
                along: Some(handed.along.clone().unwrap_or_else(|| "its object".into())),
                ..reason
            });
        }
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
            Value::Object(id, _) if self.is_test(*id) && !self.pickles_itself(*id) => {
                Some(simple("belongs to a test case that is running".into()))
            }
            object @ Value::Object(..) => {
                let reason = self
                    .walk(object, sight, judge)
                    .or_else(|| self.of_subclass(object, sight, judge))?;
                Some(Unpicklable {
                    along: Some(along.unwrap_or("its object").to_owned()),
                    ..reason
                })
            }
            _ => None,
        }
    }

    /// What `self` holds if it is an object of a class that extends the one of the method.
    pub(super) fn of_subclass(
        &self,
        object: &Value,
        sight: &PickleContext<'_>,
        judge: PickleCheck<'_>,
    ) -> Option<Unpicklable> {
        let Value::Object(class, None) = object else {
            return None;
        };
        let extending = self.extending.get(class).map_or(&[][..], Vec::as_slice);
        if extending.len() > MAX_SUBCLASSES {
            reached("subclasses of what is sent");
        }
        let extending = extending.iter().copied();
        extending.take(MAX_SUBCLASSES).find_map(|id| {
            let object = Value::Object(id, None);
            let reason = self.walk(&object, sight, judge)?;
            let name = &self.classes[id.0 as usize].class.name;
            Some(Unpicklable {
                of: Some(Name::clone(name)),
                ..reason
            })
        })
    }

    /// The nearest thing of which `judge` says why it cannot be sent, of all that goes along with a value.
    pub(super) fn walk(
        &self,
        value: &Value,
        sight: &PickleContext<'_>,
        judge: PickleCheck<'_>,
    ) -> Option<Unpicklable> {
        let mut things = VecDeque::from([PickledObject {
            value: value.clone(),
            path: String::new(),
            within: None,
            set: None,
            depth: MAX_PICKLING_DEPTH,
        }]);
        let (mut seen, mut collections) = (HashSet::new(), HashSet::new());
        let mut left = MAX_PICKLED_OBJECTS;
        while let Some(thing) = things.pop_front() {
            let Some(fewer) = left.checked_sub(1) else {
                reached("objects that are sent along");
                return None;
            };
            left = fewer;
            let outermost = thing.path.is_empty() && thing.within.is_none();
            let reason = match &thing.value {
                Value::Any(values) if outermost => self.of_any(values, sight, judge),
                Value::Any(values) => first_if_all(values.iter().map(judge)),
                value => judge(value),
            };
            if let Some(reason) = reason {
                let held = thing.within.or(reason.held);
                let what = match thing.within {
                    Some(holder) => match reason.what.strip_prefix("is ") {
                        Some(noun) => format!("is {holder} with {noun}"),
                        None => format!("is {holder} of what {}", reason.what),
                    },
                    None => reason.what,
                };
                return Some(Unpicklable {
                    what,
                    held,
                    path: thing.path + &reason.path,
                    set: thing.set.or(reason.set),
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
                self.parts(&thing, sight, &mut things);
            }
        }
        None
    }

    /// What an instance holds.
    fn attributes(
        &self,
        thing: &PickledObject,
        (class, made): (ClassId, Option<MakeId>),
        sight: &PickleContext<'_>,
        things: &mut VecDeque<PickledObject>,
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
        let entered = sight.spawn.and_then(|spawn| spawn.entered.as_ref());
        let entered = entered.filter(|_| outermost);
        for attribute in self.state(class, made, (moment, entered), inside) {
            let Some(value) = held(&attribute) else {
                continue;
            };
            let path = match outermost {
                true => attribute.name.to_string(),
                false => format!("{}.{}", thing.path, attribute.name),
            };
            things.push_back(PickledObject {
                value,
                path,
                within: None,
                set: thing.set.clone().or(Some(attribute.range)),
                depth: thing.depth - 1,
            });
        }
    }

    /// What a collection, or something that keeps its arguments, holds.
    fn parts(
        &self,
        thing: &PickledObject,
        sight: &PickleContext<'_>,
        things: &mut VecDeque<PickledObject>,
    ) {
        let worlds = sight.worlds;
        let mut part = |value: &Value, step: String, within: Option<&'static str>| {
            things.push_back(PickledObject {
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
                        let key = match key {
                            Value::Unknown => "…".to_owned(),
                            key => key.to_string(),
                        };
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
                    for object in &make.along {
                        if let Some(object @ Value::Object(..)) = object.single(worlds) {
                            part(object, String::new(), Some(thing.within.unwrap_or(holder)));
                        }
                    }
                    for added in self.added.iter().filter(|added| added.made == *id) {
                        let before = sight.moment.is_none_or(|moment| {
                            moment.owner == added.owner && added.end <= moment.at
                        });
                        if let Some(value) = added.value.single(worlds).filter(|_| before) {
                            let step = match thing.path.is_empty() {
                                true => added.name.to_string(),
                                false => format!(".{}", added.name),
                            };
                            things.push_back(PickledObject {
                                value: value.clone(),
                                path: format!("{}{step}", thing.path),
                                within: None,
                                set: thing.set.clone().or(Some(added.range.clone())),
                                depth: thing.depth - 1,
                            });
                        }
                    }
                }
            }
            _ => {}
        }
    }
}
