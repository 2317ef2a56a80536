//! A global that children do not see: handed over as an argument, or through a pool's initializer.

use std::ops::Range;

use super::document_node::DocumentNode;
use super::names::{Occurrence, Role, free_name};
use super::text_lines::{is_blank, line_start};
use super::top_level::above;
use crate::facts::spawns::SpawnKind;
use crate::finding::{self, Applicability, Finding, Fix};
use crate::model::children::records::Spawn;
use crate::rules::Context;
use crate::text::Edit;

/// The fix of a finding about a global that a child reads.
pub(in crate::rules) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let read = DocumentNode::of(context.document, &found.range)?;
    if read.node.kind() == "call" {
        return called_initializer(context, read);
    }
    // The last place that starts something: where the start method is set stands behind it.
    let spawn = found.related.iter().rev().find_map(|there| {
        let finding::Location::Here(range) = &there.place else {
            return None;
        };
        context.model.spawns_at(range).next()
    })?;
    let object = match read.node.kind() {
        "identifier" => read,
        "attribute" => read.with(read.node.child_by_field_name("object")?),
        _ => return None,
    };
    let name = context.text(object.range());
    // A class or module means the same in the child; what was set in it is set there, too.
    let sets = match object == read || !is_class_or_module(context, name) {
        true => name,
        false => context.text(read.range()),
    };
    if object.node.kind() != "identifier" {
        return None;
    }
    match spawn.role.kind {
        SpawnKind::Process if sets == name => argument(context, spawn, read, name),
        SpawnKind::Process => attribute_of_class(context, spawn, read, (name, sets)),
        // Others that have imported the name would keep what it stood for.
        _ if sets == name && is_imported_from(context, name) => None,
        SpawnKind::Task | SpawnKind::Submit => initializer(context, spawn, read, sets),
        _ => None,
    }
}

/// Whether the name was imported from another module, to which it belongs.
fn is_imported_from(context: &Context<'_>, name: &str) -> bool {
    let occurrences = context.names().of_name(name);
    occurrences.iter().any(|occurrence| {
        let mut around = std::iter::successors(occurrence.place.parent(), |place| place.parent());
        occurrence.role == Role::Import
            && around.any(|place| place.node.kind() == "import_from_statement")
    })
}

/// Whether the name is bound by a class, or looks like one that is imported, or is a module.
fn is_class_or_module(context: &Context<'_>, name: &str) -> bool {
    let occurrences = context.names().of_name(name);
    occurrences.iter().any(|occurrence| {
        let around = std::iter::successors(occurrence.place.parent(), |place| place.parent());
        let kind = around.take(3).map(|place| place.node.kind());
        let mut kind = kind.skip_while(|kind| matches!(*kind, "dotted_name" | "aliased_import"));
        match (occurrence.role, kind.next()) {
            (Role::Bind, Some("class_definition")) => occurrence.place.is("name"),
            (Role::Import, Some("import_statement")) => true,
            (Role::Import, _) => {
                name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase)
            }
            _ => false,
        }
    })
}

/// `Process(target=work, args=(settings,))`, and `def work(settings):`
fn argument(
    context: &Context<'_>,
    spawn: &Spawn,
    read: DocumentNode<'_>,
    name: &str,
) -> Option<Fix> {
    let function = read.function()?;
    if !is_only_worker(context, spawn, function)? || !sees_global(context, spawn, name) {
        return None;
    }
    let parameters = function.with(function.node.child_by_field_name("parameters")?);
    let edits = vec![
        parameter(context, parameters, name)?,
        passed(context, spawn, name)?,
    ];
    Some(passing(name, edits))
}

/// `Process(target=work, args=(Hub.queue,))`, and `Hub.queue = queue` first of all in `def work(queue):`
fn attribute_of_class(
    context: &Context<'_>,
    spawn: &Spawn,
    read: DocumentNode<'_>,
    (class, sets): (&str, &str),
) -> Option<Fix> {
    let function = read.function()?;
    let (_, name) = sets.rsplit_once('.')?;
    // The class alone binds it, and nobody reads it there.
    let occurrences = context.names().of_name(name);
    let is_of_class = |occurrence: &Occurrence<'_>| {
        occurrence.role == Role::Bind && occurrence.place.function().is_none()
    };
    if !occurrences.iter().all(is_of_class)
        || !is_only_worker(context, spawn, function)?
        || !sees_global(context, spawn, class)
    {
        return None;
    }
    let parameters = function.with(function.node.child_by_field_name("parameters")?);
    let body = function.with(function.node.child_by_field_name("body")?);
    let is_docstring = |node: &DocumentNode<'_>| {
        let inner = node.node.named_child(0);
        inner.is_some_and(|inner| inner.kind() == "string")
    };
    let mut statements = body.node.named_children().map(|node| body.with(node));
    let first = statements.find(|node| !is_docstring(node) && node.node.kind() != "comment")?;
    let start = first.range().start;
    let text = context.document.text().as_str();
    let indent = &text[line_start(text, start)..start];
    if !indent.chars().all(is_blank) {
        return None;
    }
    let newline = context.style().newline;
    let edits = vec![
        parameter(context, parameters, name)?,
        Edit::insertion(start, format!("{sets} = {name}{newline}{indent}")),
        passed(context, spawn, sets)?,
    ];
    Some(passing(sets, edits))
}

