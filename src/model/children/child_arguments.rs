//! What a call hands over to a child process.

use crate::facts::spawns::{Shape, SpawnKind, SpawnParameter, SpawnRole};
use crate::model::children::records::{HandedValue, Spawn};
use crate::model::children::start_methods::Methods;
use crate::model::eval::arguments::CallArguments;
use crate::model::eval::evaluator::Evaluator;
use crate::model::objects::class_ancestors::is_static;
use crate::model::summary::calls::PassedArgument;
use crate::model::value::{Partition, Value};
use crate::syntax::ast::{Argument, ArgumentKind, Expr, ExprKind};
use crate::world::Worlds;

impl Evaluator<'_> {
    /// A call in this role, with what it hands over.
    pub(in crate::model) fn spawn(
        &mut self,
        call: &Expr,
        role: &'static SpawnRole,
        worlds: Worlds,
        methods: Methods,
        arguments: &CallArguments,
        doubtful: bool,
    ) -> Spawn {
        let worker = role
            .worker
            .and_then(|parameter| passed(parameter, arguments, worlds))
            .map(|(argument, value)| self.hand(&argument.value, value, false));
        let mut given = Vec::new();
        for (shape, parameter) in &role.given {
            self.given(*shape, *parameter, (arguments, worlds), &mut given);
        }
        let doubt = self
            .unclear
            .doubtful_for("spawn.forkserver", &mut self.answers);
        let worlds = worlds - doubt;
        Spawn {
            role,
            range: call.span.at(self.base),
            statement: self.statement.at(self.base),
            worlds,
            methods,
            worker,
            given,
            subject: Partition::UNKNOWN,
            owner: self.owner,
            called: self.called,
            guard: self.guarded_by(),
            caught: self.catches_pickling(),
            doubtful,
            imported: Worlds::NONE,
            served: Worlds::NONE,
            entry: None,
            needs: role.needs.map(|needs| {
                let passed = passed(needs, arguments, worlds);
                passed.map_or(Partition::UNKNOWN, |(_, value)| value)
            }),
            results: Vec::new(),
            receiver: None,
            through: Vec::new(),
            settled: self.is_settled(),
            conditions: self.call_conditions(),
            entered: None,
            started_by_calls: false,
        }
    }

    pub(in crate::model) fn note_spawn(&mut self, mut spawn: Spawn) {
        if self.quiet == 0 && !spawn.worlds.is_empty() {
            self.note_told_to_worker(&spawn);
            if matches!(spawn.role.kind, SpawnKind::Task | SpawnKind::Submit) {
                spawn.results = self.results_of(&spawn);
            }
            self.spawning.spawns.push(spawn);
        }
    }

    /// Notes what the arguments of a process tell its function about the platform: `args=(None,)` on one of them.
    fn note_told_to_worker(&mut self, spawn: &Spawn) {
        let worker = spawn
            .worker
            .as_ref()
            .filter(|_| spawn.role.kind == SpawnKind::Process);
        let body = worker.and_then(|worker| {
            let function = worker.value.single(spawn.worlds)?;
            self.body_of(&worker.expr, function)
        });
        let Some((id, filled)) = body else {
            return;
        };
        let passed = spawn.given.iter().map(|handed| PassedArgument {
            kind: ArgumentKind::Positional,
            handed: handed.clone(),
        });
        let passed: Vec<PassedArgument> = passed.collect();
        self.note_told(id, filled, (&passed, spawn.worlds));
    }

    /// What the worker returns that a call hands over: all that it does, or what each of its statements does.
    fn results_of(&mut self, spawn: &Spawn) -> Vec<Partition> {
        let worker = spawn.worker.as_ref().and_then(|worker| {
            let mut parts = worker.value.parts(spawn.worlds);
            parts.find_map(|(worlds, value)| match value {
                Value::Function(id) => Some((worlds, *id, worker.expr.clone())),
                _ => None,
            })
        });
        let Some((worlds, id, expr)) = worker else {
            return Vec::new();
        };
        if self.function_of(id).lazy {
            let made = self.make(&expr, "generator");
            return vec![Partition::within(worlds, made)];
        }
        let outcome = self.outcome(id);
        let all = [outcome.value].into_iter().chain(outcome.returns);
        let within = |value: Partition| {
            value.then(worlds, |_, returned| Partition::always(returned.clone()))
        };
        all.map(within).collect()
    }

    fn given(
        &mut self,
        shape: Shape,
        parameter: SpawnParameter,
        (arguments, worlds): (&CallArguments, Worlds),
        given: &mut Vec<HandedValue>,
    ) {
        let passed: Vec<(Argument, Partition)> = match shape {
            Shape::Each | Shape::Whole => {
                passed(parameter, arguments, worlds).into_iter().collect()
            }
            Shape::Rest | Shape::Spread => arguments
                .all
                .iter()
                .skip(parameter.place)
                .filter(|(argument, _)| match &argument.kind {
                    ArgumentKind::Positional => true,
                    ArgumentKind::Keyword(_) => shape == Shape::Rest,
                    _ => false,
                })
                .cloned()
                .collect(),
        };
        let items = matches!(shape, Shape::Each | Shape::Spread);
        for (argument, value) in passed {
            let expr = &argument.value;
            match &expr.kind {
                ExprKind::Tuple(parts) | ExprKind::List(parts) if items => {
                    for part in parts {
                        let value = self.aside(part);
                        given.push(self.hand(part, value, false));
                    }
                }
                ExprKind::Dict(entries) if items => {
                    for (_, part) in entries {
                        let value = self.aside(part);
                        given.push(self.hand(part, value, false));
                    }
                }
                _ => given.push(self.hand(expr, value, items)),
            }
        }
    }

    pub(in crate::model) fn hand(
        &mut self,
        expr: &Expr,
        value: Partition,
        items: bool,
    ) -> HandedValue {
        let (value, bound, along) = match self.super_method(expr) {
            Some((own, method)) => {
                let own = Partition::always(Value::Object(own, None));
                (method, Some(own), Some("self".to_owned()))
            }
            None => {
                let value = self.known(value);
                match &expr.kind {
                    ExprKind::Attribute { object, .. } => {
                        let bound = self.aside(object);
                        (value, Some(self.known(bound)), object.dotted_name())
                    }
                    _ => (value, None, None),
                }
            }
        };
        HandedValue {
            expr: expr.clone(),
            range: expr.span.at(self.base),
            value,
            bound,
            along,
            items,
        }
    }

    /// The objects that the bound methods among some arguments belong to.
    pub(super) fn taken_along(&mut self, arguments: &[(Argument, Partition)]) -> Vec<Partition> {
        let is_method = |value: &Value| match value {
            Value::Function(id) => {
                let info = &self.functions[id.0 as usize];
                info.is_method() && !is_static(&info.function)
            }
            _ => false,
        };
        let methods = arguments
            .iter()
            .filter(|(_, value)| value.single(self.reach).is_some_and(is_method));
        let objects: Vec<Expr> = methods
            .filter_map(|(argument, _)| match &argument.value.kind {
                ExprKind::Attribute { object, .. } => Some(Expr::clone(object)),
                _ => None,
            })
            .collect();
        objects.iter().map(|object| self.aside(object)).collect()
    }

    /// The value of an expression that is evaluated elsewhere too.
    pub(in crate::model) fn aside(&mut self, expr: &Expr) -> Partition {
        let reach = self.reach;
        let value = self.quietly(|this| this.eval(expr));
        self.reach = reach;
        value
    }
}

/// What a call passes for a parameter; if it hands on `**options` that its own function is given, what is among them.
fn passed(
    parameter: SpawnParameter,
    arguments: &CallArguments,
    worlds: Worlds,
) -> Option<(Argument, Partition)> {
    if let Some(passed) = arguments.get(parameter.place, parameter.name) {
        return Some(passed.clone());
    }
    let mut all = arguments.all.iter();
    all.find_map(|(argument, value)| match value.single(worlds)? {
        options @ Value::Parameter(..) if argument.kind == ArgumentKind::DoubleStar => {
            Some((argument.clone(), options.entry(parameter.name)))
        }
        _ => None,
    })
}
