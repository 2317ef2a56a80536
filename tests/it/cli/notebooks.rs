//! Notebooks on the command line: places in cells, and cells written back.

use insta_cmd::assert_cmd_snapshot;
use serde_json::{Value, json};

use super::{DEFAULT, Project, UNUSED};

const FORK: &str = "import os\n%matplotlib inline\nif True:\n    !ls\n    os.fork()";

fn code(source: &str) -> Value {
    let lines: Vec<&str> = source.split_inclusive('\n').collect();
    json!({"cell_type": "code", "execution_count": null, "metadata": {}, "outputs": [], "source": lines})
}

/// As `nbformat` writes it.
fn notebook(cells: &[Value]) -> String {
    let prose = json!({"cell_type": "markdown", "metadata": {}, "source": ["# é"]});
    let cells: Vec<&Value> = [&prose].into_iter().chain(cells).collect();
    let notebook = json!({
        "cells": cells,
        "metadata": {"language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    });
    let mut text = Vec::new();
    let indent = serde_json::ser::PrettyFormatter::with_indent(b" ");
    let mut writer = serde_json::Serializer::with_formatter(&mut text, indent);
    serde::Serialize::serialize(&notebook, &mut writer).expect("JSON");
    String::from_utf8(text).expect("a text") + "\n"
}

fn project() -> Project {
    let other = "x = 'é\\t'; os.fork()  # \"";
    Project::new(&[("book.ipynb", notebook(&[code(FORK), code(other)]))])
}

fn run(format: &str) -> String {
    let arguments = format!("check --target-platforms windows --output-format {format}");
    let (code, out, err) = project().run(&arguments);
    assert_eq!(code, 1, "{err}");
    out
}

#[test]
fn places_are_those_of_cells() {
    let project = project();
    assert_cmd_snapshot!(project.command("check --target-platforms windows"));
    let places: Vec<String> = run("concise")
        .lines()
        .filter_map(|line| Some(line.split_once(": ")?.0.to_owned()))
        .collect();
    assert_eq!(
        places,
        ["book.ipynb:cell 2:5:5", "book.ipynb:cell 3:1:12"],
        "prose counts, magics are not Python"
    );
    let found: Value = serde_json::from_str(&run("json")).expect("JSON");
    let range =
        json!({"cell": 3, "start": {"line": 1, "column": 12}, "end": {"line": 1, "column": 19}});
    assert_eq!(found[1]["range"], range);
}

#[test]
fn what_knows_no_cells_gets_places_of_the_file() {
    let file = project().read("book.ipynb");
    let github = run("github");
    let last = github.lines().last().expect("a finding");
    let number = |name: &str| -> usize {
        let (_, rest) = last.split_once(&format!("{name}=")).expect(name);
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().expect("a number")
    };
    let line: Vec<char> = file
        .lines()
        .nth(number("line") - 1)
        .expect("a line")
        .chars()
        .collect();
    let marked: String = line[number(",col") - 1..number("endColumn") - 1]
        .iter()
        .collect();
    assert_eq!(marked, "os.fork");
    let sarif: Value = serde_json::from_str(&run("sarif")).expect("JSON");
    let result = &sarif["runs"][0]["results"][1];
    let region = &result["locations"][0]["physicalLocation"]["region"];
    assert_eq!(region["startLine"], number("line"));
    assert_eq!(result.get("fixes"), None);
}

#[test]
fn a_fix_changes_the_source_of_its_cell_and_nothing_else() {
    let magic = format!("%load_ext x\n{UNUSED}!ls \\\n  -l");
    let mut cell = code(&magic);
    cell["outputs"] = json!([{"data": {"text/plain": ["\u{7f}\u{e9}"]}, "execution_count": 1.50}]);
    let before = notebook(&[cell, code("%%bash\nfork ("), code("x = 1\n")]);
    let project = Project::new(&[("book.ipynb", &before)]);
    let (exit, _, err) = project.run("check --fix");
    assert_eq!(
        (exit, err),
        (
            0,
            format!("1 fix applied.\nNo findings in 1 file {DEFAULT}")
        )
    );
    let comment = "  # spawnsafe: ignore[unavailable-import]";
    assert_eq!(project.read("book.ipynb"), before.replace(comment, ""));
}

#[test]
fn a_fix_does_not_go_on_in_another_cell() {
    let flags = "--target-platforms linux,windows";
    let test = "import os, sys\nif sys.platform != \"win32\":\n    print(1)";
    for (first, second, fixed) in [
        (
            test,
            "os.fork()",
            [test, "if sys.platform != \"win32\":\n    os.fork()"],
        ),
        (
            "import os, sys\nos.fork()",
            "os.getuid()",
            [
                "import os, sys\nif sys.platform != \"win32\":\n    os.fork()",
                "if sys.platform != \"win32\":\n    os.getuid()",
            ],
        ),
        (
            test,
            "import fcntl",
            [test, "if sys.platform != \"win32\":\n    import fcntl"],
        ),
    ] {
        let project = Project::new(&[("book.ipynb", notebook(&[code(first), code(second)]))]);
        project.run(&format!("check --fix {flags}"));
        assert_eq!(project.read("book.ipynb"), notebook(&fixed.map(code)));
    }
}

#[test]
fn a_source_that_is_one_text_stays_one() {
    let before = format!(
        "{{\"nbformat\":4,\"cells\":[{{\"source\":{},\"cell_type\":\"code\"}}]}}",
        json!(UNUSED)
    );
    let project = Project::new(&[("book.ipynb", &before)]);
    assert_cmd_snapshot!(project.command("check --diff"));
    assert_eq!(project.run("check --fix").0, 0);
    let comment = "  # spawnsafe: ignore[unavailable-import]";
    assert_eq!(project.read("book.ipynb"), before.replace(comment, ""));
}

#[test]
fn ignores_are_written_into_cells() {
    let project = project();
    let arguments = "check --target-platforms windows";
    let (exit, _, err) = project.run(&format!("{arguments} --add-ignore=old"));
    assert_eq!((exit, &*err), (0, "2 findings ignored in 1 file.\n"));
    assert_eq!(project.run(arguments).0, 0);
    assert!(
        project
            .read("book.ipynb")
            .contains("    \"    os.fork()  # spawnsafe: ignore[")
    );
}

#[test]
fn standard_input_may_be_a_notebook() {
    let before = notebook(&[code(UNUSED)]);
    let project = Project::new(&[("book.ipynb", &before)]);
    let mut command = project.command("check --fix - --stdin-filename book.ipynb");
    let file = std::fs::File::open(project.path("book.ipynb")).expect("a file");
    let output = command.stdin(file).output().expect("an end");
    let comment = "  # spawnsafe: ignore[unavailable-import]";
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        before.replace(comment, "")
    );
}

#[test]
fn what_is_no_notebook_is_said() {
    for (content, reason) in [
        (
            "",
            "it is not valid JSON: EOF while parsing a value (line 1, column 0)",
        ),
        (
            "{\n \"cells\": [,",
            "it is not valid JSON: expected value (line 2, column 12)",
        ),
        (
            "{\"cells\": 3}",
            "it is not a notebook: invalid type: integer `3`, expected a sequence (line 1, column 11)",
        ),
        ("{}", "it is not a notebook: it has no `nbformat`"),
        (
            "{\"nbformat\": 4,\n\"cells\": [{\"cell_type\": \"code\", \"source\": [1]}]}",
            "the source of cell 1 cannot be read: it is neither text nor a list of texts (line 2)",
        ),
    ] {
        let project = Project::new(&[("book.ipynb", content), ("good.py", UNUSED)]);
        let (exit, out, err) = project.run("check --output-format concise");
        assert_eq!(exit, 2, "{content}");
        assert!(out.starts_with("good.py:1:"), "{out}");
        let first = err.lines().next();
        assert_eq!(first, Some(&*format!("error: book.ipynb: {reason}")));
    }
}

#[test]
fn what_is_not_python_is_left_alone() {
    let mut r = code("os.fork()");
    r["metadata"] = json!({"vscode": {"languageId": "r"}});
    let old = json!({"nbformat": 3, "worksheets": [{"cells": [
        {"cell_type": "code", "language": "python", "input": ["import os\n", "os.fork()"]},
    ]}]});
    let julia = notebook(&[code(FORK)]).replace("\"python\"", "\"julia\"");
    let files = [
        ("cell.ipynb", notebook(&[code("import os"), r])),
        ("julia.ipynb", julia),
        ("old.ipynb", old.to_string()),
    ];
    let project = Project::new(&files);
    let (_, out, _) = project.run("check --target-platforms windows --output-format concise");
    assert!(out.starts_with("old.ipynb:cell 1:2:1: "), "{out}");
    assert_eq!(out.lines().count(), 1, "{out}");
}

#[test]
fn magics_hide_no_python() {
    for (cell, finds) in [
        ("files = !ls\nimport fcntl", true),
        ("fcntl?\nimport fcntl", true),
        ("%%time\nimport fcntl", true),
        ("%%bash\nimport fcntl", false),
        ("import fcntl  # is it there?", true),
        ("x = (1,\n     2)\nwho = %who_ls\nimport fcntl", true),
        ("!ls \\\n  import fcntl", false),
        ("if x != 1:\n    %cd ..\nimport fcntl", true),
    ] {
        let project = Project::new(&[("book.ipynb", notebook(&[code(cell)]))]);
        let arguments = "check --target-platforms windows --output-format concise";
        let found = project.run(arguments).1;
        assert_eq!(
            found.contains("[unavailable-import]"),
            finds,
            "{cell}: {found}"
        );
    }
}
