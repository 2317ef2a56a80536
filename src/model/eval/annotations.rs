//! What annotations say of parameters, variables and results: `loop: asyncio.AbstractEventLoop`.

use std::sync::Arc;

use crate::facts;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::library_members::NUMBER;
use crate::model::eval::scopes::ScopeKind;
use crate::model::limits::MAX_DOTTED_NAME_BYTES;
use crate::model::value::{Partition, TEXT, Value};
use crate::syntax::ast::{Expr, ExprKind, Name};
use crate::world::Worlds;

/// What says that something may be `None`, too.
const OPTIONAL: &[&str] = &["Optional", "Union"];

impl Evaluator<'_> {
    /// An attribute of a parameter, as far as its annotation says what it is; a finding where it does not exist.
    pub(super) fn attribute_of_annotated(
        &mut self,
        expr: &Expr,
        worlds: Worlds,
        owner: &Value,
        name: &Name,
    ) -> Option<Partition> {
        let Value::Parameter(id, at) = owner else {
            return None;
        };
        let function = self.function_of(*id);
        let parameter = function.parameters.get(usize::from(*at))?;
        let annotation = parameter.annotation.as_ref()?;
        match &annotation.kind {
            ExprKind::Name(class) if &**class == "str" => {
                self.reach_name(expr, worlds, &format!("{TEXT}.{name}"));
                return None;
            }
            ExprKind::Name(class) if &**class == "int" => {
                self.reach_method_of_number(expr, worlds, name);
                return None;
            }
            ExprKind::Name(class) => {
                if let Some(flag) = self.flag_of_class(class, name, worlds) {
                    return Some(flag);
                }
            }
            _ => {}
        }
        let class = self.annotated_class(annotation)?;
        self.attribute_of_told(expr, worlds, &class, name)
    }

    /// Whether something has a name that a class of the library, which an annotation names for it, does not have
    /// everywhere: where it has it, another object may be passed.
    pub(super) fn told_to_lack(
        &self,
        worlds: Worlds,
        owner: &Partition,
        name: &Partition,
    ) -> Option<Partition> {
        let class = match owner.single(worlds)? {
            Value::Perhaps(class) => Arc::clone(class),
            Value::Parameter(id, at) => {
                let function = self.function_of(*id);
                let parameter = function.parameters.get(usize::from(*at))?;
                self.annotated_class(parameter.annotation.as_ref()?)?
            }
            _ => return None,
        };
        let Value::Str(name) = name.single(worlds)? else {
            return None;
        };
        let fact = facts::fact(&format!("{class}.{name}"))?;
        let mut has = Partition::UNKNOWN;
        has.set(
            worlds - fact.exists(),
            &Partition::always(Value::Bool(false)),
        );
        Some(has)
    }

    /// An attribute of something that is, or may be, an instance of a class of the library, if there is a fact
    /// about it.
    pub(super) fn attribute_of_told(
        &mut self,
        expr: &Expr,
        worlds: Worlds,
        class: &Arc<str>,
        name: &Name,
    ) -> Option<Partition> {
        if **class == *NUMBER && !self.is_called {
            return None;
        }
        let dotted = format!("{class}.{name}");
        let is_told = facts::fact(&dotted).is_some()
            || !facts::arguments(&dotted).is_empty()
            || facts::returns(&dotted).is_some();
        is_told.then(|| {
            let instance = Value::Instance(Arc::clone(class));
            self.attribute_of(expr, worlds, &instance, name)
        })
    }

    /// `target: annotation = value`.
    pub(super) fn annotated(&mut self, target: &Expr, annotation: &Expr, value: Option<&Expr>) {
        // Those of a function's variables are never evaluated.
        if self.scopes.last().map(|scope| scope.kind) != Some(ScopeKind::Function) {
            self.annotation(annotation);
        }
        let Some(source) = value else {
            self.declare(target, annotation);
            return;
        };
        let value = self.eval(source);
        let value = self.told_by(annotation, value);
        self.source = Some(source.clone());
        self.assign(target, &value);
        self.source = None;
    }

    /// A value that an annotation says more of, where nothing is known of it.
    pub(super) fn told_by(&self, annotation: &Expr, value: Partition) -> Partition {
        let open = value.worlds(self.reach, |value| *value == Value::Unknown);
        let class = (!open.is_empty()).then(|| self.annotated_class(annotation));
        let Some(class) = class.flatten() else {
            return value;
        };
        let mut told = value;
        told.set(open, &Partition::always(Value::Perhaps(class)));
        told
    }

    /// `loop: asyncio.AbstractEventLoop` in a class, which others put something into.
    fn declare(&mut self, target: &Expr, annotation: &Expr) {
        let ExprKind::Name(name) = &target.kind else {
            return;
        };
        if self.scope().kind == ScopeKind::Class
            && let Some(class) = self.annotated_class(annotation)
        {
            let reach = self.reach;
            let told = Partition::always(Value::Perhaps(class));
            self.scope().set(name, reach, &told);
        }
    }

    /// What instances of a class of the document say of the platform: `host: Host`.
    fn flag_of_class(&mut self, class: &Name, name: &Name, worlds: Worlds) -> Option<Partition> {
        let class = self.look_up(class);
        let Some(Value::Class(class)) = class.single(worlds) else {
            return None;
        };
        let has = self.classes[class.0 as usize].attributes.contains_key(name);
        let value = has.then(|| self.member(*class, name, worlds))?;
        let is_flag = |value: &Value| matches!(value, Value::Bool(_));
        let tells = value.parts(worlds).all(|(_, value)| is_flag(value));
        tells.then_some(value)
    }

    /// The class of the library whose instances an annotation stands for, `None` aside.
    fn annotated_class(&self, annotation: &Expr) -> Option<Arc<str>> {
        let dotted = match &annotation.kind {
            ExprKind::Str(text) => self.resolved(&mut text.trim().split('.'))?,
            ExprKind::Name(_) | ExprKind::Attribute { .. } => {
                self.resolved(&mut annotation.dotted_name()?.split('.'))?
            }
            // `Optional[asyncio.AbstractEventLoop]`
            ExprKind::Subscript { object, indices } => {
                let (ExprKind::Name(name) | ExprKind::Attribute { name, .. }) = &object.kind else {
                    return None;
                };
                let is_optional = OPTIONAL.contains(&&**name);
                return is_optional.then(|| self.beside_none(indices))?;
            }
            // `asyncio.AbstractEventLoop | None`
            ExprKind::Other(parts) => return self.beside_none(parts),
            _ => return None,
        };
        facts::returns(&dotted).map(Into::into)
    }

    /// The class that an annotation stands for which is the only one beside `None`.
    fn beside_none(&self, parts: &[Expr]) -> Option<Arc<str>> {
        let parts = match parts {
            [only] => match &only.kind {
                ExprKind::Tuple(parts) => &parts[..],
                _ => parts,
            },
            _ => parts,
        };
        let mut classes = parts
            .iter()
            .filter(|part| !matches!(part.kind, ExprKind::None));
        let (class, None) = (classes.next()?, classes.next()) else {
            return None;
        };
        matches!(
            class.kind,
            ExprKind::Str(_) | ExprKind::Name(_) | ExprKind::Attribute { .. }
        )
        .then(|| self.annotated_class(class))?
    }

    /// The dotted name that these parts stand for where the module is known that the first one names.
    fn resolved(&self, parts: &mut dyn Iterator<Item = &str>) -> Option<String> {
        let first = self.look_up(&parts.next()?.into());
        let (Value::Module(first) | Value::Symbol(first)) = first.single(self.reach)? else {
            return None;
        };
        let mut dotted = first.to_string();
        for part in parts {
            dotted.push('.');
            dotted.push_str(part);
        }
        (dotted.len() <= MAX_DOTTED_NAME_BYTES).then_some(dotted)
    }
}
