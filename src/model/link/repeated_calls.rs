//! Methods that are called more than once on one object: in a loop, or in two statements of one body.

use std::ops::Range;
use std::rc::Rc;

use foldhash::{HashMap, HashSet};

use crate::model::eval::evaluator::Evaluator;
use crate::model::summary::calls::Call;
use crate::model::value::{FunctionId, MakeId, Value};
use crate::syntax::ast::ExprKind;

/// Which object it is, as far as that is told: what makes it, or the `self` of a method.
type ObjectKey = (Option<MakeId>, Option<FunctionId>);

impl Evaluator<'_> {
    /// Those methods.
    pub(super) fn repeated(
        &self,
        calls: &HashMap<FunctionId, Vec<Rc<Call>>>,
    ) -> HashSet<FunctionId> {
        let repeated = calls.iter().filter(|(_, calls)| {
            let mut seen: HashMap<ObjectKey, &Call> = HashMap::default();
            calls.iter().any(|call| {
                let Some(object) = self.called_object(call) else {
                    return false;
                };
                let first = seen.entry(object).or_insert(call);
                let twice = first.settled && call.settled && first.range != call.range;
                twice && first.owner == call.owner || self.is_made_before_loop(call, object)
            })
        });
        repeated.map(|(method, _)| *method).collect()
    }

    fn called_object(&self, call: &Call) -> Option<ObjectKey> {
        let receiver = call.receiver.as_ref()?;
        match receiver.value.single(call.worlds)? {
            Value::Object(_, Some(made)) => Some((Some(*made), None)),
            Value::Object(_, None) => {
                let owner = call.owner?;
                let function = self.function_of(owner);
                let own = &function.parameters.first()?.name;
                let is_own = matches!(&receiver.expr.kind, ExprKind::Name(name) if name == own);
                is_own.then_some((None, Some(owner)))
            }
            _ => None,
        }
    }

    /// Whether a loop calls it each time on the same object.
    fn is_made_before_loop(&self, call: &Call, (made, _): ObjectKey) -> bool {
        let start_of = |made: MakeId| self.spawning.makes[made.0 as usize].range.start;
        let is_before =
            |around: &Range<usize>| made.is_none_or(|made| start_of(made) < around.start);
        call.looped.as_ref().is_some_and(is_before)
    }
}
