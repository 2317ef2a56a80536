//! What a mixin asks of `self` that another class of the module answers, whichever both are part of.

use crate::model::eval::evaluator::Evaluator;
use crate::model::link::other_modules::is_outside;
use crate::model::value::{ClassId, Partition, Value};
use crate::syntax::ast::Name;
use crate::world::Worlds;

impl Evaluator<'_> {
    /// Where the only other class with such an attribute says no; nothing else is known of what a class does not have.
    pub(super) fn flag_beside(&mut self, class: ClassId, name: &Name, worlds: Worlds) -> Partition {
        self.journal.read_attribute(name);
        let classes = (0..self.classes.len()).map(ClassId::at);
        let mut others = classes.filter(|id| {
            let info = &self.classes[id.0 as usize];
            let has = info.attributes.contains_key(name) || info.assigns(name);
            *id != class && has && !is_outside(&info.place)
        });
        let (Some(only), None) = (others.next(), others.next()) else {
            return Partition::UNKNOWN;
        };
        let value = self.own_member(only, name, worlds).unwrap_or_default();
        value.then(worlds, |_, value| match value {
            Value::Bool(false) | Value::None => Partition::always(value.clone()),
            _ => Partition::UNKNOWN,
        })
    }
}
