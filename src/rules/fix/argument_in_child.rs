//! An argument that cannot be sent to a child: made in the child, from what it is made from.

use super::child_call::{Handed, HandedForm, Made, ParameterNames, children, is_dotted};
use super::document_node::{DocumentNode, contains};
use super::names::{Occurrence, Role, shared_name};
use super::new_import;
use super::scopes::binding;
use super::sorted_edits::sorted;
use super::top_level::above;
use super::wrap_worker::{importing_definition, is_of_module};
use crate::finding::{Applicability, Finding, Fix};
use crate::rules::Context;
use crate::text::Edit;

/// `Process(target=_work_alone, args=(path,))`, and `def _work_alone(path): return work(open(path))`
pub(in crate::rules) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let place = DocumentNode::of(context.document, &found.range)?;
    let (handed, place) = match partial(context, place) {
        Some(inside) => inside,
        None => (Handed::of(context, place)?, place),
    };
    let worker = context.text(handed.worker.range());
    let root = worker.split('.').next().unwrap_or(worker);
    let is_found = is_of_module(context, root, place) || is_unbound(context, root);
    if !is_dotted(worker) || !is_found {
        return None;
    }
    let source = ArgumentSource::of(context, place)?;
    let mut names = ParameterNames::default();
    let made = source.made(context, &mut names);
    let stem = worker.rsplit('.').next().unwrap_or(worker);
    let (parameters, call) = handed.signature(context, place, &made, &mut names);
    let call = format!("{worker}({call})");
    let definition =
        |name: &str| importing_definition(context, name, &parameters, source.import(), &call);
    let name = format!("_{}_alone", stem.trim_start_matches('_'));
    let name = shared_name(context, &name, place, &definition(""))?;
    let edits = vec![
        above(context, place, definition(&name))?,
        Edit {
            range: handed.worker.range(),
            content: name,
        },
        handed.replaced(context, place, &made)?,
    ];
    Some(Fix::new(
        Applicability::Unsafe,
        source.title(),
        sorted(edits)?,
    ))
}

/// `functools.partial(_ping_alone, host)` for `client.ping`, and `def _ping_alone(host, …): return Client(host).ping(…)`
pub(in crate::rules) fn of_method(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let worker = DocumentNode::of(context.document, &found.range)?;
    let object = worker.with(worker.node.child_by_field_name("object")?);
    let method = worker.with(worker.node.child_by_field_name("attribute")?);
    let method = context.text(method.range());
    let source = ArgumentSource::of(context, object)
        .filter(|source| matches!(source, ArgumentSource::Call { .. }))?;
    if worker.node.kind() != "attribute"
        || worker.is_interpolated()
        || worker.is("object")
        || method.starts_with("__")
    {
        return None;
    }
    let mut names = ParameterNames::default();
    let made = source.made(context, &mut names);
    let mut parameters = made.parameters.clone();
    parameters.extend(["*args".to_owned(), "**kwargs".to_owned()]);
    let call = format!("{}.{method}(*args, **kwargs)", made.expression);
    let parameters = parameters.join(", ");
    let definition =
        |name: &str| importing_definition(context, name, &parameters, source.import(), &call);
    let name = format!("_{}_alone", method.trim_start_matches('_'));
    let name = shared_name(context, &name, worker, &definition(""))?;
    let function = above(context, worker, definition(&name))?;
    let mut edits = Vec::new();
    let content = match made.values.is_empty() {
        true => name,
        false => {
            edits = new_import::import(context, "functools", function.range.start)?;
            format!("functools.partial({name}, {})", made.values.join(", "))
        }
    };
    edits.push(function);
    edits.push(Edit {
        range: worker.range(),
        content,
    });
    Some(Fix::new(
        Applicability::Unsafe,
        source.title(),
        sorted(edits)?,
    ))
}

/// What is bound in a `functools.partial`, and the part of it that can be made in the child.
fn partial<'a>(
    context: &'a Context<'_>,
    place: DocumentNode<'a>,
) -> Option<(Handed<'a>, DocumentNode<'a>)> {
    let function = place.with(place.node.child_by_field_name("function")?);
    let name = context.text(function.range());
    if !matches!(name, "partial" | "functools.partial") {
        return None;
    }
    let arguments = place.with(place.node.child_by_field_name("arguments")?);
    let all = children(arguments);
    let (worker, rest) = all.split_first()?;
    let is_plain = |one: &DocumentNode<'_>| {
        one.node.kind() != "keyword_argument" && !one.node.kind().contains("splat")
    };
    let makes = |one: &&DocumentNode<'a>| {
        matches!(
            ArgumentSource::of(context, **one),
            Some(ArgumentSource::Call { .. })
        )
    };
    let held = *rest.iter().find(makes)?;
    rest.iter().all(is_plain).then(|| {
        let handed = Handed {
            worker: *worker,
            all: rest.to_vec(),
            form: HandedForm::Partial,
        };
        (handed, held)
    })
}

