//! Comments that ignore findings: what they are for, what is said of those of no use, how they are written.

use spawnsafe::check::check;
use spawnsafe::config::{Config, Level};
use spawnsafe::finding::Finding;
use spawnsafe::fix::{edited, fix_all};
use spawnsafe::ignore::{Layout, add_ignore, add_ignores};
use spawnsafe::model::surroundings::NoSurroundings;
use spawnsafe::syntax::Document;
use spawnsafe::text::PositionEncoding;

fn document(text: &str) -> Document {
    Document::new(text.to_owned())
}

fn findings(document: &Document) -> Vec<Finding> {
    check(document, &NoSurroundings, &Config::default())
}

/// The findings as `line rule`, lines from 1.
fn found(text: &str) -> Vec<String> {
    let document = document(text);
    let show = |finding: &Finding| {
        let line = document
            .text()
            .position(finding.range.start, PositionEncoding::Utf8)
            .line
            + 1;
        format!("{line} {}", finding.rule)
    };
    findings(&document).iter().map(show).collect()
}

/// The text after all fixes of comments of no use.
fn cleaned(text: &str) -> String {
    let fixed = fix_all(
        &document(text),
        |finding, _| finding.rule == "unused-ignore",
        findings,
    );
    fixed.document.text().as_str().to_owned()
}

const IMPORT: &str = "unavailable-import";

#[test]
fn a_comment_behind_a_line_is_for_that_line() {
    assert_eq!(
        found("import fcntl  # spawnsafe: ignore[unavailable-import]\n"),
        [""; 0]
    );
    assert_eq!(
        found("import fcntl#spawnsafe:ignore[ unavailable-import ]why\n"),
        [""; 0]
    );
    assert_eq!(
        found(
            "import fcntl  # noqa: E501  # spawnsafe: ignore[unavailable-import] why # type: ignore\n"
        ),
        [""; 0]
    );
    assert_eq!(
        found("import fcntl  # spawnsafe: ignore[unavailable-attribute]\n"),
        ["1 unavailable-import", "1 unused-ignore"]
    );
    assert_eq!(
        found("import fcntl\nimport pwd  # spawnsafe: ignore[unavailable-import]\n"),
        ["1 unavailable-import"]
    );
}

#[test]
fn a_comment_in_a_string_is_none() {
    assert_eq!(
        found("import fcntl; x = '# spawnsafe: ignore[unavailable-import]'\n"),
        ["1 unavailable-import"]
    );
    assert_eq!(
        found("x = '''\n# spawnsafe: ignore[unavailable-import]\n'''\n"),
        [""; 0]
    );
}

#[test]
fn behind_the_first_or_last_line_of_a_statement_it_is_for_all_of_it() {
    for text in [
        "from multiprocessing.context import (  # spawnsafe: ignore[unavailable-import]\n    Process,\n    ForkProcess,\n)\n",
        "from multiprocessing.context import (\n    Process,\n    ForkProcess,\n)  # spawnsafe: ignore[unavailable-import]\n",
        "from multiprocessing.context import (\n    Process,\n    ForkProcess,  # spawnsafe: ignore[unavailable-import]\n)\n",
        "from multiprocessing.context import (\n    Process,\n    # spawnsafe: ignore[unavailable-import]\n    ForkProcess,\n)\n",
        "# spawnsafe: ignore[unavailable-import]\nfrom multiprocessing.context import (\n    Process,\n    ForkProcess,\n)\n",
        "from multiprocessing.context import \\\n    ForkProcess  # spawnsafe: ignore[unavailable-import]\n",
        "import fcntl; x = '''\n'''  # spawnsafe: ignore[unavailable-import]\n",
    ] {
        assert_eq!(found(text), [""; 0], "{text}");
    }
    let middle = "from multiprocessing.context import (\n    Process,  # spawnsafe: ignore[unavailable-import]\n    ForkProcess,\n)\n";
    assert_eq!(found(middle), ["2 unused-ignore", "3 unavailable-import"]);
}

