//! The notation: `windows`, `linux|macos >=3.14`, `linux >=3.14 + windows`, `all`, `none`.

use std::fmt;
use std::str::FromStr;

use super::Platform::Windows;
use super::{FIRST_MINOR, LAST_MINOR, Platform, Worlds, ranges};

impl fmt::Display for Worlds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::ALL {
            return f.write_str("all");
        }
        if self.is_empty() {
            return f.write_str("none");
        }
        let mut groups: Vec<(u16, Vec<Platform>)> = Vec::new();
        for platform in self.platforms() {
            let row = self.row(platform);
            match groups.iter_mut().find(|(known, _)| *known == row) {
                Some((_, platforms)) => platforms.push(platform),
                None => groups.push((row, vec![platform])),
            }
        }
        let mut first_term = true;
        for (row, platforms) in groups {
            let names = platform_names(&platforms);
            for (first, last) in ranges(row) {
                if !std::mem::take(&mut first_term) {
                    f.write_str(" + ")?;
                }
                let mut words: Vec<String> = Vec::new();
                words.extend((!names.is_empty()).then(|| names.clone()));
                if first == last {
                    words.push(format!("3.{first}"));
                } else {
                    words.extend((first != FIRST_MINOR).then(|| format!(">=3.{first}")));
                    words.extend((last != LAST_MINOR).then(|| format!("<3.{}", last + 1)));
                }
                f.write_str(&words.join(" "))?;
            }
        }
        Ok(())
    }
}

/// `linux|macos`, `unix` for all but Windows, nothing for all.
fn platform_names(platforms: &[Platform]) -> String {
    if platforms.len() == Platform::ALL.len() {
        return String::new();
    }
    if platforms.len() == Platform::ALL.len() - 1 && !platforms.contains(&Windows) {
        return "unix".into();
    }
    let names: Vec<&str> = platforms.iter().map(|platform| platform.name()).collect();
    names.join("|")
}

impl fmt::Debug for Worlds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Worlds({self})")
    }
}

/// Why a text is not in the notation; says what is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotationError(String);

impl fmt::Display for NotationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotationError {}

impl FromStr for Worlds {
    type Err = NotationError;

    /// Reads the notation: `windows`, `linux|macos >=3.14`, `linux >=3.14 + windows`, `all`.
    fn from_str(text: &str) -> Result<Self, NotationError> {
        text.split('+')
            .map(term)
            .try_fold(Self::NONE, |all, worlds| Ok(all | worlds?))
    }
}

fn term(text: &str) -> Result<Worlds, NotationError> {
    let mut words = text
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|word| !word.is_empty());
    let first = words
        .next()
        .ok_or_else(|| NotationError("a platform or a version is missing".into()))?;
    let mut worlds = if first.starts_with(|c: char| c.is_ascii_alphabetic()) {
        first
            .split('|')
            .map(platforms)
            .try_fold(Worlds::NONE, |all, worlds| Ok(all | worlds?))?
    } else {
        version(first)?
    };
    for word in words {
        worlds &= version(word)?;
    }
    Ok(worlds)
}

fn platforms(name: &str) -> Result<Worlds, NotationError> {
    match name {
        "all" => Ok(Worlds::ALL),
        "none" => Ok(Worlds::NONE),
        "unix" => Ok(Worlds::unix()),
        _ => Platform::named(name).map(Worlds::platform).ok_or_else(|| {
            let names = Platform::ALL.map(Platform::name).join(", ");
            NotationError(format!(
                "unknown platform `{name}`; use one of {names}, unix, all"
            ))
        }),
    }
}

fn version(word: &str) -> Result<Worlds, NotationError> {
    let digits = word.trim_start_matches(['<', '>', '=']);
    let minor: u8 = digits
        .strip_prefix("3.")
        .and_then(|minor| minor.parse().ok())
        .ok_or_else(|| {
            NotationError(format!(
                "`{word}` is not a version; write it like >=3.12 or 3.12"
            ))
        })?;
    let keep: fn(u8, u8) -> bool = match &word[..word.len() - digits.len()] {
        ">=" => |m, bound| m >= bound,
        ">" => |m, bound| m > bound,
        "<=" => |m, bound| m <= bound,
        "<" => |m, bound| m < bound,
        "" | "==" => |m, bound| m == bound,
        operator => return Err(NotationError(format!("unknown operator `{operator}`"))),
    };
    Ok(Worlds::minors(|m| keep(m, minor)))
}
