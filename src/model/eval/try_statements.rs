//! `try` and `with`: which handlers catch what fails, and what becomes of those worlds.

use crate::model::eval::bound_names::each_statement;
use crate::model::eval::evaluator::{Evaluator, Handling, TryFrame};
use crate::model::eval::handler_answers::{
    is_for_what_is_missing, only_logs, raises_earlier, says_why,
};
use crate::model::eval::scopes::{Names, merge};
use crate::model::value::exception::{Caught, Escapes};
use crate::model::value::{Partition, Value};
use crate::syntax::ast::{Block, Expr, ExprKind, Handler, Stmt, StmtKind, Try};
use crate::world::Worlds;

impl Evaluator<'_> {
    pub(in crate::model) fn try_statement(&mut self, statement: &Try) {
        let mark = self.unclear.len();
        let entered = self.reach;
        // Nobody asks for a class of Windows where `winreg` is no name at all.
        self.reach -= self.names_nothing(&statement.body);
        let handlers: Vec<Catches> = statement.handlers.iter().map(|h| self.catches(h)).collect();
        self.reach = entered;
        let all = handlers
            .iter()
            .fold(Caught::default(), |all, handler| all.and(handler.caught));
        let start = self.scope().mark();
        let (first_use, first_call) = (self.uses.len(), self.function_uses.len());

        let open = handlers.iter().any(|handler| handler.unknown);
        let handled = statement.handlers.iter().zip(&handlers);
        let rescues = handled.filter(|(handler, _)| !raises_at_last(&handler.body));
        let rescues = rescues.fold(Caught::default(), |all, (_, caught)| all.and(caught.caught));
        let denied = self.denied.mark();
        let frame = self.watched((all, rescues), open, |this| {
            this.straight_on(&statement.body);
        });
        let mut denied = self.denied.split_off(denied);
        let body_out = self.reach;
        let bound_in_body = self.scope().changed_since(start);
        // Also where the body has left by a `return`.
        self.reach = entered;
        let may: Vec<bool> = statement
            .handlers
            .iter()
            .zip(&handlers)
            .map(|(handler, catches)| catches.unknown || self.may_raise(&statement.body, handler))
            .collect();
        let there = self.imports_what_is_there(&statement.body);
        let (last_use, last_call) = (self.uses.len(), self.function_uses.len());
        let mut caught_for_good = Caught::default();
        let mut rescues_imports = Caught::default();

        let mut failed = frame.failed;
        let mut out = Vec::new();
        let (mut ways_on, mut on_the_way) = (0, Vec::new());
        for ((handler, catches), may) in statement.handlers.iter().zip(&handlers).zip(may) {
            let body_end = self.scope().mark();
            let caught = failed.take(catches.caught);
            let certain = caught.anywhere();
            let maybe = if may { entered - there } else { Worlds::NONE };
            self.scope().blur_since(&bound_in_body, maybe);
            self.reach = certain | maybe;
            let handled = self.reach;
            let raised = std::mem::take(&mut self.raised);
            if let Some(name) = &handler.name {
                let caught = Value::Instance("builtins.Exception".into());
                self.bind(name, &Partition::always(caught));
            }
            let perhaps = maybe - certain;
            let outer = self.handling.as_ref();
            let (imported, perhaps) = Handling::imported_before(outer, &statement.body, perhaps);
            let handling = self.handling.replace(Handling {
                mark: self.unclear.len(),
                caught,
                imported,
                perhaps,
            });
            let doubt = self.doubt;
            self.doubt |= maybe - certain;
            let first_in_handler = self.uses.len();
            let guards_before = self.unclear.len();
            self.block(&handler.body);
            if !self.reach.is_empty() {
                ways_on += 1;
                on_the_way = self.unclear.take_down_to(guards_before);
            }
            self.forget_replaced(first_in_handler, &statement.body, catches.caught);
            self.doubt = doubt;
            self.handling = handling;
            let comes_through = certain & self.reach;
            let rescued = certain - self.raised;
            match only_logs(handler) {
                true => self.log(first_use..last_use, catches.caught, rescued),
                false => self.rescue(first_use..last_use, catches.caught, rescued, comes_through),
            }
            let within = self.handling.is_some();
            if says_why(handler) && is_for_what_is_missing(handler, &statement.body)
                || within && raises_earlier(handler)
            {
                // Code that asks for something, and says in its own words that there is none, knows it.
                self.rescue(first_use..last_use, catches.caught, certain, comes_through);
            }
            // One for everything is no answer to what a called function lacks.
            let rescues = handled.is_empty() || !self.raised.contains(handled);
            if rescues {
                rescues_imports = rescues_imports.and(catches.caught);
            }
            if rescues && catches.caught != Caught::ALL {
                caught_for_good = caught_for_good.and(catches.caught);
            }
            // A handler that may not even run is no way out of one around it.
            self.raised = raised | (self.raised & certain);
            let scope = self.scope();
            let names = scope.rewind(body_end);
            scope.release(body_end);
            out.push((names, self.reach));
        }

        self.note_caught(first_call, last_call, caught_for_good);
        self.note_caught_imports(first_call, last_call, rescues_imports);
        let rescued = out
            .iter()
            .fold(Worlds::NONE, |all, (_, worlds)| all | *worlds);
        denied
            .iter_mut()
            .for_each(|denied| denied.keep_out(rescued));
        self.denied.extend(denied);
        self.reach = body_out;
        let body_end = self.scope().mark();
        self.block(&statement.otherwise);
        let mut before = self.scope().changed_since(body_end);
        for (names, worlds) in out {
            let reach = self.reach;
            self.scope()
                .merge_with(&names, &mut before, |ours, theirs| {
                    merge((ours, reach), (theirs, worlds))
                });
            self.reach |= worlds;
        }
        self.scope().release(body_end);
        self.scope().release(start);
        if !statement.finally.is_empty() {
            let out = std::mem::replace(&mut self.reach, entered);
            self.block(&statement.finally);
            self.reach &= out;
        }
        self.unclear.truncate(mark);
        // What the only way on has asked counts behind it.
        if ways_on == 1 && body_out.is_empty() {
            on_the_way
                .into_iter()
                .rev()
                .for_each(|guard| self.unclear.push(guard));
        }
    }

    /// Evaluates something whose failures are caught; what failed.
    fn watched(
        &mut self,
        (catches, rescues): (Caught, Caught),
        open: bool,
        then: impl FnOnce(&mut Self),
    ) -> TryFrame {
        self.tries.push(TryFrame {
            catches,
            rescues,
            open,
            failed: Escapes::default(),
        });
        then(self);
        self.tries.pop().unwrap_or(TryFrame {
            catches,
            rescues,
            open,
            failed: Escapes::default(),
        })
    }

    /// A class behind `except`, which is looked up only once something was raised.
    fn handled_class(&mut self, class: &Expr) -> Partition {
        let (reach, doubt) = (self.reach, self.doubt);
        let called = std::mem::replace(&mut self.called, true);
        self.doubt |= reach;
        let value = self.eval(class);
        (self.reach, self.doubt, self.called) = (reach, doubt, called);
        value
    }

    fn catches(&mut self, handler: &Handler) -> Catches {
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
            let value = self.handled_class(class);
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

    pub(in crate::model) fn with_statement(
        &mut self,
        items: &[(Expr, Option<Expr>)],
        body: &Block,
    ) {
        let mark = self.unclear.len();
        let mut suppressed = Caught::default();
        let mut managers = Vec::new();
        let entered = self.reach;
        for (manager, target) in items {
            suppressed = suppressed.and(self.suppresses(manager));
            let value = self.eval(manager);
            let generator = self.generator_of(manager, &value);
            let entered = match generator {
                Some(id) => {
                    self.note_method_use(id, manager.span.at(self.base));
                    self.yielded(id)
                }
                None => self.entered(manager, &value),
            };
            managers.push((value, generator));
            target
                .iter()
                .for_each(|target| self.assign(target, &entered));
        }
        let expects = items.iter().any(|(manager, _)| expects(manager));
        self.spawning.expecting += u32::from(expects);
        self.with_body(entered, suppressed, body, mark);
        let end = self.statement.at(self.base).end;
        for (manager, generator) in &managers {
            self.note_left(manager);
            if let Some(id) = generator {
                self.note_method_use(*id, end..end);
            }
        }
        self.spawning.expecting -= u32::from(expects);
    }

    fn with_body(&mut self, entered: Worlds, suppressed: Caught, body: &Block, mark: usize) {
        if suppressed.is_empty() {
            self.straight_on(body);
            return;
        }
        let (first_use, first_call) = (self.uses.len(), self.function_uses.len());
        let start = self.scope().mark();
        let frame = self.watched((suppressed, suppressed), false, |this| this.block(body));
        let body = first_use..self.uses.len();
        self.rescue(body, suppressed, Worlds::ALL, Worlds::ALL);
        self.note_caught(first_call, self.function_uses.len(), suppressed);
        let failed = frame.failed.anywhere();
        // Anything else in the body may have been suppressed too.
        let (certain, reach) = (entered - failed, self.reach);
        let scope = self.scope();
        let before = scope.changed_since(start);
        scope.merge_with(&before, &mut Names::default(), |ours, theirs| {
            merge((ours, reach), (theirs, certain))
        });
        scope.release(start);
        self.reach = entered;
        self.unclear.truncate(mark);
    }

    /// What a context manager keeps from leaving its block: `suppress(ImportError)`, and tests
    /// that expect it, `pytest.raises(ValueError)`.
    fn suppresses(&mut self, manager: &Expr) -> Caught {
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
        let mut suppresses = || {
            let function = self.quietly(|this| this.eval(function));
            let is_suppress = |known: &Value| matches!(known, Value::Symbol(name) if &**name == "contextlib.suppress");
            function.single(self.reach).is_some_and(is_suppress)
        };
        let by_name = matches!(
            name,
            "suppress" | "raises" | "assertRaises" | "assertRaisesRegex"
        );
        if !by_name && !suppresses() {
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

/// Whether a handler's last word is to raise.
fn raises_at_last(body: &Block) -> bool {
    let last = body.last().map(|last| &last.kind);
    matches!(last, Some(StmtKind::Raise { .. })) && !body.iter().any(returns)
}

fn returns(statement: &Stmt) -> bool {
    let mut found = false;
    each_statement(std::slice::from_ref(statement), false, &mut |inner| {
        found |= matches!(
            inner.kind,
            StmtKind::Return(_) | StmtKind::Continue | StmtKind::Break
        );
    });
    found
}
