//! The condition that a person would write to say "only where this works".

use super::names::Role;
use crate::facts::lists;
use crate::facts::{self, Literal};
use crate::model::summary::uses::{Site, Use};
use crate::rules::Context;
use crate::syntax::ast::{ExprKind, Name};
use crate::world::{LAST_MINOR, Platform, Worlds};

/// An expression that is true exactly where something works, as far as it is reached there.
#[derive(Clone, Debug)]
pub(in crate::rules) struct GuardCondition {
    /// The expression.
    pub(in crate::rules) holds: String,
    /// Its opposite.
    pub(in crate::rules) fails: String,
    /// The module that both need.
    pub(in crate::rules) module: &'static str,
    /// How the first of them is joined, if it has parts.
    joint: BooleanOperator,
}

/// Titles show conditions up to this length.
const MAX_TITLE_CONDITION_CHARS: usize = 28;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum BooleanOperator {
    None,
    And,
    Or,
}

impl GuardCondition {
    /// The condition that is false in `failing` and true in the rest of `reached`, and in what else of
    /// the common platforms it `works` in.
    ///
    /// It is to be asked at the byte `at`: what the file itself calls its platform is preferred if that is known there.
    pub(in crate::rules) fn of(
        context: &Context<'_>,
        (failing, works): (Worlds, Worlds),
        reached: Worlds,
        at: usize,
    ) -> Option<Self> {
        let reached = reached & context.targets;
        let wanted = reached - failing;
        if wanted.is_empty() {
            return None;
        }
        // Where nobody asked it to run, and it does, it is to go on.
        let others = (works & common()) - context.targets - failing;
        let fits = |worlds: Worlds| worlds & reached == wanted && worlds.contains(others);
        let style = context.style();
        let mut tests = tests("sys.platform", "sys", style.quote);
        if let Some((question, module)) = style.asks {
            tests.splice(0..0, self::tests(question, module, style.quote));
        }
        tests.splice(0..0, flags(context, at));
        if let Some(test) = tests.iter().find(|test| fits(test.worlds)) {
            return Some(test.alone());
        }
        let versions: Vec<PlatformTest> = (9..=LAST_MINOR).flat_map(version_tests).collect();
        if let Some(test) = versions.iter().find(|test| fits(test.worlds)) {
            return Some(test.alone());
        }
        let pairs = || {
            tests
                .iter()
                .flat_map(|test| versions.iter().map(move |other| (test, other)))
        };
        pairs()
            .filter(|(platform, version)| platform.module == version.module)
            .find_map(|(platform, version)| {
                if fits(platform.worlds & version.worlds) {
                    Some(platform.joined(version, BooleanOperator::And))
                } else if fits(platform.worlds | version.worlds) {
                    Some(platform.joined(version, BooleanOperator::Or))
                } else {
                    None
                }
            })
    }

    /// `hasattr(os, "fork")`, which is right everywhere.
    pub(in crate::rules) fn has(context: &Context<'_>, object: &str, name: &str) -> Self {
        let quote = context.style().quote;
        let holds = format!("hasattr({object}, {quote}{name}{quote})");
        Self {
            fails: format!("not {holds}"),
            holds,
            module: "",
            joint: BooleanOperator::None,
        }
    }

    /// For titles: "if `sys.platform != "win32"`", unless that is long.
    pub(in crate::rules) fn if_holds(&self) -> String {
        match self.holds.len() <= MAX_TITLE_CONDITION_CHARS {
            true => format!("if `{}`", self.holds),
            false => "where it works".to_owned(),
        }
    }

    /// The opposite of that.
    pub(in crate::rules) fn if_fails(&self) -> String {
        match self.fails.len() <= MAX_TITLE_CONDITION_CHARS {
            true => format!("if `{}`", self.fails),
            false => "elsewhere".to_owned(),
        }
    }

    /// As an operand of `and`.
    pub(in crate::rules) fn operand(&self) -> String {
        match self.joint {
            BooleanOperator::Or => format!("({})", self.holds),
            _ => self.holds.clone(),
        }
    }
}

/// The platforms that people mean by "everywhere".
fn common() -> Worlds {
    let platforms = [Platform::Linux, Platform::Macos, Platform::Windows];
    let worlds = platforms.into_iter().map(Worlds::platform);
    worlds.fold(Worlds::NONE, |all, worlds| all | worlds)
}

struct PlatformTest {
    holds: String,
    fails: String,
    worlds: Worlds,
    module: &'static str,
}

impl PlatformTest {
    fn alone(&self) -> GuardCondition {
        GuardCondition {
            holds: self.holds.clone(),
            fails: self.fails.clone(),
            module: self.module,
            joint: BooleanOperator::None,
        }
    }

    fn joined(&self, other: &Self, joint: BooleanOperator) -> GuardCondition {
        let (with, without) = match joint {
            BooleanOperator::Or => ("or", "and"),
            _ => ("and", "or"),
        };
        GuardCondition {
            holds: format!("{} {with} {}", self.holds, other.holds),
            fails: format!("{} {without} {}", self.fails, other.fails),
            module: self.module,
            joint,
        }
    }

