//! Classes whose `__init__` is generated from annotated names: dataclasses and their like.

use std::ops::Range;

use crate::facts::spawns::limit;
use crate::facts::{self, ArgumentCondition, Fact, lists};
use crate::model::eval::arguments::CallArguments;
use crate::model::eval::evaluator::Evaluator;
use crate::model::summary::uses::Site;
use crate::model::value::exception::Exception;
use crate::model::value::shift::shiftable;
use crate::model::value::{ClassId, Partition, Value};
use crate::syntax::ast::{Argument, ArgumentKind, Class, Expr, ExprKind, Name, StmtKind};
use crate::world::Worlds;

/// A field of such a class.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::model) struct Field {
    pub(in crate::model) name: Name,
    /// The bytes of its name.
    pub(in crate::model) range: Range<usize>,
    /// It is a parameter of `__init__`.
    pub(in crate::model) passed: bool,
    /// What it is when nothing is passed for it.
    pub(in crate::model) default: Option<Partition>,
}

/// Whether a fact is about defaults that a dataclass refuses.
pub(in crate::model) fn is_about_default(fact: &Fact) -> bool {
    let about = |condition: &ArgumentCondition| condition.parameter == "default";
    fact.name.starts_with("dataclasses.field(") && fact.when.iter().any(about)
}

/// Annotations of what is no field of an instance.
const NO_FIELDS: &[&str] = &["ClassVar", "InitVar"];