#[test]
fn alone_on_a_line_it_is_for_the_next_statement() {
    let text = "# spawnsafe: ignore[unavailable-import]\n\n# more\nimport fcntl\nimport pwd\n";
    assert_eq!(found(text), ["5 unavailable-import"]);
    let head = "import os\ndef f():\n    # spawnsafe: ignore[unavailable-attribute]\n    if os.getuid():\n        os.fork()\n";
    assert_eq!(found(head), ["5 unavailable-attribute"]);
    assert_eq!(
        found("# spawnsafe: ignore[unavailable-import]\n"),
        ["1 unused-ignore"]
    );
}

#[test]
fn a_comment_for_the_file_stands_above_its_code() {
    let file = "# spawnsafe: file-ignore[unavailable-import] why\n";
    assert_eq!(
        found(&format!(
            "#!/usr/bin/python\n{file}import fcntl\nimport pwd\n"
        )),
        [""; 0]
    );
    assert_eq!(
        found(&format!("'''doc\n'''\n\n{file}import fcntl\n")),
        [""; 0]
    );
    assert_eq!(
        found(&format!("import os\n{file}import fcntl\n")),
        ["2 unused-ignore", "3 unavailable-import"]
    );
    assert_eq!(found(&format!("{file}import os\n")), ["1 unused-ignore"]);
}

#[test]
fn disable_holds_until_enable_rule_by_rule() {
    let text = "# spawnsafe: disable[unavailable-import, unavailable-attribute]\nimport os, fcntl\nos.fork()\n\
                # spawnsafe: enable[unavailable-import]\nimport pwd\nos.fork()\n\
                # spawnsafe: enable[unavailable-attribute]\nos.fork()\n";
    assert_eq!(
        found(text),
        ["5 unavailable-import", "8 unavailable-attribute"]
    );
    assert_eq!(
        found("# spawnsafe: enable[unavailable-import]\nimport fcntl\n"),
        ["1 unused-ignore", "2 unavailable-import"]
    );
    assert_eq!(
        found("# spawnsafe: disable[unavailable-import]\nimport fcntl\n"),
        [""; 0]
    );
}

#[test]
fn what_cannot_be_read_ignores_nothing_and_is_reported() {
    for comment in [
        "# spawnsafe: ignore",
        "# spawnsafe: ignore[]",
        "# spawnsafe: ignore[ , ]",
        "# spawnsafe: ignore[unavailable-import",
        "# spawnsafe: ignored[unavailable-import]",
        "# spawnsafe: noqa",
        "# spawnsafe:",
        "# spawnsafe: ignore[unavailable-imports]",
    ] {
        let text = format!("import fcntl  {comment}\n");
        let expected = ["1 unavailable-import", "1 unused-ignore"];
        assert_eq!(found(&text), expected, "{comment}");
    }
    assert_eq!(
        found("import fcntl  # see spawnsafe: ignore[unavailable-import]\n"),
        ["1 unavailable-import"]
    );
}

#[test]
fn a_rule_that_is_off_makes_no_comment_useless() {
    let document = document("import json  # spawnsafe: ignore[unavailable-import]\n");
    let mut config = Config::default();
    config.levels.insert(IMPORT.into(), Level::Off);
    assert_eq!(check(&document, &NoSurroundings, &config), []);
    let mut config = Config::default();
    config.levels.insert("unused-ignore".into(), Level::Off);
    assert_eq!(check(&document, &NoSurroundings, &config), []);
}

