//! `Parallel(n_jobs=2)(delayed(work)(item) for item in items)` of joblib.

use crate::facts::StartMethod;
use crate::facts::spawns::role;
use crate::model::children::start_methods::Method;
use crate::model::eval::arguments::CallArguments;
use crate::model::eval::evaluator::Evaluator;
use crate::model::value::{MakeId, Value};
use crate::syntax::ast::{Argument, ArgumentKind, Expr, ExprKind};
use crate::world::Worlds;

impl Evaluator<'_> {
    /// A call of what `Parallel(…)` made.
    pub(in crate::model) fn parallel_call(
        &mut self,
        call: &Expr,
        arguments: &CallArguments,
        worlds: Worlds,
        id: MakeId,
    ) {
        let made = self.spawning.makes[id.0 as usize].arguments.clone();
        let made = CallArguments { all: made };
        let Some((_, jobs)) = made.get(0, "n_jobs") else {
            return;
        };
        // One job, or none that is said, is done in this process.
        let doubtful = match jobs.single(worlds) {
            Some(Value::Int(1) | Value::None) => return,
            Some(Value::Int(_)) => false,
            _ => true,
        };
        let jobs = jobs.clone();
        let backend = made.get(1, "backend").map(|(_, backend)| backend.clone());
        let backend = backend.as_ref().map(|backend| backend.single(worlds));
        let (name, methods) = match backend {
            None => ("loky", vec![(worlds, Method::Is(StartMethod::Spawn))]),
            Some(Some(Value::Str(name))) if &**name == "loky" => {
                ("loky", vec![(worlds, Method::Is(StartMethod::Spawn))])
            }
            Some(Some(Value::Str(name))) if &**name == "multiprocessing" => {
                ("multiprocessing", vec![(worlds, Method::Default)])
            }
            _ => return,
        };
        let work = arguments
            .all
            .first()
            .and_then(|(work, _)| delayed(&work.value));
        let (Some((worker, given)), Some(role)) = (work, role(&format!("joblib.Parallel.{name}")))
        else {
            return;
        };
        let all = [worker].into_iter().chain(given);
        let all = all.map(|argument| (argument.clone(), self.aside(&argument.value)));
        let arguments = CallArguments { all: all.collect() };
        let mut spawn = self.spawn(call, role, worlds, methods, &arguments, doubtful);
        spawn.needs = Some(jobs);
        self.note_spawn(spawn);
    }
}

/// The worker and its arguments in `delayed(work)(item) for item in items`.
fn delayed(work: &Expr) -> Option<(&Argument, &[Argument])> {
    let element = match &work.kind {
        ExprKind::Comprehension { elements, .. }
        | ExprKind::List(elements)
        | ExprKind::Tuple(elements) => elements.first()?,
        _ => return None,
    };
    let ExprKind::Call {
        function,
        arguments: given,
    } = &element.kind
    else {
        return None;
    };
    let ExprKind::Call {
        function: delayed,
        arguments: worker,
    } = &function.kind
    else {
        return None;
    };
    let (ExprKind::Name(name) | ExprKind::Attribute { name, .. }) = &delayed.kind else {
        return None;
    };
    let plain = |argument: &Argument| argument.kind == ArgumentKind::Positional;
    let first = worker.first().filter(|argument| plain(argument))?;
    (&**name == "delayed").then_some((first, given))
}
