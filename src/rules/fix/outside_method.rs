//! `Process(target=self.work)` of an object that cannot be sent: a function of the module with what the method needs of it.

use std::ops::Range;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::child_call::is_dotted;
use super::document_node::{DocumentNode, contains, contains_long_string, nodes_in};
use super::names::free_name;
use super::new_import;
use super::new_method::method;
use super::top_level::above;
use crate::finding::{Applicability, Finding, Fix};
use crate::rules::Context;
use crate::text::Edit;

/// Moves the body of the method into a function, which the method calls, and starts that.
pub(in crate::rules) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let worker = DocumentNode::of(context.document, &found.range)?;
    let object = worker.with(worker.node.child_by_field_name("object")?);
    let name = worker.with(worker.node.child_by_field_name("attribute")?);
    let name = context.text(name.range());
    let is_plain = worker.node.kind() == "attribute"
        && (object.node.kind() == "call" || is_dotted(context.text(object.range())))
        && !name.starts_with("__")
        && !worker.is_interpolated();
    if !is_plain {
        return None;
    }
    let definition = only_method(context, object, name)?;
    let body = Body::of(context, definition)?;
    // What cannot be sent with the object cannot be sent alone either.
    let held = found
        .obstacle
        .as_ref()
        .map_or("", |obstacle| obstacle.attribute());
    if body.needed.iter().any(|(attribute, _)| attribute == held) {
        return None;
    }
    // What is made for the call alone is made once.
    if object.node.kind() == "call" && body.needed.len() > 1 {
        return None;
    }
    let function = free_name(
        context,
        &format!("_{}", name.trim_start_matches('_')),
        definition.range().start,
    );
    let style = context.style();
    let (newline, gap) = (style.newline, style.newline.repeat(3));
    let parameters: Vec<&str> = body
        .needed
        .iter()
        .map(|(_, parameter)| &**parameter)
        .chain((!body.parameters.is_empty()).then_some(&*body.parameters))
        .collect();
    let text = format!(
        "def {function}({}):{newline}{}{gap}",
        parameters.join(", "),
        body.text
    );
    let mut edits = vec![above(context, definition, text)?];
    let own: Vec<String> = body
        .needed
        .iter()
        .map(|(attribute, _)| format!("{}.{attribute}", body.own))
        .chain(body.passed.iter().cloned())
        .collect();
    edits.push(Edit {
        range: body.range.clone(),
        content: format!("return {function}({})", own.join(", ")),
    });
    let object = context.text(object.range());
    let given: Vec<String> = body
        .needed
        .iter()
        .map(|(attribute, _)| format!("{object}.{attribute}"))
        .collect();
    edits.push(Edit {
        range: worker.range(),
        content: match given.is_empty() {
            true => function.clone(),
            false => format!("functools.partial({function}, {})", given.join(", ")),
        },
    });
    if !given.is_empty() {
        let before = edits[0].range.start;
        edits.splice(0..0, new_import::import(context, "functools", before)?);
    }
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let title = match &body.needed[..] {
        [] => format!("Run a function `{function}` instead (without `{object}`)"),
        [(only, _)] => format!("Run a function `{function}` instead (takes `{only}` along)"),
        several => format!(
            "Run a function `{function}` instead (takes {} attributes along)",
            several.len()
        ),
    };
    Some(Fix::new(Applicability::Unsafe, title, edits))
}

/// The method of this name: that of the class around it, or of the only class of the file that has one.
fn only_method<'a>(
    context: &Context<'a>,
    object: DocumentNode<'a>,
    name: &str,
) -> Option<DocumentNode<'a>> {
    let mut around = std::iter::successors(Some(object), |ancestor| ancestor.parent());
    let own = match context.text(object.range()) {
        "self" => Some(around.find(|node| node.node.kind() == "class_definition")?),
        _ => None,
    };
    let is_own = |found: &DocumentNode<'_>| {
        own.is_none_or(|class| method(context, class, name) == Some(*found))
    };
    context.memory.methods().only(context, name).filter(is_own)
}

/// What a method does, without its object.
struct Body {
    /// What the object is called.
    own: String,
    /// The parameters as they are written.
    parameters: String,
    /// How they are passed on.
    passed: Vec<String>,
    /// The attributes that it reads, and what they are called as parameters.
    needed: Vec<(String, String)>,
    /// The bytes of the statements, and their text in a function of the module.
    range: Range<usize>,
    text: String,
}

