//! Fuzzes `the_notation_of_worlds_is_read_as_it_is_shown`.

#![no_main]
#![allow(dead_code)]

#[path = "../targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::the_notation_of_worlds_is_read_as_it_is_shown(data));
