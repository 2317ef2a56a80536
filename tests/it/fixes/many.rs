//! Many findings of one kind are mended as few are: their fixes are tried together.

use std::fmt::Write;

use spawnsafe::check::check_with_fixes;
use spawnsafe::config::Config;
use spawnsafe::fix::fix_all;
use spawnsafe::model::surroundings::NoSurroundings;
use spawnsafe::syntax::Document;

/// More than there are trials for each alone.
const COUNT: usize = 90;

/// How many findings there are, and how many fixes each has at least.
fn fixes(source: String) -> (usize, usize) {
    let document = Document::new(source);
    let findings = check_with_fixes(&document, &NoSurroundings, &Config::default(), |_| true);
    let fixes = findings.iter().map(|finding| finding.fixes.len());
    (findings.len(), fixes.min().unwrap_or(0))
}

#[test]
fn two_ways_to_mend_each_of_many_findings_are_told_apart() {
    let mut source = "import multiprocessing, threading\nif __name__ == '__main__':\n".to_owned();
    for number in 0..COUNT {
        let _ = write!(
            source,
            "    lock{number} = threading.Lock()\n    multiprocessing.Process(target=print, args=(lock{number},)).start()\n"
        );
    }
    assert_eq!(fixes(source), (COUNT, 2));
}

/// A method that cannot be sent with its object, and so many processes that are given it.
fn starts_of_a_method(count: usize) -> String {
    let mut source = "from multiprocessing import Process\n\nclass C:\n    def __init__(self):\n        self.a = lambda: 0\n        self.b = lambda: 1\n\n    def run(self):\n        pass\n\nif __name__ == '__main__':\n    c = C()\n".to_owned();
    source.push_str(&"    Process(target=c.run).start()\n".repeat(count));
    source
}

#[test]
fn a_method_that_is_started_several_times_becomes_one_function() {
    let fixed = fix_all(
        &Document::new(starts_of_a_method(3)),
        |_, _| true,
        |document| check_with_fixes(document, &NoSurroundings, &Config::default(), |_| true),
    );
    let text = fixed.document.text().as_str();
    assert_eq!(text.matches("def _run").count(), 1, "{text}");
    assert_eq!(text.matches("Process(target=_run)").count(), 3, "{text}");
}

#[test]
fn what_would_mend_many_findings_and_fails_is_tried_once() {
    assert_eq!(fixes(starts_of_a_method(COUNT)), (COUNT, 2));
}

#[test]
fn like_workers_of_several_functions_become_one_function() {
    let mut source =
        "from multiprocessing import Pool\n\n\ndef rows(value):\n    yield value\n".to_owned();
    for number in 0..3 {
        let _ = write!(
            source,
            "\n\ndef run{number}():\n    with Pool() as pool:\n        return pool.map(rows, [1])\n"
        );
    }
    let fixed = fix_all(
        &Document::new(source),
        |_, _| true,
        |document| check_with_fixes(document, &NoSurroundings, &Config::default(), |_| true),
    );
    let text = fixed.document.text().as_str();
    assert_eq!(text.matches("def _list_of_rows").count(), 1, "{text}");
    assert_eq!(
        text.matches("pool.map(_list_of_rows, [1])").count(),
        3,
        "{text}"
    );
}

#[test]
fn functions_above_one_statement_are_defined_at_once() {
    let mut source =
        "from multiprocessing import Process\n\nif __name__ == '__main__':\n".to_owned();
    for number in 0..300 {
        let _ = writeln!(source, "    Process(target=lambda: {number}).start()");
    }
    let fixed = fix_all(
        &Document::new(source),
        |_, _| true,
        |document| check_with_fixes(document, &NoSurroundings, &Config::default(), |_| true),
    );
    let text = fixed.document.text().as_str();
    assert_eq!(text.matches("def _worker").count(), 300, "{text}");
    assert_eq!(text.matches("lambda").count(), 0, "{text}");
}
