//! Evaluation of statements: what each binds, and which worlds come out of it.

use std::sync::Arc;

use crate::model::eval::bound_names::each_statement;
use crate::model::eval::condition_words::{is_question, names_device, requires};
use crate::model::eval::displays::empty_somewhere;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::negated_conditions::denied_to;
use crate::model::eval::scopes::{Mark, Names, merge};
use crate::model::eval::socket_families::is_asked_last;
use crate::model::eval::type_checking::{for_type_checkers, is_for_type_checkers};
use crate::model::eval::undecided_guards::Unclear;
use crate::model::objects::self_assignments::SelfAssignment;
use crate::model::value::{Partition, Value};
use crate::syntax::ast::{Block, Expr, ExprKind, Stmt, StmtKind};
use crate::world::Worlds;

impl Evaluator<'_> {
    pub(in crate::model) fn statement(&mut self, statement: &Stmt) {
        match &statement.kind {
            StmtKind::Expr(value) => self.expression_statement(value),
            StmtKind::Assign { targets, value } => {
                let source = value;
                self.bound_to = targets.first().cloned();
                let is_name = |target: &Expr| matches!(target.kind, ExprKind::Name(_));
                let value = match targets.iter().all(is_name) {
                    true => self.eval_carried(value),
                    false => self.eval(value),
                };
                self.bound_to = None;
                for target in targets {
                    self.source = Some(source.clone());
                    self.assign(target, &value);
                }
                self.source = None;
            }
            StmtKind::Annotated {
                target,
                annotation,
                value,
            } => self.annotated(target, annotation, value.as_ref()),
            StmtKind::Augmented { target, value } => {
                self.eval(target);
                self.eval(value);
                // What is in it was evaluated above, and is not evaluated again.
                self.assign_to(target, &Partition::UNKNOWN, true);
            }
            StmtKind::Import(items) => items.iter().for_each(|item| self.import(item)),
            StmtKind::ImportFrom(import) => self.import_from(import),
            StmtKind::If {
                branches,
                otherwise,
            } => self.conditional_statement(branches, otherwise),
            StmtKind::While {
                test,
                body,
                otherwise,
            } => self.while_loop(test, body, otherwise),
            StmtKind::For {
                target,
                iterable,
                body,
                otherwise,
            } => {
                let value = self.eval_carried(iterable);
                self.note_iteration(iterable, &value);
                self.note_attributes_set_in_loop(target, iterable, body);
                let empty = empty_somewhere(&value, self.reach);
                let item = self.item_of_iterable(iterable, &value);
                self.for_loop((target, &item), empty, body, otherwise);
            }
            StmtKind::Try(statement) => self.try_statement(statement),
            StmtKind::With { items, body } => self.with_statement(items, body),
            StmtKind::Match { subject, cases } => {
                let subject_value = self.eval(subject);
                self.cases(subject, &subject_value, cases);
            }
            StmtKind::Function(function) => self.function(function),
            StmtKind::Class(class) => self.class(class),
            StmtKind::Return(value) => {
                let value = value
                    .as_ref()
                    .map_or_else(|| Partition::always(Value::None), |value| self.eval(value));
                self.note_returned(&value);
                self.returned
                    .blur(self.returned_worlds & self.reach, &value);
                self.returned.set(self.reach - self.returned_worlds, &value);
                self.returned_worlds |= self.reach;
                self.reach = Worlds::NONE;
            }
            StmtKind::Raise { exception, cause } => {
                let value = exception.as_ref().map(|value| self.eval(value));
                cause.iter().for_each(|cause| drop(self.eval(cause)));
                self.note_raise(exception.as_ref(), value.as_ref());
                self.raise(exception.as_ref(), value.as_ref());
            }
            StmtKind::Assert { test, message } => {
                let mark = self.unclear.len();
                let for_type_checkers = for_type_checkers(test);
                let (passes, fails) = self.split(for_type_checkers.unwrap_or(test));
                self.reach = fails;
                message.iter().for_each(|message| drop(self.eval(message)));
                if for_type_checkers.is_none() {
                    self.note_assertion(fails - passes);
                }
                self.raised |= fails - passes;
                self.reach = passes;
                let holds = self.checked(test);
                self.checked.extend(holds);
                // An assertion that may be about the platform guards what follows it.
                if fails.is_empty() {
                    self.unclear.truncate(mark);
                }
                self.passed(mark);
            }
            StmtKind::Delete(targets) => {
                for target in targets {
                    self.assign(target, &Partition::always(Value::Unbound));
                }
            }
            StmtKind::Break => {
                if let Some(innermost) = self.loops.last_mut() {
                    innermost.breaks |= self.reach;
                }
                self.reach = Worlds::NONE;
            }
            StmtKind::Continue => self.reach = Worlds::NONE,
            StmtKind::Global(_) | StmtKind::Nonlocal(_) | StmtKind::Pass => {}
            StmtKind::Opaque => self.opaque(statement),
        }
    }

    fn expression_statement(&mut self, value: &Expr) {
        let mark = self.unclear.len();
        self.eval(value);
        // `windows() and sys.exit()` guards what follows.
        if !self.reach.is_empty() && self.raised.is_empty() {
            let guards = self.unclear.take_down_to(mark).into_iter().rev();
            self.unclear.extend(guards.filter(|own| own.skips));
        }
        if requires(value) {
            // `self.requireFeature(FifoFeature)` guards what follows it, whoever defines that.
            self.unclear.push(Unclear::new(value, self.reach));
        }
        self.passed(mark);
    }

    /// What is broken in a block may have been a guard or an exit: silence until the block ends.
    fn opaque(&mut self, _statement: &Stmt) {
        if self.scopes.len() > 1 {
            self.reach = Worlds::NONE;
        }
    }

    pub(in crate::model) fn annotation(&mut self, annotation: &Expr) {
        if self.lazy_annotations {
            return;
        }
        // From 3.14 on annotations are evaluated only when somebody asks for them (PEP 649).
        let reach = self.reach;
        self.reach = reach & Worlds::minors(|minor| minor < 14);
        let lazily = reach - self.reach;
        if !self.reach.is_empty() {
            let outer = std::mem::replace(&mut self.not_used, true);
            self.eval(annotation);
            self.not_used = outer;
        }
        self.reach |= lazily;
    }

    pub(in crate::model) fn assign(&mut self, target: &Expr, value: &Partition) {
        self.assign_to(target, value, false);
    }

    fn assign_to(&mut self, target: &Expr, value: &Partition, evaluated: bool) {
        match &target.kind {
            ExprKind::Name(name) => {
                if &**name == "pytestmark" && self.scopes.len() == 1 {
                    self.skipped |= self.skips(value, self.reach);
                }
                let open = value.single(self.reach).is_none_or(Value::is_open);
                let source = self.source.as_ref();
                let answers =
                    (open && source.is_some_and(is_question)) || source.is_some_and(names_device);
                self.bind(name, value);
                if answers {
                    self.scope().answers.insert(Arc::clone(name));
                }
            }
            ExprKind::Tuple(targets) | ExprKind::List(targets) => {
                self.source = None;
                for (at, target) in targets.iter().enumerate() {
                    let item = value.then(self.reach, |_, value| match value {
                        Value::Each(item) => Partition::always((**item).clone()),
                        Value::Items(items) if items.len() == targets.len() => {
                            Partition::always(items[at].clone())
                        }
                        _ => Partition::UNKNOWN,
                    });
                    self.assign(target, &item);
                }
            }
            ExprKind::Starred(inner) => self.assign(inner, &Partition::UNKNOWN),
            ExprKind::Attribute { object, name, .. } => {
                let owner = match evaluated {
                    true => self.aside(object),
                    false => self.eval(object),
                };
                self.note_word(name);
                self.note_attribute_set(target, value);
                self.note_answering(name, value);
                self.note_attribute(target, &owner, value);
                self.forget_denied(name);
                for (_, owner) in owner.parts(self.reach) {
                    match owner {
                        Value::Module(module) => {
                            let patched = format!("{module}.{name}");
                            self.note_patched(patched);
                        }
                        Value::Object(class, _) => {
                            let assignment = SelfAssignment {
                                name: Arc::clone(name),
                                // Where something failed for sure before, nobody comes here.
                                worlds: self.reach - self.denied.nowhere(),
                                value: value.clone(),
                                owner: self.owner,
                                range: target.span.at(self.base),
                                certain: self.unclear.is_empty(),
                                resets: self.is_reset(target, value),
                            };
                            let class = *class;
                            self.note_assigned(class, assignment);
                        }
                        _ => {}
                    }
                }
            }
            ExprKind::Subscript { object, indices } => {
                if let Some(source) = self.source.take() {
                    self.note_item(object, indices.first(), &source, value);
                    self.note_item_of_name(object, indices, value);
                }
                self.note_change(object);
                if !evaluated {
                    self.eval(object);
                    indices.iter().for_each(|index| drop(self.eval(index)));
                }
            }
            _ => {}
        }
    }

    pub(super) fn branches(&mut self, branches: &[(Expr, Block)], otherwise: &Block) {
        let mark = self.unclear.len();
        let (mut exits, mut only_raises) = (false, true);
        // What came out of each branch; its names too, where the next one may run instead.
        let mut taken: Vec<(Worlds, Worlds, Option<(Mark, Names)>)> = Vec::new();
        let mut denied = Vec::new();
        let (mut left, mut came_out) = (Vec::new(), Worlds::NONE);
        for (at, (test, body)) in branches.iter().enumerate() {
            let guards = self.unclear.len();
            let reach = self.reach;
            let (mut when_true, mut when_false) = match is_asked_last(test, &branches[..at]) {
                true => self.quietly(|this| this.split(test)),
                false => self.split(test),
            };
            let fails = denied_to(test, &denied) & reach;
            when_true -= fails;
            when_false |= fails;
            denied.extend(self.denied_behind(test, &branches[at + 1..]));
            let both = when_true & when_false;
            let mark = (!both.is_empty()).then(|| self.scope().mark());
            let for_type_checkers = self.for_type_checkers;
            self.for_type_checkers |= when_true.is_empty() && is_for_type_checkers(test);
            let checked = self.checked.len();
            let holds = self.checked(test);
            self.checked.extend(holds);
            self.reach = when_true;
            self.note_call_condition(guards, test);
            self.block(body);
            self.checked.truncate(checked);
            if self.reach.is_empty()
                && let ExprKind::Not(asked) = &test.kind
            {
                // `if not isinstance(node, ast.Constant): return`
                self.reach = when_false;
                let holds = self.checked(asked);
                self.checked.extend(holds);
                self.reach = Worlds::NONE;
            }
            self.for_type_checkers = for_type_checkers;
            only_raises &= !self.reach.is_empty() || !goes_elsewhere(body);
            self.unclear.fail_from(guards);
            self.unclear.turn_conditions(guards, false);
            let after = mark.map(|mark| (mark, self.scope().rewind(mark)));
            let out = self.reach;
            taken.push((both, out, after));
            self.reach = reach;
            left.extend(self.denied_by_leaving(test, both - came_out, out));
            came_out |= out;
            self.reach = when_false;
            self.narrow(test);
        }
        self.block(otherwise);
        only_raises &= !self.reach.is_empty() || !goes_elsewhere(otherwise);
        let ends = |out: Worlds| out.is_empty();
        let ends = match &taken[..] {
            [(_, out, _)] => [ends(*out), ends(self.reach)],
            _ => [false; 2],
        };
        let mut end = self.scope().mark();
        let mut before = Names::default();
        while let Some((both, worlds, names)) = taken.pop() {
            exits |= !worlds.contains(both) || !self.reach.contains(both);
            if let Some((mark, names)) = names {
                let reach = self.reach;
                let scope = self.scope();
                before.extend(scope.changed_between(mark, &mut end));
                scope.merge_with(&names, &mut before, |last, name| {
                    merge((name, worlds), (last, reach))
                });
                scope.release(mark);
            }
            self.reach |= worlds;
        }
        self.scope().release(end);
        match (exits, only_raises) {
            (false, _) => self.unclear.truncate(mark),
            (true, true) => self.unclear.raise_from(mark),
            (true, false) => {}
        }
        self.keep_call_condition(mark, ends);
        self.passed(mark);
        self.denied.extend(left);
    }
}

/// Whether a block that does not come to its end leaves in another way than by failing.
fn goes_elsewhere(block: &Block) -> bool {
    let mut found = false;
    each_statement(block, false, &mut |statement| {
        found |= matches!(
            statement.kind,
            StmtKind::Return(_) | StmtKind::Break | StmtKind::Continue
        );
    });
    found
}
