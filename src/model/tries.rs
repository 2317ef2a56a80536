//! `try` and `with`: which handlers catch what fails, and what becomes of those worlds.

use super::evaluate::{Evaluator, TryFrame};
use super::exception::Caught;
use super::names::{each_part, each_statement};
use super::scope::merge;
use super::value::{Partition, Value};
use crate::facts;
use crate::syntax::ast::{Block, Expr, ExprKind, Handler, StmtKind, Try};
use crate::world::Worlds;

impl<'a> Evaluator<'a> {
    pub(super) fn try_statement(&mut self, statement: &'a Try) {
        let mark = self.unclear.len();
        let entered = self.reach;
        let handlers: Vec<Catches> = statement.handlers.iter().map(|h| self.catches(h)).collect();
        let all = handlers
            .iter()
            .fold(Caught::default(), |all, one| all.and(one.caught));
        let before = self.scope().environment.clone();
        let first_use = self.uses.len();

        let open = handlers.iter().any(|one| one.unknown);
        let frame = self.watched(all, open, |this| this.block(&statement.body));
        let after_body = (self.scope().environment.clone(), self.reach);

        let mut failed = frame.failed;
        let mut out = Vec::new();
        for (handler, catches) in statement.handlers.iter().zip(&handlers) {
            let certain = failed
                .iter()
                .filter(|(exception, _)| catches.caught.contains(*exception))
                .fold(Worlds::NONE, |all, (_, worlds)| all | *worlds);
            failed.retain(|(exception, _)| !catches.caught.contains(*exception));
            let maybe = if catches.unknown || self.may_raise(&statement.body, handler) {
                entered
            } else {
                Worlds::NONE
            };
            let environment = merge((after_body.0.clone(), maybe), &(before.clone(), maybe));
            self.scope().environment = environment;
            self.reach = certain | maybe;
            let raised = std::mem::take(&mut self.raised);
            if let Some(name) = &handler.name {
                self.bind(name, &Partition::UNKNOWN);
            }
            let doubt = self.doubt;
            self.doubt |= maybe - certain;
            self.block(&handler.body);
            self.doubt = doubt;
            let comes_through = certain & self.reach;
            self.rescue(
                first_use,
                catches.caught,
                certain - self.raised,
                comes_through,
            );
            self.raised |= raised;
            let environment = std::mem::take(&mut self.scope().environment);
            out.push((environment, self.reach));
        }

        (self.scope().environment, self.reach) = after_body;
        self.block(&statement.otherwise);
        for handler_out in out {
            let ours = std::mem::take(&mut self.scope().environment);
            self.scope().environment = merge((ours, self.reach), &handler_out);
            self.reach |= handler_out.1;
        }
        if !statement.finally.is_empty() {
            let out = std::mem::replace(&mut self.reach, entered);
            self.block(&statement.finally);
            self.reach &= out;
        }
        self.unclear.truncate(mark);
    }

    /// Evaluates something whose failures are caught; what failed.
    fn watched(&mut self, catches: Caught, open: bool, then: impl FnOnce(&mut Self)) -> TryFrame {
        self.tries.push(TryFrame {
            catches,
            open,
            failed: Vec::new(),
        });
        then(self);
        self.tries.pop().unwrap_or(TryFrame {
            catches,
            open,
            failed: Vec::new(),
        })
    }

    /// What failed since `first` and was caught is no finding in these worlds; in others it may
    /// be none.
    fn rescue(&mut self, first: usize, caught: Caught, worlds: Worlds, doubt: Worlds) {
        let owner = self.owner;
        for found in &mut self.uses[first..] {
            if found.owner == owner && caught.contains(found.exception) {
                found.worlds -= worlds;
                found.certain -= worlds | doubt;
            }
        }
    }

    fn catches(&mut self, handler: &'a Handler) -> Catches {
        if handler.bare {
            return Catches {
                caught: Caught::ALL,
                unknown: false,
            };
        }
        let mut result = Catches {
            caught: Caught::default(),
            unknown: false,
        };
        for class in &handler.classes {
            let value = self.eval(class);
            match value.single(self.reach) {
                Some(Value::Symbol(name)) => {
                    let name = name.strip_prefix("builtins.").unwrap_or(name);
                    let caught = match name {
                        "os.error" | "socket.error" | "select.error" => Caught::by("OSError"),
                        _ => Caught::by(name),
                    };
                    result.unknown |= caught.is_empty();
                    result.caught = result.caught.and(caught);
                }
                Some(Value::Items(classes)) => {
                    for class in classes.iter() {
                        if let Value::Symbol(name) = class {
                            let name = name.strip_prefix("builtins.").unwrap_or(name);
                            result.caught = result.caught.and(Caught::by(name));
                        }
                    }
                }
                _ => result.unknown = true,
            }
        }
        result
    }

