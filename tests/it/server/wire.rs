//! Messages as they go over the wire.

use std::io::BufRead;

use serde_json::Value;

/// A message as it goes over the wire.
pub(super) fn framed(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// Reads one message; `None` at the end.
pub(super) fn read_message(input: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if input.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line == "\r\n" {
            break;
        }
        let (name, value) = line.split_once(':').expect("a header");
        assert_eq!(
            name, "Content-Length",
            "nothing but the protocol is on stdout"
        );
        length = value.trim().parse().expect("a length");
    }
    let mut body = vec![0; length];
    input.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).expect("the server writes JSON"))
}
