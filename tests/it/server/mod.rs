//! Protocol sessions with the real program: order, encoding and lifecycle, never rules.

mod client;
mod lifecycle;
mod stubborn;
