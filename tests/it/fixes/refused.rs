//! What is left to a person, because a fix of it would break something else.

use spawnsafe::check::check_with_fixes;
use spawnsafe::config::Config;
use spawnsafe::model::surroundings::NoSurroundings;
use spawnsafe::syntax::Document;

/// The titles of the fixes of all findings of this rule.
fn titles(source: &str, rule: &str) -> Vec<String> {
    let document = Document::new(source.to_owned());
    let findings = check_with_fixes(&document, &NoSurroundings, &Config::default(), |_| true);
    let of_rule: Vec<_> = findings
        .iter()
        .filter(|finding| finding.rule == rule)
        .collect();
    assert!(!of_rule.is_empty(), "nothing of {rule} in\n{source}");
    let fixes = of_rule.iter().flat_map(|finding| &finding.fixes);
    fixes.map(|fix| fix.title.clone()).collect()
}

/// Nothing is offered for the first, and something for the second, which is like it but for one thing.
#[track_caller]
fn assert_refused(rule: &str, refused: &str, mended: &str) {
    assert_eq!(titles(refused, rule), Vec::<String>::new(), "of\n{refused}");
    assert_ne!(titles(mended, rule), Vec::<String>::new(), "of\n{mended}");
}

const START: &str = "from multiprocessing import Process\n\n\ndef work():\n    pass\n\n\nchild = Process(target=work)\nchild.start()\n";

#[test]
fn a_name_that_the_module_promises_is_not_taken_away() {
    let rest = "child.join()\nCODE = child.exitcode\n";
    assert_refused(
        "missing-main-guard",
        &format!("__all__ = [\"CODE\"]\n{START}{rest}"),
        &format!("__all__ = [\"work\"]\n{START}{rest}"),
    );
    // A literal stays where it is.
    let titles = titles(
        &format!("__all__ = [\"LEVEL\"]\n{START}child.join()\nLEVEL = 3\nprint(LEVEL)\n"),
        "missing-main-guard",
    );
    assert_eq!(
        titles,
        ["Put it under the main guard (imports no longer run it)"]
    );
}

#[test]
fn a_global_of_a_worker_is_not_put_under_the_guard() {
    let program = |read: &str| {
        format!(
            "from multiprocessing import Process\n\n\ndef work():\n    print({read})\n\n\nfirst = Process(target=print)\nfirst.start()\nfirst.join()\nsettings = first.exitcode\nsecond = Process(target=work)\nsecond.start()\n"
        )
    };
    let first = |read: &str| {
        let document = Document::new(program(read));
        let findings = check_with_fixes(&document, &NoSurroundings, &Config::default(), |_| true);
        findings[0].fixes.is_empty()
    };
    assert_eq!((first("settings"), first("\"work\"")), (true, false));
}

#[test]
fn a_method_is_not_renamed_where_something_else_knows_its_name() {
    let program = |more: &str| {
        format!(
            "from multiprocessing import Process\n\n\nclass Service:\n    def __work(self):\n        pass\n\n    def start(self):\n        Process(target=self.__work).start()\n{more}"
        )
    };
    for more in [
        "\n    def _work(self):\n        pass\n",
        "\n\nService()._Service__work()\n",
        "\n    def call(self):\n        getattr(self, \"__work\")()\n",
        "\n    class Inner:\n        pass\n",
    ] {
        assert_refused("unimportable-worker", &program(more), &program(""));
    }
}

#[test]
fn a_context_that_is_not_known_yet_is_not_used() {
    let program = |context: &str| {
        format!(
            "import multiprocessing\n\n\ndef work(queue):\n    pass\n\n\ndef main(name):\n    queue = multiprocessing.Queue()\n    {context}\n    child = context.Process(target=work, args=(queue,))\n    child.start()\n"
        )
    };
    assert_refused(
        "mixed-contexts",
        &program("method = \"spawn\"\n    context = multiprocessing.get_context(method)"),
        &program("context = multiprocessing.get_context(\"spawn\")"),
    );
}

#[test]
fn a_process_that_cannot_be_spawned_goes_on_being_forked() {
    let program = |target: &str| {
        format!(
            "import threading\nfrom multiprocessing import Process\n\n\ndef main():\n    threading.Thread(target=print).start()\n    child = Process(target={target})\n    child.start()\n\n\nif __name__ == \"__main__\":\n    main()\n"
        )
    };
    assert_refused(
        "fork-with-threads",
        &program("lambda: 0"),
        &program("print"),
    );
}

#[test]
fn a_handler_around_an_import_and_its_uses_does_not_hide_the_uses() {
    let text = |before: &str, after: &str| {
        format!(
            "def write(file):\n    try:\n        {before}\n        fcntl.flock(file, fcntl.LOCK_EX)\n        file.write(\"\")\n    {after}\n"
        )
    };
    let caught = "except Exception:\n        print(file)\n        raise";
    assert_eq!(
        titles(&text("import fcntl", caught), "unavailable-import"),
        [
            "Use fcntl only where it works (no lock elsewhere)",
            "Raise NotImplementedError if `sys.platform == \"win32\"`"
        ]
    );
    let finally = "finally:\n        file.close()";
    assert_eq!(
        titles(&text("import fcntl", finally), "unavailable-import")[0],
        "Use fcntl only where it works (no lock elsewhere)"
    );
}

#[test]
fn a_file_that_sets_the_start_method_very_often_is_mended_as_any_other() {
    let line = "    multiprocessing.set_start_method(\"spawn\")\n".repeat(200);
    let program = format!("import multiprocessing\n\nif __name__ == \"__main__\":\n{line}");
    let deleted = titles(&program, "start-method-at-import");
    let deletes = deleted
        .iter()
        .filter(|title| title.starts_with("Delete the call"));
    assert_eq!(deletes.count(), 199);
}