fn passing(what: &str, mut edits: Vec<Edit>) -> Fix {
    edits.sort_by_key(|edit| edit.range.start);
    let title = format!("Pass `{what}` as an argument");
    Fix::new(Applicability::Unsafe, title, edits)
}

/// Whether a function is the worker of a child, and nothing else calls it.
fn is_only_worker(
    context: &Context<'_>,
    spawn: &Spawn,
    function: DocumentNode<'_>,
) -> Option<bool> {
    let worker = spawn.worker.as_ref()?;
    let own = function.with(function.node.child_by_field_name("name")?);
    let occurrences = context.names().of_name(context.text(own.range()));
    let is_known = |range: Range<usize>| range == own.range() || range == worker.range;
    let is_only = occurrences
        .iter()
        .all(|occurrence| is_known(occurrence.range()));
    Some(is_only && occurrences.len() == 2)
}

/// Whether the name means the global where the child gets its work.
fn sees_global(context: &Context<'_>, spawn: &Spawn, name: &str) -> bool {
    let Some(call) = DocumentNode::of(context.document, &spawn.range) else {
        return false;
    };
    let around = call.function().map(DocumentNode::range);
    let occurrences = context.names().of_name(name);
    let is_global = |node: &DocumentNode<'_>| {
        let parent = node.parent().map_or("", |parent| parent.node.kind());
        parent == "global_statement"
    };
    let own: Vec<DocumentNode<'_>> = occurrences
        .iter()
        .filter(|occurrence| occurrence.role == Role::Bind)
        .map(|occurrence| occurrence.place)
        .filter(|place| around.is_some() && place.function().map(DocumentNode::range) == around)
        .collect();
    own.is_empty() || own.iter().any(is_global)
}

/// One more parameter behind plain ones.
fn parameter(context: &Context<'_>, parameters: DocumentNode<'_>, name: &str) -> Option<Edit> {
    let own: Vec<DocumentNode<'_>> = parameters
        .node
        .named_children()
        .map(|node| parameters.with(node))
        .collect();
    let is_plain = |node: &DocumentNode<'_>| match node.node.kind() {
        "identifier" => context.text(node.range()) != name,
        "typed_parameter" => true,
        _ => false,
    };
    if !own.iter().all(is_plain) {
        return None;
    }
    Some(match own.last() {
        Some(last) => Edit::insertion(last.range().end, format!(", {name}")),
        None => Edit::insertion(parameters.range().start + 1, name),
    })
}

/// One more of the arguments for the child.
fn passed(context: &Context<'_>, spawn: &Spawn, name: &str) -> Option<Edit> {
    let call = DocumentNode::of(context.document, &spawn.range)
        .filter(|node| node.node.kind() == "call")?;
    let arguments = call.with(call.node.child_by_field_name("arguments")?);
    let Some(args) = keyword(context, arguments, "args") else {
        return another(context, arguments, &format!("args=({name},)"));
    };
    let count = args.node.named_child_count();
    match (args.node.kind(), count.checked_sub(1)) {
        ("tuple" | "list", Some(last)) => {
            let end = args.with(args.node.named_child(last)?).range().end;
            // The comma of `(1,)` is not needed any more.
            let comma = usize::from(context.text(end..end + 2) == ",)");
            Some(Edit {
                range: end..end + comma,
                content: format!(", {name}"),
            })
        }
        ("tuple", None) => Some(Edit {
            range: args.range(),
            content: format!("({name},)"),
        }),
        _ => None,
    }
}

/// The value of a keyword argument.
pub(super) fn keyword<'a>(
    context: &Context<'_>,
    arguments: DocumentNode<'a>,
    name: &str,
) -> Option<DocumentNode<'a>> {
    let mut own = arguments.node.named_children();
    let found = own.find(|argument| {
        let own = argument
            .child_by_field_name("name")
            .map(|own| arguments.with(own));
        argument.kind() == "keyword_argument"
            && own.is_some_and(|own| context.text(own.range()) == name)
    })?;
    found
        .child_by_field_name("value")
        .map(|value| arguments.with(value))
}

