//! Fixes in the corners of Python's layout, each with its exact result.

use spawnsafe::check::check_with_fixes;
use spawnsafe::config::Config;
use spawnsafe::fix::edited;
use spawnsafe::model::surroundings::NoSurroundings;
use spawnsafe::syntax::Document;

use super::proof::{compare, key};

/// The program after the first fix of its first finding.
fn first_fix(source: &str) -> String {
    let document = Document::new(source.to_owned());
    let findings = check_with_fixes(&document, &NoSurroundings, &Config::default(), |_| true);
    let finding = findings.first().expect("a finding");
    let fix = finding.fixes.first().expect("a fix");
    edited(&document, fix.edits.clone())
        .text()
        .as_str()
        .to_owned()
}

#[track_caller]
pub(super) fn assert_fixed(before: &str, after: &str) {
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
        // Plain imports first, each kind by itself.
        (
            "import os\nimport time\nfrom abc import ABC\nfrom typing import Any\n",
            "import os\nimport sys\nimport time\nfrom abc import ABC\nfrom typing import Any\n",
        ),
        (
            "from typing import Any\n\nimport numpy, os\n",
            "import sys\nfrom typing import Any\n\nimport numpy, os\n",
        ),
        // Both kinds by module.
        (
            "from abc import ABC\nimport os\nfrom pathlib import Path\nfrom typing import Any\n",
            "from abc import ABC\nimport os\nfrom pathlib import Path\nimport sys\nfrom typing import Any\n",
        ),
        // In no order.
        (
            "import time\nimport os\nimport re\nfrom x import y\n",
            "import time\nimport os\nimport re\nimport sys\nfrom x import y\n",
        ),
        // Comments stay with their imports.
        (
            "# Ours.\nimport os\n# For later.\nimport time\n",
            "# Ours.\nimport os\nimport sys\n# For later.\nimport time\n",
        ),
        (
            "import os; import re\n",
            "import sys\nimport os; import re\n",
        ),
    ] {
        assert_fixed(&format!("{before}os.fork()\n"), &format!("{after}{fixed}"));
    }
    assert_fixed(
        "\"\"\"Doc.\"\"\"\nfrom signal import SIGKILL\nuse(SIGKILL)\n",
        "\"\"\"Doc.\"\"\"\n\nimport sys\n\nif sys.platform != \"win32\":\n    from signal import SIGKILL\nif sys.platform != \"win32\":\n    use(SIGKILL)\n",
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
                "import sys\nfrom signal import {left}  # why\n\nif sys.platform != \"win32\":\n    from signal import {gone}\n"
            ),
        );
    }
}

#[test]
fn the_condition_is_imported_before_the_import_that_needs_it() {
    assert_fixed(
        "import os, fcntl\nfrom x import y\n\n\ndef f():\n    fcntl.flock(y, 1)\n    os.getcwd()\n",
        "import os\nimport sys\nfrom x import y\n\nif sys.platform != \"win32\":\n    import fcntl\n\n\ndef f():\n    if sys.platform != \"win32\":\n        fcntl.flock(y, 1)\n    os.getcwd()\n",
    );
}

#[test]
fn an_import_under_a_condition_stands_behind_the_others() {
    let guarded = "if sys.platform != \"win32\":\n    import fcntl\n";
    for (before, after) in [
        (
            "import errno\nimport fcntl  # locks\nimport os\n\nimport numpy\n\nX = 1\n",
            "import errno\nimport os\nimport sys\n\nimport numpy\n\nif sys.platform != \"win32\":\n    import fcntl  # locks\n\nX = 1\n",
        ),
        // Beside others, in order.
        (
            "import fcntl\nimport sys\n\nif sys.platform != \"win32\":\n    import grp\n    import pwd\nX = 1\n",
            "import sys\n\nif sys.platform != \"win32\":\n    import fcntl\n    import grp\n    import pwd\nX = 1\n",
        ),
        (
            "import sys\n\nif sys.platform != \"win32\":\n    import errno\n\nimport fcntl\nX = 1\n",
            "import sys\n\nif sys.platform != \"win32\":\n    import errno\n    import fcntl\n\nX = 1\n",
        ),
        // What a comment is about stays there.
        (
            "import sys\n\n# Locks.\nimport fcntl\n\nimport numpy\n",
            &format!("import sys\n\n# Locks.\n{guarded}\nimport numpy\n"),
        ),
        // Not past what needs it.
        (
            "import fcntl\nX = fcntl.LOCK_EX if 0 else None\nimport sys\n",
            "import sys\n\nif sys.platform != \"win32\":\n    import fcntl\nX = (fcntl.LOCK_EX if 0 else None) if sys.platform != \"win32\" else None\nimport sys\n",
        ),
    ] {
        assert_fixed(before, after);
    }
}

