//! The words of a text, whatever they stand in: code, strings or comments.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

use crate::syntax::is_name_byte;
use crate::world::Worlds;

/// Every word of a text, by a hash of its letters in lower case.
///
/// Two words that share a hash make a file that is parsed for nothing, never one that is not.
#[derive(Clone)]
pub(super) struct Words<'t> {
    text: &'t str,
    all: WordHashes,
    /// Those behind a dot or a quote: names of attributes, also in strings.
    members: WordHashes,
    /// Those of them that are called.
    called: WordHashes,
    /// Those before an equals sign, or in quotes: names of arguments.
    keywords: WordHashes,
    /// Those right behind a quote: what a string begins with.
    quoted: WordHashes,
    /// A name may be looked up under what is made of other strings.
    are_computed: bool,
}

/// The words of a text, those in the arguments of the call that is looked at, and where it is reached.
pub(super) struct TextWords<'w> {
    pub(super) words: &'w Words<'w>,
    pub(super) arguments: &'w Words<'w>,
    pub(super) worlds: Worlds,
}

impl<'w> TextWords<'w> {
    pub(super) fn anywhere(words: &'w Words<'w>) -> Self {
        Self {
            words,
            arguments: words,
            worlds: Worlds::ALL,
        }
    }
}

type WordHashes = HashSet<u64, BuildHasherDefault<IdentityHasher>>;

impl<'t> Words<'t> {
    /// Reads a text.
    pub(super) fn of(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let mut words = Self {
            text,
            all: WordHashes::default(),
            members: WordHashes::default(),
            called: WordHashes::default(),
            keywords: WordHashes::default(),
            quoted: WordHashes::default(),
            are_computed: false,
        };
        let mut at = 0;
        // The last byte that is not blank, and the last one before a comment on this line.
        let (mut last, mut aside) = (b'\n', b'\n');
        while let Some(&byte) = bytes.get(at) {
            if !is_name_byte(byte) {
                // What a date makes of `{now:%d}`.
                if byte == b'%' && last == b':' {
                    let hash = hash("strftime");
                    words.all.insert(hash);
                    words.members.insert(hash);
                    words.called.insert(hash);
                }
                match byte {
                    b'\n' | b'\r' if aside == b'.' => last = aside,
                    b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' | b'\\' => {}
                    _ => {
                        aside = if byte == b'#' { last } else { aside };
                        last = byte;
                    }
                }
                if matches!(byte, b'\n' | b'\r') {
                    aside = b'\n';
                }
                at += 1;
                continue;
            }
            let mut hash = FNV_OFFSET_BASIS;
            while let Some(&byte) = bytes.get(at).filter(|byte| is_name_byte(**byte)) {
                hash = mixed(hash, byte);
                at += 1;
            }
            words.all.insert(hash);
            if matches!(last, b'.' | b'"' | b'\'') {
                words.members.insert(hash);
                if last != b'.' || is_called(bytes, at) {
                    words.called.insert(hash);
                }
            }
            if matches!(last, b'"' | b'\'') {
                words.quoted.insert(hash);
            }
            if is_set(bytes, at) {
                words.keywords.insert(hash);
            }
            last = b'a';
        }
        words.are_computed = words.has("getattr") || words.has("attrgetter");
        words
    }

    /// The same, where each of them may be a name that belongs to a module.
    pub(super) fn as_members(&self) -> Self {
        Self {
            are_computed: true,
            ..self.clone()
        }
    }

    /// Whether the word is there.
    pub(super) fn has(&self, word: &str) -> bool {
        self.all.contains(&hash(word))
    }

    /// Whether an argument may be passed by this name.
    pub(super) fn has_keyword(&self, word: &str) -> bool {
        self.keywords.contains(&hash(word))
    }

    /// Whether a string may begin with this word.
    pub(super) fn has_quoted(&self, word: &str) -> bool {
        self.quoted.contains(&hash(word))
    }

