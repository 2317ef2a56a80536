//! `os.rename` of what was written beside a file onto that file: on Windows it fails from the second time on.

use std::ops::Range;

use super::Context;
use super::fix::DocumentNode;
use crate::limits::reached;
use crate::model::limits::MAX_RENAMING_TEXT_BYTES;
use crate::model::summary::uses::{Site, Use};
use crate::syntax::ast::{Argument, ArgumentKind, Expr, ExprKind};
use crate::syntax::{is_inside, whole_words};

/// Whether what is renamed was made for the name that it gets: `tmp = path + ".tmp"` before `os.rename(tmp, path)`. The
/// file is there then, unless something asks for it or removes it.
pub(super) fn renames_over(context: &Context<'_>, usage: &Use) -> bool {
    let Some((from, to)) = names(context, usage) else {
        return false;
    };
    let is_name = |text: &str| {
        text.chars()
            .all(|c| c.is_alphanumeric() || "._".contains(c))
    };
    let Some(text) = around(context, &usage.range).filter(|_| is_name(to)) else {
        return false;
    };
    let is_beside = |text: &str| text != to && has_name(text, to);
    let is_made = is_beside(from) || assigned(text, from).any(is_beside);
    is_made
        && !is_removed(text, to)
        && !is_asked_for(text, to)
        && !is_asked_by_caller(context, usage)
}

/// Whether the function is called where the file is not there: `if not os.path.exists(path): download(url, path)`.
fn is_asked_by_caller(context: &Context<'_>, usage: &Use) -> bool {
    let all = context.document.text().as_str();
    let place = DocumentNode::of(context.document, &usage.range);
    let function = place.and_then(DocumentNode::function);
    let name = function.and_then(|function| function.node.child_by_field_name("name"));
    let (Some(function), Some(name)) = (function, name) else {
        return false;
    };
    let name = context.text(function.with(name).range());
    if all.len() > MAX_RENAMING_TEXT_BYTES {
        return false;
    }
    let mut lines = all.lines().peekable();
    while let Some(line) = lines.next() {
        let asks = line.trim_start().starts_with("if ") && has_name(line, "not") && asks(line);
        if asks && inside(line, &mut lines).any(|inner| whole_words(inner, name).next().is_some()) {
            return true;
        }
    }
    false
}

/// Whether a line asks whether a file is there.
fn asks(line: &str) -> bool {
    let asks = ["exists", "isfile", "is_file", "lexists"];
    asks.iter().any(|ask| line.contains(ask))
}

/// The lines that stand below one, further in.
fn inside<'t>(
    line: &str,
    lines: &mut std::iter::Peekable<std::str::Lines<'t>>,
) -> impl Iterator<Item = &'t str> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let outer = indent(line);
    std::iter::from_fn(move || {
        lines.next_if(|inner| inner.trim().is_empty() || indent(inner) > outer)
    })
}

/// What is renamed, and the name that it gets, as they are written.
fn names<'c>(context: &'c Context<'_>, usage: &Use) -> Option<(&'c str, &'c str)> {
    let Site::Call { call, fact, .. } = &usage.site else {
        return None;
    };
    let ExprKind::Call {
        function,
        arguments,
    } = &call.kind
    else {
        return None;
    };
    let text = |expr: &Expr| context.text(expr.span.at(usage.base));
    let given = |at: usize, name: &str| {
        let named = |argument: &&Argument| matches!(&argument.kind, ArgumentKind::Keyword(known) if &**known == name);
        let by_place = arguments.get(at);
        let by_place = by_place.filter(|argument| argument.kind == ArgumentKind::Positional);
        let argument = by_place.or_else(|| arguments.iter().find(named));
        argument.map(|argument| text(&argument.value))
    };
    match (&function.kind, fact.name) {
        (_, "os.rename") => Some((given(0, "src")?, given(1, "dst")?)),
        (ExprKind::Attribute { object, .. }, _) => Some((text(object), given(0, "target")?)),
        _ => None,
    }
}

/// The function around a place, if it is not too long.
fn around<'c>(context: &'c Context<'_>, range: &Range<usize>) -> Option<&'c str> {
    let place = DocumentNode::of(context.document, range)?;
    let text = context.text(place.function()?.range());
    if text.len() > MAX_RENAMING_TEXT_BYTES {
        reached("bytes of a function that renames a file");
        return None;
    }
    Some(text)
}

/// Whether a name, which may have dots in it, stands somewhere by itself.
fn has_name(text: &str, name: &str) -> bool {
    whole_words(text, name).any(|at| !text[..at].ends_with('.'))
}

/// What a name is bound to.
fn assigned<'t>(text: &'t str, name: &'t str) -> impl Iterator<Item = &'t str> {
    let lines = text.lines().map(str::trim_start);
    lines.filter_map(move |line| {
        let rest = line.strip_prefix(name)?.trim_start();
        let is_annotated = rest.starts_with(':');
        let (before, value) = rest.split_once('=')?;
        (is_annotated || before.is_empty()).then_some(value)
    })
}

/// `os.remove(path)`, `path.unlink()`, `rm_rf(path)`, `path.rename(backup)`
fn is_removed(text: &str, name: &str) -> bool {
    const REMOVES: &[&str] = &["delete", "remove", "rm", "rmdir", "rmtree", "unlink"];
    let removes = |function: &str| {
        let mut words = function.split('_');
        words.any(|word| REMOVES.contains(&word))
    };
    whole_words(text, name).any(|at| {
        let by_function = text[..at].strip_suffix('(').is_some_and(|before| {
            let function = before.rsplit(|c: char| !is_inside(c)).next();
            removes(function.unwrap_or_default())
                || ["os.rename", "shutil.move"]
                    .iter()
                    .any(|moves| before.ends_with(moves))
        });
        let method = text[at + name.len()..].strip_prefix('.');
        let method = method.and_then(|method| method.split_once('('));
        by_function || method.is_some_and(|(method, _)| method == "rename" || removes(method))
    })
}

/// Whether a condition about the file may leave the rest out: `if os.path.exists(path): return`.
fn is_asked_for(text: &str, name: &str) -> bool {
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let about = has_name(line, name) && asks(line);
        let is_test = ["if ", "elif ", "while "];
        if !about
            || !is_test
                .iter()
                .any(|word| line.trim_start().starts_with(word))
        {
            continue;
        }
        if has_name(line, "not") {
            return true;
        }
        let leaves = ["return", "raise", "continue", "break"];
        if inside(line, &mut lines).any(|inner| leaves.iter().any(|word| has_name(inner, word))) {
            return true;
        }
    }
    false
}
