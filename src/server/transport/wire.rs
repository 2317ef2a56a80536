//! Where the protocol's JSON and tower-lsp's types disagree: messages are adapted on their way in and out.
//!
//! The types in lsp-types 0.94.1 normalise URIs, refuse numbers that editors do send, and do not know
//! notebooks. So a URI travels inside the server as an opaque one that spells the client's own string.

use serde_json::{Map, Value, json};

/// The scheme of URIs that carry the client's own spelling, in hexadecimal.
const SEAL: &str = "client-uri:";
/// Where lsp-types has no field: put here by `initialize`, moved to its place on the way out.
pub(crate) const BEYOND_TYPES: &str = "experimental";

/// Wraps a URI so that no parser changes it.
pub(crate) fn seal(uri: &str) -> String {
    use std::fmt::Write as _;
    let mut sealed = String::with_capacity(SEAL.len() + 2 * uri.len());
    sealed.push_str(SEAL);
    for byte in uri.bytes() {
        let _ = write!(sealed, "{byte:02x}");
    }
    sealed
}

/// The URI as the client spelt it.
pub(crate) fn unseal(uri: &str) -> Option<String> {
    let digits = uri.strip_prefix(SEAL)?.as_bytes();
    let nibble = |digit: u8| char::from(digit).to_digit(16);
    let bytes = digits
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => u8::try_from(nibble(*high)? * 16 + nibble(*low)?).ok(),
            _ => None,
        })
        .collect::<Option<Vec<u8>>>()?;
    String::from_utf8(bytes).ok()
}

/// Adapts a request or notification of the client.
pub(super) fn adapt_incoming(message: &mut Map<String, Value>) {
    message.entry("jsonrpc").or_insert_with(|| json!("2.0"));
    if message.get("params").is_some_and(Value::is_null) {
        message.remove("params");
    }
    let method = message
        .get("method")
        .and_then(Value::as_str)
        .map(str::to_owned);
    match method.as_deref() {
        // Read leniently by the handler, which finds the client's own words in the options.
        Some("initialize") => {
            let said = message.remove("params").unwrap_or(Value::Null);
            let params = json!({"capabilities": {}, "initializationOptions": said});
            message.insert("params".to_owned(), params);
        }
        Some("initialized") => {
            message.insert("params".to_owned(), json!({}));
        }
        Some("shutdown") => {
            message.remove("params");
        }
        _ => {
            if let Some(params) = message.get_mut("params") {
                // lsp-types takes the list of tags for a number; no method of ours reads it.
                if let Some(Value::Object(item)) = params.get_mut("item") {
                    item.remove("tags");
                }
                adapt_params(params, method.as_deref() == Some("textDocument/codeAction"));
            }
        }
    }
}

fn adapt_params(value: &mut Value, code_action: bool) {
    match value {
        Value::Array(items) => {
            for item in items {
                adapt_params(item, code_action);
            }
        }
        Value::Object(fields) => {
            fields.remove("rangeLength");
            if code_action && let Some(Value::Array(diagnostics)) = fields.get_mut("diagnostics") {
                // Those of other servers need not fit our types, and ours are known anyway.
                diagnostics.clear();
            }
            for (name, field) in fields {
                match (name.as_str(), field) {
                    ("uri" | "document" | "scopeUri" | "oldUri" | "newUri", Value::String(uri)) => {
                        *uri = seal(uri);
                    }
                    ("line" | "character", number @ Value::Number(_)) => clamp(number),
                    ("data" | "settings" | "arguments" | "metadata" | "text", _) => {}
                    (_, field) => adapt_params(field, code_action),
                }
            }
        }
        _ => {}
    }
}

/// Columns "to the end of the line" come as any large number, whole or not.
fn clamp(number: &mut Value) {
    let largest = f64::from(i32::MAX);
    if number.as_u64().is_none_or(|n| n > i32::MAX as u64)
        && let Some(n) = number.as_f64()
    {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let n = n.clamp(0.0, largest) as u32;
        *number = Value::from(n);
    }
}

/// Adapts a message to the client.
pub(super) fn adapt_outgoing(message: &mut Value) {
    if let Some(Value::Object(capabilities)) = message.pointer_mut("/result/capabilities")
        && let Some(Value::Object(beyond)) = capabilities.remove(BEYOND_TYPES)
    {
        capabilities.extend(beyond);
    }
    restore_uris(message);
}

/// Gives every URI the client's own spelling back.
fn restore_uris(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Some(uri) = unseal(text) {
                *text = uri;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(restore_uris),
        Value::Object(fields) => {
            if fields.keys().any(|name| name.starts_with(SEAL)) {
                *fields = std::mem::take(fields)
                    .into_iter()
                    .map(|(name, field)| (unseal(&name).unwrap_or(name), field))
                    .collect();
            }
            for (name, field) in fields {
                // The words of a document are not ours to change.
                if name != "newText" {
                    restore_uris(field);
                }
            }
        }
        _ => {}
    }
}
