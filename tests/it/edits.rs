//! Edits: what is found after some is what a check of the new text finds, and costs what they change.

use std::any::Any;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;

use proptest::prelude::*;
use spawnsafe::check::{EvaluatedDocument, PreviousCheck, check};
use spawnsafe::config::Config;
use spawnsafe::finding::Finding;
use spawnsafe::model::surroundings::NoSurroundings;
use spawnsafe::syntax::Document;
use spawnsafe::text::{Edit, PositionEncoding};
use spawnsafe::work_counts::{self, WorkCounts};

/// A module in which bodies ask what others give, assign to `self`, make things and define functions.
const MODULE: &str = include_str!("edits.py");

/// What is typed into bodies.
const TYPED: [&str; 61] = [
    "x",
    "o",
    "os",
    "(",
    ")",
    ".",
    ", ",
    "\n",
    "\n    ",
    "\n        ",
    " ",
    "# ",
    "\"",
    "'",
    ":",
    "=",
    " = ",
    "return ",
    "os.fork()",
    "os.getuid()",
    "self.",
    "self.a = ",
    "self.value",
    "lambda: 0",
    "lambda",
    "helper()",
    "helper",
    "make()",
    "Worker()",
    "def inner():\n        pass\n",
    "global STATE\n",
    "STATE",
    "STATE = 1",
    "if x:",
    "try:",
    "raise OSError",
    "sys.exit()",
    ".qsize()",
    "through(items)",
    "loop.add_signal_handler(1, x)",
    "sys.platform == \"win32\"",
    "not ",
    "import fcntl\n",
    "import os\n",
    "yield ",
    "await ",
    "class A: pass\n",
    "threading.Thread(target=f).start()",
    "multiprocessing.Process(target=f).start()",
    "Pool(2)",
    "Queue()",
    "pass\n",
    "[",
    "]",
    "{",
    "}",
    "é",
    "𐐀",
    "# spawnsafe: ignore[unavailable-attribute]",
    "os.fork = None\n",
    "setup(",
];

/// The blocks of Python on the pages of rules, and modules made of several.
fn sources() -> Vec<String> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let mut files: Vec<_> = fs::read_dir(directory)
        .expect("the pages")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    files.sort();
    let mut blocks = vec![MODULE.to_owned(), include_str!("incremental.py").to_owned()];
    for file in files {
        let page = fs::read_to_string(file).expect("a page");
        let parts = page.split("```");
        let python =
            parts.filter_map(|part| Some(part.strip_prefix("python")?.split_once('\n')?.1));
        blocks.extend(python.map(str::to_owned));
    }
    blocks
}

fn edit() -> impl Strategy<Value = (u16, usize, String, u8)> {
    let typed = proptest::collection::vec(proptest::sample::select(&TYPED[..]), 0..3);
    let length = prop_oneof![6 => Just(0usize), 4 => 1usize..4, 1 => 0usize..60];
    (
        any::<u16>(),
        length,
        typed.prop_map(|typed| typed.concat()),
        0u8..3,
    )
}

/// 200 cases, or as many as `PROPTEST_CASES` says.
fn random() -> ProptestConfig {
    let default = ProptestConfig::default();
    let is_set = std::env::var_os("PROPTEST_CASES").is_some();
    ProptestConfig {
        failure_persistence: None,
        cases: if is_set { default.cases } else { 200 },
        ..default
    }
}

/// An open document, checked after every edit.
struct Open {
    document: Document,
    remembered: Option<PreviousCheck>,
    evaluated: EvaluatedDocument,
}

impl Open {
    fn new(text: &str) -> Self {
        let document = Document::new(text.into());
        let (evaluated, remembered) =
            EvaluatedDocument::after(None, &document, &NoSurroundings, &Config::default());
        Self {
            document,
            remembered,
            evaluated,
        }
    }

    fn edit(&mut self, edit: &Edit) -> &[Finding] {
        self.document.edit(edit);
        let known = self.remembered.take();
        let (evaluated, remembered) =
            EvaluatedDocument::after(known, &self.document, &NoSurroundings, &Config::default());
        (self.evaluated, self.remembered) = (evaluated, remembered);
        &self.evaluated.findings
    }

