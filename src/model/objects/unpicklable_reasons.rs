//! Why something cannot be sent to another process.

use std::cell::OnceCell;
use std::ops::Range;

use foldhash::HashSet;

use crate::facts::spawns::{COMMAND, GROUP, limit};
use crate::finding::{ObstacleKind, PicklingObstacle, SentAs};
use crate::model::Model;
use crate::model::children::records::Spawn;
use crate::model::eval::bound_names::each_statement;
use crate::model::eval::classes::ClassInfo;
use crate::model::eval::functions::FunctionInfo;
use crate::model::link::rebinding::{DECORATED, INNER, is_wraps};
use crate::model::objects::dynamic_classes::{CALLBACK, CLASS, OBJECT};
use crate::model::objects::events::Moment;
use crate::model::value::{ClassId, FunctionId, Value};
use crate::syntax::ast::{ExprKind, Function, Name, StmtKind};
use crate::world::Worlds;

/// Why something cannot be sent by itself, if so.
pub(super) type PickleCheck<'j> = &'j dyn Fn(&Value) -> Option<Unpicklable>;

/// When something is pickled.
pub(super) struct PickleContext<'s> {
    pub(super) worlds: Worlds,
    pub(super) moment: Option<Moment>,
    /// What starts the child.
    pub(super) spawn: Option<&'s Spawn>,
    /// Functions that only the child runs.
    pub(super) inside: &'s OnceCell<HashSet<FunctionId>>,
}

/// Why something cannot be sent to another process.
#[derive(Clone, Debug)]
pub(crate) struct Unpicklable {
    /// What it is, as a clause that follows the thing's name: "is a nested function".
    pub(crate) what: String,
    /// The object that a bound method takes along: `self`.
    pub(crate) along: Option<String>,
    /// The class of that object, if only this one holds it.
    pub(crate) of: Option<Name>,
    /// Where it lies in what goes to the child: `inner.lock`; empty if it is that itself.
    pub(crate) path: String,
    /// Where it is defined or made.
    pub(crate) place: Option<Range<usize>>,
    /// Where the outermost object gets what leads there.
    pub(crate) set: Option<Range<usize>>,
    /// It can go to a child while that starts, and never with a task.
    pub(crate) while_starting: bool,
    /// What it is.
    pub(crate) kind: ObstacleKind,
    /// The class that it belongs to, or the function of the library that made it.
    pub(crate) name: Option<Name>,
    /// What keeps its arguments and holds it: "a `partial`".
    pub(crate) held: Option<&'static str>,
}

impl Unpicklable {
    /// Whether cloudpickle sends it all the same.
    pub(crate) fn takes_cloudpickle(&self) -> bool {
        let code = self.kind != ObstacleKind::Other;
        code || ["open file", "module", "weak", "memory", "logging"]
            .iter()
            .any(|word| self.what.contains(word))
    }

    /// What the fixes of a finding about it ask.
    pub(crate) fn obstacle(&self) -> PicklingObstacle {
        PicklingObstacle {
            kind: self.kind,
            name: self.name.clone(),
            path: self.path.clone(),
            sent: match (&self.along, self.held) {
                (Some(_), _) => SentAs::BoundObject,
                (None, Some(holder)) => SentAs::Held(holder),
                (None, None) => SentAs::Itself,
            },
        }
    }

    /// Why, as a clause of its own: "it is a lambda", "it holds `inner.lock`, a thread lock", "`self` holds `log`, an
    /// open file".
    pub(crate) fn clause(&self) -> String {
        let what = self.what.trim_end_matches(',');
        let holds = match (what.strip_prefix("is "), self.path.starts_with('[')) {
            _ if self.path.is_empty() => what.to_owned(),
            (Some(noun), false) => format!("holds `{}`, {noun}", self.path),
            (Some(noun), true) => format!("holds {noun} at `{}`", self.path),
            (None, _) => format!("holds `{}`, which {what}", self.path),
        };
        let subject = match (&self.along, &self.of) {
            (None, _) => "it".to_owned(),
            // What has no name of its own is no code.
            (Some(object), _) if object.contains(' ') => object.clone(),
            (Some(object), None) => format!("`{object}`"),
            (Some(object), Some(class)) => format!("`{object}`, a `{class}`,"),
        };
        format!("{subject} {holds}")
    }
}

