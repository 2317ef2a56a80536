//! A value that a child makes again, from what it was made from.

use super::child_call::{Made, ParameterNames, children, is_dotted};
use super::document_node::{DocumentNode, contains};
use super::names::{Occurrence, Role, starting_in};
use super::scopes::binding;
use super::wrap_worker::is_of_module;
use crate::limits::reached;
use crate::rules::Context;

/// Where the child gets the value from.
pub(super) enum ArgumentSource<'a> {
    /// The module has it: `app`, `settings.CURRENT`.
    Module(&'a str),
    /// It is made again.
    Call {
        /// The class or function that makes it.
        class: &'a str,
        pieces: Vec<RemadePiece<'a>>,
        /// What imports the class, where only the function around does.
        import: Option<String>,
    },
}

/// A part of the expression that makes it.
pub(super) enum RemadePiece<'a> {
    /// It stands there as it is.
    Code(&'a str),
    /// A value that is sent.
    Sent(&'a str),
}

/// How much is made again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rules) enum Reach {
    /// The value alone: what it is made from is sent.
    Value,
    /// What it is made from, too, as far as calls made that.
    Parts,
}

/// Calls in calls: nobody wants to read more of them.
const MAX_REMADE_DEPTH: usize = 4;

impl<'a> ArgumentSource<'a> {
    pub(super) fn of(
        context: &'a Context<'_>,
        place: DocumentNode<'a>,
        reach: Reach,
    ) -> Option<Self> {
        let written = context.text(place.range());
        let root = written.split('.').next()?;
        let is_name = matches!(place.node.kind(), "identifier" | "attribute");
        if is_name && is_dotted(written) && is_of_module(context, root, place) {
            return Some(Self::Module(written));
        }
        let made = made(context, place)?;
        let function = made.with(made.node.child_by_field_name("function")?);
        let class = context.text(function.range());
        let remaking = Remaking {
            context,
            place,
            reach,
        };
        let object = match function.node.kind() {
            "attribute" => function.with(function.node.child_by_field_name("object")?),
            _ => function,
        };
        if is_found(context, class, made) || self::made(context, object).is_some() {
            return Some(Self::Call {
                class: match is_dotted(class) {
                    true => class,
                    false => class.split(['(', '.']).next()?,
                },
                pieces: remaking.call(made, 0)?,
                import: None,
            });
        }
        let mut pieces = vec![RemadePiece::Code(class)];
        pieces.extend(remaking.arguments(made, 0)?);
        Some(Self::Call {
            class,
            pieces,
            import: Some(own_import(context, class, made)?),
        })
    }

    pub(super) fn import(&self) -> Option<&str> {
        match self {
            Self::Call { import, .. } => import.as_deref(),
            Self::Module(_) => None,
        }
    }

    pub(super) fn made(&self, names: &mut ParameterNames) -> Made {
        let mut made = Made {
            parameters: Vec::new(),
            expression: String::new(),
            values: Vec::new(),
        };
        let pieces = match self {
            Self::Module(written) => &[RemadePiece::Code(written)][..],
            Self::Call { pieces, .. } => pieces,
        };
        for piece in pieces {
            match piece {
                RemadePiece::Code(code) => made.expression.push_str(code),
                RemadePiece::Sent(value) => {
                    let name = names.add(value);
                    made.expression.push_str(&name);
                    made.parameters.push(name);
                    made.values.push((*value).to_owned());
                }
            }
        }
        made
    }

    pub(super) fn title(&self) -> String {
        match self {
            Self::Module(name) => format!("Read `{name}` in the child (its own)"),
            Self::Call { class, .. } => {
                let short = class.rsplit('.').next().unwrap_or(class);
                format!("Call `{short}` in the child (one of its own)")
            }
        }
    }
}

/// The expression of a value that is made again.
struct Remaking<'c, 'd> {
    context: &'c Context<'d>,
    /// Where the value is handed over.
    place: DocumentNode<'c>,
    reach: Reach,
}

