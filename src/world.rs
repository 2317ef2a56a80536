//! Worlds: sets of (platform, Python minor version) pairs, and the one notation for them.

use std::fmt;
use std::ops::{BitAnd, BitOr, BitOrAssign, Not, Sub, SubAssign};
use std::str::FromStr;

/// A platform that Python runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Platform {
    /// `sys.platform == "linux"`.
    Linux,
    /// `sys.platform == "darwin"`.
    Macos,
    /// `sys.platform == "win32"`.
    Windows,
    /// `sys.platform` starts with `freebsd`.
    Freebsd,
    /// `sys.platform == "android"` (`"linux"` before 3.13).
    Android,
    /// `sys.platform == "ios"`.
    Ios,
    /// `sys.platform == "emscripten"`, the browser.
    Emscripten,
    /// `sys.platform == "wasi"`.
    Wasi,
}

use Platform::{Android, Emscripten, Freebsd, Ios, Linux, Macos, Wasi, Windows};

impl Platform {
    /// Every platform, in the order in which they are written.
    pub const ALL: [Self; 8] = [
        Linux, Macos, Windows, Freebsd, Android, Ios, Emscripten, Wasi,
    ];

    /// The name in the notation.
    pub const fn name(self) -> &'static str {
        match self {
            Linux => "linux",
            Macos => "macos",
            Windows => "windows",
            Freebsd => "freebsd",
            Android => "android",
            Ios => "ios",
            Emscripten => "emscripten",
            Wasi => "wasi",
        }
    }

    /// The name in a sentence.
    pub const fn title(self) -> &'static str {
        match self {
            Linux => "Linux",
            Macos => "macOS",
            Windows => "Windows",
            Freebsd => "FreeBSD",
            Android => "Android",
            Ios => "iOS",
            Emscripten => "Emscripten",
            Wasi => "WASI",
        }
    }

    /// The platform of that name; Python's own spellings (`win32`, `darwin`) are accepted.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "win32" => Some(Windows),
            "darwin" => Some(Macos),
            _ => Self::ALL
                .into_iter()
                .find(|platform| platform.name() == name),
        }
    }
}

/// The oldest minor version of Python 3 that a world can have.
pub const FIRST_MINOR: u8 = 8;
/// The newest minor version of Python 3 that a world can have.
pub const LAST_MINOR: u8 = FIRST_MINOR + MINORS as u8 - 1;
/// The minor versions that CPython's developers support, which are the default targets.
pub const SUPPORTED_MINORS: std::ops::RangeInclusive<u8> = 11..=15;
const MINORS: u32 = 16;

/// A set of (platform, Python minor version) pairs, one bit each.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Worlds(u128);

impl Worlds {
    /// No world.
    pub const NONE: Self = Self(0);
    /// Every world.
    pub const ALL: Self = Self(u128::MAX);

    /// The platform with every minor version.
    pub const fn platform(platform: Platform) -> Self {
        Self(0xffff << (platform as u32 * MINORS))
    }

    /// Every platform with this minor version of Python 3; none when it is out of range.
    pub fn minor(minor: u8) -> Self {
        Self::minors(|m| m == minor)
    }

    /// Every platform with the minor versions that `keep` holds for.
    pub fn minors(keep: impl Fn(u8) -> bool) -> Self {
        let row = (FIRST_MINOR..=LAST_MINOR)
            .filter(|&minor| keep(minor))
            .fold(0u128, |row, minor| row | 1 << (minor - FIRST_MINOR));
        Self(Platform::ALL.iter().fold(0, |bits, &platform| {
            bits | row << (platform as u32 * MINORS)
        }))
    }

    /// The platforms where `os.name == "posix"`: all but Windows.
    pub fn unix() -> Self {
        !Self::platform(Windows)
    }

