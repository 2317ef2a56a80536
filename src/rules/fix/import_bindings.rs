//! What an import that fails binds, who reads that, and how it is taken out of its statement.

use std::ops::Range;

use super::document_node::DocumentNode;
use super::import_parts::{self, ImportPart, statement};
use super::names::{Occurrence, Role};
use crate::limits::reached;
use crate::model::summary::uses::{Site, Use};
use crate::rules::Context;
use crate::syntax::ast::{ImportFrom, ImportItem, ImportedName, Span, StmtKind};
use crate::text::Edit;
use crate::world::Worlds;

/// Statements that import more than this were written by a program.
const MAX_IMPORTED_NAMES: usize = 64;

/// The part of an import statement that fails.
pub(super) struct FailingPart<'a> {
    pub(super) statement: DocumentNode<'a>,
    /// The names that it binds.
    pub(super) bound: Vec<String>,
    /// `a.b` of `import a.b`, which binds `a`.
    dotted: Option<String>,
    /// All parts of the statement, and which of them fail.
    parts: Vec<ImportPart>,
    /// `from m import`, or `import`.
    head: String,
    worlds: Worlds,
    /// It is no part of the standard library.
    pub(super) is_package: bool,
}

/// A place that reads what was imported.
pub(super) struct ImportRead {
    pub(super) range: Range<usize>,
    pub(super) role: Role,
}

impl<'a> FailingPart<'a> {
    /// What this use imports, with the names beside it that fail in the same worlds.
    pub(super) fn of(context: &Context<'a>, usage: &Use) -> Option<Self> {
        let place = DocumentNode::of(context.document, &usage.range)?;
        let statement = place.statement()?;
        let mut imported = Self {
            statement,
            bound: Vec::new(),
            dotted: None,
            parts: Vec::new(),
            head: String::new(),
            worlds: usage.worlds,
            is_package: matches!(usage.site, Site::FailingImport { .. }),
        };
        let found = match &usage.site {
            Site::Import { item, .. } => imported.items(context, item, usage),
            Site::ImportFrom {
                statement, name, ..
            } => imported.names(context, statement, name.is_some(), usage),
            Site::FailingImport { .. } => imported.of_package(context, usage),
            _ => None,
        };
        found.map(|()| imported)
    }

    /// This name alone, of all that the statement imports.
    pub(super) fn only(context: &Context<'a>, usage: &Use, name: &ImportedName) -> Option<Self> {
        let mut imported = Self::of(context, usage)?;
        let bound = name.alias.as_ref().unwrap_or(&name.name);
        imported.bound = vec![bound.to_string()];
        let own = name.span.at(usage.base);
        for (range, fails) in &mut imported.parts {
            *fails = *range == own;
        }
        Some(imported)
    }

    fn items(&mut self, context: &Context<'a>, item: &ImportItem, usage: &Use) -> Option<()> {
        let first = item.module.split('.').next()?;
        let name = item.alias.as_deref().unwrap_or(first);
        self.bound.push(name.to_owned());
        if item.alias.is_none() && item.module.contains('.') {
            self.dotted = Some(item.module.to_string());
        }
        "import".clone_into(&mut self.head);
        let StmtKind::Import(items) = statement(context, &self.statement.range())? else {
            return None;
        };
        if items.len() > MAX_IMPORTED_NAMES {
            reached("names in one import");
            return None;
        }
        for other in items {
            let range = other.span.at(usage.base);
            let fails = range == item.span.at(usage.base);
            self.parts.push((range, fails));
        }
        Some(())
    }

    /// An import of a module that is no part of the standard library.
    fn of_package(&mut self, context: &Context<'a>, usage: &Use) -> Option<()> {
        match statement(context, &self.statement.range())? {
            StmtKind::Import(items) => {
                let mut items = items.iter();
                let item = items.find(|item| item.span.at(usage.base) == usage.range)?;
                self.items(context, item, usage)
            }
            StmtKind::ImportFrom(import) => {
                let module = import.module_span.at(usage.base) == usage.range;
                self.names(context, import, !module, usage)
            }
            _ => None,
        }
    }

    fn names(
        &mut self,
        context: &Context<'a>,
        import: &ImportFrom,
        some: bool,
        usage: &Use,
    ) -> Option<()> {
        if import.star || import.names.len() > MAX_IMPORTED_NAMES {
            reached("names in one import");
            return None;
        }
        let range = self.statement.range();
        let fails = |span: Span| {
            let mut inside = context.model.uses_in(span.at(usage.base));
            inside.any(|other| other.statement == range && other.worlds == usage.worlds)
        };
        for name in &import.names {
            let fails = !some || fails(name.span);
            self.parts.push((name.span.at(usage.base), fails));
            if fails {
                let bound = name.alias.as_ref().unwrap_or(&name.name);
                self.bound.push(bound.to_string());
            }
        }
        let dots = ".".repeat(usize::try_from(import.level).ok()?);
        self.head = format!("from {dots}{} import", import.module);
        Some(())
    }

    /// The names in a title.
    pub(super) fn shown(&self) -> String {
        match (&self.dotted, &self.bound[..]) {
            (Some(dotted), _) => dotted.clone(),
            (None, [first, second]) => format!("{first} and {second}"),
            (None, [only]) => only.clone(),
            (None, names) => format!("{} names", names.len()),
        }
    }

