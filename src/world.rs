//! Worlds: sets of (platform, Python minor version) pairs, and the one notation for them.

mod english;
mod notation;

use std::ops::{BitAnd, BitOr, BitOrAssign, Not, Sub, SubAssign};

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

pub use english::listed;
pub use notation::NotationError;

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
pub const LAST_MINOR: u8 = 23;
/// The minor versions that `CPython`'s developers support, which are the default targets.
pub const SUPPORTED_MINORS: std::ops::RangeInclusive<u8> = 11..=15;
const MINORS: u32 = (LAST_MINOR - FIRST_MINOR + 1) as u32;

/// A set of (platform, Python minor version) pairs, one bit each.
#[derive(
    Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, serde::Serialize, serde::Deserialize,
)]
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
        // One row is as wide as `u16`.
        (self.0 >> (platform as u32 * MINORS) & 0xffff) as u16
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
            let exact = wanted & Self::platform(platform);
            let wide = widen(platform, wanted.row(platform), targets.row(platform));
            // `3.13` is shorter than `<3.14`, but nothing at all is shorter still.
            let is_shorter = exact.len() == 1 && wide != Self::platform(platform);
            widened |= if is_shorter { exact } else { wide };
        }
        if widened.contains(targets) {
            return "all".into();
        }
        widened.to_string()
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
