//! Which names a target binds.

use tree_sitter::Node;

/// Calls back for each name that is bound by a target, a parameter or a type parameter.
///
/// Targets nest without limit, so what is still to do is kept on the heap.
pub(super) fn each_name<'tree>(target: Node<'tree>, mut see: impl FnMut(Node<'tree>)) {
    let mut rest = vec![target];
    while let Some(node) = rest.pop() {
        match node.kind() {
            "identifier" => see(node),
            // `T: bound`, `Alias[T]`: the first part is the name.
            "constrained_type" | "generic_type" => rest.extend(node.named_child(0)),
            "pattern_list"
            | "tuple_pattern"
            | "list_pattern"
            | "tuple"
            | "list"
            | "expression_list"
            | "list_splat_pattern"
            | "dictionary_splat_pattern"
            | "list_splat"
            | "parenthesized_expression"
            | "as_pattern_target"
            | "type"
            | "type_parameter"
            | "splat_type" => {
                rest.extend(node.named_children(&mut node.walk()));
            }
            _ => {}
        }
    }
}
