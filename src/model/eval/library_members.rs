//! Attributes that objects have from the library: through base classes, and through what `isinstance` says.

use std::sync::Arc;

use crate::facts;
use crate::limits::reached;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::imports::failures_on_access;
use crate::model::limits::MAX_DOTTED_NAME_BYTES;
use crate::model::summary::uses::Site;
use crate::model::value::exception::Exception;
use crate::model::value::library_names::named;
use crate::model::value::{ClassId, FunctionId, Partition, Value};
use crate::syntax::ast::{Comparison, Expr, ExprKind, Name};
use crate::world::Worlds;

/// How many levels of base classes are followed.
const MAX_BASE_CLASS_DEPTH: u32 = 8;
/// What visits the nodes of a syntax tree, each kind by a method of its own.
const VISITORS: &[&str] = &["ast.NodeTransformer", "ast.NodeVisitor"];

/// The class of whole numbers.
pub(super) const NUMBER: &str = "builtins.int";

/// A name of which it is known that it stands for an instance of one of these classes.
pub(in crate::model) type InstanceCheck = (Name, Vec<Arc<str>>);

impl Evaluator<'_> {
    /// What an object gets from a class of the library that its class extends: `self.assertEquals`.
    pub(in crate::model) fn inherited(&self, class: ClassId, name: &Name) -> Option<String> {
        self.inherited_within(class, name, MAX_BASE_CLASS_DEPTH)
            .ok()
            .flatten()
    }

    /// The same of `super().name` in a method, from the bases of its class on.
    pub(in crate::model) fn inherited_above(&self, object: &Expr, name: &Name) -> Option<String> {
        let ExprKind::Call { function, .. } = &object.kind else {
            return None;
        };
        let is_super = matches!(&function.kind, ExprKind::Name(name) if &**name == "super");
        let class = self.functions[self.owner.filter(|_| is_super)?.0 as usize].class?;
        let info = &self.classes[class.0 as usize];
        let all = info.bases.is_empty() && info.named_bases.len() == info.class.arguments.len();
        let mut named = info.named_bases.iter().filter(|_| all);
        named.find_map(|base| {
            let dotted = format!("{base}.{name}");
            (!facts::arguments(&dotted).is_empty()).then_some(dotted)
        })
    }

    /// The same; an error where something else may define it.
    fn inherited_within(
        &self,
        class: ClassId,
        name: &Name,
        depth: u32,
    ) -> Result<Option<String>, ()> {
        let Some(depth) = depth.checked_sub(1) else {
            reached("levels of base classes");
            return Err(());
        };
        let info = &self.classes[class.0 as usize];
        self.journal.read_attribute(name);
        let own = info.attributes.contains_key(name) || info.assigns(name);
        let known = info.bases.len() + info.named_bases.len() + info.plain_bases;
        if own || known != info.class.arguments.len() || !info.class.decorators.is_empty() {
            return Err(());
        }
        for base in &info.bases {
            if let Some(found) = self.inherited_within(*base, name, depth)? {
                return Ok(Some(found));
            }
        }
        for base in &info.named_bases {
            let top = base.split('.').next().unwrap_or(base);
            if !facts::is_module(top) && top != "builtins" {
                return Err(());
            }
            let dotted = format!("{base}.{name}");
            if facts::fact(&dotted).is_some() || !facts::arguments(&dotted).is_empty() {
                return Ok(Some(dotted));
            }
        }
        Ok(None)
    }

    /// What a number has by this name, if that is called: what is only read, as in `number.is_integer`, is the flag of
    /// something else that stands for a number.
    pub(super) fn reach_method_of_number(
        &mut self,
        expr: &Expr,
        worlds: Worlds,
        name: &str,
    ) -> Partition {
        match self.is_called {
            true => self.reach_name(expr, worlds, &format!("{NUMBER}.{name}")),
            false => Partition::UNKNOWN,
        }
    }

    /// The value behind a dotted name; a finding where it does not exist.
    pub(super) fn reach_name(&mut self, expr: &Expr, worlds: Worlds, dotted: &str) -> Partition {
        if dotted.len() > MAX_DOTTED_NAME_BYTES {
            reached("characters in a dotted name");
            return Partition::UNKNOWN;
        }
        let span = expr.span;
        let Some(fact) = facts::fact(dotted).filter(|_| !self.patched.contains(dotted)) else {
            return named(dotted);
        };
        self.mention(span, fact);
        let missing = worlds - fact.exists();
        let mut value = named(dotted);
        for (failing, exception) in failures_on_access(fact) {
            let site = Site::Attribute {
                expr: expr.clone(),
                fact,
            };
            self.fail(exception, worlds & failing, site, span);
            value.set(failing, &Partition::always(Value::Poisoned));
        }
        if missing.is_empty() || facts::is_module(dotted) {
            return value;
        }
        self.fail(
            Exception::Attribute,
            missing,
            Site::Attribute {
                expr: expr.clone(),
                fact,
            },
            span,
        );
        value.set(!fact.exists(), &Partition::always(Value::Poisoned));
        value
    }

    /// Whether this is a member of an enumeration that a function defines: an object of a class of no module.
    pub(in crate::model) fn is_local_enum_member(&self, class: ClassId, name: &Name) -> bool {
        let info = &self.classes[class.0 as usize];
        let enumerates = |base: &Name| base.starts_with("enum.");
        let member = info.attributes.get(name);
        let member = member.and_then(|value| value.single(self.reach));
        let is_plain = !name.starts_with('_') && member.is_some_and(Value::is_constant);
        info.local && info.named_bases.iter().any(enumerates) && is_plain
    }

    /// What a condition says of the class of a name, if it holds: `isinstance(node, ast.Constant)`.
    pub(in crate::model) fn checked(&mut self, test: &Expr) -> Option<InstanceCheck> {
        match &test.kind {
            ExprKind::And(left, right) => {
                let found = self.checked(left);
                found.or_else(|| self.checked(right))
            }
            ExprKind::Or(left, right) => {
                let (name, mut classes) = self.checked(left)?;
                let (other, more) = self.checked(right)?;
                classes.extend(more);
                (name == other).then_some((name, classes))
            }
            ExprKind::Call {
                function,
                arguments,
            } => {
                let is_it =
                    matches!(&function.kind, ExprKind::Name(name) if &**name == "isinstance");
                let [object, class] = &arguments[..] else {
                    return None;
                };
                let ExprKind::Name(name) = &object.value.kind else {
                    return None;
                };
                let classes = is_it.then(|| self.named_classes(&class.value))?;
                Some((Name::clone(name), classes?))
            }
            // `type(node) is ast.Constant`
            ExprKind::Compare { first, rest } => {
                let [(Comparison::Is | Comparison::Equal, class)] = &rest[..] else {
                    return None;
                };
                let ExprKind::Call {
                    function,
                    arguments,
                } = &first.kind
                else {
                    return None;
                };
                let [object] = &arguments[..] else {
                    return None;
                };
                let is_it = matches!(&function.kind, ExprKind::Name(name) if &**name == "type");
                let ExprKind::Name(name) = &object.value.kind else {
                    return None;
                };
                let classes = is_it.then(|| self.named_classes(class))?;
                Some((Name::clone(name), classes?))
            }
            _ => None,
        }
    }

    /// The classes of the library that an expression stands for.
    fn named_classes(&mut self, class: &Expr) -> Option<Vec<Arc<str>>> {
        if let ExprKind::Tuple(parts) = &class.kind {
            let mut all = Vec::new();
            for part in parts {
                all.extend(self.named_classes(part)?);
            }
            return Some(all);
        }
        let value = self.aside(class);
        // Where it does not exist nothing is an instance of it.
        let mut known = value
            .parts(self.reach)
            .filter_map(|(_, value)| match value {
                Value::Symbol(name) => Some(Some(Arc::clone(name))),
                Value::Poisoned => None,
                _ => Some(None),
            });
        let first = known.next()??;
        known
            .all(|other| other.as_ref() == Some(&first))
            .then(|| vec![first])
    }

    /// The class of the node that `visit_Constant(self, node)` is given.
    pub(in crate::model) fn visited(&self, id: FunctionId) -> Option<InstanceCheck> {
        let info = &self.functions[id.0 as usize];
        let class = &self.classes[info.class?.0 as usize];
        let visits = |base: &Name| VISITORS.contains(&&**base);
        let node = info.function.name.strip_prefix("visit_")?;
        let parameter = info.function.parameters.get(1)?;
        let visits = class.named_bases.iter().any(visits);
        visits.then(|| {
            let class = format!("ast.{node}").into();
            (Name::clone(&parameter.name), vec![class])
        })
    }

    /// An attribute of something of a known class: a finding where no such object has it.
    pub(in crate::model) fn attribute_of_checked(
        &mut self,
        expr: &Expr,
        object: &Expr,
        owner: &Partition,
        name: &Name,
    ) {
        let ExprKind::Name(object) = &object.kind else {
            return;
        };
        let checked = self.checked.iter().rev().find(|(known, _)| known == object);
        let Some((_, classes)) = checked else { return };
        if !self.is_called && classes.iter().any(|class| **class == *NUMBER) {
            return;
        }
        let open = owner.worlds(self.reach, Value::is_open);
        let mut missing = open;
        let mut blamed = None;
        for class in classes {
            let gone = facts::fact(class).map_or(Worlds::NONE, |fact| !fact.exists());
            let fact = facts::fact(&format!("{class}.{name}"));
            let lacks = fact.map_or(Worlds::NONE, |fact| !fact.exists());
            blamed = blamed.or(fact);
            missing &= lacks | gone;
        }
        let gone = classes.iter().fold(open, |gone, class| {
            gone & facts::fact(class).map_or(Worlds::NONE, |fact| !fact.exists())
        });
        missing -= gone;
        let Some(fact) = blamed.filter(|_| !missing.is_empty()) else {
            return;
        };
        self.mention(expr.span, fact);
        let site = Site::Attribute {
            expr: expr.clone(),
            fact,
        };
        self.fail(Exception::Attribute, missing, site, expr.span);
    }
}