    /// Whether nothing that the statement imports works.
    pub(super) fn is_whole(&self) -> bool {
        import_parts::are_whole(&self.parts)
    }

    /// The import of what fails alone.
    pub(super) fn source(&self, context: &Context<'_>) -> String {
        let failing = self.parts.iter().filter(|(_, fails)| *fails);
        let names: Vec<&str> = failing
            .map(|(range, _)| context.text(range.clone()))
            .collect();
        format!("{} {}", self.head, names.join(", "))
    }

    /// What takes the failing parts out of the statement: `None` inside if that is all of it.
    #[allow(clippy::option_option)]
    pub(super) fn taken_out(&self, context: &Context<'_>) -> Option<Option<Vec<Edit>>> {
        import_parts::taken_out(context, &self.parts)
    }

    /// Everything that reads the names; `None` if something else binds them too.
    pub(super) fn reads(&self, context: &Context<'_>) -> Option<Vec<ImportRead>> {
        let scope = self.statement.function().map(DocumentNode::range);
        let mut reads = Vec::new();
        for name in &self.bound {
            let all = context.names().of_name(name);
            let occurrences = in_scope(&all, scope.as_ref());
            let own = self.statement.range();
            let is_own = |occurrence: &Occurrence<'_>| {
                own.start <= occurrence.range().start && occurrence.range().end <= own.end
            };
            let rebinds = |occurrence: &&Occurrence<'_>| {
                matches!(occurrence.role, Role::Bind | Role::Import)
                    && !is_own(occurrence)
                    && (self.dotted.is_none() || occurrence.role == Role::Bind)
            };
            // One that binds it again in the same scope is enough.
            let mut others = occurrences.iter().filter(rebinds).map(binding_scope);
            if others.any(|other| other == scope) {
                return None;
            }
            let others = occurrences.iter().filter(rebinds).filter_map(binding_scope);
            let hiding = outermost(others.collect());
            for occurrence in occurrences {
                let range = occurrence.range();
                let within =
                    |scope: &Range<usize>| scope.start <= range.start && range.end <= scope.end;
                let before = hiding.partition_point(|scope| scope.start <= range.start);
                let hidden = hiding[..before].last().is_some_and(within);
                let visible = scope.as_ref().is_none_or(within);
                if !matches!(occurrence.role, Role::Read | Role::Annotation) || hidden || !visible {
                    continue;
                }
                if let Some(dotted) = &self.dotted
                    && !context
                        .text(range.start..range.start + dotted.len())
                        .eq(dotted)
                {
                    continue;
                }
                reads.push(ImportRead {
                    range,
                    role: occurrence.role,
                });
            }
        }
        reads.sort_by_key(|read| read.range.start);
        Some(reads)
    }

    /// Whether an annotation is not evaluated where the import fails.
    pub(super) fn annotations_are_lazy(&self, context: &Context<'_>, range: &Range<usize>) -> bool {
        let old = Worlds::minors(|minor| minor < 14);
        let local = DocumentNode::of(context.document, range).is_some_and(|place| {
            let mut around = place.up_to_statement();
            place.function().is_some() && around.any(|node| node.node.kind() == "assignment")
        });
        local || !self.worlds.overlaps(old) || context.memory.has_future_annotations(context)
    }
}

/// The occurrences in a scope, which are in the order of the text.
fn in_scope<'o, 'a>(
    all: &'o [Occurrence<'a>],
    scope: Option<&Range<usize>>,
) -> &'o [Occurrence<'a>] {
    let Some(scope) = scope else {
        return all;
    };
    let first = all.partition_point(|occurrence| occurrence.range().start < scope.start);
    let behind = &all[first..];
    &behind[..behind.partition_point(|occurrence| occurrence.range().start < scope.end)]
}

/// Those of these scopes that are in no other one, in order.
fn outermost(mut scopes: Vec<Range<usize>>) -> Vec<Range<usize>> {
    scopes.sort_by_key(|scope| (scope.start, std::cmp::Reverse(scope.end)));
    let mut end = 0;
    scopes.retain(|scope| {
        let is_outer = scope.end > end;
        end = end.max(scope.end);
        is_outer
    });
    scopes
}

/// The scope that a binding belongs to: a parameter or a nested definition counts as its function's.
pub(super) fn binding_scope(occurrence: &Occurrence<'_>) -> Option<Range<usize>> {
    let mut around = Some(occurrence.place);
    while let Some(place) = around {
        if matches!(place.node.kind(), "parameters" | "lambda_parameters") {
            return place.parent().map(DocumentNode::range);
        }
        if matches!(place.node.kind(), "block" | "module") {
            break;
        }
        around = place.parent();
    }
    occurrence.place.function().map(DocumentNode::range)
}

/// Whether `from __future__ import annotations` is there.
pub(super) fn find_future_annotations(context: &Context<'_>) -> bool {
    context.statements().iter().any(|(_, statement)| {
        matches!(&statement.kind, StmtKind::ImportFrom(import)
            if &*import.module == "__future__"
                && import.names.iter().any(|name| &*name.name == "annotations"))
    })
}
