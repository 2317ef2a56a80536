//! The platforms that a group of requirements or a file of them is named for: `windows`, `requirements-mac.txt`.

use crate::model::eval::platform_words::words;
use crate::project::platform_names::platform_named;
use crate::world::{Platform, Worlds};

/// Where somebody would install what goes by this name; everywhere, if it names no platform.
pub(super) fn named_platforms(name: &str) -> Worlds {
    let words = words(name);
    // `no-windows`.
    let denies = |word: &String| matches!(&**word, "no" | "non" | "not" | "without");
    let named = words.iter().filter_map(|word| match &**word {
        // In the name of a file it may be an address in a network.
        "mac" => Some(Worlds::platform(Platform::Macos)),
        word => platform_named(word),
    });
    let named = named.fold(Worlds::NONE, |all, worlds| all | worlds);
    match named {
        Worlds::NONE => Worlds::ALL,
        _ if words.iter().any(denies) => Worlds::ALL - named,
        _ => named,
    }
}
