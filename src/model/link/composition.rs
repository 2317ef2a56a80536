//! What functions do with what they are given, put together with what their calls give them.
//!
//! A child that gets a parameter of the function around it is lifted to each call of that function,
//! with the arguments in the place of the parameters, and from there to the calls further out. What
//! comes out are children as if each had been started at the call, with the argument to blame.

use std::rc::Rc;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use crate::facts::spawns::{SpawnKind, role};
use crate::limits::reached;
use crate::model::children::records::{HandedValue, Spawn};
use crate::model::eval::call_conditions::CallCondition;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::guards::Guard;
use crate::model::limits::MAX_SUBSTITUTION_DEPTH;
use crate::model::link::needed_workers::{started_by, starts_conditionally};
use crate::model::link::other_modules::is_outside;
use crate::model::summary::calls::Call;
use crate::model::summary::given_arguments::argument;
use crate::model::value::subscripts::key_of;
use crate::model::value::{FunctionId, ITEM, Partition, Value};
use crate::syntax::ast::{ArgumentKind, ExprKind};
use crate::world::Worlds;

/// Through how many calls a child is lifted at most.
const MAX_CALLS_TO_CHILD: usize = 6;
/// How many children are lifted out of one function at most.
const MAX_CHILDREN_PER_FUNCTION: usize = 64;
/// How many children are lifted in one module at most.
const MAX_LIFTED_CHILDREN: usize = 4096;