    /// Puts text in the place of some that occurs once; what had to be done to know the findings.
    fn put(&mut self, old: &str, new: &str) -> WorkCounts {
        let text = self.document.text().as_str();
        assert_eq!(text.matches(old).count(), 1, "{old:?}");
        let start = text.find(old).expect("it occurs");
        work_counts::take();
        self.edit(&Edit {
            range: start..start + old.len(),
            content: new.into(),
        });
        let work = work_counts::take();
        let fresh = Document::new(self.document.text().as_str().into());
        assert_eq!(
            self.evaluated.findings,
            check(&fresh, &NoSurroundings, &Config::default())
        );
        work
    }
}

proptest! {
    #![proptest_config(random())]

    #[test]
    fn findings_after_edits_are_those_of_the_new_text(
        which in proptest::collection::vec(any::<proptest::sample::Index>(), 1..3),
        edits in proptest::collection::vec((edit(), any::<bool>()), 1..10),
    ) {
        thread_local! {
            static SOURCES: Vec<String> = sources();
        }
        let text: String = SOURCES.with(|sources| {
            which.iter().map(|which| which.get(sources).as_str()).collect::<Vec<_>>().join("\n")
        });
        let compared = catch_unwind(AssertUnwindSafe(|| type_and_compare(&text, edits)));
        match compared {
            Ok(()) => {}
            // The search before parsing goes by what Python accepts, which takes less than the grammar.
            Err(panic) if said(&*panic).starts_with("the search before parsing") => {}
            Err(panic) => resume_unwind(panic),
        }
    }
}

fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref().copied()).unwrap_or("")
}

type Typed = ((u16, usize, String, u8), bool);

/// Makes the edits in a text, and compares what is found after each with what is found in a new document.
fn type_and_compare(text: &str, edits: Vec<Typed>) {
    let mut open = Open::new(text);
    let mut near = 0;
    for ((place, length, content, encoding), elsewhere) in edits {
        let text = open.document.text().clone();
        let end = text.as_str().len();
        // People type in one place for a while.
        let start = match elsewhere {
            true => end * usize::from(place) / usize::from(u16::MAX),
            false => near,
        };
        let encoding = [
            PositionEncoding::Utf8,
            PositionEncoding::Utf16,
            PositionEncoding::Utf32,
        ][usize::from(encoding)];
        let byte = |byte: usize| text.byte(text.position(byte.min(end), encoding), encoding);
        let range = byte(start)..byte(start + length);
        near = range.start + content.len();
        let found = open.edit(&Edit { range, content }).to_vec();
        let fresh = Document::new(open.document.text().as_str().into());
        let expected = check(&fresh, &NoSurroundings, &Config::default());
        let text = open.document.text().as_str();
        assert_eq!(found, expected, "after edits of\n{text}");
        if place % 8 == 0 {
            let fresh = EvaluatedDocument::of(&fresh, &NoSurroundings, &Config::default());
            let (ours, theirs) = (
                open.evaluated.fixes(&NoSurroundings),
                fresh.fixes(&NoSurroundings),
            );
            for finding in &found {
                assert_eq!(ours.of(finding), theirs.of(finding), "in\n{text}");
            }
        }
    }
}

#[test]
fn what_stands_behind_the_beginning_of_the_text_is_found_when_that_is_taken_away() {
    let text = "# One.\nclass A:\n    import os\n\n    def f(self):\n        from os import fork\n        return fork\n\n    def g(self):\n        self.f()\n";
    let mut open = Open::new(text);
    open.put("# One.", "#");
    assert!(!open.evaluated.findings.is_empty());
    open.put("self.f()", "self.f(1)");
    open.put("#\n", "");
    open.put("return fork", "return fork()");
}

#[test]
fn fixes_after_edits_are_those_of_the_new_text() {
    let text = "# About.\nimport fcntl\n\n\ndef f():\n    fcntl.flock(1, 2)\n\n\nf()\n";
    let mut open = Open::new(text);
    for (old, new) in [
        ("About.", "About it."),
        ("(1, 2)", "(1, 3)"),
        ("it.", "that."),
    ] {
        open.put(old, new);
        let fresh = Document::new(open.document.text().as_str().into());
        let fresh = EvaluatedDocument::of(&fresh, &NoSurroundings, &Config::default());
        assert!(!fresh.findings.is_empty());
        for finding in &fresh.findings {
            let ours = open.evaluated.fixes(&NoSurroundings).of(finding);
            assert_eq!(ours, fresh.fixes(&NoSurroundings).of(finding));
        }
    }
}