    /// Whether the body may raise what the handler catches, apart from what we know to fail.
    fn may_raise(&mut self, body: &'a Block, handler: &Handler) -> bool {
        let only_imports = !handler.bare
            && handler.classes.iter().all(|class| {
                matches!(&class.kind, ExprKind::Name(name)
                    if matches!(&**name, "ImportError" | "ModuleNotFoundError"))
            });
        let only_attributes = !handler.bare
            && handler.classes.iter().all(
                |class| matches!(&class.kind, ExprKind::Name(name) if &**name == "AttributeError"),
            );
        let mut may = false;
        each_statement(body, false, &mut |statement| {
            may |= match &statement.kind {
                StmtKind::Import(items) => {
                    !only_attributes && items.iter().any(|item| !facts::is_module(&item.module))
                }
                StmtKind::ImportFrom(import) => {
                    !only_attributes && (import.level > 0 || !facts::is_module(&import.module))
                }
                StmtKind::Pass | StmtKind::Function(_) | StmtKind::Break | StmtKind::Continue => {
                    false
                }
                StmtKind::Expr(value) | StmtKind::Assign { value, .. } => {
                    self.expression_may_raise(value, only_imports, only_attributes)
                }
                StmtKind::Return(value) => value.as_ref().is_some_and(|value| {
                    self.expression_may_raise(value, only_imports, only_attributes)
                }),
                _ => true,
            };
        });
        may
    }

    fn expression_may_raise(&mut self, expr: &'a Expr, imports: bool, attributes: bool) -> bool {
        match &expr.kind {
            ExprKind::Name(_) => !imports && !attributes,
            ExprKind::Attribute { object, .. } if !imports => {
                let owner = self.quietly(|this| this.eval(object));
                let known = owner.single(self.reach | Worlds::NONE);
                !matches!(known, Some(Value::Module(module)) if facts::is_module(module))
            }
            ExprKind::Call { .. } => true,
            _ => {
                let mut may = false;
                each_part(expr, &mut |part| {
                    may = may || self.expression_may_raise(part, imports, attributes);
                });
                may
            }
        }
    }

    pub(super) fn with_statement(&mut self, items: &'a [(Expr, Option<Expr>)], body: &'a Block) {
        let mark = self.unclear.len();
        let mut suppressed = Caught::default();
        let entered = self.reach;
        for (manager, target) in items {
            suppressed = suppressed.and(self.suppresses(manager));
            let value = self.eval(manager);
            // These give themselves.
            let entered = value.then(self.reach, |_, value| match value {
                Value::Made(..) | Value::Instance(_) => Partition::always(value.clone()),
                _ => Partition::UNKNOWN,
            });
            target
                .iter()
                .for_each(|target| self.assign(target, &entered));
        }
        let expects = items.iter().any(|(manager, _)| expects(manager));
        self.spawning.expecting += u32::from(expects);
        self.with_body(entered, suppressed, body, mark);
        self.spawning.expecting -= u32::from(expects);
    }

    fn with_body(&mut self, entered: Worlds, suppressed: Caught, body: &'a Block, mark: usize) {
        if suppressed.is_empty() {
            self.block(body);
            return;
        }
        let first_use = self.uses.len();
        let before = self.scope().environment.clone();
        let frame = self.watched(suppressed, false, |this| this.block(body));
        self.rescue(first_use, suppressed, Worlds::ALL, Worlds::ALL);
        let failed = frame
            .failed
            .iter()
            .fold(Worlds::NONE, |all, (_, worlds)| all | *worlds);
        // Anything else in the body may have been suppressed too.
        let ours = std::mem::take(&mut self.scope().environment);
        let certain = entered - failed;
        self.scope().environment = merge((ours, self.reach), &(before, certain));
        self.reach = entered;
        self.unclear.truncate(mark);
    }

    /// What a context manager keeps from leaving its block: `suppress(ImportError)`, and tests
    /// that expect it, `pytest.raises(ValueError)`.
    fn suppresses(&mut self, manager: &'a Expr) -> Caught {
        let ExprKind::Call {
            function,
            arguments,
        } = &manager.kind
        else {
            return Caught::default();
        };
        let name = match &function.kind {
            ExprKind::Name(name) | ExprKind::Attribute { name, .. } => &**name,
            _ => return Caught::default(),
        };
        if !matches!(
            name,
            "suppress" | "raises" | "assertRaises" | "assertRaisesRegex"
        ) {
            return Caught::default();
        }
        let mut caught = Caught::default();
        let mut classes: Vec<&Expr> = arguments.iter().map(|argument| &argument.value).collect();
        while let Some(class) = classes.pop() {
            match &class.kind {
                ExprKind::Name(name) => caught = caught.and(Caught::by(name)),
                ExprKind::Tuple(items) => classes.extend(items),
                _ => {}
            }
        }
        caught
    }
}

struct Catches {
    caught: Caught,
    /// One of the classes is not known: it may catch something that we do not look for.
    unknown: bool,
}

/// Whether this is a test that something raises: `pytest.raises(…)`.
fn expects(manager: &Expr) -> bool {
    let ExprKind::Call { function, .. } = &manager.kind else {
        return false;
    };
    match &function.kind {
        ExprKind::Name(name) | ExprKind::Attribute { name, .. } => {
            &**name == "raises" || name.starts_with("assertRaises")
        }
        _ => false,
    }
}
