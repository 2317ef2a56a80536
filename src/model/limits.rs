//! Bounds of the model: what is longer or deeper is not looked into, and proves nothing.

/// Names, strings and other parts of a condition that are looked through for what it is about. A longer
/// one may be about anything, and whatever it guards is not reported.
pub(in crate::model) const MAX_GUARD_WORDS: usize = 256;

/// A dotted name with more bytes means nothing: no name of the library is half as long, and a chain of
/// attributes would hold all of its beginnings.
pub(in crate::model) const MAX_DOTTED_NAME_BYTES: usize = 512;

/// A longer function that renames a file, or a longer file around it, is not looked through for what else it does with
/// that file.
pub(crate) const MAX_RENAMING_TEXT_BYTES: usize = 65_536;

/// Classes above a class that are looked at. A program has a few; each of a long chain would be looked at for each below.
pub(in crate::model) const MAX_ANCESTORS: usize = 64;
/// How deep things made of other things are looked into.
pub(in crate::model) const MAX_SUBSTITUTION_DEPTH: u32 = 4;