    /// Whether no world is in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether both sets have a world in common.
    pub const fn overlaps(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether every world of `other` is in the set.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// How many worlds are in the set.
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// The platforms that occur in the set.
    pub fn platforms(self) -> impl Iterator<Item = Platform> {
        Platform::ALL
            .into_iter()
            .filter(move |&platform| self.overlaps(Self::platform(platform)))
    }

    /// The minor versions that occur in the set with this platform.
    pub fn minors_of(self, platform: Platform) -> impl Iterator<Item = u8> {
        let row = self.row(platform);
        (FIRST_MINOR..=LAST_MINOR).filter(move |minor| row & 1 << (minor - FIRST_MINOR) != 0)
    }

    fn row(self, platform: Platform) -> u16 {
        (self.0 >> (platform as u32 * MINORS)) as u16
    }

    /// The shortest notation that, met with `targets`, is this set met with `targets`.
    ///
    /// `windows` instead of `windows >=3.11 <3.16` where the targets are 3.11 to 3.15.
    pub fn show_within(self, targets: Self) -> String {
        let wanted = self & targets;
        if wanted.is_empty() {
            return "none".into();
        }
        // A row may be widened by whatever is not a target on that platform.
        let mut widened = Self::NONE;
        for platform in wanted.platforms() {
            widened = widened | widen(platform, wanted.row(platform), targets.row(platform));
        }
        if widened.contains(targets) {
            return "all".into();
        }
        widened.to_string()
    }

    /// The set as a person would say it, as far as it concerns `targets`: "on Windows, and on
    /// Linux from Python 3.14".
    pub fn in_english(self, targets: Self) -> String {
        let wanted = self & targets;
        if wanted == targets {
            return "on every target platform".into();
        }
        let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
        for platform in wanted.platforms() {
            let row = widen(platform, wanted.row(platform), targets.row(platform)).row(platform);
            let versions = english_versions(row);
            match groups.iter_mut().find(|(known, _)| *known == versions) {
                Some((_, titles)) => titles.push(platform.title()),
                None => groups.push((versions, vec![platform.title()])),
            }
        }
        groups.sort_by_key(|(versions, _)| !versions.is_empty());
        if let [(versions, titles)] = &groups[..]
            && !versions.is_empty()
            && titles.len() == targets.platforms().count()
        {
            return versions.trim_start().to_owned();
        }
        groups
            .iter()
            .map(|(versions, titles)| format!("on {}{versions}", listed(titles)))
            .collect::<Vec<_>>()
            .join(", and ")
    }
}

/// Fills the holes of a row that no target minds, so that it reads as few ranges.
fn widen(platform: Platform, wanted: u16, targets: u16) -> Worlds {
    let free = !targets;
    let mut row = wanted;
    // Holes between wanted bits and the ends count as wanted when nothing but free bits is there.
    let bits: Vec<u32> = (0..MINORS).filter(|bit| wanted & 1 << bit != 0).collect();
    let fill = |row: &mut u16, from: u32, to: u32| {
        if (from..to).all(|bit| free & 1 << bit != 0) {
            (from..to).for_each(|bit| *row |= 1 << bit);
        }
    };
    if let (Some(&first), Some(&last)) = (bits.first(), bits.last()) {
        fill(&mut row, 0, first);
        fill(&mut row, last + 1, MINORS);
        for pair in bits.windows(2) {
            fill(&mut row, pair[0] + 1, pair[1]);
        }
    }
    Worlds(u128::from(row) << (platform as u32 * MINORS))
}

/// "Windows", "Windows and macOS", "Linux, macOS and Windows".
pub fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// The ranges of minor versions in a row, first and last included.
fn ranges(row: u16) -> Vec<(u8, u8)> {
    let mut ranges: Vec<(u8, u8)> = Vec::new();
    for minor in (FIRST_MINOR..=LAST_MINOR).filter(|m| row & 1 << (m - FIRST_MINOR) != 0) {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == minor => *last = minor,
            _ => ranges.push((minor, minor)),
        }
    }
    ranges
}

fn english_versions(row: u16) -> String {
    if row == u16::MAX {
        return String::new();
    }
    let parts: Vec<String> = ranges(row)
        .into_iter()
        .map(|(first, last)| match (first, last) {
            (FIRST_MINOR, last) => format!("up to Python 3.{last}"),
            (first, LAST_MINOR) => format!("from Python 3.{first}"),
            (first, last) if first == last => format!("with Python 3.{first}"),
            (first, last) => format!("with Python 3.{first} to 3.{last}"),
        })
        .collect();
    format!(" {}", parts.join(" and "))
}

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
            .try_fold(Worlds::NONE, |all, one| Ok(all | one?))?
    } else {
        version(first)?
    };
    for word in words {
        worlds = worlds & version(word)?;
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

impl BitOr for Worlds {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Worlds {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

impl BitAnd for Worlds {
    type Output = Self;
    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl std::ops::BitAndAssign for Worlds {
    fn bitand_assign(&mut self, other: Self) {
        self.0 &= other.0;
    }
}

impl Sub for Worlds {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

impl SubAssign for Worlds {
    fn sub_assign(&mut self, other: Self) {
        self.0 &= !other.0;
    }
}

impl Not for Worlds {
    type Output = Self;
    fn not(self) -> Self {
        Self(!self.0)
    }
}
