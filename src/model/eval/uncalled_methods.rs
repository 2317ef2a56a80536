//! Methods that the library called once, by their names: `visit_Num` of a visitor, `find_module` of an import hook.

use crate::facts;
use crate::model::eval::arguments::CallArguments;
use crate::model::eval::evaluator::Evaluator;
use crate::model::limits::MAX_ANCESTORS;
use crate::model::summary::uses::Site;
use crate::model::value::exception::Exception;
use crate::model::value::{ClassId, FunctionId, Value};
use crate::syntax::ast::{Expr, ExprKind, Name};
use crate::world::Worlds;

/// The class that import hooks stand for, whether they extend it or not.
const FINDER: &str = "importlib.abc.MetaPathFinder";

/// What the library calls instead; a class that has it works everywhere.
const INSTEAD: &[(&str, &str)] = &[
    ("find_module", "find_spec"),
    ("visit_Bytes", "visit_Constant"),
    ("visit_Ellipsis", "visit_Constant"),
    ("visit_NameConstant", "visit_Constant"),
    ("visit_Num", "visit_Constant"),
    ("visit_Str", "visit_Constant"),
];

impl Evaluator<'_> {
    /// Notes the methods of a class that a class of the library which it extends does not call everywhere.
    pub(in crate::model) fn note_uncalled(&mut self, class: ClassId) {
        for base in self.classes[class.0 as usize].named_bases.clone() {
            self.note_uncalled_of(class, &base);
        }
    }

    /// The worlds in which a visitor never meets what one of its methods is for: `visit_TypeAlias` before Python 3.12.
    pub(in crate::model) fn unvisited(&self, id: FunctionId) -> Worlds {
        let info = &self.functions[id.0 as usize];
        // `visit_Match`, `mutate_Str_empty`
        let mut words = info.function.name.split('_').skip(1);
        let node = words
            .next()
            .filter(|node| node.starts_with(char::is_uppercase));
        let node = node.and_then(|node| facts::fact(&format!("ast.{node}")));
        node.map_or(Worlds::NONE, |node| Worlds::ALL - node.available)
    }

    /// Notes what becomes an import hook: `sys.meta_path.insert(0, Hook())`.
    pub(in crate::model) fn note_hook(&mut self, function: &Expr, arguments: &CallArguments) {
        let ExprKind::Attribute { object, name } = &function.kind else {
            return;
        };
        if self.quiet > 0 || !matches!(&**name, "append" | "insert") {
            return;
        }
        let hooks = self.aside(object);
        let is_it =
            |value: &Value| matches!(value, Value::Symbol(name) if &**name == "sys.meta_path");
        if !hooks.single(self.reach).is_some_and(is_it) {
            return;
        }
        let hook = arguments.all.last().map(|(_, value)| value.clone());
        let hook = hook.and_then(|hook| hook.single(self.reach).cloned());
        if let Some(Value::Object(class, _) | Value::Class(class)) = hook {
            let extends = self.classes[class.0 as usize].named_bases.iter();
            if !extends.into_iter().any(|base| &**base == FINDER) {
                self.note_uncalled_of(class, FINDER);
            }
        }
    }

    fn note_uncalled_of(&mut self, class: ClassId, base: &str) {
        for (method, instead) in INSTEAD {
            let mut defined = facts::arguments(base).into_iter();
            let Some(fact) = defined.find(|fact| {
                fact.when
                    .iter()
                    .any(|condition| condition.parameter == *method)
            }) else {
                continue;
            };
            let own = self.classes[class.0 as usize].attributes.get(*method);
            let own = own.and_then(|own| own.single(self.reach));
            let Some(Value::Function(id)) = own.cloned() else {
                continue;
            };
            if self.may_have(class, instead) {
                continue;
            }
            let (base, span) = {
                let info = &self.functions[id.0 as usize];
                (info.base, info.function.name_span)
            };
            let missing = self.reach - fact.available;
            let worlds = missing & self.functions[id.0 as usize].defined;
            let site = Site::Call {
                call: Expr::new(span, ExprKind::Name(Name::from(*method))),
                fact,
                through: None,
            };
            // It is said where the method is defined.
            let here = (self.reach, self.base, self.statement);
            (self.base, self.statement) = (base, span);
            self.fail(Exception::Divergence, worlds, site, span);
            (self.reach, self.base, self.statement) = here;
        }
    }

    /// Whether a class, or what it extends in ways that are not known, may have an attribute.
    fn may_have(&self, class: ClassId, name: &str) -> bool {
        let mut next = vec![class];
        let mut at = 0;
        while let Some(class) = next.get(at) {
            let info = &self.classes[class.0 as usize];
            let known = info.bases.len() + info.named_bases.len() + info.plain_bases;
            if info.attributes.contains_key(name)
                || info.attributes.contains_key("__getattr__")
                || known != info.class.arguments.len()
                || next.len() > MAX_ANCESTORS
            {
                return true;
            }
            let bases = info.bases.clone();
            next.extend(bases);
            at += 1;
        }
        false
    }
}
