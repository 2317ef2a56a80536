//! What fixes of several rules are made of.

pub(super) mod guard;
pub(super) mod guarded;
pub(super) mod import;
pub(super) mod layout;
pub(super) mod new_import;
pub(super) mod start_method;
