//! Displays: lists, tuples, sets and dictionaries that are written out, and comprehensions.

use std::sync::Arc;

use crate::limits::reached;
use crate::model::eval::bound_names::Bound;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::scopes::ScopeKind;
use crate::model::value::merged_options::merged;
use crate::model::value::{Partition, Value};
use crate::syntax::ast::{Clause, Expr, ExprKind, Name};
use crate::world::Worlds;

impl Evaluator<'_> {
    pub(in crate::model) fn items(&mut self, items: &[Expr]) -> Partition {
        /// Longer ones are data, no guard looks into them.
        const MAX_DISPLAY_ITEMS: usize = 32;
        let values: Vec<(bool, Partition)> = items
            .iter()
            .map(|item| match &item.kind {
                ExprKind::Starred(inner) => (true, self.eval(inner)),
                _ => (false, self.eval_along(item)),
            })
            .collect();
        if items.len() > MAX_DISPLAY_ITEMS {
            reached("items of a list, tuple or set");
            return Partition::UNKNOWN;
        }
        let empty = Partition::always(Value::Items([].into()));
        values.iter().fold(empty, |all, (starred, value)| {
            all.then(self.reach, |worlds, items| {
                value.then(worlds, |_, item| match (items, item, starred) {
                    (Value::Items(items), Value::Items(more), true)
                        if items.len() + more.len() <= MAX_DISPLAY_ITEMS =>
                    {
                        let longer = items.iter().chain(more.iter()).cloned().collect();
                        Partition::always(Value::Items(longer))
                    }
                    (Value::Items(items), item, false) => {
                        let longer = items.iter().chain([item]).cloned().collect();
                        Partition::always(Value::Items(longer))
                    }
                    _ => Partition::UNKNOWN,
                })
            })
        })
    }

    /// Text that is put together: `"a." + b`, an f-string.
    pub(in crate::model) fn joined(&mut self, parts: &[Expr]) -> Partition {
        /// Longer texts are not names.
        const MAX_JOINED_TEXT_BYTES: usize = 256;
        let mut whole = Partition::always(Value::Str("".into()));
        for part in parts {
            let part = self.eval(part);
            let name = self.importing.clone();
            whole = whole.then(self.reach, |worlds, before| {
                part.then(worlds, |_, part| match (before, part) {
                    (Value::Str(before), Value::Str(part))
                        if before.len() + part.len() > MAX_JOINED_TEXT_BYTES =>
                    {
                        reached("characters in a text that is put together");
                        Partition::UNKNOWN
                    }
                    (Value::Str(before), Value::Str(part)) => {
                        Partition::always(Value::Str(format!("{before}{part}").into()))
                    }
                    (Value::Str(before), Value::ModuleName) if name.is_some() => {
                        let name = name.as_deref().unwrap_or_default();
                        Partition::always(Value::Str(format!("{before}{name}").into()))
                    }
                    (Value::Str(before), Value::Prefix(part)) => {
                        Partition::always(Value::Prefix(format!("{before}{part}").into()))
                    }
                    (Value::Str(before), _) if !before.is_empty() => {
                        Partition::always(Value::Prefix(Arc::clone(before)))
                    }
                    (Value::Prefix(_), _) => Partition::always(before.clone()),
                    _ => Partition::UNKNOWN,
                })
            });
        }
        whole
    }

    pub(in crate::model) fn dictionary(&mut self, entries: &[(Option<Expr>, Expr)]) -> Partition {
        let mut known = Some(Vec::new());
        for (test, value) in entries {
            let test = test.as_ref();
            let key = test.map(|key| self.eval(key));
            let (reach, mark) = (self.reach, self.unclear.len());
            // A value under another platform's key is still evaluated everywhere, but whoever
            // takes a function out of there calls that of their platform.
            if let (Some(test), ExprKind::Lambda(_) | ExprKind::Name(_) | ExprKind::Str(_)) =
                (test, &value.kind)
            {
                let unclear = self.undecided(test, reach);
                self.unclear.push(unclear);
            }
            let value = self.eval_along(value);
            self.unclear.truncate(mark);
            self.reach = reach;
            let key = key.and_then(|key| key.single(reach).cloned());
            known = match (known, key) {
                (Some(mut known), Some(key)) => {
                    known.push((key, value));
                    Some(known)
                }
                // `**entries`
                (Some(known), None) if test.is_none() => {
                    let entries = value.single(reach).and_then(Value::as_entries);
                    entries.map(|entries| merged(&known, &entries))
                }
                _ => None,
            };
        }
        match known {
            Some(known) if entries.len() <= 16 => Partition::always(Value::Dict(known.into())),
            _ => Partition::UNKNOWN,
        }
    }

    pub(in crate::model) fn comprehension(
        &mut self,
        elements: &[Expr],
        clauses: &[Clause],
    ) -> Partition {
        let (mark, reach) = (self.unclear.len(), self.reach);
        self.push_scope(ScopeKind::Expression, std::sync::Arc::default());
        for clause in clauses {
            match clause {
                Clause::For { target, iterable } => {
                    let value = self.eval_carried(iterable);
                    self.reach -= empty_somewhere(&value, self.reach);
                    let mut bound = Bound::default();
                    bound.target(target);
                    bound.names.iter().for_each(|name| self.bind_here(name));
                    let item = self.item_of_iterable(iterable, &value);
                    self.bind_callables(target, &item);
                }
                Clause::If(test) => self.reach = self.split(test).0,
            }
        }
        let items: Vec<Partition> = elements.iter().map(|element| self.eval(element)).collect();
        self.scopes.pop();
        self.unclear.truncate(mark);
        self.reach = reach;
        match &items[..] {
            [item] => item.then(reach, |_, item| item.each()),
            // A dictionary with keys that nobody knows.
            [_, value] => value.then(reach, |_, value| match value.each().single(reach) {
                Some(Value::Each(value)) => {
                    let value = Partition::always((**value).clone());
                    Partition::always(Value::Dict([(Value::Unknown, value)].into()))
                }
                _ => Partition::UNKNOWN,
            }),
            _ => Partition::UNKNOWN,
        }
    }

    pub(in crate::model) fn bind_here(&mut self, name: &Name) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.set(name, Worlds::ALL, &Partition::UNKNOWN);
        }
    }
}

/// The worlds of these in which a collection is empty, if there are others in which it is not.
pub(in crate::model) fn empty_somewhere(value: &Partition, within: Worlds) -> Worlds {
    let is_empty = |value: &Value| matches!(value, Value::Items(items) if items.is_empty());
    let empty = value.worlds(within, is_empty);
    match empty == within {
        // Something else may have filled it.
        true => Worlds::NONE,
        false => empty,
    }
}
