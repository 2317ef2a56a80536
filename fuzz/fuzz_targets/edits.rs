//! Fuzzes `an_edited_document_is_like_a_new_one`.

#![no_main]
#![allow(dead_code)]

#[path = "../targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::an_edited_document_is_like_a_new_one(data));
