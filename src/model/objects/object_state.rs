//! What an object of the document holds at one moment: what constructing it, and the methods that
//! are called before, put into it.

use std::ops::Range;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use crate::limits::reached;
use crate::model::Model;
use crate::model::children::records::EnteredMethod;
use crate::model::objects::attribute_values::{Held, counts};
use crate::model::objects::class_ancestors::is_static;
use crate::model::objects::constructed_objects::ConstructedObject;
use crate::model::objects::events::{Moment, ObjectAction, ObjectEvent};
use crate::model::objects::generated_init::Field;
use crate::model::objects::passed_parameters::PassedArguments;
use crate::model::objects::replayed_bodies::BodyPlace;
use crate::model::value::subscripts::key_of;
use crate::model::value::{ClassId, FunctionId, ITEM, MakeId, OR, Partition, Value};
use crate::syntax::ast::{ArgumentKind, Name};
use crate::world::Worlds;

/// An attribute of an instance.
#[derive(Clone, Debug)]
pub(in crate::model) struct Attribute {
    pub(in crate::model) name: Name,
    pub(in crate::model) value: Partition,
    /// Where it is set.
    pub(in crate::model) range: Range<usize>,
    /// What methods set it to of which it is not known whether they ran before.
    pub(in crate::model) elsewhere: Vec<Partition>,
}

/// How many attributes of an object are looked at: as many as all the objects that go to a child.
const MAX_ATTRIBUTES: usize = 256;
/// How many calls are followed.
const MAX_METHOD_CALLS: u32 = 64;
/// How deep they are followed.
pub(super) const MAX_METHOD_CALL_DEPTH: u32 = 6;

impl Model {
    /// What an object holds at a moment, or once it is constructed; `inside` are functions that
    /// only the child runs.
    pub(in crate::model) fn state(
        &self,
        class: ClassId,
        made: Option<MakeId>,
        (moment, entered): (Option<Moment>, Option<&EnteredMethod>),
        inside: &HashSet<FunctionId>,
    ) -> Vec<Attribute> {
        // In a constructor it ends where the child starts, too.
        let constructs = entered.filter(|entered| self.is_constructor(entered.method));
        let until = moment.filter(|_| made.is_none());
        let mut build = Build {
            model: self,
            class,
            attributes: Vec::new(),
            places: HashMap::new(),
            until: until.or_else(|| constructs.map(EnteredMethod::moment)),
            reached: false,
            calls: MAX_METHOD_CALLS,
            ran: HashSet::new(),
        };
        let arguments = made.map(|made| &self.makes[made.0 as usize].arguments[..]);
        let arguments: Vec<(ArgumentKind, Partition)> = arguments
            .unwrap_or_default()
            .iter()
            .map(|(argument, value)| (argument.kind.clone(), value.clone()))
            .collect();
        let goes_on = moment.filter(|_| constructs.is_none());
        let is_resumed = goes_on.is_some_and(|moment| build.resume(made, moment));
        match made.filter(|_| build.until.is_none()) {
            _ if is_resumed => {}
            Some(made) => {
                let construct = || {
                    build.construct(&arguments);
                    build.constructed()
                };
                let object = self.constructed.of((class, made), construct);
                build.go_on_from(&object);
            }
            None => {
                let (constructor, next) = build.construct(&arguments);
                let owner = moment.and_then(|moment| moment.owner);
                if let Some(next) = next.filter(|_| made.is_none() && constructor == owner) {
                    build.keep_body(owner, BodyPlace::start(true), next);
                }
            }
        }
        let mut seen = false;
        match (moment, made) {
            (Some(_), None) if is_resumed => {}
            (Some(moment), None) if !build.reached => {
                if let Some(next) = build.lead_up(moment, MAX_METHOD_CALL_DEPTH) {
                    build.keep_body(moment.owner, BodyPlace::start(false), next);
                }
            }
            (Some(moment), Some(made)) => {
                if constructs.is_none() {
                    if !is_resumed {
                        build.by_maker(made, moment);
                        build.outside(made, moment, BodyPlace::start(false));
                    }
                    build.enter(entered);
                }
                seen = entered.is_some() || self.body_has(moment.owner, made);
            }
            _ => {}
        }
        if !seen {
            build.note_elsewhere(inside);
        }
        build.attributes
    }
}

