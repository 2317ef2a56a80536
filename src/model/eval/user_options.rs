//! Conditions that could not be decided: what their names stand for, and whether a user decides them.

use foldhash::HashSet;

use crate::facts;
use crate::limits::reached;
use crate::model::eval::bound_names::{each_part, each_statement};
use crate::model::eval::condition_words::{asks_for_file, tells_of_platforms};
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::scopes::ScopeKind;
use crate::model::eval::undecided_guards::{ParameterId, Unclear};
use crate::model::summary::calls::PassedArgument;
use crate::model::summary::given_arguments::{Given, given};
use crate::model::value::shift::{Shift, Shiftable};
use crate::model::value::{FunctionId, Partition, Value};
use crate::syntax::ast::{Argument, Comparison, Expr, ExprKind, Function, Name, StmtKind};
use crate::world::Worlds;

/// What the command line gives, with an attribute for each option.
pub(in crate::model) const NAMESPACE: &str = "argparse.Namespace";
/// Longer functions do more than answer a question.
const MAX_OPTION_FUNCTION_STATEMENTS: usize = 12;

/// What calls and assignments say about names that conditions ask for.
#[derive(Clone, Default)]
pub(in crate::model) struct Options {
    /// Attributes that stand for an answer to which platform this is.
    pub(in crate::model) answering: Vec<Name>,
    /// The options of the command line, and the worlds in which a parser has each.
    pub(in crate::model) offered: Vec<(Name, Worlds)>,
    /// What calls tell parameters about the platform.
    pub(in crate::model) told: Vec<Told>,
    /// The functions in which something fails behind an option that every call here leaves off.
    pub(in crate::model) declined: Vec<Name>,
}

/// A parameter that a call gives an answer to which platform this is, or whatever another one is given.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::model) struct Told {
    from: Option<ParameterId>,
    pub(in crate::model) to: ParameterId,
}

impl Shiftable for Told {
    fn shift(&mut self, shift: &Shift) {
        let Self { from, to } = self;
        to.0.shift(shift);
        if let Some((id, _)) = from {
            id.shift(shift);
        }
    }
}

impl Options {
    /// Notes that attributes of these names stand for an answer.
    pub(in crate::model) fn note_all_answering(&mut self, names: HashSet<Name>) {
        let mut names: Vec<Name> = names.into_iter().collect();
        names.sort();
        self.answering.extend(names);
    }

    /// The parameters that some call tells about the platform.
    pub(in crate::model) fn all_told(&self) -> HashSet<ParameterId> {
        let direct = self.told.iter().filter(|hint| hint.from.is_none());
        let mut told: HashSet<ParameterId> = direct.map(|hint| hint.to).collect();
        loop {
            let before = told.len();
            for hint in &self.told {
                if hint.from.is_some_and(|from| told.contains(&from)) {
                    told.insert(hint.to);
                }
            }
            if told.len() == before {
                return told;
            }
        }
    }
}

