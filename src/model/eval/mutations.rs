//! Calls that change a collection in place: what is known of it changes too.

use crate::model::eval::arguments::Arguments;
use crate::model::eval::evaluator::Evaluator;
use crate::model::value::{Partition, Value};
use crate::syntax::ast::{Expr, ExprKind};

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
    pub(in crate::model) fn note_mutation(&mut self, function: &Expr, arguments: &Arguments) {
        let ExprKind::Attribute { object, name, .. } = &function.kind else {
            return;
        };
        let ExprKind::Name(list) = &object.kind else {
            return;
        };
        if !CHANGES.contains(&&**name) {
            return;
        }
        self.note_change(list, object.span);
        let reach = self.reach;
        let Some(known) = self.scope().environment.get(list).cloned() else {
            return;
        };
        let item = arguments.value(0, "");
        let after = known.then(reach, |worlds, known| match known {
            Value::Items(items) if &**name == "append" && items.is_empty() => {
                item.then(worlds, |_, item| item.each())
            }
            Value::Each(each) if &**name == "append" => item.then(worlds, |_, item| {
                let alike = each.alike(item).map(|alike| Value::Each(alike.into()));
                alike.map_or(Partition::UNKNOWN, Partition::always)
            }),
            Value::Items(_) | Value::Dict(_) | Value::Each(_) => Partition::UNKNOWN,
            other => Partition::always(other.clone()),
        });
        if after != known {
            self.bind(list, &after);
        }
    }
}
