//! The base protocol: headers, then as many bytes of JSON as they announce.

use std::io::{self, BufRead, Read, Write};

use serde_json::Value;

/// What the input gave.
#[derive(Debug)]
pub(super) enum Frame {
    /// One JSON text.
    Message(Value),
    /// Something that is no message; the input goes on behind it.
    Malformed(String),
}

/// More than this in one message is a broken header, not a document.
const MAX_MESSAGE_BYTES: u64 = 1 << 30;
/// A longer line is no header.
const MAX_HEADER_BYTES: u64 = 64 * 1024;

/// Reads the next message; `None` at the end of the input.
pub(super) fn read(input: &mut impl BufRead) -> io::Result<Option<Frame>> {
    let length = match read_headers(input)? {
        Headers::End => return Ok(None),
        Headers::Length(length) if length <= MAX_MESSAGE_BYTES => length,
        Headers::Length(length) => {
            io::copy(&mut input.by_ref().take(length), &mut io::sink())?;
            let problem = format!("A message of {length} bytes is too long; it was skipped.");
            return Ok(Some(Frame::Malformed(problem)));
        }
        Headers::Malformed(problem) => return Ok(Some(Frame::Malformed(problem))),
    };
    // The announced length is not trusted with memory: the buffer grows as bytes arrive.
    let mut body = Vec::new();
    input.by_ref().take(length).read_to_end(&mut body)?;
    if (body.len() as u64) < length {
        return Ok(None);
    }
    let parsed = serde_json::from_slice(&body).or_else(|error| {
        // An edit that is not understood would leave the document another one than the editor's.
        let whole = without_half_characters(&body).ok_or(error)?;
        serde_json::from_slice(&whole)
    });
    Ok(Some(match parsed {
        Ok(value) => Frame::Message(value),
        Err(error) => Frame::Malformed(format!("The message is not JSON: {error}.")),
    }))
}

/// The JSON with a replacement character, which is as long in UTF-16, for each half of a surrogate pair that stands alone:
/// editors have it where somebody cuts a character in two. `None` if there is none.
fn without_half_characters(json: &[u8]) -> Option<Vec<u8>> {
    let unit = |at: usize| {
        let digits = json.get(at..at + 6)?.strip_prefix(b"\\u")?;
        u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    };
    let mut whole = json.to_vec();
    let (mut at, mut is_mended) = (0, false);
    while let Some(backslash) = json.get(at..).and_then(|rest| memchr::memchr(b'\\', rest)) {
        at += backslash;
        match unit(at) {
            Some(0xd800..=0xdbff) if matches!(unit(at + 6), Some(0xdc00..=0xdfff)) => at += 12,
            Some(0xd800..=0xdfff) => {
                whole[at..at + 6].copy_from_slice(b"\\ufffd");
                is_mended = true;
                at += 6;
            }
            _ => at += 2,
        }
    }
    is_mended.then_some(whole)
}

/// Writes one message.
pub(super) fn write(output: &mut impl Write, body: &[u8]) -> io::Result<()> {
    write!(output, "Content-Length: {}\r\n\r\n", body.len())?;
    output.write_all(body)?;
    output.flush()
}

enum Headers {
    Length(u64),
    Malformed(String),
    End,
}

fn read_headers(input: &mut impl BufRead) -> io::Result<Headers> {
    let mut length = None;
    let mut seen = false;
    loop {
        let mut line = Vec::new();
        if input
            .by_ref()
            .take(MAX_HEADER_BYTES)
            .read_until(b'\n', &mut line)?
            == 0
        {
            return Ok(Headers::End);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim();
        if line.is_empty() {
            match length {
                Some(length) => return Ok(Headers::Length(length)),
                // Empty lines between messages are no headers.
                None if !seen => continue,
                None => {
                    let problem = "The headers have no Content-Length.";
                    return Ok(Headers::Malformed(problem.to_owned()));
                }
            }
        }
        seen = true;
        // Behind a message of another length than announced, its rest stands before the next header.
        let name = "content-length";
        if let Some(at) = line.to_ascii_lowercase().rfind(name)
            && let Some(value) = line[at + name.len()..].trim_start().strip_prefix(':')
        {
            length = value.trim().parse().ok();
        }
    }
}
