//! What real Python says of programs.

use std::io::Write;
use std::process::{Command, Stdio};

/// Reads a JSON list of programs and writes one of what is wrong with each.
const PARSE: &str = "
import ast, json, sys
def wrong(program):
    try:
        ast.parse(program.encode('utf-8'))
    except SyntaxError as error:
        return f'line {error.lineno}: {error.msg}'
json.dump([wrong(program) for program in json.load(sys.stdin)], sys.stdout)
";

/// The programs that Python's own parser refuses, and why.
pub(super) fn refused(programs: &[&str]) -> Vec<(usize, String)> {
    let mut child = Command::new("python3")
        .args(["-c", PARSE])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = serde_json::to_vec(programs).expect("strings");
    stdin.write_all(&input).expect("python3 reads");
    drop(stdin);
    let output = child.wait_with_output().expect("python3 answers");
    let answers: Vec<Option<String>> = serde_json::from_slice(&output.stdout).expect("a list");
    assert_eq!(answers.len(), programs.len());
    let answers = answers.into_iter().enumerate();
    answers
        .filter_map(|(at, answer)| Some((at, answer?)))
        .collect()
}

#[test]
fn python_refuses_what_is_wrong() {
    let refused = refused(&["x = 1\n", "x = \n"]);
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0].0, 1);
}
