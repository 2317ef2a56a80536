//! Programs of a size: the templates of `families.txt`, filled in.

/// What most of them begin with.
const HEAD: &str =
    "import os, sys\nimport multiprocessing\nfrom multiprocessing import Process, Pool\n";

/// The families, by name.
pub(super) fn families() -> impl Iterator<Item = (&'static str, &'static str)> {
    let all = include_str!("families.txt").split("\n== ").skip(1);
    all.map(|family| family.split_once('\n').expect("a name and a template"))
}

/// A program of size `n`.
pub(super) fn program(template: &str, n: i64) -> String {
    expand(template, n, 0)
}

fn expand(template: &str, n: i64, i: i64) -> String {
    let mut result = String::new();
    let mut rest = template;
    while let Some(at) = rest.find(['«', '⟦']) {
        result += &rest[..at];
        if let Some(behind) = rest[at..].strip_prefix('«') {
            let (inside, after) = behind.split_once('»').expect("a closing mark");
            result += &value(inside, n, i);
            rest = after;
            continue;
        }
        let (range, behind) = rest[at..].split_once('⟧').expect("a range");
        let end = closing(behind);
        let (body, behind) = (&behind[..end], &behind[end + '⟨'.len_utf8()..]);
        let (separator, after) = behind.split_once('⟩').expect("a separator");
        let turns = turns(range.trim_start_matches('⟦'), n, i);
        let turns: Vec<String> = turns.into_iter().map(|i| expand(body, n, i)).collect();
        result += &turns.join(separator);
        rest = after;
    }
    result + rest
}

/// Where the body of a repetition ends.
fn closing(behind: &str) -> usize {
    let mut depth = 0;
    for (at, mark) in behind.char_indices() {
        match mark {
            '⟦' => depth += 1,
            '⟨' if depth == 0 => return at,
            '⟨' => depth -= 1,
            _ => {}
        }
    }
    panic!("a repetition without an end")
}

fn turns(range: &str, n: i64, i: i64) -> Vec<i64> {
    match range.split_once(',') {
        None => vec![i; usize::try_from(i).expect("no less than nothing")],
        Some(("down", last)) => (0..=number(last, n, i)).rev().collect(),
        Some((first, end)) => (number(first, n, i)..number(end, n, i)).collect(),
    }
}

fn value(inside: &str, n: i64, i: i64) -> String {
    match inside.split_once(':') {
        _ if inside == "head" => HEAD.to_owned(),
        Some((which, words)) => {
            let which = usize::try_from(number(which, n, i)).expect("a place");
            words.split('|').nth(which).expect("a word").to_owned()
        }
        None => number(inside, n, i).to_string(),
    }
}

/// `(i*7+1)%n`
fn number(text: &str, n: i64, i: i64) -> i64 {
    let mut rest = text;
    let sum = sum(&mut rest, n, i);
    assert_eq!(rest, "", "what is behind `{text}`");
    sum
}

fn sum(rest: &mut &str, n: i64, i: i64) -> i64 {
    let mut sum = product(rest, n, i);
    loop {
        if take(rest, '+') {
            sum += product(rest, n, i);
        } else if take(rest, '-') {
            sum -= product(rest, n, i);
        } else {
            return sum;
        }
    }
}

fn product(rest: &mut &str, n: i64, i: i64) -> i64 {
    let mut product = operand(rest, n, i);
    loop {
        if take(rest, '*') {
            product *= operand(rest, n, i);
        } else if take(rest, '%') {
            product %= operand(rest, n, i);
        } else {
            return product;
        }
    }
}

fn operand(rest: &mut &str, n: i64, i: i64) -> i64 {
    if take(rest, '(') {
        let inside = sum(rest, n, i);
        assert!(take(rest, ')'), "a bracket is open");
        return inside;
    }
    if take(rest, 'n') {
        return n;
    }
    if take(rest, 'i') {
        return i;
    }
    let end = rest
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(rest.len());
    let (digits, behind) = rest.split_at(end);
    *rest = behind;
    digits.parse().expect("a number")
}

fn take(rest: &mut &str, mark: char) -> bool {
    let behind = rest.strip_prefix(mark);
    *rest = behind.unwrap_or(rest);
    behind.is_some()
}
