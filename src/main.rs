//! The command `spawnsafe`.

fn main() {}
