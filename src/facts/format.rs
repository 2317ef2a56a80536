//! The text of the data files, read into facts and relations; `README.md` beside this file says how it is written.

use super::Failure;
use super::condition::conditions;
use super::record::Record;
use crate::syntax::is_identifier;
use crate::world::Worlds;

/// How one name relates to another.
#[derive(Clone, Copy, Debug)]
pub(super) enum Relation {
    /// The first is another name for the second, and so are their members.
    Is,
    /// The first is a class that has the members of the second.
    Extends,
    /// Calling the first gives an instance of the second.
    Returns,
    /// The first takes these parameters, in this order.
    Takes,
    /// The first hands its arguments on to the second.
    Forwards,
    /// The first is a class that has these members itself, whatever the class that it extends has.
    Overrides,
    /// What the first is, or calling it gives, can be gone through, and gives instances of the second.
    Yields,
}

/// One line or block of a file.
#[derive(Debug)]
pub(super) enum FactEntry {
    /// A fact, or a part of one.
    Record(Record),
    /// A relation between two names.
    Relation(&'static str, Relation, &'static str),
}

/// Reads one section; hands each entry to `take`, and each mistake to `complain`.
pub(super) fn read(
    text: &'static str,
    take: &mut dyn FnMut(FactEntry),
    complain: &mut dyn FnMut(String),
) {
    let mut open: Option<Record> = None;
    for line in text.lines() {
        if line.trim().is_empty() || line.starts_with(['#', '[']) {
            continue;
        }
        let outcome = if let Some(attribute) = line.strip_prefix("    ") {
            match &mut open {
                Some(record) => read_attribute(record, attribute),
                None => Err("an indented line follows no name".into()),
            }
        } else {
            if let Some(record) = open.take() {
                take(FactEntry::Record(record));
            }
            match relation(line) {
                Some(entry) => {
                    take(entry);
                    Ok(())
                }
                None => head(line).map(|record| open = Some(record)),
            }
        };
        if let Err(problem) = outcome {
            complain(format!("{problem}, in the line `{line}`"));
        }
    }
    if let Some(record) = open {
        take(FactEntry::Record(record));
    }
}

fn relation(line: &'static str) -> Option<FactEntry> {
    [
        (" is ", Relation::Is),
        (" extends ", Relation::Extends),
        (" returns ", Relation::Returns),
        (" takes ", Relation::Takes),
        (" forwards ", Relation::Forwards),
        (" overrides ", Relation::Overrides),
        (" yields ", Relation::Yields),
    ]
    .into_iter()
    .find_map(|(word, relation)| {
        let (name, other) = line.split_once(word)?;
        Some(FactEntry::Relation(name, relation, other))
    })
}

/// `os.fork: linux|macos @ typeshed` or a bare `os.fork`.
fn head(line: &'static str) -> Result<Record, String> {
    let (line, source) = match line.split_once(" @ ") {
        Some((line, source)) => (line, Some(source)),
        None => (line, None),
    };
    let (name, worlds) = match line.split_once(": ") {
        Some((name, worlds)) => (name, Some(worlds)),
        None => (line, None),
    };
    let (dotted, when) = match name.split_once('(') {
        Some((dotted, rest)) => {
            let inner = rest.strip_suffix(')').ok_or("a parenthesis stays open")?;
            (dotted, conditions(inner)?)
        }
        None => (name, Vec::new()),
    };
    // `socket.*` stands for everything in it that nothing else is said about.
    let plain = dotted.strip_suffix(".*").unwrap_or(dotted);
    if !plain.split('.').all(is_identifier) {
        return Err(format!("`{dotted}` is not a dotted name"));
    }
    Ok(Record {
        name,
        available: worlds.map(read_worlds).transpose()?,
        when,
        source,
        ..Record::default()
    })
}

fn read_attribute(record: &mut Record, line: &'static str) -> Result<(), String> {
    let (key, value) = match line.split_once(": ") {
        Some((key, value)) => (key, Some(value)),
        None => (line, None),
    };
    if line == "perhaps" {
        record.perhaps = true;
        return Ok(());
    }
    let slot = match key {
        "source" => &mut record.source,
        "use" => &mut record.alternative,
        "effect" => &mut record.effect,
        "removed" => &mut record.removed,
        _ => {
            let failure = match key.split_once(' ') {
                Some(("raises", exception)) => Failure::Raises(exception),
                None if key == "missing" => Failure::Missing,
                None if key == "diverges" => Failure::Diverges,
                None if key == "ignored" => Failure::Ignored,
                _ => return Err(format!("unknown word `{key}`")),
            };
            let worlds = value.map(read_worlds).transpose()?;
            record.failures.push((worlds, failure));
            return Ok(());
        }
    };
    if slot.is_some() {
        return Err(format!("`{key}` is there twice"));
    }
    *slot = Some(value.ok_or_else(|| format!("`{key}` has no text"))?);
    Ok(())
}

fn read_worlds(text: &str) -> Result<Worlds, String> {
    text.parse().map_err(|error| format!("{error}"))
}
