//! Fuzzes `a_notebook_is_written_as_it_was`.

#![no_main]
#![allow(dead_code)]

#[path = "../targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::a_notebook_is_written_as_it_was(data));
