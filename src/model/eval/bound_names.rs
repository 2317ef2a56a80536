//! Which names a block binds, as far as its own scope goes.

use foldhash::{HashMap, HashMapExt, HashSet};

use crate::model::value::{Partition, Value};
use crate::syntax::ast::{Block, Clause, Expr, ExprKind, Name, Pattern, Stmt, StmtKind};
use crate::world::Worlds;

/// The names that a scope's statements bind, and those it takes from elsewhere.
#[derive(Debug, Default)]
pub(in crate::model) struct Bound {
    pub(in crate::model) names: HashSet<Name>,
    pub(in crate::model) globals: HashSet<Name>,
    /// All that is bound, the globals included.
    all: HashSet<Name>,
}

impl Bound {
    pub(in crate::model) fn of(block: &[Stmt]) -> Self {
        let mut bound = Self::default();
        bound.block(block);
        bound.all.clone_from(&bound.names);
        bound.names.retain(|name| !bound.globals.contains(name));
        bound
    }

    pub(in crate::model) fn block(&mut self, block: &[Stmt]) {
        block.iter().for_each(|statement| self.statement(statement));
    }

    fn bind(&mut self, name: &Name) {
        self.names.insert(Name::clone(name));
    }

    fn statement(&mut self, statement: &Stmt) {
        match &statement.kind {
            StmtKind::Assign { targets, value } => {
                targets.iter().for_each(|target| self.target(target));
                self.walruses(value);
            }
            StmtKind::Annotated { target, .. } | StmtKind::Augmented { target, .. } => {
                self.target(target);
            }
            StmtKind::Import(items) => {
                for item in items {
                    let first = item.module.split('.').next().unwrap_or_default();
                    match &item.alias {
                        Some(alias) => self.bind(alias),
                        None => self.bind(&first.into()),
                    }
                }
            }
            StmtKind::ImportFrom(import) => {
                for name in &import.names {
                    self.bind(name.alias.as_ref().unwrap_or(&name.name));
                }
            }
            StmtKind::If {
                branches,
                otherwise,
            } => {
                for (test, body) in branches {
                    self.walruses(test);
                    self.block(body);
                }
                self.block(otherwise);
            }
            StmtKind::While {
                test,
                body,
                otherwise,
            } => {
                self.walruses(test);
                self.block(body);
                self.block(otherwise);
            }
            StmtKind::For {
                target,
                body,
                otherwise,
                ..
            } => {
                self.target(target);
                self.block(body);
                self.block(otherwise);
            }
            StmtKind::Try(statement) => {
                self.block(&statement.body);
                for handler in &statement.handlers {
                    handler.name.iter().for_each(|name| self.bind(name));
                    self.block(&handler.body);
                }
                self.block(&statement.otherwise);
                self.block(&statement.finally);
            }
            StmtKind::With { items, body } => {
                for (_, target) in items {
                    target.iter().for_each(|target| self.target(target));
                }
                self.block(body);
            }
            StmtKind::Match { cases, .. } => {
                for case in cases {
                    self.pattern(&case.pattern);
                    self.block(&case.body);
                }
            }
            StmtKind::Function(function) => self.bind(&function.name),
            StmtKind::Class(class) => self.bind(&class.name),
            StmtKind::Delete(targets) => targets.iter().for_each(|target| self.target(target)),
            StmtKind::Global(names) | StmtKind::Nonlocal(names) => {
                self.globals.extend(names.iter().cloned());
            }
            StmtKind::Expr(value) => self.walruses(value),
            _ => {}
        }
    }

    pub(in crate::model) fn target(&mut self, target: &Expr) {
        match &target.kind {
            ExprKind::Name(name) => self.bind(name),
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                items.iter().for_each(|item| self.target(item));
            }
            ExprKind::Starred(inner) => self.target(inner),
            _ => {}
        }
    }

    pub(in crate::model) fn pattern(&mut self, pattern: &Pattern) {
        match pattern {
            Pattern::Any(options) => options.iter().for_each(|option| self.pattern(option)),
            Pattern::Wildcard(name) => name.iter().for_each(|name| self.bind(name)),
            Pattern::Unknown(names) => names.iter().for_each(|name| self.bind(name)),
            Pattern::Value(_) => {}
        }
    }

    /// A walrus binds in the scope around, also from within a comprehension.
    fn walruses(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Walrus { name, value } => {
                self.bind(name);
                self.walruses(value);
            }
            _ => each_part(expr, &mut |part| self.walruses(part)),
        }
    }
}