/// What is done where one body is evaluated, as often as somebody asks about it, and nothing that others see is
/// different.
fn one_body(work: WorkCounts) {
    assert_eq!((work.statements, work.links), (0, 0), "{work:?}");
    assert!((1..=4).contains(&work.bodies), "{work:?}");
}

#[test]
fn a_letter_in_a_function_costs_that_function() {
    let mut open = Open::new(MODULE);
    one_body(open.put("count = len(rows)", "counts = len(rows)"));
    one_body(open.put("counts = len(rows)", "counts = len(rows)  # how many"));
    one_body(open.put("as file:", "as files:"));
}

#[test]
fn a_letter_where_attributes_of_no_class_are_read_costs_that_function() {
    let mut open = Open::new(MODULE);
    one_body(open.put(
        "answered = self.handle(request)",
        "answered = self.handles(request)",
    ));
    one_body(open.put("or self.missing", "or self.missing.there"));
    one_body(open.put("or self.missing.there", "or len(self.missing.there)"));
}

#[test]
fn what_a_call_is_given_is_put_together_only_where_children_start() {
    let mut open = Open::new(MODULE);
    let work = open.put("return make()()", "return make(3)()");
    assert_eq!((work.statements, work.links), (0, 0), "{work:?}");
    let with_child = format!(
        "{MODULE}    import multiprocessing\n    multiprocessing.Process(target=use).start()\n"
    );
    let mut open = Open::new(&with_child);
    let work = open.put("return make()()", "return make(3)()");
    assert_eq!((work.statements, work.links), (0, 1), "{work:?}");
}

#[test]
fn a_method_that_begins_to_refuse_is_seen_by_the_others() {
    let text = "import os\nimport sys\n\n\nclass Runner:\n    def __init__(self, wanted):\n        self.terminal = wanted()\n\n    def start(self):\n        if self.terminal:\n            print(1)\n\n    def finished(self):\n        if self.terminal:\n            return os.WNOHANG\n";
    let mut open = Open::new(text);
    assert_eq!(open.evaluated.findings.len(), 1);
    open.put("print(1)", "print(12)");
    open.put(
        "print(12)",
        "print(12)\n            if not hasattr(os, \"WNOHANG\"): sys.exit(1)",
    );
    assert!(open.evaluated.findings.is_empty());
}

#[test]
fn a_letter_in_a_method_is_parsed_with_that_method() {
    let mut open = Open::new(MODULE);
    let method = MODULE
        .split("\n\n    def ")
        .find(|part| part.starts_with("save("));
    let length = method.expect("the method").len();
    for (old, new) in [
        ("open(path) as file", "open(path, 1) as file"),
        // What is broken is parsed a second time, without help of what was there before.
        ("open(path, 1) as file", "open(path, as file"),
        ("open(path, as file", "open(path) as file"),
    ] {
        let work = open.put(old, new);
        assert!(
            work.parsed > 0 && work.parsed < 3 * length,
            "{work:?} for {length}"
        );
    }
}

#[test]
fn typing_in_one_body_costs_that_body_wherever_it_stands() {
    let many: String = (0..200)
        .map(|at| format!("\n\ndef f{at}(x):\n    return g(x, {at})\n"))
        .collect();
    let text = format!(
        "def g(x, y):\n    return [x, y]\n{many}\n\ndef last(row):\n    end = row\n    return end\n"
    );
    let mut open = Open::new(&text);
    for (old, new) in [
        ("end = row", "end = row["),
        ("end = row[", "end = row[0"),
        ("end = row[0", "end = row[0]"),
        ("x, 100)", "x, 100, z)"),
    ] {
        let work = open.put(old, new);
        assert_eq!(work.statements, 0, "{work:?}");
        assert!(work.bodies <= 4, "{work:?}");
    }
}

#[test]
fn who_asks_an_edited_function_is_evaluated_again_and_nobody_else() {
    let many: String = (0..100)
        .map(|at| format!("\n\ndef f{at}(x):\n    return [x, {at}]\n"))
        .collect();
    let text = format!(
        "import os\n\n\ndef asked(x):\n    return [x]\n{many}\n\ndef asks(x):\n    if asked(x):\n        return 0\n    return os.getuid()\n"
    );
    let mut open = Open::new(&text);
    let found = open.evaluated.findings.len();
    for (old, new) in [
        ("return [x]\n", "return None\n"),
        ("return None\n", "return [x\n"),
        ("return [x\n", "return [x]\n"),
    ] {
        let work = open.put(old, new);
        assert_eq!(work.statements, 0, "{work:?}");
        assert!((2..=12).contains(&work.bodies), "{work:?}");
    }
    assert_eq!(open.evaluated.findings.len(), found);
}

