//! The pages' own test: made-up pages that are wrong in one way each.

use std::time::Duration;

use spawnsafe::config::Config;
use spawnsafe::finding::{Applicability, Finding, Fix, Severity};
use spawnsafe::model::surroundings::Surroundings;
use spawnsafe::syntax::Document;
use spawnsafe::text::Edit;
use spawnsafe::world::{Platform, Worlds};

use super::judge::judge;
use super::page::Page;
use super::program;

/// Finds each `fork` on Windows, and offers to spawn instead.
fn check(document: &Document, _: &dyn Surroundings, config: &Config) -> Vec<Finding> {
    let worlds = Worlds::platform(Platform::Windows) & config.targets;
    let forks = document.text().as_str().match_indices("fork");
    let finding = |(at, fork): (usize, &str)| Finding {
        fixes: [("Spawn", "spawn"), ("Exit", "exit")]
            .map(|(title, content)| {
                Fix::new(
                    Applicability::Safe,
                    title,
                    vec![Edit {
                        range: at..at + fork.len(),
                        content: content.into(),
                    }],
                )
            })
            .into(),
        ..Finding::new(
            "made-up",
            Severity::Error,
            at..at + fork.len(),
            worlds,
            String::new(),
        )
    };
    forks.filter(|_| !worlds.is_empty()).map(finding).collect()
}

/// The problems of a page with this text, and the page as it would be written.
fn judged(text: &str) -> (String, String) {
    let verdict = judge(&Page::read("page.md", text.into()), &check);
    let problems = verdict.problems.iter();
    let problems: Vec<String> = problems
        .map(|p| format!("{}: {}", p.line, p.message))
        .collect();
    (problems.join("\n"), verdict.text)
}

fn problems(text: &str) -> String {
    judged(text).0
}

fn python(code: &str) -> String {
    format!("```python\n{code}```\n")
}

#[test]
fn a_right_page_has_no_problems() {
    let right = [
        python("x = fork\n#   ^^^^ made-up: windows\n"),
        python("fork\n#^^^ made-up error: windows\ny\n"),
        python(
            "  é + fork, fork\n  #   ^^^^ made-up: windows\n  #         ^^^^ made-up: windows\n",
        ),
        "```python targets=linux|macos\nfork\n```\n".into(),
        "```python targets=\"windows >=3.12\"\nfork\n#^^^ made-up: all\n```\n".into(),
        "```toml\ntarget-platforms = [\"linux\"]\n```\n```python\nfork\n```\n".into(),
        "```python\nfork\n#^^^ made-up: windows\n```\n```python fix\nspawn\n```\n".into(),
        "```python\nfork\n#^^^ made-up: windows\n```\n```python fix=\"Exit\"\nexit\n```\n".into(),
        "```python\nfork; fork\n#^^^ made-up: windows\n#     ^^^^ made-up: windows\n```\n\n\
         ```python fix-all\nspawn; spawn\n```\n"
            .into(),
        python(
            "import sys\nif sys.platform == 'win32':\n    x = 1\n    #^^^^ worlds: windows\n    #   ^ value: 1\n",
        ),
        "# fork\n```sh\nfork\n```\n".into(),
    ];
    for page in right {
        let (problems, text) = judged(&page);
        assert_eq!(problems, "", "{page}");
        assert_eq!(text, page);
    }
}

#[test]
fn a_wrong_page_says_where_and_is_written_right() {
    let right = python("x = fork\n#   ^^^^ made-up: windows\n");
    let wrong = [
        (
            "x = fork\n",
            "the page says\n    x = fork\n    (nothing)\n  and the check finds\n",
        ),
        (
            "x = fork\n#   ^^^^ made-up: windows|macos\n",
            "windows|macos",
        ),
        ("x = fork\n#   ^^^ made-up: windows\n", "^^^ made-up"),
        ("x = fork\n#   ^^^^ other: windows\n", "other: windows"),
        (
            "x = fork\n#   ^^^^ made-up: windows\n#   ^^^^ made-up: windows\n",
            "made-up",
        ),
    ];
    for (code, message) in wrong {
        let (problems, text) = judged(&python(code));
        assert!(problems.starts_with("2: "), "{problems}");
        assert!(problems.contains(message), "{problems}");
        assert_eq!(text, right);
    }
    let (problems, text) = judged(&python("x = 1\n#   ^ made-up: windows\n"));
    assert!(problems.ends_with("(nothing)"), "{problems}");
    assert_eq!(text, python("x = 1\n"));
    let (problems, text) = judged(&python("fork\n#^^^ made-up info: windows\n"));
    assert!(problems.contains("made-up error: windows"), "{problems}");
    assert_eq!(text, python("fork\n#^^^ made-up error: windows\n"));
}