/// Calls `visit` with the expressions directly inside this one; the body of a lambda is not.
pub(in crate::model) fn each_part<'e>(expr: &'e Expr, visit: &mut dyn FnMut(&'e Expr)) {
    match &expr.kind {
        ExprKind::Attribute { object, .. } => visit(object),
        ExprKind::Call {
            function,
            arguments,
        } => {
            visit(function);
            arguments.iter().for_each(|argument| visit(&argument.value));
        }
        ExprKind::Subscript { object, indices } => {
            visit(object);
            indices.iter().for_each(visit);
        }
        ExprKind::Tuple(items)
        | ExprKind::List(items)
        | ExprKind::Set(items)
        | ExprKind::Joined(items)
        | ExprKind::Other(items) => items.iter().for_each(visit),
        ExprKind::Dict(entries) => {
            for (key, value) in entries {
                key.iter().for_each(&mut *visit);
                visit(value);
            }
        }
        ExprKind::Not(inner) | ExprKind::Starred(inner) | ExprKind::Yield(inner) => visit(inner),
        ExprKind::Walrus { value, .. } => visit(value),
        ExprKind::And(left, right) | ExprKind::Or(left, right) => {
            visit(left);
            visit(right);
        }
        ExprKind::Compare { first, rest } => {
            visit(first);
            rest.iter().for_each(|(_, operand)| visit(operand));
        }
        ExprKind::Conditional {
            test,
            then,
            otherwise,
        } => {
            visit(test);
            visit(then);
            visit(otherwise);
        }
        ExprKind::Comprehension {
            elements, clauses, ..
        } => {
            for clause in clauses {
                match clause {
                    Clause::For { iterable, .. } => visit(iterable),
                    Clause::If(test) => visit(test),
                }
            }
            elements.iter().for_each(visit);
        }
        ExprKind::Lambda(_)
        | ExprKind::Name(_)
        | ExprKind::Slice(..)
        | ExprKind::Str(_)
        | ExprKind::Bytes(_)
        | ExprKind::Int(_)
        | ExprKind::Bool(_)
        | ExprKind::None => {}
    }
}

/// Calls `visit` with the expressions that a statement evaluates itself, not those in its blocks.
pub(in crate::model) fn each_expression<'s>(statement: &'s Stmt, visit: &mut dyn FnMut(&'s Expr)) {
    match &statement.kind {
        StmtKind::Expr(value)
        | StmtKind::Return(Some(value))
        | StmtKind::Annotated {
            value: Some(value), ..
        } => visit(value),
        StmtKind::Assign { targets, value } => {
            targets.iter().for_each(&mut *visit);
            visit(value);
        }
        StmtKind::Augmented { target, value } => {
            visit(target);
            visit(value);
        }
        StmtKind::If { branches, .. } => branches.iter().for_each(|(test, _)| visit(test)),
        StmtKind::While { test, .. } => visit(test),
        StmtKind::For { iterable, .. } => visit(iterable),
        StmtKind::With { items, .. } => items.iter().for_each(|(manager, _)| visit(manager)),
        StmtKind::Match { subject, .. } => visit(subject),
        StmtKind::Function(function) => function.decorators.iter().for_each(visit),
        StmtKind::Class(class) => {
            class.decorators.iter().for_each(&mut *visit);
            class
                .arguments
                .iter()
                .for_each(|argument| visit(&argument.value));
        }
        StmtKind::Raise { exception, cause } => {
            exception.iter().for_each(&mut *visit);
            cause.iter().for_each(visit);
        }
        StmtKind::Assert { test, message } => {
            visit(test);
            message.iter().for_each(visit);
        }
        StmtKind::Delete(targets) => targets.iter().for_each(visit),
        _ => {}
    }
}

