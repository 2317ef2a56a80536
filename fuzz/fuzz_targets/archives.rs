//! Fuzzes `archives_are_unpacked_or_refused`.

#![no_main]
#![allow(dead_code)]

#[path = "../targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::archives_are_unpacked_or_refused(data));
