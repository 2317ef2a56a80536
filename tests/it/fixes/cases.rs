//! Fixes in the corners of Python's layout, each with its exact result.

use spawnsafe::check::check;
use spawnsafe::config::Config;
use spawnsafe::fix::edited;
use spawnsafe::model::surroundings::Alone;
use spawnsafe::syntax::Document;

use super::proof::{compare, key};

/// The program after the first fix of its first finding.
fn first_fix(source: &str) -> String {
    let document = Document::new(source.to_owned());
    let findings = check(&document, &Alone, &Config::default());
    let finding = findings.first().expect("a finding");
    let fix = finding.fixes.first().expect("a fix");
    edited(&document, fix.edits.clone())
        .text()
        .as_str()
        .to_owned()
}

#[track_caller]
fn assert_fixed(before: &str, after: &str) {
    assert_eq!(first_fix(before), after, "of\n{before}");
}

#[test]
fn a_statement_behind_a_colon_gets_its_own_line() {
    assert_fixed(
        "import os, sys\ndef f(x):\n    if x: os.fork()  # why\n    return x\n",
        "import os, sys\ndef f(x):\n    if x:\n        if sys.platform != \"win32\":\n            os.fork()  # why\n    return x\n",
    );
    assert_fixed(
        "import os, sys\ndef f(x):\n    if x: a(); os.fork(); b()\n    else: c()\n",
        "import os, sys\ndef f(x):\n    if x:\n        a()\n        if sys.platform != \"win32\":\n            os.fork()\n        b()\n    else: c()\n",
    );
}

#[test]
fn a_statement_between_semicolons_gets_its_own_line() {
    assert_fixed(
        "import sys; import os\na = 1; os.fork(); b = 2  # both\n",
        "import sys; import os\na = 1\nif sys.platform != \"win32\":\n    os.fork()\nb = 2  # both\n",
    );
    assert_fixed(
        "import os, sys\nos.fork();\n",
        "import os, sys\nif sys.platform != \"win32\":\n    os.fork()\n",
    );
}

#[test]
fn lines_inside_strings_stay_where_they_are() {
    assert_fixed(
        "import os, sys\nos.putenv2 = 1\nos.setxattr(\n    \"a\",\n    b\"\"\"x\n  y\n\"\"\",\n)\n",
        "import os, sys\nos.putenv2 = 1\nif sys.platform == \"linux\":\n    os.setxattr(\n        \"a\",\n        b\"\"\"x\n  y\n\"\"\",\n    )\n",
    );
    assert_fixed(
        "import os, sys\nos.chroot('a\\\nb')\n",
        "import os, sys\nif sys.platform != 'win32':\n    os.chroot('a\\\nb')\n",
    );
}

#[test]
fn continued_lines_stay_continued() {
    assert_fixed(
        "import os, sys\nos.chroot \\\n    (path)\n",
        "import os, sys\nif sys.platform != \"win32\":\n    os.chroot \\\n        (path)\n",
    );
}

#[test]
fn decorators_stay_with_what_they_decorate() {
    assert_fixed(
        "import socketserver, sys\n\n\n@decorated\nclass Server(socketserver.ForkingMixIn):\n    \"\"\"Doc.\n\n    More.\n    \"\"\"\n\n    x = 1\n",
        "import socketserver, sys\n\n\nif sys.platform != \"win32\":\n    @decorated\n    class Server(socketserver.ForkingMixIn):\n        \"\"\"Doc.\n\n    More.\n    \"\"\"\n\n        x = 1\n",
    );
}

#[test]
fn the_import_goes_where_the_file_has_its_imports() {
    let fixed = "if sys.platform != \"win32\":\n    os.fork()\n";
    for (before, after) in [
        ("import os\n", "import os\nimport sys\n"),
        (
            "import os\nimport time\n",
            "import os\nimport sys\nimport time\n",
        ),
        (
            "#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\n\"\"\"Doc.\"\"\"\nfrom __future__ import annotations\n\nimport os\n\nimport numpy\n",
            "#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\n\"\"\"Doc.\"\"\"\nfrom __future__ import annotations\n\nimport os\nimport sys\n\nimport numpy\n",
        ),
        ("import os\nimport sys\n", "import os\nimport sys\n"),
        ("import os  # here\n", "import os  # here\nimport sys\n"),
    ] {
        assert_fixed(&format!("{before}os.fork()\n"), &format!("{after}{fixed}"));
    }
    assert_fixed(
        "\"\"\"Doc.\"\"\"\nfrom signal import SIGKILL\nuse(SIGKILL)\n",
        "\"\"\"Doc.\"\"\"\nimport sys\nif sys.platform != \"win32\":\n    from signal import SIGKILL\nif sys.platform != \"win32\":\n    use(SIGKILL)\n",
    );
}

