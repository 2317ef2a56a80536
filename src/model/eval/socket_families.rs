//! Questions for the family of a socket: what is neither IPv4 nor IPv6 is a Unix socket, where there are any.

use crate::syntax::ast::{Block, Comparison, Expr, ExprKind};

/// Whether a condition asks for a Unix socket once IPv4 and IPv6 were ruled out: on Windows nothing is left then.
pub(super) fn is_asked_last(test: &Expr, before: &[(Expr, Block)]) -> bool {
    let Some((subject, families)) = asked(test) else {
        return false;
    };
    let earlier = before.iter().filter_map(|(test, _)| asked(test));
    let earlier = earlier.filter(|(other, _)| *other == subject);
    let earlier: Vec<String> = earlier.flat_map(|(_, families)| families).collect();
    let rules_out = |family: &str| earlier.iter().any(|other| other == family);
    families == ["AF_UNIX"] && rules_out("AF_INET") && rules_out("AF_INET6")
}

/// What is compared with which families: `sock.family == socket.AF_UNIX`.
fn asked(test: &Expr) -> Option<(String, Vec<String>)> {
    let ExprKind::Compare { first, rest } = &test.kind else {
        return None;
    };
    let [(operator, other)] = &rest[..] else {
        return None;
    };
    let compared = match (operator, &other.kind) {
        (Comparison::Equal | Comparison::Is, _) => vec![other],
        (Comparison::In, ExprKind::Tuple(items)) => items.iter().collect(),
        _ => return None,
    };
    let names = compared.iter().map(|family| {
        let name = family.dotted_name()?;
        name.rsplit('.').next().map(str::to_owned)
    });
    Some((first.dotted_name()?, names.collect::<Option<_>>()?))
}
