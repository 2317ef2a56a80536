//! Guards that could not be decided, and whether they may be about the platform all the same.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::model::eval::bound_names::each_part;
use crate::model::eval::guards::{Asked, Guard};
use crate::model::eval::platform_words::{is_platform_word, is_telling, names_platform, words};
use crate::model::limits::LONGEST_GUARD;
use crate::model::value::FunctionId;
use crate::syntax::ast::{Expr, ExprKind, Function};
use crate::world::Worlds;

/// A condition that could be true or false in these worlds, around the current place.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::model) struct Unclear {
    said: Arc<Said>,
    worlds: Worlds,
    /// Whoever did not pass it has left by an exception.
    passed: bool,
    /// It decides whether a test is skipped.
    skips: bool,
}

impl Unclear {
    /// A condition in these worlds, of which nothing else is known yet.
    pub(in crate::model) fn new(test: &Expr, worlds: Worlds) -> Self {
        Self {
            said: Arc::new(Said::of(test)),
            worlds,
            passed: false,
            skips: false,
        }
    }

    fn is_doubtful(&self) -> bool {
        self.skips || self.said.platform
    }
}

/// What the names and strings in a condition say.
#[derive(Debug, PartialEq)]
struct Said {
    /// It probably is about the platform.
    platform: bool,
    /// Which process it asks for.
    guard: Guard,
    /// The words that may be about what is used behind it.
    words: Vec<String>,
}

impl Said {
    fn of(test: &Expr) -> Self {
        let mut platform = false;
        let mut asked = Asked::new(test);
        let mut telling = Vec::new();
        let mut tells = |text: &str, is_name: bool| {
            let said = words(text);
            platform |= match is_name {
                true => said.iter().any(|word| is_platform_word(word)),
                false => names_platform(text),
            };
            asked.word(text);
            telling.extend(said.into_iter().filter(|word| is_telling(word)));
        };
        let mut os_name = false;
        let whole = each_word(test, &mut |word| match word {
            Word::Name(name) => tells(name, true),
            Word::Str(text) => tells(text, false),
            Word::OsName => os_name = true,
        });
        Self {
            // What is too long to be looked through may say anything.
            platform: platform || os_name || !whole,
            guard: asked.guard(),
            words: telling,
        }
    }

    /// `USE_CP_SENDFILE` and `os.sendfile`, `SIGMASK` and `signal.pthread_sigmask`.
    fn speaks_of(&self, used: &str) -> bool {
        // Its module is in every condition that asks for something else of it.
        let used = words(used.rsplit('.').next().unwrap_or(used));
        let mut used = used.iter().filter(|word| is_telling(word));
        used.any(|used| self.words.iter().any(|word| used.ends_with(word.as_str())))
    }
}

enum Word<'e> {
    Name(&'e str),
    Str(&'e str),
    /// `os.name`
    OsName,
}

/// Calls `visit` with the names and strings in a condition; whether all of them were seen.
fn each_word<'e>(test: &'e Expr, visit: &mut dyn FnMut(Word<'e>)) -> bool {
    let mut open = vec![test];
    let mut seen = 0;
    while let Some(expr) = open.pop() {
        seen += 1;
        if seen > LONGEST_GUARD {
            return false;
        }
        match &expr.kind {
            ExprKind::Name(name) => visit(Word::Name(name)),
            ExprKind::Str(text) => visit(Word::Str(text)),
            ExprKind::Attribute { object, name, .. } => {
                if matches!(&object.kind, ExprKind::Name(os) if &**os == "os" && &**name == "name")
                {
                    visit(Word::OsName);
                }
                visit(Word::Name(name));
                open.push(object);
            }
            _ => each_part(expr, &mut |part| open.push(part)),
        }
    }
    true
}

/// The undecided guards around a place, the innermost last. Every definition below them keeps them, so
/// they are shared; what is asked of all of them is known for each.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct Undecided {
    last: Option<Arc<Node>>,
}

#[derive(Debug)]
struct Node {
    id: u64,
    own: Unclear,
    outer: Undecided,
    depth: usize,
    /// Of this guard and all around it: the worlds, those of guards that not everybody passed, those
    /// of guards that are about the platform, and those that ask for the process.
    all: Worlds,
    open: Worlds,
    doubtful: Worlds,
    unknown: Worlds,
    process: Worlds,
    main: Worlds,
}

impl Drop for Node {
    fn drop(&mut self) {
        // One after the other: a long list would need a deep stack.
        let mut next = self.outer.last.take();
        while let Some(mut node) = next.and_then(Arc::into_inner) {
            next = node.outer.last.take();
        }
    }
}

/// What was asked of guards about things that are used behind them, and of functions about what they define.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct Answers {
    about: HashMap<(u64, &'static str), Worlds>,
    /// Whether a function with this body gives one that it defines.
    pub(in crate::model) given: HashMap<FunctionId, (Arc<Function>, bool)>,
}

impl PartialEq for Undecided {
    fn eq(&self, other: &Self) -> bool {
        let (mut ours, mut theirs) = (self.last.as_ref(), other.last.as_ref());
        loop {
            match (ours, theirs) {
                (None, None) => return true,
                (Some(one), Some(two)) if Arc::ptr_eq(one, two) => return true,
                (Some(one), Some(two)) if one.own == two.own => {
                    (ours, theirs) = (one.outer.last.as_ref(), two.outer.last.as_ref());
                }
                _ => return false,
            }
        }
    }
}