/// Where the child gets the value from.
enum ArgumentSource<'a> {
    /// The module has it: `app`, `settings.CURRENT`.
    Module(&'a str),
    /// The class or function, and what it is called with.
    Call {
        class: &'a str,
        given: Vec<(Option<&'a str>, DocumentNode<'a>)>,
        /// What imports it, where only the function around does.
        import: Option<String>,
    },
}

impl<'a> ArgumentSource<'a> {
    fn of(context: &'a Context<'_>, place: DocumentNode<'a>) -> Option<Self> {
        let written = context.text(place.range());
        let root = written.split('.').next()?;
        let is_name = matches!(place.node.kind(), "identifier" | "attribute");
        if is_name && is_dotted(written) && is_of_module(context, root, place) {
            return Some(Self::Module(written));
        }
        let made = made(context, place)?;
        let class = context.text(
            made.with(made.node.child_by_field_name("function")?)
                .range(),
        );
        let given = given(context, made, place)?;
        let import = match is_found(context, class, made) {
            true => None,
            false => Some(own_import(context, class, made)?),
        };
        Some(Self::Call {
            class,
            given,
            import,
        })
    }

    fn import(&self) -> Option<&str> {
        match self {
            Self::Call { import, .. } => import.as_deref(),
            Self::Module(_) => None,
        }
    }

    fn made(&self, context: &Context<'_>, names: &mut ParameterNames) -> Made {
        match self {
            Self::Module(written) => Made {
                parameters: Vec::new(),
                expression: (*written).to_owned(),
                values: Vec::new(),
            },
            Self::Call { class, given, .. } => {
                let values: Vec<&str> = given
                    .iter()
                    .map(|(_, value)| context.text(value.range()))
                    .collect();
                let parameters: Vec<String> = values.iter().map(|value| names.add(value)).collect();
                let arguments =
                    given
                        .iter()
                        .zip(&parameters)
                        .map(|((keyword, _), name)| match keyword {
                            Some(keyword) => format!("{keyword}={name}"),
                            None => name.clone(),
                        });
                let arguments: Vec<String> = arguments.collect();
                Made {
                    expression: format!("{class}({})", arguments.join(", ")),
                    values: values.into_iter().map(str::to_owned).collect(),
                    parameters,
                }
            }
        }
    }

    fn title(&self) -> String {
        match self {
            Self::Module(name) => format!("Read `{name}` in the child (its own)"),
            Self::Call { class, .. } => {
                let short = class.rsplit('.').next().unwrap_or(class);
                format!("Call `{short}` in the child (one of its own)")
            }
        }
    }
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
    if is_changed(context, name, place.range().start) {
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

/// The arguments of the call: the keyword, and the value. Where they are evaluated again, they have to be what they were.
fn given<'a>(
    context: &'a Context<'_>,
    made: DocumentNode<'a>,
    place: DocumentNode<'a>,
) -> Option<Vec<(Option<&'a str>, DocumentNode<'a>)>> {
    const HARD: &[&str] = &[
        "lambda",
        "await",
        "yield",
        "named_expression",
        "list_splat",
        "dictionary_splat",
        "generator_expression",
    ];
    let is_here = made.range() == place.range();
    let arguments = made.with(made.node.child_by_field_name("arguments")?);
    if contains(arguments.node, HARD) {
        return None;
    }
    let all = arguments
        .node
        .named_children()
        .filter(|child| !child.is_extra());
    all.map(|argument| {
        let argument = arguments.with(argument);
        let (keyword, value) = match argument.node.kind() {
            "keyword_argument" => {
                let name = argument.with(argument.node.child_by_field_name("name")?);
                let value = argument.with(argument.node.child_by_field_name("value")?);
                (Some(context.text(name.range())), value)
            }
            _ => (None, argument),
        };
        (is_here || is_constant(context, value, place)).then_some((keyword, value))
    })
    .collect()
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
fn is_unbound(context: &Context<'_>, name: &str) -> bool {
    let occurrences = context.names().of_name(name);
    !occurrences.is_empty()
        && occurrences
            .iter()
            .all(|occurrence| occurrence.role == Role::Read)
}

/// Whether something is set in what this name means, `server.timeout = 1`, `table["a"] = 1`, or it is told something
/// before this byte.
fn is_changed(context: &Context<'_>, name: &str, before: usize) -> bool {
    let changed = context.memory.changed(name, || {
        let occurrences = context.names().of_name(name);
        let changed = occurrences.iter().filter_map(changed_from);
        changed.min()
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
