//! Whether a `try` body may raise what a handler catches, apart from what we know to fail.

use crate::facts::{self, lists};
use crate::model::eval::bound_names::{each_part, each_statement};
use crate::model::eval::conditions::is_type;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::imports::importable;
use crate::model::limits::MAX_ANCESTORS;
use crate::model::surroundings::Summary;
use crate::model::value::{ClassId, SET, TEXT, Value};
use crate::syntax::absolute;
use crate::syntax::ast::{Block, Expr, ExprKind, Handler, StmtKind};
use crate::world::Worlds;

/// What alone a handler is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum HandlerPurpose {
    Imports,
    Attributes,
    Names,
    /// Several of them, or anything else.
    Anything,
}

impl HandlerPurpose {
    fn of(handler: &Handler) -> Self {
        let all = |classes: &[&str]| {
            !handler.bare
                && handler.classes.iter().all(|class| {
                    matches!(&class.kind, ExprKind::Name(name) if classes.contains(&&**name))
                })
        };
        if all(&["ImportError", "ModuleNotFoundError"]) {
            Self::Imports
        } else if all(&["AttributeError"]) {
            Self::Attributes
        } else if all(&["NameError"]) {
            Self::Names
        } else {
            Self::Anything
        }
    }

    /// Whether nothing of what it is for gets past another handler.
    fn is_caught_by(self, handler: &Handler) -> bool {
        let is_broad = |class: &Expr| matches!(&class.kind, ExprKind::Name(name) if matches!(&**name, "BaseException" | "Exception"));
        let is_same = self != Self::Anything && Self::of(handler) == self;
        handler.bare || is_same || handler.classes.iter().any(is_broad)
    }
}

