//! A look at a file that costs next to nothing: which modules it names, and whether anything in it
//! can depend on the world.

use super::platform_mentions::PlatformMentions;
use crate::facts;
use crate::project::import_lines::{ImportLine, each_import};
use crate::world::Worlds;

/// What the lines of a file say, without a parse.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct QuickScan {
    /// It may fail somewhere by itself, or have names that depend on the world.
    pub(crate) matters: bool,
    /// What it may import while it is imported itself.
    pub(crate) imports: Vec<ImportLine>,
}

/// Reads the lines of a file for these worlds.
pub(crate) fn scan(text: &str, worlds: Worlds) -> QuickScan {
    let mut scan = QuickScan::default();
    let mut mentions = PlatformMentions::new(worlds);
    each_import(text, &mut |import, at_import| {
        scan.matters |= mentions.import(&import);
        let top = import.module.split('.').next().unwrap_or("");
        if at_import && (import.level > 0 || !facts::is_module(top)) {
            scan.imports.push(import);
        }
    });
    scan.matters = scan.matters || mentions.anywhere(text);
    scan
}

/// What a text mentions, to ask about parts of it.
pub(crate) fn mentions(text: &str, worlds: Worlds) -> PlatformMentions {
    let mut mentions = PlatformMentions::new(worlds);
    each_import(text, &mut |import, _| _ = mentions.import(&import));
    mentions
}
