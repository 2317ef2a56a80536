//! `match`: which worlds a pattern lets through.

use crate::model::eval::bound_names::Bound;
use crate::model::eval::condition_words::is_about_platforms;
use crate::model::eval::evaluator::Evaluator;
use crate::model::value::Partition;
use crate::syntax::ast::{Case, Expr, Pattern};
use crate::world::Worlds;

impl Evaluator<'_> {
    pub(in crate::model) fn cases(&mut self, subject: &Expr, value: &Partition, cases: &[Case]) {
        let mark = self.unclear.len();
        let mut open = self.reach;
        let mut out = Worlds::NONE;
        let names_platforms = cases.iter().any(|case| names_platform(&case.pattern));
        for case in cases {
            self.reach = open;
            let (mut matches, mut misses) = self.matches(&case.pattern, value);
            let both = matches & misses;
            if !both.is_empty() {
                let unclear = self.undecided(subject, both);
                self.unclear.push(match names_platforms {
                    true => unclear.about_platforms(),
                    false => unclear,
                });
            }
            self.reach = matches;
            let mut bound = Bound::default();
            bound.pattern(&case.pattern);
            for name in &bound.names {
                let whole = matches!(case.pattern, Pattern::Wildcard(_));
                let bound = if whole {
                    value.clone()
                } else {
                    Partition::UNKNOWN
                };
                self.bind(name, &bound);
            }
            if let Some(guard) = &case.guard {
                let (passes, fails) = self.split(guard);
                matches = passes;
                misses |= fails;
            }
            self.reach = matches;
            self.block(&case.body);
            out |= self.reach;
            open = misses;
        }
        self.unclear.truncate(mark);
        self.reach = open | out;
    }

    /// The worlds in which a pattern can match, and those in which it can fail to.
    fn matches(&mut self, pattern: &Pattern, value: &Partition) -> (Worlds, Worlds) {
        let reach = self.reach;
        match pattern {
            Pattern::Wildcard(_) => (reach, Worlds::NONE),
            Pattern::Unknown(_) => (reach, reach),
            Pattern::Value(expr) => {
                let constant = self.eval(expr);
                crate::model::eval::conditions::equal(value, &constant, reach).split(reach)
            }
            Pattern::Any(options) => {
                let mut open = reach;
                let mut out = Worlds::NONE;
                for option in options {
                    self.reach = open;
                    let (matches, misses) = self.matches(option, value);
                    out |= matches;
                    open = misses;
                }
                self.reach = reach;
                (out, open)
            }
        }
    }
}

/// Whether a pattern is for a platform: `case Backend.WIN_RT`. What the others are for differs by platform, too.
fn names_platform(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::Value(expr) => is_about_platforms(expr),
        Pattern::Any(options) => options.iter().any(names_platform),
        Pattern::Wildcard(_) | Pattern::Unknown(_) => false,
    }
}
