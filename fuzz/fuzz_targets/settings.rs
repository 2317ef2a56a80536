//! Fuzzes `settings_are_read_or_refused`.

#![no_main]
#![allow(dead_code)]

#[path = "../targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::settings_are_read_or_refused(data));
