//! A call of setuptools' `setup` as a tree: its arguments, as far as they are written out.

use foldhash::HashMap;

use super::{SettingEntry, SettingNode, SettingValue};
use crate::model::each_placed_statement;
use crate::syntax::Document;
use crate::syntax::ast::{ArgumentKind, Clause, Expr, ExprKind, Stmt, StmtKind};

/// The named arguments of the first call of `setup` that is a statement of its own.
pub fn from_setup(document: &Document) -> Option<SettingNode> {
    if !document.text().as_str().contains("setup(") {
        return None;
    }
    let mut found = None;
    let mut names = NamedValues::default();
    for statement in document.statements() {
        let block = statement.chunk.block();
        each_placed_statement(block, statement.start, &mut |base, inner| {
            names.note(inner, base);
            if let (StmtKind::Expr(call), None) = (&inner.kind, &found)
                && is_setup(call)
            {
                found = Some((call, base));
            }
        });
    }
    let (call, base) = found?;
    Some(names.arguments(call, base))
}

/// Whether this is a call of `setup` or `setuptools.setup`.
fn is_setup(call: &Expr) -> bool {
    let ExprKind::Call { function, .. } = &call.kind else {
        return false;
    };
    match &function.kind {
        ExprKind::Attribute { object, name } => {
            &**name == "setup"
                && matches!(&object.kind, ExprKind::Name(module) if &**module == "setuptools")
        }
        ExprKind::Name(name) => &**name == "setup",
        _ => false,
    }
}

/// What a script gives its names, and where it stands.
#[derive(Default)]
struct NamedValues<'e> {
    /// Assigned, or added to what was: `requires += ["pywin32"]`, `requires.append("pywin32")`.
    values: HashMap<&'e str, Vec<(&'e Expr, usize)>>,
}

impl<'e> NamedValues<'e> {
    fn note(&mut self, statement: &'e Stmt, base: usize) {
        match &statement.kind {
            StmtKind::Assign { targets, value } => {
                for target in targets {
                    self.add(target, value, base);
                }
            }
            StmtKind::Annotated {
                target,
                value: Some(value),
                ..
            }
            | StmtKind::Augmented { target, value } => self.add(target, value, base),
            StmtKind::Expr(call) => {
                if let ExprKind::Call {
                    function,
                    arguments,
                } = &call.kind
                    && let ExprKind::Attribute { object, name } = &function.kind
                    && matches!(&**name, "append" | "extend")
                    && let [argument] = arguments.as_slice()
                {
                    self.add(object, &argument.value, base);
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, target: &'e Expr, value: &'e Expr, base: usize) {
        if let ExprKind::Name(name) = &target.kind {
            self.values.entry(name).or_default().push((value, base));
        }
    }

    /// The named arguments of a call.
    fn arguments(&mut self, call: &'e Expr, base: usize) -> SettingNode {
        let ExprKind::Call { arguments, .. } = &call.kind else {
            return other(call, base);
        };
        let named = arguments.iter().filter_map(|argument| {
            let ArgumentKind::Keyword(key) = &argument.kind else {
                return None;
            };
            Some(SettingEntry {
                key: key.to_string(),
                key_range: None,
                node: self.node(&argument.value, base),
            })
        });
        SettingNode {
            value: SettingValue::Table(named.collect()),
            ..other(call, base)
        }
    }

    fn node(&mut self, value: &'e Expr, base: usize) -> SettingNode {
        let each = |names: &mut Self, items: &'e [Expr]| {
            items.iter().map(|item| names.node(item, base)).collect()
        };
        let value_of = match &value.kind {
            ExprKind::Str(text) => SettingValue::Text(text.to_string()),
            ExprKind::List(items) | ExprKind::Tuple(items) => SettingValue::List(each(self, items)),
            ExprKind::Dict(entries) => SettingValue::Table(
                entries
                    .iter()
                    .filter_map(|(key, value)| self.entry(key.as_ref()?, value, base))
                    .collect(),
            ),
            ExprKind::Name(name) => return self.named(name, value, base),
            // `CLASSIFIERS + ["…"]`
            ExprKind::Joined(parts) => {
                let parts: Vec<SettingNode> = each(self, parts);
                match parts.iter().any(|part| !part.items().is_empty()) {
                    true => SettingValue::List(flat(parts)),
                    false => return other(value, base),
                }
            }
            // `[line for line in CLASSIFIERS.splitlines() if line]`
            ExprKind::Comprehension {
                elements, clauses, ..
            } => match (elements.as_slice(), clauses.first()) {
                ([_], Some(Clause::For { iterable, .. })) => return self.node(iterable, base),
                _ => return other(value, base),
            },
            ExprKind::Call {
                function,
                arguments,
            } => match (&function.kind, arguments.as_slice()) {
                (ExprKind::Attribute { object, name }, _) => {
                    let object = self.node(object, base);
                    match (object.text(), &**name) {
                        (Some(text), "split" | "splitlines") => SettingValue::List(lines(text)),
                        (Some(_), "strip") => return object,
                        _ => return other(value, base),
                    }
                }
                // `list(filter(None, …))`
                (ExprKind::Name(_), [.., last]) => match self.node(&last.value, base) {
                    list if !list.items().is_empty() => return list,
                    _ => return other(value, base),
                },
                _ => return other(value, base),
            },
            _ => return other(value, base),
        };
        SettingNode {
            value: value_of,
            ..other(value, base)
        }
    }

    /// What a name stands for: all that it is given, in one list, unless that is one thing. Whoever asks first gets it, so
    /// that names that stand for each other come to an end.
    fn named(&mut self, name: &str, value: &Expr, base: usize) -> SettingNode {
        let given = self.values.remove(name).unwrap_or_default();
        let nodes = given.iter().map(|(value, base)| self.node(value, *base));
        let mut nodes: Vec<SettingNode> = nodes.collect();
        match nodes.len() {
            0 => other(value, base),
            1 => nodes.remove(0),
            _ => SettingNode {
                value: SettingValue::List(flat(nodes)),
                ..other(value, base)
            },
        }
    }

    fn entry(&mut self, key: &'e Expr, value: &'e Expr, base: usize) -> Option<SettingEntry> {
        let ExprKind::Str(name) = &key.kind else {
            return None;
        };
        Some(SettingEntry {
            key: name.to_string(),
            key_range: Some(key.span.at(base)),
            node: self.node(value, base),
        })
    }
}

fn other(value: &Expr, base: usize) -> SettingNode {
    SettingNode {
        range: Some(value.span.at(base)),
        value: SettingValue::Other("an expression"),
    }
}

/// The items of some lists, and what is no list, in one.
fn flat(nodes: Vec<SettingNode>) -> Vec<SettingNode> {
    let mut items = Vec::new();
    for node in nodes {
        match node.value {
            SettingValue::List(inner) => items.extend(inner),
            SettingValue::Other(_) => {}
            _ => items.push(node),
        }
    }
    items
}

/// The lines of a text, which have no places of their own.
fn lines(text: &str) -> Vec<SettingNode> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| SettingNode {
            range: None,
            value: SettingValue::Text(line.to_owned()),
        })
        .collect()
}
