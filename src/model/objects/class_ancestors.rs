//! The ancestors of a class, their methods, and what bodies do with objects.

use foldhash::{HashMap, HashMapExt, HashSet};

use crate::limits::reached;
use crate::model::Model;
use crate::model::eval::classes::ClassInfo;
use crate::model::eval::functions::FunctionInfo;
use crate::model::limits::MAX_ANCESTORS;
use crate::model::objects::events::{Moment, ObjectEvent};
use crate::model::value::{ClassId, FunctionId, MakeId, Value};
use crate::syntax::ast::{ExprKind, Function};

impl Model {
    /// What a function's body, or the top level, does with objects.
    pub(in crate::model) fn events_of(&self, owner: Option<FunctionId>) -> &[ObjectEvent] {
        let key = |owner: Option<FunctionId>| owner.map(|owner| owner.0);
        let first = self
            .events
            .partition_point(|event| key(event.owner) < key(owner));
        let rest = &self.events[first..];
        let length = rest.partition_point(|event| key(event.owner) <= key(owner));
        &rest[..length]
    }

    /// The class, and those above it in the document, the nearest first.
    pub(in crate::model) fn lineage(&self, class: ClassId) -> Vec<ClassId> {
        let mut found = Vec::new();
        let mut next = vec![class];
        while let Some(id) = next.pop() {
            if found.len() >= MAX_ANCESTORS {
                reached("ancestors of a class");
                break;
            }
            if !found.contains(&id) {
                found.push(id);
                next.extend(self.classes[id.0 as usize].bases.iter().rev());
            }
        }
        found
    }

    /// The function that a method's name leads to, from the first of these classes on.
    pub(in crate::model) fn method(&self, classes: &[ClassId], name: &str) -> Option<FunctionId> {
        let mut values = classes
            .iter()
            .filter_map(|class| self.classes[class.0 as usize].attributes.get(name));
        match values.next()?.single(self.worlds)? {
            Value::Function(id) => Some(*id),
            _ => None,
        }
    }

    /// The methods of the ancestors in whose place a method stands, and those ancestors.
    pub(in crate::model) fn overridden_by(&self, id: FunctionId) -> Vec<(FunctionId, ClassId)> {
        let info = self.function_info(id);
        let Some(class) = info.class.filter(|_| !self.is_constructor(id)) else {
            return Vec::new();
        };
        let above = self.lineage(class).into_iter().skip(1);
        let methods = above.filter_map(|class| {
            let named = &self.classes[class.0 as usize].attributes;
            let method = named.get(&info.function.name)?.single(self.worlds)?;
            match method {
                Value::Function(id) => Some((*id, class)),
                _ => None,
            }
        });
        methods.collect()
    }

    /// Where a method is named once, and not called: what runs it later starts after that.
    pub(super) fn named_at(&self, method: FunctionId) -> Option<Moment> {
        let uses = self.function_uses.of(method);
        let mut uses = uses.filter(|usage| usage.owner != Some(method));
        let usage = uses.next().filter(|usage| !usage.call)?;
        let moment = Moment {
            owner: usage.owner,
            at: usage.statement.end,
        };
        uses.next().is_none().then_some(moment)
    }

    /// Whether this is the constructor of a class.
    pub(in crate::model) fn is_constructor(&self, id: FunctionId) -> bool {
        let info = &self.functions[id.0 as usize];
        info.class.is_some() && &*info.function.name == "__init__"
    }

    /// The innermost function in whose body something is made; `None`: the top level.
    pub(super) fn maker_of(&self, made: MakeId) -> Option<FunctionId> {
        let place = self.makes[made.0 as usize].range.start;
        let bodies = self.functions.iter().enumerate();
        let bodies = bodies.filter_map(|(at, info)| Some((at, info.body_range()?)));
        let around = bodies.filter(|(_, body)| body.contains(&place));
        let innermost = around.min_by_key(|(_, body)| body.len());
        innermost.map(|(at, _)| FunctionId::at(at))
    }

    /// Whether something is made in the body of a function, or at the top level.
    pub(super) fn body_has(&self, owner: Option<FunctionId>, made: MakeId) -> bool {
        let place = self.makes[made.0 as usize].range.start;
        match owner.map(|owner| self.functions[owner.0 as usize].body_range()) {
            Some(Some(body)) => body.contains(&place),
            Some(None) => false,
            None => !self
                .functions
                .iter()
                .filter_map(FunctionInfo::body_range)
                .any(|body| body.contains(&place)),
        }
    }
}

/// How many classes above a class are searched for `start`.
const MAX_START_ANCESTORS: usize = 8;

/// Whether a class extends one of the library's like this, and leaves `start` as it is.
pub(in crate::model) fn inherits_start(
    classes: &[ClassInfo],
    class: ClassId,
    is_base: impl Fn(&str) -> bool,
) -> bool {
    let mut next = Some(class);
    for step in 0..=MAX_START_ANCESTORS {
        if step == MAX_START_ANCESTORS && next.is_some() {
            reached("classes between a class and its `start`");
            break;
        }
        let Some(id) = next else { return false };
        let info = &classes[id.0 as usize];
        if info.attributes.contains_key("start") {
            return false;
        }
        if info.named_bases.iter().any(|base| is_base(base)) {
            return true;
        }
        next = info.bases.first().copied();
    }
    false
}

/// How many subclasses of one class are known.
const MAX_SUBCLASSES: usize = 8;

/// The classes that extend each class, directly or not.
pub(in crate::model) fn extending(classes: &[ClassInfo]) -> HashMap<ClassId, Vec<ClassId>> {
    let mut found: HashMap<ClassId, Vec<ClassId>> = HashMap::new();
    for at in 0..classes.len() {
        let own = ClassId(u32::try_from(at).unwrap_or(u32::MAX));
        let mut above = classes[at].bases.clone();
        let mut seen = HashSet::from_iter([own]);
        while let Some(base) = above.pop() {
            if seen.len() > MAX_ANCESTORS || !seen.insert(base) {
                continue;
            }
            let known = found.entry(base).or_default();
            match known.len() < MAX_SUBCLASSES {
                true => known.push(own),
                false => reached("subclasses of a class"),
            }
            above.extend(&classes[base.0 as usize].bases);
        }
    }
    found
}

/// Whether a function in a class is called without its object.
pub(in crate::model) fn is_static(function: &Function) -> bool {
    function.decorators.iter().any(|decorator| {
        matches!(&decorator.kind, ExprKind::Name(name)
            if matches!(&**name, "staticmethod" | "classmethod"))
    })
}