impl<'c> Remaking<'c, '_> {
    /// A call, of a class or function that the child finds or that is made again itself.
    fn call(&self, made: DocumentNode<'c>, depth: usize) -> Option<Vec<RemadePiece<'c>>> {
        let function = made.with(made.node.child_by_field_name("function")?);
        let written = self.context.text(function.range());
        let mut pieces = match function.node.kind() {
            _ if is_found(self.context, written, made) => vec![RemadePiece::Code(written)],
            // What a method gives, of an object that is made again.
            "attribute" => {
                let object = function.with(function.node.child_by_field_name("object")?);
                let behind = object.range().end..function.range().end;
                let mut pieces = self.again(object, depth)?;
                pieces.push(RemadePiece::Code(self.context.text(behind)));
                pieces
            }
            _ => self.again(function, depth)?,
        };
        pieces.extend(self.arguments(made, depth)?);
        Some(pieces)
    }

    /// What a call has made.
    fn again(&self, place: DocumentNode<'c>, depth: usize) -> Option<Vec<RemadePiece<'c>>> {
        if depth >= MAX_REMADE_DEPTH {
            reached("calls in calls that a child repeats");
            return None;
        }
        if is_hard(place) {
            return None;
        }
        self.call(made(self.context, place)?, depth + 1)
    }

    /// The arguments with their parentheses. Where they are evaluated again, they have to be what they were.
    fn arguments(&self, made: DocumentNode<'c>, depth: usize) -> Option<Vec<RemadePiece<'c>>> {
        let is_here = made.range() == self.place.range();
        let arguments = made.with(made.node.child_by_field_name("arguments")?);
        if is_hard(arguments) {
            return None;
        }
        let mut pieces = vec![RemadePiece::Code("(")];
        for (at, argument) in children(arguments).into_iter().enumerate() {
            if at > 0 {
                pieces.push(RemadePiece::Code(", "));
            }
            let mut value = argument;
            if argument.node.kind() == "keyword_argument" {
                let name = argument.with(argument.node.child_by_field_name("name")?);
                value = argument.with(argument.node.child_by_field_name("value")?);
                pieces.push(RemadePiece::Code(self.context.text(name.range())));
                pieces.push(RemadePiece::Code("="));
            }
            let is_same = is_here || is_constant(self.context, value, self.place);
            let parts = match self.reach == Reach::Parts || !is_same {
                true => self.again(value, depth),
                false => None,
            };
            match parts {
                Some(parts) => pieces.extend(parts),
                None if is_same => pieces.push(RemadePiece::Sent(self.context.text(value.range()))),
                None => return None,
            }
        }
        pieces.push(RemadePiece::Code(")"));
        Some(pieces)
    }
}

/// Whether it cannot stand in another function.
fn is_hard(place: DocumentNode<'_>) -> bool {
    const HARD: &[&str] = &[
        "lambda",
        "await",
        "yield",
        "named_expression",
        "list_splat",
        "dictionary_splat",
        "generator_expression",
    ];
    contains(place.node, HARD)
}

/// What makes the value, if it is made once, from values that are still the same.
fn made<'a>(context: &'a Context<'_>, place: DocumentNode<'a>) -> Option<DocumentNode<'a>> {
    if place.node.kind() == "call" {
        return Some(place);
    }
    let name = context.text(place.range());
    let binding = binding(context, name, place)?;
    let parent = binding.place.parent()?;
    // The child's own would not have it.
    if is_changed(context, &binding, place.range().start) {
        return None;
    }
    let made = match parent.node.kind() {
        "assignment" if binding.place.is("left") => {
            parent.with(parent.node.child_by_field_name("right")?)
        }
        // `with open(path) as file:`
        "as_pattern_target" => {
            let pattern = parent.parent()?;
            pattern.with(pattern.node.named_child(0)?)
        }
        _ => return None,
    };
    (made.node.kind() == "call" && place.node.kind() == "identifier").then_some(made)
}

/// Whether a child finds what this name stands for: a class or a function of a module.
fn is_found(context: &Context<'_>, name: &str, place: DocumentNode<'_>) -> bool {
    let root = name.split('.').next().unwrap_or(name);
    let is_built_in = name == "open" && is_unbound(context, name);
    is_dotted(name) && (is_built_in || is_of_module(context, root, place))
}

