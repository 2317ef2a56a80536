//! Modules that import each other, and that nothing else imports: whoever uses them may start with any that is public.

use super::collect_ignore::left_out_in;
use super::search::ImporterSearch;
use crate::project::module_name::ModuleName;
use crate::project::modules::components;
use crate::world::Worlds;

impl ImporterSearch<'_> {
    /// Lets such modules run where those do that nobody imports.
    pub(super) fn open_closed_circles(&mut self) {
        // From the importer, so that what nothing leads to comes last.
        let mut importers = vec![Vec::new(); self.modules.len()];
        for (from, to, _) in &self.inside {
            importers[*to].push(*from);
        }
        let mut is_reached = vec![false; self.modules.len()];
        for circle in components(&importers) {
            let mut above = circle.iter().flat_map(|&member| &importers[member]);
            let is_led_to = above.any(|importer| is_reached[*importer]);
            let is_open = circle.iter().any(|&member| self.outside[member].is_some());
            if !is_led_to && !is_open {
                let is_private = |member: &usize| is_private(&self.modules[*member].1);
                let is_hidden = circle.iter().all(is_private);
                let mut starts = circle.clone();
                starts.retain(|member| is_hidden || !is_private(member));
                for member in starts {
                    let (file, module) = &self.modules[member];
                    // Who wants a private one is among them.
                    let wanted = match is_hidden {
                        true => self.wanted_in(member),
                        false => Worlds::ALL,
                    };
                    let alone = self.named_alone(file, module) - left_out_in(self.view, file);
                    self.outside[member] = Some(wanted & alone);
                }
            }
            circle.iter().for_each(|&member| is_reached[member] = true);
        }
    }

    /// The worlds in which the others import a module.
    fn wanted_in(&self, module: usize) -> Worlds {
        let imports = self.inside.iter().filter(|(_, to, _)| *to == module);
        imports.fold(Worlds::NONE, |all, (_, _, within)| all | *within)
    }
}

/// Whether nobody outside of the project is to import a module: `pkg._posix`.
fn is_private(module: &ModuleName) -> bool {
    let mut parts = module.dotted.split('.');
    parts.any(|part| part.starts_with('_') && !part.starts_with("__"))
}