#[test]
fn what_an_expression_is_and_what_reaches_a_statement_is_compared() {
    let code = "import sys\nif sys.platform == 'win32':\n    x = 1\n";
    let wrong = python(&format!(
        "{code}    #^^^^ worlds: linux\n    #   ^ value: 2\n"
    ));
    let (problems, text) = judged(&wrong);
    assert!(problems.starts_with("4: "), "{problems}");
    assert_eq!(
        text,
        python(&format!(
            "{code}    #^^^^ worlds: windows\n    #   ^ value: 1\n"
        ))
    );
}

#[test]
fn a_page_that_cannot_be_read_is_a_problem() {
    let wrong = [
        (
            python("# ^^ made-up: windows\nx\n"),
            "2: there is no line above",
        ),
        (
            python("x\n#^^^ made-up: windows\n"),
            "3: the carets go past the end",
        ),
        (
            python("x  \n#^^ made-up windows\n"),
            "3: write `rule: worlds`",
        ),
        (
            python("x  \n#^^ made-up bad: windows\n"),
            "3: `bad` is not a severity",
        ),
        (
            python("x  \n#^^ made-up error more: windows\n"),
            "3: write `rule: worlds`",
        ),
        (
            python("x  \n#^^ made-up: vms\n"),
            "3: unknown platform `vms`",
        ),
        (
            "```python targets=vms\n```\n".into(),
            "1: unknown platform `vms`",
        ),
        (
            "```python fails=thread\n```\n".into(),
            "1: `thread` is not a start method",
        ),
        (
            "```python ignore\n```\n".into(),
            "1: `ignore` means nothing here",
        ),
        (
            "```python fix=\"x\n```\n".into(),
            "1: a quote is not closed",
        ),
        ("```python\nx\n".into(), "2: a block is not closed"),
        ("```toml\nno-such-setting = 1\n```\n".into(), "2: "),
        (
            "```python fix\nx\n```\n".into(),
            "2: there is no block before",
        ),
        (
            python("fork\n#^^^ made-up: windows\n") + "```python fix\nfork\n```\n",
            "the fix gives something else:\n    spawn",
        ),
        (
            python("fork\n#^^^ made-up: windows\n") + "```python fix=Fly\nspawn\n```\n",
            "no fix is called `Fly`; there are [\"Spawn\", \"Exit\"]",
        ),
        (
            python("fork\n#^^^ made-up: windows\n") + "# Next\n```python fix\nspawn\n```\n",
            "there is no block before",
        ),
    ];
    for (page, message) in wrong {
        let problems = problems(&page);
        assert!(problems.contains(message), "{page}: {problems}");
    }
}

/// How the programs of a page with this text go wrong.
fn ran(text: &str) -> String {
    ran_within(program::PATIENCE, text)
}

fn ran_within(patience: Duration, text: &str) -> String {
    let problems = program::run(&[Page::read("page.md", text.into())], patience);
    let mut problems: Vec<String> = problems[0]
        .iter()
        .map(|p| format!("{}: {}", p.line, p.message))
        .collect();
    problems.sort();
    problems.join("\n")
}

const GUARDED: &str = "from multiprocessing import Process
def work(): print(1)
if __name__ == '__main__':
    process = Process(target=work)
    process.start()
    process.join()
";

#[test]
fn programs_run_under_every_start_method() {
    let lambda = GUARDED.replace("target=work", "target=lambda: work()");
    let right =
        format!("```python runs\n{GUARDED}```\n```python fails=spawn,forkserver\n{lambda}```\n");
    assert_eq!(ran(&right), "");
    let wrong = ran(&format!("```python runs\n{lambda}```\n"));
    assert!(
        wrong.contains("2: under spawn this must not fail; it does:\nexit"),
        "{wrong}"
    );
    assert!(
        wrong.contains("under forkserver this must not fail"),
        "{wrong}"
    );
    assert!(!wrong.contains("under fork this"), "{wrong}");
    let wrong = ran(&format!(
        "```python fails=fork,spawn,forkserver\n{lambda}```\n"
    ));
    assert_eq!(wrong, "2: under fork this must fail; it does not");
}

#[test]
fn a_program_fails_when_its_child_does_or_when_it_hangs() {
    let child = GUARDED.replace("print(1)", "1 / 0");
    let wrong = ran(&format!("```python runs\n{child}```\n"));
    assert!(
        wrong.contains("under fork this must not fail; it does:\na child fails"),
        "{wrong}"
    );
    // A method that the program sets itself counts.
    let own = "import multiprocessing\nmultiprocessing.set_start_method('spawn')\n\
               assert multiprocessing.get_start_method() == 'spawn'\n";
    assert_eq!(ran(&format!("```python runs\n{own}```\n")), "");
    let modules =
        "```python file=pkg/other.py\nx = 1\n```\n```python runs\nfrom pkg.other import x\n```\n";
    assert_eq!(ran(modules), "");
    let hangs = "import multiprocessing, time\nif multiprocessing.get_start_method() == 'spawn':\n    time.sleep(999)\n";
    let hangs = format!("```python fails=spawn\n{hangs}```\n");
    assert_eq!(ran_within(Duration::from_secs(8), &hangs), "");
}
