//! The edits of one fix, in the order of the text.

use crate::text::Edit;

/// In order; `None` if two are in each other's way.
pub(super) fn sorted(mut edits: Vec<Edit>) -> Option<Vec<Edit>> {
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let apart = |pair: &[Edit]| pair[0].range.end <= pair[1].range.start;
    edits.windows(2).all(apart).then_some(joined(edits))
}

/// Insertions at the same byte as one.
pub(super) fn joined(edits: Vec<Edit>) -> Vec<Edit> {
    let mut result: Vec<Edit> = Vec::new();
    for edit in edits {
        match result.last_mut() {
            Some(last) if last.range.is_empty() && last.range == edit.range => {
                last.content.push_str(&edit.content);
            }
            _ => result.push(edit),
        }
    }
    result
}