#[test]
fn names_of_an_import_are_taken_out_with_their_commas() {
    for (names, left) in [
        ("SIGINT, SIGKILL", "SIGINT"),
        ("SIGKILL, SIGINT", "SIGINT"),
        ("SIGINT, SIGKILL, SIGTERM", "SIGINT, SIGTERM"),
        ("SIGINT, SIGKILL, SIGHUP", "SIGINT"),
        ("(\n    SIGINT,\n    SIGKILL,\n)", "(\n    SIGINT,\n)"),
        ("(SIGINT, SIGKILL,)", "(SIGINT,)"),
        ("SIGINT, \\\n    SIGKILL", "SIGINT"),
    ] {
        let gone = if names.contains("SIGHUP") {
            "SIGKILL, SIGHUP"
        } else {
            "SIGKILL"
        };
        assert_fixed(
            &format!("import sys\nfrom signal import {names}  # why\n"),
            &format!(
                "import sys\nfrom signal import {left}  # why\nif sys.platform != \"win32\":\n    from signal import {gone}\n"
            ),
        );
    }
}

#[test]
fn the_condition_is_imported_before_the_import_that_needs_it() {
    assert_fixed(
        "import os, fcntl\nfrom x import y\n\n\ndef f():\n    fcntl.flock(y, 1)\n    os.getcwd()\n",
        "import sys\nimport os\nif sys.platform != \"win32\":\n    import fcntl\nfrom x import y\n\n\ndef f():\n    if sys.platform != \"win32\":\n        fcntl.flock(y, 1)\n    os.getcwd()\n",
    );
}

#[test]
fn operands_keep_their_meaning() {
    for (before, after) in [
        (
            "if os.getuid() == 0:",
            "if sys.platform != \"win32\" and os.getuid() == 0:",
        ),
        (
            "if x or os.getuid() == 0:",
            "if x or (sys.platform != \"win32\" and os.getuid() == 0):",
        ),
        (
            "if x and not os.getuid():",
            "if x and sys.platform != \"win32\" and not os.getuid():",
        ),
        (
            "while os.getuid():",
            "while sys.platform != \"win32\" and os.getuid():",
        ),
        (
            "if (os.getuid() if x else y):",
            "if sys.platform != \"win32\" and (os.getuid() if x else y):",
        ),
    ] {
        assert_fixed(
            &format!("import os\nimport sys\n{before}\n    pass\n"),
            &format!("import os\nimport sys\n{after}\n    pass\n"),
        );
    }
    for (before, after) in [
        (
            "r = os.getuid() != 0",
            "r = sys.platform != \"win32\" and os.getuid() != 0",
        ),
        (
            "r = x or os.getuid()",
            "r = x or (os.getuid() if sys.platform != \"win32\" else None)",
        ),
        (
            "r = lambda: os.getuid()",
            "r = lambda: os.getuid() if sys.platform != \"win32\" else None",
        ),
        (
            "r = os.getuid(), 1",
            "r = (os.getuid(), 1) if sys.platform != \"win32\" else None",
        ),
        (
            "def f(x=os.getuid()): pass",
            "def f(x=os.getuid() if sys.platform != \"win32\" else None): pass",
        ),
    ] {
        assert_fixed(
            &format!("import os\nimport sys\n{before}\n"),
            &format!("import os\nimport sys\n{after}\n"),
        );
    }
}

#[test]
fn nothing_behind_a_failure_is_uncovered_quietly() {
    // Windows never gets to what follows; a fix that lets it get there would only move the failure.
    for source in [
        "import os\nimport sys\ndef f(x):\n    return os.WIFSIGNALED(x) or (x and os.WIFEXITED(x))\n",
        "import os, sys\ndef f(g):\n    try:\n        if g:\n            os.initgroups(\"a\", g)\n        else:\n            os.setgid(g)\n        os.setuid(g)\n    except Exception:\n        raise\n",
    ] {
        let document = Document::new(source.to_owned());
        for finding in check(&document, &Alone, &Config::default()) {
            for fix in &finding.fixes {
                let after = edited(&document, fix.edits.clone());
                let after = after.text().as_str();
                let problems = compare(source, after, &key(source, &finding), finding.worlds);
                assert_eq!(problems, Vec::<String>::new(), "{}:\n{after}", fix.title);
            }
        }
    }
}

#[test]
fn a_file_keeps_its_quotes_and_its_question() {
    assert_fixed(
        "import os\nif os.name == 'posix':\n    pass\nos.fork()\n",
        "import os\nif os.name == 'posix':\n    pass\nif os.name != 'nt':\n    os.fork()\n",
    );
}