#[test]
fn a_line_that_leaves_the_loop_around_a_child_is_seen() {
    let text = "from multiprocessing import Process\n\n\nclass Service:\n    def __init__(self):\n        self.children = []\n\n    def work(self):\n        pass\n\n    def start(self):\n        for _ in range(2):\n            child = Process(target=self.work)\n            self.children.append(child)\n            child.start()\n\n\nif __name__ == \"__main__\":\n    Service().start()\n";
    let mut open = Open::new(text);
    assert_eq!(open.evaluated.findings.len(), 1);
    for (old, new) in [
        ("            self.children", "           self.children"),
        ("\n           self.children", "\n            self.children"),
        (
            "            self.children.append(child)",
            "            pass",
        ),
    ] {
        open.put(old, new);
        let fresh = Document::new(open.document.text().as_str().into());
        let expected = check(&fresh, &NoSurroundings, &Config::default());
        assert_eq!(open.evaluated.findings, expected, "{new}");
    }
    assert!(open.evaluated.findings.is_empty());
}

#[test]
fn a_comment_between_bodies_costs_no_body() {
    let mut open = Open::new(MODULE);
    let work = open.put("# Between two methods.", "# Between two methods. And more.");
    assert_eq!(
        (work.bodies, work.statements, work.links),
        (0, 0, 0),
        "{work:?}"
    );
    let work = open.put("    return counted", "    return counted\n");
    assert_eq!(
        (work.bodies, work.statements, work.links),
        (0, 0, 0),
        "{work:?}"
    );
    let work = open.put(
        "\"\"\"Holds things.\"\"\"\n",
        "\"\"\"Holds things.\"\"\"\n\n",
    );
    assert_eq!(
        (work.bodies, work.statements, work.links),
        (0, 0, 0),
        "{work:?}"
    );
}

#[test]
fn a_failing_call_that_is_added_is_put_together_with_what_is_known() {
    let mut open = Open::new(MODULE);
    let before = open.evaluated.findings.len();
    let work = open.put("as file:\n", "as file:\n            os.getpgrp()\n");
    assert_eq!((work.statements, work.links), (0, 1), "{work:?}");
    assert!((2..=4).contains(&work.bodies), "{work:?}");
    assert_eq!(open.evaluated.findings.len(), before + 1);
}

#[test]
fn what_others_see_is_evaluated_for_them() {
    let mut open = Open::new(MODULE);
    // Those who call it would go on in other worlds.
    let work = open.put(
        "        return None\n    return os.getuid()",
        "        return 0\n    return os.getuid()",
    );
    assert!(work.statements > 0, "{work:?}");
    // Another name of the module.
    let work = open.put("LIMIT = 61\n", "LIMIT = 61\nMORE = 62\n");
    assert!(work.statements > 0, "{work:?}");
    // An attribute that methods read.
    let work = open.put("self.name = name", "self.names = name");
    assert!(work.statements > 0, "{work:?}");
    assert!(work.parsed < 1000, "{work:?}");
}

#[test]
fn a_bracket_before_a_function_ends_what_is_said_of_it() {
    let text = "import os\n\n\ndef save(path, text):\n    temporary = path + \".tmp\"\n    with open(temporary, \"w\") as file:\n        file.write(text)\n    os.rename(temporary, path)\n";
    let mut open = Open::new(text);
    assert_eq!(open.evaluated.findings.len(), 1);
    open.put("def save", "(def save");
    open.put("(def save", "def save");
}