impl Evaluator<'_> {
    /// A condition that could be true or false in these worlds.
    pub(in crate::model) fn undecided(&mut self, test: &Expr, worlds: Worlds) -> Unclear {
        let behind = self.answers_behind(test);
        let said = self.member_of_library(test).unwrap_or(test);
        let unclear = Unclear::with(said, &behind, worlds);
        let mut deciding = [test].into_iter().chain(&behind);
        if deciding.any(|test| self.has_answer(test)) || self.asks_a_module(test) {
            return unclear.about_platforms();
        }
        let mut user = User::default();
        match self.is_left_to(test, &mut user) && user.decides {
            true => unclear.decided_by_user(user.parameters),
            false => unclear,
        }
    }

    /// What is asked for in `self not in sys.meta_path`, where the name of the list says nothing.
    fn member_of_library<'e>(&mut self, test: &'e Expr) -> Option<&'e Expr> {
        let ExprKind::Compare { first, rest } = &test.kind else {
            return None;
        };
        let [(Comparison::In | Comparison::NotIn, list)] = &rest[..] else {
            return None;
        };
        let plain = matches!(first.kind, ExprKind::Name(_));
        let list = self.aside(list);
        let is_list =
            |list: &Value| matches!(list, Value::Symbol(name) if &**name == "sys.meta_path");
        (plain && list.single(self.reach).is_some_and(is_list)).then_some(first)
    }

    /// Notes that a name is bound to something that may say which platform this is.
    pub(in crate::model) fn note_answer(&mut self, name: &Name, value: &Partition) {
        let (answers, sure) = (differs(value, self.reach), self.unclear.is_empty());
        let known = &mut self.scope().answers;
        if answers {
            known.insert(Name::clone(name));
        } else if sure {
            known.remove(name);
        }
    }

    /// The same of an attribute.
    pub(in crate::model) fn note_answering(&mut self, attribute: &Name, value: &Partition) {
        if differs(value, self.reach) {
            self.options.answering.push(Name::clone(attribute));
        }
    }

    fn has_answer(&self, test: &Expr) -> bool {
        match &test.kind {
            ExprKind::Name(name) => self.scopes.iter().rev().any(|scope| {
                let rebound = scope.kind == ScopeKind::Module && self.rebound.has(name);
                !rebound && scope.answers.contains(name)
            }),
            ExprKind::Attribute { object, name } => {
                self.options.answering.contains(name)
                    || asks_for_file(name) && self.has_answer(object)
            }
            _ => {
                let mut found = false;
                each_part(test, &mut |part| found = found || self.has_answer(part));
                found
            }
        }
    }

    /// Whether a condition asks what a module or class of the library has: `hasattr(base64, "decodebytes")`.
    fn asks_a_module(&mut self, test: &Expr) -> bool {
        let ExprKind::Call {
            function,
            arguments,
        } = &test.kind
        else {
            return false;
        };
        let is_it = matches!(&function.kind, ExprKind::Name(name) if &**name == "hasattr");
        let Some(asked) = arguments.first().filter(|_| is_it) else {
            return false;
        };
        let module = self.aside(&asked.value);
        let is_known = |asked: &Value| match asked {
            Value::Module(name) => facts::is_module(name),
            Value::Symbol(name) => {
                let module = name.split('.').next().unwrap_or(name);
                facts::is_module(module)
            }
            _ => false,
        };
        module.single(self.reach).is_some_and(is_known)
    }

    /// What decides the answers of short functions of the document that a condition asks.
    fn answers_behind(&mut self, test: &Expr) -> Vec<Expr> {
        let mut found = Vec::new();
        let mut open = vec![test];
        let mut looked_at = 0;
        while let Some(expr) = open.pop() {
            looked_at += 1;
            if looked_at > MAX_OPTION_FUNCTION_STATEMENTS {
                reached("parts of a condition that asks for an option");
                break;
            }
            if let Some(function) = self.asked(expr) {
                found.extend(decided_by(&function));
            }
            each_part(expr, &mut |part| open.push(part));
        }
        found
    }

    /// The function that an expression calls, or gets a property from.
    fn asked(&mut self, expr: &Expr) -> Option<std::sync::Arc<Function>> {
        match &expr.kind {
            ExprKind::Call { function, .. } => {
                let callee = self.aside(function);
                match callee.single(self.reach)? {
                    Value::Function(id) => Some(self.function_of(*id)),
                    _ => None,
                }
            }
            ExprKind::Attribute { object, name } => {
                let owner = self.aside(object);
                let Value::Object(class, _) = owner.single(self.reach)? else {
                    return None;
                };
                let found = self.classes[class.0 as usize].attributes.get(name)?;
                match found.single(self.reach)? {
                    Value::Function(id) if self.functions[id.0 as usize].property => {
                        Some(self.function_of(*id))
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Whether an expression is made of what a user gives, and of constants.
    fn is_left_to(&mut self, expr: &Expr, user: &mut User) -> bool {
        match &expr.kind {
            ExprKind::Str(_)
            | ExprKind::Int(_)
            | ExprKind::Bool(_)
            | ExprKind::None
            | ExprKind::Slice(..) => true,
            ExprKind::Attribute { object, .. } if self.is_namespace(object) => {
                user.decides = true;
                true
            }
            ExprKind::Name(_) | ExprKind::Attribute { .. } => {
                let value = self.aside(expr);
                let value = value.single(self.reach).cloned();
                value.is_some_and(|value| self.is_given(&value, user))
            }
            ExprKind::Call {
                function,
                arguments,
            } => {
                let callee = self.aside(function);
                let asks = match callee.single(self.reach) {
                    Some(Value::Symbol(name)) => match &**name {
                        "builtins.hasattr" | "builtins.getattr" => return false,
                        name if is_environment(name) => {
                            user.decides = true;
                            true
                        }
                        _ => !arguments.is_empty(),
                    },
                    Some(Value::Unknown | Value::Member(_) | Value::Method(_)) => {
                        match &function.kind {
                            ExprKind::Attribute { object, .. } => self.is_left_to(object, user),
                            _ => false,
                        }
                    }
                    _ => false,
                };
                let mut given = arguments.iter();
                asks && given.all(|argument: &Argument| self.is_left_to(&argument.value, user))
            }
            ExprKind::Not(_)
            | ExprKind::And(..)
            | ExprKind::Or(..)
            | ExprKind::Compare { .. }
            | ExprKind::Subscript { .. }
            | ExprKind::Tuple(_)
            | ExprKind::List(_)
            | ExprKind::Set(_) => {
                let mut parts = Vec::new();
                each_part(expr, &mut |part| parts.push(part));
                parts.into_iter().all(|part| self.is_left_to(part, user))
            }
            _ => false,
        }
    }

    /// Whether an expression is what the command line gives.
    fn is_namespace(&mut self, expr: &Expr) -> bool {
        let value = self.aside(expr);
        matches!(value.single(self.reach), Some(Value::Instance(class)) if &**class == NAMESPACE)
    }

    fn is_given(&self, value: &Value, user: &mut User) -> bool {
        match value {
            Value::Parameter(id, at) => {
                let plain = self.has_plain_default(*id, *at);
                user.decides = true;
                user.parameters.push((*id, *at));
                plain
            }
            Value::Member(member) => self.is_given(&member.0, user),
            Value::Symbol(name) if name.starts_with(NAMESPACE) || is_environment(name) => {
                user.decides = true;
                true
            }
            Value::Symbol(name) => name.starts_with("builtins.") || facts::fact(name).is_some(),
            value => value.is_constant(),
        }
    }

    /// Whether a parameter has no default that says something about the platform.
    fn has_plain_default(&self, id: FunctionId, at: u16) -> bool {
        let info = &self.functions[id.0 as usize];
        let Some(parameter) = info.function.parameters.get(usize::from(at)) else {
            return false;
        };
        info.default_of(parameter).is_none_or(|value| {
            let single = value.single(Worlds::ALL);
            single.is_some_and(Value::is_constant)
        })
    }

    /// Notes what a call tells each parameter of a function about the platform.
    pub(in crate::model) fn note_told(
        &mut self,
        callee: FunctionId,
        filled: usize,
        (passed, worlds): (&[PassedArgument], Worlds),
    ) {
        let info = &self.functions[callee.0 as usize];
        for (at, given) in given(info, filled, (passed, worlds)) {
            let Given::Argument(handed) = given else {
                continue;
            };
            let own = (callee, at);
            match handed.value.single(worlds) {
                Some(Value::Parameter(id, from)) => {
                    let from = Some((*id, *from));
                    self.options.told.push(Told { from, to: own });
                }
                Some(value) if !value.is_constant() && tells_of_platforms(&handed.expr) => {
                    self.options.told.push(Told {
                        from: None,
                        to: own,
                    });
                }
                Some(_) => {}
                None => self.options.told.push(Told {
                    from: None,
                    to: own,
                }),
            }
        }
    }
}

/// What was found out about who decides a condition.
#[derive(Default)]
struct User {
    decides: bool,
    parameters: Vec<ParameterId>,
}

/// What the command line gives: `parser.parse_args()`.
pub(in crate::model) fn parsed(function: &Expr) -> Option<Value> {
    let ExprKind::Attribute { name, .. } = &function.kind else {
        return None;
    };
    let namespace = Value::Instance(NAMESPACE.into());
    match &**name {
        "parse_args" => Some(namespace),
        "parse_known_args" => Some(Value::Items([namespace, Value::Unknown].into())),
        _ => None,
    }
}

fn is_environment(name: &str) -> bool {
    name.starts_with("os.environ") || name == "os.getenv"
}

/// Whether something is true in some of these worlds and false in others.
fn differs(value: &Partition, within: Worlds) -> bool {
    let is = |truth: bool| value.worlds(within, |value| value.truth() == Some(truth));
    !is(true).is_empty() && !is(false).is_empty()
}

/// The conditions and results of a short function.
fn decided_by(function: &Function) -> Vec<Expr> {
    let mut found = Vec::new();
    let mut statements = 0;
    each_statement(&function.body, false, &mut |statement| {
        statements += 1;
        match &statement.kind {
            StmtKind::If { branches, .. } => {
                found.extend(branches.iter().map(|(test, _)| test.clone()));
            }
            StmtKind::Return(Some(value)) => found.push(value.clone()),
            _ => {}
        }
    });
    if statements > MAX_OPTION_FUNCTION_STATEMENTS {
        reached("statements of a function that asks for an option");
        found.clear();
    }
    found
}
