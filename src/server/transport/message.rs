//! What kind of JSON-RPC message a JSON value is.

use serde_json::{Map, Value};
use tower_lsp::jsonrpc::{Error, Id, Request, Response};

use super::wire;

/// A message of the client.
pub(super) enum RpcMessage {
    /// A request, or a notification if it has no id.
    Request(Request),
    /// An answer to a request of the server.
    Answer(Response),
    /// No message; this is the answer to it.
    Refused(Response),
    /// An answer that cannot be read: nothing may be said to it.
    Ignored,
}

impl RpcMessage {
    /// Reads any JSON value.
    pub(super) fn read(value: Value) -> Self {
        match value {
            Value::Object(fields) if fields.contains_key("method") => Self::request(fields),
            Value::Object(fields) if is_answer(&fields) => Self::answer(fields),
            Value::Object(fields) => {
                let id = fields.get("id").map_or(Id::Null, id);
                Self::refuse(id, "The message has no method.")
            }
            _ => Self::refuse(Id::Null, "The message is not a JSON-RPC object."),
        }
    }

    fn request(mut fields: Map<String, Value>) -> Self {
        let id = fields.get("id").map(id);
        let method = fields.get("method").and_then(Value::as_str);
        // Notifications of that kind may be ignored, requests are answered.
        if let (Some(id), Some(method)) = (&id, method)
            && method.starts_with("$/")
        {
            let mut error = Error::method_not_found();
            error.data = Some(Value::from(method));
            return Self::Refused(Response::from_error(id.clone(), error));
        }
        wire::adapt_incoming(&mut fields);
        match serde_json::from_value(Value::Object(fields)) {
            Ok(request) => Self::Request(request),
            Err(error) => Self::refuse(
                id.unwrap_or(Id::Null),
                &format!("The message is not a JSON-RPC request: {error}."),
            ),
        }
    }

    fn answer(mut fields: Map<String, Value>) -> Self {
        fields
            .entry("jsonrpc")
            .or_insert_with(|| Value::from("2.0"));
        if fields.get("error").is_none_or(Value::is_null) {
            fields.remove("error");
            fields.entry("result").or_insert(Value::Null);
        }
        serde_json::from_value(Value::Object(fields)).map_or_else(
            |error| {
                tracing::warn!("A response from the client cannot be read: {error}");
                Self::Ignored
            },
            Self::Answer,
        )
    }

    fn refuse(id: Id, problem: &str) -> Self {
        tracing::warn!("{problem}");
        let mut error = Error::invalid_request();
        error.message = problem.to_owned().into();
        Self::Refused(Response::from_error(id, error))
    }
}

/// Some clients leave out a result that is nothing, so an id alone makes an answer.
fn is_answer(fields: &Map<String, Value>) -> bool {
    fields.contains_key("id") && !fields.contains_key("params")
}

fn id(value: &Value) -> Id {
    serde_json::from_value(value.clone()).unwrap_or(Id::Null)
}