    /// Whether strings of the text may make up this one: it is there, or one that it begins with and one that it ends
    /// with.
    pub(super) fn may_make(&self, literal: &str) -> bool {
        let mut cuts = 1..=literal.len();
        let mut ends = 0..literal.len();
        cuts.any(|end| self.has_quoted(&literal[..end]))
            && ends.any(|start| self.has_quoted(&literal[start..]))
    }

    /// Whether strings of the text may make up one with this in it: it is there, or a string or a field in one ends in
    /// it, another one begins where that ends, or where what is quoted between them does.
    pub(super) fn may_hold(&self, fragment: &str) -> bool {
        let text = self.text.as_bytes();
        let finds = |part: &str, is_it: &dyn Fn(&[u8], &[u8]) -> bool| {
            let mut found = memchr::memmem::find_iter(text, part.as_bytes());
            found.any(|start| is_it(&text[..start], &text[start + part.len()..]))
        };
        let ends = |_: &[u8], after: &[u8]| matches!(after, [b'"' | b'\'' | b'{' | b'%', ..]);
        let begins = |before: &[u8], _: &[u8]| match before {
            // `%s`, `%(name)s`
            [.., b'%' | b')', byte] if is_name_byte(*byte) => true,
            [.., byte] => matches!(byte, b'"' | b'\'' | b'}'),
            [] => false,
        };
        let is_whole = |before: &[u8], after: &[u8]| {
            let quotes = (before.last(), after.first());
            matches!(
                quotes,
                (Some(b'"'), Some(b'"')) | (Some(b'\''), Some(b'\''))
            )
        };
        let is_split = |first: usize| {
            let mut seconds = first..fragment.len();
            finds(&fragment[..first], &ends)
                && seconds.any(|second| {
                    finds(&fragment[second..], &begins)
                        && (first == second || finds(&fragment[first..second], &is_whole))
                })
        };
        self.text.contains(fragment) || (1..fragment.len()).any(is_split)
    }

    /// Whether an attribute may be asked for by a string that is this name.
    pub(super) fn may_ask_for(&self, word: &str) -> bool {
        self.are_computed && (self.has_quoted(word) || self.has_keyword(word))
    }

    /// Whether something may be called by this name by whoever asks something else for it.
    pub(super) fn has_called(&self, word: &str) -> bool {
        let hash = hash(word);
        self.called.contains(&hash) || self.are_computed && self.all.contains(&hash)
    }

    /// Whether something may have an attribute of this name.
    pub(super) fn has_member(&self, word: &str) -> bool {
        let hash = hash(word);
        self.members.contains(&hash) || self.are_computed && self.all.contains(&hash)
    }
}

/// Whether an equals sign, or a closing quote, follows; what stands behind a comment is taken for one.
fn is_set(bytes: &[u8], mut at: usize) -> bool {
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' | b'\\');
    while bytes.get(at).is_some_and(is_blank) {
        at += 1;
    }
    match bytes.get(at) {
        Some(b'=') => bytes.get(at + 1) != Some(&b'='),
        Some(b'#' | b'"' | b'\'') => true,
        _ => false,
    }
}

/// Whether a parenthesis follows; what stands behind a comment is taken for one.
fn is_called(bytes: &[u8], at: usize) -> bool {
    let mut rest = bytes[at..].iter();
    let next =
        rest.find(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' | b'\\' | b')'));
    matches!(next, Some(b'(' | b'#'))
}

const FNV_OFFSET_BASIS: u64 = 0xcbf2_9ce4_8422_2325;

fn mixed(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0000_0100_0000_01b3)
}

fn hash(word: &str) -> u64 {
    word.bytes().fold(FNV_OFFSET_BASIS, mixed)
}

/// What is hashed is a hash already.
#[derive(Default)]
pub(super) struct IdentityHasher(u64);

impl Hasher for IdentityHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 << 8) | u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        // The table takes the upper bits for itself.
        self.0 = hash ^ hash.rotate_left(32);
    }
}
