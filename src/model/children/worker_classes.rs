//! Classes of workers that a function is given: whether they are processes is for its callers to say.

use crate::facts::spawns::role;
use crate::model::children::start_methods::Method;
use crate::model::eval::arguments::CallArguments;
use crate::model::eval::evaluator::Evaluator;
use crate::model::value::{Partition, Value};
use crate::syntax::ast::{Argument, ArgumentKind, Expr};
use crate::world::Worlds;

impl Evaluator<'_> {
    /// `worker_class(target=…)`: the callers say whether that is a process.
    pub(super) fn await_class(
        &mut self,
        call: &Expr,
        arguments: &CallArguments,
        worlds: Worlds,
        class: &Value,
    ) {
        let Some(process) = role("multiprocessing.Process") else {
            return;
        };
        let is_worker = |(argument, _): &(Argument, Partition)| matches!(&argument.kind, ArgumentKind::Keyword(name) if &**name == "target");
        if self.quiet > 0 || !arguments.all.iter().any(is_worker) {
            return;
        }
        let methods = vec![(worlds, Method::Default)];
        let mut spawn = self.spawn(call, process, worlds, methods, arguments, false);
        spawn.receiver = Some(Partition::within(worlds, class.clone()));
        self.spawning.awaiting.push(spawn);
    }
}