impl Evaluator<'_> {
    /// Whether the body may raise what the handler catches, apart from what we know to fail.
    pub(in crate::model) fn may_raise(&mut self, body: &Block, handler: &Handler) -> bool {
        self.block_may_raise(body, HandlerPurpose::of(handler))
    }

    /// The worlds in which all that the body does is to import what is installed with the project, which fails nowhere.
    pub(in crate::model) fn imports_what_is_there(&self, body: &Block) -> Worlds {
        let mut there = Worlds::ALL;
        for statement in body {
            let modules = match &statement.kind {
                StmtKind::Import(items) => items.iter().map(|item| (0, &*item.module)).collect(),
                StmtKind::ImportFrom(import) => vec![(import.level as usize, &*import.module)],
                StmtKind::Pass => Vec::new(),
                _ => return Worlds::NONE,
            };
            for (level, module) in modules {
                if self.may_fail(level, module) {
                    there &= match level {
                        0 => self.surroundings.required(module),
                        _ => Worlds::NONE,
                    };
                }
            }
        }
        there
    }

    fn block_may_raise(&mut self, block: &Block, only: HandlerPurpose) -> bool {
        let imports = matches!(only, HandlerPurpose::Imports | HandlerPurpose::Anything);
        block.iter().any(|statement| match &statement.kind {
            StmtKind::Import(items) => {
                imports && items.iter().any(|item| self.may_fail(0, &item.module))
            }
            StmtKind::ImportFrom(import) => {
                imports && self.may_fail(import.level as usize, &import.module)
            }
            StmtKind::Pass | StmtKind::Function(_) | StmtKind::Break | StmtKind::Continue => false,
            StmtKind::Expr(value) | StmtKind::Assign { value, .. } => {
                self.expression_may_raise(value, only)
            }
            StmtKind::If {
                branches,
                otherwise,
            } => {
                let mut branches = branches.iter();
                branches.any(|(test, body)| {
                    self.expression_may_raise(test, only) || self.block_may_raise(body, only)
                }) || self.block_may_raise(otherwise, only)
            }
            // To call `__iter__` or `__enter__` may raise other things.
            StmtKind::For {
                iterable: test,
                body,
                otherwise,
                ..
            } if only == HandlerPurpose::Imports => {
                self.expression_may_raise(test, only)
                    || self.block_may_raise(body, only)
                    || self.block_may_raise(otherwise, only)
            }
            StmtKind::While {
                test,
                body,
                otherwise,
            } => {
                self.expression_may_raise(test, only)
                    || self.block_may_raise(body, only)
                    || self.block_may_raise(otherwise, only)
            }
            StmtKind::With { items, body } if only == HandlerPurpose::Imports => {
                let mut items = items.iter();
                items.any(|(item, _)| self.expression_may_raise(item, only))
                    || self.block_may_raise(body, only)
            }
            StmtKind::Augmented { value, .. } if only == HandlerPurpose::Imports => {
                self.expression_may_raise(value, only)
            }
            StmtKind::Return(value) => value
                .as_ref()
                .is_some_and(|value| self.expression_may_raise(value, only)),
            StmtKind::Try(inner) => {
                let mut handlers = inner.handlers.iter();
                let is_caught = handlers.any(|handler| only.is_caught_by(handler));
                let answers = inner.handlers.iter().map(|handler| &handler.body);
                let mut others = answers.chain([&inner.otherwise, &inner.finally]);
                !is_caught && self.block_may_raise(&inner.body, only)
                    || others.any(|block| self.block_may_raise(block, only))
            }
            _ => true,
        })
    }

    /// Whether an import may fail where nothing is known of that; a module of the project fails
    /// where it is known to, if anything is.
    fn may_fail(&self, level: usize, module: &str) -> bool {
        if level == 0 && facts::is_module(module) {
            return false;
        }
        let Some(module) = absolute(level, module, self.surroundings.package()) else {
            return true;
        };
        let summary = self.surroundings.module(&module);
        let fails = |summary: std::sync::Arc<Summary>| {
            let mut failures = summary.failures.iter();
            failures.any(|failure| failure.own)
        };
        !summary.is_some_and(fails)
    }

    /// Whether a class of the library that an object's class extends has this member in every Python: `self.assertRegex`.
    fn has_always(&self, owner: &Value, name: &str) -> bool {
        let Value::Object(class, _) = owner else {
            return false;
        };
        let mut due = vec![*class];
        for _ in 0..MAX_ANCESTORS {
            let Some(class) = due.pop() else { break };
            let info = &self.classes[class.0 as usize];
            let mut named = info.named_bases.iter();
            if named.any(|base| facts::is_always_there(&format!("{base}.{name}"))) {
                return true;
            }
            due.extend(&info.bases);
        }
        false
    }

    /// Whether all base classes of a class are known.
    fn is_whole(&self, class: ClassId) -> bool {
        let info = &self.classes[class.0 as usize];
        !info.open && info.named_bases.is_empty() && info.imported_bases.is_empty()
    }

    /// Whether a call of this may fail to import something, apart from what we know to fail.
    fn body_may_import(&self, callee: Option<&Value>) -> bool {
        let body = match callee {
            Some(Value::Function(id)) => Some(*id),
            Some(Value::Class(class)) if self.is_whole(*class) => self.initialiser(*class),
            Some(Value::Symbol(name)) if is_built_in_without_import(name) => return false,
            _ => None,
        };
        let Some(body) = body else { return true };
        let mut may = false;
        let body = &self.functions[body.0 as usize].function.body;
        each_statement(body, false, &mut |statement| {
            may |= match &statement.kind {
                StmtKind::Import(items) => items.iter().any(|item| self.may_fail(0, &item.module)),
                StmtKind::ImportFrom(import) => {
                    self.may_fail(import.level as usize, &import.module)
                }
                StmtKind::Expr(value) | StmtKind::Assign { value, .. } => {
                    matches!(value.kind, ExprKind::Call { .. }) && !is_library_import(value)
                }
                StmtKind::Raise { .. } => true,
                _ => false,
            };
        });
        may
    }

    /// Whether a function is one of a module of the library that imports nothing for others: `fcntl.flock`.
    fn is_of_plain_module(&mut self, function: &Expr) -> bool {
        let ExprKind::Attribute { object, .. } = &function.kind else {
            return false;
        };
        let owner = self.aside(object);
        // `windll.kernel32.GetStdHandle(-10)`: no function in C imports anything.
        let mut root = object;
        while let ExprKind::Attribute { object, .. } = &root.kind {
            root = object;
        }
        let loader = self.aside(root);
        let mut loaders = loader.parts(self.reach);
        if loaders.any(
            |(_, value)| matches!(value, Value::Symbol(name) if lists::LIBRARY_LOADERS.has(name)),
        ) {
            return true;
        }
        let is_plain =
            |module: &str| facts::is_module(module) && !lists::IMPORTING_MODULES.has(module);
        let modules = owner
            .parts(self.reach)
            .filter_map(|(_, owner)| match owner {
                Value::Module(module) if is_plain(module) => Some(&**module),
                _ => None,
            });
        // Where it could not be imported, nobody comes here.
        let comes_here = modules.map(importable).reduce(|all, worlds| all | worlds);
        comes_here.is_some_and(|worlds| {
            let mut parts = owner.parts(self.reach & worlds);
            parts.all(|(_, owner)| matches!(owner, Value::Module(module) if is_plain(module)))
        })
    }

    fn expression_may_raise(&mut self, expr: &Expr, only: HandlerPurpose) -> bool {
        match &expr.kind {
            ExprKind::Name(name) => match only {
                HandlerPurpose::Imports | HandlerPurpose::Attributes => false,
                // A built-in name whose worlds we know.
                HandlerPurpose::Names => {
                    let known = facts::fact(&format!("builtins.{name}")).is_some();
                    !known && !facts::is_gone_built_in(name)
                }
                HandlerPurpose::Anything => true,
            },
            ExprKind::Attribute { object, name, .. } if only != HandlerPurpose::Imports => {
                let owner = self.aside(object);
                let known = owner.single(self.reach);
                !known.is_some_and(|owner| has_known_members(owner) || self.has_always(owner, name))
            }
            // `try: inspect.getfullargspec(f)`: that alone is what it may lack.
            ExprKind::Call {
                function,
                arguments,
            } if only == HandlerPurpose::Attributes
                && matches!(function.kind, ExprKind::Attribute { .. }) =>
            {
                let mut parts = arguments.iter().map(|argument| &argument.value);
                self.expression_may_raise(function, only)
                    || parts.any(|part| self.expression_may_raise(part, only))
            }
            ExprKind::Call {
                function,
                arguments,
            } if only == HandlerPurpose::Imports => {
                let callee = self.aside(function);
                let mut parts = arguments.iter().map(|argument| &argument.value);
                !self.is_of_plain_module(function)
                    && self.body_may_import(callee.single(self.reach))
                    || parts.any(|part| self.expression_may_raise(part, only))
            }
            ExprKind::Call { .. } => true,
            _ => {
                let mut may = false;
                each_part(expr, &mut |part| {
                    may = may || self.expression_may_raise(part, only);
                });
                may
            }
        }
    }
}