#[test]
fn statements_in_a_row_share_a_condition() {
    assert_fixed(
        "import os\nimport sys\n\nif sys.platform != \"win32\":\n    os.fork()\n\nos.chroot(\n    \"/\",\n)  # why\n",
        "import os\nimport sys\n\nif sys.platform != \"win32\":\n    os.fork()\n\n    os.chroot(\n        \"/\",\n    )  # why\n",
    );
    assert_fixed(
        "import os\nimport sys\n\nos.fork()\n# Then.\nos.chroot(\"/\")\n",
        "import os\nimport sys\n\nif sys.platform != \"win32\":\n    os.fork()\n    # Then.\n    os.chroot(\"/\")\n",
    );
}

#[test]
fn what_works_differently_is_not_put_under_the_condition_of_what_fails() {
    assert_fixed(
        "import os\nimport sys\n\nos.setsid()\nos.kill(1, 0)\n",
        "import os\nimport sys\n\nif sys.platform != \"win32\":\n    os.setsid()\nos.kill(1, 0)\n",
    );
}

#[test]
fn a_function_whose_rest_fails_is_left_early() {
    let guard = "    if sys.platform == \"win32\":\n        return\n";
    let head =
        "import os\nimport sys\n\n\ndef drop(user):\n    \"\"\"Doc.\"\"\"\n    print(user)\n";
    let rest = "    # Who.\n    before = os.getuid()\n\n    os.setpgid(user, 0)\n    if before:\n        os.setsid()\n";
    assert_fixed(
        &format!("{head}{rest}"),
        &format!("{head}    # Who.\n{guard}{}", &rest[11..]),
    );
    // What is returned is of use to somebody.
    let rest = "    before = os.getuid()\n    return os.getgid(), before\n";
    assert_fixed(
        &format!("{head}{rest}"),
        &format!(
            "{head}    before = os.getuid() if sys.platform != \"win32\" else None\n    return os.getgid(), before\n"
        ),
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
        for finding in check_with_fixes(&document, &NoSurroundings, &Config::default(), |_| true) {
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

#[test]
fn a_test_is_skipped_where_it_cannot_run() {
    for (before, after) in [
        (
            "import os\nimport sys\n\nimport pytest\n\n\n@pytest.mark.slow\ndef test_it():\n    assert os.fork()\n",
            "import os\nimport sys\n\nimport pytest\n\n\n@pytest.mark.skipif(sys.platform == \"win32\", reason=\"os.fork does not exist on Windows\")\n@pytest.mark.slow\ndef test_it():\n    assert os.fork()\n",
        ),
        (
            "import os\nimport unittest\n\n\nclass Tests(unittest.TestCase):\n    def test_it(self):\n        def inner():\n            os.fork()\n        inner()\n",
            "import os\nimport sys\nimport unittest\n\n\nclass Tests(unittest.TestCase):\n    @unittest.skipIf(sys.platform == \"win32\", \"os.fork does not exist on Windows\")\n    def test_it(self):\n        def inner():\n            os.fork()\n        inner()\n",
        ),
    ] {
        assert_fixed(before, after);
    }
}

#[test]
fn a_file_asks_by_the_name_that_it_has() {
    for (before, condition) in [
        (
            "import sys\nIS_WINDOWS = sys.platform == \"win32\"\nuse(IS_WINDOWS)\n",
            "not IS_WINDOWS",
        ),
        (
            "import os\n_POSIX = os.name == \"posix\"\nuse(_POSIX)\n",
            "_POSIX",
        ),
        (
            "import platform\nuse(platform.system())\n",
            "platform.system() != \"Windows\"",
        ),
        // What is there for something else is not asked.
        (
            "import sys\nHAVE_X = sys.platform != \"win32\"\nuse(HAVE_X)\n",
            "sys.platform != \"win32\"",
        ),
        // It may be something else later.
        (
            "import sys\nPOSIX = sys.platform != \"win32\"\nuse(POSIX)\nPOSIX = not sys\n",
            "sys.platform != \"win32\"",
        ),
    ] {
        assert_fixed(
            &format!("import os\n{before}os.fork()\n"),
            &format!("import os\n{before}if {condition}:\n    os.fork()\n"),
        );
    }
}
