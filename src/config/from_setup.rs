//! A call of setuptools' `setup` as a tree: its arguments, as far as they are written out.

use super::{SettingEntry, SettingNode, SettingValue};
use crate::model::each_placed_statement;
use crate::syntax::Document;
use crate::syntax::ast::{ArgumentKind, Expr, ExprKind, StmtKind};

/// The named arguments of the first call of `setup` that is a statement of its own.
pub fn from_setup(document: &Document) -> Option<SettingNode> {
    if !document.text().as_str().contains("setup(") {
        return None;
    }
    let mut found = None;
    let statements = document.statements().iter();
    for statement in statements.filter(|statement| statement.chunk.text().contains("setup")) {
        each_placed_statement(
            statement.chunk.block(),
            statement.start,
            &mut |base, inner| {
                if let (StmtKind::Expr(call), None) = (&inner.kind, &found) {
                    found = setup(call, base);
                }
            },
        );
    }
    found
}

fn setup(call: &Expr, base: usize) -> Option<SettingNode> {
    let ExprKind::Call {
        function,
        arguments,
    } = &call.kind
    else {
        return None;
    };
    let name = match &function.kind {
        ExprKind::Attribute { object, name } => {
            let is_module =
                matches!(&object.kind, ExprKind::Name(module) if &**module == "setuptools");
            is_module.then_some(name)?
        }
        ExprKind::Name(name) => name,
        _ => return None,
    };
    let named = arguments.iter().filter_map(|argument| {
        let ArgumentKind::Keyword(key) = &argument.kind else {
            return None;
        };
        Some(SettingEntry {
            key: key.to_string(),
            key_range: None,
            node: node(&argument.value, base),
        })
    });
    (&**name == "setup").then(|| SettingNode {
        range: Some(call.span.at(base)),
        value: SettingValue::Table(named.collect()),
    })
}

fn node(value: &Expr, base: usize) -> SettingNode {
    let each = |items: &[Expr]| items.iter().map(|item| node(item, base)).collect();
    SettingNode {
        range: Some(value.span.at(base)),
        value: match &value.kind {
            ExprKind::Str(text) => SettingValue::Text(text.to_string()),
            ExprKind::List(items) | ExprKind::Tuple(items) => SettingValue::List(each(items)),
            ExprKind::Dict(entries) => SettingValue::Table(
                entries
                    .iter()
                    .filter_map(|(key, value)| entry(key.as_ref()?, value, base))
                    .collect(),
            ),
            _ => SettingValue::Other("an expression"),
        },
    }
}

fn entry(key: &Expr, value: &Expr, base: usize) -> Option<SettingEntry> {
    let ExprKind::Str(name) = &key.kind else {
        return None;
    };
    Some(SettingEntry {
        key: name.to_string(),
        key_range: Some(key.span.at(base)),
        node: node(value, base),
    })
}
