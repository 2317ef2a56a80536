//! Guards that could not be decided, and whether they may be about the platform all the same.

use std::hash::Hash;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use foldhash::HashMap;

use crate::model::eval::call_conditions::CallCondition;
use crate::model::eval::condition_words::ConditionWords;
use crate::model::eval::guards::Guard;
use crate::model::eval::platform_option::PlatformOption;
use crate::model::value::FunctionId;
use crate::syntax::ast::{Expr, Function};
use crate::world::Worlds;

/// A condition that could be true or false in these worlds, around the current place.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::model) struct Unclear {
    pub(super) said: Arc<ConditionWords>,
    pub(super) worlds: Worlds,
    /// Whoever did not pass it has left by an exception.
    passed: bool,
    /// Whoever did not pass it has failed, as far as the function goes.
    pub(super) raises: bool,
    /// It decides whether a test is skipped.
    pub(super) skips: bool,
    /// It does not hold here: what is around the place is what comes behind `else`.
    pub(super) fails: bool,
    /// What the user decides: the parameters that it comes from.
    option: Option<Arc<[ParameterId]>>,
    /// What it asks of what the function around it is given.
    pub(super) condition: Option<CallCondition>,
    /// It is a part of the test that the next one inside is about.
    pub(super) is_part: bool,
    /// Its words may be about what is used behind it.
    speaks: bool,
}

/// A parameter, by its function and its place.
pub(in crate::model) type ParameterId = (FunctionId, u16);

impl Unclear {
    /// A condition in these worlds, of which nothing else is known yet.
    pub(in crate::model) fn new(test: &Expr, worlds: Worlds) -> Self {
        Self::with(test, &[], worlds)
    }

    /// The same, where these expressions decide what it gives.
    pub(in crate::model) fn with(test: &Expr, behind: &[Expr], worlds: Worlds) -> Self {
        Self {
            said: Arc::new(ConditionWords::of(test, behind)),
            worlds,
            passed: false,
            raises: false,
            skips: false,
            fails: false,
            option: None,
            condition: None,
            is_part: false,
            speaks: true,
        }
    }

    /// A name in it stands for an answer to which platform this is.
    pub(in crate::model) fn about_platforms(mut self) -> Self {
        if let Some(said) = Arc::get_mut(&mut self.said) {
            said.platform = true;
            said.names_one = true;
        }
        self
    }

    /// The user decides it, through these parameters or on the command line.
    pub(in crate::model) fn decided_by_user(mut self, parameters: Vec<ParameterId>) -> Self {
        self.option = Some(parameters.into());
        self
    }

    fn is_doubtful(&self) -> bool {
        let platform = match self.option {
            Some(_) => self.said.names_one,
            None => self.said.platform,
        };
        self.skips || platform
    }

    /// Which process it asks for; whoever is not asked for, nobody knows.
    pub(super) fn guard(&self) -> Guard {
        match self.fails {
            true => Guard::Unknown,
            false => self.said.guard,
        }
    }

    /// Whether code behind it may be left out for a reason that nobody knows.
    fn is_unknown(&self) -> bool {
        self.guard() == Guard::Unknown && !self.raises
    }

    /// Whether nothing that it says decides what comes behind it, but that it went well.
    pub(super) fn only_fails(&self) -> bool {
        self.raises && self.condition.is_none()
    }

    /// Whether it may ask for the thing that is used behind it.
    fn speaks_of(&self, used: &str) -> bool {
        self.speaks && self.option.is_none() && self.said.speaks_of(used)
    }
}

/// The undecided guards around a place, the innermost last. Every definition below them keeps them, so
/// they are shared; what is asked of all of them is known for each.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct Undecided {
    last: Option<Arc<ReadNode>>,
}

