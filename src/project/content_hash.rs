//! Hashes of what something was made from.

use sha2::{Digest, Sha256};

/// A hash of what something was made from.
pub(super) type Key = [u8; 32];

/// A hash of parts, in which none can pass for a piece of another.
pub(super) fn key(parts: &[&[u8]]) -> Key {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// A hash, or the beginning of one, in hexadecimal digits.
pub(super) fn hex(key: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = key.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .map(|digit| char::from(DIGITS[usize::from(digit)]))
        .collect()
}
