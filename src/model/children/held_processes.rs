//! Processes that an object holds when it goes to another child: once started, none can be pickled.

use crate::facts::spawns::SpawnKind;
use crate::model::Model;
use crate::model::children::records::{HandedValue, Spawn};
use crate::model::eval::bound_names::each_statement;
use crate::model::objects::class_ancestors::is_static;
use crate::model::objects::self_assignments::SelfAssignment;
use crate::model::value::{ClassId, FunctionId, MakeId, Value};
use crate::syntax::ast::{Block, ExprKind, Name, Stmt, StmtKind};

/// An attribute that holds a started process.
#[derive(Clone, Debug)]
pub(crate) struct HeldProcess {
    /// The attribute of `self`.
    pub(crate) attribute: Name,
    /// The bytes of the call that starts it.
    pub(crate) started: std::ops::Range<usize>,
    /// It is there only from the second turn of a loop on.
    pub(crate) turns: bool,
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
        let mut processes = self.spawns.iter();
        let made_by = processes
            .find(|spawn| spawn.role.kind == SpawnKind::Process && spawn.range == *range)?;
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
                    turns: false,
                };
                return Some((worker, running));
            }
        }
        let attribute = self
            .collected(owner, start, range.start)
            .or_else(|| self.listed(owner, start, process, *class))?;
        let running = HeldProcess {
            attribute,
            started: start.range.clone(),
            turns: true,
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
    fn collected(&self, owner: FunctionId, start: &Spawn, made: usize) -> Option<Name> {
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
            if inside(start.range.start) && inside(made) && !leaves(body) {
                found = appended(body, own).or_else(|| found.take());
            }
        });
        found
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

/// `workers` of `self.workers.append(process)`.
fn appended(body: &Block, own: &Name) -> Option<Name> {
    let mut found = None;
    each_statement(body, false, &mut |statement: &Stmt| {
        if let StmtKind::Expr(call) = &statement.kind
            && let ExprKind::Call {
                function,
                arguments,
            } = &call.kind
            && let ExprKind::Attribute { object, name, .. } = &function.kind
            && let ExprKind::Attribute {
                object: holder,
                name: attribute,
                ..
            } = &object.kind
            && matches!(&holder.kind, ExprKind::Name(holder) if holder == own)
            && &**name == "append"
            && matches!(&arguments[..], [one] if matches!(one.value.kind, ExprKind::Name(_)))
        {
            found = Some(Name::clone(attribute));
        }
    });
    found
}