impl Evaluator<'_> {
    /// Lifts every child that is given parameters to the calls that say what they are.
    pub(in crate::model) fn compose(&mut self) {
        self.follow_imported_calls();
        self.open_registries();
        self.catch_in_lambdas();
        let mut calls: HashMap<FunctionId, Vec<Rc<Call>>> = HashMap::new();
        for call in std::mem::take(&mut self.spawning.calls) {
            calls.entry(call.callee).or_default().push(Rc::new(call));
        }
        self.spawning.repeated = self.repeated(&calls);
        self.leave_out_unneeded(&calls);
        let mut lifted_of: HashMap<FunctionId, usize> = HashMap::new();
        let mut seen = HashSet::new();
        let mut due: Vec<Spawn> = self.spawning.spawns.clone();
        due.extend(self.outside.spawns.iter().cloned());
        due.append(&mut self.spawning.awaiting);
        due.retain(|spawn| spawn.guard != Guard::Unknown || !spawn.conditions.is_empty());
        let mut lifted = self.with_collected(&calls);
        while let Some(spawn) = due.pop() {
            if spawn.through.len() >= MAX_CALLS_TO_CHILD || lifted.len() >= MAX_LIFTED_CHILDREN {
                reached("calls between a child and what it is given");
                continue;
            }
            for function in self.functions_of(&spawn) {
                for call in calls.get(&function).into_iter().flatten() {
                    let count = lifted_of.entry(function).or_default();
                    if *count >= MAX_CHILDREN_PER_FUNCTION {
                        reached("children that one function starts for its callers");
                        continue;
                    }
                    let origin = spawn.through.first().unwrap_or(&spawn.range).clone();
                    let role = spawn.role.name;
                    let place = (origin, spawn.range.clone(), call.range.clone());
                    if !seen.insert((place, role, spawn.worlds)) {
                        continue;
                    }
                    *count += 1;
                    // What decides whether the call is made may decide what its caller is given, too.
                    let open = call.guard == Guard::Unknown && call.conditions.is_empty();
                    for mut outer in self.lift(&spawn, call).unwrap_or_default() {
                        if open && !self.functions_of(&outer).is_empty() {
                            continue;
                        }
                        if open {
                            outer.worlds -= call.doubtful;
                        }
                        let ranges = outer.worker.iter().chain(&outer.given);
                        let mut ranges = ranges.map(|handed| &handed.range);
                        let inside = !is_outside(&outer.range) && !ranges.any(is_outside);
                        let decided =
                            outer.receiver.is_none() && CallCondition::only_fail(&outer.conditions);
                        if decided && inside && !self.goes_on(&outer) {
                            lifted.push(outer.clone());
                        }
                        due.push(outer);
                    }
                }
            }
        }
        self.spawning.lifted = lifted;
    }

    /// The functions whose parameters a child is given.
    fn functions_of(&self, spawn: &Spawn) -> Vec<FunctionId> {
        let mut found = Vec::new();
        for handed in spawn.worker.iter().chain(&spawn.given) {
            self.parameters(&handed.value, &mut found, MAX_SUBSTITUTION_DEPTH);
        }
        if let Some(receiver) = &spawn.receiver {
            self.parameters(receiver, &mut found, MAX_SUBSTITUTION_DEPTH);
        }
        if is_own_process(spawn) {
            self.parameters(&spawn.subject, &mut found, MAX_SUBSTITUTION_DEPTH);
        }
        let functions = found.into_iter().map(|(function, _)| function);
        let asks = |_: &FunctionId| self.takes_self(spawn) || starts_conditionally(spawn);
        let own = spawn.owner.filter(asks);
        let mut found: Vec<FunctionId> = functions.chain(own).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// A child as the caller sees it, or one for each of several workers; nothing if the call tells
    /// nothing new.
    fn lift(&mut self, spawn: &Spawn, call: &Call) -> Option<Vec<Spawn>> {
        let worlds = spawn.worlds & call.worlds;
        let mut conditions = self.conditions_in(&spawn.conditions, call, worlds)?;
        conditions.extend(call.conditions.iter().cloned());
        let needs = spawn
            .needs
            .as_ref()
            .map(|needs| self.substituted_in(needs, call, worlds));
        let doubtful = match needs.as_ref().map(|needs| needs.single(worlds)) {
            Some(Some(Value::Int(0) | Value::None)) => return None,
            // One worker is the program itself where jobs are counted.
            Some(Some(Value::Int(1))) if spawn.role.kind != SpawnKind::Loader => return None,
            Some(Some(Value::Int(_))) => false,
            _ => spawn.doubtful,
        };
        let receiver = match &spawn.receiver {
            Some(receiver) => {
                let receiver = self.substituted_in(receiver, call, worlds);
                match receiver.single(worlds) {
                    Some(Value::Parameter(..) | Value::Member(_)) => Some(receiver),
                    Some(Value::Made(_, class) | Value::Instance(class)) => {
                        let method = spawn.role.name.strip_prefix(&**class)?;
                        method.strip_prefix('.')?;
                        None
                    }
                    Some(Value::Symbol(class)) => {
                        role(class).filter(|role| role.name == spawn.role.name)?;
                        None
                    }
                    _ => return None,
                }
            }
            None => None,
        };
        let mut changed = spawn.receiver.is_some() || starts_conditionally(spawn);
        // A process of the document's own class goes to its child with what it is made with.
        let mut subject = Partition::UNKNOWN;
        if is_own_process(spawn)
            && self.mentions(&spawn.subject, call.callee, MAX_SUBSTITUTION_DEPTH)
        {
            subject = self.substituted_in(&spawn.subject, call, worlds);
            changed = true;
        }
        let receiver_of_call = self.receiver_for(spawn, call);
        let mut lift_all = |this: &mut Self, handed: &HandedValue| {
            if let Some(object) = &receiver_of_call
                && this.takes_own(spawn, handed)
            {
                changed = true;
                return vec![object.clone()];
            }
            let lifted = this.lifted(handed, call, worlds);
            changed |= lifted.is_some();
            match (lifted, &spawn.receiver) {
                (Some(lifted), _) => lifted,
                (None, Some(_)) => vec![handed.clone()],
                (None, None) => Vec::new(),
            }
        };
        let worker = spawn.worker.as_ref();
        let worker = worker.map(|worker| lift_all(self, worker));
        let given: Vec<HandedValue> = spawn
            .given
            .iter()
            .flat_map(|given| lift_all(self, given))
            .collect();
        if !changed || worlds.is_empty() {
            return None;
        }
        let mut through = spawn.through.clone();
        through.push(spawn.range.clone());
        let mut workers = worker.unwrap_or_default().into_iter();
        let outer = Spawn {
            range: call.range.clone(),
            statement: call.statement.clone(),
            worlds,
            worker: workers.next(),
            given,
            subject,
            owner: call.owner,
            called: call.called,
            guard: match CallCondition::only_fail(&conditions) {
                true => known(spawn.guard).max(known(call.guard)),
                false => Guard::Unknown,
            },
            conditions,
            caught: spawn.caught || call.caught,
            doubtful,
            needs,
            receiver,
            through,
            started_by_calls: started_by(spawn, call),
            settled: call.settled || !call.conditions.is_empty(),
            entered: match receiver_of_call {
                Some(_) => Some(self.entered_by(spawn, call)),
                None => spawn.entered.clone(),
            },
            ..spawn.clone()
        };
        let others = workers.map(|worker| Spawn {
            worker: Some(worker),
            given: Vec::new(),
            ..outer.clone()
        });
        let others: Vec<Spawn> = others.collect();
        Some([vec![outer], others].concat())
    }

    /// What is handed over, as the caller sees it; nothing if the call has nothing to do with it.
    fn lifted(
        &mut self,
        handed: &HandedValue,
        call: &Call,
        worlds: Worlds,
    ) -> Option<Vec<HandedValue>> {
        if !self.mentions(&handed.value, call.callee, MAX_SUBSTITUTION_DEPTH) {
            return None;
        }
        if let Some(option) = self.option(handed, call, worlds) {
            return Some(option);
        }
        let given = self.blamed_argument(&handed.value, call);
        let (expr, range) = match given {
            Some(given) => (given.expr.clone(), given.range.clone()),
            None => return Some(self.by_default(handed, call, worlds)),
        };
        // What a loop goes through.
        let (inner, items) = match handed.value.single(worlds) {
            Some(Value::Member(member)) if &*member.1 == ITEM => {
                (Partition::always(member.0.clone()), true)
            }
            _ => (handed.value.clone(), handed.items),
        };
        if let Some(several) = self.several(&inner, call, worlds) {
            return Some(several);
        }
        let value = self.substituted_in(&inner, call, worlds);
        let whole = matches!(handed.value.single(worlds), Some(Value::Parameter(..)));
        let along = match (given, whole) {
            (Some(given), true) => given.along.clone(),
            _ => handed.along.clone(),
        };
        let bound = match (&handed.bound, whole) {
            (_, true) => given.and_then(|argument| argument.bound.clone()),
            (Some(bound), _) => Some(self.substituted_in(&bound.clone(), call, worlds)),
            (None, _) => None,
        };
        if items
            && let ExprKind::Tuple(parts) | ExprKind::List(parts) = &expr.kind
            && let Some(Value::Items(items)) = value.single(worlds)
            && items.len() == parts.len()
        {
            let base = range.start.wrapping_sub(expr.span.start as usize);
            let parts = parts.iter().zip(items.iter());
            let parts = parts.map(|(part, item)| HandedValue {
                expr: part.clone(),
                range: part.span.at(base),
                value: Partition::always(item.clone()),
                bound: None,
                along: None,
                items: false,
            });
            return Some(parts.collect());
        }
        Some(vec![HandedValue {
            expr,
            range,
            value,
            bound,
            along,
            items,
        }])
    }

    /// What is handed over where the call passes nothing for it: the default, blamed where it is handed over.
    fn by_default(
        &mut self,
        handed: &HandedValue,
        call: &Call,
        worlds: Worlds,
    ) -> Vec<HandedValue> {
        let value = self.substituted_in(&handed.value, call, worlds);
        let is_worth_knowing = value.single(worlds).is_some_and(Value::is_callable);
        let lifted = is_worth_knowing.then(|| HandedValue {
            value,
            bound: None,
            ..handed.clone()
        });
        lifted.into_iter().collect()
    }

    /// What the call passes by name for one of `**options` of the function, which hands it on.
    fn option(
        &self,
        handed: &HandedValue,
        call: &Call,
        worlds: Worlds,
    ) -> Option<Vec<HandedValue>> {
        let Some(Value::Member(member)) = handed.value.single(worlds) else {
            return None;
        };
        let (Value::Parameter(id, at), key) = (&member.0, key_of(&member.1)?) else {
            return None;
        };
        let function = self.function_of(call.callee);
        let parameter = function.parameters.get(usize::from(*at))?;
        if *id != call.callee || !parameter.keywords {
            return None;
        }
        let mut passed = call.passed.iter();
        let option = passed.find_map(|argument| {
            let value = match (&argument.kind, argument.handed.value.single(worlds)) {
                (ArgumentKind::Keyword(name), _) if **name == *key => {
                    return Some(argument.handed.clone());
                }
                (ArgumentKind::DoubleStar, Some(options @ Value::Parameter(..))) => {
                    options.entry(key)
                }
                _ => return None,
            };
            Some(HandedValue {
                value,
                ..argument.handed.clone()
            })
        });
        Some(option.into_iter().collect())
    }

    /// The arguments that a parameter such as `*args` takes up.
    fn several(&self, value: &Partition, call: &Call, worlds: Worlds) -> Option<Vec<HandedValue>> {
        let Some(Value::Parameter(id, at)) = value.single(worlds) else {
            return None;
        };
        let function = self.function_of(call.callee);
        let parameter = function.parameters.get(usize::from(*at))?;
        if *id != call.callee || !parameter.variadic {
            return None;
        }
        let info = &self.functions[call.callee.0 as usize];
        argument(info, *at, call.filled, (&call.passed, worlds))?;
        let places = usize::from(*at).saturating_sub(call.filled);
        let passed = call.passed.iter().enumerate();
        let taken = passed.filter(|(place, argument)| match &argument.kind {
            ArgumentKind::Positional => !parameter.keywords && *place >= places,
            ArgumentKind::Keyword(name) => {
                let mut others = function.parameters.iter();
                parameter.keywords && !others.any(|other| other.name == *name && !other.variadic)
            }
            _ => false,
        });
        Some(taken.map(|(_, argument)| argument.handed.clone()).collect())
    }
}

/// Whether what starts is a process of a class that the project defines.
fn is_own_process(spawn: &Spawn) -> bool {
    let subject = spawn.subject.single(spawn.worlds);
    spawn.role.kind == SpawnKind::Start && matches!(subject, Some(Value::Object(_, Some(_))))
}

/// What is left of a guard whose conditions are decided.
fn known(guard: Guard) -> Guard {
    match guard {
        Guard::Unknown => Guard::Absent,
        known => known,
    }
}
