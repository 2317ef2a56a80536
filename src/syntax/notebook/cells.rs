//! The cells of a notebook as one module: what is not Python in them becomes blanks.

/// Appends a cell with all that `IPython` would take out replaced by blanks of the same length.
pub(crate) fn append_python(cell: &str, into: &mut String) {
    let whole = cell.trim_start().starts_with("%%") && !runs_python(cell);
    let mut goes_on = false;
    for line in cell.split_inclusive(['\n', '\r']) {
        let magic = whole || goes_on || is_magic(line.trim());
        let assigned = assigned_magic(line).filter(|_| !magic);
        // A shell command may go on behind a backslash.
        goes_on = (magic || assigned.is_some()) && line.trim_end().ends_with('\\');
        match assigned {
            Some(at) => {
                into.push_str(&line[..at]);
                blank(&line[at..], "...", into);
            }
            None if magic => {
                // A block may need a statement.
                let indented = line.starts_with([' ', '\t']);
                blank(line, if indented { "pass" } else { "" }, into);
            }
            None => into.push_str(line),
        }
    }
}

fn is_magic(line: &str) -> bool {
    let mut characters = line.chars();
    match (characters.next(), characters.next()) {
        (Some('%'), Some(next)) => next == '%' || next.is_alphabetic(),
        (Some('!'), next) => next != Some('='),
        (Some('?'), _) => true,
        _ => line.strip_suffix('?').is_some_and(|rest| {
            let name = rest.trim_end_matches('?');
            let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '*');
            !name.is_empty() && name.chars().all(is_part)
        }),
    }
}

/// Where the magic begins in `files = !ls` and `found = %who_ls`.
fn assigned_magic(line: &str) -> Option<usize> {
    let (names, rest) = line.split_once('=')?;
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | ',' | ' ');
    let magic = rest.trim_start();
    let mut characters = magic.chars();
    let is_magic = match (characters.next(), characters.next()) {
        (Some('!'), next) => next != Some('='),
        (Some('%'), Some(next)) => next.is_alphabetic(),
        _ => false,
    };
    let at = line.len() - magic.len();
    (is_magic && !names.trim().is_empty() && names.chars().all(is_part)).then_some(at)
}

/// Blanks a line, as far as `instead` leaves room.
fn blank(line: &str, instead: &str, into: &mut String) {
    let content = line.trim_end_matches(['\n', '\r']);
    let (before, rest) = content.split_at(content.len() - content.trim_start().len());
    let instead = if rest.len() < instead.len() {
        ""
    } else {
        instead
    };
    into.push_str(before);
    into.push_str(instead);
    into.extend(std::iter::repeat_n(' ', rest.len() - instead.len()));
    into.push_str(&line[content.len()..]);
}

/// Cell magics whose body is Python in this very process.
fn runs_python(cell: &str) -> bool {
    let name = cell.trim_start().trim_start_matches('%');
    let name = name.split_whitespace().next().unwrap_or_default();
    matches!(
        name,
        "time" | "timeit" | "capture" | "prun" | "debug" | "memit"
    )
}