impl Evaluator<'_> {
    /// The fields of a class for which `__init__` is generated; called in the class's own scope.
    pub(in crate::model) fn generated(
        &mut self,
        class: &Class,
        bases: &[Name],
    ) -> Option<Vec<Field>> {
        let by_base = bases.iter().any(|base| lists::INIT_BASES.has(base));
        if !by_base
            && !class
                .decorators
                .iter()
                .any(|decorator| self.generates(decorator))
        {
            return None;
        }
        let by_dataclass = class
            .decorators
            .iter()
            .any(|decorator| self.is_dataclass(decorator));
        let mut fields = Vec::new();
        for statement in &class.body {
            if let StmtKind::Annotated {
                target,
                annotation,
                value,
            } = &statement.kind
                && let ExprKind::Name(name) = &target.kind
                && !NO_FIELDS.iter().any(|word| mentions(annotation, word))
            {
                let described = value.as_ref().and_then(|value| self.described(value));
                let passed = !matches!(described, Some((false, _)));
                let default = match (described, value) {
                    (Some((_, default)), _) => default,
                    (None, Some(value)) => {
                        let default = self.aside(value);
                        if by_dataclass {
                            self.refuse_default(value, &default);
                        }
                        Some(default)
                    }
                    (None, None) => None,
                };
                fields.push(Field {
                    name: Name::clone(name),
                    range: target.span.at(self.base),
                    passed,
                    default,
                });
            }
        }
        Some(fields)
    }

    /// A default that has no hash is taken for one that changes: `ValueError`.
    fn refuse_default(&mut self, written: &Expr, default: &Partition) {
        let mut facts = facts::arguments("dataclasses.field").into_iter();
        let Some(fact) = facts.find(|fact| is_about_default(fact)) else {
            return;
        };
        if self.is_enum_member(written) {
            return;
        }
        let unhashable = default.worlds(self.reach, |value| match value {
            Value::Object(class, Some(_)) => self.is_unhashable(*class),
            _ => false,
        }) | self.made_unhashable(written);
        let site = Site::Call {
            call: written.clone(),
            fact,
            through: Some("dataclasses.dataclass".into()),
        };
        self.fail(
            Exception::Value,
            unhashable - fact.available,
            site,
            written.span,
        );
    }

    /// Whether this is a member of an enumeration, which has a hash whatever its value is: `Kind.WALKING`.
    fn is_enum_member(&mut self, written: &Expr) -> bool {
        let ExprKind::Attribute { object, .. } = &written.kind else {
            return false;
        };
        let owner = self.aside(object);
        let Some(Value::Class(class)) = owner.single(self.reach) else {
            return false;
        };
        let mut bases = self.classes[class.0 as usize].named_bases.iter();
        bases.any(|base| base.starts_with("enum."))
    }

    /// Where a call makes something of the library that has no hash: `collections.deque()`.
    fn made_unhashable(&mut self, written: &Expr) -> Worlds {
        let ExprKind::Call { function, .. } = &written.kind else {
            return Worlds::NONE;
        };
        let makes_it = |callee: &Value| matches!(callee, Value::Symbol(name) if lists::UNHASHABLE_MAKERS.has(name));
        self.aside(function).worlds(self.reach, makes_it)
    }

    /// Whether objects of a class can be compared and are not frozen, so that they have no hash.
    fn is_unhashable(&self, class: ClassId) -> bool {
        let info = &self.classes[class.0 as usize];
        // A decorator may add a hash.
        let compares = info.attributes.contains_key("__eq__") && info.class.decorators.is_empty();
        let is_plain = info.bases.is_empty() && !info.open;
        let is_bare = |decorator: &Expr| match &decorator.kind {
            ExprKind::Call { arguments, .. } => arguments.is_empty(),
            _ => true,
        };
        let is_plain = is_plain && !info.attributes.contains_key("__hash__");
        is_plain && (info.fields.is_some() || compares) && info.class.decorators.iter().all(is_bare)
    }

    fn is_dataclass(&mut self, decorator: &Expr) -> bool {
        let decorator = match &decorator.kind {
            ExprKind::Call { function, .. } => function,
            _ => decorator,
        };
        let value = self.aside(decorator);
        matches!(value.single(self.reach),
            Some(Value::Symbol(name)) if &**name == "dataclasses.dataclass")
    }

    fn generates(&mut self, decorator: &Expr) -> bool {
        let decorator = match &decorator.kind {
            ExprKind::Call { function, .. } => function,
            _ => decorator,
        };
        let value = self.aside(decorator);
        matches!(value.single(self.reach),
            Some(Value::Symbol(name)) if lists::INIT_DECORATORS.has(name))
    }

    /// What `field(default_factory=…, init=…)` says.
    fn described(&mut self, value: &Expr) -> Option<(bool, Option<Partition>)> {
        let ExprKind::Call {
            function,
            arguments,
        } = &value.kind
        else {
            return None;
        };
        let callee = self.aside(function);
        match callee.single(self.reach) {
            Some(Value::Symbol(name)) if lists::INIT_FIELDS.has(name) => {}
            _ => return None,
        }
        let keyword = |wanted: &str| {
            arguments.iter().find(|argument| {
                matches!(&argument.kind, ArgumentKind::Keyword(name) if **name == *wanted)
            })
        };
        let passed =
            keyword("init").is_none_or(|init| !matches!(init.value.kind, ExprKind::Bool(false)));
        let factory = keyword("default_factory").or_else(|| keyword("factory"));
        let default = match (factory, keyword("default")) {
            (Some(factory), _) => Some(self.product(value, factory)),
            (None, Some(default)) => Some(self.aside(&default.value)),
            (None, None) => None,
        };
        Some((passed, default))
    }

    /// What a factory gives that takes nothing.
    fn product(&mut self, place: &Expr, factory: &Argument) -> Partition {
        if let ExprKind::Lambda(lambda) = &factory.value.kind {
            return self.aside(&lambda.body);
        }
        let none = CallArguments { all: Vec::new() };
        match self.aside(&factory.value).single(self.reach) {
            Some(Value::Symbol(name)) if limit(name).is_some() => {
                Partition::always(self.make(place, name))
            }
            Some(Value::Class(id)) => self.construct(place, *id, &none),
            Some(Value::Function(id)) => self.quietly(|this| this.outcome(*id)).value,
            _ => Partition::UNKNOWN,
        }
    }
}

fn mentions(annotation: &Expr, word: &str) -> bool {
    match &annotation.kind {
        ExprKind::Name(name) | ExprKind::Attribute { name, .. } => **name == *word,
        ExprKind::Subscript { object, .. } => mentions(object, word),
        // `ClassVar[Kind]`, as annotations are parsed.
        ExprKind::Other(parts) => parts.first().is_some_and(|first| mentions(first, word)),
        ExprKind::Str(text) => text.contains(word),
        _ => false,
    }
}

shiftable!(Field { moves range, default; keeps name, passed });
