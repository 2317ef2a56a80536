//! A platform or a version that a project claims and that its workflows never run on.
//!
//! In files that are not Python it is `crate::project` that finds them; here are those of `setup.py`.

use super::{Context, Needs, Rule, claims};
use crate::config::from_setup;
use crate::finding::Finding;

pub(super) static RULE: Rule = Rule {
    code: claims::UNTESTED,
    page: include_str!("untested-platform.md"),
    level: None,
    needs: Needs::Setup,
    check,
    fixes: &[],
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let Some(arguments) = from_setup(context.document) else {
        return;
    };
    let claimed = claims::of_setup(&arguments, context.document.text().as_str());
    if !claimed.is_empty()
        && let Some(tested) = context.surroundings.tested()
    {
        found.extend(claims::untested(&claimed, &tested, context.targets));
    }
}
