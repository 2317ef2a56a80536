//! What instances hold, and whether that can be pickled.

pub(crate) mod pickling;
