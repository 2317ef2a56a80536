//! Exceptions that travel back from a child: pickle makes them again from what they passed to their base.

use crate::facts::lists;
use crate::model::Model;
use crate::model::children::records::{Raise, Spawn};
use crate::model::eval::evaluator::Evaluator;
use crate::model::objects::events::ObjectAction;
use crate::model::value::exception::Exception;
use crate::model::value::{CALLED, ClassId, Partition, Value};
use crate::syntax::ast::{ArgumentKind, Expr, ExprKind};
use crate::world::Worlds;

/// An exception that the parent cannot make again.
#[derive(Clone, Debug)]
pub(crate) struct LostException {
    /// The class's name.
    pub(crate) name: String,
    /// How many arguments its `__init__` takes, and how many it passes on.
    pub(crate) takes: usize,
    pub(crate) passes: usize,
    /// Where it is raised.
    pub(crate) raised: std::ops::Range<usize>,
    /// Where its `__init__` is, if the project has it.
    pub(crate) place: Option<std::ops::Range<usize>>,
}

impl Evaluator<'_> {
    /// Notes that a function raises an exception of the document, which nothing there catches.
    pub(in crate::model) fn note_raise(
        &mut self,
        raised: Option<&Expr>,
        value: Option<&Partition>,
    ) {
        let caught = self.tries.iter().any(|frame| {
            frame.open || frame.rescues.contains(Exception::Other) || !frame.rescues.is_empty()
        });
        let (Some(owner), Some(raised), Some(value)) = (self.owner, raised, value) else {
            return;
        };
        if self.quiet > 0 || caught {
            return;
        }
        let value = self.known(value.clone());
        let class = value.single(self.reach).and_then(class_of);
        let class = class.or_else(|| self.lost_of_library(raised));
        if let Some(class) = class {
            self.spawning.raises.push(Raise {
                class,
                owner,
                range: raised.span.at(self.base),
            });
        }
    }

    /// The exception of the library that an expression makes, if no other process can make it again.
    fn lost_of_library(&mut self, raised: &Expr) -> Option<Value> {
        let ExprKind::Call { function, .. } = &raised.kind else {
            return None;
        };
        let class = self.aside(function).single(self.reach)?.clone();
        let is_lost =
            matches!(&class, Value::Symbol(name) if lists::UNREPEATABLE_EXCEPTIONS.has(name));
        is_lost.then_some(class)
    }

    /// Puts classes of further modules into what functions raise that were brought in.
    pub(in crate::model) fn complete_raises(&mut self, first: usize) {
        for at in first..self.spawning.raises.len() {
            let class = self.spawning.raises[at].class.clone();
            let known = self.known(Partition::always(class));
            let class = known
                .parts(Worlds::ALL)
                .find_map(|(_, known)| class_of(known));
            if let Some(class) = class {
                self.spawning.raises[at].class = class;
            }
        }
    }
}

/// The class of what is raised: `raise RemoteError`, `raise errors.RemoteError(500)`.
fn class_of(raised: &Value) -> Option<Value> {
    match raised {
        Value::Class(class) | Value::Object(class, _) => Some(Value::Class(*class)),
        Value::Imported(_) => Some(raised.clone()),
        Value::Member(member) if *member.1 == *CALLED => class_of(&member.0),
        _ => None,
    }
}

impl Model {
    /// An exception that a worker raises and that the parent cannot make again.
    pub(crate) fn lost_exception(&self, spawn: &Spawn) -> Option<LostException> {
        // What is caught on the way goes no further.
        let inside = self.run_by_where(spawn, |call| call.depth == 0);
        let raised = inside.iter().flat_map(|id| {
            let first = self.raises.partition_point(|raise| raise.owner < *id);
            let rest = self.raises[first..].iter();
            rest.take_while(move |raise| raise.owner == *id)
        });
        let lost = raised.filter_map(|raise| self.lost(raise));
        lost.min_by_key(|lost| lost.raised.start)
    }

    fn lost(&self, raise: &Raise) -> Option<LostException> {
        if let Value::Symbol(name) = &raise.class {
            return (!self.says_how_to_pickle(name)).then(|| LostException {
                name: name.to_string(),
                takes: 0,
                passes: 0,
                raised: raise.range.clone(),
                place: None,
            });
        }
        let Value::Class(class) = raise.class else {
            return None;
        };
        let lineage = self.lineage(class);
        let is_exception = |class: &ClassId| {
            let mut bases = self.classes[class.0 as usize].named_bases.iter();
            bases.any(|base| {
                let name = base.strip_prefix("builtins.").unwrap_or("");
                name.ends_with("Error") || name.ends_with("Exception")
            })
        };
        if !lineage.iter().any(is_exception) || self.pickles_itself(class) {
            return None;
        }
        let id = self.method(&lineage, "__init__")?;
        let info = self.function_info(id);
        let mut passes = None;
        for event in self.events_of(Some(id)) {
            match &event.action {
                ObjectAction::Call {
                    method,
                    above: true,
                    arguments,
                } if &**method == "__init__" => {
                    let plain = |kind: &ArgumentKind| *kind == ArgumentKind::Positional;
                    if !arguments.iter().all(|(kind, _)| plain(kind)) || passes.is_some() {
                        return None;
                    }
                    passes = Some(arguments.len());
                }
                ObjectAction::Set(name, _) if &**name == "args" => return None,
                _ => {}
            }
        }
        let parameters = &info.function.parameters;
        let own = parameters.iter().skip(1);
        let required = own
            .take_while(|parameter| parameter.default.is_none() && !parameter.variadic)
            .count();
        let most = parameters.iter().skip(1);
        let most = most.filter(|parameter| !parameter.variadic).count();
        let open = parameters
            .iter()
            .any(|parameter| parameter.variadic && !parameter.keywords);
        let passes = passes?;
        let fails = passes < required || passes > most && !open;
        fails.then(|| LostException {
            name: self.classes[class.0 as usize].class.name.to_string(),
            takes: required,
            passes,
            raised: raise.range.clone(),
            place: Some(info.name_range()),
        })
    }
}