/// Calls `visit` with every statement of the block, those in nested blocks included; the bodies
/// of functions and classes only when `inside` says so.
pub(in crate::model) fn each_statement<'s>(
    block: &'s [Stmt],
    inside: bool,
    visit: &mut dyn FnMut(&'s Stmt),
) {
    for statement in block {
        visit(statement);
        let mut go = |block: &'s Block| each_statement(block, inside, &mut *visit);
        match &statement.kind {
            StmtKind::If {
                branches,
                otherwise,
            } => {
                branches.iter().for_each(|(_, body)| go(body));
                go(otherwise);
            }
            StmtKind::While {
                body, otherwise, ..
            }
            | StmtKind::For {
                body, otherwise, ..
            } => {
                go(body);
                go(otherwise);
            }
            StmtKind::Try(statement) => {
                go(&statement.body);
                statement
                    .handlers
                    .iter()
                    .for_each(|handler| go(&handler.body));
                go(&statement.otherwise);
                go(&statement.finally);
            }
            StmtKind::With { body, .. } => go(body),
            StmtKind::Match { cases, .. } => cases.iter().for_each(|case| go(&case.body)),
            StmtKind::Function(function) if inside => go(&function.body),
            StmtKind::Class(class) if inside => go(&class.body),
            _ => {}
        }
    }
}

/// Adds the names that a module's statements put into `__all__`.
pub(in crate::model) fn exports(block: &Block, found: &mut HashSet<Name>) {
    fn strings(expr: &Expr, found: &mut HashSet<Name>) {
        if let ExprKind::Str(text) = &expr.kind {
            found.insert(Name::clone(text));
        }
        each_part(expr, &mut |part| strings(part, found));
    }
    let is_all =
        |target: &Expr| matches!(&target.kind, ExprKind::Name(name) if &**name == "__all__");
    each_statement(block, false, &mut |statement| match &statement.kind {
        StmtKind::Assign { targets, value } if targets.iter().any(is_all) => strings(value, found),
        StmtKind::Augmented { target, value } if is_all(target) => strings(value, found),
        _ => {}
    });
}

/// What functions make of the module's names with `global`: the constants that they assign, or
/// nothing that is known.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::model) struct Rebound {
    names: HashMap<Name, Option<Vec<Value>>>,
}

impl Rebound {
    /// Adds what the functions in a block rebind.
    pub(in crate::model) fn add(&mut self, block: &Block) {
        each_statement(block, true, &mut |statement| {
            if let StmtKind::Function(function) = &statement.kind {
                self.function(&function.body);
            }
        });
    }

    pub(in crate::model) fn function(&mut self, body: &Block) {
        let bound = Bound::of(body);
        let mut constants: HashMap<&Name, Vec<Value>> = HashMap::new();
        let mut assignments: HashMap<&Name, usize> = HashMap::new();
        each_statement(body, false, &mut |statement| {
            if let StmtKind::Assign { targets, value } = &statement.kind
                && let [target] = &targets[..]
                && let ExprKind::Name(name) = &target.kind
                && bound.globals.contains(name)
            {
                *assignments.entry(name).or_default() += 1;
                constants.entry(name).or_default().extend(constant(value));
            }
        });
        for name in bound
            .globals
            .iter()
            .filter(|name| bound.all.contains(*name))
        {
            let known = constants.remove(name).filter(|constants| {
                Some(&constants.len()) == assignments.get(name) && !constants.is_empty()
            });
            let all = self
                .names
                .entry(Name::clone(name))
                .or_insert_with(|| Some(Vec::new()));
            *all = all.take().zip(known).map(|(mut all, known)| {
                all.extend(known);
                all
            });
        }
    }

    /// Whether some function binds this name of the module.
    pub(in crate::model) fn has(&self, name: &Name) -> bool {
        self.names.contains_key(name)
    }

    /// What a name of the module may be once functions have run.
    pub(in crate::model) fn apply(&self, name: &Name, value: &mut Partition) {
        match self.names.get(name) {
            None => {}
            Some(None) => *value = Partition::UNKNOWN,
            Some(Some(constants)) => {
                for constant in constants {
                    value.blur(Worlds::ALL, &Partition::always(constant.clone()));
                }
            }
        }
    }
}

fn constant(value: &Expr) -> Option<Value> {
    match &value.kind {
        ExprKind::Bool(value) => Some(Value::Bool(*value)),
        ExprKind::None => Some(Value::None),
        _ => None,
    }
}