/// Whether a dotted name is that of a built-in function that runs no code of others: `builtins.open`.
fn is_built_in_without_import(name: &str) -> bool {
    let name = name.strip_prefix("builtins.");
    name.is_some_and(|name| !matches!(name, "__import__" | "eval" | "exec"))
}

/// `__import__("tty")`
fn is_library_import(call: &Expr) -> bool {
    let ExprKind::Call {
        function,
        arguments,
    } = &call.kind
    else {
        return false;
    };
    matches!(&function.kind, ExprKind::Name(name) if &**name == "__import__")
        && matches!(arguments.as_slice(), [argument]
            if matches!(&argument.value.kind, ExprKind::Str(module) if facts::is_module(module)))
}

/// Whether facts say of every member of it where that is: a module or class of the library, and what one made.
fn has_known_members(owner: &Value) -> bool {
    let of_library = |name: &str| {
        let module = name.split('.').next().unwrap_or(name);
        module != "builtins" && facts::is_module(module)
    };
    match owner {
        Value::Module(module) => facts::is_module(module),
        Value::Symbol(name) => is_type(name) || of_library(name),
        Value::Instance(class) | Value::Made(_, class) => {
            [TEXT, SET].contains(&&**class) || of_library(class)
        }
        Value::Str(_) | Value::Bytes(_) => true,
        _ => false,
    }
}
