//! Which argument of a call is to blame for what a value is made of.

use crate::facts::spawns::limit;
use crate::model::children::records::HandedValue;
use crate::model::eval::evaluator::Evaluator;
use crate::model::limits::MAX_SUBSTITUTION_DEPTH;
use crate::model::summary::calls::Call;
use crate::model::summary::given_arguments::{Given, argument};
use crate::model::value::{Partition, Value};

impl Evaluator<'_> {
    /// The first argument of the call that goes into a value, and may be what is wrong with it.
    pub(in crate::model) fn blamed_argument<'c>(
        &self,
        value: &Partition,
        call: &'c Call,
    ) -> Option<&'c HandedValue> {
        let mut symbols = Vec::new();
        self.parameters(value, &mut symbols, MAX_SUBSTITUTION_DEPTH);
        let info = &self.functions[call.callee.0 as usize];
        let mut places = symbols.iter().filter(|(id, _)| *id == call.callee);
        let object = value.single(call.worlds);
        if object.is_some_and(|object| self.is_made_unpicklable(object)) {
            return None;
        }
        let is_object = matches!(object, Some(Value::Object(..) | Value::Made(..)));
        let may_be = |handed: &&HandedValue| !(is_object && is_plain(handed, call));
        places.find_map(|(_, at)| {
            let passed = (&call.passed[..], call.worlds);
            match argument(info, *at, call.filled, passed)? {
                Given::Argument(handed) => Some(handed).filter(may_be),
                Given::Default(_) => None,
                // One of several that `*args` or `**kwargs` take.
                Given::Value(_) => {
                    let mut passed = call.passed.iter().map(|argument| &argument.handed);
                    passed.find(|handed| !is_nothing(handed, call))
                }
            }
        })
    }

    /// Whether a value is something like a lock, which cannot be pickled whatever it is made with.
    fn is_made_unpicklable(&self, value: &Value) -> bool {
        match value {
            Value::Made(id, _) => limit(&self.spawning.makes[id.0 as usize].name).is_some(),
            _ => false,
        }
    }
}

/// Whether an argument is a constant: whatever an object holds that is made with it, it is not that.
fn is_plain(handed: &HandedValue, call: &Call) -> bool {
    let known = handed.value.single(call.worlds);
    known.is_some_and(Value::is_constant)
}

fn is_nothing(handed: &HandedValue, call: &Call) -> bool {
    let known = handed.value.single(call.worlds);
    known.is_some_and(|value| matches!(value, Value::None | Value::Int(_)))
}
