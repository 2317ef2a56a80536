//! Fixes of calls and their arguments, each with its exact result.

use super::cases::assert_fixed;

#[test]
fn arguments_that_are_refused_together_are_left_out_together() {
    let head = "import sys\n";
    let fixed = "**({\"globals\": a, \"locals\": b} if sys.version_info >= (3, 13) else {})";
    for (before, after) in [
        (
            "exec(\"a\", globals=a, locals=b)\n",
            format!("exec(\"a\", {fixed})\n"),
        ),
        (
            "exec(\n    \"a\",\n    globals=a,\n    closure=None,\n    locals=b,\n)\n",
            format!(
                "exec(\n    \"a\",\n    {fixed},\n    closure=None,\n)\n"
            ),
        ),
        // Each keeps its comment.
        (
            "exec(\n    \"a\",\n    globals=a,  # why\n    locals=b,\n)\n",
            "exec(\n    \"a\",\n    **({\"globals\": a} if sys.version_info >= (3, 13) else {}),  # why\n    locals=b,\n)\n".to_owned(),
        ),
    ] {
        assert_fixed(&format!("{head}{before}"), &format!("{head}{after}"));
    }
}

#[test]
fn a_call_of_several_lines_is_made_in_a_branch() {
    let head = "import os\nimport sys\n\n\ndef f(x):\n";
    for (before, after) in [
        (
            "    x.size = os.fpathconf(\n        x.file,\n        \"PC_PATH_MAX\",\n    )  # why\n    return x\n",
            "    if sys.platform != \"win32\":\n        x.size = os.fpathconf(\n            x.file,\n            \"PC_PATH_MAX\",\n        )  # why\n    else:\n        x.size = None\n    return x\n",
        ),
        // One line, and what is no statement of its own, stay expressions.
        (
            "    size = os.fpathconf(x, \"PC_PATH_MAX\")\n    return size\n",
            "    size = os.fpathconf(x, \"PC_PATH_MAX\") if sys.platform != \"win32\" else None\n    return size\n",
        ),
        (
            "    a = b = os.fpathconf(\n        x, 1)\n    return a, b\n",
            "    a = b = os.fpathconf(\n        x, 1) if sys.platform != \"win32\" else None\n    return a, b\n",
        ),
    ] {
        assert_fixed(&format!("{head}{before}"), &format!("{head}{after}"));
    }
}
