//! Calls that change a collection in place: what is known of it changes too.

use crate::limits::reached;
use crate::model::children::module_words::GLOBALS;
use crate::model::eval::arguments::CallArguments;
use crate::model::eval::evaluator::Evaluator;
use crate::model::value::merged_options::{merged, with_default};
use crate::model::value::{Partition, Value};
use crate::syntax::ast::{Expr, ExprKind};

/// What is known of a larger dictionary stays as it is.
const MAX_DICTIONARY_ENTRIES: usize = 16;
/// A longer list counts as a list of anything.
const MAX_LIST_ITEMS: usize = 16;

const CHANGES: &[&str] = &[
    "add",
    "append",
    "clear",
    "extend",
    "insert",
    "pop",
    "remove",
    "setdefault",
    "update",
];

impl Evaluator<'_> {
    /// `items.append(x)` makes of an empty list one whose items are like `x`; any other change
    /// makes it unknown.
    pub(in crate::model) fn note_mutation(&mut self, function: &Expr, arguments: &CallArguments) {
        let ExprKind::Attribute { object, name, .. } = &function.kind else {
            return;
        };
        if !CHANGES.contains(&&**name) {
            return;
        }
        self.note_change(object);
        if let Some((item, value)) = arguments.all.last()
            && matches!(&**name, "add" | "append" | "insert" | "setdefault")
        {
            self.note_item(collection(object), None, &item.value, value);
            self.note_stored(collection(object), None, value);
        }
        let ExprKind::Name(list) = &object.kind else {
            return;
        };
        let reach = self.reach;
        let Some(known) = self.scope().environment.get(list).cloned() else {
            return;
        };
        let item = arguments.value(0, "");
        let default = arguments.value(1, "");
        // What a loop adds may be more, or nothing.
        let is_once = self.loops.is_empty();
        let after = known.then(reach, |worlds, known| match known {
            known
                if matches!(&**name, "setdefault" | "update")
                    && (self.is_keywords(known) || matches!(known, Value::Dict(_))) =>
            {
                let other = item.single(worlds);
                let changed = match (known.as_entries(), other) {
                    (Some(entries), Some(key)) if &**name == "setdefault" && key.is_constant() => {
                        Some(with_default(&entries, key, &default))
                    }
                    (Some(entries), _) if arguments.are_named() => {
                        Some(merged(&entries, &arguments.entries()))
                    }
                    (Some(entries), Some(other)) if &**name == "update" => {
                        let other = other.as_entries().filter(|_| arguments.all.len() == 1);
                        other.map(|other| merged(&entries, &other))
                    }
                    _ => None,
                };
                let changed = changed.filter(|entries| entries.len() <= MAX_DICTIONARY_ENTRIES);
                changed.map_or_else(
                    || after_unknown_change(known),
                    |entries| Partition::always(Value::Dict(entries.into())),
                )
            }
            Value::Items(items) if &**name == "append" && items.is_empty() => {
                item.then(worlds, |_, item| match item.each() {
                    each if each == Partition::UNKNOWN && is_once => with_item(&[], item),
                    each => each,
                })
            }
            Value::Items(items) if &**name == "append" && is_once => {
                item.then(worlds, |_, item| with_item(items, item))
            }
            Value::Each(each) if &**name == "append" => item.then(worlds, |_, item| {
                let alike = each.alike(item).map(|alike| Value::Each(alike.into()));
                alike.map_or(Partition::UNKNOWN, Partition::always)
            }),
            Value::Items(_) | Value::Dict(_) | Value::Each(_) => Partition::UNKNOWN,
            other => Partition::always(other.clone()),
        });
        if after != known {
            self.scope().set(list, reach, &after);
        }
    }

    /// Whether it is what a function is given as `**options`.
    fn is_keywords(&self, value: &Value) -> bool {
        let Value::Parameter(id, at) = value else {
            return false;
        };
        let info = &self.functions[id.0 as usize];
        let parameter = info.function.parameters.get(usize::from(*at));
        parameter.is_some_and(|parameter| parameter.keywords)
    }

    /// `entries[key] = value` adds to what is known of a dictionary; `globals()[name] = value` gives
    /// the module a name that nobody sees.
    pub(in crate::model) fn note_item_of_name(
        &mut self,
        object: &Expr,
        indices: &[Expr],
        value: &Partition,
    ) {
        if let ExprKind::Call { function, .. } = &object.kind {
            let globals = matches!(&function.kind, ExprKind::Name(name) if &**name == "globals");
            if globals {
                self.note_word(GLOBALS);
            }
        }
        self.note_stored(object, indices.first(), value);
        let (ExprKind::Name(name), [key]) = (&object.kind, indices) else {
            return;
        };
        let Some(known) = self.scope().environment.get(name).cloned() else {
            return;
        };
        let reach = self.reach;
        let key = self.aside(key);
        let after = known.then(reach, |worlds, known| match (known, key.single(worlds)) {
            (known, Some(key @ Value::Str(_))) if self.is_keywords(known) => {
                let entries = known.as_entries().unwrap_or_default();
                let entries = merged(&entries, &[(key.clone(), value.clone())]);
                Partition::always(Value::Dict(entries.into()))
            }
            (Value::Dict(entries), Some(key))
                if key.is_constant() && entries.len() < MAX_DICTIONARY_ENTRIES =>
            {
                let others = entries.iter().filter(|(other, _)| other != key);
                let added = [(key.clone(), value.clone())];
                Partition::always(Value::Dict(others.cloned().chain(added).collect()))
            }
            (other, _) => {
                if matches!(other, Value::Dict(entries) if entries.len() >= MAX_DICTIONARY_ENTRIES)
                {
                    reached("entries that are added to a dictionary");
                }
                Partition::always(other.clone())
            }
        });
        if after != known {
            self.scope().set(name, reach, &after);
        }
    }
}

/// A list with one more item.
fn with_item(items: &[Value], item: &Value) -> Partition {
    if items.len() >= MAX_LIST_ITEMS {
        reached("items that are added to a list");
        return Partition::UNKNOWN;
    }
    let all: Vec<Value> = items.iter().chain([item]).cloned().collect();
    Partition::always(Value::Items(all.into()))
}

/// What is left of what was known of something that is changed in a way that is not known.
fn after_unknown_change(known: &Value) -> Partition {
    match known {
        Value::Parameter(..) => Partition::always(known.clone()),
        _ => Partition::UNKNOWN,
    }
}

/// What something is put into in the end: `self.hooks[event].append(f)`, `self.hooks.setdefault(event, []).append(f)`.
fn collection(object: &Expr) -> &Expr {
    match &object.kind {
        ExprKind::Subscript { object, .. } => object,
        ExprKind::Call { function, .. } => match &function.kind {
            ExprKind::Attribute { object, name } if &**name == "setdefault" => object,
            _ => object,
        },
        _ => object,
    }
}
