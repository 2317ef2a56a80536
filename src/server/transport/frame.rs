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
/// A header line longer than this is none.
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
    Ok(Some(match serde_json::from_slice(&body) {
        Ok(value) => Frame::Message(value),
        Err(error) => Frame::Malformed(format!("The message is not JSON: {error}.")),
    }))
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
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        if name.trim().eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().ok();
        }
    }
}