impl Undecided {
    /// How many there are.
    pub(in crate::model) fn len(&self) -> usize {
        self.last.as_ref().map_or(0, |node| node.depth)
    }

    /// Whether there is none.
    pub(in crate::model) fn is_empty(&self) -> bool {
        self.last.is_none()
    }

    /// Adds the innermost.
    pub(in crate::model) fn push(&mut self, own: Unclear) {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let outer = std::mem::take(self);
        let of = |known: fn(&Node) -> Worlds, counts: bool| {
            let before = outer.last.as_deref().map_or(Worlds::NONE, known);
            before | if counts { own.worlds } else { Worlds::NONE }
        };
        let node = Node {
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            depth: outer.len() + 1,
            all: of(|node| node.all, true),
            open: of(|node| node.open, !own.passed),
            doubtful: of(|node| node.doubtful, own.is_doubtful()),
            unknown: of(|node| node.unknown, own.said.guard == Guard::Unknown),
            process: of(|node| node.process, own.said.guard == Guard::Process),
            main: of(|node| node.main, own.said.guard == Guard::Main),
            outer,
            own,
        };
        self.last = Some(Arc::new(node));
    }

    /// Leaves only the outermost so many.
    pub(in crate::model) fn truncate(&mut self, length: usize) {
        while let Some(node) = self.last.take_if(|node| node.depth > length) {
            *self = node.outer.clone();
        }
    }

    /// Takes the innermost ones down to so many off, the innermost first.
    fn take_down_to(&mut self, length: usize) -> Vec<Unclear> {
        let mut taken = Vec::new();
        while let Some(node) = self.last.take_if(|node| node.depth > length) {
            taken.push(node.own.clone());
            *self = node.outer.clone();
        }
        taken
    }

    /// Whoever does not come past those from so many on has left by an exception.
    pub(in crate::model) fn passed(&mut self, mark: usize) {
        for mut own in self.take_down_to(mark).into_iter().rev() {
            own.passed = true;
            self.push(own);
        }
    }

    /// The innermost decides whether a test is skipped, if it stands open in one of these worlds.
    pub(in crate::model) fn skips_in(&mut self, worlds: Worlds) {
        let decides = |node: &Node| node.own.worlds.overlaps(worlds) && !node.own.skips;
        if self.last.as_deref().is_some_and(decides) {
            for mut own in self.take_down_to(self.len() - 1) {
                own.skips = true;
                self.push(own);
            }
        }
    }

    /// The worlds in which not everybody came past one of them.
    pub(in crate::model) fn open(&self) -> Worlds {
        self.last.as_deref().map_or(Worlds::NONE, |node| node.open)
    }

    /// The worlds in which one of them could be true or false.
    pub(in crate::model) fn worlds(&self) -> Worlds {
        self.last.as_deref().map_or(Worlds::NONE, |node| node.all)
    }

    /// Those of the ones from so many on.
    pub(in crate::model) fn worlds_since(&self, mark: usize) -> Worlds {
        let mut worlds = Worlds::NONE;
        let mut next = self.last.as_deref().filter(|node| node.depth > mark);
        while let Some(node) = next {
            worlds |= node.own.worlds;
            let outer = node.outer.last.as_deref();
            // Nothing more comes where it already has all that there is.
            next = outer.filter(|outer| outer.depth > mark && !worlds.contains(outer.all));
        }
        worlds
    }

    /// The strongest of them in these worlds.
    pub(in crate::model) fn guard(&self, reach: Worlds) -> Guard {
        let Some(node) = &self.last else {
            return Guard::Absent;
        };
        if node.main.overlaps(reach) {
            Guard::Main
        } else if node.process.overlaps(reach) {
            Guard::Process
        } else if node.unknown.overlaps(reach) {
            Guard::Unknown
        } else {
            Guard::Absent
        }
    }

    /// The worlds in which one of them, though not understood, probably is about the platform.
    pub(in crate::model) fn doubtful(&self) -> Worlds {
        self.last
            .as_deref()
            .map_or(Worlds::NONE, |node| node.doubtful)
    }

    /// The worlds in which one of them probably is about the platform or about what is used here:
    /// `if is_windows():`, `if self.use_setsid:` before `os.setsid`.
    pub(in crate::model) fn doubtful_for(
        &self,
        used: &'static str,
        answers: &mut Answers,
    ) -> Worlds {
        let mut unanswered = Vec::new();
        let mut worlds = Worlds::NONE;
        let mut next = self.last.as_deref();
        while let Some(node) = next {
            if let Some(known) = answers.about.get(&(node.id, used)) {
                worlds = *known;
                break;
            }
            unanswered.push(node);
            next = node.outer.last.as_deref();
        }
        for node in unanswered.into_iter().rev() {
            if node.own.is_doubtful() || node.own.said.speaks_of(used) {
                worlds |= node.own.worlds;
            }
            answers.about.insert((node.id, used), worlds);
        }
        worlds
    }
}

impl Extend<Unclear> for Undecided {
    fn extend<I: IntoIterator<Item = Unclear>>(&mut self, guards: I) {
        guards.into_iter().for_each(|guard| self.push(guard));
    }
}

/// Whether an expression probably is about the platform.
pub(in crate::model) fn is_about_platforms(test: &Expr) -> bool {
    Said::of(test).platform
}