/// `from flask import Flask`, where the function around imports what is called, whatever happens before.
fn own_import(context: &Context<'_>, name: &str, place: DocumentNode<'_>) -> Option<String> {
    let root = name.split('.').next().unwrap_or(name);
    let bound = binding(context, root, place)?.place;
    let mut parts = std::iter::successors(Some(bound), |part| part.parent());
    let is_part = |part: &DocumentNode<'_>| {
        part.parent()
            .is_some_and(|node| node.node.kind().starts_with("import_"))
    };
    let part = parts.find(is_part)?;
    let statement = part.parent()?;
    let function = statement.parent()?.parent()?;
    if !is_dotted(name) || function.node.kind() != "function_definition" {
        return None;
    }
    let part = context.text(part.range());
    match statement.node.child_by_field_name("module_name") {
        Some(module) => {
            let module = context.text(statement.with(module).range());
            Some(format!("from {module} import {part}"))
        }
        None => Some(format!("import {part}")),
    }
}

/// Whether it is a constant, or a name that is bound once and means the same in this place.
fn is_constant(context: &Context<'_>, value: DocumentNode<'_>, place: DocumentNode<'_>) -> bool {
    let written = context.text(value.range());
    let is_same = |name: &str| {
        let own = binding(context, name, value).map(|bound| bound.range());
        is_unbound(context, name)
            || own.is_some() && own == binding(context, name, place).map(|bound| bound.range())
    };
    match value.node.kind() {
        "tuple" | "unary_operator" | "parenthesized_expression" => children(value)
            .into_iter()
            .all(|part| is_constant(context, part, place)),
        "string" | "integer" | "float" | "true" | "false" | "none" => {
            !contains(value.node, &["interpolation"])
        }
        "identifier" => is_same(written),
        "attribute" => {
            let root = written.split('.').next().unwrap_or(written);
            is_dotted(written) && root != "self" && is_same(root)
        }
        _ => false,
    }
}

/// Whether nothing binds the name: it is Python's own, like `print` and `__file__`.
pub(super) fn is_unbound(context: &Context<'_>, name: &str) -> bool {
    let occurrences = context.names().of_name(name);
    !occurrences.is_empty()
        && occurrences
            .iter()
            .all(|occurrence| occurrence.role == Role::Read)
}

/// Whether something is set in what this name means, `server.timeout = 1`, `table["a"] = 1`, or it is told something
/// before this byte.
fn is_changed(context: &Context<'_>, binding: &Occurrence<'_>, before: usize) -> bool {
    let name = context.text(binding.range());
    let around = binding.place.function().map(DocumentNode::range);
    let key = format!("{name} {around:?}");
    let changed = context.memory.changed(&key, || {
        let occurrences = context.names().of_name(name);
        // What another function calls by this name is something else.
        let own = match around {
            Some(function) => starting_in(&occurrences, &function),
            None => &occurrences,
        };
        own.iter().filter_map(changed_from).min()
    });
    changed.is_some_and(|changed| changed <= before)
}

/// From which byte on what is here is something else than what it was made; at once where something is set in it.
fn changed_from(occurrence: &Occurrence<'_>) -> Option<usize> {
    // `bus.on(handler)`, or `@bus.on`: what it gives is of no use, so it does something to the object.
    let method = occurrence.place.parent();
    let around = std::iter::successors(method, |inner| inner.parent());
    let kinds: Vec<&str> = around.take(3).map(|node| node.node.kind()).collect();
    let is_told = occurrence.place.is("object")
        && matches!(
            kinds[..],
            ["attribute", "decorator", ..]
                | ["attribute", "call", "decorator" | "expression_statement"]
        );
    let mut around = Some(occurrence.place);
    while let Some(place) = around.filter(|place| place.is("object") || place.is("value")) {
        around = place.parent();
    }
    let is_set = around.is_some_and(|target| {
        let statement = target.parent();
        target != occurrence.place
            && target.is("left")
            && statement.is_some_and(|node| node.node.kind().ends_with("assignment"))
    });
    match is_set {
        true => Some(0),
        false => is_told.then(|| occurrence.range().end),
    }
}
