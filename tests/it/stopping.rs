//! A check that nobody waits for any more ends soon, whatever it is doing.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use spawnsafe::check::check_with_fixes;
use spawnsafe::config::Config;
use spawnsafe::model::surroundings::{
    ChildNames, Definitions, Frozen, ImportFailure, NoSurroundings, Origin, Summary, Surroundings,
    TestedWorlds,
};
use spawnsafe::model::value::Partition;
use spawnsafe::syntax::Document;
use spawnsafe::work_counts::{self, WorkCounts};
use spawnsafe::world::Worlds;

/// Nothing lies around; somebody gives the check up when it has asked this often.
struct GivenUp {
    after: usize,
    asked: AtomicUsize,
}

impl GivenUp {
    fn after(after: usize) -> Self {
        Self {
            after,
            asked: AtomicUsize::new(0),
        }
    }
}

impl Surroundings for GivenUp {
    fn cancelled(&self) -> bool {
        let asked = self.asked.fetch_add(1, Ordering::Relaxed);
        if asked == self.after {
            // From here on all that is done is too much.
            work_counts::take();
        }
        asked >= self.after
    }

    fn module(&self, name: &str) -> Option<Arc<Summary>> {
        NoSurroundings.module(name)
    }

    fn loaded(&self, name: &str) -> Option<Arc<Summary>> {
        NoSurroundings.loaded(name)
    }

    fn definitions(&self, name: &str, minds: bool) -> Option<Arc<Definitions>> {
        NoSurroundings.definitions(name, minds)
    }

    fn module_name(&self) -> Option<&str> {
        NoSurroundings.module_name()
    }

    fn importers(&self) -> Vec<Arc<str>> {
        NoSurroundings.importers()
    }

    fn child_names(&self, name: &str) -> Arc<ChildNames> {
        NoSurroundings.child_names(name)
    }

    fn evaluated_child_names(&self, name: &str) -> Arc<ChildNames> {
        NoSurroundings.evaluated_child_names(name)
    }

    fn substituted(&self, module: &str) -> Worlds {
        NoSurroundings.substituted(module)
    }

    fn required(&self, module: &str) -> Worlds {
        NoSurroundings.required(module)
    }

    fn patch(&self, failure: &ImportFailure) -> Option<Arc<str>> {
        NoSurroundings.patch(failure)
    }

    fn tested(&self) -> Option<TestedWorlds> {
        NoSurroundings.tested()
    }

    fn frozen(&self) -> Option<Frozen> {
        NoSurroundings.frozen()
    }

    fn conftest(&self, name: &str) -> Option<Partition> {
        NoSurroundings.conftest(name)
    }

    fn imported_in(&self) -> Worlds {
        NoSurroundings.imported_in()
    }

    fn used_in(&self, names: &[Arc<str>]) -> Vec<(Arc<str>, Worlds)> {
        NoSurroundings.used_in(names)
    }

    fn imported_as(&self) -> Option<&str> {
        NoSurroundings.imported_as()
    }

    fn patched(&self) -> Vec<String> {
        NoSurroundings.patched()
    }

    fn package(&self) -> Option<&str> {
        NoSurroundings.package()
    }

    fn origin(&self) -> Origin {
        NoSurroundings.origin()
    }
}

/// How often a check with all fixes asks whether it is given up, and what it does after that.
fn check(source: &str, after: usize) -> (usize, WorkCounts) {
    let around = GivenUp::after(after);
    let document = Document::new(source.to_owned());
    work_counts::take();
    check_with_fixes(&document, &around, &Config::default(), |_| true);
    (around.asked.into_inner(), work_counts::take())
}

#[test]
fn a_check_that_is_given_up_does_little_more() {
    let start = "import os\nfrom multiprocessing import Process\nif __name__ == '__main__':\n";
    let forks: String = (0..16)
        .map(|number| format!("    Process(target=lambda: {number}).start()\n    os.fork()\n"))
        .collect();
    let functions: String = (0..16)
        .map(|number| format!("def f{number}():\n    os.setsid()\n    f{}()\n", number / 2))
        .collect();
    let source = [start, &forks, &functions].concat();
    let (all, _) = check(&source, usize::MAX);
    // In each statement, body and rule, and for each finding.
    assert!(all > 100, "it asks {all} times");
    let few = WorkCounts {
        parsed: source.len(),
        bodies: 2,
        statements: 2,
        links: 1,
        occurrences: 400,
        ..WorkCounts::default()
    };
    for after in (0..all).step_by(3) {
        let (asked, done) = check(&source, after);
        assert!(asked < after + 100, "asks {asked} times after {after}");
        assert!(
            done.bodies <= few.bodies
                && done.statements <= few.statements
                && done.links <= few.links
                && done.occurrences <= few.occurrences,
            "{done:?} after {after} of {all}"
        );
    }
}
