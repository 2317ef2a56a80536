//! Fuzzes `any_metadata_are_judged`.

#![no_main]
#![allow(dead_code)]

#[path = "../targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::any_metadata_are_judged(data));
