//! Fuzzes `fixes_leave_a_program_to_which_they_have_nothing_to_add`.

#![no_main]
#![allow(dead_code)]

#[path = "../targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::fixes_leave_a_program_to_which_they_have_nothing_to_add(data));