#[test]
fn a_body_that_makes_more_things_costs_that_body() {
    let many: String = (0..100)
        .map(|at| {
            format!("\n\ndef f{at}(rows):\n    kept = Store({at})\n    kept.rows = rows\n    return kept\n")
        })
        .collect();
    let text = format!(
        "import os\n\n\nclass Store:\n    def __init__(self, size):\n        self.size = size\n        self.user = os.getuid()\n\n\ndef first(rows):\n    count = len(rows)\n    return count\n{many}"
    );
    let mut open = Open::new(&text);
    assert_eq!(open.evaluated.findings.len(), 1);
    for (old, new) in [
        ("count = len(rows)", "count = len(rows); Store(1)"),
        ("rows); Store(1)", "rows); Store(1).size"),
        ("rows); Store(1).size", "rows); Store(1), Store(2)"),
        ("kept = Store(50)", "kept = Store(50); spare = Store(1)"),
        ("); Store(1), Store(2)", ")"),
        ("; spare = Store(1)", ""),
    ] {
        let work = open.put(old, new);
        assert_eq!(work.statements, 0, "{new}: {work:?}");
        assert!(work.bodies <= 12, "{new}: {work:?}");
    }
}

#[test]
fn an_attribute_more_is_evaluated_for_those_who_ask_for_it() {
    let many: String = (0..100)
        .map(|at| format!("\n    def get{at}(self):\n        return [self.other, {at}]\n"))
        .collect();
    let text = format!(
        "import os\n\n\nclass Store:\n    flag = None\n\n    def __init__(self, size):\n        self.size = size\n        if size:\n            pass\n\n    def ask(self):\n        if self.flag:\n            return os.getuid()\n\n\nclass Beside:\n    other = None\n{many}"
    );
    let mut open = Open::new(&text);
    for (old, new) in [
        ("self.size = size\n", "self.sizes = size\n"),
        ("self.sizes = size\n", "self.flag = size\n"),
        ("            pass\n", "            self.flag = 1\n"),
        (
            "            self.flag = 1\n",
            "            store.flag = 1\n",
        ),
        ("self.flag = size\n", "self.size = size\n"),
        ("            store.flag = 1\n", "            pass\n"),
    ] {
        let work = open.put(old, new);
        assert_eq!(work.statements, 0, "{new}: {work:?}");
        assert!(work.bodies <= 12, "{new}: {work:?}");
    }
}

#[test]
fn a_call_that_leads_to_no_failure_is_not_put_together() {
    let text = "import os\n\n\ndef fails():\n    return os.getuid()\n\n\ndef leads():\n    return fails()\n\n\ndef works():\n    return 1\n\n\ndef typed():\n    return 2\n";
    let mut open = Open::new(text);
    assert_eq!(open.evaluated.findings.len(), 1);
    for (old, new, links) in [
        ("return 2\n", "works(); return 2\n", 0),
        (
            "works(); return 2\n",
            "works(), open(works()); return 2\n",
            0,
        ),
        (
            "works(), open(works()); return 2\n",
            "leads(); return 2\n",
            1,
        ),
        ("leads(); return 2\n", "return 2\n", 1),
        ("return 2\n", "return 3\n", 0),
    ] {
        let work = open.put(old, new);
        assert_eq!((work.statements, work.links), (0, links), "{new}: {work:?}");
    }
}

#[test]
fn a_guard_that_is_broken_no_longer_guards() {
    let text = "import asyncio\nimport signal\n\n\ndef _add_signal_handler(loop, signum, callback, *args):\n    \"\"\"Call it.\"\"\"\n    import signal\n    import sys\n\n    if sys.platform != \"win32\":\n        loop.add_signal_handler(signum, callback, *args)\n        return\n    signal.signal(signum, lambda *_: loop.call_soon_threadsafe(callback, *args))\n\n\nasync def main():\n    _add_signal_handler(asyncio.get_running_loop(), signal.SIGTERM, print)\n    await asyncio.sleep(1)\n";
    let mut open = Open::new(text);
    open.put("\"win32", "\"\n        win32");
    open.put("\"\n        win32", "\"win32");
}

#[test]
fn blanks_in_an_expression_move_what_stands_behind_them() {
    let text = "from multiprocessing import Process\n\n\ndef run_each(functions):\n    for function in functions:\n        Process(target=function).start()\n\n\ndef work():\n    pass\n\n\nif __name__ == \"__main__\":\n    run_each([work, lambda: print()])\n";
    let mut open = Open::new(text);
    assert!(!open.evaluated.findings.is_empty());
    open.put("work, lambda", "work,lambda");
    open.put("work,lambda", "work,   lambda");
    open.put("\n\n\nif __name__", "\n\n\n# Here.\nif __name__");
}