    /// The test and its opposite.
    fn both(holds: String, fails: String, worlds: Worlds, module: &'static str) -> [Self; 2] {
        let opposite = Self {
            holds: fails.clone(),
            fails: holds.clone(),
            worlds: !worlds,
            module,
        };
        let test = Self {
            holds,
            fails,
            worlds,
            module,
        };
        [opposite, test]
    }
}

/// A name that the file has for its platforms.
pub(super) struct Flag {
    name: Name,
    worlds: Worlds,
    /// Where the statement ends that binds it.
    end: usize,
}

/// The names that are bound once, and read.
pub(super) fn find_flags(context: &Context<'_>) -> Vec<Flag> {
    let named = context
        .model
        .flags
        .iter()
        .filter(|(name, _)| is_platform_flag(name));
    let known = named.filter_map(|(name, worlds)| {
        let occurrences = context.names().of_name(name);
        let bindings = occurrences
            .iter()
            .filter(|occurrence| matches!(occurrence.role, Role::Bind | Role::Import));
        let is_read = occurrences
            .iter()
            .any(|occurrence| occurrence.role == Role::Read);
        let mut ends =
            bindings.map(|binding| binding.place.statement().map(|place| place.range().end));
        let end = ends.next().flatten()?;
        (is_read && ends.next().is_none()).then(|| Flag {
            name: Name::clone(name),
            worlds: *worlds,
            end,
        })
    });
    known.collect()
}

/// `not IS_WINDOWS`, of the names that the file has for its platforms.
fn flags(context: &Context<'_>, at: usize) -> Vec<PlatformTest> {
    let flags = context.memory.flags(context).iter();
    let flags = flags.filter(|flag| flag.end <= at);
    flags
        .flat_map(|flag| {
            let name = flag.name.to_string();
            let fails = format!("not {name}");
            PlatformTest::both(name, fails, flag.worlds, "")
        })
        .map(|test| PlatformTest {
            // Where the file is not meant to run nobody knows what it is.
            worlds: test.worlds | !context.targets,
            ..test
        })
        .collect()
}

/// Whether a name is made of platforms alone: `_IS_WINDOWS`, not `HAVE_FCNTL`.
fn is_platform_flag(name: &str) -> bool {
    let name = name.to_lowercase();
    let mut words = name.split('_');
    words.clone().all(|word| {
        lists::FLAG_PLATFORMS.has(word) || lists::FLAG_WORDS.has(word) || word.is_empty()
    }) && words.any(|word| lists::FLAG_PLATFORMS.has(word))
}

/// `sys.platform != "win32"` and its like, the simplest first.
fn tests(name: &'static str, module: &'static str, quote: char) -> Vec<PlatformTest> {
    let mut values: Vec<(&str, Worlds)> = Vec::new();
    for (worlds, literal) in facts::value(name).unwrap_or_default() {
        if let Literal::Str(value) = literal {
            values.push((value, *worlds));
        }
    }
    // What people ask for first comes first.
    values.sort_by_key(|(value, _)| {
        ["win32", "nt", "linux", "darwin"]
            .iter()
            .position(|known| known == value)
            .unwrap_or(9)
    });
    let quoted = |value: &str| format!("{quote}{value}{quote}");
    let mut tests = Vec::new();
    for (value, worlds) in &values {
        let value = quoted(value);
        tests.extend(PlatformTest::both(
            format!("{name} == {value}"),
            format!("{name} != {value}"),
            *worlds,
            module,
        ));
    }
    for (at, (first, here)) in values.iter().enumerate() {
        for (second, there) in &values[at + 1..] {
            let pair = format!("({}, {})", quoted(first), quoted(second));
            tests.extend(PlatformTest::both(
                format!("{name} in {pair}"),
                format!("{name} not in {pair}"),
                *here | *there,
                module,
            ));
        }
    }
    tests
}

fn version_tests(minor: u8) -> [PlatformTest; 2] {
    PlatformTest::both(
        format!("sys.version_info >= (3, {minor})"),
        format!("sys.version_info < (3, {minor})"),
        Worlds::minors(|m| m >= minor),
        "sys",
    )
}

/// The condition under which the use works; `hasattr` where the platform alone does not say.
pub(in crate::rules) fn condition_of(context: &Context<'_>, usage: &Use) -> Option<GuardCondition> {
    let reached = context.model.reaching(&usage.statement);
    let within = |reached| {
        GuardCondition::of(
            context,
            (usage.worlds, super::works(usage)),
            reached,
            usage.statement.start,
        )
    };
    // Where nothing but failing worlds get there, the condition is the one for everywhere.
    let condition = reached.and_then(within).or_else(|| within(context.targets));
    condition.or_else(|| match &usage.site {
        Site::Attribute { expr, .. } => match &expr.kind {
            ExprKind::Attribute { object, name, .. } if is_dotted(&object.kind) => {
                let object = context.text(object.span.at(usage.base));
                Some(GuardCondition::has(context, object, name))
            }
            _ => None,
        },
        _ => None,
    })
}

fn is_dotted(kind: &ExprKind) -> bool {
    match kind {
        ExprKind::Name(_) => true,
        ExprKind::Attribute { object, .. } => is_dotted(&object.kind),
        _ => false,
    }
}
