//! Modules that import the document, brought in for what they do before they call it.

use std::ops::Range;

use crate::limits::reached;
use crate::model::children::start_methods::StartMethodCall;
use crate::model::eval::evaluator::Evaluator;
use crate::syntax::ast::Name;
use crate::world::Worlds;

/// How many importers are looked at.
const MAX_IMPORTERS: usize = 8;

impl Evaluator<'_> {
    /// Puts together what bodies do: what they hand to each other, and what importers do before.
    pub(in crate::model) fn put_together(&mut self) {
        self.forget_classes_found();
        self.bring_importers();
        self.note_fixed_by_importers();
        self.judge_parameter_methods();
        self.drop_declined();
        self.compose();
        self.note_set_twice();
    }

    /// Whoever calls a function that sets the start method has imported more by then.
    fn note_fixed_by_importers(&mut self) {
        let open = |setting: &StartMethodCall| setting.fixed.is_none() && setting.owner.is_some();
        if self.outside.alone || !self.spawning.settings.iter().any(open) {
            return;
        }
        let fixed = self.fixed_by_importers();
        for setting in self
            .spawning
            .settings
            .iter_mut()
            .filter(|setting| open(setting))
        {
            setting.fixed.clone_from(&fixed);
        }
    }

    /// Brings the importers in, if children of the document may see what they do not.
    fn bring_importers(&mut self) {
        let starts = !self.spawning.spawns.is_empty();
        if self.outside.alone || !self.outside.minds_children || !starts {
            return;
        }
        for name in self.importers() {
            self.outside.is_importer = true;
            self.bring(&name);
            self.outside.is_importer = false;
        }
    }

    fn importers(&self) -> Vec<Name> {
        match self.quiet {
            0 if self.surroundings.module_name().is_some() => {
                let importers = self.surroundings.importers();
                if importers.len() > MAX_IMPORTERS {
                    reached("modules that import a module");
                }
                importers.into_iter().take(MAX_IMPORTERS).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The place at which something that an importer imports, too, fixes the default start method.
    fn fixed_by_importers(&mut self) -> Option<(Worlds, Range<usize>)> {
        for name in self.importers() {
            self.outside.is_importer = true;
            let place = self.bring(&name);
            self.outside.is_importer = false;
            let Some(place) = place else { continue };
            let others = self.outside.imports_of(place);
            if let Some(fixed) = self.fixed_by(others) {
                return Some(fixed);
            }
        }
        None
    }
}
