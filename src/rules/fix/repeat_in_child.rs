//! What the parent sets in another module before a child starts: set in the child, too.

use super::counterpart::PREPARED;
use super::document_node::{DocumentNode, contains};
use super::global_as_argument::{another, keyword, without_initializer};
use super::new_import;
use super::sorted_edits::sorted;
use super::wrap_worker::is_of_module;
use crate::facts::spawns::SpawnKind;
use crate::finding::{Applicability, Finding, Fix, Location};
use crate::model::children::records::Spawn;
use crate::rules::Context;
use crate::text::Edit;

/// `Pool(initializer=config.load, initargs=(path,))`, or a worker that does it first.
pub(in crate::rules) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let Location::Here(there) = &found.related.last()?.place else {
        return None;
    };
    let spawn = context.model.spawns_at(there).next()?;
    // It is set here, or read here and set there.
    let (place, set) = found.places().find_map(|range| {
        let place = DocumentNode::of(context.document, range)?;
        Some((place, Setting::of(context, place)?))
    })?;
    let start = DocumentNode::of(context.document, &spawn.range)?;
    // The names that it is called with have to mean the same there.
    let function = |place: DocumentNode<'_>| place.function().map(DocumentNode::range);
    if function(place) != function(start) || place.range().start > start.range().start {
        return None;
    }
    let edits = match spawn.role.kind {
        SpawnKind::Process => first(context, &set, start)?,
        SpawnKind::Task | SpawnKind::Submit => initializer(context, &set, spawn)?,
        _ => return None,
    };
    Some(Fix::new(
        Applicability::Unsafe,
        format!("Call `{}` in the child, too", set.name),
        sorted(edits)?,
    ))
}

/// A call that sets something.
struct Setting<'c> {
    /// What is called: `config.load`.
    name: &'c str,
    /// Its arguments, as they are written.
    given: &'c str,
    has_keywords: bool,
    is_single: bool,
}

impl<'c> Setting<'c> {
    fn of(context: &'c Context<'_>, place: DocumentNode<'_>) -> Option<Self> {
        let call = place
            .up_to_statement()
            .filter(|node| node.node.kind() == "call")
            .last()?;
        let function = call.with(call.node.child_by_field_name("function")?);
        let arguments = call.with(call.node.child_by_field_name("arguments")?);
        let name = context.text(function.range());
        let root = name.split('.').next()?;
        let is_statement = call.parent()?.node.kind() == "expression_statement";
        let is_plain = name
            .chars()
            .all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '.'));
        // It would be done twice, with what may be something else by then.
        let hard = [
            "call",
            "lambda",
            "await",
            "named_expression",
            "list_splat",
            "dictionary_splat",
            "comment",
        ];
        let inside = context.text(arguments.range()).strip_prefix('(')?;
        (is_statement
            && is_plain
            && is_of_module(context, root, call)
            && !contains(arguments.node, &hard))
        .then(|| Self {
            name,
            given: inside.strip_suffix(')').unwrap_or(inside).trim(),
            has_keywords: contains(arguments.node, &["keyword_argument"]),
            is_single: arguments.node.named_child_count() == 1,
        })
    }

    /// What does it where it is called: `functools.partial(config.load, path)`.
    fn bound(&self) -> String {
        match self.given.is_empty() {
            true => self.name.to_owned(),
            false => format!("functools.partial({}, {})", self.name, self.given),
        }
    }
}

/// A worker that does it first.
fn first(context: &Context<'_>, set: &Setting<'_>, start: DocumentNode<'_>) -> Option<Vec<Edit>> {
    let arguments = start.with(start.node.child_by_field_name("arguments")?);
    let target = keyword(context, arguments, "target")?;
    let added = PREPARED.before(context, &start.range(), str::to_owned)?;
    let before = added
        .edits
        .first()
        .map_or(start.range().start, |edit| edit.range.start);
    let mut edits = new_import::import(context, "functools", before)?;
    edits.extend(added.edits);
    edits.push(Edit {
        range: target.range(),
        content: format!(
            "functools.partial({}, {}, {})",
            added.name,
            set.bound(),
            context.text(target.range())
        ),
    });
    Some(edits)
}

/// An initializer that does it.
fn initializer(context: &Context<'_>, set: &Setting<'_>, spawn: &Spawn) -> Option<Vec<Edit>> {
    let arguments = without_initializer(context, spawn)?;
    let content = match (set.has_keywords, set.given) {
        (true, _) => format!("initializer={}", set.bound()),
        (false, "") => format!("initializer={}", set.name),
        (false, given) if set.is_single => format!(
            "initializer={}, initargs=({},)",
            set.name,
            given.trim_end_matches(',')
        ),
        (false, given) => format!("initializer={}, initargs=({given})", set.name),
    };
    let mut edits = match set.has_keywords {
        true => new_import::import(context, "functools", arguments.parent()?.range().start)?,
        false => Vec::new(),
    };
    edits.push(another(context, arguments, &content)?);
    Some(edits)
}