impl Body {
    fn of<'a>(context: &Context<'a>, definition: DocumentNode<'a>) -> Option<Self> {
        let written = context.text(definition.range());
        let body = definition.with(definition.node.child_by_field_name("body")?);
        let parameters = definition.with(definition.node.child_by_field_name("parameters")?);
        let first = parameters.with(parameters.node.named_child(0)?);
        let own = context.text(first.range());
        let is_decorated = definition
            .parent()
            .is_some_and(|node| node.node.kind() == "decorated_definition");
        let is_hard = contains(
            body.node,
            &["yield", "nonlocal_statement", "global_statement", "await"],
        ) || contains_long_string(body.node)
            || written.starts_with("async")
            || written.contains("NotImplementedError");
        if is_decorated || is_hard || first.node.kind() != "identifier" {
            return None;
        }
        let mut passed = Vec::new();
        for parameter in parameters.node.named_children().skip(1) {
            let parameter = parameters.with(parameter);
            let name = match parameter.node.kind() {
                "identifier" => parameter,
                "typed_parameter" => parameter.with(parameter.node.named_child(0)?),
                "default_parameter" | "typed_default_parameter" => {
                    parameter.with(parameter.node.child_by_field_name("name")?)
                }
                _ => return None,
            };
            passed.push(context.text(name.range()).to_owned());
        }
        let rest = context.text(first.range().end..parameters.range().end);
        let rest = rest
            .strip_suffix(')')?
            .trim_start()
            .trim_start_matches(',')
            .trim();
        let mut needed: Vec<(String, String)> = Vec::new();
        let mut known = HashSet::new();
        let mut edits = Vec::new();
        let words = BodyWords::of(context, body, own);
        for one in &words.objects {
            let read = one
                .parent()
                .filter(|read| read.node.kind() == "attribute" && one.is("object"))?;
            let attribute = read.with(read.node.child_by_field_name("attribute")?);
            let attribute = context.text(attribute.range());
            let user = read.parent()?;
            let is_changed = read.is("left") || user.node.kind() == "delete_statement";
            let is_called = read.is("function") && user.node.kind() == "call";
            if is_changed || is_called || attribute.starts_with("__") {
                return None;
            }
            let parameter = attribute.trim_start_matches('_');
            let count = |counts: &HashMap<&str, usize>, word| counts.get(word).copied();
            let others = count(&words.identifiers, parameter).unwrap_or(0);
            let reads = count(&words.attributes, attribute).unwrap_or(0);
            // As an attribute it is an identifier, too.
            let is_free = match parameter == attribute {
                true => others == reads,
                false => others == 0,
            };
            if !is_free || passed.iter().any(|other| other == parameter) {
                return None;
            }
            if known.insert(attribute) {
                needed.push((attribute.to_owned(), parameter.to_owned()));
            }
            edits.push((read.range(), parameter.to_owned()));
        }
        if ["super", "__class__"]
            .iter()
            .any(|name| words.identifiers.contains_key(name))
        {
            return None;
        }
        let range = body.range();
        edits.sort_by_key(|(range, _)| range.start);
        let mut text = String::with_capacity(range.len());
        let mut written = range.start;
        for (read, parameter) in edits {
            text += context.text(written..read.start);
            text += &parameter;
            written = read.end;
        }
        text += context.text(written..range.end);
        let source = context.document.text().as_str();
        let line = super::text_lines::line_start(source, range.start);
        let indent = source.get(line..range.start)?;
        if !indent.chars().all(super::text_lines::is_blank) {
            return None;
        }
        let style = context.style();
        let step = style.step("");
        let lines = text.split(style.newline).enumerate().map(|(at, line)| {
            match (at, line.strip_prefix(indent)) {
                (0, _) => format!("{step}{line}"),
                (_, Some(line)) => format!("{step}{line}"),
                _ => line.to_owned(),
            }
        });
        let text = lines.collect::<Vec<_>>().join(style.newline);
        Some(Self {
            own: own.to_owned(),
            parameters: rest.to_owned(),
            passed,
            needed,
            range,
            text,
        })
    }
}

/// The words of a method's body, counted.
struct BodyWords<'a> {
    /// Where it names its object.
    objects: Vec<DocumentNode<'a>>,
    identifiers: HashMap<&'a str, usize>,
    /// The attributes of the object that are written without anything in between.
    attributes: HashMap<&'a str, usize>,
}

impl<'a> BodyWords<'a> {
    fn of(context: &Context<'a>, body: DocumentNode<'a>, own: &str) -> Self {
        let mut words = Self {
            objects: Vec::new(),
            identifiers: HashMap::new(),
            attributes: HashMap::new(),
        };
        let text = context.document.text().as_str();
        let word = |node: DocumentNode<'a>| text.get(node.range()).unwrap_or_default();
        let identifiers = nodes_in(body.node).filter(|node| node.kind() == "identifier");
        for node in identifiers.map(|node| body.with(node)) {
            *words.identifiers.entry(word(node)).or_default() += 1;
            if word(node) == own {
                words.objects.push(node);
            }
            let access = node.parent().filter(|_| node.is("attribute"));
            let is_own = |access: &DocumentNode<'a>| {
                let object = word(*access).strip_suffix(word(node));
                object.and_then(|object| object.strip_suffix('.')) == Some(own)
            };
            if access.as_ref().is_some_and(is_own) {
                *words.attributes.entry(word(node)).or_default() += 1;
            }
        }
        words
    }
}