/// An object that is put together.
pub(super) struct Build<'m> {
    pub(super) model: &'m Model,
    pub(super) class: ClassId,
    pub(super) attributes: Vec<Attribute>,
    /// Where the first attribute of each name is among them.
    pub(super) places: HashMap<Name, usize>,
    /// Where it ends.
    pub(super) until: Option<Moment>,
    pub(super) reached: bool,
    calls: u32,
    pub(super) ran: HashSet<FunctionId>,
}

impl Build<'_> {
    pub(super) fn constructed(&self) -> ConstructedObject {
        ConstructedObject {
            attributes: self.attributes.clone(),
            places: self.places.clone(),
            calls: self.calls,
            ran: self.ran.clone(),
        }
    }

    pub(super) fn go_on_from(&mut self, object: &ConstructedObject) {
        let object = object.clone();
        (self.attributes, self.places) = (object.attributes, object.places);
        (self.calls, self.ran) = (object.calls, object.ran);
    }

    /// Runs the constructor; which one that is, and where it was left.
    fn construct(
        &mut self,
        arguments: &[(ArgumentKind, Partition)],
    ) -> (Option<FunctionId>, Option<usize>) {
        let lineage = self.model.lineage(self.class);
        let writes = |class: &&ClassId| {
            let info = &self.model.classes[class.0 as usize];
            info.fields.is_some() || info.attributes.contains_key("__init__")
        };
        let Some(first) = lineage.iter().find(writes) else {
            return (None, None);
        };
        let info = &self.model.classes[first.0 as usize];
        if info.attributes.contains_key("__init__") {
            let Some(id) = self.model.method(&lineage, "__init__") else {
                return (None, None);
            };
            let passed = self.model.passed_to(id, arguments);
            let next = self.run(id, &passed, true, MAX_METHOD_CALL_DEPTH);
            return (Some(id), next);
        }
        let mut fields: Vec<&Field> = Vec::new();
        for class in lineage.iter().rev() {
            let own = self.model.classes[class.0 as usize].fields.iter().flatten();
            for field in own {
                fields.retain(|known| known.name != field.name);
                fields.push(field);
            }
        }
        let mut positional = arguments
            .iter()
            .take_while(|(kind, _)| *kind == ArgumentKind::Positional);
        for field in fields {
            let passed = field.passed.then(|| {
                let keyword = arguments.iter().find(
                    |(kind, _)| matches!(kind, ArgumentKind::Keyword(name) if *name == field.name),
                );
                positional
                    .next()
                    .or(keyword)
                    .map(|(_, value)| value.clone())
            });
            let value = passed.flatten().or_else(|| field.default.clone());
            let value = value.unwrap_or(Partition::UNKNOWN);
            self.set(&field.name, Worlds::ALL, &value, &field.range, true);
        }
        if let Some(id) = self.model.method(&lineage, "__post_init__") {
            self.run(id, &PassedArguments::default(), true, MAX_METHOD_CALL_DEPTH);
        }
        (None, None)
    }

    /// Follows what a method does with `self`; where it was left.
    pub(super) fn run(
        &mut self,
        id: FunctionId,
        passed: &PassedArguments,
        certain: bool,
        depth: u32,
    ) -> Option<usize> {
        let depth = depth.checked_sub(1)?;
        if self.calls == 0 {
            reached("methods that make an object");
        }
        if self.calls == 0 || is_static(&self.model.function_info(id).function) {
            return None;
        }
        self.calls -= 1;
        self.ran.insert(id);
        self.follow(id, 0, (passed, certain), depth)
    }

    /// Follows a method from one of its events on, up to the one where it is over; nothing if a call of it in itself is.
    pub(super) fn follow(
        &mut self,
        id: FunctionId,
        first: usize,
        (passed, certain): (&PassedArguments, bool),
        depth: u32,
    ) -> Option<usize> {
        let events = self.model.events_of(Some(id));
        for (at, event) in events.iter().enumerate().skip(first) {
            if self.is_over(Some(id), event) {
                self.reached = true;
                return Some(at);
            }
            if event.made.is_none() {
                self.apply(event, passed, certain && event.certain, depth);
            }
            if self.reached {
                return None;
            }
        }
        self.reached |= self.until.is_some_and(|until| until.owner == Some(id));
        Some(events.len())
    }

    fn is_over(&self, owner: Option<FunctionId>, event: &ObjectEvent) -> bool {
        self.until
            .is_some_and(|until| until.owner == owner && event.end > until.at)
    }

    pub(super) fn apply(
        &mut self,
        event: &ObjectEvent,
        passed: &PassedArguments,
        certain: bool,
        depth: u32,
    ) {
        match &event.action {
            ObjectAction::Set(name, held) => {
                let value = self.resolve(held, passed);
                self.set(name, event.worlds, &value, &event.range, certain);
            }
            ObjectAction::SetAll(held) => {
                let all = self.resolve(held, passed);
                if let Some(Value::Dict(entries)) = all.single(event.worlds) {
                    for (key, value) in entries.iter() {
                        if let Value::Str(name) = key {
                            self.set(name, event.worlds, value, &event.range, certain);
                        }
                    }
                }
            }
            ObjectAction::Delete(name) => {
                self.set(
                    name,
                    event.worlds,
                    &Partition::UNKNOWN,
                    &event.range,
                    certain,
                );
            }
            ObjectAction::Call {
                method,
                above,
                arguments,
            } => {
                let mut lineage = self.model.lineage(self.class);
                if *above {
                    let at = lineage.iter().position(|class| *class == event.class);
                    lineage.drain(..=at.unwrap_or(0));
                }
                if let Some(id) = self.model.method(&lineage, method) {
                    let arguments: Vec<_> = arguments
                        .iter()
                        .map(|(kind, held)| (kind.clone(), self.resolve(held, passed)))
                        .collect();
                    let passed = self.model.passed_to(id, &arguments);
                    self.run(id, &passed, certain, depth);
                }
            }
        }
    }

    fn set(
        &mut self,
        name: &Name,
        worlds: Worlds,
        value: &Partition,
        range: &Range<usize>,
        certain: bool,
    ) {
        let value = match certain {
            true => value.clone(),
            false => Partition::UNKNOWN,
        };
        // What is put into a list stays there beside what comes later.
        let place = self.places.get(name).filter(|_| !is_any_item(name));
        if let Some(known) = place.and_then(|at| self.attributes.get_mut(*at)) {
            known.value.set(worlds, &value);
            known.range = range.clone();
            return;
        }
        let at = self.attributes.len();
        if at >= MAX_ATTRIBUTES {
            reached("attributes of an object");
            return;
        }
        self.places.entry(Name::clone(name)).or_insert(at);
        self.attributes.push(Attribute {
            name: Name::clone(name),
            value: value.then(worlds, |_, value| Partition::always(value.clone())),
            range: range.clone(),
            elsewhere: Vec::new(),
        });
    }

    /// What something is with what is passed in the place of parameters.
    pub(super) fn resolve(&self, held: &Held, passed: &PassedArguments) -> Partition {
        let known = |name: &Name| passed.get(name).cloned().unwrap_or(Partition::UNKNOWN);
        match held {
            Held::Value(value) => value.replaced(Worlds::ALL, &mut |_, symbol| match symbol {
                Value::Parameter(id, at) => {
                    let function = &self.model.function_info(*id).function;
                    let parameter = function.parameters.get(usize::from(*at));
                    Some(parameter.map_or(Partition::UNKNOWN, |parameter| known(&parameter.name)))
                }
                Value::Member(member) if *member.1 == *OR => {
                    let both = Held::Value(Partition::always(member.0.clone()));
                    let both = self.resolve(&both, passed);
                    Some(both.then(Worlds::ALL, |_, both| both.first_given()))
                }
                Value::Member(member) if *member.1 == *ITEM || key_of(&member.1).is_some() => {
                    let owner = Held::Value(Partition::always(member.0.clone()));
                    let owner = self.resolve(&owner, passed);
                    Some(owner.then(Worlds::ALL, |_, owner| match key_of(&member.1) {
                        Some(key) => owner.entry(key),
                        None => owner.item(),
                    }))
                }
                _ => None,
            }),
            Held::Parameter(name) => known(name),
            Held::Or(first, second) => {
                let second = self.resolve(second, passed);
                let first = self.resolve(first, passed);
                first.then(Worlds::ALL, |_, value| match counts(value) {
                    Some(true) => Partition::always(value.clone()),
                    Some(false) => second.clone(),
                    None => Partition::UNKNOWN,
                })
            }
        }
    }
}

/// Whether it is an item of a collection, nobody knows which.
pub(super) fn is_any_item(name: &str) -> bool {
    name.ends_with("[…]")
}
