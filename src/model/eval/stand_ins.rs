//! Imports that stand in for one another: in `try` and its handler, or one that brings the other along.

use std::sync::Arc;

use foldhash::{HashSet, HashSetExt};

use crate::facts::brought_by;
use crate::model::eval::bound_names::each_statement;
use crate::model::eval::evaluator::{Evaluator, Handling};
use crate::model::eval::platform_option::PlatformOption;
use crate::model::summary::uses::Site;
use crate::syntax::ast::{Block, ImportItem, ImportedName, Name, StmtKind};
use crate::world::Worlds;

/// The modules of the standard library that come with what a block imports, functions apart.
pub(in crate::model) fn brought_in(block: &Block) -> Vec<&'static str> {
    let mut found = Vec::new();
    each_statement(block, false, &mut |statement| match &statement.kind {
        StmtKind::Import(items) => {
            let modules = items.iter().flat_map(|item| brought_by(&item.module));
            found.extend(modules);
        }
        StmtKind::ImportFrom(import) if import.level == 0 => {
            found.extend(brought_by(&import.module));
        }
        _ => {}
    });
    found
}

/// The names that the imports of a block bind.
pub(in crate::model) fn imported_in(block: &Block) -> HashSet<Name> {
    let mut found = HashSet::new();
    each_statement(block, false, &mut |statement| match &statement.kind {
        StmtKind::Import(items) => found.extend(items.iter().map(bound_by_item)),
        StmtKind::ImportFrom(import) => found.extend(import.names.iter().map(bound_by_name)),
        _ => {}
    });
    found
}

fn bound_by_item(item: &ImportItem) -> Name {
    let top = || item.module.split('.').next().unwrap_or_default().into();
    item.alias.clone().unwrap_or_else(top)
}

fn bound_by_name(name: &ImportedName) -> Name {
    Name::clone(name.alias.as_ref().unwrap_or(&name.name))
}

impl Handling {
    /// The imports of a handler's `try`, together with those that the handler around it stands in for.
    pub(in crate::model) fn imported_before(
        outer: Option<&Self>,
        body: &Block,
        perhaps: Worlds,
    ) -> (Arc<HashSet<Name>>, Worlds) {
        let mut imported = imported_in(body);
        let Some(outer) = outer else {
            return (Arc::new(imported), perhaps);
        };
        imported.extend(outer.imported.iter().cloned());
        (Arc::new(imported), perhaps | outer.perhaps)
    }
}

impl Evaluator<'_> {
    /// The worlds in which an import that fails only stands in for one that may have worked:
    /// `except ImportError: from types import NoneType`.
    pub(in crate::model) fn stood_in_for(&self, site: &Site) -> Worlds {
        let Some(handling) = &self.handling else {
            return Worlds::NONE;
        };
        let is_known = |name: Name| handling.imported.contains(&name);
        let stands_in = match site {
            Site::Import { item, .. } => is_known(bound_by_item(item)),
            Site::ImportFrom {
                name: Some(name), ..
            } => is_known(bound_by_name(name)),
            Site::ImportFrom { statement, .. } => {
                let mut names = statement.names.iter();
                names.any(|name| is_known(bound_by_name(name)))
            }
            Site::FailingImport { .. } => !handling.imported.is_empty(),
            _ => false,
        };
        match stands_in {
            true => handling.perhaps,
            false => Worlds::NONE,
        }
    }

    /// An import in a handler that may never run, for a body that imports too.
    pub(in crate::model) fn stands_in_perhaps(
        &self,
        site: &Site,
        worlds: Worlds,
    ) -> Option<PlatformOption> {
        let handling = self.handling.as_ref()?;
        let is_import = matches!(site, Site::Import { .. } | Site::ImportFrom { .. });
        let perhaps =
            is_import && !handling.imported.is_empty() && handling.perhaps.contains(worlds);
        perhaps.then(|| PlatformOption {
            worlds,
            ..PlatformOption::default()
        })
    }

    /// Whether an import around here brings this module of the standard library along.
    pub(in crate::model) fn is_brought(&self, module: &str) -> bool {
        let top = module.split('.').next().unwrap_or(module);
        self.brought.contains(&top)
    }
}