/// More keyword arguments, where nothing is unpacked and none is given by its place but the first two.
pub(super) fn another(
    context: &Context<'_>,
    arguments: DocumentNode<'_>,
    content: &str,
) -> Option<Edit> {
    let own: Vec<DocumentNode<'_>> = arguments
        .node
        .named_children()
        .map(|node| arguments.with(node))
        .collect();
    let by_place = own
        .iter()
        .filter(|argument| argument.node.kind() != "keyword_argument");
    let has_splat = own
        .iter()
        .any(|argument| argument.node.kind().contains("splat"));
    let is_call = context.text(arguments.range()).starts_with('(');
    if has_splat || !is_call || by_place.count() > 2 {
        return None;
    }
    Some(match own.last() {
        Some(last) => Edit::insertion(last.range().end, format!(", {content}")),
        None => Edit::insertion(arguments.range().start + 1, content),
    })
}

/// What the pool is made with that a child belongs to, if there is room for an initializer.
pub(super) fn without_initializer<'a>(
    context: &'a Context<'_>,
    spawn: &Spawn,
) -> Option<DocumentNode<'a>> {
    let subject = spawn.subject.single(spawn.worlds)?;
    let make = context.model.make(subject)?;
    let pool = DocumentNode::of(context.document, &make.range)
        .filter(|node| node.node.kind() == "call")?;
    let arguments = pool.with(pool.node.child_by_field_name("arguments")?);
    let is_taken = ["initializer", "initargs"]
        .iter()
        .any(|taken| keyword(context, arguments, taken).is_some());
    let own = arguments.node.named_children();
    let mut by_place = own.filter(|argument| argument.kind() != "keyword_argument");
    (!is_taken && by_place.nth(1).is_none()).then_some(arguments)
}

/// `Pool(initializer=_set_settings, initargs=(settings,))`
fn initializer(
    context: &Context<'_>,
    spawn: &Spawn,
    read: DocumentNode<'_>,
    name: &str,
) -> Option<Fix> {
    let arguments = without_initializer(context, spawn)?;
    let attribute = name.split_once('.').map(|(_, attribute)| attribute);
    if attribute.is_none() && !sees_global(context, spawn, name) {
        return None;
    }
    let stem = name
        .trim_start_matches('_')
        .replace('.', "_")
        .to_lowercase();
    let function = free_name(context, &format!("_set_{stem}"), read.base);
    let passed = another(
        context,
        arguments,
        &format!("initializer={function}, initargs=({name},)"),
    )?;
    let style = context.style();
    let (newline, step) = (style.newline, style.step(""));
    let mut definition = vec![
        format!("def {function}(value):"),
        format!("{step}global {name}"),
        format!("{step}{name} = value"),
    ];
    if attribute.is_some() {
        definition.remove(1);
    }
    let definition = definition.join(newline) + &newline.repeat(3);
    let mut edits = vec![above(context, read, definition)?, passed];
    edits.sort_by_key(|edit| edit.range.start);
    Some(Fix::new(
        Applicability::Unsafe,
        format!("Pass `{name}` through the pool's initializer"),
        edits,
    ))
}

/// `initializer=setup, initargs=(3,)` for `initializer=setup(3)`, which is called here and not in the child.
fn called_initializer(context: &Context<'_>, call: DocumentNode<'_>) -> Option<Fix> {
    let arguments = call.parent().and_then(DocumentNode::parent)?;
    if keyword(context, arguments, "initializer") != Some(call) {
        return None;
    }
    let function = call.with(call.node.child_by_field_name("function")?);
    let given = call.with(call.node.child_by_field_name("arguments")?);
    let all: Vec<DocumentNode<'_>> = given
        .node
        .named_children()
        .map(|argument| given.with(argument))
        .collect();
    let is_plain = !all.iter().any(|argument| {
        argument.node.kind().contains("argument") || argument.node.kind().contains("splat")
    });
    let name = context.text(function.range());
    let is_given = keyword(context, arguments, "initargs").is_some();
    // What gives an initializer is called here.
    let gives = context.names().of_name(name).iter().any(|occurrence| {
        let definition = occurrence
            .place
            .parent()
            .filter(|_| occurrence.place.is("name"));
        definition
            .is_some_and(|node| super::document_node::contains(node.node, &["return_statement"]))
    });
    let written: Vec<&str> = all.iter().map(|node| context.text(node.range())).collect();
    let content = match &written[..] {
        [] => name.to_owned(),
        [only] => format!("{name}, initargs=({only},)"),
        several => format!("{name}, initargs=({})", several.join(", ")),
    };
    (is_plain && !is_given && !gives).then(|| {
        Fix::new(
            Applicability::Unsafe,
            format!("Call `{name}` in the child, not here"),
            vec![Edit {
                range: call.range(),
                content,
            }],
        )
    })
}