#[test]
fn cleaning_takes_out_what_is_of_no_use_and_nothing_else() {
    for (before, after) in [
        (
            "import os  # spawnsafe: ignore[unavailable-import] why\n",
            "import os\n",
        ),
        (
            "import os  # noqa  # spawnsafe: ignore[unavailable-import] why\n",
            "import os  # noqa\n",
        ),
        (
            "import os  # spawnsafe: ignore[unavailable-import] why  # noqa\n",
            "import os  # noqa\n",
        ),
        (
            "import os  # noqa # spawnsafe: ignore[unavailable-import] # type: x\n",
            "import os  # noqa # type: x\n",
        ),
        (
            "    # spawnsafe: ignore[unavailable-import]\nimport os\n",
            "import os\n",
        ),
        (
            "import sys\r\n# spawnsafe: ignore[unavailable-import]\r\nimport os\r\n",
            "import sys\r\nimport os\r\n",
        ),
        (
            "import os\r# spawnsafe: ignore[unavailable-import]",
            "import os\r",
        ),
        (
            "import fcntl  # spawnsafe: ignore[ unavailable-attribute ,unavailable-import] why\n",
            "import fcntl  # spawnsafe: ignore[unavailable-import] why\n",
        ),
        (
            "import fcntl  # spawnsafe: ignore[unavailable-import, nonsense, unavailable-attribute]\n",
            "import fcntl  # spawnsafe: ignore[unavailable-import]\n",
        ),
        (
            "# spawnsafe: ignore[unused-ignore]\nimport os\n",
            "import os\n",
        ),
    ] {
        assert_eq!(cleaned(before), after, "{before}");
    }
}

/// Texts with findings in awkward places.
const AWKWARD: [&str; 14] = [
    "import fcntl",
    "import fcntl\r\nimport pwd\r\n",
    "import fcntl\rimport pwd\r",
    "import fcntl   \n",
    "if True: import fcntl; import pwd\n",
    "from multiprocessing.context import (\n\tForkProcess,\n\tForkContext,\n)\n",
    "import os\nx = 1 + \\\n    os.getuid()\n",
    "import os\nx = 1 + \\\n    os.getuid() + \\\n    os.getgid()\n",
    "import os\ndef f():\n\tx = '''\n''' + os.getuid() + '''\n'''\n",
    "import os\nx = f'''{os.getuid()}\n{os.getgid()}\n'''\n",
    "import os\nif x:\n    pass\nelif os.getuid() \\\n        or y:\n    pass\n",
    "import os\n@os.fork\ndef f(x=os.getuid(), *, y=[\n    os.getgid(),\n]): pass  # é𝄞\n",
    "import fcntl  # noqa: E501\n",
    "import os, fcntl, pwd\nos.fork(os.getuid(), os.getgid())\n",
];

#[test]
fn added_comments_silence_every_finding() {
    for text in AWKWARD {
        let before = document(text);
        let all = findings(&before);
        assert!(!all.is_empty(), "{text}");
        let after = edited(
            &before,
            add_ignores(before.text(), &Layout::of(&before), &all, Some("why")),
        );
        assert_eq!(findings(&after), [], "{}", after.text().as_str());
        assert_eq!(
            without_comments(after.text().as_str()),
            without_comments(text)
        );
    }
}

#[test]
fn one_added_comment_after_the_other_silences_every_finding() {
    for text in AWKWARD {
        let mut document = document(text);
        for _ in 0..20 {
            let Some(first) = findings(&document).into_iter().next() else {
                break;
            };
            document = edited(&document, add_ignore(&document, &first, None));
        }
        assert_eq!(findings(&document), [], "{}", document.text().as_str());
    }
}

/// The text without our comments: lines of their own, and ends of lines.
fn without_comments(text: &str) -> String {
    let lines = text.split_inclusive(['\n', '\r']);
    let lines = lines.filter(|line| !line.trim_start().starts_with("# spawnsafe:"));
    let cut = |line: &str| match line.find("# spawnsafe:") {
        Some(at) => line[..at].trim_end().to_owned(),
        None => line.trim_end().to_owned(),
    };
    lines.map(cut).collect::<Vec<_>>().join("\n")
}

#[test]
fn adding_extends_the_comment_that_is_there_and_keeps_its_reason() {
    let text = "import os  # noqa\nos.fork(  # spawnsafe: ignore[unavailable-import] a reason\n    1,\n)\n";
    let document = document(text);
    let fork = findings(&document)
        .into_iter()
        .find(|finding| finding.rule == "unavailable-attribute")
        .expect("a finding");
    let after = edited(&document, add_ignore(&document, &fork, Some("another")));
    let expected = text.replace(
        "[unavailable-import]",
        "[unavailable-import, unavailable-attribute]",
    );
    assert_eq!(after.text().as_str(), expected);
}