impl Model {
    /// Why one of several things cannot be sent, if none of them can.
    pub(super) fn of_any(
        &self,
        values: &[Value],
        sight: &PickleContext<'_>,
        judge: PickleCheck<'_>,
    ) -> Option<Unpicklable> {
        first_if_all(values.iter().map(|value| self.walk(value, sight, judge)))
    }

    /// Why a value cannot be pickled, whatever it holds.
    pub(super) fn itself(&self, value: &Value) -> Option<Unpicklable> {
        match value {
            Value::Function(id) => self.function(*id),
            Value::Class(id) => self.local_class(*id),
            Value::Object(id, _) if self.pickles_itself(*id) => None,
            Value::Object(id, _) => self.local_class(*id).or_else(|| self.as_its_base(*id)),
            Value::Module(name) => Some(simple(format!("is the module `{name}`"))),
            stream if stream.is_stream() => Some(simple("is an open file".into())),
            Value::Made(id, _) => {
                let make = &self.makes[id.0 as usize];
                let made = |what: &str, kind| Unpicklable {
                    place: Some(make.range.clone()),
                    kind,
                    ..simple(what.to_owned())
                };
                match &*make.name {
                    "lambda" => Some(made("is a lambda", ObstacleKind::Lambda)),
                    DECORATED => Some(made(
                        "is decorated without `functools.wraps`",
                        ObstacleKind::Undecorated,
                    )),
                    INNER => Some(made("is a nested function", ObstacleKind::Function)),
                    CLASS => {
                        let name = self.name_of_made_class(value);
                        let what = match &name {
                            Some(name) => format!("is `{name}`, {}", self.hiding(value)),
                            None => format!("is {}", self.hiding(value)),
                        };
                        Some(Unpicklable {
                            name,
                            ..made(&what, ObstacleKind::MadeClass)
                        })
                    }
                    OBJECT => {
                        let (_, class) = make.arguments.first()?;
                        let class = class.single(self.worlds)?;
                        let name = self.name_of_made_class(class);
                        let what = match &name {
                            Some(name) => format!("is a `{name}`, {}", self.hiding(class)),
                            None => format!("is an object of {}", self.hiding(class)),
                        };
                        self.itself(class).map(|_| Unpicklable {
                            name,
                            ..made(&what, ObstacleKind::ObjectOfMadeClass)
                        })
                    }
                    CALLBACK => Some(made(
                        "is the function of a command, which has taken its name",
                        ObstacleKind::Renamed,
                    )),
                    COMMAND | GROUP => Some(made(
                        "is a command that has taken the name of its function",
                        ObstacleKind::Renamed,
                    )),
                    "generator" => Some(Unpicklable {
                        name: Some("generator".into()),
                        ..made("is a generator or coroutine", ObstacleKind::Other)
                    }),
                    // A manager brings a way to pickle these.
                    name if name.starts_with("builtins.dict.") && self.names_managers() => None,
                    name if name.contains(".fetch") && !self.asks_for_rows() => None,
                    name if name.ends_with(".get_lock") && self.shares_lock() => None,
                    name if self.says_how_to_pickle(name) => None,
                    name if is_lock_of_threads(name) && self.says_how_to_pickle_locks() => None,
                    name => limit(name).map(|limit| Unpicklable {
                        while_starting: limit.while_starting,
                        name: Some(Name::from(name)),
                        ..made(&format!("is {}", limit.what), ObstacleKind::Other)
                    }),
                }
            }
            _ => None,
        }
    }

    /// The name that a call gave a class, if it is known.
    fn name_of_made_class(&self, class: &Value) -> Option<Name> {
        let (_, name) = self.make(class)?.arguments.first()?;
        match name.single(self.worlds)? {
            Value::Str(name) => Some(Name::from(&**name)),
            _ => None,
        }
    }

