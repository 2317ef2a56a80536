//! Fuzzes `requirements_are_within_their_file`.

#![no_main]
#![allow(dead_code)]

#[path = "../targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::requirements_are_within_their_file(data));