#[derive(Debug)]
struct ReadNode {
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

impl Drop for ReadNode {
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
    wanted: HashMap<(u64, Option<&'static str>), Option<Arc<PlatformOption>>>,
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

    /// Forgets what the guards from so many on may say of what is used behind them.
    pub(super) fn forget_words_from(&mut self, guards: usize) {
        for own in self.take_down_to(guards).into_iter().rev() {
            let speaks = false;
            self.push(Unclear { speaks, ..own });
        }
    }

    /// Adds the innermost.
    pub(in crate::model) fn push(&mut self, own: Unclear) {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let outer = std::mem::take(self);
        let of = |known: fn(&ReadNode) -> Worlds, counts: bool| {
            let before = outer.last.as_deref().map_or(Worlds::NONE, known);
            before | if counts { own.worlds } else { Worlds::NONE }
        };
        let node = ReadNode {
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            depth: outer.len() + 1,
            all: of(|node| node.all, true),
            open: of(|node| node.open, !own.passed),
            doubtful: of(|node| node.doubtful, own.is_doubtful()),
            unknown: of(|node| node.unknown, own.is_unknown()),
            process: of(|node| node.process, own.guard() == Guard::Process),
            main: of(|node| node.main, own.guard() == Guard::Main),
            outer,
            own,
        };
        self.last = Some(Arc::new(node));
    }

    /// All of them, the innermost first.
    pub(super) fn innermost_first(&self) -> impl Iterator<Item = &Unclear> {
        let mut next = self.last.as_deref();
        std::iter::from_fn(move || {
            let node = next?;
            next = node.outer.last.as_deref();
            Some(&node.own)
        })
    }

    /// Leaves only the outermost so many.
    pub(in crate::model) fn truncate(&mut self, length: usize) {
        while let Some(node) = self.last.take_if(|node| node.depth > length) {
            *self = node.outer.clone();
        }
    }

    /// Takes the innermost ones down to so many off, the innermost first.
    pub(super) fn take_down_to(&mut self, length: usize) -> Vec<Unclear> {
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

    /// Whoever does not come past those from so many on has failed.
    pub(in crate::model) fn raise_from(&mut self, mark: usize) {
        for mut own in self.take_down_to(mark).into_iter().rev() {
            own.raises = true;
            self.push(own);
        }
    }

    /// Those from so many on do not hold in what comes now.
    pub(in crate::model) fn fail_from(&mut self, mark: usize) {
        let asks =
            |node: &ReadNode| node.main.overlaps(Worlds::ALL) || node.process.overlaps(Worlds::ALL);
        if self.len() > mark && self.last.as_deref().is_some_and(asks) {
            for mut own in self.take_down_to(mark).into_iter().rev() {
                own.fails = true;
                self.push(own);
            }
        }
    }

    /// The innermost decides whether a test is skipped, if it stands open in one of these worlds.
    pub(in crate::model) fn skips_in(&mut self, worlds: Worlds) {
        let decides = |node: &ReadNode| node.own.worlds.overlaps(worlds) && !node.own.skips;
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
        let key = |id| (id, used);
        self.gathered(&mut answers.about, key, |worlds, own| {
            if own.is_doubtful() || own.speaks_of(used) {
                *worlds |= own.worlds;
            }
        })
    }

    /// What is gathered from all of them, the outermost first; what is known of those around is not asked again.
    fn gathered<K: Eq + Hash, T: Clone + Default>(
        &self,
        known: &mut HashMap<K, T>,
        key: impl Fn(u64) -> K,
        mut add: impl FnMut(&mut T, &Unclear),
    ) -> T {
        let mut unanswered = Vec::new();
        let mut all = T::default();
        let mut next = self.last.as_deref();
        while let Some(node) = next {
            if let Some(known) = known.get(&key(node.id)) {
                all.clone_from(known);
                break;
            }
            unanswered.push(node);
            next = node.outer.last.as_deref();
        }
        for node in unanswered.into_iter().rev() {
            add(&mut all, &node.own);
            known.insert(key(node.id), all.clone());
        }
        all
    }
}

impl Undecided {
    /// Whether a user asks for a module in so many words: `if args.force_kqueue: from observers import kqueue`.
    pub(in crate::model) fn asks_for(&self, module: &str) -> bool {
        let mut next = self.last.as_deref();
        while let Some(node) = next {
            let said = &node.own.said;
            if node.own.option.is_some() && (said.names_mechanism() || said.speaks_of(module)) {
                return true;
            }
            next = node.outer.last.as_deref();
        }
        false
    }

    /// What the user decides about the use of something, in words that fit it.
    pub(in crate::model) fn wanted(
        &self,
        used: Option<&'static str>,
        answers: &mut Answers,
    ) -> Option<PlatformOption> {
        let key = |id| (id, used);
        let wanted = self.gathered(&mut answers.wanted, key, |wanted, own| {
            let asks = || own.said.platform || used.is_some_and(|used| own.said.speaks_of(used));
            if let Some(parameters) = own.option.as_deref().filter(|_| asks()) {
                wanted.get_or_insert_default().add(own.worlds, parameters);
            }
        });
        wanted.map(Arc::unwrap_or_clone)
    }
}

impl Extend<Unclear> for Undecided {
    fn extend<I: IntoIterator<Item = Unclear>>(&mut self, guards: I) {
        guards.into_iter().for_each(|guard| self.push(guard));
    }
}