    /// Why nobody finds a class that a call has made.
    fn hiding(&self, class: &Value) -> &'static str {
        match self
            .make(class)
            .is_some_and(|make| self.is_at_top(&make.range))
        {
            true => "a class not found under its name",
            false => "a class made in a function",
        }
    }

    fn function(&self, id: FunctionId) -> Option<Unpicklable> {
        let info: &FunctionInfo = &self.functions[id.0 as usize];
        if self.bound_again.get(id.0 as usize) == Some(&true) {
            return Some(Unpicklable {
                place: Some(info.name_range()),
                kind: ObstacleKind::Renamed,
                ..simple("is not what its name refers to".into())
            });
        }
        // What `wraps` gives another name may be found by it.
        let renamed = info.class.is_none() && info.function.decorators.iter().any(is_wraps);
        if !info.local || renamed {
            return None;
        }
        let (kind, name, what) = match info.class {
            None => (
                ObstacleKind::Function,
                None,
                "is a nested function".to_owned(),
            ),
            Some(class) => {
                let name = &self.classes[class.0 as usize].class.name;
                let what = format!("belongs to the local class `{name}`");
                (ObstacleKind::Method, Some(Name::clone(name)), what)
            }
        };
        Some(Unpicklable {
            place: Some(info.name_range()),
            kind,
            name,
            ..simple(what)
        })
    }

    /// An object of a class that extends one of the library's whose objects cannot be pickled.
    fn as_its_base(&self, id: ClassId) -> Option<Unpicklable> {
        let lineage = self.lineage(id);
        // Without the constructor of the library's class it holds nothing of that.
        if let Some(own) = self.method(&lineage, "__init__")
            && !calls_constructor(&self.function_info(own).function)
        {
            return None;
        }
        let (class, limit) = lineage.iter().find_map(|id| {
            let class = &self.classes[id.0 as usize];
            let limit = class.named_bases.iter().find_map(|base| limit(base))?;
            Some((class, limit))
        })?;
        Some(Unpicklable {
            place: Some(class.place.clone()),
            while_starting: limit.while_starting,
            ..simple(format!("is {}", limit.what))
        })
    }

    pub(crate) fn local_class(&self, id: ClassId) -> Option<Unpicklable> {
        let info: &ClassInfo = &self.classes[id.0 as usize];
        info.local.then(|| Unpicklable {
            place: Some(info.place.clone()),
            kind: ObstacleKind::Class,
            name: Some(Name::clone(&info.class.name)),
            ..simple(format!("belongs to the local class `{}`", info.class.name))
        })
    }
}

/// Whether objects of a class of the library hold a lock of threads, and nothing else that cannot be pickled.
pub(crate) fn is_lock_of_threads(class: &str) -> bool {
    limit(class).is_some_and(|limit| {
        limit.what.starts_with("a thread ") || limit.what.ends_with("with a thread lock")
    }) && !class.ends_with(".get_lock")
}

/// Whether a constructor calls that of a base class.
fn calls_constructor(constructor: &Function) -> bool {
    let mut calls = false;
    each_statement(&constructor.body, true, &mut |statement| {
        if let StmtKind::Expr(call) = &statement.kind
            && let ExprKind::Call { function, .. } = &call.kind
            && let ExprKind::Attribute { name, .. } = &function.kind
        {
            calls |= &**name == "__init__";
        }
    });
    calls
}

/// The first reason, if there is one for each of several things.
pub(super) fn first_if_all(
    mut reasons: impl Iterator<Item = Option<Unpicklable>>,
) -> Option<Unpicklable> {
    let first = reasons.next()??;
    reasons.all(|reason| reason.is_some()).then_some(first)
}

pub(super) fn simple(what: String) -> Unpicklable {
    Unpicklable {
        what,
        along: None,
        of: None,
        path: String::new(),
        place: None,
        set: None,
        while_starting: false,
        kind: ObstacleKind::Other,
        name: None,
        held: None,
    }
}
