//! Processes that an object holds when it goes to another child: once started, none can be pickled.

use std::ops::Range;

use crate::facts::spawns::SpawnKind;
use crate::model::Model;
use crate::model::children::kept_in_attributes::{added, takes_out};
use crate::model::children::records::{HandedValue, Spawn};
use crate::model::eval::bound_names::each_statement;
use crate::model::eval::functions::FunctionInfo;
use crate::model::objects::class_ancestors::is_static;
use crate::model::objects::self_assignments::SelfAssignment;
use crate::model::value::{ClassId, FunctionId, MakeId, Value};
use crate::syntax::ast::{Block, ExprKind, Name, StmtKind};

/// An attribute that holds a started process.
#[derive(Clone, Debug)]
pub(crate) struct HeldProcess {
    /// The attribute of `self`.
    pub(crate) attribute: Name,
    /// The bytes of the call that starts it.
    pub(crate) started: Range<usize>,
    /// From when on it is there.
    pub(crate) since: HeldSince,
}

/// From when on an object holds a started process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum HeldSince {
    /// It does when the other process starts.
    Before,
    /// From the second turn of a loop on.
    SecondTurn,
    /// From the second call of this method on, and there is one.
    SecondCall(Name),
}

impl Model {
    /// For a process whose worker is a method of `self`: the started process that `self` holds
    /// when it starts, and what goes to the child.
    pub(crate) fn held(&self, start: &Spawn) -> Option<(&HandedValue, HeldProcess)> {
        let owner = start
            .owner
            .filter(|_| start.role.kind == SpawnKind::Start)?;
        let process = made(start)?;
        let range = &self.makes[process.0 as usize].range;
        let made_by = self
            .spawns_at(range)
            .find(|spawn| spawn.role.kind == SpawnKind::Process)?;
        let worker = made_by.worker.as_ref()?;
        // A callable that an attribute holds does not take the object along.
        let Value::Function(method) = worker.value.single(start.worlds)? else {
            return None;
        };
        let method = &self.functions[method.0 as usize];
        if method.class.is_none() || is_static(&method.function) {
            return None;
        }
        let Value::Object(class, _) = worker.bound.as_ref()?.single(start.worlds)? else {
            return None;
        };
        if self.pickles_itself(*class) {
            return None;
        }
        let before = self
            .spawns
            .iter()
            .filter(|other| other.role.kind == SpawnKind::Start && other.owner == Some(owner))
            .filter(|other| other.range.end < start.range.start && other.guard == start.guard)
            .filter(|other| made(other) != Some(process));
        let info = &self.classes[class.0 as usize];
        for other in before {
            let held = info.assigned.iter().find(|assigned| {
                let value = assigned.value.single(assigned.worlds & start.worlds);
                let constructs = |owner: FunctionId| self.is_constructor(owner);
                (assigned.owner == Some(owner) || assigned.owner.is_some_and(constructs))
                    && assigned.certain
                    && matches!((value, made(other)), (Some(Value::Made(one, _)), Some(two)) if *one == two)
            });
            let again = |held: &SelfAssignment| {
                let mut assigned = info.assigned.of(&held.name);
                assigned.any(|other| other.range != held.range)
            };
            if let Some(held) = held.filter(|held| !again(held)) {
                let running = HeldProcess {
                    attribute: Name::clone(&held.name),
                    started: other.range.clone(),
                    since: HeldSince::Before,
                };
                return Some((worker, running));
            }
        }
        let of_loop = self
            .collected(owner, start, range)
            .or_else(|| self.listed(owner, start, process, *class));
        let (attribute, since) = match of_loop {
            Some(attribute) => (attribute, HeldSince::SecondTurn),
            None => {
                let method = &self.functions[owner.0 as usize].function.name;
                let attribute = self.added_by_each_call(owner, range)?;
                (attribute, HeldSince::SecondCall(Name::clone(method)))
            }
        };
        let running = HeldProcess {
            attribute,
            started: start.range.clone(),
            since,
        };
        Some((worker, running))
    }

    /// The attribute of `self` that is a list of processes which a loop starts one after the other.
    fn listed(
        &self,
        owner: FunctionId,
        start: &Spawn,
        process: MakeId,
        class: ClassId,
    ) -> Option<Name> {
        let info = &self.functions[owner.0 as usize];
        let own = &info.function.parameters.first()?.name;
        let base = info.base;
        let is_list = |name: &Name| {
            let mut assigned = self.classes[class.0 as usize].assigned.of(name);
            let first = assigned.next().filter(|_| assigned.next().is_none());
            first.is_some_and(|list| {
                let value = list.value.single(list.worlds & start.worlds);
                matches!(value, Some(Value::Each(item)) if matches!(&**item, Value::Made(made, _) if *made == process))
            })
        };
        let mut found = None;
        each_statement(&info.function.body, false, &mut |statement| {
            if let StmtKind::For { iterable, body, .. } = &statement.kind
                && let ExprKind::Attribute { object, name, .. } = &iterable.kind
                && matches!(&object.kind, ExprKind::Name(object) if object == own)
                && statement.span.at(base).contains(&start.range.start)
                && !leaves(body)
                && is_list(name)
            {
                found = Some(Name::clone(name));
            }
        });
        found
    }

    /// The attribute of `self` that a loop puts each of its processes into.
    fn collected(&self, owner: FunctionId, start: &Spawn, made: &Range<usize>) -> Option<Name> {
        let info = &self.functions[owner.0 as usize];
        let own = &info.function.parameters.first()?.name;
        let base = info.base;
        let mut found = None;
        each_statement(&info.function.body, false, &mut |statement| {
            let (StmtKind::For { body, .. } | StmtKind::While { body, .. }) = &statement.kind
            else {
                return;
            };
            let range = statement.span.at(base);
            let inside = |byte: usize| range.contains(&byte);
            if inside(start.range.start) && inside(made.start) && !leaves(body) {
                found = added(body, own, (base, made)).or_else(|| found.take());
            }
        });
        found
    }

    /// The attribute of `self` into which a method that is called more than once puts its process each time.
    fn added_by_each_call(&self, owner: FunctionId, made: &Range<usize>) -> Option<Name> {
        if !self.repeated.contains(&owner) {
            return None;
        }
        let info = &self.functions[owner.0 as usize];
        let own = &info.function.parameters.first()?.name;
        let attribute = added(&info.function.body, own, (info.base, made))?;
        let constructs = |info: &FunctionInfo| &*info.function.name == "__init__";
        let mut functions = self.functions.iter().filter(|info| !constructs(info));
        let empties = functions.any(|info| takes_out(&info.function.body, &attribute));
        (!empties).then_some(attribute)
    }
}

fn made(start: &Spawn) -> Option<MakeId> {
    match start.subject.single(start.worlds)? {
        Value::Made(id, _) => Some(*id),
        _ => None,
    }
}

/// Whether a loop may end after its first turn.
fn leaves(body: &Block) -> bool {
    let mut leaves = false;
    each_statement(body, false, &mut |statement| {
        leaves |= matches!(statement.kind, StmtKind::Break | StmtKind::Return(_));
    });
    leaves
}
