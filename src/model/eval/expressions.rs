//! Evaluation of expressions: a partition of worlds into values.

use std::sync::Arc;

use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::scopes::ScopeKind;
use crate::model::link::document_imports::ImportedThing;
use crate::model::summary::uses::Site;
use crate::model::value::exception::Exception;
use crate::model::value::library_names::built_in;
use crate::model::value::subscripts::{item, sliced};
use crate::model::value::{Partition, Value};
use crate::syntax::ast::{Expr, ExprKind, Lambda, Name};
use crate::world::Worlds;

impl Evaluator<'_> {
    /// What the expression is, in the worlds that reach it.
    pub(in crate::model) fn eval(&mut self, expr: &Expr) -> Partition {
        self.eval_used(expr, false)
    }

    /// What the expression is that is called here.
    pub(in crate::model) fn callee(&mut self, expr: &Expr) -> Partition {
        self.eval_used(expr, true)
    }

    fn eval_used(&mut self, expr: &Expr, called: bool) -> Partition {
        let carried = std::mem::take(&mut self.callables.next);
        let outer = std::mem::replace(&mut self.callables.now, carried);
        let value = self.eval_noting(expr, called);
        self.callables.now = outer;
        if self.trace && self.quiet == 0 {
            let range = expr.span.at(self.base);
            self.values.push((range, value.clone()));
        }
        value
    }

    fn eval_noting(&mut self, expr: &Expr, called: bool) -> Partition {
        match &expr.kind {
            ExprKind::Name(name) => self.name(expr, name, called),
            ExprKind::Attribute { object, name, .. } => {
                let owner = self.eval(object);
                self.note_attribute_use(name, &owner, called);
                self.note_attribute_elsewhere(&owner, name);
                self.note_word(name);
                self.is_called = called;
                self.attribute_of_checked(expr, object, &owner, name);
                let mut value = self.attribute(expr, &owner, name);
                if value == Partition::UNKNOWN
                    && let Some(above) = self.inherited_above(object, name)
                {
                    value = self.reach_name(expr, self.reach, &above);
                }
                self.note_attribute_read(expr, &owner, &value);
                self.note_cached_property(expr, &owner);
                if called {
                    value = self.known(value);
                }
                self.note_function_use(&value, called, name);
                if called {
                    self.receiver = owner;
                }
                value
            }
            _ => {
                let value = self.eval_kind(expr);
                if called {
                    self.note_function_use(&value, true, "");
                }
                value
            }
        }
    }

    fn eval_kind(&mut self, expr: &Expr) -> Partition {
        match &expr.kind {
            ExprKind::Call {
                function,
                arguments,
            } => self.call(expr, function, arguments),
            ExprKind::Subscript { object, indices } => self.subscript(object, indices),
            ExprKind::Str(text) => {
                self.note_text(text);
                Partition::always(Value::Str(Arc::clone(text)))
            }
            ExprKind::Bytes(text) => Partition::always(Value::Bytes(Arc::clone(text))),
            ExprKind::Joined(parts) => self.joined(parts),
            ExprKind::Int(number) => Partition::always(Value::Int(*number)),
            ExprKind::Bool(value) => Partition::always(Value::Bool(*value)),
            ExprKind::None => Partition::always(Value::None),
            ExprKind::Tuple(items) | ExprKind::List(items) | ExprKind::Set(items) => {
                self.items(items)
            }
            ExprKind::Dict(entries) => self.dictionary(entries),
            ExprKind::Not(_) => {
                let (when_true, when_false) = self.guard(expr);
                Partition::truth(when_true, when_false)
            }
            ExprKind::And(left, right) => self.either(left, right, false),
            ExprKind::Or(left, right) => self.either(left, right, true),
            ExprKind::Compare { first, rest } => self.comparison(first, rest),
            ExprKind::Conditional {
                test,
                then,
                otherwise,
            } => self.conditional(test, then, otherwise),
            ExprKind::Walrus { name, value } => {
                let value = self.eval(value);
                self.bind(name, &value);
                value
            }
            ExprKind::Lambda(lambda) => {
                self.lambda(expr, lambda);
                Partition::always(self.make(expr, "lambda"))
            }
            ExprKind::Comprehension {
                generator: true,
                elements,
                clauses,
            } => {
                self.comprehension(elements, clauses);
                Partition::always(self.make(expr, "generator"))
            }
            ExprKind::Comprehension {
                elements, clauses, ..
            } => self.comprehension(elements, clauses),
            ExprKind::Starred(inner) => {
                self.eval(inner);
                Partition::UNKNOWN
            }
            ExprKind::Yield(value) => {
                let value = self.eval(value);
                self.note_yielded(&value);
                Partition::UNKNOWN
            }
            ExprKind::Slice(..) | ExprKind::Name(_) | ExprKind::Attribute { .. } => {
                Partition::UNKNOWN
            }
            ExprKind::Other(parts) => {
                parts.iter().for_each(|part| drop(self.eval(part)));
                Partition::UNKNOWN
            }
        }
    }

    fn name(&mut self, expr: &Expr, name: &Name, called: bool) -> Partition {
        let mut value = self.look_up(name);
        if called {
            value = self.known(value);
        }
        self.note_read(name, expr.span, &value);
        self.note_function_use(&value, called, name);
        if self.import_names.contains(name) {
            self.note_imported(|| ImportedThing::Use(Name::clone(name)));
        }
        self.probe_built_in(name, &value);
        if let Some(fact) = built_in(name, &value) {
            let missing = self.reach - fact.exists();
            self.mention(expr.span, fact);
            value.set(missing, &Partition::always(Value::Poisoned));
            // A handler with `try: WindowsError` before it takes these worlds away.
            let site = Site::Attribute {
                expr: expr.clone(),
                fact,
            };
            self.fail(Exception::Name, missing, site, expr.span);
        }
        value
    }

    /// Splits by a condition that guards nothing beyond itself.
    fn guard(&mut self, test: &Expr) -> (Worlds, Worlds) {
        let mark = self.unclear.len();
        let split = self.split(test);
        self.unclear.truncate(mark);
        split
    }

    /// `left or right`, `left and right`: the value of the one that decides.
    fn either(&mut self, left: &Expr, right: &Expr, or: bool) -> Partition {
        let mark = self.unclear.len();
        let reach = self.reach;
        let value = self.eval(left);
        let (when_true, when_false) = value.split(self.reach);
        let (stays, goes_on) = if or {
            (when_true, when_false)
        } else {
            (when_false, when_true)
        };
        let both = stays & goes_on;
        if !both.is_empty() {
            let unclear = self.undecided(left, both);
            self.unclear.push(unclear);
        }
        let lost = reach - self.reach;
        self.reach = goes_on;
        if goes_on.is_empty() && !reach.is_empty() {
            self.note_unreached_part(right);
        }
        let other = self.eval(right);
        let came_out = self.reach;
        self.reach = reach - lost;
        if came_out.is_empty() && !goes_on.is_empty() {
            // `windows or sys.exit()`
            self.reach = stays;
        } else if !self.reach.is_empty() {
            self.unclear.truncate(mark);
        }
        let mut result = value;
        let given = result.clone();
        result.set(goes_on - stays, &other);
        result.blur(both, &other);
        if or {
            result.set_or_default(both, &given, &other);
        }
        // `unknown or True` is true, whatever it is.
        let decided = other.worlds(both, |other| *other == Value::Bool(or));
        result.set(decided, &Partition::always(Value::Bool(or)));
        result
    }

    fn conditional(&mut self, test: &Expr, then: &Expr, otherwise: &Expr) -> Partition {
        let mark = self.unclear.len();
        let (when_true, when_false) = self.split(test);
        let is_reached = !self.reach.is_empty();
        let part = |this: &mut Self, part: &Expr, worlds: Worlds| {
            this.reach = worlds;
            if worlds.is_empty() && is_reached {
                this.note_unreached_part(part);
            }
            this.eval_along(part)
        };
        let first = part(self, then, when_true);
        let first_out = self.reach;
        let second = part(self, otherwise, when_false);
        self.reach |= first_out;
        self.unclear.truncate(mark);
        let mut result = first;
        result.set(when_false - when_true, &second);
        result.blur(when_true & when_false, &second);
        result
    }

    fn subscript(&mut self, object: &Expr, indices: &[Expr]) -> Partition {
        let owner = self.eval(object);
        let values: Vec<Partition> = indices.iter().map(|index| self.eval(index)).collect();
        let ([index], [value]) = (indices, &values[..]) else {
            return Partition::UNKNOWN;
        };
        if let ExprKind::Slice(from, to) = index.kind {
            return owner.then(self.reach, |_, owner| sliced(owner, from, to));
        }
        let found = owner.then(self.reach, |worlds, owner| {
            value.then(worlds, |worlds, index| item(owner, index, worlds))
        });
        let known = found != Partition::UNKNOWN;
        let taken = if known {
            None
        } else {
            self.taken_out(object, value)
        };
        taken.map_or(found, Partition::always)
    }

    fn lambda(&mut self, expr: &Expr, lambda: &Lambda) {
        let range = expr.span.at(self.base);
        self.note_lambda(&range);
        let around = self.callables.lambda.replace(range);
        for parameter in &lambda.parameters {
            parameter
                .default
                .iter()
                .for_each(|default| drop(self.eval(default)));
        }
        let (called, reach) = (self.called, self.reach);
        let tries = std::mem::take(&mut self.tries);
        self.called = true;
        let doubt = std::mem::replace(&mut self.doubt, Worlds::ALL);
        self.push_scope(ScopeKind::Expression, std::sync::Arc::default());
        for parameter in &lambda.parameters {
            self.bind_here(&parameter.name);
        }
        self.eval(&lambda.body);
        self.scopes.pop();
        self.doubt = doubt;
        (self.called, self.reach, self.tries) = (called, reach, tries);
        self.callables.lambda = around;
    }
}
